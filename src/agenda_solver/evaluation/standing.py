"""Where the sessions of an agenda are, kept so that those near a place are found without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agenda_solver.model.agenda import Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.time import TimeSlot, overlaps
from agenda_solver.rules.reach import Reach

__all__ = ["Standing"]

Places = Mapping[str, Placement]


class Standing:
    """The places of sessions, by session and by block.

    Parameters
    ----------
    conference
        The conference.
    places
        The place of each session that has one.
    by_block
        The same places by block, where they are known.
    """

    def __init__(self, conference: Conference, places: Places, by_block: Mapping[str, Places] | None = None) -> None:
        self.conference = conference
        self.places = places
        self._by_block = _by_block(conference, places) if by_block is None else by_block

    def put(self, session: str, placement: Placement | None) -> Standing:
        """Return the places after one session was moved, or taken out where the placement is None."""
        places, by_block = dict(self.places), dict(self._by_block)
        before = places.pop(session, None)
        if before is not None:
            by_block[before.block] = {id: there for id, there in by_block[before.block].items() if id != session}
        if placement is not None:
            places[session] = placement
            by_block[placement.block] = {**by_block[placement.block], session: placement}
        return Standing(self.conference, places, by_block)

    def among(self, others: Iterable[str] | None) -> Places | None:
        """Return the places of certain sessions, without those that have none; None where all may matter."""
        return None if others is None else {id: self.places[id] for id in others if id in self.places}

    def near(self, reach: Reach, here: Placement, among: Places | None) -> dict[str, Placement]:
        """Return the sessions that matter to a rule while a session is here.

        Parameters
        ----------
        reach
            How far the place reaches in the rule.
        here
            The place.
        among
            The places of :attr:`Reach.others <agenda_solver.rules.reach.Reach.others>`, from :meth:`among`.
        """
        around = None
        if reach.apart_minutes is not None:
            around = TimeSlot(here.start - reach.apart_minutes, here.end + reach.apart_minutes)
        blocks = self._blocks(reach, here, around)
        if among is not None:
            found = among if blocks is None else {id: there for id, there in among.items() if there.block in blocks}
        elif blocks is None:
            found = self.places
        else:
            found = {id: there for block in blocks for id, there in self._by_block[block].items()}
        return {
            id: there
            for id, there in found.items()
            if (not reach.same_room or there.room == here.room) and (around is None or overlaps(around, there))
        }

    def _blocks(self, reach: Reach, here: Placement, around: TimeSlot | None) -> list[str] | None:
        """Return the blocks in which others matter; None for all of them."""
        if reach.within is None and around is None:
            return None
        spans, blocks = self.conference.block_span, [here.block]
        if reach.within == "day":
            day = self.conference.block_by_id[here.block].day
            blocks = [block.id for block in self.conference.blocks_by_day[day]]
        elif reach.within is None:
            blocks = list(spans)
        return blocks if around is None else [block for block in blocks if overlaps(around, spans[block])]


def _by_block(conference: Conference, places: Places) -> dict[str, Places]:
    found: dict[str, dict[str, Placement]] = {block.id: {} for block in conference.blocks}
    for id, place in places.items():
        found[place.block][id] = place
    return dict(found)
