"""Commands that move sessions. Each of them may violate rules; the board shows which ones."""

from __future__ import annotations

from typing import Literal

from agenda_solver.board.command import Command, Step
from agenda_solver.board.session_selection import Selection
from agenda_solver.board.state import BoardState
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Placement

__all__ = ["MOVES", "Adopt", "Move", "Place", "Swap", "TakeOut"]


class Place(Command):
    """Put a session somewhere, whether it has a place or not; this may violate rules.

    Attributes
    ----------
    session, room
        By id or by name.
    start
        When it begins, ``2025-05-29 10:30`` or ``Thu 10:30``; otherwise ``block`` and ``slot``.
    block
        The block; needed with ``slot``, or if slots of several blocks begin at ``start``.
    slot
        The number of its first slot in the block, from 0.
    """

    do: Literal["place"] = "place"
    session: str
    room: str
    start: str | None = None
    block: str | None = None
    slot: int | None = None

    def apply(self, state: BoardState) -> BoardState:
        """Return the state with the session there."""
        conference = state.conference
        id = conference.find("sessions", self.session, "session")
        return state.with_placements({id: self._placement(state, id)})

    def _placement(self, state: BoardState, id: str) -> Placement:
        conference = state.conference
        if self.start is None:
            if self.block is None or self.slot is None:
                raise InvalidInput.single("say when: give start, or block and slot", "start")
            return conference.placement(id, self.room, self.block, self.slot)
        if self.slot is not None:
            raise InvalidInput.single("give start or slot, not both", "slot")
        try:
            start = conference.moment(self.start)
        except ValueError as error:
            raise InvalidInput.single(str(error), "start") from error
        return conference.placement_at(id, self.room, start, self.block)


class TakeOut(Command):
    """Take sessions out of the agenda; they stay in the conference."""

    do: Literal["take out"] = "take out"
    chosen: Selection

    def apply(self, state: BoardState) -> BoardState:
        """Return the state in which these sessions are unplaced."""
        return state.with_placements(dict.fromkeys(self.chosen.of(state), None))


class Swap(Command):
    """Let two sessions exchange room and start; each keeps its own length."""

    do: Literal["swap"] = "swap"
    session: str
    other: str

    def apply(self, state: BoardState) -> BoardState:
        """Return the state in which each begins where the other one did."""
        conference = state.conference
        ids = [
            conference.find("sessions", text, name) for text, name in ((self.session, "session"), (self.other, "other"))
        ]
        if ids[0] == ids[1]:
            raise InvalidInput.single("a session cannot exchange its place with itself", "other")
        places: dict[str, Placement] = {}
        for id, other in (ids, reversed(ids)):
            there = state.agenda.get(other)
            if there is None:
                raise InvalidInput.single(f'"{conference.session_by_id[other].title}" has no place to exchange')
            places[id] = conference.placement(id, there.room, there.block, there.slot)
        return state.with_placements(places)

    def words(self, step: Step) -> str:
        """Name the two sessions."""
        titles = [
            step.after.conference.session_by_id[step.after.conference.find("sessions", t)].title
            for t in (self.session, self.other)
        ]
        return f'"{titles[0]}" and "{titles[1]}" exchanged their places'


class Move(Command):
    """Move sessions together: by a number of minutes, to another room, to another block, or by a combination of these.

    Attributes
    ----------
    chosen
        The sessions.
    minutes
        How much later they begin; earlier if negative.
    room
        The new room of all of them.
    block
        The new block of all of them; each keeps the number of its first slot.
    """

    do: Literal["move"] = "move"
    chosen: Selection
    minutes: int = 0
    room: str | None = None
    block: str | None = None

    def apply(self, state: BoardState) -> BoardState:
        """Return the state in which all of the sessions have moved.

        Raises
        ------
        InvalidInput
            If a session cannot move there; all such sessions are listed, and none moves.
        """
        if not (self.minutes or self.room or self.block):
            raise InvalidInput.single("say where to move them: give minutes, room or block")
        if self.minutes and self.block:
            raise InvalidInput.single("give minutes or block, not both", "block")
        places, mistakes = {}, []
        for id in self.chosen.of(state):
            try:
                if (old := state.agenda.get(id)) is not None:
                    places[id] = self._moved(state, id, old)
            except InvalidInput as error:
                mistakes += [Mistake(state.conference.session_by_id[id].title, m.message) for m in error.mistakes]
        if mistakes:
            raise InvalidInput(mistakes)
        return state.with_placements(places)

    def _moved(self, state: BoardState, id: str, old: Placement) -> Placement:
        conference = state.conference
        room = old.room if self.room is None else self.room
        if not self.minutes:
            return conference.placement(id, room, self.block or old.block, old.slot)
        when = conference.local(old.start + self.minutes)
        try:  # blocks may overlap: its own block comes first
            return conference.placement_at(id, room, when, old.block)
        except InvalidInput:
            return conference.placement_at(id, room, when)


class Adopt(Command):
    """Adopt proposed places, all at once.

    Attributes
    ----------
    places
        For each session, by its id, its room, block and slot; None to take it out.
    why
        A description of the proposal, in words.
    """

    do: Literal["adopt"] = "adopt"
    places: dict[str, tuple[str, str, int] | None]
    why: str = ""

    def apply(self, state: BoardState) -> BoardState:
        """Return the state with all of the proposed places."""
        conference = state.conference
        found: dict[str, Placement | None] = {}
        for text, spot in self.places.items():
            id = conference.find("sessions", text, f"places.{text}")
            found[id] = None if spot is None else conference.placement(id, *spot)
        return state.with_placements(found)

    def words(self, step: Step) -> str:
        """Describe the proposal and the move."""
        return " ".join(filter(None, (f"{self.why}:" if self.why else "", super().words(step))))


MOVES = (Place, TakeOut, Swap, Move, Adopt)
