"""Models with some variables fixed or hinted, and a model's own evaluation of an agenda."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from threading import Event

from ortools.sat.python import cp_model

from agenda_solver.cpsat.agenda_values import hint_values, values_of
from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.deadline import OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.search.exact.run_in_thread import run

__all__ = ["tightest_costs", "tightest_values", "warm_start_from", "warm_start_from_agenda", "with_fixed"]


# Seconds that the evaluation of an agenda may take even after the time limit; nearly all take much less.
GRACE = 1.0


def warm_start_from(model: cp_model.CpModel, values: Mapping[int, int] | Sequence[int]) -> None:
    """Warm-start the next run with these values of the variables, given by their indices in the model."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    hint = model.proto.solution_hint  # all at once: one by one takes seconds in a large model
    hint.vars.extend(list(values) if isinstance(values, Mapping) else list(range(len(values))))
    hint.values.extend(list(values.values() if isinstance(values, Mapping) else values))


def warm_start_from_agenda(compiled: Compiled, agenda: Agenda) -> None:
    """Warm-start the next run with an agenda, as far as the model can represent it."""
    warm_start_from(compiled.model, hint_values(compiled.decisions, agenda))


def with_fixed(model: cp_model.CpModel, values: Mapping[int, int]) -> cp_model.CpModel:
    """Return a copy of a model with some variables fixed; it is infeasible if a variable cannot have its value."""
    fixed = model.clone()
    variables = fixed.proto.variables
    for index, value in values.items():
        domain = variables[index].domain
        ends = len(domain)
        if ends > 2:
            fixed.add(fixed.get_int_var_from_proto_index(index) == value)  # its domain has holes
        elif not domain[0] <= value <= domain[ends - 1]:
            fixed.add_bool_or([])
        else:
            for end in range(ends):
                domain[end] = value
    return fixed


def tightest_costs(
    compiled: Compiled, agenda: Agenda, over: Callable[[], bool] = lambda: False
) -> dict[str, int] | None:
    """Return the cost of an agenda by rule according to the model; None if the model calls it illegal.

    The decision variables are fixed and the amounts minimised. The costs are those of the rules' ``post`` methods, to
    be compared with their ``check`` methods. For ``over`` and the errors see :func:`tightest_values`.
    """
    found = tightest_values(compiled, agenda, over)
    if found is None:
        return None
    return compiled.costs_by_rule(found)


def tightest_values(compiled: Compiled, agenda: Agenda, over: Callable[[], bool] = lambda: False) -> list[int] | None:
    """Return the values of all variables for an agenda, with minimal costs; None if it is not legal.

    After one second, the run ends when ``over`` returns true. Raise OutOfTime if it then has neither a solution nor a
    proof, and KeyboardInterrupt if Ctrl-C has ended it so.
    """
    values = values_of(compiled.decisions, agenda)
    if values is None:
        return None
    fixed = with_fixed(compiled.model, values)
    fixed.clear_hints()  # type: ignore[no-untyped-call]
    fixed.minimize(sum(term.expression for term in compiled.terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # Even with every place fixed a rule may leave many choices, such as who gets which seat. The full linear relaxation
    # mostly settles them at once; without its smallest clauses the proof may never finish.
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False
    begin = time.perf_counter()
    answer = run(
        solver, fixed, Event(), lambda _news: None, enough=lambda: time.perf_counter() - begin > GRACE and over()
    )
    if answer.values is None and not answer.proven:  # no answer; this does not mean "not legal"
        raise KeyboardInterrupt if answer.interrupted else OutOfTime
    return answer.values
