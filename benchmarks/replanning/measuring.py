"""One late change, replanned and solved anew, with the clock running."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from agenda_solver import Agenda, Conference, InvalidInput, Progress, solve
from agenda_solver.model.parts import RuleSetting
from agenda_solver.replanning.applying import apply_changes
from agenda_solver.replanning.keeping import with_published
from agenda_solver.replanning.replan import replan

__all__ = ["Row", "measured", "ready_for_replanning"]


@dataclass(frozen=True)
class Row:
    """What came of one change.

    ``legal`` and ``proof`` are seconds; None where there was no legal agenda, or no proof. ``anew`` is how many
    sessions move when the changed conference is solved as if nothing had been published.
    """

    number: int
    kind: str
    status: str
    legal: float | None
    in_time: int | None
    in_room: int | None
    minimal: bool | None
    proof: float | None
    anew: int | None


def ready_for_replanning(conference: Conference, published: Agenda, scope: str) -> Conference:
    """Return a conference with its published agenda, times being compared by their start or by their block."""
    setting = RuleSetting.model_validate({"rule": "published_time", "severity": 1000, "scope": scope})
    room = RuleSetting.model_validate({"rule": "published_room", "severity": 10})
    return with_published(conference, published).replace(rules=(*conference.rules, setting, room))


def measured(
    number: int, kind: str, change: dict[str, Any], conference: Conference, seconds: float, workers: int, anew: float
) -> Row:
    """Replan after a change until the fewest moves are proven or the time is over, then solve the conference anew."""
    before = conference.published_agenda
    assert before is not None
    stop, proof = Event(), _ProofWatch()
    try:
        found = replan(
            conference,
            changes=[change],
            time_limit=seconds,
            workers=workers,
            stop=stop,
            on_progress=proof.watching(stop),
        )
    except InvalidInput as error:
        return Row(number, kind, f"refused: {error}", None, None, None, None, None, None)
    if found.diff is None:
        return Row(number, kind, str(found.result.status), None, None, None, None, proof.seconds, None)
    scope = next(r.parameters().get("scope") for r in conference.rules if r.rule == "published_time")
    fresh = solve(_as_if_new(apply_changes(conference, [change])), time_limit=anew, workers=workers)
    in_time, in_room, _ = _moved(before, found.agenda, scope)
    return Row(
        number,
        kind,
        "legal",
        found.first_legal,
        in_time,
        in_room,
        found.minimal,
        proof.seconds if found.minimal else None,
        None if fresh.agenda is None else _moved(before, fresh.agenda, scope)[2],
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
        self._searched = False

    def watching(self, stop: Event) -> Callable[[Progress], None]:
        """Return what takes the progress."""

        def tell(progress: Progress) -> None:
            if progress.phase == "moves":
                self._searched = True
            elif self._searched and self.seconds is None:
                self.seconds = time.perf_counter() - self._began
                stop.set()

        return tell
