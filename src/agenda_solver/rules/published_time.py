"""What was published stays at its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.parts import PublishedPlacement
from agenda_solver.rules._published import listeners, was_then
from agenda_solver.rules.reach import NOBODY, Reach
from agenda_solver.rules.rule import Rule, Scope, Severity, Violation, soft

if TYPE_CHECKING:
    from agenda_solver.evaluation.terms import Terms
    from agenda_solver.solver.cost import Cost
    from agenda_solver.solver.decisions import Decisions

__all__ = ["PublishedTime"]


class PublishedTime(Rule):
    r"""A session that was published begins when the published agenda says.

    With :math:`P` the sessions of the published agenda, the amount is

    .. math:: \sum_{s \in P:\ \mathrm{start}_s \ne \mathrm{start}^{\mathrm{published}}_s} n_s

    with :math:`n_s = 1`, or, with ``count="people"``, the number of people who have to be told, at least 1: those who
    have a part in the session, and those who voted for it. Somebody who does both counts once.

    A published session that is left out has moved, and so has one whose published time is no longer there
    (``gone``). A session that was not published costs nothing. Under ``scope="block"`` a session may move within its
    block.

    Source: OptaPlanner's conference example ("published timeslot").
    """

    id: ClassVar[str] = "published_time"
    unit: ClassVar[str] = "sessions or people"
    default_severity: ClassVar[Severity] = soft(1000)
    narrows: ClassVar[bool] = True

    count: Literal["sessions", "people"] = Field(
        default="sessions", description="Whether a session counts once, or once for each person who has to be told."
    )
    scope: Scope = Field(default="time", description="Whether the start is compared, or only the block.")

    @property
    def measured_in(self) -> str:
        """Sessions, or people who have to be told."""
        return self.count

    def applies(self, conference: Conference) -> bool:
        """Whether something was published."""
        return bool(conference.published)

    def post(self, decisions: Decisions) -> Cost | None:
        """Strike out, or charge, every other start and, for an optional session, its absence."""
        conference = decisions.conference
        cost = decisions.cost(self.is_hard)
        for published in conference.published or ():
            id, amount = published.session, self._amount(conference, published.session)
            wrong = {
                position: amount
                for position in decisions.positions(id)
                if not was_then(conference, published, position, self.scope)
            }
            cost.positions(id, wrong)
            if not conference.session_by_id[id].optional:
                continue
            present = decisions.present(id)
            if self.is_hard:
                decisions.model.add_bool_and(present)
                continue
            left_out = decisions.model.new_bool_var("")
            decisions.model.add_exactly_one(left_out, present)
            cost.add(left_out, amount)
        return cost

    def _amount(self, conference: Conference, session: str) -> int:
        return max(1, len(listeners(conference, session))) if self.count == "people" else 1

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every published start with the placement."""
        for published in conference.published or ():
            if not self._is_kept(conference, published, agenda):
                yield self._violation(conference, published, agenda)

    def _is_kept(self, conference: Conference, published: PublishedPlacement, agenda: Agenda) -> bool:
        placed = agenda.get(published.session)
        if placed is None:
            return False
        position = Position(placed.block, placed.slot, placed.start, placed.end)
        return was_then(conference, published, position, self.scope)

    def _violation(self, conference: Conference, published: PublishedPlacement, agenda: Agenda) -> Violation:
        id, placed = published.session, agenda.get(published.session)
        title, then = conference.session_by_id[id].title, conference.clock(conference.minute_of(published.start))
        now = "is left out" if placed is None else f"is at {conference.clock(placed.start)}"
        amount = self._amount(conference, id)
        told = f" {_to_be_told(amount)}" if self.count == "people" else ""
        return Violation(amount, f'"{title}" was published for {then}, and {now}.{told}', (id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each published session for every other time, and for having none."""
        grid, conference = terms.grid, terms.grid.conference
        for published in conference.published or ():
            number, amount = grid.number_of_session[published.session], self._amount(conference, published.session)
            moved = (t for t in grid.times_of[number] if not was_then(conference, published, grid.times[t], self.scope))
            terms.charge_times(number, dict.fromkeys(moved, amount))
            terms.charge_absence(number, amount)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Look at its own time."""
        # Tabu search makes its tables of this promise.
        return Reach(NOBODY, room=False, time="start" if self.scope == "time" else "block")


def _to_be_told(people: int) -> str:
    return "One person has to be told." if people == 1 else f"{people} people have to be told."
