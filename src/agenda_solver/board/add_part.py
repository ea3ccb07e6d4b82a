"""The command that adds a part to a conference: a session, person, room, track, day, block or building."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from agenda_solver.board.command import Command, Step
from agenda_solver.board.conference_cells import ORDER, conference_of
from agenda_solver.board.state import BoardState
from agenda_solver.board.state_diff import NOUNS
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.ids import free_id, id_of_name

__all__ = ["Add", "Kind"]

Kind: TypeAlias = Literal["sessions", "people", "rooms", "tracks", "days", "blocks", "buildings"]
LONGEST_ID = 80


class Add(Command):
    """Add a part to the conference.

    Attributes
    ----------
    kind
        ``sessions``, ``people``, ``rooms``, ``tracks``, ``days``, ``blocks`` or ``buildings``.
    fields
        The fields of the part as in a conference file: ``{"title": "Tides", "duration_minutes": 30}``. A missing ``id``
        is derived from the title, name or date.
    """

    do: Literal["add"] = "add"
    kind: Kind
    fields: dict[str, Any]

    def apply(self, state: BoardState) -> BoardState:
        """Return the state with the new part at the end of the list of its kind."""
        if self.fields.get("occurrence_of") is not None:
            message = 'another occurrence of a session is added with the change "add session"'
            raise InvalidInput.single(message, "fields.occurrence_of")
        known = [part.id for part in getattr(state.conference, self.kind)]
        id = self._id(known)
        cells = dict(state.conference_cells)
        for name, value in self.fields.items():
            if value is not None:
                cells[self.kind, id, name] = value
        cells[self.kind, id, "id"] = id
        cells[ORDER, self.kind] = [*known, id]
        try:
            return state.with_conference(conference_of(cells))
        except InvalidInput as error:
            mine = f"{self.kind}[{len(known)}]"
            raise InvalidInput(_said_of_command(mistake, mine) for mistake in error.mistakes) from error

    def _id(self, known: list[str]) -> str:
        given = self.fields.get("id")
        if given is not None:
            if given in known:
                raise InvalidInput.single(f'the id "{given}" is already taken', "fields.id")
            if not isinstance(given, str):
                raise InvalidInput.single("must be text", "fields.id")
            return given
        name = next((self.fields[key] for key in ("title", "name", "date") if self.fields.get(key)), "")
        stem = id_of_name(str(name))[:LONGEST_ID].strip("-") or NOUNS[self.kind][0]
        return free_id(stem, known, LONGEST_ID)

    def words(self, step: Step) -> str:
        """Name the new part."""
        old, new = ([part.id for part in getattr(state.conference, self.kind)] for state in step)
        id = next((each for each in new if each not in old), new[-1])
        return f"{NOUNS[self.kind][0]} {step.after.conference.names[self.kind].label(id)} is new"


def _said_of_command(mistake: Mistake, mine: str) -> Mistake:
    """Return a mistake in the new part as a mistake in the field of the command that contains the part."""
    if not mistake.place.startswith(mine):
        return mistake
    return Mistake(f"fields{mistake.place.removeprefix(mine)}", mistake.message)
