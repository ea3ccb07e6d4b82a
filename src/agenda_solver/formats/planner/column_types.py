"""What a column of the planner's workbook is: its heading, its help, and the kind of its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["CONFERENCE", "IGNORED", "MORE", "RULES", "WISHES", "Column", "Kind", "Sheets"]

Kind: TypeAlias = Literal[
    "text", "number", "percent", "minutes", "yes", "list", "one", "many", "date", "clock", "instant", "windows", "zone"
]

IGNORED = "#"
"""The beginning of the names of sheets, and of headings, that are a planner's own and are not read."""

CONFERENCE, RULES, WISHES, MORE = "Conference", "Rules", "Wishes", "More"


@dataclass(frozen=True)
class Column:
    """A column of a sheet."""

    heading: str
    field: str  # of the part; "pin.room" is a field within one
    help: str  # what a planner should write there
    kind: Kind = "text"  # how a value is written in a cell
    target: str = ""  # for "one" and "many": the kind of parts that are named, by id or by name
    width: int = 14  # in characters
    rare: bool = False  # whether few conferences need it: it is folded away if it is empty


@dataclass(frozen=True)
class Sheets:
    """A sheet with a row for each part of one kind; ``key`` is the field that tells the parts apart.

    ``needs`` are the headings that the sheet must have; of each tuple, one is enough.
    """

    name: str
    parts: str
    columns: tuple[Column, ...]
    key: str = "id"
    label: str | None = None
    needed: bool = False
    needs: tuple[tuple[str, ...], ...] = ()
