"""What a cell means, however a planner or a spreadsheet program has written it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from agenda_solver.formats.planner.availability_texts import windows_in
from agenda_solver.formats.planner.cell_references import References
from agenda_solver.formats.planner.column_types import Column
from agenda_solver.formats.planner.date_texts import UnclearDate, date_in, date_of_number
from agenda_solver.formats.planner.number_texts import (
    clock_in,
    minutes_in,
    nearest_minute,
    number_in,
    percent_in,
    says_yes,
    shown,
)
from agenda_solver.formats.planner.times import MOMENT, instant_in
from agenda_solver.formats.workbook.workbook_reading import Cell, text_in
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.model.wall_clock_fields import zone_of

__all__ = ["NOTHING", "date_of", "value_in"]

NOTHING: Any = object()
"""What an empty cell means: the field is not given."""

# What word processors and other scripts put for the marks of the keyboard.
MARKS = str.maketrans("\uff1b\uff0c\u3001\u201c\u201d\u201e", ";,," + '"' * 3)
BETWEEN_NAMES = re.compile(r"\s(?:and|und|et|y|e|en|og|och|to|-|\u2013|\u2014)\s|[/|+&]")


def value_in(column: Column, cell: Cell, names: References) -> Any:
    """Return what a cell means, as a conference file would say it; ``NOTHING`` if it is empty.

    A ValueError says why it cannot be understood.
    """
    text = text_in(cell)
    if not text:
        return NOTHING
    ways: dict[str, Callable[[], Any]] = {
        "number": lambda: number_in(cell),
        "percent": lambda: percent_in(cell),
        "minutes": lambda: minutes_in(cell),
        "yes": lambda: says_yes(cell),
        "list": lambda: _split(text),
        "one": lambda: names.id_of(column.target, text),
        "many": lambda: _ids(column.target, text, names),
        "date": lambda: date_of(cell),
        "clock": lambda: _clock(cell, text, names),
        "instant": lambda: instant_in(_moment(cell, text), names),
        "zone": lambda: _zone(text),
        "windows": lambda: windows_in(_moment(cell, text), names),
    }
    return ways[column.kind]() if column.kind in ways else text


def _zone(text: str) -> str:
    """Return a time zone, in upper or lower case."""
    if zone_of(text) is not None:
        return text
    by_name = {folded(name): name for name in available_timezones()}
    if (found := by_name.get(folded(text).replace(" ", "_"))) is not None:
        return found
    of_city = [name for folded_name, name in by_name.items() if folded_name.rpartition("/")[2] == folded(text)]
    hint = f' (did you mean "{of_city[0]}"?)' if len(of_city) == 1 else guess(text, sorted(by_name.values()))
    raise ValueError(f'"{text[:40]}" is not a time zone such as "Europe/Berlin"{hint}')


# --- times -----------------------------------------------------------------------------------------------------------


def date_of(cell: Cell) -> date:
    """Return the date in a cell; a ValueError is raised if there is none, or if it is ambiguous."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float) and (found := date_of_number(cell)) is not None:
        return found
    if isinstance(cell, str):
        try:
            return date_in(cell.strip())
        except UnclearDate as error:
            raise ValueError(f"{error}; write it with the year in front, such as 2026-06-01") from error
        except ValueError:
            pass  # reported below
    raise ValueError(f'"{shown(cell)}" is not a date such as 2026-06-01')


def _clock(cell: Cell, text: str, names: References) -> Any:
    """Return a time of day, or an instant if the cell also has a date."""
    if isinstance(cell, str) and (MOMENT.fullmatch(text) or re.match("[0-9]{4}-", text)):
        return instant_in(text, names)
    if isinstance(cell, datetime) and cell.year > 1900:
        return instant_in(_moment(cell, text), names)
    return clock_in(cell)


def _moment(cell: Cell, text: str) -> str:
    """Return a cell as it would be typed."""
    if isinstance(cell, datetime):
        clock = nearest_minute(cell)
        return f"{cell:%Y-%m-%d}" if clock == "00:00" else f"{cell:%Y-%m-%d} {clock}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and (found := date_of_number(cell)) is not None:
        return found.isoformat()
    return text


# --- several in one cell ---------------------------------------------------------------------------------------------


def _ids(kind: str, text: str, names: References) -> list[str]:
    """Return the ids of several parts; commas and semicolons both divide, but not within a name that has one."""
    found: list[str] = []
    mistakes: list[str] = []
    pieces = [(text, True)] if names.is_known(kind, text) else _pieces(text, ";\n")
    for item in (item for piece, is_quoted in pieces for item in _within(kind, piece, is_quoted, names)):
        if kind == "blocks" and not names.is_known(kind, item) and (of_day := names.blocks_on(item)):
            found += of_day
            continue
        try:
            found.append(names.id_of(kind, item))
        except ValueError as error:
            mistakes.append(f"{error}{_hint(kind, item, names)}")
    if mistakes:
        raise ValueError("; ".join(mistakes))
    return list(dict.fromkeys(found)) if kind != "buildings" else found


def _within(kind: str, piece: str, is_quoted: bool, names: References) -> list[str]:
    """Return the names in a piece between two semicolons: the longest that are known, commas and all."""
    if is_quoted or "," not in piece or names.is_known(kind, piece):
        return [piece]
    parts: Sequence[str] = [part for part, _ in _pieces(piece, ",")]
    found: list[str] = []
    while parts:
        size = next((n for n in range(len(parts), 1, -1) if names.is_known(kind, ", ".join(parts[:n]))), 1)
        found.append(", ".join(parts[:size]))
        parts = parts[size:]
    return found


def _hint(kind: str, item: str, names: References) -> str:
    """Return advice where something else than a semicolon divides names."""
    parts = [part.strip() for part in BETWEEN_NAMES.split(item)]
    if len(parts) > 1 and any(names.is_known(kind, part) for part in parts):
        return "; between several names write a semicolon"
    return ""


def _split(text: str) -> list[str]:
    """Return words between commas, semicolons or ends of lines; blanks and Unicode forms do not distinguish them."""
    pieces = _pieces(text, ";,\n")
    words = [item if is_quoted else " ".join(unicodedata.normalize("NFC", item).split()) for item, is_quoted in pieces]
    return list(dict.fromkeys(words))


def _pieces(text: str, marks: str) -> list[tuple[str, bool]]:
    """Return what stands between some marks, and whether it is quoted."""
    items = []
    text = text if '"' in text else text.translate(MARKS)
    for match in re.finditer(rf'\s*(?:"((?:[^"]|"")*)"\s*(?=[{marks}]|$)|([^{marks}]*))(?:[{marks}]|$)', text):
        quoted, bare = match.groups()
        if quoted is not None:
            items.append((quoted.replace('""', '"'), True))
        elif bare.strip():
            items.append((bare.strip(), False))
    return items
