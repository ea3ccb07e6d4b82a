"""One run of CP-SAT in a thread of its own, so that the caller's thread stays free for signals and progress."""

from __future__ import annotations

import os
import queue
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

__all__ = ["SolverAnswer", "run"]

WAIT_SECONDS = 0.05


@dataclass(frozen=True)
class SolverNews:
    """A new solution of CP-SAT with its objective and the bound; only the bound is set if nothing else is new."""

    objective: float | None
    bound: float
    values: list[int] | None


@dataclass(frozen=True)
class SolverAnswer:
    """The result of one run of CP-SAT."""

    values: list[int] | None
    objective: float | None
    # Minus infinity if there is no solution.
    bound: float
    # Whether the values are optimal, or the model is infeasible if there are none.
    proven: bool
    interrupted: bool
    deterministic_time: float


class _SolutionQueue(cp_model.CpSolverSolutionCallback):
    """Puts every solution that the solver finds on a queue."""

    def __init__(self, found: queue.SimpleQueue[SolverNews]) -> None:
        super().__init__()
        self._found = found

    def on_solution_callback(self) -> None:
        values = list(self.response_proto.solution)
        self._found.put(SolverNews(self.objective_value, self.best_objective_bound, values))


def run(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    stop: threading.Event,
    on_news: Callable[[SolverNews], None],
    *,
    every_solution: bool = False,
    cores: int | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> SolverAnswer:
    """Run CP-SAT until it is done, a limit is reached, ``stop`` is set, ``enough`` is true, or Ctrl-C is pressed.

    The caller's thread polls about twenty times a second. Each time it calls ``on_news`` if there is anything new, and
    then ``enough``. Of several solutions in between, ``on_news`` gets only the last, which is the best; with
    ``every_solution`` it gets each of them, for runs that must not depend on the clock. With ``cores`` all threads of
    the run are bound to this number of cores, if the operating system supports it.
    """
    found: queue.SimpleQueue[SolverNews] = queue.SimpleQueue()
    outcome: list[int] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            _bind_to_cores(cores)
            outcome.append(int(solver.solve(model, _SolutionQueue(found))))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failure.append(error)

    solver.best_bound_callback = lambda bound: found.put(SolverNews(None, bound, None))
    thread = threading.Thread(target=work, name="cp-sat", daemon=True)
    thread.start()
    interrupted = _wait(thread, solver, stop, found, on_news, every_solution, enough)
    if failure:
        raise failure[0]
    return _answer(solver, outcome[0], interrupted)


def _bind_to_cores(cores: int | None) -> None:
    """Bind this thread, and the threads that it starts, to some of the cores that the process may use."""
    if cores is None or not hasattr(os, "sched_setaffinity"):
        return
    allowed = sorted(os.sched_getaffinity(0))
    if cores < len(allowed):
        os.sched_setaffinity(0, random.sample(allowed, cores))


def _wait(
    thread: threading.Thread,
    solver: cp_model.CpSolver,
    stop: threading.Event,
    found: queue.SimpleQueue[SolverNews],
    on_news: Callable[[SolverNews], None],
    every_solution: bool,
    enough: Callable[[], bool],
) -> bool:
    interrupted = False
    while True:
        try:
            thread.join(WAIT_SECONDS)
            alive = thread.is_alive()
            for news in _drained(found, every_solution):
                on_news(news)
            if not alive:
                return interrupted or stop.is_set()
            if stop.is_set() or enough():
                solver.stop_search()
        except KeyboardInterrupt:
            interrupted = True
            stop.set()
        except BaseException:
            while thread.is_alive():
                solver.stop_search()
                thread.join(WAIT_SECONDS)
            raise


def _drained(found: queue.SimpleQueue[SolverNews], every_solution: bool) -> list[SolverNews]:
    """Empty the queue; unless every solution counts, merge the news into the last solution with the last bound."""
    drained: list[SolverNews] = []
    while not found.empty():
        news = found.get()
        if drained and not every_solution:
            last = drained.pop()
            news = news if news.values is not None else replace(last, bound=news.bound)
        drained.append(news)
    return drained


def _answer(solver: cp_model.CpSolver, status: int, interrupted: bool) -> SolverAnswer:
    if status == int(cp_model.MODEL_INVALID):
        raise RuntimeError("CP-SAT calls the model invalid; this is a defect of agenda_solver")
    solved = status in (int(cp_model.OPTIMAL), int(cp_model.FEASIBLE))
    response = solver.response_proto
    return SolverAnswer(
        values=list(response.solution) if solved else None,
        objective=solver.objective_value if solved else None,
        bound=solver.best_objective_bound if solved else float("-inf"),
        proven=status in (int(cp_model.OPTIMAL), int(cp_model.INFEASIBLE)),
        interrupted=interrupted,
        deterministic_time=response.deterministic_time,
    )
