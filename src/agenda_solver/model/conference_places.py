"""The placements of sessions in a conference, by ids or names, and by slots or times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import index
from typing import Any

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Placement
from agenda_solver.model.conference_times import ConferenceTimes

__all__ = ["ConferencePlaces"]


class ConferencePlaces(ConferenceTimes):
    """Placements of sessions, by ids or names, and by slots or times."""

    def placement(self, session_id: str, room: str, block: str, slot: int) -> Placement:
        """Return the placement of a session in a room from a slot on.

        Parameters
        ----------
        session_id, room, block
            The session, the room and the block, by id or by name.
        slot
            The number of the first slot, from 0 on.

        Raises
        ------
        InvalidInput
            If one of them is unknown, or the session does not fit into the block from that slot on.
        TypeError
            If one of them has another type.
        """
        session = self._id_of("sessions", session_id, "session_id")
        room, block = self._id_of("rooms", room, "room"), self._id_of("blocks", block, "block")
        if not hasattr(slot, "__index__") or isinstance(slot, bool):
            raise TypeError(f"slot must be a whole number, not {slot!r:.200}")
        position = self.position(self.session_by_id[session], self.block_by_id[block], index(slot))
        if position is None:
            raise InvalidInput.single(f'session "{session}" does not fit into block "{block}" from slot {slot} on')
        return Placement(room, block, position.slot, position.start, position.end)

    def place_of(self, placement: Placement) -> int | None:
        """Return the number of a place in the order of its block, from 1 on; None if the block has ordinary slots."""
        return placement.slot + 1 if self.block_by_id[placement.block].is_in_order else None

    def minute_at(self, start: datetime, block: str | None, place: int | None) -> int:
        """Return the minute of an instant; for a place in the order of a block, the minute of that place.

        The place is ignored if the block is not known, has ordinary slots, or has fewer places.
        """
        known = None if block is None else self.block_by_id.get(block)
        if place is None or known is None or not known.is_in_order or place > known.slots:
            return self.minute_of(start)
        return self.boundaries[known.id][place - 1]

    def placement_at(
        self, session_id: str, room: str, start: datetime, block: str | None = None, place: int | None = None
    ) -> Placement:
        """Return the placement of a session in a room from an instant on.

        Parameters
        ----------
        session_id, room, block
            The session, the room and the block, by id or by name; without a block the first one that fits is used.
        start
            When it begins: an aware datetime, or one without an offset, which is on the conference's clock.
        place
            The number of the place, from 1 on, if the slots of the block are places in an order.

        Raises
        ------
        InvalidInput
            If one of them is unknown, or the session fits into no slot of a block that begins at that instant.
        TypeError
            If one of them has another type.
        """
        session = self._id_of("sessions", session_id, "session_id")
        room = self._id_of("rooms", room, "room")
        block = None if block is None else self._id_of("blocks", block, "block")
        minute = self.minute_at(start, block, place)
        for candidate in self.blocks:
            boundaries = self.boundaries[candidate.id]
            if block in (None, candidate.id) and minute in boundaries[:-1]:
                position = self.position(self.session_by_id[session], candidate, boundaries.index(minute))
                if position is not None:
                    return Placement(room, *position)
        raise InvalidInput.single(f'no slot of a block begins at {start.isoformat()} with time for "{session}"')

    def _placements(self, places: Mapping[str, tuple[str, str, int]]) -> dict[str, Placement]:
        """Return the placements of many sessions by slots; all mistakes are raised at once."""
        if not isinstance(places, Mapping):
            raise TypeError(f"places must be a mapping from sessions to (room, block, slot), not {places!r:.200}")
        found: dict[str, Placement] = {}
        mistakes: list[Mistake] = []
        for session, place in places.items():
            if not isinstance(place, list | tuple) or len(place) != 3:
                raise TypeError(f"places[{session!r}] must be (room, block, slot), not {place!r:.200}")
            try:
                id = self._id_of("sessions", session, "session")
                if id in found:
                    raise InvalidInput.single(f'session "{id}" occurs twice')
                found[id] = self.placement(id, *place)
            except InvalidInput as error:
                mistakes += [Mistake(f'places["{session}"]', mistake.message) for mistake in error.mistakes]
        if mistakes:
            raise InvalidInput(mistakes)
        return found

    def _id_of(self, kind: str, text: Any, argument: str) -> str:
        if not isinstance(text, str):
            raise TypeError(f"{argument} must be text, not {text!r:.200}")
        by_id: dict[str, Mapping[str, Any]] = {
            "sessions": self.session_by_id,
            "rooms": self.room_by_id,
            "blocks": self.block_by_id,
        }
        if text in by_id[kind]:  # building the index of names takes a while
            return text
        return self.find(kind, text, argument)
