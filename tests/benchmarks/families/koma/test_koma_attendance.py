"""The best attendance is the best of all that are possible, tried one by one."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda
from agenda_solver.testing.contract import agendas_of
from benchmarks.families.koma.attendance import Attendance, Weights, best_attendance
from benchmarks.families.koma.conference import Case
from benchmarks.families.koma.reading import problem_of
from tests.benchmarks.families.koma.small import group, participant, problem, room, small_problems
from tests.profiles import examples


def weights_of(case: Case) -> Weights:
    return {str(p): {str(g): w for g, w in row.items()} for p, row in case.scale.weights(case.problem).items()}


def is_possible(case: Case, agenda: Agenda, attending: Attendance) -> bool:
    """Say from the problem itself, slot by slot, whether people can attend so beside what they must attend."""
    raw = case.problem
    slots = {str(g.id): set(case.solution_slots(agenda, g)) for g in raw.aks if str(g.id) in agenda}
    tags = {slot.id: set(slot.fulfilled_time_constraints) for block in raw.blocks for slot in block}
    rooms = {str(r.id): r for r in raw.rooms}
    for person in raw.participants:
        mine = [g for p, g in attending if p == str(person.id)]
        must = [str(g) for g in person.required if str(g) in agenda]
        taken = set().union(*(slots[g] for g in must)) if must else set()
        for g in mine:
            here = rooms[agenda[g].room]
            if slots[g] & taken or not set(person.room_constraints) <= set(here.fulfilled_room_constraints):
                return False
            if any(not set(person.time_constraints) <= tags[slot] for slot in slots[g]):
                return False
            taken |= slots[g]
    for g, place in agenda.items():
        seats = rooms[place.room].seats
        wishing = sum(1 for _, other in attending if other == g)
        required = len(raw.required_in[next(x.id for x in raw.aks if str(x.id) == g)])
        if seats is not None and wishing and wishing + required > seats:
            return False
    return True


def best_by_trying(case: Case, agenda: Agenda) -> int:
    """Try every choice of every person among the wishes that have a place."""
    weights = weights_of(case)
    wishes = [(person, g) for person, row in weights.items() for g in row if g in agenda]
    best = 0
    for chosen in product([False, True], repeat=len(wishes)):
        attending = {wish for wish, yes in zip(wishes, chosen, strict=True) if yes}
        value = sum(weights[person][g] for person, g in attending)
        if value > best and is_possible(case, agenda, attending):
            best = value
    return best


@given(raw=small_problems(), seed=st.integers(0, 1_000))
@settings(max_examples=examples(20), deadline=None)
def test_no_possible_attendance_is_better(raw: dict[str, Any], seed: int) -> None:
    case = Case(problem_of(raw))
    if len([w for row in weights_of(case).values() for w in row]) > 9:
        return  # too many to try
    for agenda in agendas_of(case.conference, 3, seed):
        attending = best_attendance(case.conference, agenda, weights_of(case))
        assert is_possible(case, agenda, attending)
        weights = weights_of(case)
        assert sum(weights[person][g] for person, g in attending) == best_by_trying(case, agenda)


def test_where_seats_are_short_the_model_decides_and_is_proven_at_once() -> None:
    # 60 people, three groups at once in three rooms of 10 seats: 30 can attend something. Everybody has the same two
    # weights, 2/2 for the strong and 1/2 for the weak wish, and for each group 20 wish strongly: 30 seats at 1.
    people = [participant(n, {n % 3: 2, (n + 1) % 3: 1}) for n in range(60)]
    raw = problem([group(n) for n in range(3)], people, [room(n, 10) for n in range(3)], [[[]]])
    case = Case(problem_of(raw))
    agenda = case.conference.agenda({str(n): (str(n), "block-0", 0) for n in range(3)})
    assert case.value(agenda) == 30
