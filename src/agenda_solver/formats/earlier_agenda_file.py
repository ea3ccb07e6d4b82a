"""An agenda file of a conference from which parts have been deleted since it was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agenda_solver.formats.agenda_file import agenda_from_data
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.earlier_agenda import Earlier, length_of, with_parts
from agenda_solver.model.conference import Conference

__all__ = ["earlier_in_data", "is_of_a_result"]


def is_of_a_result(data: Any) -> bool:
    """Whether parsed data are an agenda that the library has made itself, in which no id is misspelt."""
    return isinstance(data, Mapping) and isinstance(data.get("result"), Mapping)


def earlier_in_data(data: Mapping[str, Any], conference: Conference, remarks: list[Remark]) -> Earlier:
    """Return the agenda of a result's file, of the conference as it was: with the sessions and rooms that are gone.

    Deleted parts are reported in ``remarks``.
    """
    listed = data.get("placements")
    placed = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    sessions = {item["session"]: item for item in placed if _is_gone(conference, "sessions", item.get("session"))}
    rooms = dict.fromkeys(item["room"] for item in placed if _is_gone(conference, "rooms", item.get("room")))
    added: dict[str, list[dict[str, Any]]] = {
        "sessions": [_session(id, item, conference) for id, item in sessions.items()],
        "rooms": [{"id": id, "name": id} for id in rooms],
    }
    older = with_parts(conference, added)
    lost = {kind: tuple(part["id"] for part in parts) for kind, parts in added.items()}
    words = {"sessions": ("session", "cancelled"), "rooms": ("room", "lost")}
    for kind, (noun, fate) in words.items():
        for id in lost[kind]:
            message = f'the conference no longer has the {noun} "{id}": it counts as {fate}'
            remarks.append(Remark(fate, "", message))
    return Earlier(agenda_from_data(data, older), lost)


def _is_gone(conference: Conference, kind: str, id: Any) -> bool:
    return isinstance(id, str) and id != "" and not conference.names[kind].ids_of(id)


def _session(id: str, item: Mapping[str, Any], conference: Conference) -> dict[str, Any]:
    """Return a session as far as its placement shows it."""
    try:
        start, end = (datetime.fromisoformat(str(item.get(name))) for name in ("start", "end"))
        minutes = int((end - start).total_seconds() // 60)
    except (ValueError, TypeError):
        minutes = 0
    return {"id": id, "title": id, **length_of(minutes, None, conference)}
