"""Prepares untrusted texts for display: a title must not end its line, move a cursor, or reverse a sentence.

Files keep every text unchanged, so that nothing is lost. Everything that is displayed passes through this module: the
output of the command, pages, pictures, calendars, Markdown, and the sentences of the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["HIDDEN", "joined", "lines", "one_line"]

# Everything that some program interprets as the end of a line.
BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb]")
# Embeddings, overrides and isolates change the direction of the text after them. They are invisible and letters have a
# direction without them, so they are removed. The marks U+200E and U+200F only affect the characters beside them.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u206f]")
HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]")
"""Characters that JSON allows but that are written as escapes, for people who read the file."""


def one_line(text: str) -> str:
    """Return a text on one line: breaks and tabs become blanks, control characters the replacement character."""
    if text.isprintable():  # nearly all are
        return text
    return _without_controls(BREAKS.sub(" ", text)).replace("\t", " ")


def lines(text: str) -> str:
    """Return a text of several lines, each made safe as by :func:`one_line`, with plain line breaks; tabs stay."""
    return text if text.isprintable() else _without_controls(BREAKS.sub("\n", text))


def joined(texts: Iterable[str]) -> str:
    """Return texts joined by line breaks, each on one line."""
    return "\n".join(map(one_line, texts))


def _without_controls(text: str) -> str:
    return DIRECTIONS.sub("", CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text))
