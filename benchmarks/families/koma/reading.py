"""Reads a problem of the family, and refuses what cannot be meant, with the place of every mistake."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from agenda_solver import InvalidInput, Mistake
from agenda_solver.model.pydantic_messages import place_of, sentence_of
from benchmarks.families.koma.problem import Key, Participant, Preference, Problem, WorkingGroup
from benchmarks.families.strict import read_with


def read_problem(path: str | os.PathLike[str]) -> Problem:
    """Return the problem in a file."""
    return read_with(path, problem_of)


def problem_of(raw: Any) -> Problem:
    """Return the problem in data as a JSON file has them."""
    try:
        problem = Problem.model_validate(raw)
    except ValidationError as error:
        found = (Mistake(place_of(_plain(e["loc"])), sentence_of(e, Problem)) for e in error.errors())
        raise InvalidInput(dict.fromkeys(found)) from error
    if mistakes := list(_mistakes(problem)):
        raise InvalidInput(mistakes)
    return problem


def _plain(location: Sequence[str | int]) -> list[str | int]:
    """Leave out the kinds of an id, which pydantic tries one after the other."""
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
            if other not in problem.group_by_id:
                yield Mistake(place, f'no working group has the id "{other}"')
            elif other == group.id:
                yield Mistake(place, "is the working group itself")


def _of_participant(problem: Problem, where: str, participant: Participant) -> Iterator[Mistake]:
    seen: dict[Key, Preference] = {}
    for position, preference in enumerate(participant.preferences):
        place = f"{where}.preferences[{position}].ak_id"
        if preference.ak_id not in problem.group_by_id:
            yield Mistake(place, f'no working group has the id "{preference.ak_id}"')
        elif seen.setdefault(preference.ak_id, preference) != preference:
            yield Mistake(place, f'the working group "{preference.ak_id}" stands there twice, and not alike')


def _of_fixed(problem: Problem, slots: set[Key]) -> Iterator[Mistake]:
    rooms = {room.id for room in problem.rooms}
    for number, fixed in enumerate(problem.scheduled_aks or ()):
        place = f"scheduled_aks[{number}]"
        if fixed.ak_id not in problem.group_by_id:
            yield Mistake(f"{place}.ak_id", f'no working group has the id "{fixed.ak_id}"')
        if fixed.room_id is not None and fixed.room_id not in rooms:
            yield Mistake(f"{place}.room_id", f'no room has the id "{fixed.room_id}"')
        for position, slot in enumerate(fixed.timeslot_ids or ()):
            if slot not in slots:
                yield Mistake(f"{place}.timeslot_ids[{position}]", f'no slot has the id "{slot}"')
