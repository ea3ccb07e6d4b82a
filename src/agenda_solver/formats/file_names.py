"""File names made from names of people, rooms and tracks: safe on every system, unique, and still readable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["file_names", "safe_stem"]

# Leaves room for a number and an ending: file systems take 255 bytes, and synchronisers often fewer.
MAX_STEM_BYTES = 150
NAMELESS = "unnamed"
# What some system forbids in names, or gives a meaning (folders, drives, streams, patterns).
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Devices of Windows, whatever the ending; the digits may also be superscript there.
RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def safe_stem(text: str) -> str:
    """Return a text as the name of a file, without an ending: it names a file in its folder and nothing else.

    Slashes and other characters that some system forbids become hyphens. Invisible characters (control characters,
    changes of the direction of writing) are dropped. If nothing is left, the name is ``unnamed``.
    """
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    text = FORBIDDEN.sub("-", text)
    # A dot in front hides a file, a hyphen makes an option of it; at the end Windows drops dots and spaces.
    text = _truncated(text.strip(" .-_"), MAX_STEM_BYTES).strip(" .-_") or NAMELESS
    return text if RESERVED.fullmatch(text) is None else f"{NAMELESS} {text}"


def _truncated(text: str, most: int) -> str:
    return text.encode("utf-8")[:most].decode("utf-8", errors="ignore")


def file_names(texts: Sequence[str], suffix: str, taken: Iterable[str] = ()) -> list[str]:
    """Return a file name for each text, in the same order; no two are the same, even if case is ignored.

    The second of the same name gets `` (2)``, and so on. Names that are ``taken`` are not given.
    """
    used = {_key(name) for name in taken}
    next_number: dict[str, int] = {}
    names = []
    for text in texts:
        stem = safe_stem(text)
        number = next_number.get(_key(stem), 1)
        while _key(name := f"{stem}{f' ({number})' if number > 1 else ''}{suffix}") in used:
            number += 1
        next_number[_key(stem)] = number + 1
        used.add(_key(name))
        names.append(name)
    return names


def _key(name: str) -> str:
    """Return a key that is equal for two names that some system considers the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
