"""Reads the file of a problem, with every mistake and its place.

The fields have the names of the planner's own format. Other fields, texts for the page of the conference, are ignored.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from agenda_solver import InvalidInput, Mistake
from agenda_solver.model.pydantic_messages import place_of, sentence_of
from benchmarks.families.strict import read_with

STRONG = 2  # the score of a strong wish


def _no_text_for_numbers(raw: Any) -> Any:
    if isinstance(raw, str | bool):
        raise ValueError("must be a number")
    return raw


Key = StrictInt | StrictStr
Whole = Annotated[int, BeforeValidator(_no_text_for_numbers)]
Tags = tuple[StrictStr, ...]


class _Part(BaseModel):
    """Unknown fields are ignored: texts for the conference's page, and additions of later versions."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Info(_Part):
    name: StrictStr | None = None
    title: StrictStr | None = None


class Slot(_Part):
    """A slot of a block, with the time tags that it fulfils."""

    id: Key
    fulfilled_time_constraints: Tags = ()


class _Timeslots(_Part):
    blocks: tuple[tuple[Slot, ...], ...] = Field(min_length=1)


class Room(_Part):
    """A room: its seats (-1: no limit), the room tags that it fulfils, and the time tags that it requires."""

    id: Key
    capacity: Annotated[Whole, Field(ge=-1, le=1_000_000)]
    fulfilled_room_constraints: Tags = ()
    time_constraints: Tags = ()
    info: _Info = _Info()

    @property
    def seats(self) -> int | None:
        """The seats, or None if there is no limit."""
        return None if self.capacity < 0 else self.capacity


class _Properties(_Part):
    conflicts: tuple[Key, ...] = ()
    dependencies: tuple[Key, ...] = ()


class WorkingGroup(_Part):
    """A working group ("AK"): its slots, the tags that it requires, and conflicts.

    Each of its ``dependencies`` has to be over before it starts.
    """

    id: Key
    duration: Annotated[Whole, Field(ge=1, le=1_000)]
    room_constraints: Tags = ()
    time_constraints: Tags = ()
    properties: _Properties = _Properties()
    info: _Info = _Info()

    @property
    def title(self) -> str:
        """Its name, or else its id."""
        return (self.info.name or "").strip() or f"AK {self.id}"


class Preference(_Part):
    """A participant's preference for a working group: required, a strong (2) or weak (1) wish, or none."""

    ak_id: Key
    preference_score: Annotated[Whole, Field(ge=-1, le=STRONG)]
    required: bool = Field(default=False, strict=True)

    @property
    def is_wish(self) -> bool:
        """Whether the participant wants to attend without having to."""
        return not self.required and self.preference_score > 0


class Participant(_Part):
    """A participant with preferences, and the tags that every room and slot of theirs must fulfil."""

    id: Key
    preferences: tuple[Preference, ...] = ()
    room_constraints: Tags = ()
    time_constraints: Tags = ()
    info: _Info = _Info()

    @property
    def name(self) -> str:
        """The name, or else the id."""
        return (self.info.name or "").strip() or f"Participant {self.id}"

    @cached_property
    def opinions(self) -> tuple[Preference, ...]:
        """The preferences, each once: files have some of them twice."""
        return tuple(dict.fromkeys(self.preferences))

    @property
    def required(self) -> tuple[Key, ...]:
        """The working groups that the participant must attend."""
        return tuple(p.ak_id for p in self.opinions if p.required)

    @property
    def share(self) -> int:
        """The number of wished and required groups, by which the weights of the participant's wishes are divided."""
        return sum(1 for p in self.opinions if p.required or p.is_wish)


class Fixed(_Part):
    """The room and the slots of a working group, as far as they are fixed."""

    ak_id: Key
    room_id: Key | None = None
    timeslot_ids: tuple[Key, ...] | None = None


class _Config(_Part):
    mu: Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False), BeforeValidator(_no_text_for_numbers)] = 2


