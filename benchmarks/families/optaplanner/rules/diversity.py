"""There is something for everybody in each block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.rules.base.amount_tables import Grid, Numbers, PairTable, Tables
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms
    from agenda_solver.model.parts import Session


Aspect = Literal["audience_types", "level", "language"]


@register_rule
class Diversity(OneSlotRule):
    r"""Pairs of sessions that make a block richer share a block.

    A pair counts once for each audience type that both are for; or once if the two differ in level, or in language. The
    amount is what the pairs miss: for each of them the length of the longest block that is open to both, less the
    length of the block that they share.

    .. math:: \sum_{\{a, b\}} w_{ab} \cdot (\mathrm{longest}_{ab} - [b_a = b_b] \cdot \mathrm{minutes}_{b_a})

    So a reward for what pairs share is counted from its greatest value, see :meth:`greatest`.

    Source: "Audience type diversity", "Audience level diversity", "Language diversity".
    """

    id: ClassVar[str] = "optaplanner_diversity"
    unit: ClassVar[str] = "minutes missed"
    bears_absence: ClassVar[bool] = False

    by: Aspect = Field(description="What makes a pair count: common audience types, different levels or languages.")

    def applies(self, conference: Conference) -> bool:
        return self.greatest(conference) > 0

    def greatest(self, conference: Conference) -> int:
        """Return the minutes that all pairs together would share if each was in its longest block."""
        return int(np.triu(self._weights(conference) * _longest(conference), 1).sum())

    def _weights(self, conference: Conference) -> Numbers:
        """Return how often each pair counts."""
        sessions = len(conference.sessions)
        found: Numbers = np.zeros((sessions, sessions), dtype=np.int64)
        for group in self._groups(conference):
            numbers = [conference.session_rank[id] for id in group]
            found[np.ix_(numbers, numbers)] += 1
        return found if self.by == "audience_types" else 1 - found

    def _groups(self, conference: Conference) -> list[list[str]]:
        found: dict[str, list[str]] = {}
        for session in conference.sessions:
            for value in self._values(session):
                found.setdefault(value, []).append(session.id)
        return list(found.values())

    def _values(self, session: Session) -> set[str]:
        if self.by == "audience_types":
            return set(session.audience_types)
        # No language is a value like any other, and none that a language could have.
        return {(session.level if self.by == "level" else session.language) or ""}

    def as_tables(self, grid: Grid) -> Tables:
        shared = -np.where(grid.blocks[:, None] == grid.blocks[None, :], (grid.ends - grid.starts)[:, None], 0)
        table = PairTable.unordered(self._weights(grid.conference), shared)
        return Tables((table,), self.greatest(grid.conference))

    def quick(self, terms: Terms) -> bool:
        grid, conference = terms.grid, terms.grid.conference
        start, end, block = grid.start, grid.end, grid.block
        weights, types = self._weights(conference).tolist(), _types(conference)
        longest = {(a, b): _longest_of(conference, a, b) for a in types for b in types}

        def sharing(most: int) -> Relation:
            return lambda t, _r, u, _q: -min(most, end[t] - start[t]) if block[t] == block[u] else 0

        for (first, a), (second, b) in combinations(enumerate(conference.sessions), 2):
            if weight := weights[first][second]:
                terms.constant += weight * longest[a.type, b.type]
                terms.charge_pair(first, second, sharing(longest[a.type, b.type]), weight)
        return True

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Count how many of each value are in each block: n (n - 1) / 2 pairs of them are alike."""
        conference = decisions.conference
        cost = decisions.cost(False)
        cost.constant = self.greatest(conference)
        groups, alike_is_good = self._groups(conference), self.by == "audience_types"
        for block in conference.blocks:
            minutes = conference.block_span[block.id].minutes
            for group in groups if alike_is_good else [[session.id for session in conference.sessions]]:
                _reward_pairs(decisions, cost, group, block.id, minutes)
            for group in groups if not alike_is_good else ():
                here = [(1, decisions.in_block(s, block.id)) for s in group if block.id in decisions.blocks(s)]
                pairs = decisions.convex(here, lambda n: n * (n - 1) // 2)
                if pairs is not None:
                    cost.add(pairs, minutes)
        return _in_one(decisions, cost, self.greatest(conference)) if self.is_hard else cost

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the minutes that each pair shares with the maximum."""
        values = {session.id: self._values(session) for session in conference.sessions}
        lengths = {(a, b): _longest_of(conference, a, b) for a in _types(conference) for b in _types(conference)}
        for first, second in combinations(conference.sessions, 2):
            common = len(values[first.id] & values[second.id])
            weight = common if self.by == "audience_types" else 1 - common
            a, b = agenda.get(first.id), agenda.get(second.id)
            shared = a.end - a.start if a is not None and b is not None and a.block == b.block else 0
            missed = max(0, lengths[first.type, second.type] - shared)
            if weight and missed:
                message = (
                    f'"{first.title}" and "{second.title}" would make a block richer ({self.by.replace("_", " ")}), '
                    f"but share {shared} minutes of {shared + missed}."
                )
                yield Violation(weight * missed, message, (first.id, second.id))


def _types(conference: Conference) -> list[str]:
    return sorted({session.type for session in conference.sessions})


def _longest_of(conference: Conference, first: str, second: str) -> int:
    """Return the length of the longest block that is open to sessions of two types; 0 if there is none."""
    both = (b for b in conference.blocks if not b.session_types or {first, second} <= set(b.session_types))
    return max((conference.block_span[block.id].minutes for block in both), default=0)


def _longest(conference: Conference) -> Numbers:
    """Return for each pair of sessions the length of the longest block that is open to both."""
    types = [session.type for session in conference.sessions]
    by_types = {(a, b): _longest_of(conference, a, b) for a in set(types) for b in set(types)}
    return np.array([[by_types[a, b] for b in types] for a in types], dtype=np.int64)


def _reward_pairs(decisions: Decisions, cost: Cost, sessions: Sequence[str], block: str, minutes: int) -> None:
    """Take n (n - 1) / 2 times the minutes off the cost, for the n of these sessions in the block.

    The cost is not convex in their number, so that is modelled exactly.
    """
    here = [session for session in sessions if block in decisions.blocks(session)]
    rooms = {room for session in here for room in decisions.rooms(session)}
    most = min(len(here), len(rooms))  # each room holds one session at a time
    if most < 2:
        return
    numbers = [decisions.model.new_bool_var("") for _ in range(most + 1)]
    decisions.model.add_exactly_one(numbers)
    counted = sum(number * literal for number, literal in enumerate(numbers))
    decisions.model.add(sum(decisions.in_block(session, block) for session in here) == counted)
    best = most * (most - 1) // 2
    cost.constant -= minutes * best
    for number, literal in enumerate(numbers):
        cost.add(literal, minutes * (best - number * (number - 1) // 2))


def _in_one(decisions: Decisions, cost: Cost, most: int) -> Cost:
    """Return the cost as one variable, which can be forbidden, unlike its single terms."""
    whole = decisions.model.new_int_var(0, most, "")
    parts: list[Any] = [amount * variable for amount, variable in cost.terms]
    decisions.model.add(whole == sum(parts) + cost.constant)
    found = decisions.cost(True)
    found.add(whole)
    return found
