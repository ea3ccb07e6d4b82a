"""What one session adds to the amount of each rule, wherever it is put: the score of a move without scoring everything.

A rule may promise how far a place reaches (:class:`~agenda_solver.rules.reach.Reach`). Then its ``check`` sees only the
few sessions that matter, and places that are the same to the rule are looked at once. A rule that promises nothing is
checked on the whole agenda for every place. Either way it is ``check`` that counts; there is no third face of a rule.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from agenda_solver.evaluation.standing import Standing
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
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

    def __init__(self, conference: Conference, agenda: Agenda | Standing, session: str) -> None:
        standing = agenda if isinstance(agenda, Standing) else Standing(conference, agenda)
        self.conference = conference
        self.session = session
        self.rest = standing.put(session, None)

    def of(self, rule: Rule, placements: Sequence[Placement | None]) -> list[int]:
        """Return what the session adds to a rule's amount at each place; 0 for None, where it has no place.

        It can be negative: a session that is left out may cost more than one that is there.
        """
        reach, about = rule.reach(self.conference, self.session), rule.about(self.conference, self.session)
        among = self.rest.among(reach.others)
        added: dict[Hashable, int] = {}
        without: dict[tuple[str, ...], int] = {}
        found = []
        for placement in placements:
            if placement is None:
                found.append(0)
                continue
            key = self._key(reach, placement)
            if key not in added:
                near = self.rest.near(reach, placement, among)
                ids = tuple(near)
                if ids not in without:
                    without[ids] = self._amount(about, near)
                added[key] = self._amount(about, {**near, self.session: placement}) - without[ids]
            found.append(added[key])
        return found

    def change(self, rule: Rule, before: Placement, after: Placement) -> int:
        """Return by how much a rule's amount changes when the session goes from one place to another."""
        reach = rule.reach(self.conference, self.session)
        if self._key(reach, before) == self._key(reach, after):
            return 0
        there, here = self.of(rule, [before, after])
        return here - there

    def _amount(self, rule: Rule, places: dict[str, Placement]) -> int:
        agenda = Agenda(self.conference, places, are_possible=True)  # they were when they were put there
        return sum(violation.amount for violation in rule.check(self.conference, agenda))

    def _key(self, reach: Reach, placement: Placement) -> Hashable:
        """Return what a rule can see of a place."""
        room = placement.room if reach.room else None
        if reach.time == "start":
            return room, placement.block, placement.slot
        if reach.time == "block":
            return room, placement.block
        return (room, self.conference.block_by_id[placement.block].day) if reach.time == "day" else room


def structural_marginal(marginals: Marginals, placements: Sequence[Placement | None]) -> list[int]:
    """Return what the session adds to the faults that no agenda may have, at each place; 0 where it has none.

    These are a missing session (which a place mends), a room or a block that does not take its type, and two sessions
    in one room at once.
    """
    conference, session = marginals.conference, marginals.conference.session_by_id[marginals.session]
    at_once = Reach(same_room=True, apart_minutes=0)
    mended = 0 if session.optional else 1
    found = []
    for here in placements:
        if here is None:
            found.append(0)
            continue
        types = (conference.room_by_id[here.room].session_types, conference.block_by_id[here.block].session_types)
        wrong = sum(1 for open_to in types if open_to and session.type not in open_to)
        found.append(wrong + len(marginals.rest.near(at_once, here, None)) - mended)
    return found
