"""Which sheet and which column is meant: found by name, wherever it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agenda_solver.errors import Mistake
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.column_types import CONFERENCE, IGNORED, MORE, RULES, WISHES
from agenda_solver.formats.planner.sheet_columns import SHEETS
from agenda_solver.formats.workbook.workbook_reading import Sheet
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.pydantic_messages import guess

__all__ = ["START", "Headings", "columns_in", "is_copy_of", "looks_like_planner", "sheets_by_name", "unknown_sheets"]

START = "Start here"
KNOWN = (START, CONFERENCE, *(kind.name for kind in SHEETS), WISHES, RULES, MORE)
TELLING = frozenset({"sessions", "rooms", "time", "days"})
# How spreadsheet programs call copies: "Sessions (2)", "Sessions_2", "Copy of Sessions", "Kopie von Sessions".
COPY = re.compile(
    r"(?:(?:copy|kopie|copie|copia|cópia) (?:of|von|van|de|di) )?(.+?)"
    r"(?:[ _-]*\([0-9]+\)|[ _-]+[0-9]+|[ _-]+(?:copy|kopie|copie|copia|cópia)(?: \(?[0-9]+\)?)?)?",
    re.IGNORECASE,
)
# Up to this many cells in a column without a heading are a note; more are a column that has lost its heading.
MOST_CELLS_OF_A_NOTE = 2
MOST_ROWS_ABOVE = 8
# Other common names of some columns: the message about a missing column suggests them, but they are not accepted.
OTHER_WORDS = {
    "Title": ("name", "session", "talk", "topic"),
    "Name": ("title", "person", "speaker", "room", "track", "full name"),
    "Minutes": ("duration", "length", "min"),
    "Seats": ("capacity", "places", "size"),
    "Start": ("begin", "begins", "from", "starts"),
    "End": ("finish", "ends", "to", "until"),
    "Day": ("date",),
    "Date": ("day",),
    "Speakers": ("speaker", "presenter", "presenters", "people"),
}


def looks_like_planner(names: Iterable[str]) -> bool:
    """Whether sheets of these names are a planner's conference: most of those it cannot do without are there."""
    return len(TELLING & {folded(name) for name in names}) >= len(TELLING) - 1


