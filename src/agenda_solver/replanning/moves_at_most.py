"""The number of published sessions that have moved: counted or limited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.parts import PublishedPlacement
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.rules.shared.published import was_then

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["MovesAtMost", "how_many_may", "moved"]


class MovesAtMost(Rule):
    """At most this many published sessions are at another time, in another room or left out; each counts once.

    It only guides a search: an agenda found with it is scored without it.
    """

    id: ClassVar[str] = "moves_at_most"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = HARD

    most: int = 0

    def applies(self, conference: Conference) -> bool:
        """Whether more sessions are published than may move."""
        return len(conference.published or ()) > self.most

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the moves beyond the limit."""
        cost = decisions.cost(self.is_hard)
        away = [_away(decisions, published) for published in decisions.conference.published or ()]
        over = decisions.excess(away, self.most)
        if over is not None:
            cost.add(over)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the moves."""
        found = moved(conference, agenda)
        if len(found) > self.most:
            have_moved = "1 published session has" if len(found) == 1 else f"{len(found)} published sessions have"
            message = f"{have_moved} moved; {how_many_may(self.most)} move."
            yield Violation(len(found) - self.most, message, found)


def _away(decisions: Decisions, published: PublishedPlacement) -> Literal:
    """Return a literal that is true if the session has moved."""
    conference, id = decisions.conference, published.session
    then = [position for position in decisions.positions(id) if was_then(conference, published, position, "time")]
    kept = decisions.cost(False)
    kept.places(id, {(position, published.room): 1 for position in then})
    away = decisions.model.new_bool_var("")
    decisions.model.add_exactly_one(away, *(literal for _, literal in kept.terms))
    return away


def moved(conference: Conference, agenda: Agenda) -> tuple[str, ...]:
    """Return the published sessions that are at another time, in another room or left out."""
    published = conference.published or ()
    return tuple(one.session for one in published if not _is_kept(conference, one, agenda))


def how_many_may(most: int) -> str:
    """Return the subject and verb of a sentence about the sessions that may move: ``at most 3 may``."""
    return f"at most {most} may" if most else "none may"


def _is_kept(conference: Conference, published: PublishedPlacement, agenda: Agenda) -> bool:
    placed = agenda.get(published.session)
    if placed is None or placed.room != published.room:
        return False
    position = Position(placed.block, placed.slot, placed.start, placed.end)
    return was_then(conference, published, position, "time")
