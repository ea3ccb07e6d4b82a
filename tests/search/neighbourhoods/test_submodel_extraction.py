"""Small models cut out of a large one have the same answers as the large one with the same variables fixed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver.search.exact.hints import with_fixed
from agenda_solver.search.neighbourhoods.submodel_extraction import SubmodelExtractor
from tests.profiles import examples
from tests.search.relaxations.random_models import models


def solved(model: cp_model.CpModel) -> tuple[int | None, list[int]]:
    """Return the optimum of a model, None where it has no solution, and the values."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None, []
    assert status == cp_model.OPTIMAL
    return round(solver.objective_value), list(solver.response_proto.solution)


def drawn_values(data: st.DataObject, model: cp_model.CpModel) -> dict[int, int]:
    """Return values for some of the variables, most of them within their domains."""
    ends = [(v.domain[0], v.domain[len(v.domain) - 1]) for v in model.proto.variables]
    indices = data.draw(st.lists(st.integers(0, len(ends) - 1), unique=True), label="fixed")
    return {index: data.draw(st.integers(*ends[index])) for index in indices}


@given(model=models(scales=(1, 3)), data=st.data())
@settings(max_examples=examples(67), deadline=None)
def test_a_part_has_the_optimum_of_the_whole_model_with_the_same_variables_fixed(
    model: cp_model.CpModel, data: st.DataObject
) -> None:
    fixed = drawn_values(data, model)
    submodel = SubmodelExtractor(model).extract(fixed)
    expected, _ = solved(with_fixed(model, fixed))
    found, values = solved(submodel.model)
    assert found == expected
    if expected is not None:
        # What the part's solution stands for solves the whole model, and costs the same there.
        assert solved(with_fixed(model, dict(enumerate(submodel.full_values(values)))))[0] == expected


@given(model=models(), data=st.data())
@settings(max_examples=examples(67), deadline=None)
def test_a_solution_to_begin_with_is_one_of_the_part(model: cp_model.CpModel, data: st.DataObject) -> None:
    cost, values = solved(model)
    if cost is None:
        return
    kept = data.draw(st.sets(st.integers(0, len(values) - 1)))
    submodel = SubmodelExtractor(model).extract({index: values[index] for index in kept}, values)
    hint = submodel.model.proto.solution_hint
    assert list(hint.vars) == list(range(len(submodel.free)))
    begun = with_fixed(submodel.model, dict(zip(hint.vars, hint.values, strict=True)))
    assert solved(begun)[0] == cost


def three_choices() -> tuple[cp_model.CpModel, list[Any]]:
    """Return a model of three choices of which two are wanted, with costs 1, 2 and 4."""
    model = cp_model.CpModel()
    choices = [model.new_bool_var("") for _ in range(3)]
    model.add(sum(choices) >= 2)
    model.minimize(choices[0] + 2 * choices[1] + 4 * choices[2])
    return model, choices


def test_what_follows_from_the_fixed_values_is_no_variable_of_the_part() -> None:
    # Without the first choice both others are needed, so nothing is left to decide, at a cost of 2 + 4.
    model, _ = three_choices()
    submodel = SubmodelExtractor(model).extract({0: 0})
    assert not submodel.model.proto.variables
    assert solved(submodel.model)[0] == 6
    assert submodel.full_values([]) == [0, 1, 1]


def test_constraints_that_were_added_later_hold_in_the_part() -> None:
    model, choices = three_choices()
    extractor = SubmodelExtractor(model)
    assert solved(extractor.extract({}).model)[0] == 3
    model.add_implication(choices[0], choices[2])
    assert solved(extractor.extract({}).model)[0] == 5  # the first with the third; 2 + 4 without the first


def test_a_value_outside_its_domain_leaves_no_solution() -> None:
    model, _ = three_choices()
    assert solved(SubmodelExtractor(model).extract({1: 7}).model)[0] is None


def test_a_model_that_is_not_made_of_sums_is_handed_over_as_it_is() -> None:
    model, choices = three_choices()
    model.add_bool_xor(choices)  # an odd number of them: all three
    extractor = SubmodelExtractor(model)
    submodel = extractor.extract({0: 1})
    assert not extractor.can_extract
    cost, values = solved(submodel.model)
    assert cost == 7
    assert submodel.full_values(values) == [1, 1, 1]


def kinds_of(model: cp_model.CpModel) -> list[str]:
    """Return the kinds of the constraints of a model, in order."""
    kinds = ("linear", "exactly_one", "at_most_one", "bool_or", "bool_and")
    return [kind for found in model.proto.constraints for kind in kinds if getattr(found, f"has_{kind}")()]


