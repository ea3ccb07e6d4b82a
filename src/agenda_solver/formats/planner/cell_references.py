"""What cells may refer to: the conference's clock, its days and blocks, and its parts by id and by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.formats.planner.date_texts import date_in
from agenda_solver.model.conference import Conference
from agenda_solver.model.display_names import NOUNS, Names
from agenda_solver.model.known_parts import MOST_GUESSES
from agenda_solver.model.name_lookup import NameIndex

__all__ = ["ProgrammeDates", "References"]


@dataclass(frozen=True)
class ProgrammeDates:
    """When the days and blocks of a conference are, by id."""

    dates: Mapping[str, date] = field(default_factory=dict)
    # The day of each block, and when it begins and ends.
    spans: Mapping[str, tuple[str, datetime, datetime]] = field(default_factory=dict)
    tags: Mapping[str, Collection[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, conference: Conference) -> ProgrammeDates:
        """Return the calendar of a conference."""
        return cls(
            {day.id: day.date for day in conference.days},
            {block.id: (block.day, block.start, block.end) for block in conference.blocks},
            {block.id: block.tags for block in conference.blocks},
        )


class References:
    """Finds what a cell refers to, and writes references.

    Kinds that are not among ``parts`` cannot be referred to: their texts are taken as they are. ``shown`` has the
    names that are written for ids, by kind.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        parts: Mapping[str, Sequence[Any]] | None = None,
        shown: Mapping[str, Mapping[str, str]] | None = None,
        calendar: ProgrammeDates | None = None,
    ) -> None:
        self.zone = zone
        self.calendar = calendar or ProgrammeDates()
        parts = parts or {}
        names = Names(parts, zone)
        self._indexes: dict[str, NameIndex] = {kind: names[kind] for kind in NOUNS if parts.get(kind)}
        for index in self._indexes.values():
            index.listed = True
        self._shown = shown or {}
        self._guesses = count()

    def id_of(self, kind: str, text: str) -> str:
        """Return the id that a text means; a ValueError says that no part is called so, or that several are."""
        index = self._indexes.get(kind)
        if index is None:  # the conference's own checks report that there are none
            return text
        if index.ids_of(text):
            return index.id_of(text)
        if kind == "days" and (day := self._day_on(text)) is not None:
            return day
        # Guessing compares with every name: too slow to do it for thousands of unknown ones.
        return index.id_of(text, hint=kind in ("days", "blocks") or next(self._guesses) < MOST_GUESSES)

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

    def blocks_on(self, day: str) -> list[str]:
        """Return the ids of all blocks of a day; none if the text means no day."""
        ids = self.ids_of("days", day)
        return [id for id, (of, *_) in self.calendar.spans.items() if ids == (of,)]

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
