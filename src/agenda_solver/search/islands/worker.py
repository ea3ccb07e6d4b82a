"""Functions that run in a worker. An executor finds them by name; they take and return plain data."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.islands.decomposition import Subproblem, confined
from agenda_solver.search.islands.task import TaskRefused, agenda_of, checked, places_of
from agenda_solver.search.local_search.late_acceptance import LateAcceptance
from agenda_solver.search.local_search.working_agenda import WorkingAgenda

if TYPE_CHECKING:
    from agenda_solver.result import Result

__all__ = ["conference_of", "end", "greet", "result_as_data", "solve_round", "stop_of", "walk_round"]

# Maximum number of conferences that a worker caches.
MAX_CACHED = 2

_lock = threading.Lock()
_cache: OrderedDict[str, tuple[Conference, list[WorkingAgenda]]] = OrderedDict()
_stops: WeakValueDictionary[str, Event] = WeakValueDictionary()


def end(run: str) -> None:
    """End the rounds of a solve in threads of this process; those in other processes end when their time is over."""
    if (stop := _stops.get(run)) is not None:
        stop.set()


def stop_of(run: str) -> Event:
    """Return the event that ends the rounds of a solve in this process."""
    with _lock:
        return _stops.setdefault(run, Event())


def greet(task: Mapping[str, Any]) -> dict[str, Any]:
    """Check whether this process can do the rounds of a solve, and prepare for them.

    Return an empty dictionary, or the reason why not as ``refused``.
    """
    try:
        with _draft(task, checked(task)):
            return {}
    except TaskRefused as error:
        return {"refused": str(error)}


def walk_round(task: Mapping[str, Any]) -> dict[str, Any]:
    """Run local search in a part of an agenda for some seconds.

    The task has the shared data, ``places`` (the agenda to start from), ``part``, ``seconds``, ``seed``, ``history``
    (its length) and ``slack`` (by how much an agenda may be worse at first). The answer has the ``places`` and the
    ``cost`` of the best legal agenda, or of the last agenda if there is none, and the number of ``evaluations``; or
    ``refused``.
    """
    try:
        rules = checked(task)
    except TaskRefused as error:
        return {"refused": str(error)}
    with _draft(task, rules) as draft:
        return _local_search(draft, rules, task)


def _local_search(draft: WorkingAgenda, rules: Sequence[Rule], task: Mapping[str, Any]) -> dict[str, Any]:
    until, stop = time.perf_counter() + task["seconds"], stop_of(task["run"])
    draft.load(*draft.numbers_of(agenda_of(draft.grid.conference, task["places"])))
    greatest = max((rule.severity.weight for rule in rules if not rule.is_hard), default=1)
    whole = draft.times, draft.rooms
    draft.times, draft.rooms, moving = confined(draft, Subproblem(*task["part"]))
    try:
        rng = random.Random(task["seed"])  # noqa: S311 - nothing is secret here
        walk = LateAcceptance(draft, rng, greatest, moving=moving, history=task["history"], slack=task["slack"])
        walk.run(lambda: time.perf_counter() < until and not stop.is_set())
    finally:
        draft.times, draft.rooms = whole
    if walk.best is not None and walk.best_places is not None:
        draft.load(*walk.best_places)
    agenda = draft.grid.agenda(draft.state.time, draft.state.room)
    return {"places": places_of(agenda), "cost": draft.cost, "evaluations": walk.evaluations}


def solve_round(task: Mapping[str, Any]) -> dict[str, Any]:
    """Solve a conference with all strategies for some seconds, in one thread.

    The task has the shared data, ``places`` (the agenda to start from, or None), ``seconds``, ``seed``, ``bounds`` by
    priority level, ``by_track``, and ``published`` (whether to start from the published agenda). The answer has the
    ``places`` of the best agenda, or None, ``costs`` and ``bounds`` by priority level, and ``status``; or ``refused``.
    """
    from agenda_solver.engine import Options, find_agenda

    try:
        rules = checked(task)
    except TaskRefused as error:
        return {"refused": str(error)}
    conference, places = conference_of(task), task["places"]
    options = Options(
        rules=rules,
        time_limit=task["seconds"],
        workers=1,
        seed=task["seed"],
        hint=None if places is None else agenda_of(conference, places),
        from_published=task["published"],
        known_bounds={int(level): bound for level, bound in task["bounds"].items()},
        by_track=task["by_track"],
        stop=stop_of(task["run"]),
    )
    return result_as_data(find_agenda(conference, options))


def result_as_data(result: Result) -> dict[str, Any]:
    """Return the agenda, the costs, the bounds and the status of a result as plain data."""
    return {
        "places": None if result.agenda is None else places_of(result.agenda),
        "costs": None if result.scorecard is None else dict(result.scorecard.costs),
        "bounds": dict(result.bounds),
        "status": result.status.value,
    }


def conference_of(task: Mapping[str, Any]) -> Conference:
    """Return the conference of a task; the latest ones are cached."""
    return _read(task)[0]


@contextmanager
def _draft(task: Mapping[str, Any], rules: Sequence[Rule]) -> Iterator[WorkingAgenda]:
    """Provide a working agenda of the conference, if possible one from an earlier round."""
    conference, idle = _read(task)
    try:
        draft = idle.pop()
    except IndexError:
        draft = WorkingAgenda(conference, rules)
    yield draft
    idle.append(draft)  # after an error its state is unknown


def _read(task: Mapping[str, Any]) -> tuple[Conference, list[WorkingAgenda]]:
    """Return the conference of a task and its idle working agendas, from the cache if possible."""
    from agenda_solver.formats.native import conference_from_data

    text = json.dumps([task["conference"], task["rules"]])
    key = hashlib.sha256(text.encode()).hexdigest()
    with _lock:
        if key not in _cache:
            _cache[key] = conference_from_data(json.loads(task["conference"])), []
            while len(_cache) > MAX_CACHED:
                _cache.popitem(last=False)
        _cache.move_to_end(key)
        return _cache[key]
