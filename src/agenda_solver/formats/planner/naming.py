"""Ids for rows that have none, and the names by which cells refer to each other."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from agenda_solver.formats.planner.cells import Names
from agenda_solver.formats.planner.columns import Sheets
from agenda_solver.model.ids import free_id, id_of_name

__all__ = ["Naming"]


class Naming:
    """What the rows of all sheets are called."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._ids: dict[str, dict[int, str]] = {}
        self._by_name: dict[str, dict[str, list[str]]] = {}
        self._names: Names | None = None

    def learn(self, kind: Sheets, rows: Iterable[tuple[int, str, str]]) -> None:
        """Take in the rows of a sheet: their numbers, their ids (which may be empty) and their names."""
        rows = list(rows)
        if kind.key != "id":
            return
        taken = {id for _, id, _ in rows if id}
        ids = self._ids.setdefault(kind.parts, {})
        names = self._by_name.setdefault(kind.parts, {})
        for row, id, name in rows:
            ids[row] = id or _fresh(name, kind.parts, row, taken)
            taken.add(ids[row])
            if name:
                names.setdefault(name, []).append(ids[row])
        self._names = None

    def id_at(self, kind: str, row: int) -> str:
        """Return the id of a row."""
        return self._ids[kind][row]

    def names(self) -> Names:
        """Return everything that cells may refer to."""
        if self._names is None:
            ids = {kind: frozenset(by_row.values()) for kind, by_row in self._ids.items()}
            self._names = Names(self._zone, ids, self._by_name)
        return self._names


def _fresh(name: str, kind: str, row: int, taken: set[str]) -> str:
    return free_id(id_of_name(name)[:80] or f"{kind.removesuffix('s')}-{row + 1}", taken)
