"""How a value is written in a cell; :mod:`agenda_solver.formats.planner.cell_meaning` says what a cell means."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.formats.planner.cell_meaning import value_in
from agenda_solver.formats.planner.cell_references import References
from agenda_solver.formats.planner.column_types import Column
from agenda_solver.formats.planner.times import instant_text, wall_clock, window_text
from agenda_solver.formats.workbook.writing import MAX_TEXT, Value
from agenda_solver.model.parts import Window

__all__ = ["cell_of", "holds", "in_json", "in_pieces", "plain_text", "raw_of"]

FIRST_YEAR_OF_SPREADSHEETS = 1904
# What spreadsheets and CSV do not give back as it is: controls, ends of lines, marks of byte order, halves of letters.
ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
SEPARATORS = re.compile(r'[;,\n"\uff0c\uff1b\u3001\u201c-\u201e]')


def raw_of(value: Any) -> Any:
    """Return a value of the model as a reader would give it."""
    if isinstance(value, Window):
        return {"start": value.start, "end": value.end}
    return [raw_of(item) for item in value] if isinstance(value, tuple) else value


def cell_of(column: Column, value: Any, names: References, day: date | None = None) -> Value:
    """Return the cell that a value is written into; ``day`` is the date of a clock time that has none."""
    ways: dict[str, Callable[[], Value]] = {
        "yes": lambda: "yes" if value else "no",
        # The number 1 is what a cell of percentages holds for 100 %.
        "percent": lambda: "1 %" if value == 1 else value,
        "one": lambda: names.name_of(column.target, value),
        "many": lambda: "; ".join(_quoted(names.name_of(column.target, item)) for item in value),
        "list": lambda: "; ".join(_quoted(item) for item in value),
        "windows": lambda: "; ".join(window_text(window, names.zone) for window in value),
        "instant": lambda: instant_text(value, names.zone),
        "clock": lambda: _clock(value, names.zone, day),
        "date": lambda: value if value.year >= FIRST_YEAR_OF_SPREADSHEETS else value.isoformat(),
    }
    return ways[column.kind]() if column.kind in ways else value


def _clock(instant: datetime, zone: ZoneInfo, day: date | None) -> Value:
    naive = wall_clock(instant, zone)
    return naive.time() if naive is not None and naive.date() == day else instant_text(instant, zone)


def _quoted(item: str) -> str:
    if item == item.strip() and not SEPARATORS.search(item):
        return item
    return '"' + item.replace('"', '""') + '"'


def holds(column: Column, value: Any, names: References, cell: Value) -> bool:
    """Whether a cell means the value that it was made from; if not, the value has to be kept elsewhere."""
    if isinstance(cell, str) and not plain_text(cell):
        return False
    if isinstance(cell, date | time):
        return True
    try:
        return bool(value_in(column, "" if cell is None else cell, names) == raw_of(value))
    except ValueError:
        return False


def plain_text(text: str) -> bool:
    """Whether a cell gives a text back unchanged: it has nothing that a spreadsheet would refuse, trim or unescape."""
    if _length(text) > MAX_TEXT or text != text.strip() or re.search("_x[0-9a-fA-F]{4}_", text):
        return False
    return not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\r]", text)


def _length(text: str) -> int:
    """Return how long a text is for a spreadsheet, which counts an emoji and its like twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 if _has_long_letters(text) else len(text)


def _has_long_letters(text: str) -> bool:
    return max(text, default="") > "\uffff"


def in_json(value: Any) -> str:
    """Return a value as JSON that any cell can hold; letters are not escaped, or a long text would grow sixfold."""
    return ODD.sub(lambda match: json.dumps(match[0])[1:-1], json.dumps(value, ensure_ascii=False))


def in_pieces(text: str) -> Iterable[str]:
    """Return a text cut into pieces that fit into cells."""
    size = MAX_TEXT // 2 - 1_000 if _has_long_letters(text) else MAX_TEXT - 1_000
    return (text[begin : begin + size] for begin in range(0, len(text), size))
