"""Standard JSON, with a place for every mistake.

Python's reader takes more than the standard (NaN, the same key twice) and gives up with an exception of its own where
numbers are huge or nesting is deep. Here each of these is a mistake with its place.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from agenda_solver.errors import InvalidInput, Mistake, in_file
from agenda_solver.formats.files import read_text
from agenda_solver.safe_text import HIDDEN

__all__ = ["parse_json", "read_json", "write_json_text"]

MAX_DEPTH = 50
MAX_VALUES = 1_000_000
MAX_TEXT = 20_000_000
MAX_LETTERS_OF_NUMBER = 400  # all that a float can say, written out
MAX_DIGITS = 18  # every such number fits into 64 bits, and so into the solver

# Python's wording of a syntax error, by its beginning, and ours.
SYNTAX = {
    "Expecting value": "a value is expected here",
    "Expecting ',' delimiter": "a comma or a closing bracket is expected here",
    "Expecting ':' delimiter": "a colon is expected here",
    "Expecting property name": 'the name of a field is expected here, in double quotes ("name")',
    "Illegal trailing comma": "there is an extra comma before the closing bracket",
    "Extra data": "there is more text after the end of the JSON value",
    "Invalid control character": "a line break or tab is inside a text; write it as \\n or \\t",
    "Invalid \\": "this backslash starts no escape that JSON knows; write a backslash as \\\\",
    "Unterminated string": "the text that begins here has no closing quote",
}


@dataclass(frozen=True)
class _NoNumber:
    """Replaces a number that cannot be used in the data, until its place is known."""

    message: str


def read_json(path: str | os.PathLike[str]) -> Any:
    """Return the data of a JSON file in UTF-8; mistakes name the line, or the place in the data."""
    text = read_text(path)
    with in_file(path):
        return parse_json(text)


def parse_json(text: str, *, allow_halves: bool = False) -> Any:
    """Return the data of a JSON text.

    InvalidInput is raised if it is not JSON, names a field twice, is nested too deeply, or holds NaN, Infinity, a huge
    number or half of a surrogate pair. ``allow_halves`` is for callers that replace such halves themselves.
    """
    twins: list[tuple[dict[str, Any], str]] = []

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            twins.extend((made, name) for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        return made

    _refuse_size(text)
    try:
        data = json.loads(
            text, object_pairs_hook=object_of, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise InvalidInput([_syntax_mistake(text, error)]) from error
    except RecursionError as error:
        raise InvalidInput.single(f"is nested deeper than {MAX_DEPTH} levels") from error
    faults = _faults(data, twins, "\\u" in text and not allow_halves)
    if (first := next(faults, None)) is not None:
        raise InvalidInput(chain([first], faults))
    return data


def _refuse_size(text: str) -> None:
    """Refuse what would take too much memory before anything is made of it.

    Every value stands behind a comma, a bracket or a brace. Those within texts are counted too, so the limit is
    generous: the schedule of a thousand talks has some hundred thousand.
    """
    if sum(map(text.count, ",[{")) > MAX_VALUES:
        raise InvalidInput.single(f"is too big: more than {MAX_VALUES:,} values are not read")


def write_json_text(data: Any) -> str:
    """Return data as JSON text for a file: one value a line, a newline at the end."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    # Such characters stand inside of texts only. Whoever looks at the file sees them like this, and nothing is lost.
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _integer(digits: str) -> int | _NoNumber:
    return int(digits) if len(digits.lstrip("-")) <= MAX_DIGITS else _NoNumber("is too big a number")


def _decimal(digits: str) -> float | _NoNumber:
    value = float(digits) if len(digits) <= MAX_LETTERS_OF_NUMBER else math.inf
    return value if math.isfinite(value) else _NoNumber("is too big a number")


def _constant(name: str) -> _NoNumber:
    return _NoNumber(f"{name} is not a number in JSON")


def _syntax_mistake(text: str, error: json.JSONDecodeError) -> Mistake:
    if not text.strip():
        return Mistake("", "is empty")
    words = next((ours for theirs, ours in SYNTAX.items() if error.msg.startswith(theirs)), error.msg)
    if error.pos >= len(text.rstrip()):
        words = "the file ends too early"
    return Mistake(f"line {error.lineno}, column {error.colno}", f"is not JSON: {words}")


def _faults(data: Any, twins: list[tuple[dict[str, Any], str]], has_escapes: bool) -> Iterator[Mistake]:
    """Walk through the data without recursion, because they may be deeply nested."""
    names_of: dict[int, list[str]] = {}
    for made, name in twins:
        names_of.setdefault(id(made), []).append(name)
    pending: list[tuple[str, int, Any]] = [("", 0, data)]
    while pending:
        place, depth, value = pending.pop()
        if isinstance(value, _NoNumber):
            yield Mistake(place, value.message)
        elif depth > MAX_DEPTH and isinstance(value, dict | list):
            yield Mistake(_beginning(place), f"is nested deeper than {MAX_DEPTH} levels")
            return
        elif isinstance(value, list):
            pending.extend((f"{place}[{n}]", depth + 1, value[n]) for n in reversed(range(len(value))))
        elif isinstance(value, dict):
            for name in names_of.get(id(value), ()):
                yield Mistake(_field(place, name), "this field occurs twice")
            pending.extend((_field(place, name), depth + 1, value[name]) for name in reversed(value))
            if has_escapes and any(_is_broken(name) for name in value):
                yield Mistake(place, "the name of a field contains an incomplete character")
        elif isinstance(value, str) and (fault := _fault_of_text(value, has_escapes)):
            yield Mistake(place, fault)


def _fault_of_text(text: str, has_escapes: bool) -> str | None:
    if len(text) > MAX_TEXT:
        return f"is longer than {MAX_TEXT:,} characters"
    if has_escapes and _is_broken(text):
        return "contains an incomplete character (a \\ud83d without its other half)"
    return None


def _is_broken(text: str) -> bool:
    return re.search("[\ud800-\udfff]", text) is not None


def _field(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _beginning(place: str) -> str:
    return place if len(place) <= 40 else place[:40] + "..."
