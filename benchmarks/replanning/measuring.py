"""One late change, replanned and solved anew, with the clock running."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from agenda_solver import Agenda, Conference, Progress, score, solve
from agenda_solver.errors import ScoreMismatch
from agenda_solver.model.parts import RuleSetting
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.replan import Replan, replan
from agenda_solver.replanning.stability_weights import with_published

# The status of a row with a legal agenda; other rows have that of the solve, or what went wrong.
LEGAL = "legal"


@dataclass(frozen=True)
class Row:
    """What came of one change."""

    instance: str
    number: int
    kind: str
    status: str
    legal: float | None = None
    in_time: int | None = None
    in_room: int | None = None
    minimal: bool | None = None
    proof: float | None = None
    anew: int | None = None
    total: float | None = None


def ready_for_replanning(conference: Conference, published: Agenda, scope: str) -> Conference:
    """Return a conference with its published agenda, times being compared by their start or by their block."""
    setting = RuleSetting.model_validate({"rule": "published_time", "severity": 1000, "scope": scope})
    room = RuleSetting.model_validate({"rule": "published_room", "severity": 10})
    return with_published(conference, published).replace(rules=(*conference.rules, setting, room))


def measured(
    instance: str,
    number: int,
    kind: str,
    change: dict[str, Any],
    conference: Conference,
    seconds: float,
    workers: int,
    anew: float,
) -> Row:
    """Replan after a change until the fewest moves are proven or the time is over, then solve the conference anew."""
    stop, proof, began = Event(), _ProofWatch(), time.perf_counter()
    row = Row(instance, number, kind, LEGAL)
    try:
        found = replan(
            conference,
            changes=[change],
            time_limit=seconds,
            workers=workers,
            stop=stop,
            on_progress=proof.watching(stop),
        )
    except ScoreMismatch as error:
        return replace(row, status=f"illegal: {error}")
    row = replace(row, total=round(time.perf_counter() - began, 2))
    if found.agenda is None:
        return replace(row, status=str(found.result.status))
    if not score(found.conference, found.agenda).is_legal:
        return replace(row, status="illegal")
    return _compared(row, found, conference, change, proof, workers, anew)


def _compared(
    row: Row,
    found: Replan,
    conference: Conference,
    change: dict[str, Any],
    proof: _ProofWatch,
    workers: int,
    anew: float,
) -> Row:
    """Return the row with the moves, and those of a solve anew."""
    scope = next(r.parameters().get("scope") for r in conference.rules if r.rule == "published_time")
    fresh = solve(_as_if_new(apply_changes(conference, [change])), time_limit=anew, workers=workers)
    in_time, in_room, _ = _moved(found.before, found.agenda, scope)
    return replace(
        row,
        legal=found.first_legal,
        in_time=in_time,
        in_room=in_room,
        minimal=found.minimal,
        proof=(proof.seconds or row.total) if found.minimal else None,
        anew=None if fresh.agenda is None else _moved(found.before, fresh.agenda, scope)[2],
    )


def _as_if_new(conference: Conference) -> Conference:
    keeping = [{"rule": rule, "severity": "off"} for rule in ("published_time", "published_room")]
    rules = tuple(r for r in conference.rules if not r.rule.startswith("published_"))
    return conference.replace(rules=(*rules, *map(RuleSetting.model_validate, keeping)), published=None)


def _moved(before: Agenda, after: Agenda | None, scope: Any) -> tuple[int, int, int]:
    """Return how many sessions are at another time, in another room, and either of the two."""
    if after is None:
        return 0, 0, 0
    then = {id: place for id, place in before.items() if id in after.conference.session_by_id}
    time_moved = {
        id
        for id, place in then.items()
        if id not in after or (place.block != after[id].block if scope == "block" else place.start != after[id].start)
    }
    room_moved = {id for id, place in then.items() if id in after and place.room != after[id].room}
    return len(time_moved), len(room_moved), len(time_moved | room_moved)


class _ProofWatch:
    """Stops a replanning when the search for the fewest moves is over: what follows is about the wishes."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        self._began = time.perf_counter()

    def watching(self, stop: Event) -> Callable[[Progress], None]:
        """Return what takes the progress."""

        def tell(progress: Progress) -> None:
            searching = progress.phase in ("repair", "moves")
            if not searching and self.seconds is None:
                self.seconds = time.perf_counter() - self._began
                stop.set()

        return tell
