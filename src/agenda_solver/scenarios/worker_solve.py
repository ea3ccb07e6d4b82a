"""The function that a worker runs to solve one of several conferences: plain data in and out, found by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agenda_solver.search.islands.task import Refused, agenda_of, checked
from agenda_solver.search.islands.worker import conference_of, stop_of, told

__all__ = ["solve_whole"]

# What a result says beside its agenda, its score and its proof, as plain data.
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
    """Solve a conference from the beginning to the answer, as one of several.

    Parameters
    ----------
    task
        What all tasks have, and ``job`` (which of the several it is), ``places`` (an agenda to begin with, or None),
        ``seconds`` (None without a limit), ``seed`` and ``workers``.

    Returns
    -------
    ``job``, ``places`` of the best agenda, or None, its ``costs`` and the ``bounds`` by priority level, the ``status``,
    and ``rest``: what else a result says. Or ``refused``.
    """
    from agenda_solver.solving import solve

    try:
        rules = checked(task)
    except Refused as error:
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
    return {"job": task["job"], **told(result), "rest": {name: getattr(result, name) for name in REST}}
