"""The result of reading another program's file: a conference, and remarks on what was odd or could not be kept."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.model.conference import Conference
from agenda_solver.safe_text import one_line

__all__ = ["OWN", "Imported", "Remark"]

OWN = "agenda-solver"
"""The name of this library's own formats."""


@dataclass(frozen=True)
class Remark:
    """Something that a lenient reader changed, guessed or left out.

    Attributes
    ----------
    kind
        What remarks of its kind have in common, in a few words: ``"no speaker"``. Lists are grouped by it.
    place
        Where it is in the file, in the words of the file: ``day 2, room "Janson", event 4711``.
    message
        What was odd, and what happened to it, in a sentence.
    """

    kind: str
    place: str
    message: str

    def __str__(self) -> str:
        return one_line(f"{self.place}: {self.message}" if self.place else self.message)


@dataclass(frozen=True)
class Imported:
    """A conference from another program's file; its times and rooms, if it has any, are the published agenda.

    Attributes
    ----------
    conference
        The conference.
    remarks
        What was odd, changed, guessed or left out, in the order of the file.
    format
        The name of the format, for people.
    """

    conference: Conference
    remarks: tuple[Remark, ...] = ()
    format: str = OWN
