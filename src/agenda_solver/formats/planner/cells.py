"""How one value stands in one cell, and what a cell means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.formats.planner.columns import Column
from agenda_solver.formats.planner.times import (
    instant_in,
    instant_text,
    nearest_minute,
    wall_clock,
    window_text,
    windows_in,
)
from agenda_solver.formats.workbook.reading import Cell
from agenda_solver.formats.workbook.writing import MAX_TEXT, Value
from agenda_solver.model.known import MOST_GUESSES
from agenda_solver.model.parts import Window
from agenda_solver.model.words import guess

__all__ = ["NOTHING", "Names", "cell_of", "holds", "in_pieces", "plain_text", "raw_of", "text_in", "value_in"]

NOTHING: Any = object()
"""What an empty cell means: the field is not given."""

YES = frozenset({"yes", "y", "x", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
FIRST_YEAR_OF_SPREADSHEETS = 1904


@dataclass(frozen=True)
class Names:
    """What cells may refer to: the conference's clock, and its parts by id and by name."""

    zone: ZoneInfo
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_name: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    shown: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _guesses: Iterator[int] = field(default_factory=count, repr=False, compare=False)

    def id_of(self, kind: str, text: str) -> str:
        """Return the id that a text means.

        Raises
        ------
        ValueError
            When no part is called so, or several are.
        """
        ids = self.ids.get(kind, frozenset())
        if text in ids or not ids:  # that there are none at all is told by the conference's own checks
            return text
        found = self.by_name.get(kind, {}).get(text, ())
        if len(found) > 1:
            raise ValueError(f'"{text}" is the name of several; write the id ({" or ".join(found[:3])})')
        if not found:
            # Guessing compares with every name: too slow to do it for thousands of unknown ones.
            hint = guess(text, {*ids, *self.by_name.get(kind, {})}) if next(self._guesses) < MOST_GUESSES else ""
            noun = "nobody is called" if kind == "people" else f"there is no {kind.removesuffix('s')}"
            raise ValueError(f'{noun} "{text[:80]}"{hint}')
        return found[0]

    def name_of(self, kind: str, id: str) -> str:
        """Return what a reader calls a part: its name, if nothing else is called so, or its id."""
        name = self.shown.get(kind, {}).get(id, id)
        is_clear = name not in self.ids.get(kind, ()) and len(self.by_name[kind][name]) == 1 if name != id else True
        return name if is_clear and plain_text(name) else id

    def is_known(self, kind: str, text: str) -> bool:
        """Whether a text is the id or the name of a part."""
        return text in self.ids.get(kind, ()) or text in self.by_name.get(kind, {})


# --- from values to cells --------------------------------------------------------------------------------------------


def raw_of(value: Any) -> Any:
    """Return a value of the model as a reader would give it."""
    if isinstance(value, Window):
        return {"start": value.start, "end": value.end}
    return [raw_of(item) for item in value] if isinstance(value, tuple) else value


def cell_of(column: Column, value: Any, names: Names, day: date | None = None) -> Value:
    """Return the cell that a value is written into; ``day`` is the date that a clock without one is on."""
    ways: dict[str, Callable[[], Value]] = {
        "yes": lambda: "yes" if value else "no",
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
    if item == item.strip() and not re.search(r'[;,\n"]', item):
        return item
    return '"' + item.replace('"', '""') + '"'


def holds(column: Column, value: Any, names: Names, cell: Value) -> bool:
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
    """Whether a cell gives a text back as it is: nothing that a spreadsheet would refuse, trim or unescape."""
    if _length(text) > MAX_TEXT or text != text.strip() or re.search("_x[0-9a-fA-F]{4}_", text):
        return False
    return not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\r]", text)


def _length(text: str) -> int:
    """Return how long a text is for a spreadsheet, which counts in halves of such letters as emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 if _has_long_letters(text) else len(text)


def _has_long_letters(text: str) -> bool:
    return max(text, default="") > "\uffff"


# --- from cells to values --------------------------------------------------------------------------------------------


def value_in(column: Column, cell: Cell, names: Names) -> Any:
    """Return what a cell means, as a conference file would say it; ``NOTHING`` where it is empty.

    What is merely of the wrong kind is returned as it stands: the conference's own checks tell it.

    Raises
    ------
    ValueError
        When it cannot be understood, with a sentence that says why.
    """
    text = text_in(cell)
    if not text:
        return NOTHING
    ways: dict[str, Callable[[], Any]] = {
        "number": lambda: _number(cell, text),
        "yes": lambda: _yes(text),
        "list": lambda: _split(text),
        "one": lambda: names.id_of(column.target, text),
        "many": lambda: _ids(column.target, text, names),
    }
    if column.kind in ("date", "clock", "instant", "windows"):
        return _time(column.kind, cell, text, names.zone)
    return ways[column.kind]() if column.kind in ways else text


def _ids(kind: str, text: str, names: Names) -> list[str]:
    """Return the ids of several parts; a name with a comma in it is one where it stands alone."""
    is_one = ";" not in text and "\n" not in text and names.is_known(kind, text)
    found, mistakes = [], []
    for item in [text] if is_one else _split(text):
        try:
            found.append(names.id_of(kind, item))
        except ValueError as error:
            mistakes.append(str(error))
    if mistakes:
        raise ValueError("; ".join(mistakes))
    return found


def text_in(cell: Cell) -> str:
    """Return what a cell shows, without blanks around it; whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _number(cell: Cell, text: str) -> Any:
    if isinstance(cell, bool):
        return text
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text


def _yes(text: str) -> bool:
    if text.lower() in YES or text.lower() in NO:
        return text.lower() in YES
    raise ValueError(f'"{text}" is neither yes nor no')


def _split(text: str) -> list[str]:
    between = r";\n" if ";" in text or "\n" in text else ","
    items = []
    for match in re.finditer(rf'\s*(?:"((?:[^"]|"")*)"\s*(?=[{between}]|$)|([^{between}]*))(?:[{between}]|$)', text):
        quoted, bare = match.groups()
        if quoted is not None:
            items.append(quoted.replace('""', '"'))
        elif bare.strip():
            items.append(bare.strip())
    return items


def _time(kind: str, cell: Cell, text: str, zone: ZoneInfo) -> Any:
    if kind == "date":
        if isinstance(cell, str) and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(f'"{text[:40]}" is not a date such as 2026-06-01')
        return cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else text
    if kind == "clock" and isinstance(cell, time | timedelta):
        return nearest_minute(cell if isinstance(cell, time) else (datetime(2000, 1, 1) + cell).time())
    if kind == "clock" and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text):
        return text
    if kind == "clock" and isinstance(cell, str) and not re.match("[0-9]{4}-", text):
        raise ValueError(f'"{text[:40]}" is not a time of day such as 09:30')
    if isinstance(cell, datetime):
        text = f"{cell:%Y-%m-%d} {nearest_minute(cell)}"
    elif isinstance(cell, date):
        text = cell.isoformat()
    return windows_in(text, zone) if kind == "windows" else instant_in(text, zone)


def in_pieces(text: str) -> Iterable[str]:
    """Return a text cut into pieces that fit into cells."""
    size = MAX_TEXT // 2 - 1_000 if _has_long_letters(text) else MAX_TEXT - 1_000
    return (text[begin : begin + size] for begin in range(0, len(text), size))
