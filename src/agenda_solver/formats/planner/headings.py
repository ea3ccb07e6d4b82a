"""Which sheet and which column is meant: found by their names, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agenda_solver.errors import Mistake
from agenda_solver.formats.planner.cells import text_in
from agenda_solver.formats.planner.columns import CONFERENCE, IGNORED, MORE, RULES, SHEETS, WISHES
from agenda_solver.formats.workbook.reading import Sheet
from agenda_solver.model.words import guess

__all__ = ["columns_in", "looks_like_planner", "sheets_by_name", "unknown_sheets"]

START = "Start here"
KNOWN = (START, CONFERENCE, *(kind.name for kind in SHEETS), WISHES, RULES, MORE)
TELLING = frozenset({"sessions", "rooms", "time", "days"})


def looks_like_planner(names: Iterable[str]) -> bool:
    """Whether sheets of these names are a planner's conference: most of those it cannot do without are there."""
    return len(TELLING & {_plain(name) for name in names}) >= len(TELLING) - 1


def sheets_by_name(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Return the known sheets by the names that the library gives them."""
    found = {_plain(name): sheet for name, sheet in sheets.items()}
    return {name: found[_plain(name)] for name in KNOWN if _plain(name) in found}


def unknown_sheets(sheets: Mapping[str, Sheet]) -> list[Mistake]:
    """Return a mistake for each sheet that would not be read and holds something."""
    known = {_plain(name) for name in KNOWN}
    return [
        Mistake(name, f"there is no such sheet{guess(name, KNOWN)}; begin its name with {IGNORED} if it is your own")
        for name, sheet in sheets.items()
        if _plain(name) not in known and not name.startswith(IGNORED) and sheet.height
    ]


def columns_in(
    sheet: Sheet, headings: Iterable[str], ignored: Iterable[str] = ()
) -> tuple[dict[str, int], list[Mistake]]:
    """Return the numbers of the columns by their headings, and what is wrong with the first row."""
    known = {_plain(heading): heading for heading in headings}
    own = {_plain(heading) for heading in ignored}
    found: dict[str, int] = {}
    mistakes: list[Mistake] = []
    for number in range(sheet.width):
        text = text_in(sheet.value(0, number))
        heading = known.get(_plain(text))
        if heading in found:
            mistakes.append(Mistake(sheet.place(0, number), f'the heading "{text}" stands there twice'))
        elif heading is not None:
            found[heading] = number
        elif not text and any(sheet.value(row, number) != "" for row in range(1, sheet.height)):
            mistakes.append(Mistake(sheet.place(0, number), "the heading is missing above what stands in the column"))
        elif text and not text.startswith(IGNORED) and _plain(text) not in own:
            hint = guess(text, known.values()) or f"; begin it with {IGNORED} to keep a column of your own"
            mistakes.append(Mistake(sheet.place(0, number), f'there is no column "{text[:80]}"{hint}'))
    return found, mistakes


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
