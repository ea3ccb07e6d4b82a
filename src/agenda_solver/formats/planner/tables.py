"""A conference as tables of cells, independent of the file format.

Nothing is lost: what no cell of the sheets can say (a field without a column, a very long or an odd text) stands on the
sheet More, as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from pydantic_core import to_jsonable_python

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.planner.cell_references import ProgrammeDates, References
from agenda_solver.formats.planner.cell_writing import cell_of, holds, in_json, in_pieces, plain_text
from agenda_solver.formats.planner.column_types import CONFERENCE, MORE, Column, Sheets
from agenda_solver.formats.planner.rule_tables import rules_table, wishes_table
from agenda_solver.formats.planner.sheet_columns import SETTINGS, SHEETS
from agenda_solver.formats.workbook.writing import Value
from agenda_solver.model.conference import Conference
from agenda_solver.model.wall_clock_fields import ON_DAYS

__all__ = ["WORKBOOK_FORMAT", "Table", "tables_of"]

WORKBOOK_FORMAT = "agenda-solver/workbook/1"
# What cells call by its name; blocks and days have ids that say more, and ballots would grow too long.
NAMED = ("people", "tracks", "rooms", "buildings")
UNCELLABLE = "holds characters that cannot be in a cell of a table"
MORE_HEADINGS = ("Of", "Id", "Field", "JSON")


@dataclass(frozen=True)
class Table:
    """A sheet to write: its name, and its rows, the headings first."""

    name: str
    rows: Sequence[Sequence[Value]]


def tables_of(conference: Conference, *, to_overwrite: bool = False) -> list[Table]:
    """Return the tables of a conference, in the order in which a planner fills them.

    The rows of an example ``to_overwrite`` are typed over: sessions are called by their titles and have no ids, as far
    as nothing needs them. An id left beside another title would keep votes and wishes for that session.

    InvalidInput is raised if a cell cannot hold an id, or the title of a break.
    """
    writer = _Writer(conference, to_overwrite=to_overwrite)
    tables = [writer.settings()]
    tables += [Table(kind.name, writer.rows(kind)) for kind in SHEETS]
    matrix, left = wishes_table(conference)
    rules, long = rules_table(left)
    writer.more += [("rules", key, "settings", text) for key, text in long]
    tables += [Table("Wishes", matrix), Table("Rules", rules)]
    if to_overwrite:
        tables = [_without_ids(table, writer) if table.name == "Sessions" else table for table in tables]
    if writer.more:
        rows = [(*names, *in_pieces(text)) for *names, text in writer.more]
        width = max(map(len, rows))
        heads = (*MORE_HEADINGS, *("JSON, continued" for _ in range(width - len(MORE_HEADINGS))))
        tables.append(Table(MORE, [heads, *rows]))
    return tables


def _without_ids(sessions: Table, writer: _Writer) -> Table:
    """Return the sheet of sessions without the ids that nothing refers to: neither other sheets nor what is left."""
    heads, *rows = sessions.rows
    at = heads.index("Id")
    kept = {id for kind, id, *_ in writer.more if kind == "sessions"}
    kept |= {s.id for s in writer.conference.sessions if writer.names.name_of("sessions", s.id) == s.id}
    blank = [[None if n == at and row[at] not in kept else cell for n, cell in enumerate(row)] for row in rows]
    return Table(sessions.name, [heads, *blank])


class _Writer:
    """Fills the tables, and collects what they cannot hold."""

    def __init__(self, conference: Conference, *, to_overwrite: bool) -> None:
        self.conference = conference
        parts = {kind.parts: getattr(conference, kind.parts) for kind in SHEETS if kind.key == "id"}
        # A name that no cell can hold stands on the sheet More; cells cannot refer to it.
        shown = {kind: {part.id: part.name for part in parts[kind] if plain_text(part.name)} for kind in NAMED}
        if to_overwrite:
            shown["sessions"] = {part.id: part.title for part in parts["sessions"] if plain_text(part.title)}
        self.names = References(conference.zone, parts, shown, ProgrammeDates.of(conference))
        self.more: list[tuple[str, str, str, str]] = []

    def settings(self) -> Table:
        cells = [self._cell(column, self.conference, "conference", "") for column in SETTINGS]
        rows: list[Sequence[Value]] = [("Setting", "Value", "What it is"), ("Format", WORKBOOK_FORMAT, "")]
        rows += [(column.heading, cell, column.help) for column, cell in zip(SETTINGS, cells, strict=True)]
        for field in ("sources", "attributes"):
            if value := getattr(self.conference, field):
                self._add_to_more_sheet("conference", "", field, value)
        if self.conference.published == ():
            self._add_to_more_sheet("conference", "", "published", ())
        return Table(CONFERENCE, rows)

    def rows(self, kind: Sheets) -> list[Sequence[Value]]:
        rows: list[Sequence[Value]] = [[column.heading for column in kind.columns]]
        for number, part in enumerate(getattr(self.conference, kind.parts) or ()):
            key = getattr(part, kind.key) if kind.key else ""
            if not plain_text(key):
                place = f"{kind.parts}[{number}].{kind.key}"
                raise InvalidInput.single(UNCELLABLE, place)
            day = self.conference.day_by_id[part.day].date if kind.parts in ON_DAYS else None
            if kind.parts == "breaks" and not plain_text(part.title):  # without an id there is nothing to keep it by
                raise InvalidInput.single(UNCELLABLE, f"breaks[{number}].title")
            rows.append([self._cell(column, part, kind.parts, key, day) for column in kind.columns])
            for field, value in self._without_column(kind, part):
                self._add_to_more_sheet(kind.parts, key, field, value)
        return rows

    def _cell(self, column: Column, part: Any, kind: str, key: str, day: date | None = None) -> Value:
        value = _nested_value(part, column.field)
        if _is_default(part, column.field, value):
            return None
        cell = cell_of(column, value, self.names, day)
        if column.kind == "clock" or holds(column, value, self.names, cell):
            return cell
        self._add_to_more_sheet(kind, key, column.field, value)
        return None

    @staticmethod
    def _without_column(kind: Sheets, part: Any) -> Iterator[tuple[str, Any]]:
        shown = {column.field.partition(".")[0] for column in kind.columns}
        for field in type(part).model_fields:
            value = getattr(part, field)
            if field not in shown and not _is_default(part, field, value):
                yield field, value

    def _add_to_more_sheet(self, kind: str, key: str, field: str, value: Any) -> None:
        self.more.append((kind, key, field, in_json(to_jsonable_python(value, fallback=dict))))


def _nested_value(part: Any, path: str) -> Any:
    return reduce(lambda inner, name: None if inner is None else getattr(inner, name), path.split("."), part)


def _is_default(part: Any, path: str, value: Any) -> bool:
    if value is None:
        return True
    field = type(part).model_fields[path.partition(".")[0]]
    return "." not in path and not field.is_required() and bool(value == field.default)
