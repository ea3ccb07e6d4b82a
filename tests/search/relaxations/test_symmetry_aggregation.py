"""What is alike in a model is only counted: bounds of the smaller model hold, and so does what it settles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.evaluation.scorecard import score
from agenda_solver.search.relaxations import symmetry_aggregation as alike_module
from agenda_solver.search.relaxations.objective_coefficients import ObjectiveCoefficients
from agenda_solver.search.relaxations.symmetry_aggregation import SymmetryAggregation
from agenda_solver.search.relaxations.track_skeleton import TrackSkeleton
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences_in_tracks
from tests.profiles import examples
from tests.rules.test_contract import THOROUGH
from tests.search.relaxations.random_models import (
    CLAUSES,
    Variables,
    models,
    solutions,
)
from tests.search.relaxations.test_track_skeleton import drawn_rules, least


def sums(aggregation: SymmetryAggregation, values: Sequence[int]) -> list[int]:
    """Return the sums of a solution of the given model, by colour."""
    found = [0] * len(aggregation.model.proto.variables)
    for colour, value in zip(aggregation._colours, values, strict=True):
        found[colour] += value
    return found


def keeps(model: cp_model.CpModel, values: Sequence[int]) -> bool:
    """Whether values are a solution of a model of sums, which has nothing but upper limits."""
    for variable, value in zip(model.proto.variables, values, strict=True):
        if not variable.domain[0] <= value <= variable.domain[1]:
            return False
    for constraint in model.proto.constraints:
        if not constraint.has_linear():  # a clause of nothing, which is false
            return False
        linear = constraint.linear
        total = sum(factor * values[index] for index, factor in zip(linear.vars, linear.coeffs, strict=True))
        if not linear.domain[0] <= total <= linear.domain[1]:
            return False
    return True


def cost(model: cp_model.CpModel, values: Sequence[int]) -> int:
    """Return what values cost in a model."""
    objective = model.proto.objective
    pairs = zip(objective.vars, objective.coeffs, strict=True)
    return round(objective.offset) + sum(f * values[i] if i >= 0 else -f * values[-i - 1] for i, f in pairs)


@given(model=models())
@settings(THOROUGH, max_examples=examples(50))
def test_the_optimum_of_the_smaller_model_is_never_above_that_of_the_given_one(model: cp_model.CpModel) -> None:
    """And where the smaller one has no solution, the given one has none."""
    best, bound = least(model), least(SymmetryAggregation(model).model)
    assert best is None or (bound is not None and bound <= best)


@given(model=models())
@settings(THOROUGH, max_examples=examples(50))
def test_the_sums_of_every_solution_solve_the_smaller_model_at_the_same_cost(model: cp_model.CpModel) -> None:
    aggregation = SymmetryAggregation(model)
    for values in solutions(model):
        assert keeps(aggregation.model, sums(aggregation, values))
        assert cost(aggregation.model, sums(aggregation, values)) == cost(model, values)


@given(model=models())
@settings(THOROUGH, max_examples=examples(50))
def test_what_is_settled_is_so_in_every_solution_with_these_sums(model: cp_model.CpModel) -> None:
    aggregation = SymmetryAggregation(model)
    for values in solutions(model):
        determined = aggregation.determined_values(sums(aggregation, values))
        assert determined == {index: values[index] for index in determined}


@given(model=models(scales=[1, 2**31, 2**53, 2**58, 2**61]))
@settings(THOROUGH, max_examples=examples(50))
def test_huge_numbers_make_no_bound_wrong(model: cp_model.CpModel) -> None:
    assume(not model.validate())  # sums that CP-SAT itself refuses
    aggregation = SymmetryAggregation(model)
    assert not aggregation.model.validate()
    for values in solutions(model):
        assert keeps(aggregation.model, sums(aggregation, values))
        assert cost(aggregation.model, sums(aggregation, values)) == cost(model, values)


@given(model=models(scales=[1, 2**58, 2**61]), copies=st.integers(2, 40))
@settings(THOROUGH, max_examples=examples(20))
def test_the_same_holds_where_many_huge_constraints_are_alike(model: cp_model.CpModel, copies: int) -> None:
    """Copies of a whole model beside each other: all their constraints are added up, copy by copy."""
    assume(not model.validate())
    many = cp_model.CpModel()
    for _ in range(copies):
        shift = len(many.proto.variables)
        for variable in model.proto.variables:
            many.new_int_var_from_domain(cp_model.Domain.from_flat_intervals(list(variable.domain)), "")
        moved = model.clone()
        for constraint in moved.proto.constraints:
            _shift(constraint, shift)
        many.proto.constraints.extend(moved.proto.constraints)
    aggregation = SymmetryAggregation(many)
    assert not aggregation.model.validate()
    for values in solutions(model)[:20]:
        assert keeps(aggregation.model, sums(aggregation, values * copies))


def _shift(constraint: Any, by: int) -> None:
    """Let a constraint speak of variables that come so many later."""
    fields = [constraint.enforcement_literal]
    if constraint.has_linear():
        fields.append(constraint.linear.vars)
    of = [clause for clause in CLAUSES if getattr(constraint, f"has_{clause}")()]
    fields += [getattr(constraint, clause).literals for clause in of]
    for field in fields:
        for position, index in enumerate(list(field)):
            field[position] = index + by if index >= 0 else index - by


# --- made by hand ------------------------------------------------------------------------------------------------


def talks_in_rooms(talks: int, costs: Sequence[int], *, seats: int = 2) -> cp_model.CpModel:
    """Return a model of talks that each need a room, at so much in each room, with so many talks in a room."""
    model = cp_model.CpModel()
    places = [[model.new_bool_var("") for _ in costs] for _ in range(talks)]
    for rooms in places:
        model.add_exactly_one(rooms)
    for room in zip(*places, strict=True):
        model.add(sum(room) <= seats)
    model.minimize(sum(cost * place for rooms in places for cost, place in zip(costs, rooms, strict=True)))
    return model


def test_interchangeable_rooms_and_talks_become_one_number():
    aggregation = SymmetryAggregation(talks_in_rooms(4, [5, 5, 5]))
    # Any talk and any room can be exchanged with any other.
    assert (aggregation.before, aggregation.after) == (4 * 3, 1)
    assert least(aggregation.model) == 4 * 5


def test_rooms_of_different_costs_are_kept_apart():
    aggregation = SymmetryAggregation(talks_in_rooms(4, [1, 2, 2, 9]))
    # One number for the first room, one for the two middle ones together, one for the last.
    assert (aggregation.before, aggregation.after) == (4 * 4, 3)
    # Two talks fit the first room, and two more the middle ones: nothing is lost.
    assert least(aggregation.model) == 2 * 1 + 2 * 2


def test_one_more_constraint_tells_a_room_from_the_others():
    model = talks_in_rooms(4, [5, 5, 5])
    first = [model.get_bool_var_from_proto_index(3 * talk) for talk in range(4)]
    model.add(sum(first) <= 1)
    aggregation = SymmetryAggregation(model)
    assert aggregation.after == 2  # the first room; the others
    assert least(aggregation.model) == 4 * 5


def test_what_the_rooms_lose_one_by_one_is_not_seen():
    """Three talks of two slots in two rooms of three slots: a room holds one of them, the two together six slots."""
    model = cp_model.CpModel()
    talks = [model.new_int_var(0, 3, "") for _ in range(2)]
    missing = model.new_int_var(0, 3, "")
    for talk in talks:
        model.add(2 * talk <= 3)
    model.add(sum(talks) + missing >= 3)
    model.minimize(7 * missing)
    aggregation = SymmetryAggregation(model)
    assert aggregation.after == 2  # talks in rooms; missing talks
    assert least(model) == 7  # two rooms, two talks, one is missing
    assert least(aggregation.model) == 0  # 2 * 3 <= 6


def test_limits_are_rounded_down_after_the_division():
    """The same with one room more is rounded: of nine slots only eight can be taken in twos."""
    model = cp_model.CpModel()
    talks = [model.new_int_var(0, 5, "") for _ in range(3)]
    for talk in talks:
        model.add(2 * talk <= 3)
    model.minimize(-sum(talks))
    # 2 n <= 9, so n <= 4; without rounding the relaxation would have 4.5, with rooms one by one there are 3.
    aggregation = SymmetryAggregation(model)
    (constraint,) = aggregation.model.proto.constraints
    assert list(constraint.linear.coeffs) == [1]
    assert constraint.linear.domain[1] == 4


def test_sums_in_which_everything_cancels_out_still_say_that_there_is_no_solution():
    model = cp_model.CpModel()
    first, second = (model.new_int_var(0, 9, "") for _ in range(2))
    model.add(first < second)
    model.add(second < first)
    aggregation = SymmetryAggregation(model)
    assert aggregation.after == 1
    assert least(aggregation.model) is None  # the sum of both is 0 <= -2


def test_a_constraint_without_variables_that_cannot_hold_is_kept():
    model = cp_model.CpModel()
    model.minimize(model.new_bool_var(""))
    model.add_bool_or([])
    assert least(SymmetryAggregation(model).model) is None


def test_only_what_follows_is_settled():
    model = talks_in_rooms(4, [1, 2, 2, 9])
    aggregation = SymmetryAggregation(model)
    solver = cp_model.CpSolver()
    solver.solve(aggregation.model)
    determined = aggregation.determined_values(list(solver.response_proto.solution))
    # Two of the four talks are in the first room, two of eight places in the middle ones: nobody knows which. The last
    # room is empty.
    assert determined == {4 * talk + 3: 0 for talk in range(4)}


def test_a_room_that_is_full_is_settled_as_well():
    aggregation = SymmetryAggregation(talks_in_rooms(4, [1, 9], seats=4))
    determined = aggregation.determined_values(sums(aggregation, [1, 0] * 4))
    assert determined == {2 * talk + room: 1 - room for talk in range(4) for room in range(2)}


def unknown_constraints() -> dict[str, Callable[[cp_model.CpModel, Variables], Any]]:
    """Return constraints that are neither sums nor clauses; each of them forbids that both variables are 0."""

    def no_overlap(model: cp_model.CpModel, variables: Variables) -> None:
        model.add_no_overlap([model.new_fixed_size_interval_var(variable, 1, "") for variable in variables])

    return {
        "all different": lambda model, variables: model.add_all_different(variables),
        "exclusive or": lambda model, variables: model.add_bool_xor(variables),
        "table": lambda model, variables: model.add_allowed_assignments(variables, [(0, 1), (1, 0)]),
        "greatest of both": lambda model, variables: model.add_max_equality(model.new_constant(1), variables),
        "no overlap": no_overlap,
    }


@pytest.mark.parametrize("name", unknown_constraints())
def test_what_is_neither_a_sum_nor_a_clause_is_left_out(name):
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in range(2)]
    unknown_constraints()[name](model, variables)
    model.add(sum(variables) <= 1)
    model.minimize(5 * sum(variables) + 2)
    assert least(model) == 5 + 2
    assert least(SymmetryAggregation(model).model) == 2  # both are 0


def test_a_constraint_too_great_for_exact_sums_is_left_out():
    huge = 2**58
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in range(8)]
    for variable in variables:
        model.add(huge * variable >= huge)
    model.minimize(sum(variables))
    assert least(model) == 8
    # Eight of them add up to 2**61, and each has its limit beside it: more than the sums may be.
    aggregation = SymmetryAggregation(model)
    assert not aggregation.model.validate()
    assert len(aggregation.model.proto.constraints) == 0
    # Two are 2**59 and as much for the limits, which is just exact.
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in range(2)]
    for variable in variables:
        model.add(huge * variable >= huge)
    model.minimize(sum(variables))
    assert least(SymmetryAggregation(model).model) == 2


def test_no_sum_changes_its_sign_for_being_too_great():
    model = cp_model.CpModel()
    switch = model.new_bool_var("")
    lamps = [model.new_bool_var("") for _ in range(96)]
    for lamp in lamps:
        model.add(lamp <= 2**57 * switch)
    model.minimize(-sum(lamps))
    # In 64 bits 96 times -2**57 is 2**62, with which no lamp could be on.
    assert least(SymmetryAggregation(model).model) == -96


def test_variables_too_great_for_exact_sums_are_kept_apart():
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, 2**60, "") for _ in range(3)]
    for variable in variables:
        model.add(variable >= 3)
    model.minimize(sum(variables))
    aggregation = SymmetryAggregation(model)
    assert not aggregation.model.validate()
    assert aggregation.after == 3
    assert aggregation.determined_values(sums(aggregation, [2**60, 3, 4])) == {0: 2**60, 1: 3, 2: 4}


def test_a_model_of_nothing_is_left_as_it_is():
    aggregation = SymmetryAggregation(cp_model.CpModel())
    assert (aggregation.before, aggregation.after) == (0, 0)
    assert least(aggregation.model) == 0


@given(model=models(), mask=st.sampled_from([0, 1, 3, 7]))
@settings(THOROUGH, max_examples=examples(33))
def test_colours_that_are_wrong_are_noticed(model: cp_model.CpModel, mask: int) -> None:
    """Numbers for combinations are almost certainly different; where they are not, no wrong bound may come of it."""
    mixed = alike_module._hashes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike_module, "_hashes", lambda *numbers: mixed(*numbers) & alike_module.np.uint64(mask))
        try:
            aggregation = SymmetryAggregation(model)
        except RuntimeError:
            return
    for values in solutions(model):
        assert keeps(aggregation.model, sums(aggregation, values))
        assert cost(aggregation.model, sums(aggregation, values)) == cost(model, values)


# --- conferences in tracks ---------------------------------------------------------------------------------------


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(13))
def test_no_legal_agenda_costs_less_than_what_is_alike_counted(data: st.DataObject) -> None:
    conference = data.draw(conferences_in_tracks(most_sessions=4))
    rules = drawn_rules(data, conference)
    compiled = compile_conference(conference, rules, by_track=True)
    assert isinstance(compiled.decisions, TrackDecisions)
    level = max(compiled.levels, default=0)
    coefficients = ObjectiveCoefficients.of(compiled, level)
    aggregation = SymmetryAggregation(
        TrackSkeleton(compiled, compiled.decisions, coefficients, rooms_counted=False).model
    )
    bound = least(aggregation.model)
    for agenda in agendas_of(conference, 300, data.draw(st.integers(0, 10_000))):
        scorecard = score(conference, agenda, rules)
        if scorecard.is_legal:
            paid = scorecard.costs.get(level, 0)
            assert bound is not None, f"a legal agenda that the sums cannot say:\n{agenda}"
            assert bound <= paid, f"{bound} above {paid}\n{agenda}"
