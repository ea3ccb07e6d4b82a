"""Untrusted texts where people read them: a title must not end its line, move a cursor, or reverse a sentence.

Files keep every text as it is, for nothing is to be lost. What is shown goes through here: what the command prints,
pages, pictures, calendars, Markdown, and the sentences of the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["HIDDEN", "joined", "lines", "one_line"]

# All that some program takes for the end of a line.
BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb]")
# Embeddings, overrides and isolates turn what follows them. They cannot be seen, and letters know their direction
# without them, so they are left out. The marks of right and left (U+200E, U+200F) turn nothing but what is beside them.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u206f]")
HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]")
"""What JSON may hold as it is, and what is written with a backslash all the same, for whoever looks at the file."""


def one_line(text: str) -> str:
    """Return a text on one line: breaks and tabs become blanks, control characters the replacement character."""
    if text.isprintable():  # nearly all are
        return text
    return _without_controls(BREAKS.sub(" ", text)).replace("\t", " ")


def lines(text: str) -> str:
    """Return a text of several lines, each as :func:`one_line` has it, with plain breaks between them; tabs stay."""
    return text if text.isprintable() else _without_controls(BREAKS.sub("\n", text))


def joined(texts: Iterable[str]) -> str:
    """Return texts as lines, each of them as one."""
    return "\n".join(map(one_line, texts))


def _without_controls(text: str) -> str:
    return DIRECTIONS.sub("", CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text))
