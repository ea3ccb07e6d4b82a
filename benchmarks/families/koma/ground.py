"""A problem by numbers, for a search that weighs thousands of moves a second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from agenda_solver import Agenda
from benchmarks.families.koma.conference import Case, slot_fulfils
from benchmarks.families.koma.problem import Key, WorkingGroup

__all__ = ["Ground", "Place", "Plan"]

Place = tuple[int, int]
"""The number of the first slot, over all blocks, and that of the room."""

Plan = list[Place]
"""The place of each session."""


@dataclass(frozen=True)
class Ground:
    """What a search by moves has to know of a case, all by numbers in the order of the problem's file."""

    case: Case

    @cached_property
    def slots(self) -> tuple[tuple[int, int], ...]:
        """The block of each slot and its number within the block."""
        return tuple((b, s) for b, block in enumerate(self.case.problem.blocks) for s in range(len(block)))

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """How many slots each session takes."""
        return tuple(group.duration for group in self.case.problem.aks)

    @cached_property
    def number(self) -> Mapping[Key, int]:
        """The number of each session by the id of its working group."""
        return {group.id: number for number, group in enumerate(self.case.problem.aks)}

    @cached_property
    def person_number(self) -> Mapping[Key, int]:
        """The number of each participant."""
        return {participant.id: number for number, participant in enumerate(self.case.problem.participants)}

    @cached_property
    def required(self) -> tuple[frozenset[int], ...]:
        """Who must attend each session."""
        required = self.case.problem.required_in
        return tuple(frozenset(self.person_number[p.id] for p in required[g.id]) for g in self.case.problem.aks)

    @cached_property
    def wishes(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each session the weights of the wishes with their people, the heaviest first."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.case.problem.aks]
        for person, weights in self.case.scale.weights(self.case.problem).items():
            for group, weight in weights.items():
                found[self.number[group]].append((weight, self.person_number[person]))
        return tuple(tuple(sorted(wishes, reverse=True)) for wishes in found)

    @cached_property
    def absent(self) -> tuple[frozenset[int], ...]:
        """Who cannot come in each slot."""
        people = list(enumerate(self.case.problem.participants))
        return tuple(
            frozenset(number for number, person in people if not slot_fulfils(slot, person.time_constraints))
            for block in self.case.problem.blocks
            for slot in block
        )

    @cached_property
    def barred(self) -> tuple[frozenset[int], ...]:
        """Who cannot come to each room."""
        people = list(enumerate(self.case.problem.participants))
        return tuple(
            frozenset(n for n, p in people if not set(p.room_constraints) <= set(room.fulfilled_room_constraints))
            for room in self.case.problem.rooms
        )

    def seats(self, session: int, room: int) -> int:
        """Return the seats for those who wish a session, in a room; no more than there are wishes."""
        seats, wished = self.case.problem.rooms[room].seats, len(self.wishes[session])
        return wished if seats is None else min(wished, max(0, seats - len(self.required[session])))

    # --- what may be -----------------------------------------------------------------------------------------------

    @cached_property
    def allowed(self) -> tuple[dict[int, tuple[int, ...]], ...]:
        """For each session its possible first slots, each with the possible rooms, the largest first."""
        return tuple(self._allowed(group) for group in self.case.problem.aks)

    def _allowed(self, group: WorkingGroup) -> dict[int, tuple[int, ...]]:
        problem, session = self.case.problem, self.number[group.id]
        required = problem.required_in[group.id]
        times = (*group.time_constraints, *(tag for person in required for tag in person.time_constraints))
        features = {*group.room_constraints, *(tag for person in required for tag in person.room_constraints)}
        fixed = next((fixed for fixed in problem.scheduled_aks or () if fixed.ak_id == group.id), None)
        rooms = [
            number
            for number, room in enumerate(problem.rooms)
            if features <= set(room.fulfilled_room_constraints)
            and (room.seats is None or room.seats >= len(required))
            and (fixed is None or fixed.room_id in (None, room.id))
        ]
        rooms.sort(key=lambda room: -self.seats(session, room))
        slots = [slot for block in problem.blocks for slot in block]
        found = {}
        for first in range(len(slots) - group.duration + 1):
            taken = slots[first : first + group.duration]
            within = self.slots[first][0] == self.slots[first + group.duration - 1][0]
            if not within or not all(slot_fulfils(slot, times) for slot in taken):
                continue
            if fixed is not None and fixed.timeslot_ids and {slot.id for slot in taken} != set(fixed.timeslot_ids):
                continue
            tags = [problem.rooms[room].time_constraints for room in rooms]
            found[first] = tuple(
                r for r, t in zip(rooms, tags, strict=True) if all(slot_fulfils(slot, t) for slot in taken)
            )
        return {first: rooms for first, rooms in found.items() if rooms}

    @cached_property
    def apart(self) -> tuple[frozenset[int], ...]:
        """The sessions that must not overlap each session: in conflict, or with somebody whom both require."""
        found: list[set[int]] = [set() for _ in self.case.problem.aks]
        for number, group in enumerate(self.case.problem.aks):
            conflicts = {self.number[other] for other in group.properties.conflicts}
            shared = {n for n, people in enumerate(self.required) if n != number and people & self.required[number]}
            for other in conflicts | shared:
                found[number].add(other)
                found[other].add(number)
        return tuple(map(frozenset, found))

    @cached_property
    def before(self) -> tuple[tuple[int, ...], ...]:
        """The sessions that have to be over before each session starts."""
        return tuple(
            tuple(self.number[other] for other in group.properties.dependencies) for group in self.case.problem.aks
        )

    @cached_property
    def after(self) -> tuple[tuple[int, ...], ...]:
        """The sessions that start only when each session is over."""
        return tuple(
            tuple(n for n, others in enumerate(self.before) if number in others) for number in range(len(self.before))
        )

    # --- from and to agendas ---------------------------------------------------------------------------------------

    def plan(self, agenda: Agenda) -> Plan:
        """Return the places of an agenda in which every session has one."""
        first = {block: number for number, (block, slot) in enumerate(self.slots) if slot == 0}
        rooms = {str(room.id): number for number, room in enumerate(self.case.problem.rooms)}
        places = [agenda[str(group.id)] for group in self.case.problem.aks]
        return [(first[int(p.block.removeprefix("block-"))] + p.slot, rooms[p.room]) for p in places]

    def agenda(self, plan: Plan) -> Agenda:
        """Return the agenda with these places."""
        places = {}
        for group, (start, room) in zip(self.case.problem.aks, plan, strict=True):
            block, slot = self.slots[start]
            places[str(group.id)] = (str(self.case.problem.rooms[room].id), f"block-{block}", slot)
        return self.case.conference.agenda(places)
