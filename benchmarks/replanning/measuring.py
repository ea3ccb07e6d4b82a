"""Measures one late change: replanning, and solving from scratch."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from agenda_solver import Agenda, Conference, Progress, score, solve
from agenda_solver.errors import ScoreMismatch
from agenda_solver.model.parts import RuleSetting
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.replan import replan
from agenda_solver.replanning.stability_weights import with_published

# The status of a row with a legal agenda; other rows have that of the solve, or what went wrong.
LEGAL = "legal"


@dataclass(frozen=True)
class Row:
    """The result for one change."""

    instance: str
    number: int
    kind: str
    status: str  # "legal", the status of the solve if there is no agenda, or what went wrong
    legal: float | None = None  # seconds to the first legal agenda
    in_time: int | None = None  # sessions at another time
    in_room: int | None = None  # sessions in another room
    minimal: bool | None = None  # whether it is proven that no fewer move
    proof: float | None = None  # seconds to this proof
    anew: int | None = None  # sessions that move if the changed conference is solved without the published agenda
    total: float | None = None  # seconds of the whole replanning


def ready_for_replanning(conference: Conference, published: Agenda, scope: str) -> Conference:
    """Return a conference with its published agenda, times being compared by their start or by their block."""
    setting = RuleSetting.model_validate({"rule": "published_time", "severity": 1000, "scope": scope})
    room = RuleSetting.model_validate({"rule": "published_room", "severity": 10})
    return with_published(conference, published).replace(rules=(*conference.rules, setting, room))


def measured(goal: tuple[str, int], drawn: tuple[str, dict[str, Any]], published: Conference, s: dict[str, Any]) -> Row:
    """Replan after a change until the fewest moves are proven or the time is over, then solve the conference anew."""
    proof, began, (kind, change), workers = _ProofWatch(), time.perf_counter(), drawn, s["workers"]
    row, changes = Row(*goal, kind, LEGAL), [change]
    try:
        found = replan(
            published, None, changes, time_limit=s["seconds"], workers=workers, stop=proof.stop, on_progress=proof
        )
    except ScoreMismatch as error:
        return replace(row, status=f"illegal: {error}")
    row = replace(row, total=round(time.perf_counter() - began, 2))
    if found.agenda is None:
        return replace(row, status=str(found.result.status))
    if not score(found.conference, found.agenda).is_legal:
        return replace(row, status="illegal")
    fresh = solve(_as_if_new(apply_changes(published, changes)), time_limit=s["anew"], workers=workers)
    in_time, in_room, _ = _moved(found.before, found.agenda, s["scope"])
    return replace(
        row,
        legal=found.first_legal,
        in_time=in_time,
        in_room=in_room,
        minimal=found.minimal,
        proof=(proof.seconds or row.total) if found.minimal else None,
        anew=None if fresh.agenda is None else _moved(found.before, fresh.agenda, s["scope"])[2],
    )


def _as_if_new(conference: Conference) -> Conference:
    keeping = [{"rule": rule, "severity": "off"} for rule in ("published_time", "published_room")]
    rules = tuple(r for r in conference.rules if not r.rule.startswith("published_"))
    return conference.replace(rules=(*rules, *map(RuleSetting.model_validate, keeping)), published=None)


def _moved(before: Agenda, after: Agenda, scope: str) -> tuple[int, int, int]:
    """Return how many sessions are at another time, in another room, and either of the two."""
    then = {id: place for id, place in before.items() if id in after.conference.session_by_id}
    time_moved = {
        id
        for id, place in then.items()
        if id not in after or (place.block != after[id].block if scope == "block" else place.start != after[id].start)
    }
    room_moved = {id for id, place in then.items() if id in after and place.room != after[id].room}
    return len(time_moved), len(room_moved), len(time_moved | room_moved)


class _ProofWatch:
    """Stops a replanning after the search for the fewest moves, before that for the wishes."""

    def __init__(self) -> None:
        self.stop = Event()
        self.seconds: float | None = None
        self._began = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        if progress.phase not in ("repair", "moves") and self.seconds is None:
            self.seconds = time.perf_counter() - self._began
            self.stop.set()
