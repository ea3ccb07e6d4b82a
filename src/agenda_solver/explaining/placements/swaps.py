"""The cost of swapping a session with another one, with everything else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.evaluation.scorecard import STRUCTURE, Scorecard
from agenda_solver.explaining.placements.change_worth import Weighed, ledger_of, place_dict
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["Swap", "best_swaps"]


@dataclass(frozen=True, kw_only=True)
class Swap(Weighed):
    """Two sessions that swap room and start, and the resulting changes.

    Attributes
    ----------
    session, other
        The ids of the two.
    placement, other_placement
        The places of the two after the swap. Each keeps its own length.
    """

    session: str
    other: str
    placement: Placement
    other_placement: Placement

    def as_dict(self) -> dict[str, Any]:
        """Return the two sessions, their places and the changes as plain data for JSON."""
        return {
            "session": self.session,
            "other": self.other,
            "placement": place_dict(self.placement),
            "other_placement": place_dict(self.other_placement),
            **super().as_dict(),
        }


@typed
def best_swaps(
    conference: Conference,
    agenda: Agenda,
    session: str,
    *,
    rules: Sequence[Rule] | None = None,
    scorecard: Scorecard | None = None,
) -> list[Swap]:
    """Return the effect of swapping room and start of a session with each other session.

    Each has to fit into the other's place: the room has to take its type, and the block has to be long enough. The
    changes are exact: they equal the difference of two full scores.

    Parameters
    ----------
    conference, agenda, session, rules, scorecard
        As in :func:`~agenda_solver.explaining.placements.other_places.other_places`.

    Returns
    -------
    The swaps, best first: those that lead to a legal agenda before others, then by cost, highest priority level first.
    Equally good ones come in the order of the programme. The list is empty if the session has no place.

    Raises
    ------
    InvalidInput
        If there is no such session, or a rule setting is wrong.
    """
    agenda = agenda.bound_to(conference)
    session = conference.find("sessions", session, "session")
    ledger = ledger_of(conference, agenda, rules, scorecard)
    return [
        Swap.by(
            ledger.standard,
            dict(sorted(swap.change.amounts.items(), key=lambda entry: entry[0] == STRUCTURE)),  # the structure last
            session=session,
            other=swap.other,
            placement=swap.placement,
            other_placement=swap.other_placement,
        )
        for swap in ledger.best_swaps(session, len(agenda))
    ]
