"""Pigeonhole cuts: if there are more sessions than moments, some of them must be at once.

Literals for pairs of sessions give a weak linear relaxation: with every session spread evenly over the programme, no
pair is at once. Counting gives a stronger one. Let every possible place of some sessions contain one of ``h`` moments.
Any two sessions that share a moment are at once, so ``n`` sessions on ``h`` moments have at least

    m n - h m (m + 1) / 2    pairs,    for every whole number m;

with ``m = n // h`` this is the number of pairs when they are spread as evenly as possible (Turan's theorem). The cut is
added for cliques: sets of sessions all of whose pairs are charged, such as the ballot of a voter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from agenda_solver.cpsat.variables.rule_cost import Literal
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.rules.base.rule import Scope

__all__ = ["add_pigeonhole_cuts"]

# With more pairs than this, finding cliques takes too long for its benefit; and so do more cuts.
MAX_PAIRS = 200_000
MAX_CUTS = 200
MAX_LEVELS = 8

Pair = tuple[str, str]
Interval = tuple[str, int, int]
Graph = dict[str, set[str]]


def add_pigeonhole_cuts(
    decisions: Decisions, charged: Mapping[Pair, tuple[int, Literal]], scope: Scope = "time"
) -> int:
    """Add lower bounds on the number of charged pairs that are at once, and return how many were added.

    The rest of the model implies them. ``charged`` gives for each pair of sessions its cost, and a literal that is true
    if they are at once; under block scope that means in one block.
    """
    if len(charged) > MAX_PAIRS:
        return 0
    literals = {frozenset(pair): literal for pair, (_, literal) in charged.items()}
    counter = _MomentCounter(decisions, scope)
    added = 0
    # Each level has its own graph, with the pairs whose cost is at least the level.
    for level in _cost_levels(amount for amount, _ in charged.values()):
        graph: Graph = {}
        for (first, second), (amount, _) in charged.items():
            if amount >= level:
                graph.setdefault(first, set()).add(second)
                graph.setdefault(second, set()).add(first)
        for clique in _crowded_cliques(graph, counter):
            moments = counter.moments(clique)
            share = len(clique) // moments
            pairs = sum(literals[frozenset(pair)] for pair in combinations(clique, 2))
            present = sum(decisions.present(session) for session in clique)
            decisions.model.add(pairs >= share * present - moments * share * (share + 1) // 2)
            added += 1
            if added == MAX_CUTS:
                return added
    return added


def _cost_levels(amounts: Iterable[int]) -> list[int]:
    """Return the distinct amounts; if there are many, only some, each at least twice the one before."""
    different = sorted(set(amounts))
    if len(different) <= MAX_LEVELS:
        return different
    levels: list[int] = []
    for amount in different:
        if not levels or amount >= 2 * levels[-1]:
            levels.append(amount)
    return levels


class _MomentCounter:
    """The possible places of sessions, and the number of moments that hit all of them."""

    def __init__(self, decisions: Decisions, scope: Scope) -> None:
        self._decisions = decisions
        self._scope = scope
        self._of: dict[str, frozenset[Interval]] = {}

    def _intervals(self, session: str) -> frozenset[Interval]:
        if session not in self._of:
            # Under block scope only sessions of one block are at once, so moments of different blocks are different.
            found = self._decisions.positions(session)
            self._of[session] = frozenset((p.block if self._scope == "block" else "", p.start, p.end) for p in found)
        return self._of[session]

    def moments(self, sessions: Iterable[str]) -> int:
        """Return the least number of minutes such that every place of the sessions contains one of them."""
        intervals = frozenset().union(*(self._intervals(session) for session in sessions))
        count = 0
        latest: dict[str, int] = {}
        for end, start, block in sorted((end, start, block) for block, start, end in intervals):
            if block not in latest or latest[block] < start:
                latest[block] = end - 1
                count += 1
        return count


def _crowded_cliques(graph: Graph, counter: _MomentCounter) -> Iterator[list[str]]:
    """Yield cliques with more sessions than moments, no two with a common pair; this removes edges from the graph."""
    for seed in sorted(graph, key=lambda session: (-len(graph[session]), session)):
        # A cut needs more sessions than the moments of its seed alone.
        while len(graph[seed]) >= counter.moments([seed]) > 0:
            clique = _greedy_clique(graph, seed)
            if len(clique) <= counter.moments(clique):
                break
            yield clique
            for first, second in combinations(clique, 2):
                graph[first].discard(second)
                graph[second].discard(first)


def _greedy_clique(graph: Graph, seed: str) -> list[str]:
    """Return a maximal clique with the seed, found greedily."""
    clique, common = [seed], set(graph[seed])
    for session in sorted(common, key=lambda session: (-len(graph[session]), session)):
        if session in common:
            clique.append(session)
            common &= graph[session]
    return clique
