"""Reading the sheet of wishes: a table of sessions and blocks."""

from __future__ import annotations

import re

from agenda_solver.formats.planner.cell_references import References
from agenda_solver.formats.planner.column_types import IGNORED
from agenda_solver.formats.planner.mistake_cells import MistakeCells
from agenda_solver.formats.planner.rule_tables import NEVER
from agenda_solver.formats.workbook.workbook_reading import Cell, Sheet, text_in

__all__ = ["read_wishes"]

MAX_POINTS = 1_000_000
MOST_NAMED = 5


def read_wishes(sheet: Sheet | None, names: References, places: MistakeCells) -> dict[tuple[str, str], int | str]:
    """Return what the matrix of sessions and blocks says: points, or ``"never"``, by session and block.

    Columns and rows without a wish are only there to be filled; their headings are ignored.
    """
    if sheet is None or not sheet.height:
        return {}
    reader = _Reader(sheet, names, places)
    found = {
        (row, column): wish
        for row in range(1, sheet.height)
        for column in range(1, sheet.width)
        if (wish := reader.wish(row, column)) is not None
    }
    blocks = reader.blocks(sorted({column for _, column in found}))
    sessions = {row: reader.session(row) for row in sorted({row for row, _ in found})}
    return {
        (session, block): wish
        for (row, column), wish in found.items()
        if (session := sessions[row]) is not None and (block := blocks[column]) is not None
    }


class _Reader:
    """Reads heads and cells, and notes mistakes."""

    def __init__(self, sheet: Sheet, names: References, places: MistakeCells) -> None:
        self.sheet, self.names, self.places = sheet, names, places
        self._merged = {
            (row, column): (top, left)
            for top, left, bottom, right in sheet.merged
            if top > 0 and left > 0
            for row in range(top, min(bottom, sheet.height - 1) + 1)
            for column in range(left, min(right, sheet.width - 1) + 1)
        }
        self._first: dict[str, str] = {}

    def blocks(self, columns: list[int]) -> dict[int, str | None]:
        """Return the blocks at the heads of columns; all that are not known are one mistake."""
        found: dict[int, str | None] = {}
        unknown: list[tuple[int, str, str]] = []
        for column in columns:
            text = self.sheet.text(0, column)
            found[column] = None
            if text.startswith(IGNORED) and not self.names.is_known("blocks", text):
                continue
            if not text:
                place = self.sheet.place(0, column)
                self.places.say(place, "this column has entries, but no block in its heading")
                continue
            try:
                found[column] = self.names.id_of("blocks", text)
            except ValueError as error:
                unknown.append((column, text, str(error)))
        self._report(unknown)
        return found

    def _report(self, unknown: list[tuple[int, str, str]]) -> None:
        for column, _, message in unknown[:1]:
            others = [f'"{text[:40]}"' for _, text, _ in unknown[1 : MOST_NAMED + 1]]
            more = f" and {len(unknown) - 1 - len(others)} more" if len(unknown) - 1 > len(others) else ""
            also = f"; nor is there {', '.join(others)}{more}" if others else ""
            start, listed, names = message.partition("; choose from ")
            advice = "; write your own blocks above the columns, or empty the wishes below"
            self.places.say(self.sheet.place(0, column), f"{start}{also}{advice}{listed}{names}")

    def session(self, row: int) -> str | None:
        """Return the session at the head of a row, unless it is at another one already."""
        text, place = self.sheet.text(row, 0), self.sheet.place(row, 0)
        if text.startswith(IGNORED) and not self.names.is_known("sessions", text):
            return None
        try:
            session = self.names.id_of("sessions", text) if text else None
        except ValueError as error:
            self.places.say(place, str(error))
            return None
        if session is None:
            self.places.say(place, "the session is missing")
            return None
        if session in self._first:
            self.places.say(place, f'"{text}" already occurs at {self._first[session]}')
            return None
        self._first[session] = place
        return session

    def wish(self, row: int, column: int) -> int | str | None:
        """Return the wish in a cell, which may be merged with others."""
        at = self._merged.get((row, column), (row, column))
        if (fault := self.sheet.fault(*at)) is not None:
            self._say_once(at, fault)
            return None
        return self._read(at, self.sheet.value(*at))

    def _read(self, at: tuple[int, int], cell: Cell) -> int | str | None:
        text = text_in(cell).lower()
        if text in ("", "0"):
            return None
        if text == NEVER:
            return NEVER
        if re.fullmatch(r"[0-9]{1,7}", text) and int(text) <= MAX_POINTS:
            return int(text)
        own = {self.sheet.text(0, at[1]), self.sheet.text(at[0], 0)}
        if not any(head.startswith(IGNORED) for head in own):
            message = f'"{text[:40]}" is neither "{NEVER}" nor a whole number of points up to {MAX_POINTS:,}, such as 5'
            self._say_once(at, message)
        return None

    def _say_once(self, at: tuple[int, int], message: str) -> None:
        place = self.sheet.place(*at)
        if place not in self.places.reported:
            self.places.say(place, message)
