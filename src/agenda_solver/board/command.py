"""The base class of board commands. A command is plain data and turns one state into another, or raises InvalidInput.

Commands name sessions, rooms and times as a planner would. The two states determine what has changed and how to undo
it.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

from agenda_solver.board.state import BoardState
from agenda_solver.model.agenda import Agenda
from agenda_solver.replanning.diff import Stand

__all__ = ["Command", "Step"]


class Step(NamedTuple):
    """The states before and after a command."""

    before: BoardState
    after: BoardState


class Command(BaseModel):
    """A command; each kind is a subclass."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", strict=True)

    @abstractmethod
    def apply(self, state: BoardState) -> BoardState:
        """Return the state after the command.

        Raises
        ------
        InvalidInput
            If the command is invalid in this state. The given state is never changed.
        """

    def words(self, step: Step) -> str:
        """Describe in a sentence what the command has done."""
        agendas = step.before.agenda, step.after.agenda
        moved = [
            id for id in dict.fromkeys([*agendas[0], *agendas[1]]) if _spot(agendas[0], id) != _spot(agendas[1], id)
        ]
        if len(moved) != 1:
            return f"{len(moved)} sessions were moved"
        sessions = step.before.conference.session_by_id | step.after.conference.session_by_id
        name = sessions[moved[0]].title
        old, new = Stand.of(agendas[0], moved[0]), Stand.of(agendas[1], moved[0])
        if new is None:
            return f'"{name}" was taken out (it was {old})'
        return f'"{name}" was placed at {new}' + (f" (it was {old})" if old is not None else "")


def _spot(agenda: Agenda, session: str) -> tuple[Any, ...] | None:
    place = agenda.get(session)
    return None if place is None else (place.room, place.block, place.slot)