def sheets_by_name(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Return the known sheets under the names that the library gives them."""
    found = {folded(name): sheet for name, sheet in sheets.items()}
    return {name: found[folded(name)] for name in KNOWN if folded(name) in found}


def is_copy_of(name: str, known: Collection[str]) -> str | None:
    """Return which sheet another one is a copy of, by the names that spreadsheet programs give to copies."""
    match = COPY.fullmatch(name.strip())
    if match is None:
        return None
    return next((other for other in known if folded(other) == folded(match[1]) != folded(name)), None)


def unknown_sheets(sheets: Mapping[str, Sheet], remarks: list[Remark]) -> tuple[list[Mistake], set[str]]:
    """Return a mistake for each sheet that would not be read and holds something; a copy is only remarked on.

    The second value holds the names of missing sheets that the mistakes speak of.
    """
    found = sheets_by_name(sheets)
    mistakes: list[Mistake] = []
    spoken_of: set[str] = set()
    for name, sheet in sheets.items():
        if folded(name) in map(folded, KNOWN) or name.startswith(IGNORED) or not sheet.height:
            continue
        if (original := is_copy_of(name, list(found))) is not None:
            remarks.append(Remark("copy", name, f'is a copy of the sheet "{original}" and is not read'))
        elif (renamed := _renamed(sheet, found)) is not None:
            mistakes.append(Mistake(name, f'has the headings of the sheet "{renamed}", which is missing; rename it'))
            spoken_of.add(renamed)
        else:
            hint = guess(name, [known for known in KNOWN if known not in found])
            mistakes.append(
                Mistake(name, f"there is no such sheet{hint}; begin its name with {IGNORED} if it is your own")
            )
    return mistakes, spoken_of


def _renamed(sheet: Sheet, found: Collection[str]) -> str | None:
    """Return the missing sheet that has the headings of this one."""
    headings = {folded(sheet.text(0, number)) for number in range(sheet.width)} - {""}
    for kind in SHEETS:
        known = {folded(column.heading) for column in kind.columns}
        has_needed = all(any(folded(name) in headings for name in names) for names in kind.needs)
        if kind.name not in found and has_needed and len(headings & known) > len(headings - known):
            return kind.name
    return None


@dataclass
class Headings:
    """The first row of a sheet: the numbers of its columns by their headings, what is wrong, what is missing."""

    columns: dict[str, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    missing: list[tuple[str, ...]] = field(default_factory=list)
    has_untitled_column: bool = False  # whether a mistake is that a column has entries, but no heading


def columns_in(
    sheet: Sheet,
    headings: Iterable[str],
    ignored: Iterable[str] = (),
    needs: Iterable[tuple[str, ...]] = (),
    remarks: list[Remark] | None = None,
) -> Headings:
    """Return the columns by their headings.

    The columns with ``ignored`` headings are only for people. The sheet must have the headings in ``needs``; of each
    tuple, one is enough. What was left out is reported in ``remarks``.
    """
    known = {folded(heading): heading for heading in headings}
    own = {folded(heading) for heading in ignored}
    needs = list(needs)
    found = Headings()
    if (lower := _lower_headings(sheet, known, needs)) is not None:
        message = f"the headings have to be in row 1, but are in row {lower + 1}: delete what is above them"
        return Headings({}, [Mistake(sheet.place(0, 0), message)], needs)
    strange: dict[int, str] = {}
    for number in range(sheet.width):
        text = sheet.text(0, number)
        heading = known.get(folded(text))
        if heading in found.columns:
            found.mistakes.append(Mistake(sheet.place(0, number), f'the heading "{text[:80]}" occurs twice'))
        elif heading is not None:
            found.columns[heading] = number
        elif not text:
            _without_heading(sheet, number, found, remarks)
        elif not text.startswith(IGNORED) and folded(text) not in own:
            strange[number] = text
    found.missing = [names for names in needs if not _is_there(sheet, names, found.columns)] if sheet.height else []
    _report_missing(sheet, found, strange)
    for number, text in strange.items():
        hint = guess(text, known.values()) or _other_word(text, known.values(), found.columns)
        hint = hint or f"; begin it with {IGNORED} to keep a column of your own"
        found.mistakes.append(Mistake(sheet.place(0, number), f'there is no column "{text[:80]}"{hint}'))
    return found


def _lower_headings(sheet: Sheet, known: Mapping[str, str], needs: Sequence[tuple[str, ...]]) -> int | None:
    """Return the row that holds the headings if the first one holds something else, such as a title."""

    def has_needed(row: int) -> bool:
        there = {folded(sheet.text(row, number)) for number in range(sheet.width)} & set(known)
        return bool(there) and all(any(folded(name) in there for name in names) for names in needs)

    rows = range(min(MOST_ROWS_ABOVE, sheet.height))
    row = next((row for row in rows if has_needed(row)), 0) if needs else 0
    return row if row > 0 and sum(folded(sheet.text(0, n)) in known for n in range(sheet.width)) == 0 else None


def _is_there(sheet: Sheet, names: tuple[str, ...], columns: Mapping[str, int]) -> bool:
    """Whether a needed column is there, or one that may replace it and is not empty."""
    return names[0] in columns or any(
        any(sheet.text(row, columns[name]) for row in range(1, sheet.height)) for name in names[1:] if name in columns
    )


def _without_heading(sheet: Sheet, number: int, found: Headings, remarks: list[Remark] | None) -> None:
    cells = [row for row in range(1, sheet.height) if sheet.text(row, number)]
    if not cells:
        return
    if len(cells) > MOST_CELLS_OF_A_NOTE or remarks is None:
        message = "this column has entries, but no heading"
        found.mistakes.append(Mistake(sheet.place(0, number), message))
        found.has_untitled_column = True
        return
    for row in cells:
        text = sheet.text(row, number).splitlines()[0]
        remarks.append(Remark("note", sheet.place(row, number), f'"{text[:60]}" is under no heading and is not read'))


def _report_missing(sheet: Sheet, found: Headings, strange: dict[int, str]) -> None:
    """Report each needed column that is missing; the unknown column that may be meant is not reported again."""
    for names in found.missing:
        number = next((n for n, text in strange.items() if _may_be(text, names[0])), None)
        title = " or ".join(f'"{name}"' for name in names)
        if number is not None:
            message = f'there is no column "{strange.pop(number)[:80]}" (did you mean "{names[0]}"? It is needed)'
            found.mistakes.append(Mistake(sheet.place(0, number), message))
        elif not found.has_untitled_column:
            found.mistakes.append(Mistake(sheet.place(0, 0), f"the column {title} is missing and required"))


def _other_word(text: str, known: Iterable[str], there: Collection[str]) -> str:
    """Return a question about the missing column for which this is a common name."""
    words = set(re.findall(r"\w+", folded(text)))
    meant = next((h for h in known if h not in there and words & {*OTHER_WORDS.get(h, ())}), None)
    return "" if meant is None else f' (did you mean "{meant}"?)'


def _may_be(text: str, heading: str) -> bool:
    words = set(re.findall(r"\w+", folded(text)))
    wanted = {folded(heading), folded(heading).removesuffix("s"), *OTHER_WORDS.get(heading, ())}
    return bool(words & wanted) or bool(guess(folded(text), [folded(heading)]))
