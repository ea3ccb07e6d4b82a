"""The starts, blocks, rooms and places of a session that no rule has forbidden."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from ortools.sat.python import cp_model

from agenda_solver.cpsat.timed_model import TimedModel
from agenda_solver.model.conference import Conference, Position

__all__ = ["Place", "PossiblePlaces"]

Place = tuple[Position, str]


class PossiblePlaces:
    """The possible places of the sessions, from which rules can strike some out."""

    def __init__(self, conference: Conference, model: cp_model.CpModel) -> None:
        self.conference = conference
        self.model = model
        # As long as nothing is forbidden, these are the conference's own tuples, which similar sessions share.
        self._positions: dict[str, Sequence[Position]] = dict(conference.positions)
        self._blocks: dict[str, list[str]] = {}
        self._rooms = {id: list(found) for id, found in conference.rooms_open_to.items()}
        self._closed_cells: dict[str, set[tuple[str, str]]] = {}
        self._closed_places: dict[str, set[Place]] = {}

    def check_time(self) -> None:
        """Check the deadline for building the model; see :meth:`Deadline.check`."""
        if isinstance(self.model, TimedModel):
            self.model.deadline.check()

    def positions(self, session: str) -> Sequence[Position]:
        """Return the starts that are still possible for a session."""
        return self._positions[session]

    def blocks(self, session: str) -> Sequence[str]:
        """Return the blocks that are still possible for a session."""
        if session not in self._blocks:
            self._blocks[session] = list(dict.fromkeys(position.block for position in self._positions[session]))
        return self._blocks[session]

    def rooms(self, session: str) -> Sequence[str]:
        """Return the rooms that are still possible for a session."""
        return self._rooms[session]

    def possible(self, session: str) -> Iterator[Place]:
        """Yield the places of a session that are not forbidden, without making variables for them."""
        self.check_time()
        cells, places = self._closed_cells.get(session, ()), self._closed_places.get(session, ())
        for room in self._rooms[session]:
            for position in self._positions[session]:
                if (position.block, room) not in cells and (position, room) not in places:
                    yield position, room

    def possible_cells(self, session: str) -> list[tuple[str, str]] | None:
        """Return the possible cells (block, room) of a session; None if single places of it are forbidden."""
        if self._closed_places.get(session):
            return None
        closed = self._closed_cells.get(session, ())
        cells = ((block, room) for room in self._rooms[session] for block in self.blocks(session))
        return [cell for cell in cells if cell not in closed]

    def open_rooms(self, session: str, block: str) -> frozenset[str]:
        """Return the rooms that are still possible for a session in a block."""
        closed = self._closed_cells.get(session, ())
        return frozenset(room for room in self._rooms[session] if (block, room) not in closed)

    def _remove_positions(self, session: str, gone: Container[Position]) -> None:
        self._positions[session] = [p for p in self._positions[session] if p not in gone]
        self._blocks.pop(session, None)
