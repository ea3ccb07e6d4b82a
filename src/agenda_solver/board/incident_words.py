"""Incidents at a conference in words: a person cannot come, a room is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference

__all__ = ["happened"]

SENTENCES = {
    "cancel": "{session} is cancelled",
    "add session": "{session} is new",
    "length": "{session} now takes {minutes}",
    "room lost": "{room} is closed{when}",
    "add room": "{room} is new",
    "person available": "{person} is only available{when}",
    "person gone": "{person} cannot come",
    "day lost": "{day} is lost",
    "block lost": "{block} is lost",
}
KINDS = {"session": "sessions", "room": "rooms", "person": "people", "day": "days", "block": "blocks"}
FROM, UNTIL = ("start", "not_before"), ("end", "not_after")


def happened(conference: Conference, change: Mapping[str, Any]) -> str:
    """Describe a change, given as in a changes file, as a sentence without a full stop.

    ``conference`` is the conference before the change.
    """
    kind = str(change.get("change", "changed"))
    names = {name: _name(conference, kinds, change.get(name)) for name, kinds in KINDS.items()}
    minutes = change.get("minutes")
    length = f"{minutes} minutes" if minutes is not None else f"{change.get('slots')} slots"
    return SENTENCES.get(kind, kind).format(**names, minutes=length, when=_when(conference, change))


def _name(conference: Conference, kinds: str, said: Any) -> str:
    if isinstance(said, Mapping):  # a new part is given as a whole
        return f'"{said.get("title") or said.get("name")}"'
    if not isinstance(said, str):
        return ""
    try:
        part = next(p for p in getattr(conference, kinds) if p.id == conference.find(kinds, said))
    except InvalidInput:
        return said
    title = getattr(part, "title", None)
    return f'"{title}"' if title else str(getattr(part, "name", None) or part.id)


def _when(conference: Conference, change: Mapping[str, Any]) -> str:
    day = change.get("day")
    on = f" on {_name(conference, 'days', day)}" if isinstance(day, str) else ""
    begin, end = (next((change[key] for key in keys if change.get(key)), None) for keys in (FROM, UNTIL))
    windows = " at other times than before" if change.get("windows") is not None else ""
    return (
        on + "".join(f" {word} {_clock(conference, t)}" for word, t in (("from", begin), ("until", end)) if t) + windows
    )


def _clock(conference: Conference, time: Any) -> str:
    """Return a time as planners read it, or unchanged if it cannot be read."""
    try:
        return conference.clock(conference.minute_of(conference.moment(str(time))))
    except (ValueError, InvalidInput):
        return str(time)
