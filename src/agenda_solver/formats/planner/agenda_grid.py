"""The grid of a day in an agenda's workbook: rooms across, times down, and what a reader needs on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from agenda_solver.formats.planner.change_marks import Mark
from agenda_solver.formats.planner.grid_positions import DayGrid, GridRow, day_grid
from agenda_solver.formats.workbook.styled import StyledSheet, StyledWorkbook
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.parts import Break, Day
from agenda_solver.model.time_texts import dated, hours

__all__ = ["GRID", "NOT_CONFIRMED", "GridWriter"]

NOT_CONFIRMED = "not confirmed"

GRID = "agenda-solver grid "
"""The beginning of the hidden heading that says which day a grid shows."""

LINE, SOFT, BAND, MARKED = "#d5dae2", "#5f6b7a", "#edeae1", "#ffe680"
HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": "#20365f", "align": "center", "valign": "vcenter"}
CLOCK = {"font_color": SOFT, "align": "right", "valign": "top", "num_format": "hh:mm", "top": 1, "top_color": LINE}
EMPTY = {"top": 1, "top_color": LINE, "left": 1, "left_color": LINE}
CARD = {"text_wrap": True, "valign": "top", "align": "left", "indent": 1, "border": 1, "border_color": "#ffffff"}
PAUSE = {"bg_color": BAND, "font_color": SOFT, "bold": True, "align": "center", "valign": "vcenter"}
NOTE = {"text_wrap": True, "valign": "top", "align": "left", "font_color": SOFT, "font_size": 10}
FIRST = 2  # the columns before the rooms: times, and the hidden ones
CLOCK_WIDTH, ROOM_WIDTH = 13, 26
MOST_REMARK, LONGEST_TRACK, MOST_TRACKS = 500, 60, 200
MOST_ROWS_OF_A_PAGE = 60


class GridWriter:
    """Writes the grids of one agenda into a workbook.

    The labels are the texts in the cells of sessions, and ``rooms`` those above the columns, both by id. The marks say
    how sessions have changed since the published agenda.
    """

    def __init__(
        self,
        agenda: Agenda,
        book: StyledWorkbook,
        labels: Mapping[str, str],
        rooms: Mapping[str, str],
        marks: Iterable[Mark] = (),
    ) -> None:
        from agenda_solver.formats.track_colours import NEUTRAL, track_swatches

        self.agenda, self.conference, self.book = agenda, agenda.conference, book
        self.labels, self.rooms = labels, rooms
        self.marks = {mark.session: mark for mark in marks}
        tracks = self.conference.tracks
        swatches = track_swatches([track.colour for track in tracks])
        self.swatches = {track.id: shades for track, shades in zip(tracks, swatches, strict=True)}
        self.neutral = NEUTRAL

    def day(self, day: Day, name: str) -> None:
        """Write the sheet of a day."""
        grid = day_grid(self.agenda, day)
        sheet = self.book.styled(name, tab="#2f63b4")
        self._heads(sheet, day, grid)
        self._times(sheet, grid)
        for id, (first, last, column) in grid.cells.items():
            sheet.card(first + 1, column + FIRST, last + 1, self._card(id), self._card_style(id))
            if id in self.marks:
                sheet.comment(first + 1, column + FIRST, self.marks[id].remark[:MOST_REMARK])
        self._mark_continued(sheet, grid)
        self._write_footer(sheet, day, grid)
        sheet.freeze(1, FIRST)
        sheet.as_poster(one_page=len(grid.rows) <= MOST_ROWS_OF_A_PAGE)
        sheet.print_titles(self.conference.name, day.label, self.conference.zone_words)

    def _heads(self, sheet: StyledSheet, day: Day, grid: DayGrid) -> None:
        sheet.put(0, 0, day.label, {**HEAD, "align": "left", "text_wrap": True})
        sheet.put(0, 1, f"{GRID}{day.date.isoformat()}", HEAD)
        sheet.height(0, 32)
        sheet.width(0, CLOCK_WIDTH)
        sheet.width(1, 4, hidden=True)
        for column, room in enumerate(grid.columns, FIRST):
            seats = self.conference.room_by_id[room].capacity
            below = "" if seats is None else "1 seat" if seats == 1 else f"{seats:,} seats"
            sheet.card(0, column, 0, (self.rooms[room], below), {**HEAD, "text_wrap": True})
            sheet.width(column, ROOM_WIDTH)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _times(self, sheet: StyledSheet, grid: DayGrid) -> None:
        taken = _taken(grid)
        for number, row in enumerate(grid.rows):
            edge = {"top": 2, "top_color": SOFT} if row.begins else {}
            free = [column for column in range(len(grid.columns)) if (number, column) not in taken]
            sheet.put(number + 1, 0, row.stretch, {**CLOCK, **edge, "bold": row.begins})
            sheet.put(number + 1, 1, row.label, CLOCK)
            sheet.height(number + 1, _height(row))
            if row.slots:
                for column in free:
                    sheet.put(number + 1, column + FIRST, None, {**EMPTY, **edge})
            else:
                self._break(sheet, number + 1, [column + FIRST for column in free], row.pauses[0].title)
            beside = [*row.pauses] if row.slots else []
            if beside:  # slots begin then as well, so that the row is theirs
                sheet.comment(number + 1, 0, "\n".join(map(self._pause_words, beside))[:MOST_REMARK])

    def _pause_words(self, pause: Break) -> str:
        zone = self.conference.zone
        return f"{pause.title}, {hours(pause.start.astimezone(zone), pause.end.astimezone(zone))}"

    @staticmethod
    def _break(sheet: StyledSheet, row: int, free: Sequence[int], title: str) -> None:
        """Write a break over all columns that are free then, its title into the first of them."""
        text: str | None = title
        for first, last in _runs(free):
            sheet.band(row, first, last, text, PAUSE)
            text = None

    def _mark_continued(self, sheet: StyledSheet, grid: DayGrid) -> None:
        """Mark the cells in which a session of an earlier day goes on, by a remark: a text would be a session."""
        taken = _taken(grid)
        first = min((row.minute for row in grid.rows), default=0)
        for id, place in self.agenda.items():
            if id in grid.cells or not place.start < first < place.end:
                continue
            running = [n for n, row in enumerate(grid.rows) if row.slots and place.start <= row.minute < place.end]
            columns = [c for c, room in enumerate(grid.columns) if room == place.room]
            if not running or not columns:
                continue
            free = [row for row in running if (row, columns[0]) not in taken]
            for row in free:
                sheet.put(row + 1, columns[0] + FIRST, None, {**EMPTY, "bg_color": LINE})
            if free:
                words = f"{self.labels[id]} continues until {dated(self.conference.local(place.end))}"
                sheet.comment(free[0] + 1, columns[0] + FIRST, words[:MOST_REMARK])

    # --- cards -------------------------------------------------------------------------------------------------------

    def _card(self, id: str) -> tuple[str, str]:
        session = self.conference.session_by_id[id]
        people = ", ".join(self.conference.person_by_id[person].name for person in session.people())
        track = self.conference.track_by_id[session.track].name if session.track else ""
        doubt = "" if session.is_confirmed else NOT_CONFIRMED
        return self.labels[id], " \u00b7 ".join(filter(None, (doubt, track, people)))[:300]

    def _card_style(self, id: str) -> dict[str, object]:
        session = self.conference.session_by_id[id]
        shades = self.swatches[session.track] if session.track else self.neutral
        bar = {"left": 5, "left_color": shades.solid}
        if id in self.marks:
            return {**CARD, **bar, "bg_color": MARKED}
        if session.plenary:
            return {**CARD, "bg_color": shades.deep, "font_color": "#ffffff"}
        return {**CARD, **bar, "bg_color": shades.tint}

    # --- below -------------------------------------------------------------------------------------------------------

    def _write_footer(self, sheet: StyledSheet, day: Day, grid: DayGrid) -> None:
        """Write what the grid is of, and the colours, from the column of times on: nothing there is a session."""
        row, last = len(grid.rows) + 2, len(grid.columns) + FIRST - 1
        words = f"{self.conference.name} \u00b7 {day.label} \u00b7 all times {self.conference.zone_words}"
        sheet.rich(row, 0, last, [({"bold": True}, words[:1_000])], NOTE)
        pieces = list(self._legend(grid))
        if pieces:
            letters = sum(len(text) for _, text in pieces)
            sheet.rich(row + 1, 0, last, pieces, NOTE)
            sheet.height(row + 1, 15 * math.ceil(1.1 * letters / (CLOCK_WIDTH + ROOM_WIDTH * len(grid.columns))))

    def _legend(self, grid: DayGrid) -> Iterator[tuple[dict[str, object], str]]:
        """Yield the colours and names of the tracks that are in a grid, and that of marked cells."""
        sessions = self.conference.session_by_id
        used = {sessions[id].track for id in grid.cells}
        tracks = [track for track in self.conference.tracks if track.id in used]
        for track in tracks[:MOST_TRACKS]:
            yield {"font_color": self.swatches[track.id].solid}, "\u25a0 "
            yield {}, f"{' '.join(track.name.split())[:LONGEST_TRACK]}    "
        if len(tracks) > MOST_TRACKS:
            yield {}, f"and {len(tracks) - MOST_TRACKS} more tracks    "
        if any(id in self.marks for id in grid.cells):
            yield {"font_color": MARKED}, "\u25a0 "
            yield {}, "moved or new since the agenda that was published"


def _taken(grid: DayGrid) -> set[tuple[int, int]]:
    """Return the rows and columns that sessions cover."""
    return {(row, c) for first, last, c in grid.cells.values() for row in range(first, last + 1)}


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last column of each run of adjacent columns."""
    for _, group in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
        found = [column for _, column in group]
        yield found[0], found[-1]


def _height(row: GridRow) -> int:
    if not row.slots:
        return 22
    return 44 if min(block.slots for block, _ in row.slots) <= 6 else 30
