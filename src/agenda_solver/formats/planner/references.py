"""What cells may refer to: the conference's clock, its days and blocks, and its parts by id and by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, count
from zoneinfo import ZoneInfo

from agenda_solver.formats.planner.dates import date_in
from agenda_solver.model.conference import Conference
from agenda_solver.model.known import MOST_GUESSES
from agenda_solver.model.names import NameIndex, UnknownName, block_names, day_names

__all__ = ["NOUNS", "Calendar", "References"]

NOUNS = {
    "sessions": "session",
    "people": "person",
    "rooms": "room",
    "days": "day",
    "blocks": "block",
    "tracks": "track",
    "buildings": "building",
}
MOST_LISTED = 12


@dataclass(frozen=True)
class Calendar:
    """When the days and blocks of a conference are.

    Attributes
    ----------
    dates
        The date of each day, by id.
    spans
        The day of each block, and when it begins and ends, by id.
    tags
        The tags of each block, by id.
    """

    dates: Mapping[str, date] = field(default_factory=dict)
    spans: Mapping[str, tuple[str, datetime, datetime]] = field(default_factory=dict)
    tags: Mapping[str, Collection[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, conference: Conference) -> Calendar:
        """Return the calendar of a conference."""
        return cls(
            {day.id: day.date for day in conference.days},
            {block.id: (block.day, block.start, block.end) for block in conference.blocks},
            {block.id: block.tags for block in conference.blocks},
        )


class References:
    """Finds what a cell refers to.

    Parameters
    ----------
    zone
        The time zone of the conference.
    names
        For each kind of parts their ids and names; a part may be there several times. Kinds that are not there cannot
        be referred to yet: what stands for them is taken as it is.
    shown
        The names that are written for ids, by kind.
    calendar
        The days and blocks.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        names: Mapping[str, Collection[tuple[str, str | None]]] | None = None,
        shown: Mapping[str, Mapping[str, str]] | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.zone = zone
        self.calendar = calendar or Calendar()
        self._indexes = {kind: NameIndex(NOUNS[kind], pairs) for kind, pairs in (names or {}).items() if pairs}
        self._labels = {kind: _labels(pairs) for kind, pairs in (names or {}).items()}
        self._shown = shown or {}
        self._guesses = count()

    def id_of(self, kind: str, text: str) -> str:
        """Return the id that a text means.

        Raises
        ------
        ValueError
            When no part is called so, or several are.
        """
        index = self._indexes.get(kind)
        if index is None or text in self._labels[kind]:  # that there are none is told by the conference's own checks
            return text
        try:
            # Guessing compares with every name: too slow to do it for thousands of unknown ones.
            return index.id_of(text, hint=next(self._guesses) < MOST_GUESSES)
        except UnknownName as error:
            if kind == "days" and (day := self._day_on(text)) is not None:
                return day
            raise ValueError(f"{error}{self.listed(kind, str(error))}") from error

    def listed(self, kind: str, message: str = "") -> str:
        """Return the names that there are, for the end of a sentence, if they are few and it suggests none."""
        labels = self._labels.get(kind, {})
        if "did you mean" in message or not 0 < len(labels) <= MOST_LISTED:
            return ""
        shown = list(labels.values())
        # An id tells apart what is called the same.
        texts = [label if shown.count(label) == 1 else f"{label} ({id})" for id, label in labels.items()]
        return f"; there are {', '.join(texts)}"

    def ids_of(self, kind: str, text: str) -> tuple[str, ...]:
        """Return the ids of all parts that a text may mean."""
        index = self._indexes.get(kind)
        return () if index is None else index.ids_of(text)

    def _day_on(self, text: str) -> str | None:
        try:
            wanted = date_in(text, set(self.calendar.dates.values()))
        except ValueError:
            return None
        return next((id for id, day in self.calendar.dates.items() if day == wanted), None)

    def name_of(self, kind: str, id: str) -> str:
        """Return what a reader calls a part: its name, if nothing else is called so, or its id."""
        name = self._shown.get(kind, {}).get(id, id)
        return name if self.ids_of(kind, name) == (id,) else id

    def is_known(self, kind: str, text: str) -> bool:
        """Whether a text means some part."""
        return bool(self.ids_of(kind, text))

    def date_of(self, block: str) -> date | None:
        """Return the date of a block's day."""
        return self.calendar.dates.get(self.calendar.spans[block][0])

    def example_day(self) -> date:
        """Return a day of this conference, for messages."""
        return min(self.calendar.dates.values(), default=date(2026, 6, 1))

    def example(self) -> str:
        """Return stretches of time of this conference as a cell may hold them."""
        day = self.example_day()
        short = f"{day:%a}" if len(self.ids_of("days", f"{day:%a}")) == 1 else str(day)
        return f'"{short}", "{short} 9-12" or "{day} 09:00-12:30"'


def _labels(pairs: Collection[tuple[str, str | None]]) -> dict[str, str]:
    """Return the first name of each part, or its id."""
    labels: dict[str, str] = {}
    for id, name in pairs:
        labels.setdefault(id, name or id)
    return labels


def names_of_days(days: Collection[tuple[str, str | None, date]]) -> dict[str, list[tuple[str, str | None]]]:
    """Return what each day is called, by its id."""
    return {id: [*((id, text) for _, text in day_names(id, name, when))] for id, name, when in days}


def names_of_blocks(
    blocks: Collection[tuple[str, str | None, str]], days: Mapping[str, Collection[tuple[str, str | None]]]
) -> list[tuple[str, str | None]]:
    """Return what blocks are called: their ids, names and days are given."""
    return list(
        chain.from_iterable(
            block_names(id, name, dict.fromkeys((day, *(text for _, text in days.get(day, ()) if text))))
            for id, name, day in blocks
        )
    )
