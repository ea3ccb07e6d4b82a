"""The function that a worker runs to solve one of several conferences; it takes and returns plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agenda_solver.search.islands.task import TaskRefused, agenda_of, checked
from agenda_solver.search.islands.worker import conference_of, result_as_data, stop_of

__all__ = ["solve_whole"]

# The fields of a result other than its agenda, its score and its proof.
REST = (
    "bounds_by_rule",
    "found_by",
    "reason",
    "skipped",
    "seconds",
    "first_legal",
    "interrupted",
    "seed",
    "workers",
    "versions",
)


def solve_whole(task: Mapping[str, Any]) -> dict[str, Any]:
    """Solve one of several conferences completely.

    A task has the common fields of all tasks and ``job`` (its name), ``places`` (an agenda as warm start, or None),
    ``seconds`` (None for no limit), ``seed`` and ``workers``. The answer has ``job``, ``places`` of the best agenda or
    None, its ``costs`` and the ``bounds`` by priority level, the ``status``, and the other fields of the result as
    ``rest``; or only ``refused`` with a reason.
    """
    from agenda_solver.solving import solve

    try:
        rules = checked(task)
    except TaskRefused as error:
        return {"refused": str(error)}
    conference, places = conference_of(task), task["places"]
    result = solve(
        conference,
        rules=rules,
        time_limit=task["seconds"],
        workers=task["workers"],
        seed=task["seed"],
        hint=None if places is None else agenda_of(conference, places),
        stop=stop_of(task["run"]),
    )
    return {"job": task["job"], **result_as_data(result), "rest": {name: getattr(result, name) for name in REST}}
