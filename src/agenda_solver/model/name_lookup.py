"""Lookup of the parts of a conference by id or by name.

Exact ids come first, then exact names, then matches regardless of case, Unicode form and whitespace. A similar name
therefore never makes an exact one ambiguous.
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
# Quotes and dashes by which word processors replace those of the keyboard.
ALIKE = str.maketrans(
    "\u2018\u2019\u02bc\u201a\u201b\u2032\u00b4`\u201c\u201d\u201e\u00ab\u00bb\u2033\u2010\u2011\u2012\u2013\u2014\u2212",
    "'" * 8 + '"' * 6 + "-" * 6,
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def folded(text: str) -> str:
    r"""Normalise a text for comparison: case, Unicode form, invisible characters, and surplus whitespace.

    The quotes and dashes of word processors become those of the keyboard.

    >>> folded(" Hall\u00a0  A") == folded("hall a")
    True
    """
    once = unicodedata.normalize("NFKC", INVISIBLE.sub("", text).translate(ALIKE)).casefold()
    # Case folding can undo the normal form, and vice versa; a second pass makes the result stable.
    return " ".join(unicodedata.normalize("NFKC", once.translate(ALIKE)).casefold().split())


class UnknownName(ValueError):
    """No part has this id or name."""


class AmbiguousName(ValueError):
    """Several parts have this name; ``candidates`` are their ids."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        self.candidates = candidates
        super().__init__(message)


class NameIndex:
    """Finds the parts of one kind by their ids, names and aliases.

    Parameters
    ----------
    noun
        The noun for one part in messages: "session".
    parts
        The id of each part, and its name or ``None``. A part may occur several times, with several names.
    aliases
        Ids of parts, each with an alias, which counts only if it is neither an id nor a name of any part.
    listed
        Whether the message about an unknown name lists the names of all parts, if they are few.
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
        # Built only when needed: folding takes time, and most files use exact ids and names.
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
        """Whether a text refers to at least one part."""
        return bool(self.ids_of(text))

    def ids_of(self, text: str) -> tuple[str, ...]:
        """Return the ids of all parts to which a text may refer; an empty tuple if there are none."""
        for exact in (text, unicodedata.normalize("NFC", " ".join(text.split()))):
            if exact in self._ids:
                return (exact,)
            if exact in self._by_name:
                return tuple(self._by_name[exact])
        seen = folded(text)
        return tuple(self._by_folded.get(seen) or self._by_alias.get(seen) or self._labelled(text))

    def id_of(self, text: str, *, hint: bool = True) -> str:
        """Return the id of the only part to which a text refers.

        Parameters
        ----------
        text
            An id, a name or an alias, or a label from :meth:`label`.
        hint
            Whether to suggest a similar name if the text is unknown, which takes time, because each name is compared.

        Raises
        ------
        UnknownName
            If no part has this id or name.
        AmbiguousName
            If several parts have this name; the message lists their ids.
        """
        found = self.ids_of(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousName(self._ambiguous(text, found), found)
        start = "nobody is called" if self.noun == "person" else f"there is no {self.noun}"
        raise UnknownName(f'{start} "{shortened(text)}"{self._suggestion(text) if hint else ""}')

    def label(self, id: str) -> str:
        """Return an unambiguous label of a part: its quoted name, with the id if other parts have the same name."""
        name = self._ids[id]
        if name is None or name == id:
            return f'"{id}"'
        return f'"{shortened(name)}"' if self.ids_of(name) == (id,) else f'"{shortened(name)}" ({id})'

    def is_unique(self, id: str) -> bool:
        """Whether the name of a part, if it has one, refers to it alone."""
        name = self._ids[id]
        return name is None or self.ids_of(name) == (id,)

    def _labelled(self, text: str) -> Iterator[str]:
        """Yield the ids of the parts with this label, in the form of messages: ``"Panel" (b)``, or ``b ("Panel")``."""
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
        # Names are compared in folded form, and suggested in their own form.
        by_folded = {folded(name): name for name in sorted({*self._ids, *self._by_name})}
        seen = folded(text)
        close = closest(seen[:MAX_COMPARED], by_folded)
        # People often write only the beginning of a long title, or one word of it.
        within = [key for key in by_folded if f" {seen}" in f" {key}"] if len(seen) >= SHORTEST_WORD else []
        meant = within if close is None else [close]
        if 0 < len(meant) <= MAX_MEANT:
            quoted = [f'"{shortened(by_folded[key])}"' for key in meant]
            return f" (did you mean {' or '.join(quoted)}?)"
        if self.listed and 0 < len(self._ids) <= MAX_LISTED:
            return f"; choose from {', '.join(self.label(id) for id in self._ids)}"
        return ""

    def _ambiguous(self, text: str, found: tuple[str, ...]) -> str:
        listed = [f'{id} ("{shortened(name)}")' if (name := self._ids[id]) else id for id in found[:MAX_CANDIDATES]]
        more = f", and {len(found) - MAX_CANDIDATES} more" if len(found) > MAX_CANDIDATES else ""
        return f'"{shortened(text)}" fits several; write the id: {", ".join(listed)}{more}'
