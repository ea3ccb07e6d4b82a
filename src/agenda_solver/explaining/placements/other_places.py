"""Other possible places of a session, and the cost of each with everything else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.evaluation.move_change_types import Change
from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.explaining.placements.change_worth import Weighed, ledger_of, place_dict
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["OtherPlace", "other_places"]


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
def other_places(
    conference: Conference,
    agenda: Agenda,
    session: str,
    *,
    rules: Sequence[Rule] | None = None,
    scorecard: Scorecard | None = None,
) -> list[OtherPlace]:
    """Return the cost of each other place of a session, with everything else as it is.

    Every start that its length and its type allow is tried in every room that takes its type; for an optional session
    also leaving it out. The changes are exact: they equal the difference of two full scores.

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
        A score of this agenda; if given, only the rules that it contains count.

    Returns
    -------
    The places, best first: legal ones before others, then by cost, highest priority level first. Equally good places
    come in the order of the programme.

    Raises
    ------
    InvalidInput
        If there is no such session, or a rule setting is wrong.
    """
    agenda = agenda.bound_to(conference)
    session = conference.find("sessions", session, "session")
    ledger, current = ledger_of(conference, agenda, rules, scorecard), agenda.get(session)
    standard = ledger.standard
    changes: dict[Placement | None, Change] = dict(ledger.heat_map(session).items())
    if conference.session_by_id[session].optional:
        changes[None] = ledger.take_out(session)
    changes.pop(current, None)
    found = (
        OtherPlace.by(standard, change.amounts, session=session, placement=place) for place, change in changes.items()
    )
    return sorted(found, key=lambda other: other.rank)
