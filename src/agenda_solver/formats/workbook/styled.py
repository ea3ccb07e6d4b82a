"""Workbooks for people: frozen headings, colours, comments, drop-down lists, merged cells."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.workbook.writing import MAX_TEXT, TOO_LARGE, Value, WorkbookWriter, write_cell

__all__ = ["StyledSheet", "StyledWorkbook"]

FONT = "Calibri"
INK, PAPER, LINE, SOFT = "#172033", "#ffffff", "#d5dae2", "#eef1f6"
HEADING = {
    "bold": True,
    "font_color": PAPER,
    "bg_color": "#5f6b7a",
    "valign": "vcenter",
    "text_wrap": True,
    "indent": 1,
}
NEEDED = {**HEADING, "bg_color": "#20365f"}
BODY = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": LINE}
LINE_HEIGHT, MOST_LINES = 15, 12
MOST_IN_MARGIN = 45  # all of a margin takes 255 characters, and each may be doubled
LOOKS: Mapping[type, Mapping[str, Any]] = {
    str: {"indent": 1, "align": "left"},
    date: {"num_format": "yyyy-mm-dd", "align": "left"},
    time: {"num_format": "hh:mm", "align": "left"},
}


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Return the height in points at which the wrapped texts of a row are readable; not every program computes it."""
    lines = 1
    for column, value in enumerate(row):
        if isinstance(value, str):
            # Room for the indent; letters are a little narrower than the digits that widths are counted in.
            letters = max(1.0, 1.1 * (widths[min(column, len(widths) - 1)] - 1 if widths else 12))
            lines = max(lines, sum(math.ceil(max(1, len(piece)) / letters) for piece in value.splitlines()))
    return LINE_HEIGHT * min(lines, MOST_LINES) + 3


def _in_margin(text: str) -> str:
    """Return a text for the margin of a page, where & begins a command, cut to what fits."""
    return " ".join(text.split())[:MOST_IN_MARGIN].replace("&", "&&")


class StyledWorkbook(WorkbookWriter):
    """A workbook that is being made; see :class:`StyledSheet`."""

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, look: Mapping[str, Any]) -> Any:
        """Return the format of a look; the same one for the same look."""
        whole = {"font_name": FONT, "font_size": 11, "font_color": INK, **look}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(whole)
        return self._formats[key]

    def styled(self, name: str, *, tab: str | None = None) -> StyledSheet:
        """Add a sheet, with a colour on its tab."""
        sheet = self._book.add_worksheet(name)
        if tab is not None:
            sheet.set_tab_color(tab)
        return StyledSheet(self, sheet)


