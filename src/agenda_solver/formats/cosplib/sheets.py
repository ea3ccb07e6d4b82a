"""The sheets of an instance workbook, checked, as :class:`Content`; one reading finds every mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import time
from itertools import combinations
from typing import NamedTuple

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.cosplib.cell_reading import CellReader, first_of, quoted
from agenda_solver.formats.cosplib.content import (
    HEADINGS,
    MATRICES,
    SHEETS,
    SIMILAR,
    TERMS,
    Content,
    Parameters,
    SessionRow,
    SubmissionRow,
    TrackRow,
)
from agenda_solver.formats.workbook.workbook_reading import Workbook
from agenda_solver.model.pydantic_messages import guess

__all__ = ["content_of"]

MAX_WEIGHT = 1_000_000_000
MAX_SLOTS = 1_000
NO_PARAMETERS = Parameters(0, (time(), time()), (time(), time()), 0, 0, ())
FIRST_PENALTY = len(HEADINGS["submissions"])


def content_of(workbook: Workbook) -> Content:
    """Return the content of a workbook, or raise every mistake that was found, each with its cell."""
    reader = _Reader(workbook)
    content = reader.read()
    if content is None or reader.mistakes:
        raise InvalidInput(first_of(reader.mistakes))
    return content


class _Names(NamedTuple):
    """The names that sheets refer to, in their order."""

    sessions: tuple[str, ...]
    rooms: tuple[str, ...]
    tracks: tuple[str, ...]


class _Reader:
    """Reads sheet by sheet; the content is only used if there is no mistake, so gaps in it do no harm."""

    def __init__(self, workbook: Workbook) -> None:
        self.mistakes: list[Mistake] = []
        self.grids: dict[str, CellReader] = {}
        for name in SHEETS:
            if name in workbook.sheets:
                self.grids[name] = CellReader(workbook.sheets[name], self.mistakes)
            else:
                hint = guess(name, set(workbook.sheets) - set(SHEETS))
                self.mistakes.append(Mistake(name, f"this sheet is missing{hint}"))

    def read(self) -> Content | None:
        """Return the content, or None if a sheet is missing or empty: its names would seem unknown everywhere."""
        if self.mistakes:
            return None
        for name, headings in HEADINGS.items():
            self._check_headings(self.grids[name], headings)
        parameters = self._parameters(self.grids["parameters"])
        sessions = [row for row in self._sessions(self.grids["sessions"]) if row is not None]
        tracks = list(self._tracks(self.grids["tracks"]))
        rooms = [self.grids["rooms"].name(row, 0, "room") or "" for row in self._rows(self.grids["rooms"], "room")]
        # The names in rows with other mistakes count too, so that references to them are not reported.
        names = _Names(self._all_names("sessions"), self._all_names("rooms"), self._all_names("tracks"))
        if not all(names):
            return None
        submissions = list(self._submissions(self.grids["submissions"], names))
        of_sessions, of_rooms = self._submission_penalties(self.grids["submissions"], names)
        content = Content(
            parameters=parameters or NO_PARAMETERS,
            sessions=tuple(sessions),
            rooms=tuple(rooms),
            tracks=tuple(tracks),
            submissions=tuple(submissions),
            tracks_sessions=self._matrix(0, "track", names.tracks, "session", names.sessions),
            tracks_rooms=self._matrix(1, "track", names.tracks, "room", names.rooms),
            sessions_rooms=self._matrix(2, "session", names.sessions, "room", names.rooms),
            similar=self._similar(self.grids[SIMILAR], names.tracks),
            submissions_sessions=of_sessions,
            submissions_rooms=of_rooms,
        )
        self._check_space(content)
        return content

    def _check_headings(self, grid: CellReader, headings: tuple[str, ...]) -> None:
        for column, heading in enumerate(headings):
            if heading == "Chairs" and grid.sheet.width == 1:
                continue  # nobody chairs anything, and somebody took the empty column away
            found = grid.text(0, column)
            if found is not None and found.strip().casefold() != heading.casefold():
                grid.say(0, column, f'the heading must be "{heading}", not {quoted(found)}')

    def _rows(self, grid: CellReader, what: str) -> Iterator[int]:
        """Return the numbers of the rows below the heading; the names in them must differ."""
        first: dict[str, int] = {}
        if grid.sheet.height < 2:
            grid.say(1, 0, f"there is no {what}")
        for row in range(1, grid.sheet.height):
            value = grid.sheet.value(row, 0)
            key = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
            if key in first and key != "":
                grid.say(row, 0, f"there is already a {what} {quoted(value)} in {grid.sheet.place(first[key], 0)}")
            first.setdefault(key, row)
            yield row

    def _all_names(self, sheet: str) -> tuple[str, ...]:
        quiet = CellReader(self.grids[sheet].sheet, [])
        found = (quiet.text(row, 0) for row in range(1, quiet.sheet.height))
        return tuple(dict.fromkeys(name for name in found if name))

    def _parameters(self, grid: CellReader) -> Parameters | None:
        hours = grid.hours(1, 1)
        windows = [grid.time(row, 1) for row in (3, 4, 6, 7)]
        small, big = grid.number(8, 1), grid.number(10, 1)
        weights = [grid.number(row, 4, high=MAX_WEIGHT, empty=0) for row in range(1, 1 + len(TERMS))]
        self._check_windows(grid, windows)
        if hours is None or small is None or big is None:
            return None
        found = [window for window in windows if window is not None]
        if len(found) < 4 or None in weights:
            return None
        return Parameters(
            hours, (found[0], found[1]), (found[2], found[3]), small, big, tuple(weight or 0 for weight in weights)
        )

    @staticmethod
    def _check_windows(grid: CellReader, windows: Sequence[time | None]) -> None:
        if None in windows:
            return
        begin, end, first, last = (window or time() for window in windows)
        if end <= begin:
            grid.say(4, 1, f"the suitable times end at {end:%H:%M}, not after their start at {begin:%H:%M}")
        if first > begin:
            grid.say(6, 1, f"less suitable times must not begin ({first:%H:%M}) after suitable ones ({begin:%H:%M})")
        if last < end:
            grid.say(7, 1, f"less suitable times must not end ({last:%H:%M}) before suitable ones ({end:%H:%M})")

    def _sessions(self, grid: CellReader) -> Iterator[SessionRow | None]:
        for row in self._rows(grid, "session"):
            name, slots = grid.name(row, 0, "session"), grid.number(row, 1, low=1, high=MAX_SLOTS)
            when, start, end = grid.date(row, 2), grid.time(row, 3), grid.time(row, 4)
            if start is not None and end is not None:
                minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
                if minutes <= 0:
                    grid.say(row, 4, f"the session ends at {end:%H:%M}, not after its start at {start:%H:%M}")
            if name is None or slots is None or when is None or start is None or end is None:
                yield None
            else:
                yield SessionRow(name, slots, when, start, end)

    def _tracks(self, grid: CellReader) -> Iterator[TrackRow]:
        for row in self._rows(grid, "track"):
            yield TrackRow(grid.name(row, 0, "track") or "", grid.names(row, 1))

    def _submissions(self, grid: CellReader, names: _Names) -> Iterator[SubmissionRow]:
        for row in self._rows(grid, "submission"):
            yield SubmissionRow(
                grid.name(row, 0, "submission") or "",
                grid.known(row, 1, "track", names.tracks) or "",
                grid.number(row, 2, low=1, high=MAX_SLOTS) or 0,
                grid.number(row, 3, empty=0) or 0,
                grid.hours(row, 4) or 0,
                grid.names(row, 5),
                grid.names(row, 6),
            )

    def _submission_penalties(
        self, grid: CellReader, names: _Names
    ) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
        quiet = CellReader(grid.sheet, [])
        submissions = {row: quiet.text(row, 0) or "" for row in range(1, grid.sheet.height)}
        middle = FIRST_PENALTY + len(names.sessions)
        columns = self._columns(grid, "session", names.sessions, range(FIRST_PENALTY, middle))
        if len(columns) < len(names.sessions):
            # With a session too few or too many, every room would seem to be in a wrong column.
            return _amounts(grid, submissions, columns), {}
        rooms = self._columns(grid, "room", names.rooms, range(middle, middle + len(names.rooms)))
        return _amounts(grid, submissions, columns), _amounts(grid, submissions, rooms)

    def _matrix(
        self, number: int, what: str, names: tuple[str, ...], other: str, others: tuple[str, ...]
    ) -> dict[tuple[str, str], int]:
        grid = self.grids[MATRICES[number]]
        rows = self._heads(grid, what, names, [(row, 0) for row in range(1, grid.sheet.height)])
        columns = self._columns(grid, other, others, range(1, grid.sheet.width))
        found = _amounts(grid, {row: name for (row, _), name in rows.items()}, columns)
        # In the order of the sheets that define the names, whatever that of this one is.
        return {(a, b): found[a, b] for a in names for b in others if (a, b) in found}

    def _similar(self, grid: CellReader, tracks: tuple[str, ...]) -> dict[tuple[str, str], int]:
        """Return the pairs; column b belongs to the track of row b, and only what lies above the diagonal counts."""
        rows = self._heads(grid, "track", tracks, [(row, 0) for row in range(1, grid.sheet.height)])
        rank = {name: number for number, name in enumerate(tracks)}
        found: dict[tuple[str, str], int] = {}
        for ((a, _), first), ((b, _), second) in combinations(rows.items(), 2):
            amount = grid.number(a, b, empty=0)
            if amount:
                one, other = sorted((first, second), key=rank.__getitem__)
                found[one, other] = amount
        return dict(sorted(found.items(), key=lambda item: (rank[item[0][0]], rank[item[0][1]])))

    def _columns(self, grid: CellReader, what: str, names: tuple[str, ...], columns: range) -> dict[int, str]:
        found = self._heads(grid, what, names, [(0, column) for column in columns])
        return {column: name for (_, column), name in found.items()}

    def _heads(
        self, grid: CellReader, what: str, names: Collection[str], cells: list[tuple[int, int]]
    ) -> dict[tuple[int, int], str]:
        """Return the names at the head of rows or columns; each of the names must be there once."""
        found: dict[tuple[int, int], str] = {}
        first: dict[str, tuple[int, int]] = {}
        wrong = False
        for row, column in cells:
            name = grid.known(row, column, what, names)
            if name is None:
                wrong = True
            elif name in first:
                grid.say(row, column, f"the {what} {quoted(name)} already occurs in {grid.sheet.place(*first[name])}")
            else:
                first[name] = (row, column)
                found[row, column] = name
        missing = [name for name in names if name not in first]
        if missing and not wrong:  # an unknown name is most likely a missing one misspelt
            at = cells[-1] if cells else (0, 1)
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            grid.say(*at, f"there is no {what} {', '.join(quoted(name) for name in missing[:3])}{more} before or here")
        return found

    def _check_space(self, content: Content) -> None:
        needed = sum(row.slots for row in content.submissions)
        there = sum(row.slots for row in content.sessions) * len(content.rooms)
        if needed > there and not self.mistakes:
            words = f"{needed} time slots are required in total, but all sessions and rooms together have only {there}"
            self.mistakes.append(Mistake("submissions", words))


def _amounts(grid: CellReader, rows: dict[int, str], columns: dict[int, str]) -> dict[tuple[str, str], int]:
    """Return the amounts of a matrix that are not 0."""
    found: dict[tuple[str, str], int] = {}
    for row, name in rows.items():
        for column, other in columns.items():
            if not grid.is_empty(row, column) and (amount := grid.number(row, column)):
                found[name, other] = amount
    return found
