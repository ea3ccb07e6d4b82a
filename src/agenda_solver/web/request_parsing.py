"""Strict parsing of what browsers send: a JSON object with texts, numbers and lists in the right places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from agenda_solver.errors import InvalidInput

__all__ = ["number_in", "object_of", "text_in", "texts_in"]


def object_of(body: bytes) -> dict[str, Any]:
    """Return the JSON object in a body.

    Raises
    ------
    InvalidInput
        If the body is not a JSON object, or contains half of a surrogate pair.
    """
    try:
        data = json.loads(body, parse_constant=_refused)
        if b"\\u" in body:  # half of a surrogate pair is valid JSON, but cannot be encoded
            json.dumps(data, ensure_ascii=False).encode()
    except RecursionError as error:
        raise InvalidInput.single("this is not JSON that can be read: it is nested too deeply") from error
    except ValueError as error:
        raise InvalidInput.single(f"this is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise InvalidInput.single("must be an object")
    return data


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is not a number")


def number_in(data: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number; None if there is none."""
    found = data.get(name)
    if found is not None and (not isinstance(found, int) or isinstance(found, bool)):
        raise InvalidInput.single("must be a whole number", name)
    return found


def text_in(data: Mapping[str, Any], name: str) -> str:
    """Return a text; an empty one if there is none."""
    found = data.get(name, "")
    if not isinstance(found, str):
        raise InvalidInput.single("must be text", name)
    return found


def texts_in(data: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of texts; an empty one if there is none."""
    found = data.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise InvalidInput.single("must be a list of text entries", name)
    return found
