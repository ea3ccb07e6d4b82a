"""An agenda as a CSV file: a row for each session, for spreadsheets, mail merges and other programs' imports.

A reader uses only the columns ``session``, ``room``, ``start``, ``block`` and ``place``; parts may be given by id or by
name. The other columns are for people.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.agenda_file import PlacementReader
from agenda_solver.formats.files import write_text
from agenda_solver.formats.planner.cell_writing import plain_text
from agenda_solver.formats.planner.csv_text import csv_of, sheet_of_csv
from agenda_solver.formats.planner.times import instant_text
from agenda_solver.formats.workbook.workbook_reading import Sheet
from agenda_solver.formats.workbook.writing import Value
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.pydantic_messages import whole_number
from agenda_solver.safe_text import one_line

__all__ = ["agenda_in_csv", "write_agenda_csv"]

NEEDED = ("session", "room", "start")
HEADINGS = (*NEEDED, "end", "block", "title", "room name", "track", "type", "people")
PLACE = "place"  # this column exists only if the slots of some block are places in an order
MOST_PLACES = 1_000


@typed
def write_agenda_csv(agenda: Agenda, path: str | os.PathLike[str]) -> None:
    """Write an agenda as a CSV file, in one step; times are on the conference's clock.

    Sessions without a place are at the end, with empty cells for room and time. InvalidInput is
    raised if a cell cannot hold an id.
    """
    sessions, rooms = agenda.conference.session_by_id, agenda.conference.room_by_id
    for kind, ids in (("sessions", list(sessions)), ("rooms", list(rooms))):
        for number, id in enumerate(ids):
            if not plain_text(id):
                where = f"{kind}[{number}].id"
                raise InvalidInput.single("holds characters that cannot be in a cell of a table", where)
    order = [*agenda.chronological(), *(session.id for session in agenda.unplaced)]
    rows: list[list[Value]] = [list(HEADINGS), *(_row(agenda, id) for id in order)]
    if any(block.is_in_order for block in agenda.conference.blocks):
        places: list[Value] = [PLACE, *(_place(agenda, id) for id in order)]
        for row, place in zip(rows, places, strict=True):
            row.insert(HEADINGS.index("block") + 1, place)
    write_text(path, csv_of(rows))


def _place(agenda: Agenda, id: str) -> int | None:
    return agenda.conference.place_of(agenda[id]) if id in agenda else None


def _row(agenda: Agenda, id: str) -> list[Value]:
    conference = agenda.conference
    session, place = conference.session_by_id[id], agenda.get(id)
    track = conference.track_by_id[session.track].name if session.track else None
    people = "; ".join(conference.person_by_id[person].name for person in session.people())
    about: list[Value] = [session.title, None, track, session.type, people]
    about = [one_line(value) if isinstance(value, str) else value for value in about]
    if place is None:
        return [id, None, None, None, None, *about]
    about[1] = one_line(conference.room_by_id[place.room].name)
    times = [instant_text(when, conference.zone) for when in (agenda.start(id), agenda.end(id))]
    return [id, place.room, *times, place.block, *about]


@typed
def agenda_in_csv(text: str, name: str, conference: Conference) -> Agenda:
    """Return the agenda of CSV text; a session without room and start has no place in it.

    Sessions, rooms and blocks are given by their ids or names. ``name`` is the name of the file, for messages. All
    mistakes are raised together, each with its cell.
    """
    sheet = sheet_of_csv(name, text)
    headings = [sheet.text(0, column).lower() for column in range(sheet.width)]
    if missing := [heading for heading in NEEDED if headings.count(heading) != 1]:
        lacking = " and ".join(f'"{heading}"' for heading in missing)
        raise InvalidInput.single(f"an agenda needs exactly one column each for {lacking}", f"{name} row 1")
    reader = _Reader(conference, sheet, {heading: headings.index(heading) for heading in headings})
    for row in range(1, sheet.height):
        reader.read(row)
    if reader.mistakes:
        raise InvalidInput(reader.mistakes)
    return Agenda(conference, reader.placements)


class _Reader(PlacementReader):
    """Reads the rows one by one."""

    def __init__(self, conference: Conference, sheet: Sheet, columns: Mapping[str, int]) -> None:
        super().__init__(conference)
        self.sheet, self.columns = sheet, columns

    def read(self, row: int) -> None:
        """Read one row; an empty one is skipped."""
        session, room, start = (self._text(row, heading) for heading in NEEDED)
        if not (session or room or start):
            return
        id, place = self._named(row, "session"), self._place(row, "session")
        if id is None or not self.is_first(id, place, place):
            return
        if not room and not start:
            return
        if not room or not start:
            empty = self._place(row, "start" if room else "room")
            self.say(empty, "is empty; give both the room and the start, or neither")
        elif (where := self._named(row, "room")) is not None:
            self._put(row, id, where, start)

    def _text(self, row: int, heading: str) -> str:
        column = self.columns.get(heading)
        return "" if column is None else self.sheet.text(row, column)

    def _place(self, row: int, heading: str) -> str:
        return self.sheet.place(row, self.columns[heading])

    def _named(self, row: int, heading: str) -> str | None:
        """Return the id of the part that a cell names; None is a mistake."""
        return self.known(f"{heading}s", self._text(row, heading), self._place(row, heading))

    def _put(self, row: int, session: str, room: str, start: str) -> None:
        block = self._named(row, "block") if self._text(row, "block") else ""
        if block is None:
            return
        try:
            instant = self.conference.moment(start)
        except ValueError as error:
            self.say(self._place(row, "start"), str(error))
            return
        number = self._number(row)
        if number != 0:
            self.put(session, room, instant, block or None, number, self._place(row, "start"))

    def _number(self, row: int) -> int | None:
        """Return the number of its place in the block, from 1 on: None if none is given, 0 if that is no number."""
        text = self._text(row, PLACE)
        try:
            return whole_number(text, 1, MOST_PLACES) if text else None
        except ValueError as error:
            self.say(self._place(row, PLACE), str(error))
            return 0
