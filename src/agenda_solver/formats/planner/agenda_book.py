"""An agenda as a planner's workbook: a grid for each day, lists, the scorecard, and what falls short."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import groupby

from agenda_solver.formats.planner.cells import plain_text
from agenda_solver.formats.planner.lanes import DayGrid, day_grid, room_labels, session_labels
from agenda_solver.formats.planner.memory import LIST, MEMORY, memory_rows
from agenda_solver.formats.workbook.styled import StyledSheet, StyledWorkbook
from agenda_solver.formats.workbook.writing import Value
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Day
from agenda_solver.model.telling import clock, dated, until
from agenda_solver.scoring import Scorecard

__all__ = ["GRID", "LISTS", "LIST_HEADINGS", "sheet_names", "write_agenda_workbook"]

GRID = "agenda-solver grid "
"""How the hidden heading begins that says which day a grid is of."""

LINE, RED = "#d5dae2", "#b3261e"
HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": "#20365f", "align": "center", "valign": "vcenter"}
CLOCK = {"font_color": "#5f6b7a", "align": "right", "valign": "top", "num_format": "hh:mm", "top": 1, "top_color": LINE}
EMPTY = {"top": 1, "top_color": LINE, "left": 1, "left_color": LINE}
CARD = {"text_wrap": True, "valign": "top", "align": "left", "indent": 1, "border": 1, "border_color": "#ffffff"}
MOST_REMARK = 500
NOT_PLACED, SCORE, SHORT = "Without a place", "Score", "Falls short"
BY_TIME, BY_ROOM, BY_TRACK, BY_PERSON = LIST, "By room", "By track", "By person"
COLUMNS = ("Day", "Start", "End", "Room", "Session", "Track", "People", "Type", "Id")
LISTS = (NOT_PLACED, BY_TIME, BY_ROOM, BY_TRACK, BY_PERSON, SCORE, SHORT)
"""The sheets beside the grids, which are for people only."""
LIST_HEADINGS = frozenset({"Start", "End", "Room", "Session"})
"""What heads every list of sessions, whatever it is called by now."""
WIDTHS = (18, 8, 8, 24, 56, 24, 48, 16, 20)


def write_agenda_workbook(
    agenda: Agenda, path: str | os.PathLike[str], scorecard: Scorecard | None, *, subtitle: str = ""
) -> None:
    """Write an agenda as a workbook, in one step; its grids can be edited and read again.

    Parameters
    ----------
    agenda
        Any agenda, also a partial or an illegal one.
    path
        The file.
    scorecard
        Its score, if there is one.
    subtitle
        A sentence that says how good it is.

    Raises
    ------
    InvalidInput
        When the file cannot be written; an old one is untouched then.
    """
    book = StyledWorkbook()
    writer = _Writer(agenda, book)
    names = sheet_names(agenda.conference)
    for day in agenda.conference.days:
        writer.day(day, names[day.id])
    writer.unplaced()
    writer.lists()
    writer.score(scorecard, subtitle)
    ids = book.styled(MEMORY)
    ids.table(memory_rows(agenda, names, writer.labels, writer.rooms), widths=(10, 24, 44, 100))
    ids.hide()
    book.save(path)


def sheet_names(conference: Conference) -> dict[str, str]:
    """Return what the grid of each day is called: short, unique, without the characters that formulas need."""
    names: dict[str, str] = {}
    for day in conference.days:
        name = f"{day.date:%a} {day.date.day} {day.date:%b}"
        names[day.id] = name if name not in names.values() else day.date.isoformat()
    return names


class _Writer:
    """Writes the sheets of one agenda."""

    def __init__(self, agenda: Agenda, book: StyledWorkbook) -> None:
        from agenda_solver.report.colours import NEUTRAL, track_swatches

        self.agenda, self.conference, self.book = agenda, agenda.conference, book
        tracks = self.conference.tracks
        swatches = track_swatches([track.colour for track in tracks])
        self.swatches = {track.id: shades for track, shades in zip(tracks, swatches, strict=True)}
        self.neutral = NEUTRAL
        self.labels = session_labels(self.conference)
        self.rooms = room_labels(self.conference)

    # --- grids -------------------------------------------------------------------------------------------------------

    def day(self, day: Day, name: str) -> None:
        grid = day_grid(self.agenda, day)
        sheet = self.book.styled(name, tab="#2f63b4")
        sheet.put(0, 0, day.label, {**HEAD, "align": "left", "text_wrap": True})
        sheet.put(0, 1, f"{GRID}{day.date.isoformat()}", HEAD)
        sheet.height(0, 32)
        sheet.width(0, 12)
        sheet.width(1, 4, hidden=True)
        for column, room in enumerate(grid.columns, 2):
            sheet.put(0, column, self.rooms[room], {**HEAD, "text_wrap": True})
            sheet.width(column, 26)
        self._slots(sheet, grid)
        for id, (first, last, column) in grid.cells.items():
            sheet.card(first + 1, column + 2, last + 1, self._card(id), self._look(id))
        self._going_on(sheet, grid)
        sheet.freeze(1, 2)
        sheet.as_poster()

    def _going_on(self, sheet: StyledSheet, grid: DayGrid) -> None:
        """Mark the cells in which a session of an earlier day goes on; as a remark, since a text would be a session."""
        taken = {(row, c) for first, last, c in grid.cells.values() for row in range(first, last + 1)}
        first = min((row.minute for row in grid.rows), default=0)
        for id, place in self.agenda.items():
            if id in grid.cells or not place.start < first < place.end:
                continue
            running = [n for n, row in enumerate(grid.rows) if place.start <= row.minute < place.end]
            columns = [c for c, room in enumerate(grid.columns) if room == place.room]
            if not running or not columns:
                continue
            free = [row for row in running if (row, columns[0]) not in taken]
            for row in free:
                sheet.put(row + 1, columns[0] + 2, None, {**EMPTY, "bg_color": LINE})
            if free:
                end = self.conference.local(place.end)
                sheet.comment(
                    free[0] + 1, columns[0] + 2, f"{self.labels[id]} goes on until {dated(end)}"[:MOST_REMARK]
                )

    def _slots(self, sheet: StyledSheet, grid: DayGrid) -> None:
        taken = {(row, c) for first, last, c in grid.cells.values() for row in range(first, last + 1)}
        for number, row in enumerate(grid.rows):
            edge = {"top": 2, "top_color": "#5f6b7a"} if row.begins else {}
            sheet.put(number + 1, 0, row.label, {**CLOCK, **edge, "bold": row.begins})
            sheet.put(number + 1, 1, row.label, CLOCK)
            sheet.height(number + 1, 44 if min(block.slots for block, _ in row.slots) <= 6 else 30)
            for column in range(len(grid.columns)):
                if (number, column) not in taken:
                    sheet.put(number + 1, column + 2, None, {**EMPTY, **edge})

    def _card(self, id: str) -> tuple[str, str]:
        session = self.conference.session_by_id[id]
        people = ", ".join(self.conference.person_by_id[person].name for person in session.people())
        track = self.conference.track_by_id[session.track].name if session.track else ""
        return self.labels[id], " \u00b7 ".join(filter(None, (track, people)))[:300]

    def _look(self, id: str) -> dict[str, object]:
        session = self.conference.session_by_id[id]
        shades = self.swatches[session.track] if session.track else self.neutral
        if session.plenary:
            return {**CARD, "bg_color": shades.deep, "font_color": "#ffffff"}
        return {**CARD, "bg_color": shades.tint, "left": 5, "left_color": shades.solid}

    # --- lists -------------------------------------------------------------------------------------------------------

    def unplaced(self) -> None:
        if self.agenda.unplaced:
            rows: list[Sequence[Value]] = [("Session", "May be left out")]
            rows += [(self.labels[s.id], "yes" if s.optional else "no") for s in self.agenda.unplaced]
            self.book.styled(NOT_PLACED, tab=RED).table(rows, widths=(60, 16), needed=2)

    def lists(self) -> None:
        conference, order = self.conference, self.agenda.chronological()
        room_rank = {room.id: number for number, room in enumerate(conference.rooms)}
        track_rank = {track.id: number for number, track in enumerate(conference.tracks)}
        by_room = sorted(order, key=lambda id: room_rank[self.agenda[id].room])
        tracked = [id for id in order if conference.session_by_id[id].track]
        by_track = sorted(tracked, key=lambda id: track_rank[conference.session_by_id[id].track or ""])
        self._list(BY_TIME, order)
        self._list(BY_ROOM, by_room, first="Room")
        if tracked:
            self._list(BY_TRACK, by_track, first="Track")
        self._people(order)

    def _list(self, name: str, ids: Iterable[str], first: str | None = None) -> None:
        order = sorted(range(len(COLUMNS)), key=lambda n: COLUMNS[n] != first)
        rows = [[row[n] for n in order] for row in [COLUMNS, *map(self._row, ids)]]
        self.book.styled(name).table(rows, widths=[WIDTHS[n] for n in order], needed=len(COLUMNS))

    def _row(self, id: str) -> Sequence[Value]:
        conference, place = self.conference, self.agenda[id]
        start, end = self.agenda.start(id), self.agenda.end(id)
        session = conference.session_by_id[id]
        return (
            conference.day_by_id[conference.block_by_id[place.block].day].label,
            clock(start),
            until(start, end),
            conference.room_by_id[place.room].name,
            session.title,
            conference.track_by_id[session.track].name if session.track else None,
            ", ".join(conference.person_by_id[person].name for person in session.people()),
            session.type,
            id if plain_text(id) else None,
        )

    def _people(self, order: Sequence[str]) -> None:
        pairs = [(person, id) for id in order for person in self.conference.session_by_id[id].people()]
        names = {person.id: person.name for person in self.conference.people}
        rows: list[Sequence[Value]] = [("Person", *COLUMNS[:6])]
        for person, group in groupby(
            sorted(pairs, key=lambda pair: (names[pair[0]], pair[0])), key=lambda pair: pair[0]
        ):
            rows += [(names[person], *self._row(id)[:6]) for _, id in group]
        if pairs:
            self.book.styled(BY_PERSON).table(rows, widths=(28, *WIDTHS[:6]), needed=7)

    # --- the score ---------------------------------------------------------------------------------------------------

    def score(self, scorecard: Scorecard | None, subtitle: str) -> None:
        if scorecard is None:
            return
        rows: list[Sequence[Value]] = [("Rule", "Severity", "Amount", "Cost", "Unit")]
        rows += [(r.key, str(r.severity), r.amount, r.cost, r.unit) for r in scorecard.rules]
        rows += [(f"Cost on level {level}", None, None, cost, None) for level, cost in scorecard.costs.items()]
        rows += [("Legal: every hard rule is kept." if scorecard.is_legal else "NOT LEGAL: a hard rule is broken.",)]
        rows += [(subtitle,)] if subtitle else []
        rows = [(*row, *[None] * (5 - len(row))) for row in rows]
        self.book.styled(SCORE, tab="#1f8a5c").table(rows, widths=(46, 20, 10, 10, 30), needed=5)
        found: list[Sequence[Value]] = [("Rule", "Severity", "Amount", "What falls short")]
        found += [(r.key, str(r.severity), v.amount, v.message[:32_000]) for r, v in scorecard.violations]
        self.book.styled(SHORT, tab=RED).table(found, widths=(30, 20, 10, 120), needed=4)
