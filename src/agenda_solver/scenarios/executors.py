"""Solving several conferences in parallel by the workers of an executor. Every agenda is scored in this process."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from agenda_solver.errors import ScoreMismatch
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from agenda_solver.result import Result
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.scenarios.repeated_solves import SharedDeadline

__all__ = ["SolveJob", "batches", "solved_by_batches"]


@dataclass(frozen=True)
class SolveJob:
    """A named conference to solve, with an agenda as warm start."""

    name: str
    conference: Conference
    hint: Agenda | None


def batches(executor: Executor, jobs: Sequence[SolveJob]) -> Iterator[Sequence[SolveJob]]:
    """Return the jobs in batches of as many as the executor works on at once."""
    from agenda_solver.search.islands.dispatch import workers_of

    at_once = workers_of(executor, 1)
    return (jobs[first : first + at_once] for first in range(0, len(jobs), at_once))


def solved_by_batches(
    executor: Executor,
    jobs: Sequence[SolveJob],
    clock: SharedDeadline,
    begin: Callable[[Sequence[SolveJob]], None],
    **options: Any,
) -> Iterator[tuple[Sequence[SolveJob], dict[str, Result]]]:
    """Solve conferences by the workers of an executor, as many at once as there are workers.

    Yields each batch with its results by name; results that did not arrive are missing. Each agenda is scored here,
    independently of the worker. ``begin`` is called with each batch before it is solved. Batches for which no time
    remains are skipped. If all workers are lost, a RuntimeWarning is issued. The options are ``workers``, the threads
    of each worker, and ``seed``. The executor is never shut down here.

    Raises
    ------
    InvalidInput
        If a rule cannot be sent to other processes, or a worker has other versions of this library.
    ScoreMismatch
        If a worker reports costs that differ from the score, or an illegal agenda.
    """
    from agenda_solver.search.islands.dispatch import WorkersLost

    groups = list(batches(executor, jobs))
    for number, group in enumerate(groups):
        if clock.is_over:
            return
        begin(group)
        try:
            results = _solved_elsewhere(executor, group, clock, clock.share(len(groups) - number), **options)
        except WorkersLost as error:
            results = {}
            warnings.warn(f"the executor's workers are lost; the search continues locally: {error}", RuntimeWarning, 5)
        yield group, results


def _solved_elsewhere(
    executor: Executor,
    jobs: Sequence[SolveJob],
    clock: SharedDeadline,
    seconds: float | None,
    *,
    workers: int | None,
    seed: int,
) -> dict[str, Result]:
    """Return the results of one batch that have arrived."""
    from agenda_solver.scenarios.worker_solve import solve_whole
    from agenda_solver.search.islands import worker
    from agenda_solver.search.islands.dispatch import Dispatcher
    from agenda_solver.search.islands.task import places_of, shared_data

    tasks: list[dict[str, Any]] = [
        {
            **shared_data(job.conference, rules_of(job.conference)),
            "job": job.name,
            "places": None if job.hint is None else places_of(job.hint),
            "seconds": seconds,
            "seed": seed,
            "workers": workers,
        }
        for job in jobs
    ]
    crew = Dispatcher(executor, clock.stop.is_set)
    try:
        answers = crew.answers(crew.send(solve_whole, tasks))
    finally:
        for task in tasks:
            worker.end(task["run"])
    by_name = {job.name: job for job in jobs}
    return {answer["job"]: _scored_result(by_name[answer["job"]].conference, answer) for answer in answers}


def _scored_result(conference: Conference, answer: dict[str, Any]) -> Result:
    """Return the result that a worker reports, with its agenda scored in this process."""
    from agenda_solver.search.islands.task import agenda_of

    rest: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in answer["rest"].items()}
    bounds = {int(level): bound for level, bound in answer["bounds"].items()}
    status = Status(answer["status"])
    if answer["places"] is None:
        return Result(status, None, None, bounds, **rest)
    agenda = agenda_of(conference, answer["places"])
    scorecard = score(conference, agenda)
    claimed = {int(level): cost for level, cost in answer["costs"].items()}
    if not scorecard.is_legal or scorecard.costs != claimed:
        found = scorecard.costs if scorecard.is_legal else "illegal"
        raise ScoreMismatch(f"a worker reports the costs {claimed}, but the score is {found}")
    return Result(status, agenda, scorecard, bounds, **rest)