class Problem(_Part):
    """A problem of the family."""

    aks: tuple[WorkingGroup, ...] = Field(min_length=1)
    participants: tuple[Participant, ...]
    rooms: tuple[Room, ...] = Field(min_length=1)
    timeslots: _Timeslots
    scheduled_aks: tuple[Fixed, ...] | None = None
    config: _Config | None = None
    info: _Info = _Info()

    @property
    def name(self) -> str:
        """The name of the conference."""
        return self.info.title or self.info.name or "A conference with wishes"

    @cached_property
    def blocks(self) -> tuple[tuple[Slot, ...], ...]:
        """The blocks with slots, with the slots in the order of their ids, as in the planner."""
        return tuple(tuple(sorted(block, key=lambda slot: slot.id)) for block in self.timeslots.blocks if block)

    @cached_property
    def group_by_id(self) -> dict[Key, WorkingGroup]:
        """The working groups by id."""
        return {group.id: group for group in self.aks}

    @cached_property
    def required_in(self) -> dict[Key, tuple[Participant, ...]]:
        """The people who must attend each working group."""
        found: dict[Key, list[Participant]] = {group.id: [] for group in self.aks}
        for participant in self.participants:
            for id in participant.required:
                found[id].append(participant)
        return {id: tuple(participants) for id, participants in found.items()}

    @property
    def strong(self) -> Fraction:
        """The value of a strong wish; a weak one has 1."""
        return Fraction(self.config.mu if self.config else STRONG).limit_denominator(10**6)

    def weight(self, participant: Participant, preference: Preference) -> Fraction:
        """Return the value of a wish that is fulfilled; 0 for no wish."""
        if not preference.is_wish:
            return Fraction(0)
        worth = self.strong if preference.preference_score == STRONG else Fraction(preference.preference_score)
        return worth / participant.share

    @cached_property
    def most(self) -> Fraction:
        """The value if everybody could be everywhere."""
        return sum((self.weight(p, q) for p in self.participants for q in p.opinions), Fraction(0))

    def value(self, attending: Iterable[tuple[Key, Key]]) -> Fraction:
        """Return the value of pairs of a participant and a working group, each by its id."""
        weights = {(p.id, q.ak_id): self.weight(p, q) for p in self.participants for q in p.opinions}
        return sum((weights.get(pair, Fraction(0)) for pair in set(attending)), Fraction(0))


# --- reading ---------------------------------------------------------------------------------------------------------


def read_problem(path: str | os.PathLike[str]) -> Problem:
    """Return the problem in a file."""
    return read_with(path, problem_of)


def problem_of(raw: Any) -> Problem:
    """Return the problem of JSON that was read."""
    try:
        problem = Problem.model_validate(raw)
    except ValidationError as error:
        found = (Mistake(place_of(_plain(e["loc"])), sentence_of(e, Problem)) for e in error.errors())
        raise InvalidInput(dict.fromkeys(found)) from error
    if mistakes := list(_mistakes(problem)):
        raise InvalidInput(mistakes)
    return problem


def _plain(location: Sequence[str | int]) -> list[str | int]:
    """Return a location without the types of an id, which pydantic tries one after the other."""
    return [step for step in location if step not in ("int", "str")]


def _mistakes(problem: Problem) -> Iterator[Mistake]:
    slots = [slot.id for block in problem.timeslots.blocks for slot in block]
    for place, kind, ids in (
        ("aks", "working groups", [group.id for group in problem.aks]),
        ("participants", "participants", [participant.id for participant in problem.participants]),
        ("rooms", "rooms", [room.id for room in problem.rooms]),
        ("timeslots.blocks", "slots", slots),
        ("scheduled_aks", "entries", [fixed.ak_id for fixed in problem.scheduled_aks or ()]),
    ):
        # The library's ids are texts: 1 and "1" would be the same.
        for id, times in Counter(map(str, ids)).items():
            if times > 1:
                yield Mistake(place, f'{times} {kind} have the id "{id}"')
    for number, block in enumerate(problem.timeslots.blocks):
        if len({type(slot.id) for slot in block}) > 1:
            yield Mistake(f"timeslots.blocks[{number}]", "the ids of its slots are texts and numbers: without an order")
    for number, group in enumerate(problem.aks):
        yield from _of_group(problem, f"aks[{number}]", group)
    for number, participant in enumerate(problem.participants):
        yield from _of_participant(problem, f"participants[{number}]", participant)
    yield from _of_fixed(problem, set(slots))


def _of_group(problem: Problem, where: str, group: WorkingGroup) -> Iterator[Mistake]:
    for field in ("conflicts", "dependencies"):
        for position, other in enumerate(getattr(group.properties, field)):
            place = f"{where}.properties.{field}[{position}]"
            if other == group.id:
                yield Mistake(place, "is the working group itself")
            yield from _no_group(problem, place, other)


def _of_participant(problem: Problem, where: str, participant: Participant) -> Iterator[Mistake]:
    seen: dict[Key, Preference] = {}
    for position, preference in enumerate(participant.preferences):
        place = f"{where}.preferences[{position}].ak_id"
        yield from _no_group(problem, place, preference.ak_id)
        if seen.setdefault(preference.ak_id, preference) != preference:
            yield Mistake(place, f'the working group "{preference.ak_id}" stands there twice, and not alike')


def _of_fixed(problem: Problem, slots: set[Key]) -> Iterator[Mistake]:
    rooms = {room.id for room in problem.rooms}
    for number, fixed in enumerate(problem.scheduled_aks or ()):
        place = f"scheduled_aks[{number}]"
        yield from _no_group(problem, f"{place}.ak_id", fixed.ak_id)
        if fixed.room_id is not None and fixed.room_id not in rooms:
            yield Mistake(f"{place}.room_id", f'no room has the id "{fixed.room_id}"')
        for position, slot in enumerate(fixed.timeslot_ids or ()):
            if slot not in slots:
                yield Mistake(f"{place}.timeslot_ids[{position}]", f'no slot has the id "{slot}"')


def _no_group(problem: Problem, place: str, id: Key) -> Iterator[Mistake]:
    if id not in problem.group_by_id:
        yield Mistake(place, f'no working group has the id "{id}"')
