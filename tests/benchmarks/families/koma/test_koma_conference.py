"""A problem becomes a conference that forbids and counts what the family's judge does, and an agenda a solution."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import InvalidInput, score, solve
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.exact.hints import tightest_costs
from agenda_solver.testing.contract import agendas_of
from benchmarks.families.koma.document import problem_of, read_problem
from benchmarks.families.koma.read import Case
from benchmarks.families.koma.scale import scale_of
from benchmarks.harness.problem import Limits
from tests.benchmarks.families.koma.small import (
    FILES,
    group,
    judge_of,
    needs_data,
    needs_judge,
    participant,
    problem,
    room,
    small_problems,
)
from tests.contracts import assert_contract
from tests.profiles import examples

LONG = pytest.mark.thorough


def named(path: Path) -> str:
    return path.stem


@needs_judge
@given(raw=small_problems(), seed=st.integers(0, 1_000))
@settings(max_examples=examples(27), deadline=None)
def test_the_judge_calls_legal_what_the_conference_does_and_counts_the_same(raw: dict[str, Any], seed: int) -> None:
    case = Case(problem_of(raw))
    for agenda in agendas_of(case.conference, 20, seed):
        judged = judge_of(raw, case.solution(agenda))
        card = score(case.conference, agenda)
        assert (judged["hard"] == 0) == card.is_legal, (judged, card)
        if card.is_legal:
            assert judged["objective"] == pytest.approx(float(case.value(agenda)), abs=1e-9)
            lost = Fraction(card.objective, case.scale.factor)  # every share is at most 4: the scale is exact
            assert case.value(agenda) == _possible(case) - lost


def _possible(case: Case) -> Fraction:
    weights = wishes_of(case)
    return Fraction(sum(weight for row in weights.values() for weight in row.values()), case.scale.factor)


@given(raw=small_problems())
@settings(max_examples=examples(10), deadline=None)
def test_the_solver_agrees_with_the_score_on_all_rules_together(raw: dict[str, Any]) -> None:
    assert_contract(Case(problem_of(raw)).conference, most=20)


@needs_data
@needs_judge
@pytest.mark.data
@pytest.mark.parametrize("path", [*FILES[:1], *(pytest.param(file, marks=LONG) for file in FILES[1:])], ids=named)
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=LONG)])
def test_random_legal_agendas_of_real_problems_are_judged_as_they_are_counted(path: Path, seed: int) -> None:
    case = Case(read_problem(path))
    hard = [rule for rule in case.rules() if rule.is_hard]
    agenda = solve(case.conference, rules=hard, time_limit=60, workers=2, seed=seed).agenda
    assert agenda is not None
    agenda = case.conference.agenda({id: (p.room, p.block, p.slot) for id, p in agenda.items()})
    judged = judge_of(json.loads(path.read_text(encoding="utf-8")), case.solution(agenda))
    assert judged["violations"] == {}
    assert judged["objective"] == pytest.approx(float(case.value(agenda)), abs=1e-9)
    assert judged["upper_bound"] == pytest.approx(float(case.problem.most), abs=1e-9)
    rules = rules_of(case.conference)
    solved = tightest_costs(compile_conference(case.conference, rules), agenda)
    assert solved == {"audience_attendance": score(case.conference, agenda, rules)["audience_attendance"].cost}


def wishes_of(case: Case) -> Mapping[str, Mapping[str, int]]:
    return case.wishes.weights(case.conference)


def test_weights_are_exact_where_a_common_denominator_is_small_enough() -> None:
    people = [participant(1, {1: 2, 2: 1}), participant(2, {1: 1, 2: 2, 3: 1})]
    case = Case(problem_of(problem([group(n) for n in (1, 2, 3)], people, [room(n) for n in (1, 2, 3)], [[[]]])))
    assert (case.scale.factor, case.scale.error) == (6, 0)
    assert wishes_of(case) == {"1": {"1": 6, "2": 3}, "2": {"1": 2, "2": 4, "3": 2}}


def test_strong_wishes_weigh_what_the_problem_says() -> None:
    # Halves of 3/2 and 1: in points of weak 2 and strong 3, of which each of two wishes has a half.
    raw = problem([group(1), group(2)], [participant(1, {1: 2, 2: 1})], [room(1)], [[[], []]]) | {"config": {"mu": 1.5}}
    case = Case(problem_of(raw))
    assert (case.scale.parameters, case.scale.error) == ({"weak": 2, "strong": 3, "share": 2}, 0)
    assert wishes_of(case) == {"1": {"1": 3, "2": 2}}
    assert case.problem.most == Fraction(3 + 2, case.scale.factor)


def test_where_it_is_too_great_the_error_of_rounding_is_told() -> None:
    # Factors up to 4: halves fit (2 wishes), and thirds (3 wishes) are more; 3 alone is the best, halves are rounded.
    people = [participant(1, {1: 1, 2: 1}), participant(2, {1: 1, 2: 1, 3: 1})]
    made = problem_of(problem([group(n) for n in (1, 2, 3)], people, [room(1)], [[[]]]))
    scale = scale_of(made, most=4)
    assert scale.factor == 3
    assert scale.error == 2 * Fraction(1, 6)  # 1/2 becomes 2/3, since 1.5 is rounded up to 2; twice


@given(raw=small_problems())
@settings(max_examples=examples(20), deadline=None)
def test_the_rule_counts_each_wish_as_the_problem_does(raw: dict[str, Any]) -> None:
    case = Case(problem_of(raw))
    for participant_ in case.problem.participants:
        mine = wishes_of(case).get(str(participant_.id), {})
        for opinion in participant_.opinions if mine else ():
            weight = mine.get(str(opinion.ak_id), 0)
            assert Fraction(weight, case.scale.factor) == case.problem.weight(participant_, opinion)


def test_what_is_fixed_stays() -> None:
    fixed = [{"ak_id": 1, "room_id": "b", "timeslot_ids": [2, 1]}, {"ak_id": 2, "room_id": "a", "timeslot_ids": None}]
    raw = problem([group(1, 2), group(2)], [], [room("a"), room("b")], [[[], [], []]], scheduled_aks=fixed)
    pins = {session.id: session.pin for session in Case(problem_of(raw)).conference.sessions}
    assert pins["1"] is not None
    assert pins["2"] is not None
    assert (pins["1"].room, pins["1"].block, f"{pins['1'].start:%H:%M}") == ("b", "block-0", "01:00")
    assert (pins["2"].room, pins["2"].block, pins["2"].start) == ("a", None, None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"aks": [group(1, time_constraints=["night"])]}, "aks[0].time_constraints: no slot fulfils them all"),
        (
            {"participants": [participant(7, {}, (1,), time_constraints=["night"])]},
            "participants[0].time_constraints: no slot fulfils them all, but Person 7 must attend",
        ),
        (
            {"scheduled_aks": [{"ak_id": 1, "timeslot_ids": [0, 1]}]},
            "scheduled_aks[0].timeslot_ids: must be as many consecutive slots of one block as the working group takes",
        ),
        ({"timeslots": {"blocks": [[]]}}, "timeslots.blocks: there is no slot in any of them"),
    ],
)
def test_what_can_never_be_is_told_with_its_place(changes: dict[str, Any], message: str) -> None:
    raw = problem([group(1)], [], [room(1)], [[[], []]]) | changes
    with pytest.raises(InvalidInput) as refused:
        _ = Case(problem_of(raw)).conference
    assert [str(mistake) for mistake in refused.value.mistakes] == [message]


def test_the_wishes_of_somebody_who_can_never_come_are_lost_from_the_start() -> None:
    people = [participant(1, {1: 2}, time_constraints=["night"]), participant(2, {1: 1})]
    case = Case(problem_of(problem([group(1)], people, [room(1)], [[[]]])))
    agenda = case.conference.agenda({"1": ("1", "block-0", 0)})
    assert case.problem.most == 3
    assert case.value(agenda) == 1
    assert score(case.conference, agenda).objective == 0


@needs_judge
def test_a_block_without_slots_offers_nothing_and_is_no_mistake() -> None:
    with_hole = problem([group(1, 2)], [participant(1, {1: 2})], [room(1)], [[], [[], []], []])
    case = Case(problem_of(with_hole))
    [block] = case.conference.blocks
    assert block.slots == 2
    solution = case.solution(case.conference.agenda({"1": ("1", block.id, 0)}))
    assert judge_of(with_hole, solution) == judge_of(with_hole, solution) | {"hard": 0, "objective": 2}


def test_more_slots_than_hours_of_a_day_become_shorter() -> None:
    case = Case(problem_of(problem([group(1)], [], [room(1)], [[[]] * 30])))
    assert case.conference.blocks[0].slots == 30


def test_a_case_is_solved_to_the_proof() -> None:
    # Two groups that all four people wish, one large and one small room, two slots: in different slots, both in the
    # large room, everybody attends everything, (2 + 1) / 2 each.
    people = [participant(n, {1: 2, 2: 1}) for n in range(4)]
    case = Case(problem_of(problem([group(1), group(2)], people, [room("small", 1), room("large", 4)], [[[], []]])))
    result = case.solve(Limits(120.0, 1, 0))
    assert result.agenda is not None
    assert (str(result.status), case.figures(result.agenda), case.bounds(result)) == (
        "optimal",
        {"value": 6},
        {"value": 6},
    )
    # What the solve told of costs is told of values: they grow, and end with the answer.
    curve = case.curve(result)
    values = [value for _, value, _ in curve if value is not None]
    assert values == sorted(values)
    assert curve[-1][1:] == [6, 6]


def test_where_no_agenda_is_possible_there_is_none() -> None:
    raw = problem([group(1), group(2)], [participant(1, {1: 1})], [room(1)], [[[]]])
    result = Case(problem_of(raw)).solve(Limits(20.0, 1, 0))
    assert (result.agenda, str(result.status)) == (None, "infeasible")
