"""A planner's conference as a workbook: read by its sheets' names, written so that it explains itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agenda_solver.errors import in_file
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.column_types import CONFERENCE, MORE, RULES, WISHES, Column, Sheets
from agenda_solver.formats.planner.headings import START
from agenda_solver.formats.planner.rule_tables import NEVER, SEVERITIES
from agenda_solver.formats.planner.sheet_columns import SETTINGS, SHEETS
from agenda_solver.formats.planner.tables import Table, tables_of
from agenda_solver.formats.planner.tables_to_conference import conference_in_sheets
from agenda_solver.formats.workbook.styled import StyledSheet, StyledWorkbook
from agenda_solver.formats.workbook.workbook_reading import Workbook, open_workbook
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_registry import built_in_rules

__all__ = ["conference_in_workbook", "read_workbook", "write_workbook"]

ROWS_TO_FILL = 500
TABS = {
    "Sessions": "#2f63b4",
    "People": "#1f8a5c",
    "Rooms": "#1f8a5c",
    "Days": "#c45a1c",
    "Time": "#c45a1c",
    "Breaks": "#c45a1c",
}
WIDTHS = {
    "Conference": (18, 40, 70),
    RULES: (22, 11, 9, 8, 14, 40, 90, 12),
    WISHES: (40,),
    MORE: (12, 20, 20, 60),
}
VALIDATIONS: dict[str, dict[str, Any]] = {
    # A hint only: the words of other languages are understood as well.
    "yes": {"validate": "list", "source": ["yes", "no"], "error_type": "information"},
    "number": {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_type": "warning",
        "error_title": "A whole number",
        "error_message": "Write a whole number that is not negative.",
    },
}
WORDS = (
    "Fill the sheets from left to right; the first rows show how. Overwrite them with your own,",
    "and empty Votes and Wishes: what they hold belongs to the example.",
    "1  Conference: its name and its time zone.   2  Sessions: one row each.   3  People and Rooms.",
    "4  Days and Time: when sessions can be.   Breaks: lunch and coffee, for readers.",
    "5  Tracks, Votes, Buildings, Walks, Wishes: only if you have any.   6  Rules: what counts, and how much.",
    "Only dark headings are needed. Point at a heading, or select a cell, to read what belongs there.",
    "Names refer to each other: write a speaker as in the sheet People, a track as in the sheet Tracks.",
    "Separate several names or words in a cell with semicolons or commas.",
    "To add columns and sheets of your own, begin their names with #.",
    "Rarely used columns are folded away: press the + above the table to see them.",
    "",
    "Then, in a terminal:",
    "agenda-solver check {file}",
    "agenda-solver solve {file} -o agenda.xlsx",
    "Mistakes are reported with their sheets and cells. Nothing is solved until they are corrected.",
)


def read_workbook(path: str | os.PathLike[str], remarks: list[Remark] | None = None) -> Conference:
    """Return the conference of a planner's workbook.

    Copies of sheets and notes in free cells are not read; remarks say so. All mistakes are raised together, each with
    its sheet and cell.
    """
    return conference_in_workbook(open_workbook(path), remarks)


def conference_in_workbook(workbook: Workbook, remarks: list[Remark] | None = None) -> Conference:
    """Return the conference of an open workbook; see :func:`read_workbook`."""
    with in_file(workbook.source):
        return conference_in_sheets(workbook.sheets, remarks)


def write_workbook(conference: Conference, path: str | os.PathLike[str], *, to_overwrite: bool = False) -> None:
    """Write a conference as a planner's workbook, in one step; reading it gives an equal conference.

    In an example ``to_overwrite``, sessions have no ids; those made from the titles may then differ. InvalidInput is
    raised if a cell cannot hold an id.
    """
    book = StyledWorkbook()
    _write_start(book, conference, Path(path).name)
    kinds = {kind.name: kind for kind in SHEETS}
    for table in tables_of(conference, to_overwrite=to_overwrite):
        sheet = book.styled(table.name, tab=TABS.get(table.name))
        if table.name in kinds:
            _write_parts(sheet, kinds[table.name], table)
        else:
            needed = len(table.rows[0]) if table.name in (CONFERENCE, MORE) else 1
            sheet.table(table.rows, widths=WIDTHS[table.name], needed=needed)
        if table.name == CONFERENCE:
            _help_with_settings(sheet, table)
        elif table.name == RULES:
            _help_with_rules(sheet)
        elif table.name == WISHES:
            _help_with_wishes(sheet, table)
        elif table.name == MORE:
            sheet.hide()
    book.save(path)


def _write_start(book: StyledWorkbook, conference: Conference, file: str) -> None:
    sheet = book.styled(START, tab="#172033")
    sheet.page(conference.name, [line.format(file=file) for line in WORDS])


def _write_parts(sheet: StyledSheet, kind: Sheets, table: Table) -> None:
    widths = [column.width for column in kind.columns]
    needed = [number for number, column in enumerate(kind.columns) if is_needed(column)]
    sheet.table(table.rows, widths=widths, needed_columns=needed)
    unused = [n for n, column in enumerate(kind.columns) if column.rare and not any(row[n] for row in table.rows[1:])]
    sheet.fold(unused, widths)
    for number, column in enumerate(kind.columns):
        sheet.comment(0, number, column.help)
        last = max(len(table.rows), ROWS_TO_FILL)
        sheet.validate(number, last, _validation(column))


def _validation(column: Column) -> dict[str, Any]:
    found = VALIDATIONS.get(column.kind, {"validate": "any"})
    if column.kind == "one":
        # A hint only: an id is as good as a name, and the list shows just one of them.
        found = {"validate": "list", "source": _names_of(column.target), "error_type": "information"}
    return {**found, "input_title": column.heading[:32], "input_message": column.help[:255]}


def _names_of(target: str) -> str:
    kind = next(kind for kind in SHEETS if kind.parts == target)
    # Ids may be left empty: what is needed, or what readers see, is in the second column. Blocks have only ids.
    letter = "A" if target == "blocks" else "B"
    return f"='{kind.name}'!${letter}$2:${letter}${ROWS_TO_FILL}"


def is_needed(column: Column) -> bool:
    """Whether a planner has to fill a column, at least where another one is empty."""
    return "Needed" in column.help


def _help_with_settings(sheet: StyledSheet, table: Table) -> None:
    needed = {column.heading for column in SETTINGS if is_needed(column)}
    for row, (heading, *_) in enumerate(table.rows):
        if heading in needed:
            sheet.mark_needed(row, 0, str(heading))


def _help_with_rules(sheet: StyledSheet) -> None:
    last = len(built_in_rules()) + 50
    helps: Sequence[tuple[str, dict[str, Any]]] = (
        ("Which rule the row is about.", {"validate": "any"}),
        (
            "hard: never broken. weight: what each unit costs. off: not looked at. Empty, or as usual: see Usually.",
            {"validate": "list", "source": list(SEVERITIES)},
        ),
        ("What each unit costs, with severity weight.", {"validate": "integer", "criteria": ">=", "value": 1}),
        (
            "0 to 9. A higher level is settled before every lower one. Empty: 0.",
            {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 9},
        ),
        ("Distinguishes two rows of the same rule.", {"validate": "any"}),
        ('For experts: parameters of the rule as JSON, such as {"limit": 2}.', {"validate": "any"}),
    )
    for number, (text, validation) in enumerate(helps):
        sheet.comment(0, number, text)
        sheet.validate(number, last, {**validation, "input_message": text, "input_title": "Rules"})


def _help_with_wishes(sheet: StyledSheet, table: Table) -> None:
    text = f'Empty: it suits. A number: so many points if the session is then. "{NEVER}": it cannot be then.'
    sheet.comment(0, 0, text)
    for column in range(1, len(table.rows[0])):
        validation = {"validate": "list", "source": ["1", "5", "20", NEVER], "error_type": "information"}
        sheet.validate(column, len(table.rows) + 50, {**validation, "input_title": "Wish", "input_message": text})
