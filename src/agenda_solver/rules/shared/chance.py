"""Pairs of sessions that more people want together than chance explains.

Popular sessions share voters without being related. If the voters of each session were drawn from all voters at random,
the number of voters that two sessions share would be hypergeometrically distributed. The p-value of a pair is the
probability of at least that number. With many pairs, some are improbable by chance alone. The procedure of Benjamini
and Hochberg keeps as many pairs as possible while the expected share of chance pairs among them stays below a given
limit.

Source: Benjamini and Hochberg, "Controlling the false discovery rate: a practical and powerful approach to multiple
testing", Journal of the Royal Statistical Society B 57 (1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import exp, lgamma

__all__ = ["more_than_chance", "tail"]

Pair = tuple[str, str]


def more_than_chance(ballots: Iterable[Sequence[str]], rate: float) -> frozenset[frozenset[str]]:
    """Return the pairs of sessions that are on the same ballots more often than chance explains.

    A ballot holds the sessions that a voter wants, each once; empty ballots are not counted. ``rate`` limits the
    expected share of chance pairs among those returned; it is below one half.
    """
    found = [ballot for ballot in ballots if ballot]
    wanted = Counter(session for ballot in found for session in ballot)
    both = Counter(frozenset(pair) for ballot in found for pair in combinations(ballot, 2))
    tested = len(wanted) * (len(wanted) - 1) // 2
    values = []
    for pair, number in both.items():
        a, b = (wanted[session] for session in pair)
        # The median is the mean rounded up or down, so a number not above the mean has a p-value of at least one half.
        if number * len(found) > a * b:
            values.append((tail(number, len(found), a, b), sorted(pair), pair))
    values.sort()
    last = max((rank for rank, (value, *_) in enumerate(values, 1) if value <= rate * rank / tested), default=0)
    return frozenset(pair for _, _, pair in values[:last])


def tail(number: int, voters: int, first: int, second: int) -> float:
    """Return the probability that two sessions share at least ``number`` voters if these are drawn at random.

    ``voters`` is the number of all voters, ``first`` and ``second`` are those of the two sessions.
    """
    whole = _log_choose(voters, second)
    shared = range(number, min(first, second) + 1)
    terms = (_log_choose(first, k) + _log_choose(voters - first, second - k) - whole for k in shared)
    return min(1.0, sum(map(exp, terms)))


def _log_choose(n: int, k: int) -> float:
    """Return the logarithm of the binomial coefficient, minus infinity if k is not from 0 to n."""
    if not 0 <= k <= n:
        return float("-inf")
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
