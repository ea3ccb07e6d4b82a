"""The first solution of the whole model, whatever its cost: a legal agenda as soon as possible."""

from __future__ import annotations

import time

from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.replanning.shared_solves import ReplanRun

__all__ = ["any_agenda"]

THREADS = 2

SHORTEST = 0.2  # seconds for CP-SAT, even if building the model took all the time


def any_agenda(run: ReplanRun, start: Agenda, seconds: float) -> Agenda | None:
    """Return an agenda that the score confirms as legal, or None if none was found.

    CP-SAT does as little presolve as possible, has the published agenda as its hint, and stops at its first solution.
    """
    from ortools.sat.python import cp_model

    from agenda_solver.cpsat.agenda_values import agenda_if_exact
    from agenda_solver.cpsat.compiler import compile_conference
    from agenda_solver.search.exact.hints import warm_start_from_agenda
    from agenda_solver.search.exact.run_in_thread import run as run_solver

    begin = time.perf_counter()
    try:
        compiled = compile_conference(
            run.conference, run.demands, by_track=True, deadline=Deadline(max(SHORTEST, seconds), run.stop)
        )
    except OutOfTime:
        return None
    warm_start_from_agenda(compiled, start)
    compiled.model.minimize(sum(term.expression for term in compiled.terms))
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = run.options["workers"] or THREADS
    parameters.random_seed = run.options["seed"]
    parameters.max_time_in_seconds = max(SHORTEST, seconds - (time.perf_counter() - begin))
    parameters.stop_after_first_solution = True
    parameters.catch_sigint_signal = False
    parameters.symmetry_level = parameters.cp_model_probing_level = 0
    parameters.max_presolve_iterations = 1
    answer = run_solver(solver, compiled.model, run.stop, lambda _news: None, cores=run.options["workers"])
    values = answer.values
    if values is None:
        return None
    agenda = agenda_if_exact(compiled.decisions, lambda variable: values[variable.index])
    return agenda if agenda is not None and run.score(agenda).is_legal else None
