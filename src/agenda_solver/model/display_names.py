"""The names of the parts of a conference: ids, names, and for days and blocks also dates, weekdays and times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.model.name_lookup import NameIndex

__all__ = ["NOUNS", "Names", "field_of"]

NOUNS = {
    "days": "day",
    "blocks": "block",
    "buildings": "building",
    "rooms": "room",
    "people": "person",
    "tracks": "track",
    "sessions": "session",
}
# Kinds with few parts, whose names rarely resemble a mistyped one. Messages list all names instead.
LISTED = ("days", "blocks")


class Names(Mapping[str, NameIndex]):
    """For each kind of parts ("sessions", "rooms" ...) an index by id and by name, built when it is first needed.

    Aliases of a day are its date and its weekday ("2026-06-02", "Tuesday", "Tue", "2 June"); those of a block are its
    day with its name or with the time at which it begins ("Tue morning", "Tue 09:00").

    The parts are objects or the data of a file; a malformed part has no name.
    """

    def __init__(self, parts: Mapping[str, Any], zone: ZoneInfo | None) -> None:
        self._parts, self._zone = parts, zone
        self._made: dict[str, NameIndex] = {}

    def __getitem__(self, kind: str) -> NameIndex:
        if kind not in self._made:
            aliases = {"days": self._of_days, "blocks": self._of_blocks}.get(kind, lambda: iter(()))
            named = [(id, self._name(kind, part)) for id, part in self._each(kind)]
            self._made[kind] = NameIndex(NOUNS[kind], named, aliases=aliases(), listed=kind in LISTED)
        return self._made[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(NOUNS)

    def __len__(self) -> int:
        return len(NOUNS)

    def _each(self, kind: str) -> Iterator[tuple[str, Any]]:
        parts = self._parts.get(kind)
        for part in parts if isinstance(parts, list | tuple) else ():
            id = field_of(part, "id")
            if isinstance(id, str | int) and not isinstance(id, bool):
                yield str(id), part

    def _name(self, kind: str, part: Any) -> str | None:
        name = field_of(part, "title" if kind == "sessions" else "name")
        if kind == "days" and not isinstance(name, str):
            name = None if (when := _date(part)) is None else when.isoformat()
        return name if isinstance(name, str) and name.strip() else None

    def _of_days(self) -> Iterator[tuple[str, str]]:
        for id, day in self._each("days"):
            for word in _words_for(day):
                yield id, word

    def _of_blocks(self) -> Iterator[tuple[str, str]]:
        days = dict(self._each("days"))
        for id, block in self._each("blocks"):
            day = field_of(block, "day")
            called = [day, field_of(days.get(day), "name"), *_words_for(days.get(day))]
            for within in (field_of(block, "name"), self._clock(field_of(block, "start"))):
                if isinstance(within, str):
                    yield from ((id, f"{word} {within}") for word in called if isinstance(word, str))

    def _clock(self, start: Any) -> str | None:
        """Return the time of day at which a block begins, by the wall clock; None if it is malformed."""
        if isinstance(start, datetime) and start.tzinfo is not None and self._zone is not None:
            try:
                return f"{start.astimezone(self._zone):%H:%M}"
            except OverflowError:
                return None
        if isinstance(start, str) and (match := re.fullmatch(r"(?:[0-9-]{10}[T ])?([0-9]{1,2}:[0-9]{2})", start)):
            return match[1].zfill(5)
        if isinstance(start, str):
            try:
                return self._clock(datetime.fromisoformat(start))
            except ValueError:
                return None
        return None


def _words_for(day: Any) -> list[str]:
    """Return the aliases of a day: its date and its weekday in several forms."""
    when = _date(day)
    if when is None:
        return []
    month = f"{when:%B}"
    return [
        when.isoformat(),
        f"{when:%A}",
        f"{when:%a}",
        f"{when.day} {month}",
        f"{when.day} {month[:3]}",
        f"{when.day} {month} {when.year}",
    ]


def _date(day: Any) -> date | None:
    when = field_of(day, "date")
    if isinstance(when, str):
        try:
            return date.fromisoformat(when)
        except ValueError:
            return None
    return when if isinstance(when, date) else None


def field_of(part: Any, name: str) -> Any:
    """Return a field of a part, or of the mapping that it is made from; None if it has none."""
    return part.get(name) if isinstance(part, Mapping) else getattr(part, name, None)
