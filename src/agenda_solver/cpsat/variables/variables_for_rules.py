"""The decisions that a rule can ask for: places, times, and what is built on them.

Variables for amounts are only bounded from below. Every cost is minimised with a positive weight, so in an optimal
solution each has the amount itself. Variables for facts (a track is in a block) are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from math import gcd
from typing import Literal as OneOf

from ortools.sat.python import cp_model

from agenda_solver.cpsat.variables.no_overlap import Occupancy, busiest_instants
from agenda_solver.cpsat.variables.rule_cost import Cost, Literal, Variable
from agenda_solver.model.conference import Conference

__all__ = ["Decisions"]


class Decisions(Occupancy):
    """The variables of one conference in one CP-SAT model.

    Rules refer to sessions, blocks and rooms by their ids. The literal for something impossible is ``never``, and for
    something certain ``always``.
    """

    by_track = False
    """Whether tracks choose the rooms; see :mod:`agenda_solver.cpsat.track_model.track_decisions`."""

    def __init__(self, conference: Conference, model: cp_model.CpModel) -> None:
        super().__init__(conference, model)
        self._at_once: dict[tuple[str, str, str], Literal] = {}
        self._track_in: dict[tuple[str, str | None, str | None], Literal] = {}
        self._cell_used: dict[tuple[str, str], Literal] = {}
        self._one_of: dict[tuple[int, ...], Literal] = {}

    def cost(self, hard: bool) -> Cost:
        """Return an empty cost for a rule to fill."""
        return Cost(self, hard)

    # --- pairs -----------------------------------------------------------------------------------------------------

    def at_once(
        self, first: str, second: str, scope: OneOf["time", "block"] = "time", *, other_room: bool = False
    ) -> Literal | None:
        """Return a literal that is true when two sessions are at once, or None if they never can be.

        Under block scope, sessions of the same block are at once. With ``other_room`` the sessions also have to be in
        different rooms, except in a model that compares whole blocks. The literal is bounded from below only: it may be
        charged or forbidden, but not used as a fact.
        """
        other_room = other_room and not self.whole_blocks
        key = (f"{scope}{other_room}", min(first, second), max(first, second))
        if key not in self._at_once:
            if other_room:
                together = self.at_once(first, second, scope)
                if together is None:
                    return None
                self._at_once[key] = literal = self.model.new_bool_var("")
                # They are at once, and the first is in a room in which the second is not.
                for room in self.rooms(first):
                    here, there = self.in_room(first, room), self.in_room(second, room)
                    self.model.add(together + here - there <= 1 + literal)
                return literal
            clauses = list(self._meetings(first, second, scope))
            if not clauses:
                return None
            self._at_once[key] = literal = self.model.new_bool_var("")
            for of_first, of_second in clauses:
                self.model.add(sum(of_first) + sum(of_second) <= 1 + literal)
        return self._at_once[key]

    def _meetings(self, first: str, second: str, scope: str) -> Iterable[tuple[list[Literal], list[Literal]]]:
        """Yield pairs of lists of literals; the sessions are at once exactly if both lists of one have a true one."""
        if scope == "block":
            shared = [block for block in self.blocks(first) if block in self.blocks(second)]
            yield from (([self.in_block(first, b)], [self.in_block(second, b)]) for b in shared)
            return
        stretches = [(p.start, p.end) for s in (first, second) for p in self.positions(s)]
        seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        for instant in busiest_instants(stretches):
            sides = self.running(first, instant), self.running(second, instant)
            key = tuple(v.index for v in sides[0]), tuple(v.index for v in sides[1])
            if all(sides) and key not in seen:
                seen.add(key)
                yield sides

    def both(self, *literals: Literal) -> Literal:
        """Return a literal that is true when all of these are; bounded from below only."""
        both = self.model.new_bool_var("")
        self.model.add_bool_or([*(~literal for literal in literals), both])
        return both

    def one_of(self, literals: Sequence[Literal]) -> Literal:
        """Return a literal that is true exactly when one of these is; no two of them may ever be true together.

        The result is cached.
        """
        if len(literals) < 2:
            return literals[0] if literals else self.never
        key = tuple(literal.index for literal in literals)
        if key not in self._one_of:
            self._one_of[key] = found = self.model.new_bool_var("")
            self.model.add(found == sum(literals))
        return self._one_of[key]

    # --- sums ------------------------------------------------------------------------------------------------------

    def excess(self, literals: Iterable[Literal], limit: int) -> Variable | None:
        """Return by how many the true literals exceed a limit, or None if they cannot."""
        found = list(literals)
        if len(found) <= limit:
            return None
        over = self.model.new_int_var(0, len(found) - limit, "")
        self.model.add(over >= sum(found) - limit)
        return over

    def peak_excess(self, sessions: Sequence[str], limit: int, blocks: Sequence[str]) -> Variable | None:
        """Return by how many the sessions that run at once in these blocks exceed a limit, or None if they cannot."""
        stretches = [(p.start, p.end) for s in sessions for p in self.positions(s) if p.block in blocks]
        groups = [self._running_within(sessions, instant, blocks) for instant in busiest_instants(stretches)]
        most = max((sum(1 for found in group if found) for group in groups), default=0)
        if most <= limit:
            return None
        over = self.model.new_int_var(0, most - limit, "")
        for group in groups:
            if sum(1 for found in group if found) > limit:
                self.model.add(over >= sum(literal for found in group for literal in found) - limit)
        return over

    def _running_within(self, sessions: Sequence[str], minute: int, blocks: Sequence[str]) -> list[list[Literal]]:
        return [self.running(session, minute, blocks=blocks) for session in sessions]

    def convex(self, amounts: Sequence[tuple[int, Literal]], cost_of: Callable[[int], int]) -> Variable | None:
        """Return a convex function of a weighted sum of literals, bounded from below; None if it is always 0.

        The bounds are the lines through neighbouring points of the function at the reachable sums, which gives the
        tightest linear relaxation in terms of the sum.

        Parameters
        ----------
        amounts
            Positive integers, each with the literal that adds it.
        cost_of
            A convex function of the sum, never negative.
        """
        sums = _reachable_sums([amount for amount, _ in amounts])
        costs = [cost_of(total) for total in sums]
        if not any(costs):
            return None
        result = self.model.new_int_var(min(costs), max(costs), "")
        total = sum(amount * literal for amount, literal in amounts)
        points = list(zip(sums, costs, strict=True))
        lines = {_line(left, right) for left, right in pairwise(points)}
        for run, rise, offset in sorted(lines):
            self.model.add(run * result >= rise * total + offset)
        return result

    # --- tracks ----------------------------------------------------------------------------------------------------

    def track_in_block(self, track: str, block: str) -> Literal:
        """Whether some session of the track is in the block."""
        return self._some_of_track(track, block, None)

    def track_in_room(self, track: str, room: str) -> Literal:
        """Whether some session of the track is in the room."""
        return self._some_of_track(track, None, room)

    def track_in_cell(self, track: str, block: str, room: str) -> Literal:
        """Whether some session of the track is in the room during the block."""
        return self._some_of_track(track, block, room)

    def track_in_room_on_day(self, track: str, room: str, day: str) -> Literal:
        """Whether some session of the track is in the room on the day."""
        blocks = [block.id for block in self.conference.blocks_by_day[day]]
        return self.some(self.track_in_cell(track, block, room) for block in blocks)

    def cell_used(self, block: str, room: str) -> Literal:
        """Whether any session is in the room during the block."""
        if (block, room) not in self._cell_used:
            sessions = [s.id for s in self.conference.sessions]
            found = [s for s in sessions if block in self.blocks(s) and room in self.rooms(s)]
            self._cell_used[block, room] = self.some(self.in_cell(s, block, room) for s in found)
        return self._cell_used[block, room]

    def _some_of_track(self, track: str, block: str | None, room: str | None) -> Literal:
        key = (track, block, room)
        if key not in self._track_in:
            sessions = [session.id for session in self.conference.sessions_by_track[track]]
            if room is None:
                literals = [self.in_block(s, str(block)) for s in sessions if block in self.blocks(s)]
            elif block is None:
                literals = [self.in_room(s, room) for s in sessions if room in self.rooms(s)]
            else:
                found = [s for s in sessions if block in self.blocks(s) and room in self.rooms(s)]
                literals = [self.in_cell(s, block, room) for s in found]
            self._track_in[key] = self.some(literals)
            if room is not None and block is not None and len(literals) > 1:
                # A cut that tightens the linear relaxation: no more of them are in the cell than fit into it.
                most = self._most_in_block(found, block)
                self.model.add(sum(literals) <= most * self._track_in[key])
        return self._track_in[key]

    def _most_in_block(self, sessions: Sequence[str], block: str) -> int:
        """Return an upper bound, at least 1, on the number of the sessions that fit into a room in a block."""
        span = self.conference.block_span[block]
        lengths = sorted(min(p.end - p.start for p in self.positions(s) if p.block == block) for s in sessions)
        return max(1, sum(1 for total in accumulate(lengths) if total <= span.minutes))

    def some(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal that is true exactly when at least one of these is."""
        found = [literal for literal in literals if literal.index != self.never.index]
        if len(found) < 2:
            return found[0] if found else self.never
        some = self.model.new_bool_var("")
        for literal in found:
            self.model.add_implication(literal, some)
        self.model.add_bool_or([*found, ~some])
        return some


def _reachable_sums(amounts: Sequence[int]) -> list[int]:
    """Return all subset sums in increasing order; if the total is large, all multiples of the common divisor."""
    if sum(amounts) > 20_000:
        step = gcd(*amounts)
        return list(range(0, sum(amounts) + 1, step))
    mask = 1
    for amount in amounts:
        mask |= mask << amount
    return [total for total in range(mask.bit_length()) if mask >> total & 1]


def _line(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int, int]:
    """Return (run, rise, offset) of the line through two points: run * y = rise * x + offset."""
    run, rise = right[0] - left[0], right[1] - left[1]
    offset = run * left[1] - rise * left[0]
    divisor = gcd(run, rise, offset)
    return run // divisor, rise // divisor, offset // divisor
