"""Ids for rows without one, and the names by which cells refer to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from agenda_solver.formats.planner.cell_references import ProgrammeDates, References
from agenda_solver.formats.planner.column_types import Sheets
from agenda_solver.model.ids import free_id, id_of_name
from agenda_solver.model.moment_parsing import at_clock

__all__ = ["Naming", "Row"]


class Row(NamedTuple):
    """A row of a sheet: its number, its id and its name, which may be empty, and what an id is made of."""

    number: int
    id: str
    name: str
    stem: str


class Naming:
    """What the rows of all sheets are called, and when days and blocks are."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._ids: dict[str, dict[int, str]] = {}
        self._parts: dict[str, list[Any]] = {}
        self._calendar = ProgrammeDates()
        self._made: References | None = None

    def learn(self, kind: Sheets, rows: Iterable[Row]) -> None:
        """Take in the rows of a sheet."""
        if kind.key != "id":
            return
        rows = list(rows)
        taken = {row.id for row in rows if row.id}
        ids = self._ids.setdefault(kind.parts, {})
        name = kind.label if kind.label in ("name", "title") else "name"
        parts = self._parts.setdefault(kind.parts, [])
        for row in rows:
            ids[row.number] = row.id or _new_id(row, kind.parts, taken)
            taken.add(ids[row.number])
            parts.append({"id": ids[row.number], name: row.name or None})
        self._made = None

    def learn_days(self, days: Iterable[Mapping[str, Any]]) -> None:
        """Take in the dates of days, as a conference file says them."""
        self._parts["days"] = list(days)
        self._calendar = ProgrammeDates(
            {d["id"]: d["date"] for d in self._parts["days"] if isinstance(d.get("date"), date)}
        )
        self._made = None

    def learn_blocks(self, blocks: Iterable[Mapping[str, Any]]) -> None:
        """Take in when blocks are, as a conference file says them; those that cannot be understood have no time."""
        self._parts["blocks"] = list(blocks)
        dated = [block for block in self._parts["blocks"] if block.get("day") in self._calendar.dates]
        spans = {block["id"]: (block["day"], *ends) for block in dated if (ends := self._ends(block)) is not None}
        tags = {block["id"]: block.get("tags", ()) for block in dated if block["id"] in spans}
        self._calendar = ProgrammeDates(self._calendar.dates, spans, tags)
        self._made = None

    def _ends(self, block: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
        day = self._calendar.dates[block["day"]]
        try:
            start, end = (
                value if isinstance(value, datetime) else at_clock(day, str(value), self._zone)
                for value in (block.get("start"), block.get("end"))
            )
        except ValueError:
            return None
        return start, end

    def id_at(self, kind: str, row: int) -> str:
        """Return the id of a row."""
        return self._ids[kind][row]

    def names(self) -> References:
        """Return everything that cells may refer to."""
        if self._made is None:
            self._made = References(self._zone, self._parts, calendar=self._calendar)
        return self._made

    def forget(self, kind: str) -> None:
        """Take every text for the id of a part of this kind, since the names of its parts cannot be read."""
        self._parts.pop(kind, None)
        self._made = None


def _new_id(row: Row, kind: str, taken: set[str]) -> str:
    return free_id(id_of_name(row.stem)[:80] or f"{kind.removesuffix('s')}-{row.number + 1}", taken)
