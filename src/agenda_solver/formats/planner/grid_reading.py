"""An agenda from the grids of a workbook, which somebody may have edited: moved cells, cut and pasted ones."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.planner.agenda_book import GRID
from agenda_solver.formats.planner.cells import text_in
from agenda_solver.formats.planner.columns import IGNORED
from agenda_solver.formats.planner.lanes import clock_labels, room_labels, session_labels
from agenda_solver.formats.planner.times import nearest_minute
from agenda_solver.formats.workbook.reading import Cell, Sheet, Workbook
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Day
from agenda_solver.model.words import guess

__all__ = ["agenda_in_grids", "has_grids"]

MOST_GUESSES = 100


def has_grids(workbook: Workbook) -> bool:
    """Whether an open workbook has a grid of a day."""
    return any(text_in(sheet.value(0, 1)).startswith(GRID) for sheet in workbook.sheets.values())


def agenda_in_grids(workbook: Workbook, conference: Conference) -> Agenda:
    """Return the agenda that the grids of an open workbook show; a session that stands in none has no place.

    A session begins in the row where its title stands, in the room at the head of the column. How many rows are merged
    does not matter: its length is the conference's.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its sheet and cell, when something is wrong.
    """
    reader = _Reader(conference)
    for sheet in workbook.sheets.values():
        heading = text_in(sheet.value(0, 1))
        # A copy that a planner keeps of a grid is one of their own sheets.
        if heading.startswith(GRID) and not sheet.name.startswith(IGNORED):
            reader.read(sheet, heading.removeprefix(GRID))
    if reader.mistakes:
        raise InvalidInput(reader.mistakes, workbook.source)
    return Agenda(conference, reader.placements)


class _Reader:
    """Collects placements and mistakes."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.placements: dict[str, Placement] = {}
        self.mistakes: list[Mistake] = []
        self._first: dict[str, str] = {}
        self._labels = {label: id for id, label in session_labels(conference).items()}
        self._rooms = {label: id for id, label in room_labels(conference).items()}
        self._days = {day.date.isoformat(): day for day in conference.days}

    def read(self, sheet: Sheet, date: str) -> None:
        """Read the grid of one day."""
        day = self._days.get(date)
        if day is None:
            self._say(sheet.place(0, 1), f'the conference has no day on "{date[:40]}"')
            return
        rooms = {column: self._room(sheet, column) for column in range(2, sheet.width)}
        for row in range(1, sheet.height):
            for column, room in rooms.items():
                text = text_in(sheet.value(row, column))
                place = sheet.place(row, column)
                if (fault := sheet.fault(row, column)) is not None:
                    self._say(place, fault)
                elif text and room is not None:
                    self._put(text, room, day, sheet, row, place)

    def _say(self, place: str, message: str) -> None:
        self.mistakes.append(Mistake(place, message))

    def _room(self, sheet: Sheet, column: int) -> str | None:
        name = " ".join(text_in(sheet.value(0, column)).split())
        id = self._rooms.get(name)
        # A room may be called "#1": only what is no room is the planner's own.
        is_own = id is None and name.startswith(IGNORED)
        if id is None and not is_own and any(text_in(sheet.value(row, column)) for row in range(1, sheet.height)):
            self._say(sheet.place(0, column), f'there is no room "{name[:80]}"{guess(name, self._rooms)}')
        return id

    def _put(self, text: str, room: str, day: Day, sheet: Sheet, row: int, place: str) -> None:
        id = self._session(text)
        if id is None:
            first = text.split("\n", 1)[0][:80]
            hint = guess(first, self._labels) if len(self.mistakes) < MOST_GUESSES else ""
            self._say(place, f'there is no session "{first}"{hint}')
            return
        if id in self._first:
            self._say(place, f'"{self._title(id)}" already stands at {self._first[id]}')
            return
        self._first[id] = place
        try:
            self.placements[id] = self._placement(id, room, day, sheet, row)
        except InvalidInput:
            clock = _clock(sheet.value(row, 0))
            when = f"at {clock}" if clock else "in a row without a time"
            why = "no slot begins then, or too little of the block is left"
            self._say(place, f'"{self._title(id)}" cannot begin {when}: {why}')

    def _title(self, id: str) -> str:
        return self.conference.session_by_id[id].title[:80]

    def _session(self, text: str) -> str | None:
        first = text.split("\n", 1)[0].strip()
        return self._labels.get(" ".join(first.split())) or self._labels.get(" ".join(text.split()))

    def _placement(self, id: str, room: str, day: Day, sheet: Sheet, row: int) -> Placement:
        """Find the slot of a row: by its block where that still stands there, or else by its time."""
        conference, clock = self.conference, _clock(sheet.value(row, 0))
        named = text_in(sheet.value(row, 1))
        for block in conference.blocks_by_day[day.id]:
            for slot, label in enumerate(clock_labels(conference, block)):
                if label == clock and named in ("", block.id) and self._fits(id, block.id, slot):
                    return conference.placement(id, room, block.id, slot)
        raise InvalidInput.single("no slot begins then")

    def _fits(self, id: str, block: str, slot: int) -> bool:
        conference = self.conference
        return conference.position(conference.session_by_id[id], conference.block_by_id[block], slot) is not None


def _clock(cell: Cell) -> str:
    if isinstance(cell, time | datetime):
        return nearest_minute(cell)
    if isinstance(cell, timedelta):
        return nearest_minute(datetime.combine(date(2000, 1, 1), time()) + cell)
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::00)?( \([0-9]+\))?", text_in(cell))
    return f"{match[1].zfill(2)}:{match[2]}{match[3] or ''}" if match else ""
