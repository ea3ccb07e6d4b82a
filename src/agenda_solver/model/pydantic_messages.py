"""Pydantic's findings in plain words: the place and the mistake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

__all__ = ["closest", "guess", "item_of", "place_of", "sentence_of", "shortened", "whole_number"]

MAX_SHOWN = 80

MAX_DIGITS = 18
SIMPLE = {
    "missing": "is missing",
    "string_type": "must be text",
    "string_unicode": "contains an incomplete character",
    "string_too_short": "must not be empty",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "dict_type": "must be an object with fields",
    "model_type": "must be an object with fields",
    "model_attributes_type": "must be an object with fields",
    "literal_error": "must be {expected}",
    "string_too_long": "must not be longer than {max_length} characters",
    "string_pattern_mismatch": "must look like {pattern}",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must not have more than {max_length} entries",
    "timezone_aware": 'needs its UTC offset, as in "2025-05-29T09:30+05:00"',
}
NUMBERS = (
    "int_type",
    "int_from_float",
    "int_parsing",
    "int_parsing_size",
    "greater_than",
    "greater_than_equal",
    "less_than",
    "less_than_equal",
)


def place_of(location: Iterable[str | int]) -> str:
    """Return a pydantic location as a path: ``sessions[12].speakers[0]``."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def shortened(text: str) -> str:
    """Return a text for a message, only the beginning of a long one."""
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def whole_number(text: str, low: int, high: int) -> int:
    """Parse a whole number; raise a ValueError if the text is not one, or if it is out of the range."""
    digits = text.strip()
    # No range here has numbers with more digits, and Python refuses to parse thousands of them.
    if re.fullmatch(r"[-+]?[0-9]{1,30}", digits) and low <= int(digits) <= high:
        return int(digits)
    raise ValueError(f'"{shortened(text)}" is not a whole number from {low} to {high}')


def item_of(place: str) -> tuple[str, int]:
    """Return the field at the beginning of a path, and the index of the list item there; -1 if there is none.

    Names of fields are untrusted input: they may contain brackets, and very many digits.
    """
    field, _, rest = place.partition("[")
    number, bracket, _ = rest.partition("]")
    is_number = bool(bracket) and number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
    return field, int(number) if is_number else -1


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is closest to the given one; None if none is close."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)), None)


def guess(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean "speakers"?)`` if a known word is close to the given one, else an empty text."""
    close = closest(word, known)
    return "" if close is None else f' (did you mean "{close}"?)'


def sentence_of(error: Mapping[str, Any], model: type[BaseModel] | None = None) -> str:
    """Return an item of ``ValidationError.errors()`` in plain words.

    The fields of ``model``, which was validated, give the ranges of numbers and the names to suggest.
    """
    kind, context = error["type"], error.get("ctx", {})
    if kind in NUMBERS:
        return _range_sentence(_field_at(model, error["loc"]), context)
    if kind == "value_error":
        return _own_sentence(context["error"])
    if kind == "extra_forbidden":
        beside = _model_in(_field_at(model, error["loc"][:-1]))
        return "there is no such field" + guess(str(error["loc"][-1]), beside.model_fields if beside else ())
    if kind.startswith(("datetime", "date_")):
        return "is not a date or time in ISO 8601"
    if kind in SIMPLE:
        return SIMPLE[kind].format(**context).replace("'", '"')
    return str(error["msg"]).replace("Input should be", "must be").replace("Input should", "must")


def _own_sentence(error: Exception) -> str:
    """Return the message of one of this library's validators, which may itself have validated another model."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        field = place_of(first["loc"])
        return f"{field} {sentence_of(first)}".strip()
    return str(error)


def _range_sentence(field: Any, context: Mapping[str, Any]) -> str:
    bounds = {name: getattr(piece, name) for piece in _pieces(field) for name in ("ge", "le") if hasattr(piece, name)}
    bounds = {**context, **bounds}  # for an unknown field, at least the bound that was violated
    words = "must be a whole number"
    if "ge" in bounds:
        words += f" from {bounds['ge']}" + (f" to {bounds['le']}" if "le" in bounds else " on")
    elif "le" in bounds:
        words += f" up to {bounds['le']}"
    return words


def _field_at(model: type[BaseModel] | None, location: tuple[str | int, ...]) -> Any:
    """Return the field at a location; None if it is not in the model."""
    field: Any = model
    for step in location:
        if isinstance(step, str):  # an index of a list item does not change the field
            owner = _model_in(field)
            field = owner.model_fields.get(step) if owner else None
    return field


def _model_in(field: Any) -> type[BaseModel] | None:
    models = (piece for piece in _pieces(field) if isinstance(piece, type) and issubclass(piece, BaseModel))
    return next(models, None)


def _pieces(annotation: Any) -> Iterator[Any]:
    """Yield a type, and recursively its arguments and its metadata."""
    yield annotation
    inside = (
        (annotation.annotation, *annotation.metadata) if isinstance(annotation, FieldInfo) else get_args(annotation)
    )
    for piece in inside:
        yield from _pieces(piece)
