"""Models with some variables fixed."""

from __future__ import annotations

from ortools.sat.python import cp_model

from agenda_solver.search.exact.hints import with_fixed


def status_of(model: cp_model.CpModel) -> object:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model)


def test_a_fixed_variable_has_its_value_and_the_given_model_stays_as_it_was():
    model = cp_model.CpModel()
    either = [model.new_bool_var("") for _ in range(2)]
    model.add_exactly_one(either)
    fixed = with_fixed(model, {either[0].index: 0})
    solver = cp_model.CpSolver()
    assert solver.solve(fixed) == cp_model.OPTIMAL
    assert list(solver.response_proto.solution) == [0, 1]
    assert list(model.proto.variables[either[0].index].domain) == [0, 1]


def test_a_value_that_a_variable_cannot_have_leaves_no_solution():
    """A constant that is fixed to the other value must not simply change it: what is certain would become false."""
    model = cp_model.CpModel()
    always = model.new_constant(1)
    model.add_bool_or([always])
    assert status_of(with_fixed(model, {always.index: 1})) == cp_model.OPTIMAL
    assert status_of(with_fixed(model, {always.index: 0})) == cp_model.INFEASIBLE
