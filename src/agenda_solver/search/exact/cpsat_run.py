"""One run of CP-SAT in a thread of its own, so that the caller's thread stays free for signals and progress."""

from __future__ import annotations

import os
import queue
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

__all__ = ["Answer", "run"]

WAIT_SECONDS = 0.05


@dataclass(frozen=True)
class News:
    """What CP-SAT found since the last time: its newest solution, None where only the bound is new."""

    objective: float | None
    bound: float
    values: list[int] | None


@dataclass(frozen=True)
class Answer:
    """What one run of CP-SAT found.

    ``proven`` says that the answer is final: optimal, or infeasible where there are no values. ``bound`` is minus
    infinity where nothing is known.
    """

    values: list[int] | None
    objective: float | None
    bound: float
    proven: bool
    interrupted: bool
    deterministic_time: float


class _Listener(cp_model.CpSolverSolutionCallback):
    """Puts every solution that the solver finds on a queue."""

    def __init__(self, found: queue.SimpleQueue[News]) -> None:
        super().__init__()
        self._found = found

    def on_solution_callback(self) -> None:
        values = list(self.response_proto.solution)
        self._found.put(News(self.objective_value, self.best_objective_bound, values))


def run(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    stop: threading.Event,
    on_news: Callable[[News], None],
    *,
    every_solution: bool = False,
    cores: int | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> Answer:
    """Run CP-SAT until it is done, a limit is reached, ``stop`` is set, or Ctrl-C is pressed.

    Parameters
    ----------
    solver, model
        With all parameters set.
    stop
        Ends the run at its best solution so far.
    on_news
        Called in the caller's thread with what is new, at most about twenty times a second. Of several solutions found
        in between it gets only the best one, which is the last.
    every_solution
        Call ``on_news`` with each solution instead, for runs that must not depend on the clock.
    cores
        Bind all threads of the run to this number of cores, where the operating system supports it.
    enough
        Called about twenty times a second, after the news; the run ends when it returns true.
    """
    found: queue.SimpleQueue[News] = queue.SimpleQueue()
    outcome: list[int] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            _stay_on(cores)
            outcome.append(int(solver.solve(model, _Listener(found))))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failure.append(error)

    solver.best_bound_callback = lambda bound: found.put(News(None, bound, None))
    thread = threading.Thread(target=work, name="cp-sat", daemon=True)
    thread.start()
    interrupted = _wait(thread, solver, stop, found, on_news, every_solution, enough)
    if failure:
        raise failure[0]
    return _answer(solver, outcome[0], interrupted)


def _stay_on(cores: int | None) -> None:
    """Bind this thread, and the threads it will start, to so many of the cores that the process may use."""
    if cores is None or not hasattr(os, "sched_setaffinity"):
        return
    allowed = sorted(os.sched_getaffinity(0))
    if cores < len(allowed):
        os.sched_setaffinity(0, random.sample(allowed, cores))


def _wait(
    thread: threading.Thread,
    solver: cp_model.CpSolver,
    stop: threading.Event,
    found: queue.SimpleQueue[News],
    on_news: Callable[[News], None],
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


def _drained(found: queue.SimpleQueue[News], every_solution: bool) -> list[News]:
    """Take all news from the queue; combine them to the last solution with the last bound, unless all count."""
    drained: list[News] = []
    while not found.empty():
        news = found.get()
        if drained and not every_solution:
            last = drained.pop()
            news = news if news.values is not None else replace(last, bound=news.bound)
        drained.append(news)
    return drained


def _answer(solver: cp_model.CpSolver, status: int, interrupted: bool) -> Answer:
    if status == int(cp_model.MODEL_INVALID):
        raise RuntimeError("CP-SAT calls the model invalid; this is a defect of agenda_solver")
    solved = status in (int(cp_model.OPTIMAL), int(cp_model.FEASIBLE))
    response = solver.response_proto
    return Answer(
        values=list(response.solution) if solved else None,
        objective=solver.objective_value if solved else None,
        bound=solver.best_objective_bound if solved else float("-inf"),
        proven=status in (int(cp_model.OPTIMAL), int(cp_model.INFEASIBLE)),
        interrupted=interrupted,
        deterministic_time=response.deterministic_time,
    )
