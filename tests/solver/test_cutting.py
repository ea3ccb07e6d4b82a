"""Small models cut out of a large one have the same answers as the large one with the same variables fixed."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver.solver.cutting import Cuttings
from agenda_solver.solver.fixing import with_fixed
from tests.solver.test_alike import models


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
@settings(max_examples=200, deadline=None)
def test_a_part_has_the_optimum_of_the_whole_model_with_the_same_variables_fixed(
    model: cp_model.CpModel, data: st.DataObject
) -> None:
    fixed = drawn_values(data, model)
    part = Cuttings(model).part(fixed)
    expected, _ = solved(with_fixed(model, fixed))
    found, values = solved(part.model)
    assert found == expected
    if expected is not None:
        # What the part's solution stands for solves the whole model, and costs the same there.
        assert solved(with_fixed(model, dict(enumerate(part.whole(values)))))[0] == expected


@given(model=models(), data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_solution_to_begin_with_is_one_of_the_part(model: cp_model.CpModel, data: st.DataObject) -> None:
    cost, values = solved(model)
    if cost is None:
        return
    kept = data.draw(st.sets(st.integers(0, len(values) - 1)))
    part = Cuttings(model).part({index: values[index] for index in kept}, values)
    hint = part.model.proto.solution_hint
    assert list(hint.vars) == list(range(len(part.free)))
    begun = with_fixed(part.model, dict(zip(hint.vars, hint.values, strict=True)))
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
    part = Cuttings(model).part({0: 0})
    assert not part.model.proto.variables
    assert solved(part.model)[0] == 6
    assert part.whole([]) == [0, 1, 1]


def test_constraints_that_were_added_later_hold_in_the_part() -> None:
    model, choices = three_choices()
    cuttings = Cuttings(model)
    assert solved(cuttings.part({}).model)[0] == 3
    model.add_implication(choices[0], choices[2])
    assert solved(cuttings.part({}).model)[0] == 5  # the first with the third; 2 + 4 without the first


def test_a_value_outside_its_domain_leaves_no_solution() -> None:
    model, _ = three_choices()
    assert solved(Cuttings(model).part({1: 7}).model)[0] is None


def test_a_model_that_is_not_made_of_sums_is_handed_over_as_it_is() -> None:
    model, choices = three_choices()
    model.add_bool_xor(choices)  # an odd number of them: all three
    cuttings = Cuttings(model)
    part = cuttings.part({0: 1})
    assert not cuttings.can_cut
    cost, values = solved(part.model)
    assert cost == 7
    assert part.whole(values) == [1, 1, 1]
