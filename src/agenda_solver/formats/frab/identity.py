"""The guids and numbers of sessions, rooms and people: those of the original file, or stable new ones.

Programs that read schedules know an event by its guid, and its bookmarks and recordings by that. So a guid must not
change from one version of the programme to the next. It is made of the ids of the conference and of the part only.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from agenda_solver.formats.frab.schedule import FRAB
from agenda_solver.model.attributes import Attributes

__all__ = ["guids", "identities", "numbers", "stem", "whole_of"]

NAMESPACE = uuid.UUID("5b0a8f0e-6d3c-5f0b-9a55-0f4c7e1d2a61")
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
PART = re.compile(r"[\W_]*\b(part|teil|partie|parte)?[\W_]*[0-9]{1,2}([\W_]*(/|of|von|de|di)[\W_]*[0-9]{1,2})?[\W_]*$")
LONGEST_PART = 40
BIGGEST = 2**31 - 1  # what the programs that read schedules keep in 32 bits


class _Part(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def attributes(self) -> Attributes: ...


def stem(title: str) -> str:
    """Return what the titles of the parts of one event have in common: without a number at the end, in lower case."""
    folded = " ".join(title.casefold().split())
    head, tail = folded[:-LONGEST_PART], folded[-LONGEST_PART:]
    return head + PART.sub("", tail) or folded


def identities(fields: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Return what an event shares with its other times: its guid, code or number, with its name, and its title.

    The title has to agree as well, since some files give a guid or a number twice by mistake. The parts of a guid may
    be numbered in their titles.
    """
    title = stem(fields.get("title", ""))
    for name in ("guid", "code", "id"):
        if text := fields.get(name, ""):
            yield name, text.lower() if name == "guid" else text, title


def whole_of(part: _Part, apart: Collection[str] = ()) -> tuple[str, str]:
    """Return a key that is equal for parts that may share a guid: the occurrences of one session, with one title.

    ``apart`` are the ids of those that share nothing with the other times of their session.
    """
    first: str | None = getattr(part, "occurrence_of", None)
    return ("" if part.id in apart else first) or part.id, stem(getattr(part, "title", ""))


def guids(conference_id: str, kind: str, parts: Iterable[_Part], apart: Collection[str] = ()) -> dict[str, str]:
    """Return the guid of each part by its id; one that it was imported with is kept, unless another part has it.

    The occurrences of one session may share a guid, as in the file that they came from, unless they are ``apart``.
    """
    found: dict[str, str] = {}
    kept: dict[str, tuple[str, str]] = {}
    parts = list(parts)
    for part in parts:
        whole = whole_of(part, apart)
        guid = part.attributes.get(f"{FRAB}guid", "").lower()
        if GUID.fullmatch(guid) and kept.setdefault(guid, whole) == whole:
            found[part.id] = part.attributes[f"{FRAB}guid"]
    space = uuid.uuid5(uuid.uuid5(NAMESPACE, conference_id), kind)
    return {part.id: found.get(part.id) or str(uuid.uuid5(space, part.id)) for part in parts}


def numbers(conference_id: str, kind: str, parts: Iterable[_Part]) -> dict[str, int]:
    """Return a different positive number for each part by its id, for programs that do not know guids yet."""
    found: dict[str, int] = {}
    parts = list(parts)
    taken: set[int] = set()
    for part in parts:
        for text in (part.attributes.get(f"{FRAB}id", ""), part.id):
            if re.fullmatch("[0-9]{1,10}", text) and 1 <= int(text) <= BIGGEST and int(text) not in taken:
                found[part.id] = int(text)
                taken.add(int(text))
                break
    space = uuid.uuid5(uuid.uuid5(NAMESPACE, conference_id), f"number of {kind}")
    for part in parts:
        if part.id not in found:
            number = uuid.uuid5(space, part.id).int % BIGGEST + 1
            while number in taken:
                number = number % BIGGEST + 1
            found[part.id] = number
            taken.add(number)
    return found
