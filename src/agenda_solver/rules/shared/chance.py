"""Which pairs of sessions more people want together than chance explains.

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
    """Return the pairs of sessions that are on one ballot more often than chance allows.

    Parameters
    ----------
    ballots
        For each voter the sessions wanted, each once; voters who want nothing are not counted.
    rate
        The share of the pairs kept that may be there by chance, below one half.
    """
    found = [ballot for ballot in ballots if ballot]
    wanted = Counter(session for ballot in found for session in ballot)
    both = Counter(frozenset(pair) for ballot in found for pair in combinations(ballot, 2))
    tested = len(wanted) * (len(wanted) - 1) // 2
    values = []
    for pair, number in both.items():
        a, b = (wanted[session] for session in pair)
        # The median is the mean rounded up or down: what is not above the mean has a p-value of one half at least.
        if number * len(found) > a * b:
            values.append((tail(number, len(found), a, b), sorted(pair), pair))
    values.sort()
    last = max((rank for rank, (value, *_) in enumerate(values, 1) if value <= rate * rank / tested), default=0)
    return frozenset(pair for _, _, pair in values[:last])


def tail(number: int, voters: int, first: int, second: int) -> float:
    """Return how probable it is that two sessions share at least so many voters, if theirs are drawn at random.

    Parameters
    ----------
    number
        How many they share.
    voters
        All voters.
    first, second
        The voters of the two sessions.
    """
    whole = _log_choose(voters, second)
    shared = range(number, min(first, second) + 1)
    terms = (_log_choose(first, k) + _log_choose(voters - first, second - k) - whole for k in shared)
    return min(1.0, sum(map(exp, terms)))


def _log_choose(n: int, k: int) -> float:
    """Return the logarithm of how many ways there are to choose k of n; there is none where k is not from 0 to n."""
    if not 0 <= k <= n:
        return float("-inf")
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
