"""Adds the favourites of participants from a file to a conference."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agenda_solver.argument_types import typed
from agenda_solver.audience.favourites_json import read_items
from agenda_solver.audience.favourites_sheet import read_sheet
from agenda_solver.audience.wishes import Collected, Strength, with_wishes
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.files import read_text
from agenda_solver.formats.planner.csv_text import MAX_CSV, sheet_of_csv
from agenda_solver.formats.strict_json import read_json
from agenda_solver.formats.workbook.workbook_reading import Sheet, open_workbook
from agenda_solver.model.conference import Conference
from agenda_solver.model.pydantic_messages import guess

__all__ = ["Favourites", "with_favourites"]

WORKBOOKS = (".xlsx", ".ods")


@dataclass(frozen=True)
class Favourites:
    """A conference with the favourites of a file.

    Attributes
    ----------
    conference
        The conference with the wishes.
    voters
        How many people of the file wish anything.
    weak, strong, required
        How many wishes of each kind were in the file.
    skipped
        The wishes for sessions that the conference does not have, each with its place.
    """

    conference: Conference
    voters: int
    weak: int
    strong: int
    required: int
    skipped: tuple[Mistake, ...] = ()


@typed
def with_favourites(
    conference: Conference,
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    replace: bool = False,
    skip_unknown: bool = False,
) -> Favourites:
    """Bring favourites from a file into a conference.

    The file is CSV, a sheet of a workbook, or JSON. A table has a row for each wish (a column for the voter, one for
    the session, and perhaps one for how much), or a row for each voter and a column for each session. JSON has a list
    of ballots (``voter``, ``sessions``, perhaps ``strong`` and ``required``), or of sessions (``id`` or ``title``,
    ``favourites``). Sessions and people are found by their ids or names. Whoever is no person of the conference is a
    voter of that name; with a required session they become a person.

    Parameters
    ----------
    conference
        Where the wishes go.
    path
        The file.
    sheet
        The sheet of a workbook; the first one by default.
    replace
        Whether to replace the votes of the conference; by default the wishes are added to them.
    skip_unknown
        Whether to leave out wishes for sessions that the conference does not have; by default they are mistakes.

    Raises
    ------
    InvalidInput
        With every mistake and its place, if the file cannot be read or interpreted.
    """
    found = Collected(conference)
    try:
        _read(Path(path), sheet, found)
        _refuse([*found.mistakes, *(() if skip_unknown else found.unknown)])
    except InvalidInput as error:
        if all(mistake.place.startswith(Path(path).name) for mistake in error.mistakes):
            raise  # the cells of a CSV file are named by it already
        raise error.in_source(os.fspath(path)) from error
    kinds = [strength for mine in found.wishes.values() for strength in mine.values()]
    return Favourites(
        conference=with_wishes(conference, found.wishes, replace=replace),
        voters=sum(1 for mine in found.wishes.values() if mine),
        weak=kinds.count(Strength.WEAK),
        strong=kinds.count(Strength.STRONG),
        required=kinds.count(Strength.REQUIRED),
        skipped=tuple(found.unknown),
    )


def _refuse(mistakes: Sequence[Mistake]) -> None:
    if mistakes:
        raise InvalidInput(mistakes)


def _read(path: Path, sheet: str | None, found: Collected) -> None:
    suffix = path.suffix.lower()
    if sheet is not None and suffix not in WORKBOOKS:
        raise InvalidInput.single("only a workbook has sheets")
    if suffix == ".json":
        read_items(read_json(path), found)
    elif suffix == ".csv":
        read_sheet(sheet_of_csv(path.name, read_text(path, MAX_CSV)), found)
    elif suffix in WORKBOOKS:
        read_sheet(_sheet(path, sheet), found)
    else:
        raise InvalidInput.single("favourites are read from .csv, .json, .xlsx and .ods")


def _sheet(path: Path, name: str | None) -> Sheet:
    book = open_workbook(path)
    if name is None:
        return book.first
    if name not in book.sheets:
        raise InvalidInput.single(f'there is no sheet "{name[:40]}"{guess(name, book.sheets)}')
    return book.sheets[name]
