"""Sentences about an agenda in the words of its workbook, which has neither IANA zones nor invented days."""

from __future__ import annotations

import re

from agenda_solver.formats.cosplib.conference import DATE_TAG
from agenda_solver.model.conference import Conference

__all__ = ["WorkbookWords"]

# What is in quotation marks is somebody's title, and stays as it is.
PIECES = re.compile(r'"[^"]*"|Etc/GMT(?P<hours>[+-][0-9]{1,2})?|[0-9]{1,2} [^\s"]+ (?P<clock>[0-9]{2}:[0-9]{2})')


class WorkbookWords:
    """Puts sentences into the words of the workbook that a conference is from.

    A zone is ``GMT+2`` there, while its IANA name has the sign the other way round. A session that was moved to a later
    day has an invented date, so it is referred to by its name: ``Ghost 09:30``, not ``11 Mar 09:30``.
    """

    def __init__(self, conference: Conference) -> None:
        moved = [block.id for block in conference.blocks if any(tag.startswith(DATE_TAG) for tag in block.tags)]
        self._named = {conference.clock(minute): id for id in moved for minute in conference.boundaries[id]}

    def of(self, sentence: str) -> str:
        """Return a sentence in these words."""
        return PIECES.sub(self._piece, sentence)

    def _piece(self, match: re.Match[str]) -> str:
        if match["clock"]:
            name = self._named.get(match[0])
            return f"{name} {match['clock']}" if name else match[0]
        if match[0].startswith("Etc/"):
            return f"GMT{-int(match['hours'] or 0):+d}"
        return match[0]
