"""An index of the placed sessions, to find those near a place without a full scan."""

from __future__ import annotations

from agenda_solver.model.agenda import Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import TimeSlot, overlaps
from agenda_solver.rules.base.reach import Reach

__all__ = ["NearbySessions"]


class NearbySessions:
    """The places of sessions, by session and by block."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.places: dict[str, Placement] = {}
        self._by_block: dict[str, dict[str, Placement]] = {block.id: {} for block in conference.blocks}

    def put(self, session: str, here: Placement) -> None:
        """Add a session at its place."""
        self.places[session] = self._by_block[here.block][session] = here

    def take_out(self, session: str) -> None:
        """Remove a session."""
        del self._by_block[self.places.pop(session).block][session]

    def near(self, session: str, here: Placement, reach: Reach) -> dict[str, Placement]:
        """Return the other placed sessions within reach of a session at this place, whether or not it is placed."""
        around = None
        if reach.apart_minutes is not None:
            around = TimeSlot(here.start - reach.apart_minutes, here.end + reach.apart_minutes)
        blocks = self._blocks(reach, here, around)
        if reach.others is not None:
            found = {id: self.places[id] for id in reach.others if id in self.places}
        elif blocks is None:
            found = self.places
        else:
            found = {id: there for block in blocks for id, there in self._by_block[block].items()}
        return {
            id: there
            for id, there in found.items()
            if id != session
            and (blocks is None or there.block in blocks)
            and (not reach.same_room or there.room == here.room)
            and (around is None or overlaps(around, there))
        }

    def _blocks(self, reach: Reach, here: Placement, around: TimeSlot | None) -> list[str] | None:
        """Return the blocks within reach of a place; None for all of them."""
        if reach.within is None and around is None:
            return None
        spans, blocks = self.conference.block_span, [here.block]
        if reach.within == "day":
            day = self.conference.block_by_id[here.block].day
            blocks = [block.id for block in self.conference.blocks_by_day[day]]
        elif reach.within is None:
            blocks = list(spans)
        return blocks if around is None else [block for block in blocks if overlaps(around, spans[block])]