def test_what_is_left_of_clauses_is_stated_as_clauses() -> None:
    # CP-SAT handles them best. The last two are sums and remain sums: a weight of two, and "two of three at least".
    model = cp_model.CpModel()
    a, b, c, d = (model.new_bool_var("") for _ in range(4))
    model.add_exactly_one(a, b, ~c, ~d)
    model.add_at_most_one(a, b, c, d)
    model.add_bool_or(a, ~b, c, d)
    model.add(2 * a + b + c + d >= 1)
    model.add(a + b + c + d >= 2)
    submodel = SubmodelExtractor(model).extract({3: 0})
    # Without the fourth the first reads "of a, b and not c none", for "not d" is the one: then nothing is left open.
    assert not submodel.free.size
    submodel = SubmodelExtractor(model).extract({})
    assert kinds_of(submodel.model) == ["exactly_one", "at_most_one", "bool_or", "linear", "linear"]


def test_a_row_that_holds_anyhow_is_left_out_and_the_same_row_is_stated_once() -> None:
    model = cp_model.CpModel()
    a, b, c = (model.new_bool_var("") for _ in range(3))
    model.add_bool_or(a, b, c)  # holds once c is chosen
    model.add(a + b + c <= 2)  # with c: at most one of a and b
    model.add_at_most_one(a, b)  # the same
    submodel = SubmodelExtractor(model).extract({2: 1})
    assert kinds_of(submodel.model) == ["at_most_one"]
    assert list(submodel.free) == [0, 1]


def test_bounds_are_drawn_tight_by_what_the_others_of_a_sum_leave_them() -> None:
    # 3 x + 2 y - z <= 13 with y >= 2 and z <= 1 leaves x <= (13 - 4 + 1) // 3 = 3; and x - z >= 1 leaves x >= 1.
    model = cp_model.CpModel()
    x, y, z = model.new_int_var(0, 9, ""), model.new_int_var(2, 9, ""), model.new_int_var(0, 1, "")
    model.add(3 * x + 2 * y - z <= 13)
    model.add(x - z >= 1)
    submodel = SubmodelExtractor(model).extract({})
    bounds = [list(variable.domain) for variable in submodel.model.proto.variables]
    # y <= (13 - 3 * 1 + 1) // 2 = 5, for x is 1 at least.
    assert bounds == [[1, 3], [2, 5], [0, 1]]


def test_what_contradicts_itself_only_after_several_steps_leaves_no_solution() -> None:
    # 0 < a < b < c < d < 4 leaves one value less in each step.
    model = cp_model.CpModel()
    numbers = [model.new_int_var(0, 3, "") for _ in range(5)]
    for earlier, later in pairwise(numbers):
        model.add(earlier < later)
    submodel = SubmodelExtractor(model).extract({})
    assert not submodel.free.size
    assert solved(submodel.model)[0] is None


def test_variables_that_nothing_is_said_of_have_the_value_that_costs_least() -> None:
    model = cp_model.CpModel()
    cheap, dear, free = (model.new_int_var(1, 4, "") for _ in range(3))
    model.minimize(cheap - dear + 10)
    submodel = SubmodelExtractor(model).extract({})
    assert submodel.full_values([]) == [1, 4, 1]
    assert solved(submodel.model)[0] == 1 - 4 + 10
    # What costs nothing is as it was in the solution to begin with, or as close to it as can be.
    assert SubmodelExtractor(model).extract({}, [4, 1, 3]).full_values([]) == [1, 4, 3]
    assert SubmodelExtractor(model).extract({2: 2}, [4, 1, 3]).full_values([]) == [1, 4, 2]
    assert free.index == 2


def test_a_model_that_cannot_be_cut_begins_from_the_solution_too() -> None:
    model, choices = three_choices()
    model.add_bool_xor(choices)
    submodel = SubmodelExtractor(model).extract({0: 1}, [1, 1, 1])
    assert list(submodel.model.proto.solution_hint.values) == [1, 1, 1]
    assert not SubmodelExtractor(model).extract({0: 1}).model.proto.solution_hint.vars


def test_a_part_of_a_model_without_an_objective_has_none() -> None:
    model = cp_model.CpModel()
    choices = [model.new_bool_var("") for _ in range(3)]
    model.add_exactly_one(choices)
    assert not SubmodelExtractor(model).extract({}).model.has_objective()
    assert not model.has_objective()  # nor has the large one got one
