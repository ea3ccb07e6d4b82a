"""From places in a conference's data to cells: mistakes are reported where the planner made them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agenda_solver.errors import Mistake
from agenda_solver.formats.planner.column_types import CONFERENCE, RULES, WISHES
from agenda_solver.formats.planner.sheet_columns import SETTINGS, SHEETS

__all__ = ["MistakeCells"]

HEADINGS = {
    column.field: column.heading
    for columns in (SETTINGS, *(kind.columns for kind in SHEETS))
    for column in columns
    if "_" in column.field
}
MOST_CELLS = 6
RANK = {name.casefold(): number for number, name in enumerate((CONFERENCE, *(k.name for k in SHEETS), WISHES, RULES))}
CELL = re.compile(r"(?P<sheet>.*?)(?:\.csv)?(?:!(?P<column>[A-Z]+)(?P<row>[0-9]+)| row (?P<line>[0-9]+).*)?")
PATH = re.compile(r"\b[a-z_]+\[[0-9]+\](?:\.[a-z_]+(?:\[[0-9]+\])?)*")


class MistakeCells:
    """Where each part of the data is in the sheets, and the mistakes that were found.

    ``absent`` are the fields whose columns are missing, by kind of part: ``sessions.title``.
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = list(mistakes)
        self.reported: set[str] = set()
        self.absent: set[str] = set()
        self._cells: dict[str, str] = {}
        self._typed: dict[str, str] = {}

    def put(self, path: str, cell: str, typed: str = "") -> None:
        """Record where something is, and what was typed there."""
        self._cells[path] = cell
        self._typed[cell] = typed

    def put_new(self, path: str, cell: str) -> None:
        """Record where something would be, unless a better place is known."""
        self._cells.setdefault(path, cell)

    def cell(self, path: str) -> str | None:
        """Return where something is, or None if it has no cell of its own."""
        return self._cells.get(path)

    def say(self, cell: str, message: str) -> None:
        """Note a mistake in a cell."""
        self.mistakes.append(Mistake(cell, message))
        self.reported.add(cell)

    def all_with(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        """Return all mistakes in the order of sheets and cells; a cell that was reported already gets no second one."""
        found = list(self.mistakes)
        for mistake in mistakes:
            cell = self._cell_of(mistake.place)
            if cell not in self.reported:
                found.append(Mistake(cell, self._with_typed(cell, self._in_words(mistake.message))))
        return _joined(sorted(found, key=_sheet_order))

    def _with_typed(self, cell: str, message: str) -> str:
        """Return a message that repeats what was typed."""
        typed = self._typed.get(cell, "")[:40]
        if not typed or typed in message:
            return message
        return f'{message}, not "{typed}"' if message.startswith("must ") else f'{message} ("{typed}" is written there)'

    def _cell_of(self, path: str) -> str:
        cut = path
        while cut and cut not in self._cells:
            cut = re.sub(r"(\.[^.\[\]]*|\[[0-9]*\])$", "", cut) if re.search(r"[.\[]", cut) else ""
        cell = self._cells.get(cut, path)
        rest = path[len(cut) :].strip(".") if cut else ""
        # A field without a cell of its own is named by its column.
        if " row " in cell and rest:
            columns = (column for kind in SHEETS for column in kind.columns)
            return f"{cell}, {next((column.heading for column in columns if column.field == rest), rest)}"
        return cell

    def _in_words(self, message: str) -> str:
        message = PATH.sub(lambda match: self._cell_of(match[0]), message)
        return re.sub(r"\b[a-z]+(?:_[a-z]+)+\b", lambda match: HEADINGS.get(match[0], match[0]), message)


def _joined(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Return the mistakes, with the same one in several cells of a column as one: they have one cause."""
    by_place: dict[tuple[str, str, str], list[Mistake]] = {}
    for number, mistake in enumerate(mistakes):
        match = CELL.fullmatch(mistake.place)
        is_cell = match is not None and match["column"] is not None
        key = (match["sheet"], match["column"], mistake.message) if match and is_cell else ("", "", str(number))
        by_place.setdefault(key, []).append(mistake)
    return [_one_of(same) for same in by_place.values()]


def _one_of(same: list[Mistake]) -> Mistake:
    first = same[0]
    if len(same) == 1:
        return first
    cells = [mistake.place.rpartition("!")[2] for mistake in same[1:]]
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    return Mistake(first.place, f"{first.message}; the same in {', '.join(cells[:MOST_CELLS])}{more}")


def _sheet_order(mistake: Mistake) -> tuple[int, int, int, str]:
    """Return the rank of a mistake: by sheet, by row, by column."""
    match = CELL.fullmatch(mistake.place)
    if match is None:
        return -1, 0, 0, ""
    column = match["column"] or ""
    row = int(match["row"] or match["line"] or 0)
    return RANK.get(match["sheet"].casefold(), -1), row, len(column), column
