"""Finding a part of a conference by what people write: its id, or its name as they remember it.

Case, Unicode form and the kinds and numbers of blanks do not matter. An exact id comes first, then an exact name, then
whatever is the same but for these; so nothing that is written exactly is ever ambiguous because of something similar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from agenda_solver.model.pydantic_messages import closest, shortened

__all__ = ["AmbiguousName", "NameIndex", "UnknownName", "folded"]

MAX_CANDIDATES = 5
MAX_LISTED = 12
MAX_COMPARED = 80
MAX_MEANT = 3
SHORTEST_WORD = 3
# Quotes and dashes that word processors put for those of the keyboard.
ALIKE = str.maketrans(
    "\u2018\u2019\u02bc\u201a\u201b\u2032\u00b4`\u201c\u201d\u201e\u00ab\u00bb\u2033\u2010\u2011\u2012\u2013\u2014\u2212",
    "'" * 8 + '"' * 6 + "-" * 6,
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def folded(text: str) -> str:
    r"""Return a text as it is compared: without case, Unicode form, invisible characters, and surplus blanks.

    The quotes and dashes of word processors are those of the keyboard.

    >>> folded(" Hall\u00a0  A") == folded("hall a")
    True
    """
    once = unicodedata.normalize("NFKC", INVISIBLE.sub("", text).translate(ALIKE)).casefold()
    # Folding can undo the normal form, and the other way round; after a second turn nothing changes any more.
    return " ".join(unicodedata.normalize("NFKC", once.translate(ALIKE)).casefold().split())


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
    aliases
        What else a part is called: its id, and words that count only where nothing has them for its id or its name.
    listed
        Whether the names of all parts are told where one is unknown, if they are few.
    """

    def __init__(
        self,
        noun: str,
        parts: Iterable[tuple[str, str | None]],
        *,
        aliases: Iterable[tuple[str, str]] = (),
        listed: bool = False,
    ) -> None:
        self.noun = noun
        self.listed = listed
        self._ids: dict[str, str | None] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        self._aliases = aliases
        for id, name in parts:
            if self._ids.get(id) is None:
                self._ids[id] = name
            if name is not None:
                self._by_name.setdefault(name, {})[id] = None

    @cached_property
    def _by_folded(self) -> dict[str, dict[str, None]]:
        # Folding takes time, and most files name everything exactly.
        found: dict[str, dict[str, None]] = {}
        for id in self._ids:
            found.setdefault(folded(id), {})[id] = None
        for name, ids in self._by_name.items():
            found.setdefault(folded(name), {}).update(ids)
        return found

    @cached_property
    def _by_alias(self) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for id, words in self._aliases:
            found.setdefault(folded(words), {})[id] = None
        return found

    def __contains__(self, text: str) -> bool:
        """Whether a text means at least one part."""
        return bool(self.ids_of(text))

    def ids_of(self, text: str) -> tuple[str, ...]:
        """Return the ids of all parts that a text may mean; none where nothing is called so."""
        for exact in (text, unicodedata.normalize("NFC", " ".join(text.split()))):
            if exact in self._ids:
                return (exact,)
            if exact in self._by_name:
                return tuple(self._by_name[exact])
        seen = folded(text)
        return tuple(self._by_folded.get(seen) or self._by_alias.get(seen) or self._labelled(text))

    def id_of(self, text: str, *, hint: bool = True) -> str:
        """Return the id of the one part that a text means.

        Parameters
        ----------
        text
            An id or a name, or a label that :meth:`label` made.
        hint
            Whether to look for a similar name where there is none. It takes time: each name is compared.

        Raises
        ------
        UnknownName
            If nothing is called so; the message suggests what may be meant.
        AmbiguousName
            If several parts are called so; the message lists their ids.
        """
        found = self.ids_of(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousName(self._ambiguous(text, found), found)
        start = "nobody is called" if self.noun == "person" else f"there is no {self.noun}"
        raise UnknownName(f'{start} "{shortened(text)}"{self._suggestion(text) if hint else ""}')

    def label(self, id: str) -> str:
        """Return a part as a person can tell it from all others: its name, with the id where others are called so."""
        name = self._ids[id]
        if name is None or name == id:
            return f'"{id}"'
        return f'"{shortened(name)}"' if self.ids_of(name) == (id,) else f'"{shortened(name)}" ({id})'

    def is_unique(self, id: str) -> bool:
        """Whether the name of a part is enough to find it."""
        name = self._ids[id]
        return name is None or self.ids_of(name) == (id,)

    def _labelled(self, text: str) -> Iterator[str]:
        """Return the part whose label this is, as messages show it: ``"Panel" (b)``, or ``b ("Panel")``."""
        stripped = text.strip()
        if len(stripped) > 2 and stripped[0] == stripped[-1] == '"':
            yield from self.ids_of(stripped[1:-1])
        elif stripped.endswith(")"):
            for start in (match.start() for match in re.finditer(r"\s\(", stripped)):
                outside, inside = stripped[:start].strip(), stripped[start + 2 : -1]
                for id, name in ((inside, outside), (outside, inside)):
                    own = self._ids.get(id)
                    if own is not None and folded(name.strip('"')) in (folded(own), folded(shortened(own))):
                        yield id
                        return

    def _suggestion(self, text: str) -> str:
        # Compared without case, suggested as it is written.
        by_folded = {folded(name): name for name in sorted({*self._ids, *self._by_name})}
        seen = folded(text)
        close = closest(seen[:MAX_COMPARED], by_folded)
        # Of a long title people write the beginning, or the one word that they remember.
        within = [key for key in by_folded if f" {seen}" in f" {key}"] if len(seen) >= SHORTEST_WORD else []
        meant = within if close is None else [close]
        if 0 < len(meant) <= MAX_MEANT:
            quoted = [f'"{shortened(by_folded[key])}"' for key in meant]
            return f" (did you mean {' or '.join(quoted)}?)"
        if self.listed and 0 < len(self._ids) <= MAX_LISTED:
            return f"; there are {', '.join(self.label(id) for id in self._ids)}"
        return ""

    def _ambiguous(self, text: str, found: tuple[str, ...]) -> str:
        listed = [f'{id} ("{shortened(name)}")' if (name := self._ids[id]) else id for id in found[:MAX_CANDIDATES]]
        more = f", and {len(found) - MAX_CANDIDATES} more" if len(found) > MAX_CANDIDATES else ""
        return f'"{shortened(text)}" may be several; write the id: {", ".join(listed)}{more}'
