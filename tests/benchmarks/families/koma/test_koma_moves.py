"""The walk by moves stays legal, never promises too much, and is the same every time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Status, score
from agenda_solver.testing.contract import agendas_of
from benchmarks.families.koma import solving
from benchmarks.families.koma.conference import Case
from benchmarks.families.koma.ground import Ground
from benchmarks.families.koma.moves import anneal
from benchmarks.families.koma.reading import problem_of
from benchmarks.families.koma.seating import Seating, stretches
from benchmarks.families.koma.solving import solve_case
from tests.benchmarks.families.koma.small import group, participant, problem, room, small_problems
from tests.profiles import examples


def seated(ground: Ground, agenda: Agenda) -> int:
    sessions = [(start, session, room) for session, (start, room) in enumerate(ground.plan(agenda))]
    seating, blocks = Seating(ground), range(len(ground.case.problem.blocks))
    inside = ([s for s in sessions if ground.slots[s[0]][0] == block] for block in blocks)
    return sum(seating.value(stretch) for here in inside for stretch in stretches(ground, here))


def fulfilled(case: Case, agenda: Agenda) -> int:
    weights = case.scale.weights(case.problem)
    return sum(weight for row in weights.values() for weight in row.values()) - score(case.conference, agenda).objective


@given(raw=small_problems(), seed=st.integers(0, 1_000))
@settings(max_examples=examples(13), deadline=None)
def test_every_legal_agenda_is_allowed_and_the_walk_from_it_is_legal_and_no_worse(
    raw: dict[str, Any], seed: int
) -> None:
    case = Case(problem_of(raw))
    ground = Ground(case)
    for agenda in agendas_of(case.conference, 40, seed):
        if not score(case.conference, agenda).is_legal:
            continue
        plan = ground.plan(agenda)
        for session, (start, where) in enumerate(plan):
            assert where in ground.allowed[session][start]
        assert seated(ground, agenda) <= fulfilled(case, agenda)
        walked = ground.agenda(anneal(ground, plan, seconds=60, seed=seed, most_moves=60))
        assert score(case.conference, walked).is_legal
        assert seated(ground, walked) >= seated(ground, agenda)
        assert anneal(ground, plan, seconds=60, seed=seed, most_moves=60) == ground.plan(walked)
        return


def crowd() -> Case:
    # Two groups that all four people wish, one large and one small room, two slots.
    people = [participant(n, {1: 2, 2: 1}) for n in range(4)]
    return Case(problem_of(problem([group(1), group(2)], people, [room("small", 1), room("large", 4)], [[[], []]])))


def test_the_walk_finds_the_large_room_and_the_free_slot() -> None:
    # In different slots, both in the large room, everybody attends everything: 4 people, (2 + 1) / 2 each.
    case = crowd()
    ground = Ground(case)
    worst = case.conference.agenda({"1": ("small", "block-0", 0), "2": ("large", "block-0", 0)})
    found = ground.agenda(anneal(ground, ground.plan(worst), seconds=60, most_moves=400))
    assert case.value(found) == 6


def test_a_case_is_solved_to_the_proof_with_and_without_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "WALK_SHARE", 0.01)  # of a limit that no machine needs
    monkeypatch.setattr(solving, "PROVABLE_PLACES", 0)
    for walk in (True, False):
        solved = solve_case(crowd(), 120.0, workers=1, walk=walk)
        assert (str(solved.status), solved.value, solved.bound) == ("optimal", 6, 6)
        assert solved.walked == (6 if walk else None)


def test_what_the_library_proves_at_once_needs_no_walk() -> None:
    solved = solve_case(crowd(), 120.0, workers=1)
    assert (str(solved.status), solved.value, solved.bound, solved.walked) == ("optimal", 6, 6, None)


def test_the_bound_of_the_run_before_the_walk_holds_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds, solve = iter([Fraction(6), Fraction(9)]), solving.solve
    monkeypatch.setattr(solving, "_bound", lambda *_: next(bounds))
    monkeypatch.setattr(solving, "WALK_SHARE", 0.01)
    monkeypatch.setattr(solving, "solve", lambda *args, **more: replace(solve(*args, **more), status=Status.FEASIBLE))
    assert solve_case(crowd(), 60.0, workers=1).bound == 6


def test_where_no_agenda_is_possible_there_is_none_and_a_reason() -> None:
    raw = problem([group(1), group(2)], [participant(1, {1: 1})], [room(1)], [[[]]])
    solved = solve_case(Case(problem_of(raw)), 20.0, workers=1)
    assert solved.agenda is None
    assert (solved.value, solved.walked, solved.bound) == (None, None, None)
    assert solved.reason
