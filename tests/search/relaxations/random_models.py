"""Random models for CP-SAT, small enough to look at all their solutions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from ortools.sat.python import cp_model

Variables = list[cp_model.IntVar]

# Solutions of a random model that are looked at.
MOST_SOLUTIONS = 200

CLAUSES = ("bool_or", "bool_and", "at_most_one", "exactly_one", "bool_xor")


@st.composite
def models(draw: st.DrawFn, *, scales: Sequence[int] = (1,)) -> cp_model.CpModel:
    """Return a strategy for small models in which some columns of variables can be exchanged.

    There are up to three columns of the same variables, up to two variables of no column, and constraints of two
    kinds: those on one column and the variables of none, once for each column; and those on all columns together.
    Coefficients and costs may be ``scales`` times as great.
    """
    model = cp_model.CpModel()
    kinds = [draw(_domains()) for _ in range(draw(st.integers(1, 3)))]
    columns = [[_variable(model, domain) for domain in kinds] for _ in range(draw(st.integers(1, 3)))]
    others = [_variable(model, draw(_domains())) for _ in range(draw(st.integers(0, 2)))]
    for _ in range(draw(st.integers(0, 4))):
        post = draw(_constraints(len(kinds) + len(others), scales))
        for column in columns:
            post(model, [[variable] for variable in (*column, *others)])
    for _ in range(draw(st.integers(0, 3))):
        post = draw(_constraints(len(kinds) + len(others), scales))
        post(model, [*(list(same) for same in zip(*columns, strict=True)), *([variable] for variable in others)])
    costs = [draw(st.integers(-3, 5)) * draw(st.sampled_from(scales)) for _ in (*kinds, *others)]
    charged = [*(pair for column in columns for pair in zip(costs, column, strict=False))]
    charged += zip(costs[len(kinds) :], others, strict=True)
    model.minimize(sum(cost * variable for cost, variable in charged) + draw(st.integers(-5, 5)))
    return model


@st.composite
def _domains(draw: st.DrawFn) -> list[int]:
    """Return mostly the domain of a Boolean variable, else a short interval, or one with a hole."""
    if draw(st.integers(0, 2)):
        return [0, 1]
    low = draw(st.integers(-2, 2))
    return draw(st.sampled_from([[low], [low, low + 1, low + 2], [low, low + 3]]))


def _variable(model: cp_model.CpModel, domain: list[int]) -> cp_model.IntVar:
    return model.new_int_var_from_domain(cp_model.Domain.from_values(domain), "")


@st.composite
def _constraints(draw: st.DrawFn, number: int, scales: Sequence[int]) -> Callable[..., None]:
    """Return a function that posts one constraint on so many groups of variables, alike for all of a group."""
    chosen = draw(st.lists(st.integers(0, number - 1), min_size=1, max_size=3))
    factors = [draw(st.integers(-3, 3)) * draw(st.sampled_from(scales)) for _ in chosen]
    least = draw(st.integers(-3, 3)) * draw(st.sampled_from(scales))
    domain = draw(
        st.sampled_from(
            [
                cp_model.Domain(cp_model.INT_MIN, least),
                cp_model.Domain(least, cp_model.INT_MAX),
                cp_model.Domain(least, least + 2),
                cp_model.Domain.from_values([least, least + 3]),
                cp_model.Domain.from_values([]),
            ]
        )
    )
    clause = draw(st.sampled_from([None, None, *CLAUSES]))
    negated = draw(st.lists(st.booleans(), min_size=3, max_size=3))
    enforcing = draw(st.lists(st.tuples(st.integers(0, number - 1), st.booleans()), max_size=2))

    def post(model: cp_model.CpModel, groups: list[Variables]) -> None:
        if clause is None:
            total = sum(f * v for index, f in zip(chosen, factors, strict=True) for v in groups[index])
            posted = model.add_linear_expression_in_domain(total, domain)
        else:
            pairs = list(zip(chosen, negated, strict=False))
            literals = [_literal(v, no=no) for index, no in pairs for v in groups[index] if _is_boolean(v)]
            posted = getattr(model, f"add_{clause}")(literals)
        conditions = [_literal(v, no=no) for index, no in enforcing for v in groups[index] if _is_boolean(v)]
        if conditions and clause != "bool_xor":
            posted.only_enforce_if(*conditions)

    return post


def _is_boolean(variable: cp_model.IntVar) -> bool:
    return all(end in (0, 1) for end in variable.proto.domain)


def _literal(variable: cp_model.IntVar, *, no: bool) -> Any:
    return ~variable if no else variable


class _Solutions(cp_model.CpSolverSolutionCallback):
    """Collects solutions, up to a number."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[int]] = []

    def on_solution_callback(self) -> None:
        self.found.append(list(self.response_proto.solution))
        if len(self.found) >= MOST_SOLUTIONS:
            self.stop_search()


def solutions(model: cp_model.CpModel) -> list[list[int]]:
    """Return the solutions of a model, or some of them where there are many."""
    every = model.clone()
    every.clear_objective()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.enumerate_all_solutions = True
    collected = _Solutions()
    solver.solve(every, collected)
    return collected.found
