"""The versions of a board: the changes between two of them, the people to inform, and how to restore one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from agenda_solver.board.board import Board
from agenda_solver.board.command import Command, Step
from agenda_solver.board.imports import Spots, spots_of
from agenda_solver.board.state import BoardState
from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.replanning.diff import Diff, Move, diff

__all__ = [
    "ACCEPTED",
    "GoBack",
    "accepted",
    "changes_between",
    "changes_since",
    "going_back",
    "people_to_tell",
    "version_agenda",
    "version_at",
    "version_names",
]

VERSIONS, ACCEPTED = "versions", "accepted"


class GoBack(Command):
    """Restore the agenda of an earlier version; the conference, comments and locks stay unchanged.

    Attributes
    ----------
    name
        The name of a named version.
    version
        Otherwise the number of the version.
    places
        The places of the sessions in that version; only with ``version``. :func:`going_back` fills them in.
    """

    do: Literal["go back"] = "go back"
    name: str | None = None
    version: int | None = None
    places: Spots | None = None

    def apply(self, state: BoardState) -> BoardState:
        """Return the state with the agenda of that version; a session whose place no longer exists is unplaced."""
        return BoardState(state.conference, _agenda_of(state, self._spots(state)), state.notes)

    def _spots(self, state: BoardState) -> Mapping[str, Any]:
        if (self.name is None) == (self.version is None):
            raise InvalidInput.single("give the name of a version or its number", "name")
        if self.name is not None:
            if self.places is not None:
                raise InvalidInput.single("the places of a named version are already known; leave them out", "places")
            return _named(state, self.name)
        if self.places is None:
            raise InvalidInput.single("a version given by its number needs the places of its sessions", "places")
        return self.places

    def words(self, step: Step) -> str:
        """Say which version was restored, and how many of its places no longer exist."""
        name = f'"{self.name}"' if self.name is not None else str(self.version)
        lost = sum(1 for id in self._spots(step.before) if id not in step.after.agenda)
        lost_words = f"; {lost:,} of its places no longer exist" if lost else ""
        return f"back to the agenda of version {name}: {super().words(step)}{lost_words}"


def going_back(board: Board, version: int | str) -> GoBack:
    """Return the command that restores the agenda of a version, given by its number or its name.

    Raises
    ------
    InvalidInput
        If there is no such version.
    """
    if isinstance(version, str):
        _named(board.state, version)
        return GoBack(name=version)
    return GoBack(version=version, places=spots_of(board.state_of(version).agenda))


def version_names(state: BoardState) -> list[str]:
    """Return the names of the named versions, oldest first."""
    return [cell[1] for cell in state.notes if cell[0] == VERSIONS]


def version_agenda(state: BoardState, name: str) -> Agenda:
    """Return the agenda of a named version in the current conference, without sessions whose place no longer exists.

    Raises
    ------
    InvalidInput
        If there is no such version.
    """
    return _agenda_of(state, _named(state, name))


def _named(state: BoardState, name: str) -> Mapping[str, Any]:
    spots = state.notes.get((VERSIONS, name))
    if spots is None:
        known = ", ".join(f'"{each}"' for each in version_names(state))
        choice = f"; choose from {known}" if known else ""
        raise InvalidInput.single(f'there is no version "{name}"{choice}', "name")
    found: Mapping[str, Any] = spots
    return found


def _agenda_of(state: BoardState, spots: Mapping[str, Any]) -> Agenda:
    conference, places = state.conference, {}
    for id, (room, block, slot) in spots.items():
        if id not in conference.session_by_id:
            continue
        try:
            places[id] = conference.placement(id, room, block, slot)
        except InvalidInput:
            continue
    return Agenda(conference, places, are_possible=True)


def changes_between(board: Board, first: int, last: int) -> list[Move]:
    """Return the changes of the sessions between two versions: those moved, new or dropped.

    Raises
    ------
    InvalidInput
        If there is no such version, or the conferences of the two versions have no session in common.
    """
    agendas = [board.state_of(version).agenda for version in (first, last)]
    return list(diff(*agendas).changed)


def version_at(board: Board, when: datetime) -> int:
    """Return the version of a board at a certain time.

    Raises
    ------
    InvalidInput
        If the time has no offset from UTC.
    """
    if when.utcoffset() is None:
        raise InvalidInput.single("needs its offset from UTC", "when")
    # The clock may have been set back between two entries. Bisection needs times that never decrease.
    times: list[datetime] = []
    for entry in board.entries():
        times.append(max(entry.at, times[-1]) if times else entry.at)
    return bisect_right(times, when)


def changes_since(board: Board, when: datetime) -> list[Move]:
    """Return the changes of the sessions since a certain time; see :func:`changes_between`.

    Raises
    ------
    InvalidInput
        If the time has no offset from UTC.
    """
    return changes_between(board, version_at(board, when), board.version)


def people_to_tell(moves: Iterable[Move]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the people to inform, by id and name, with the sentences for each, sorted by name."""
    moves_by_person = Diff(tuple(moves)).told
    return {person: tuple(move.sentence for move in theirs) for person, theirs in moves_by_person.items()}


def accepted(state: BoardState, today: date) -> dict[tuple[str, str], str]:
    """Return why violations are accepted on a day, by rule key and the sentence of the violation.

    Parameters
    ----------
    state
        The state of the board.
    today
        The day. A violation is still accepted on its last day.
    """
    return {
        (cell[1], cell[2]): str(value["note"])
        for cell, value in state.notes.items()
        if cell[0] == ACCEPTED and (value["until"] is None or today <= date.fromisoformat(value["until"]))
    }
