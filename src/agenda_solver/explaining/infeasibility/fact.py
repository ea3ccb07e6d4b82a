"""One fact of a contradiction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from agenda_solver.explaining.infeasibility.relaxed_conference import ConferenceDraft
from agenda_solver.model.conference import Conference

__all__ = ["Change", "Fact", "Kind"]

Kind = Literal["rule", "session", "rooms", "length", "person", "field", "parameter"]
Change: TypeAlias = Callable[[ConferenceDraft], None]


@dataclass(frozen=True)
class Fact:
    """Something that the committee has stated and could take back.

    Attributes
    ----------
    kind
        ``rule`` (a hard rule as a whole), ``parameter`` (one entry of a rule's list), ``session`` (it has to be in the
        programme), ``length`` (of a session), ``person`` (somebody in a session), ``rooms`` (there are no others), or
        ``field`` (anything else that is stated about a part of the conference).
    message
        The fact in a sentence, with names, titles and local times.
    part, id
        What it is about: a kind of part in the plural ("sessions", "people") and the part's id; or "rules" and a key.
    name
        The field or parameter that contains it, if any.
    detail
        Which of the facts it is, if the field contains several.
    """

    kind: Kind
    message: str
    part: str
    id: str
    relax: Change = field(compare=False, repr=False)
    name: str = ""
    detail: Any = field(default=None, repr=False)

    def apply(self, conference: Conference) -> Conference:
        """Return a conference in which the fact is no longer true.

        Raises
        ------
        InvalidInput
            If the conference is not valid without it.
        """
        draft = ConferenceDraft.of(conference)
        self.relax(draft)
        return draft.conference()

    def as_dict(self) -> dict[str, str]:
        """Return the fact as plain data for JSON."""
        about = {"kind": self.kind, "message": self.message, "part": self.part, "id": self.id, "name": self.name}
        return {name: value for name, value in about.items() if value}
