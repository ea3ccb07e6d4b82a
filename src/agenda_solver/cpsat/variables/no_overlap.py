"""Structural constraints: a room or a person has one session at a time, with the pauses that they need.

Exact times are compared at *instants*. Two half-open stretches overlap exactly if both contain the start of one of
them, so "at most one at each start" is sufficient. Only starts with a maximal set of running stretches are needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations, pairwise, zip_longest

from ortools.sat.python.cp_model import CpModel, Domain, IntervalVar, IntVar

from agenda_solver.cpsat.variables.place_variables import PlaceVariables
from agenda_solver.cpsat.variables.room_counting import count_rooms
from agenda_solver.cpsat.variables.rule_cost import Literal
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.time_intervals import overlaps

__all__ = ["Occupancy", "busiest_instants"]

# Above this many (start, room) literals a room is kept exclusive by intervals: fewer variables, weaker bounds.
MAX_PLACES = 150_000


def busiest_instants(stretches: Sequence[tuple[int, int]]) -> list[int]:
    """Return the starts at which the set of running stretches is not contained in that of a later start."""
    starts = sorted({start for start, _ in stretches})
    ends = sorted({end for _, end in stretches})
    kept, position = [], 0
    for here, following in zip_longest(starts, starts[1:]):
        while position < len(ends) and ends[position] <= here:
            position += 1
        if following is None or (position < len(ends) and ends[position] <= following):
            kept.append(here)
    return kept


class Occupancy(PlaceVariables):
    """Places, and the times at which rooms and people are occupied."""

    def __init__(self, conference: Conference, model: CpModel) -> None:
        super().__init__(conference, model)
        self._times: dict[str, tuple[IntVar, IntVar]] = {}
        self._exclusive_rooms: set[str] = set()
        self._running: dict[tuple[str, int, int, frozenset[str] | None], list[Literal]] = {}
        self._by_block: dict[str, tuple[Sequence[Position], dict[str, tuple[int, int, list[Position]]]]] = {}

    def running(self, session: str, minute: int, lead: int = 0, blocks: Collection[str] | None = None) -> list[Literal]:
        """Return literals of which exactly one is true when the session runs at a minute, and none otherwise.

        With a ``lead`` the session also counts as running in that many minutes before it begins; with ``blocks`` it
        counts only in these blocks.
        """
        self.check_time()
        # Safe to cache: once a session has variables, its positions are no longer removed from the list.
        key = session, minute, lead, None if blocks is None else frozenset(blocks)
        if key not in self._running:
            self._running[key] = self._literals_of_running(session, minute, lead, blocks)
        return self._running[key]

    def _literals_of_running(
        self, session: str, minute: int, lead: int, blocks: Collection[str] | None
    ) -> list[Literal]:
        literals: list[Literal] = []
        for block, (first, last, inside) in self._positions_by_block(session).items():
            if not first - lead <= minute < last or (blocks is not None and block not in blocks):
                continue
            covering = [p for p in inside if p.start - lead <= minute < p.end]
            if len(covering) == len(inside):
                literals.append(self.in_block(session, block))
            else:
                literals.extend(self.starts_at(session, position) for position in covering)
        return literals

    def _positions_by_block(self, session: str) -> dict[str, tuple[int, int, list[Position]]]:
        """Return for each block the first start, the last end, and the possible positions of a session."""
        positions = self.positions(session)
        known = self._by_block.get(session)
        # If a start was removed, the list is a new object.
        if known is None or known[0] is not positions:
            inside: dict[str, list[Position]] = {}
            for position in positions:
                inside.setdefault(position.block, []).append(position)
            found = {block: (min(p.start for p in ps), max(p.end for p in ps), ps) for block, ps in inside.items()}
            self._by_block[session] = known = positions, found
        return known[1]

    def at_most_one_at_a_time(self, sessions: Sequence[str], pause: int = 0) -> None:
        """Forbid any two of the sessions to overlap, and require a pause of some minutes between them."""
        stretches = [(p.start - pause, p.end) for s in sessions for p in self.positions(s)]
        self._at_most_one_each(
            [v for s in sessions for v in self.running(s, i, pause)] for i in busiest_instants(stretches)
        )

    def _at_most_one_each(self, groups: Iterable[list[Literal]]) -> None:
        posted: set[tuple[int, ...]] = set()
        for literals in groups:
            self.check_time()
            key = tuple(sorted(literal.index for literal in literals))
            if len(literals) > 1 and key not in posted:
                posted.add(key)
                self.model.add_at_most_one(literals)

    def keep_rooms_exclusive(self) -> None:
        """Allow at most one session in a room at a time; called once, after every rule is posted."""
        if self.rooms_later and not self.exact and not self.has_rooms and self.slots_are_countable:
            for session in self.conference.sessions:
                self.in_block(session.id, "")
            return  # the caller that sets rooms_later limits what a block can hold
        self.rooms_later = False
        for session in self.conference.sessions:
            self.in_block(session.id, "")
        if not self.exact and self.slots_are_countable and not self._closed_places and not self._exclusive_rooms:
            self.unnamed = count_rooms(self)
        if not self.unnamed:
            self._decide_rooms()
        self._enforce_forbidden_places()

    def _decide_rooms(self) -> None:
        for session in self.conference.sessions:
            self.in_room(session.id, "")
        if self.exact or not self.slots_are_countable or self._closed_places:
            self.exact = True
            for room in self.conference.rooms:
                if room.id not in self._exclusive_rooms:  # a rule has done it already, with pauses
                    self.one_in_room_by_time(room.id, {})
        else:
            self._one_in_room_by_slots()

    @cached_property
    def slots_are_countable(self) -> bool:
        """Whether any set of sessions that fits a block by its number of slots can be laid out in it.

        This is true if no blocks overlap, and the slots of each block are equally long or all lengths are in slots.
        """
        by_slots = all(session.duration_minutes is None for session in self.conference.sessions)
        spans = list(self.conference.block_span.values())
        even = all(
            len({end - start for start, end in pairwise(marks)}) == 1 for marks in self.conference.boundaries.values()
        )
        return (by_slots or even) and not any(overlaps(a, b) for a, b in combinations(spans, 2))

    @cached_property
    def few_places(self) -> bool:
        """Whether there are few enough pairs of a start and a room for a literal for each."""
        return sum(len(self.positions(s.id)) * len(self.rooms(s.id)) for s in self.conference.sessions) <= MAX_PLACES

    def one_in_room_by_time(self, room: str, lead: Mapping[str, int], tail: Mapping[str, int] | None = None) -> None:
        """Forbid overlaps in a room, which a session occupies from ``lead`` minutes before it to ``tail`` after it."""
        tail = tail or {}
        self._exclusive_rooms.add(room)
        sessions = [s.id for s in self.conference.sessions if room in self.rooms(s.id)]
        if not self.few_places:
            self.model.add_no_overlap(
                [self._occupation_interval(s, room, lead.get(s, 0), tail.get(s, 0)) for s in sessions]
            )
            return
        places = [
            (position.start - lead.get(session, 0), position.end + tail.get(session, 0), literal)
            for session in sessions
            for (position, r), literal in self.places(session).items()
            if r == room
        ]
        instants = busiest_instants([(start, end) for start, end, _ in places])
        self._at_most_one_each([v for start, end, v in places if start <= instant < end] for instant in instants)

    def _occupation_interval(self, session: str, room: str, lead: int, tail: int) -> IntervalVar:
        begin, end = self._begin_and_end(session)
        length = sorted({p.end - p.start for p in self.positions(session)}) or [1]
        size = self.model.new_int_var_from_domain(Domain.from_values([n + lead + tail for n in length]), "")
        return self.model.new_optional_interval_var(begin - lead, size, end + tail, self.in_room(session, room), "")

    def _begin_and_end(self, session: str) -> tuple[IntVar, IntVar]:
        if session not in self._times:
            starts = self.starts(session)
            begin = self.model.new_int_var_from_domain(Domain.from_values([p.start for p in starts] or [0]), "")
            end = self.model.new_int_var_from_domain(Domain.from_values([p.end for p in starts] or [0]), "")
            present = self.present(session)
            self.model.add(begin == sum(p.start * v for p, v in starts.items())).only_enforce_if(present)
            self.model.add(end == sum(p.end * v for p, v in starts.items())).only_enforce_if(present)
            self._times[session] = begin, end
        return self._times[session]

    def _one_in_room_by_slots(self) -> None:
        loads: dict[tuple[str, str], list[tuple[int, Literal]]] = {}
        for session in self.conference.sessions:
            need = {block: self.slots_needed(session.id, block) for block in self.blocks(session.id)}
            for (block, room), literal in self.cells(session.id).items():
                loads.setdefault((block, room), []).append((need[block], literal))
        for (block, _), load in loads.items():
            slots = self.conference.block_by_id[block].slots
            if 2 * min(need for need, _ in load) > slots:
                self.model.add_at_most_one(literal for _, literal in load)
            else:
                self.model.add(sum(need * literal for need, literal in load) <= slots)

    def slots_needed(self, session: str, block: str) -> int:
        """Return how many slots of a block the session takes if it begins with the first possible slot."""
        first = next(p for p in self.conference.positions[session] if p.block == block)
        return sum(1 for mark in self.conference.boundaries[block][:-1] if first.start <= mark < first.end)
