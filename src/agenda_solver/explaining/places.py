"""Where else a session could be, and what each of these places would cost with everything else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.arguments import typed
from agenda_solver.explaining.marginals import Marginals, structural_marginal
from agenda_solver.explaining.weighing import Scales, Weighed
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import checked_rules, rules_of
from agenda_solver.rules.rule import Rule
from agenda_solver.scoring import STRUCTURE, Scorecard, score

__all__ = ["OtherPlace", "active_rules", "other_places", "place_dict"]


@dataclass(frozen=True, kw_only=True)
class OtherPlace(Weighed):
    """A place where a session could be instead, and what that would change.

    Attributes
    ----------
    session
        The id of the session.
    placement
        The place; None for leaving an optional session out.
    """

    session: str
    placement: Placement | None

    def as_dict(self) -> dict[str, Any]:
        """Return the place and the changes as plain data for JSON."""
        return {"session": self.session, **place_dict(self.placement), **super().as_dict()}


@typed
def place_dict(place: Placement | None) -> dict[str, Any]:
    """Return a place as plain data for JSON.

    Raises
    ------
    TypeError
        When an argument has another type.
    """
    return {
        "room": None if place is None else place.room,
        "block": None if place is None else place.block,
        "slot": None if place is None else place.slot,
    }


@typed
def other_places(
    conference: Conference,
    agenda: Agenda,
    session: str,
    *,
    rules: Sequence[Rule] | None = None,
    scorecard: Scorecard | None = None,
) -> list[OtherPlace]:
    """Say what each other place of a session would cost, everything else staying where it is.

    Every start that its length and its type allow is tried in every room that takes its type; for an optional session
    also leaving it out. The changes are exact: they are what scoring the whole agenda anew would show.

    Parameters
    ----------
    conference
        The conference.
    agenda
        An agenda of it; it may be partial or illegal.
    session
        The id of the session.
    rules
        The rules to score by; those of the conference by default.
    scorecard
        The score of this agenda by these rules, if it is known: scoring a large agenda takes longer than all its moves.

    Returns
    -------
    The places, best first: legal ones before others, then by cost, the highest priority level first. Places that are
    equally good come in the order of the programme.

    Raises
    ------
    InvalidInput
        When there is no such session, or a rule setting is wrong.
    """
    agenda = agenda.bound_to(conference)
    session = conference.find("sessions", session, "session")
    chosen = rules_of(conference) if rules is None else checked_rules(conference, rules)
    card = score(conference, agenda, chosen) if scorecard is None else scorecard
    scored = {entry.key for entry in card.rules}
    current = agenda.get(session)
    places = [place for place in _all_places(conference, session) if place != current]
    marginals = Marginals(conference, agenda, session)
    changes = _changes(marginals, [rule for rule in chosen if rule.key in scored], [current, *places])
    scales = Scales.of(card, changes)
    found = []
    for number, place in enumerate(places):
        weighed = scales.weigh({key: row[number] for key, row in changes.items() if row[number]})
        found.append(OtherPlace(session=session, placement=place, **vars(weighed)))
    return sorted(found, key=lambda other: other.rank)


@typed
def active_rules(conference: Conference, rules: Sequence[Rule] | None) -> list[Rule]:
    """Return the rules that are on and have something to say.

    Raises
    ------
    InvalidInput
        When the conference's rule settings are wrong.
    TypeError
        When an argument has another type.
    """
    chosen = rules_of(conference) if rules is None else checked_rules(conference, rules)
    return [rule for rule in chosen if not rule.severity.is_off and rule.applies(conference)]


def _all_places(conference: Conference, session: str) -> list[Placement | None]:
    rooms = conference.rooms_open_to[session]
    places: list[Placement | None] = [
        Placement(room, position.block, position.slot, position.start, position.end)
        for position in conference.positions[session]
        for room in rooms
    ]
    return [*places, None] if conference.session_by_id[session].optional else places


def _changes(marginals: Marginals, rules: Sequence[Rule], places: Sequence[Placement | None]) -> dict[str, list[int]]:
    """Return by rule what each place but the first changes against the first, for rules that change at all."""
    table = {STRUCTURE: structural_marginal(marginals, places)}
    table |= {rule.key: marginals.of(rule, places) for rule in rules}
    changes = {key: [added - row[0] for added in row[1:]] for key, row in table.items()}
    return {key: row for key, row in changes.items() if any(row)}
