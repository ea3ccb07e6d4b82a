"""Favourites in a sheet: a row for each wish or voter, or a matrix of voters and sessions."""

from __future__ import annotations

from collections.abc import Mapping

from agenda_solver.audience.wishes import Collected, Strength
from agenda_solver.formats.workbook.workbook_reading import Sheet
from agenda_solver.model.name_lookup import folded

__all__ = ["columns_of", "read_sheet"]

# The headings of columns, those that say more first.
VOTERS = ("voter", "person", "participant", "attendee", "user", "user id", "who", "email", "e-mail", "name")
SESSIONS = ("session", "sessions", "talk", "event", "proposal", "submission", "code", "session id", "id", "title")
STRONG = ("most of all", "strong")
STRENGTHS = ("wish", "strength", "preference", "score")

WORDS: Mapping[Strength | None, tuple[str, ...]] = {
    None: ("0", "no", "none", "-", "false", "n"),
    Strength.WEAK: ("1", "x", "yes", "y", "true", "weak", "star", "*", "✓", "✔", "★"),
    Strength.STRONG: ("2", "xx", "strong", "**", "most", "!"),
    Strength.REQUIRED: ("3", "required", "must", "!!"),
}
STRENGTH_OF = {word: strength for strength, words in WORDS.items() for word in words}


def read_sheet(sheet: Sheet, found: Collected) -> None:
    """Take the wishes of a sheet.

    Where its headings name a column of voters and one of sessions, each row is a wish, or all wishes of a voter with
    semicolons between them. Else the first column has the voters, and the others are headed by sessions.
    """
    heads = columns_of(sheet)
    voters, sessions, strong = (_column(heads, names) for names in (VOTERS, SESSIONS, STRONG))
    if voters is None:
        voters = 0 if sessions not in (None, 0) else None
    if sheet.height < 2:
        found.say(sheet.name, "holds no favourites; it needs a row of headings and at least one row below it")
    elif voters is not None and sessions is not None and voters != sessions:
        columns = {sessions: Strength.WEAK} | ({} if strong is None else {strong: Strength.STRONG})
        _read_rows(sheet, found, voters, columns)
    else:
        _read_matrix(sheet, found)


def columns_of(sheet: Sheet) -> dict[str, int]:
    """Return the numbers of columns by their folded headings; of two that are alike the first."""
    return {folded(sheet.text(0, column)): column for column in reversed(range(sheet.width))}


def _column(heads: Mapping[str, int], names: tuple[str, ...]) -> int | None:
    return next((heads[name] for name in names if name in heads), None)


def _read_rows(sheet: Sheet, found: Collected, voters: int, columns: Mapping[int, Strength]) -> None:
    strengths = _column(columns_of(sheet), STRENGTHS)
    for row in range(1, sheet.height):
        texts = {column: sheet.text(row, column) for column in (voters, *columns)}
        if not any(texts.values()) or _is_faulty(sheet, found, row, texts):
            continue
        voter = _voter(sheet, found, row, voters)
        usual = None if strengths is None else _strength(sheet, found, row, strengths, Strength.WEAK)
        for column, least in columns.items():
            ids = found.sessions(texts[column], sheet.place(row, column)) if texts[column] else ()
            strength = least if strengths is None else usual
            if voter is not None and strength is not None:
                found.add(voter, ids, max(strength, least))
        if not any(texts[column] for column in columns):
            found.say(sheet.place(row, next(iter(columns))), "the session is missing")


def _is_faulty(sheet: Sheet, found: Collected, row: int, columns: Mapping[int, str]) -> bool:
    faults = [(column, fault) for column in columns if (fault := sheet.fault(row, column)) is not None]
    for column, fault in faults:
        found.say(sheet.place(row, column), fault)
    return bool(faults)


def _voter(sheet: Sheet, found: Collected, row: int, column: int) -> str | None:
    text, place = sheet.text(row, column), sheet.place(row, column)
    if not text:
        found.say(place, "the participant is missing")
        return None
    return found.voter(text, place)


def _strength(sheet: Sheet, found: Collected, row: int, column: int, empty: Strength | None) -> Strength | None:
    """Return how much is said in a cell; None for no wish, or for what cannot be understood, which is noted."""
    text, place = folded(sheet.text(row, column)), sheet.place(row, column)
    if (fault := sheet.fault(row, column)) is not None:
        found.say(place, fault)
        return None
    if not text:
        return empty
    if text not in STRENGTH_OF:
        found.say(place, f'"{text[:40]}" is not a wish: write x or 1, strong or 2, required or 3, or leave it empty')
    return STRENGTH_OF.get(text)


def _read_matrix(sheet: Sheet, found: Collected) -> None:
    sessions: dict[int, tuple[str, ...]] = {}
    for column in range(1, sheet.width):
        text = sheet.text(0, column)
        if text:
            sessions[column] = found.sessions(text, sheet.place(0, column))
        elif any(sheet.text(row, column) for row in range(1, sheet.height)):
            found.say(sheet.place(0, column), "this column has entries, but no session in its heading")
    for row in range(1, sheet.height):
        if not any(sheet.text(row, column) for column in range(sheet.width)):
            continue
        voter = _voter(sheet, found, row, 0)
        for column, ids in sessions.items():
            strength = _strength(sheet, found, row, column, None)
            if voter is not None and strength is not None:
                found.add(voter, ids, strength)
