"""What was published stays at its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.rules._published import listeners, was_then
from agenda_solver.rules.rule import Rule, Scope, Severity, Violation, soft

if TYPE_CHECKING:
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

    def applies(self, conference: Conference) -> bool:
        """Whether something was published."""
        return bool(conference.published)

    def post(self, decisions: Decisions) -> Cost | None:
        """Strike out, or charge, every other start and, for an optional session, its absence."""
        conference = decisions.conference
        cost, amounts = decisions.cost(self.is_hard), self._amounts(conference)
        for published in conference.published or ():
            id, amount = published.session, amounts[published.session]
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

    def _amounts(self, conference: Conference) -> dict[str, int]:
        told = listeners(conference) if self.count == "people" else {}
        return {p.session: max(1, len(told.get(p.session, ()))) for p in conference.published or ()}

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every published start with the placement."""
        amounts = self._amounts(conference)
        for published in conference.published or ():
            id, placed = published.session, agenda.get(published.session)
            title, then = conference.session_by_id[id].title, conference.clock(conference.minute_of(published.start))
            told = f" {_to_be_told(amounts[id])}" if self.count == "people" else ""
            if placed is None:
                message = f'"{title}" was published for {then}, and is left out.{told}'
                yield Violation(amounts[id], message, (id,))
                continue
            position = Position(placed.block, placed.slot, placed.start, placed.end)
            if not was_then(conference, published, position, self.scope):
                message = f'"{title}" was published for {then}, and is at {conference.clock(placed.start)}.{told}'
                yield Violation(amounts[id], message, (id,))


def _to_be_told(people: int) -> str:
    return "One person has to be told." if people == 1 else f"{people} people have to be told."
