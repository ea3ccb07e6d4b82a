"""What one session adds to the amount of each rule, wherever it is put: the score of a move without scoring everything.

A rule may promise how far a place reaches (:class:`~agenda_solver.rules.reach.Reach`). Then its ``check`` sees only the
few sessions that matter, and places that are the same to the rule are looked at once. A rule that promises nothing is
checked on the whole agenda for every place. Either way it is ``check`` that counts; there is no third face of a rule.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.time import TimeSlot, overlaps
from agenda_solver.rules.reach import Reach
from agenda_solver.rules.rule import Rule

__all__ = ["Marginals", "structural_marginal"]


class Marginals:
    """What a session adds to the amounts of the rules, everything else being where it is.

    Parameters
    ----------
    conference
        The conference.
    agenda
        Any agenda of it, partial or illegal ones too.
    session
        The id of the session. Whether it has a place in the agenda does not matter.
    """

    def __init__(self, conference: Conference, agenda: Agenda, session: str) -> None:
        self.conference = conference
        self.session = session
        self.rest = {id: place for id, place in agenda.items() if id != session}
        self._day_of = {block.id: block.day for block in conference.blocks}

    def of(self, rule: Rule, placements: Sequence[Placement | None]) -> list[int]:
        """Return what the session adds to a rule's amount at each place; 0 for None, where it has no place.

        It can be negative: a session that is left out may cost more than one that is there.
        """
        reach, about = rule.reach(self.conference, self.session), rule.about(self.conference, self.session)
        others = [id for id in self.rest if reach.others is None or id in reach.others]
        added: dict[Hashable, int] = {}
        without: dict[tuple[str, ...], int] = {}
        found = []
        for placement in placements:
            if placement is None:
                found.append(0)
                continue
            key = self._key(reach, placement)
            if key not in added:
                near = self._near(reach, others, placement)
                ids = tuple(near)
                if ids not in without:
                    without[ids] = self._amount(about, near)
                added[key] = self._amount(about, {**near, self.session: placement}) - without[ids]
            found.append(added[key])
        return found

    def _amount(self, rule: Rule, places: dict[str, Placement]) -> int:
        return sum(violation.amount for violation in rule.check(self.conference, Agenda(self.conference, places)))

    def _key(self, reach: Reach, placement: Placement) -> Hashable:
        """Return what a rule can see of a place."""
        room = placement.room if reach.room else None
        if reach.time == "start":
            return room, placement.block, placement.slot
        if reach.time == "block":
            return room, placement.block
        return (room, self._day_of[placement.block]) if reach.time == "day" else room

    def _near(self, reach: Reach, others: list[str], here: Placement) -> dict[str, Placement]:
        """Return the others that matter to a rule while the session is here."""
        near = {id: self.rest[id] for id in others}
        if reach.same_room:
            near = {id: there for id, there in near.items() if there.room == here.room}
        if reach.within == "block":
            near = {id: there for id, there in near.items() if there.block == here.block}
        elif reach.within == "day":
            day = self._day_of[here.block]
            near = {id: there for id, there in near.items() if self._day_of[there.block] == day}
        if reach.apart_minutes is not None:
            around = TimeSlot(here.start - reach.apart_minutes, here.end + reach.apart_minutes)
            near = {id: there for id, there in near.items() if overlaps(around, there)}
        return near


def structural_marginal(marginals: Marginals, placements: Sequence[Placement | None]) -> list[int]:
    """Return what the session adds to the faults that no agenda may have, at each place; 0 where it has none.

    These are a missing session (which a place mends), a room or a block that does not take its type, and two sessions
    in one room at once.
    """
    conference, session = marginals.conference, marginals.conference.session_by_id[marginals.session]
    by_room: dict[str, list[Placement]] = {room.id: [] for room in conference.rooms}
    for place in marginals.rest.values():
        by_room[place.room].append(place)
    mended = 0 if session.optional else 1
    found = []
    for here in placements:
        if here is None:
            found.append(0)
            continue
        types = (conference.room_by_id[here.room].session_types, conference.block_by_id[here.block].session_types)
        wrong = sum(1 for open_to in types if open_to and session.type not in open_to)
        found.append(wrong + sum(1 for there in by_room[here.room] if overlaps(here, there)) - mended)
    return found