class StyledSheet:
    """One sheet; rows and columns are counted from 0, and text is always text."""

    def __init__(self, book: StyledWorkbook, sheet: Any) -> None:
        self._book, self._sheet = book, sheet

    def put(self, row: int, column: int, value: Value, look: Mapping[str, Any]) -> None:
        """Write one cell; None leaves it empty, but with its look."""
        write_cell(self._sheet, row, column, value, self._book.style(look))

    def card(self, first_row: int, column: int, last_row: int, lines: tuple[str, str], look: Mapping[str, Any]) -> None:
        """Write a bold line, and a smaller one below it if it is not empty, over several rows of a column."""
        title, below = lines
        if last_row > first_row:
            self._sheet.merge_range(first_row, column, last_row, column, "", self._book.style(look))
        bold = {name: value for name, value in look.items() if name == "font_color"} | {"bold": True}
        if not below:
            self.put(first_row, column, title, {**look, **bold})
            return
        pieces = (
            self._book.style(bold),
            title + "\n",
            self._book.style({**bold, "bold": False, "font_size": 9}),
            below,
        )
        if self._sheet.write_rich_string(first_row, column, *pieces, self._book.style(look)):
            raise InvalidInput.single(TOO_LARGE, self._sheet.name)

    def table(
        self,
        rows: Sequence[Sequence[Value]],
        *,
        widths: Sequence[int],
        needed: int = 0,
        needed_columns: Sequence[int] = (),
    ) -> None:
        """Write a table under headings that stay in sight and can filter it; needed columns have darker headings."""
        for column in range(len(rows[0])):
            self.width(column, widths[min(column, len(widths) - 1)] if widths else 14)
        for column, heading in enumerate(rows[0]):
            is_needed = column < needed or column in needed_columns
            self.put(0, column, heading, NEEDED if is_needed else HEADING)
        for number, row in enumerate(rows[1:], 1):
            self._sheet.set_row(number, _height(row, widths))
            for column, value in enumerate(row):
                look = next((look for kind, look in LOOKS.items() if isinstance(value, kind)), {})
                self.put(number, column, value, {**BODY, **look})
        self._sheet.set_row(0, 30)
        self._sheet.freeze_panes(1, min(2, len(rows[0]) - 1))
        self._sheet.autofilter(0, 0, max(1, len(rows) - 1), len(rows[0]) - 1)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def mark_needed(self, row: int, column: int, text: str) -> None:
        """Write a cell that looks like the headings of columns that have to be filled."""
        self.put(row, column, text, NEEDED)

    def page(self, title: str, lines: Sequence[str]) -> None:
        """Write lines of text under a title."""
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self.width(0, 3)
        self.width(1, 120)
        self._sheet.set_row(1, 34)
        self.put(1, 1, title[:MAX_TEXT], {"bold": True, "font_size": 20, "font_color": "#20365f"})
        for number, line in enumerate(lines, 3):
            is_command = line.startswith("agenda-solver")
            look = {"font_name": "Consolas", "bg_color": SOFT} if is_command else {"text_wrap": True}
            self._sheet.set_row(number, 22)
            self.put(number, 1, line, {**look, "valign": "vcenter"})

    def width(self, column: int, width: float, *, hidden: bool = False) -> None:
        """Set the width of a column in characters."""
        self._sheet.set_column(column, column, width, None, {"hidden": hidden})

    def height(self, row: int, height: float) -> None:
        """Set the height of a row in points."""
        self._sheet.set_row(row, height)

    def fold(self, columns: Sequence[int], widths: Sequence[float]) -> None:
        """Fold columns away, with a button above the table that shows them."""
        for column in columns:
            self._sheet.set_column(column, column, widths[column], None, {"level": 1, "hidden": True})
        for last in (column for column in columns if column + 1 not in columns):
            width = widths[last + 1] if last + 1 < len(widths) else None
            self._sheet.set_column(last + 1, last + 1, width, None, {"collapsed": True})

    def comment(self, row: int, column: int, text: str) -> None:
        """Write a remark that shows when the pointer rests on a cell."""
        self._sheet.write_comment(row, column, text, {"author": "agenda-solver", "font_size": 9, "color": "#fffbe6"})

    def validate(self, column: int, last: int, validation: Mapping[str, Any]) -> None:
        """Say what may be in a column below its heading."""
        self._sheet.data_validation(1, column, last, column, dict(validation))

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above and the columns left of a cell in sight."""
        self._sheet.freeze_panes(row, column)

    def band(self, row: int, first: int, last: int, text: Value, look: Mapping[str, Any]) -> None:
        """Write a text over several columns of a row."""
        if last > first:
            self._sheet.merge_range(row, first, row, last, "", self._book.style(look))
        self.put(row, first, text, look)

    def rich(
        self, row: int, first: int, last: int, pieces: Sequence[tuple[Mapping[str, Any], str]], look: Mapping[str, Any]
    ) -> None:
        """Write pieces of text, each with its own look, over several columns of a row."""
        if len(pieces) == 1:
            self.band(row, first, last, pieces[0][1], {**look, **pieces[0][0]})
            return
        self.band(row, first, last, None, look)
        inner = {name: value for name, value in look.items() if name.startswith("font_")}
        parts = [part for own, text in pieces for part in (self._book.style({**inner, **own}), text)]
        if self._sheet.write_rich_string(row, first, *parts, self._book.style(look)):
            raise InvalidInput.single(TOO_LARGE, self._sheet.name)

    def as_poster(self, *, one_page: bool = True) -> None:
        """Print the sheet on A3, as wide as a page, without the lines between cells."""
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(8)
        self._sheet.fit_to_pages(1, 1 if one_page else 0)
        self._sheet.repeat_rows(0)

    def print_titles(self, left: str, right: str, below: str) -> None:
        """Print a title above each page, and a line below it with its number."""
        # The blank after the font size separates it from a title that begins with a digit.
        self._sheet.set_header(f'&L&"{FONT},Bold"&14 {_in_margin(left)}&R&12 {_in_margin(right)}')
        self._sheet.set_footer(f"&L&9 {_in_margin(below)}&R&9 &P / &N")

    def hide(self) -> None:
        """Hide the sheet from sight; it can be shown by hand."""
        self._sheet.hide()
