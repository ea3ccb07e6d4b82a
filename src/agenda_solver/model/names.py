"""What people write where they mean a part of a conference: its id, or its name as they remember it.

Case, Unicode form and the kinds and numbers of blanks do not matter. An exact id comes first, then an exact name, then
whatever is the same but for these; so nothing that is written exactly is ever ambiguous because of something similar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from agenda_solver.model.words import closest

__all__ = ["AmbiguousName", "NameIndex", "UnknownName", "folded"]

MAX_SHOWN = 80
MAX_CANDIDATES = 5
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def folded(text: str) -> str:
    r"""Return a text as it is compared: without case, Unicode form, invisible characters, and surplus blanks.

    >>> folded(" Hall\u00a0  A") == folded("hall a")
    True
    """
    once = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    # Folding can undo the normal form, and the other way round; after a second turn nothing changes any more.
    return " ".join(unicodedata.normalize("NFKC", once).casefold().split())


class UnknownName(ValueError):
    """Nothing is called so."""


class AmbiguousName(ValueError):
    """Several parts are called so; ``candidates`` are their ids."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        self.candidates = candidates
        super().__init__(message)


class NameIndex:
    """Finds the parts of one kind by what people write.

    Parameters
    ----------
    noun
        What one part is called in messages: "session".
    parts
        The id of each part, and its name or ``None``. A part may be there several times, with further names.
    """

    def __init__(self, noun: str, parts: Iterable[tuple[str, str | None]]) -> None:
        self.noun = noun
        self._ids: dict[str, str | None] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        self._by_folded: dict[str, dict[str, None]] = {}
        for id, name in parts:
            if self._ids.get(id) is None:
                self._ids[id] = name
            for text in (id,) if name is None else (id, name):
                self._by_folded.setdefault(folded(text), {})[id] = None
            if name is not None:
                self._by_name.setdefault(name, {})[id] = None

    def __contains__(self, text: str) -> bool:
        """Whether a text means at least one part."""
        return text in self._ids or text in self._by_name or folded(text) in self._by_folded

    def ids_of(self, text: str) -> tuple[str, ...]:
        """Return the ids of all parts that a text may mean; none where nothing is called so."""
        if text in self._ids:
            return (text,)
        return tuple(self._by_name.get(text) or self._by_folded.get(folded(text)) or ())

    def id_of(self, text: str, *, hint: bool = True) -> str:
        """Return the id of the one part that a text means.

        Parameters
        ----------
        text
            An id or a name.
        hint
            Whether to look for a similar name where there is none. It takes time: each name is compared.

        Raises
        ------
        UnknownName
            When nothing is called so; the message suggests what may be meant.
        AmbiguousName
            When several parts are called so; the message lists their ids.
        """
        found = self.ids_of(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousName(self._ambiguous(text, found), found)
        known = {*self._ids, *self._by_name} if hint else ()
        start = "nobody is called" if self.noun == "person" else f"there is no {self.noun}"
        raise UnknownName(f'{start} "{_short(text)}"{self._guess(text, known)}')

    def label(self, id: str) -> str:
        """Return a part as a person can tell it from all others: its name, with the id where others are called so."""
        name = self._ids[id]
        if name is None or name == id:
            return f'"{id}"'
        return f'"{_short(name)}"' if self.ids_of(name) == (id,) else f'"{_short(name)}" ({id})'

    def _guess(self, text: str, known: Iterable[str]) -> str:
        # Compared without case, suggested as it is written.
        by_folded = {folded(name): name for name in sorted(known)}
        close = closest(folded(text)[:MAX_SHOWN], by_folded)
        return "" if close is None else f' (did you mean "{by_folded[close]}"?)'

    def _ambiguous(self, text: str, found: tuple[str, ...]) -> str:
        listed = [f'{id} ("{_short(name)}")' if (name := self._ids[id]) else id for id in found[:MAX_CANDIDATES]]
        more = f", and {len(found) - MAX_CANDIDATES} more" if len(found) > MAX_CANDIDATES else ""
        return f'"{_short(text)}" may be several; write the id: {", ".join(listed)}{more}'


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
