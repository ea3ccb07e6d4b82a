"""Converts a problem to a conference with the library's rules, and an agenda to a solution.

The format knows the order of slots, not the time: each block becomes a day of its own, each slot an hour of it. Tags
of times become windows in which rooms and people are there. What a working group itself requires of its slots is said
of somebody whom only this group needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from agenda_solver import Agenda, Conference, InvalidInput, Mistake, Result
from agenda_solver.model.agenda import Placement
from agenda_solver.rules.audience_attendance import AudienceAttendance
from benchmarks.families.koma.document import STRONG, Fixed, Key, Problem, Room, WorkingGroup, read_problem
from benchmarks.families.koma.scale import Scale, scale_of
from benchmarks.harness import problem as harness
from benchmarks.harness.curve import curve_of
from benchmarks.harness.family import Family, Figure, Item
from benchmarks.harness.problem import Judged
from benchmarks.harness.record import Number, Point

VALUE = "value"

FIRST_DAY = date(2000, 1, 1)
HOUR = 60
DAY = 24 * HOUR
HARD_RULES = ("room_availability", "person_availability", "room_features", "room_capacity", "key_people", "pinned")


@dataclass(frozen=True)
class Case(harness.Problem):
    """A problem with the conference that it becomes."""

    problem: Problem

    @cached_property
    def scale(self) -> Scale:
        """The factors that make the weights of wishes integers."""
        return scale_of(self.problem)

    @cached_property
    def wishes(self) -> AudienceAttendance:
        """The rule that counts the wishes."""
        return AudienceAttendance.model_validate({"severity": 1, **self.scale.parameters})

    @cached_property
    def conference(self) -> Conference:  # type: ignore[override] # nobody sets it
        """The problem as a conference; the ids of its parts are those of the problem, as texts."""
        if mistakes := list(self._impossible()):
            raise InvalidInput(mistakes)
        problem = self.problem
        parts: dict[str, Any] = {
            "days": [{"id": f"day-{n}", "date": self._begin(n, 0).date()} for n in self._numbers],
            "blocks": [self._block(number) for number in self._numbers],
            "rooms": [self._room(room) for room in problem.rooms],
            "people": list(self._people()),
            "sessions": [self._session(group) for group in problem.aks],
            "votes": list(self._votes()),
            "rules": list(self._rules()),
        }
        return Conference(id="koma", name=problem.name, time_zone="UTC", default_rules=False, **parts)

    @property
    def _numbers(self) -> range:
        return range(len(self.problem.blocks))

    def _slot_minutes(self, block: int) -> int:
        """Return the length of a block's slots: an hour, or less if they would not fit into a day."""
        return min(HOUR, DAY // len(self.problem.blocks[block]))

    def _begin(self, block: int, slot: int) -> datetime:
        """Return the start of a slot of a block; that of the slot after its last one is the end of the block."""
        midnight = datetime.combine(FIRST_DAY + timedelta(days=block), datetime.min.time(), tzinfo=UTC)
        return midnight + timedelta(minutes=self._slot_minutes(block) * slot)

    def _windows(self, tags: tuple[str, ...]) -> list[dict[str, datetime]]:
        """Return a window for each slot that has all of some tags; none without tags, which means always."""
        return [
            {"start": self._begin(number, position), "end": self._begin(number, position + 1)}
            for number, block in enumerate(self.problem.blocks if tags else ())
            for position, slot in enumerate(block)
            if set(tags) <= set(slot.fulfilled_time_constraints)
        ]

    def _is_never(self, tags: tuple[str, ...]) -> bool:
        return bool(tags) and not self._windows(tags)

    @cached_property
    def _place_of_slot(self) -> Mapping[Key, tuple[int, int]]:
        """The number of the block and the number within it of each slot."""
        return {slot.id: (b, s) for b, block in enumerate(self.problem.blocks) for s, slot in enumerate(block)}

    # --- parts -----------------------------------------------------------------------------------------------------

    def _block(self, number: int) -> dict[str, Any]:
        return {
            "id": f"block-{number}",
            "day": f"day-{number}",
            "start": self._begin(number, 0),
            "end": self._begin(number, len(self.problem.blocks[number])),
            "slot_minutes": self._slot_minutes(number),
        }

    def _room(self, room: Room) -> dict[str, Any]:
        return {
            "id": str(room.id),
            "name": (room.info.name or "").strip() or f"Room {room.id}",
            "capacity": room.seats,
            "features": list(dict.fromkeys(room.fulfilled_room_constraints)),
            "available": self._windows(room.time_constraints),
            "closed_blocks": [f"block-{n}" for n in self._numbers if self._is_never(room.time_constraints)],
        }

    def _people(self) -> Iterator[dict[str, Any]]:
        """Return the participants, and a person for each working group with time tags, available when it may be."""
        for participant in self.problem.participants:
            yield {
                "id": str(participant.id),
                "name": participant.name,
                "available": self._windows(participant.time_constraints),
                "required_features": list(dict.fromkeys(participant.room_constraints)),
            }
        for group in self.problem.aks:
            if group.time_constraints:
                name = f"Whoever opens {group.title}"
                yield {"id": _clock(group), "name": name, "available": self._windows(group.time_constraints)}

    def _session(self, group: WorkingGroup) -> dict[str, Any]:
        required = [str(participant.id) for participant in self.problem.required_in[group.id]]
        return {
            "id": str(group.id),
            "title": group.title,
            "duration_slots": group.duration,
            "required_people": required,
            "speakers": [_clock(group)] if group.time_constraints else [],
            "expected_audience": len(required),
            "required_features": list(dict.fromkeys(group.room_constraints)),
            "pin": self._pin(group),
        }

    def _pin(self, group: WorkingGroup) -> dict[str, Any] | None:
        fixed = next((f for f in self.problem.scheduled_aks or () if f.ak_id == group.id), Fixed(ak_id=group.id))
        pin: dict[str, Any] = {} if fixed.room_id is None else {"room": str(fixed.room_id)}
        if fixed.timeslot_ids:
            block, slot = min(self._place_of_slot[id] for id in fixed.timeslot_ids)
            pin |= {"block": f"block-{block}", "start": self._begin(block, slot)}
        return pin or None

    def _rules(self) -> Iterator[dict[str, Any]]:
        groups = self.problem.aks
        yield from ({"rule": rule, "severity": "hard"} for rule in HARD_RULES)
        apart = {frozenset((group.id, other)): None for group in groups for other in group.properties.conflicts}
        if apart:
            sets = [{"sessions": [str(group.id) for group in groups if group.id in pair]} for pair in apart]
            yield {"rule": "not_in_parallel", "severity": "hard", "sets": sets}
        before = {(other, group.id): None for group in groups for other in group.properties.dependencies}
        if before:
            pairs = [{"before": str(first), "after": str(second)} for first, second in before]
            yield {"rule": "precedence", "severity": "hard", "pairs": pairs}
        yield {"rule": AudienceAttendance.id, "severity": 1, **self.scale.parameters}

    def _votes(self) -> Iterator[dict[str, Any]]:
        """Return the wishes of all who are ever available; those of the others cannot be fulfilled."""
        for participant in self.problem.participants:
            wishes = [opinion for opinion in participant.opinions if opinion.is_wish]
            if wishes and not self._is_never(participant.time_constraints):
                yield {
                    "voter": str(participant.id),
                    "sessions": [str(wish.ak_id) for wish in wishes],
                    "strong": [str(wish.ak_id) for wish in wishes if wish.preference_score == STRONG],
                }

    def _impossible(self) -> Iterator[Mistake]:
        """Return what a conference cannot express, since somebody or something is never available."""
        if not self.problem.blocks:
            yield Mistake("timeslots.blocks", "there is no slot in any of them")
        for number, block in enumerate(self.problem.timeslots.blocks):
            if len(block) > DAY:
                yield Mistake(f"timeslots.blocks[{number}]", f"must have {DAY} slots at most")
        for number, group in enumerate(self.problem.aks):
            if self._is_never(group.time_constraints):
                yield Mistake(f"aks[{number}].time_constraints", "no slot fulfils them all")
        for number, participant in enumerate(self.problem.participants):
            if participant.required and self._is_never(participant.time_constraints):
                message = f"no slot fulfils them all, but {participant.name} must attend"
                yield Mistake(f"participants[{number}].time_constraints", message)
        taken = {str(participant.id) for participant in self.problem.participants}
        for number, group in enumerate(self.problem.aks):
            if _clock(group) in taken:
                yield Mistake(f"aks[{number}].id", f'is also used by a participant as "{_clock(group)}"')
        yield from self._wrongly_fixed()

    def _wrongly_fixed(self) -> Iterator[Mistake]:
        for number, fixed in enumerate(self.problem.scheduled_aks or ()):
            if not fixed.timeslot_ids:
                continue
            places = sorted({self._place_of_slot[id] for id in fixed.timeslot_ids})
            block, first = places[0]
            wanted = [(block, first + n) for n in range(self.problem.group_by_id[fixed.ak_id].duration)]
            if places != wanted:
                message = "must be as many consecutive slots of one block as the working group takes"
                yield Mistake(f"scheduled_aks[{number}].timeslot_ids", message)

    # --- and back --------------------------------------------------------------------------------------------------

    def solution(self, agenda: Agenda) -> dict[str, Any]:
        rooms = {str(room.id): room.id for room in self.problem.rooms}
        people = {str(participant.id): participant.id for participant in self.problem.participants}
        attending: dict[str, list[Key]] = {
            str(group.id): [participant.id for participant in self.problem.required_in[group.id]]
            for group in self.problem.aks
        }
        for person, session in sorted(self.wishes.attended(self.conference, agenda)):
            attending[session].append(people[person])
        return {
            "scheduled_aks": [
                {
                    "ak_id": group.id,
                    "room_id": rooms[agenda[str(group.id)].room],
                    "timeslot_ids": self._slots(agenda[str(group.id)], group.duration),
                    "participant_ids": attending[str(group.id)],
                }
                for group in self.problem.aks
                if str(group.id) in agenda
            ]
        }

    def _slots(self, place: Placement, duration: int) -> list[Key]:
        block = self.problem.blocks[int(place.block.removeprefix("block-"))]
        return [slot.id for slot in block[place.slot : place.slot + duration]]

    def value(self, agenda: Agenda) -> Fraction:
        """Return the value of an agenda with the best attendance: exact, from the fractions of the problem."""
        entries = self.solution(agenda)["scheduled_aks"]
        return self.problem.value((person, entry["ak_id"]) for entry in entries for person in entry["participant_ids"])

    # --- what is counted -------------------------------------------------------------------------------------------

    def facts(self) -> dict[str, Any]:
        return {"everybody everywhere": float(self.problem.most)}

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return the value of an agenda."""
        return {VALUE: float(self.value(agenda))}

    def bounds(self, result: Result) -> dict[str, Number]:
        """Return the upper bound of the value; rounded weights make it a little weaker."""
        return {VALUE: None if result.bound is None else float(self._worth(result.bound) + self.scale.error)}

    def curve(self, result: Result) -> list[Point]:
        """Return the values that correspond to costs; those of a search without exact attendance may be too low."""
        points = curve_of(result.history, result.seconds["total"], result.objective, result.bound)
        return [[at, *(None if cost is None else float(self._worth(cost)) for cost in costs)] for at, *costs in points]

    @cached_property
    def _possible(self) -> int:
        """The sum of the weights of all wishes."""
        return sum(sum(wishes.values()) for wishes in self.wishes.weights(self.conference).values())

    def _worth(self, cost: float) -> Fraction:
        """Return the value that corresponds to a cost."""
        return Fraction(self._possible - int(cost), self.scale.factor)

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        faults = [f"{name}: {number}" for name, number in answer["violations"].items()] if answer["hard"] else []
        return Judged({VALUE: float(answer["objective"])}, faults)


def _clock(group: WorkingGroup) -> str:
    return f"opens-{group.id}"


class Koma(Family):
    """Working groups, and the wishes of everybody."""

    name = "koma"
    title = "KoMa"
    help = "Solve KoMa's problems, let a judge check every solution, and compare them with those of its own planner."
    judge = "koma_judge.py"
    seconds = 30.0
    figures = (Figure(VALUE, high=True, digits=3),)

    def read(self, item: Item) -> Case:
        case = Case(read_problem(item.path or ""))
        try:
            assert case.conference.sessions
        except InvalidInput as error:
            raise error.in_source(str(item.path)) from error
        return case


FAMILY = Koma()
