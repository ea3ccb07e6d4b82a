"""Helpers for reading other programs' files leniently: texts, lists and ids as they come, with remarks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from agenda_solver.formats.import_result import Remark
from agenda_solver.model.ids import free_id

__all__ = ["LONGEST_ID", "LONGEST_TEXT", "Ids", "Remarks", "kept", "label", "words"]

LONGEST_TEXT = 2_000
LONGEST_ID = 200


class Remarks:
    """Collects remarks in the order in which they are made."""

    def __init__(self) -> None:
        self.all: list[Remark] = []

    def say(self, kind: str, place: str, message: str) -> None:
        """Note something that was changed, guessed or left out."""
        self.all.append(Remark(kind, place, message))

    def objects(self, raw: Any, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Return the objects of a list with their places; other entries are noted and left out."""
        if raw is None:
            return
        if not isinstance(raw, list):
            self.say("not a list", place, "should be a list; it was left out")
            return
        for number, item in enumerate(raw):
            if isinstance(item, Mapping):
                yield f"{place}[{number}]", item
            elif item is not None:
                self.say("not an object", f"{place}[{number}]", "should be an object with fields; it was left out")

    def title(self, raw: Any, place: str, otherwise: str) -> str:
        """Return a name or title for a part; one that is missing gets a substitute, one that is too long is cut."""
        text = words(raw)
        if not text:
            self.say("no name", place, f'has no name; it is called "{otherwise}"')
            return otherwise
        if len(text) > LONGEST_TEXT:
            self.say("too long", place, f"has {len(text):,} characters; the first {LONGEST_TEXT:,} were kept")
        return text[:LONGEST_TEXT]


class Ids:
    """Gives the parts of one kind their ids: those of the file if they can be used."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._given: set[str] = set()

    def give(self, raw: Any, place: str, otherwise: str) -> str:
        """Return the id of a part; one that is missing, too long or taken is replaced, and noted."""
        text = words(raw)
        if not text or len(text) > LONGEST_ID:
            self._remarks.say("no id", place, "has no id that can be used; it got another")
            text = otherwise
        id = free_id(text, self._given, LONGEST_ID)
        if id != text:
            self._remarks.say("id twice", place, f'its id "{text}" is already taken; it got "{id}"')
        self._given.add(id)
        return id


def words(raw: Any) -> str:
    """Return a text or number as a text without blanks around it; of texts in several languages the first."""
    if isinstance(raw, Mapping):
        raw = next((value for value in raw.values() if isinstance(value, str) and value.strip()), None)
    if isinstance(raw, str):
        return raw.strip()
    return str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else ""


def label(raw: Any) -> str | None:
    """Return a text that is short enough for a tag, or None if there is none."""
    return words(raw)[:LONGEST_ID] or None


def kept(raw: Mapping[str, Any], program: str, read: Iterable[str]) -> dict[str, str]:
    """Return what a part of a file has beside the fields that were read, as attributes of the part.

    Texts stay as they are, everything else becomes JSON; fields that hold nothing are left out.
    """
    nothing: tuple[Any, ...] = (None, "", [], {})
    rest = {name: value for name, value in raw.items() if name not in read and value not in nothing}
    return {
        f"{program}.{name}"[:LONGEST_ID]: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in rest.items()
    }
