"""What the same people want to see is not at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time import overlaps
from agenda_solver.rules.rule import Rule, Scope, Severity, Violation, soft

if TYPE_CHECKING:
    from agenda_solver.solver.cost import Cost
    from agenda_solver.solver.decisions import Decisions

__all__ = ["AudienceClash"]


class AudienceClash(Rule):
    r"""Sessions that the same attendees want to see are not at once.

    With :math:`n_{ab}` attendees who voted for both sessions :math:`a` and :math:`b`, the amount is

    .. math:: \sum_{\{a, b\}\ \text{at once},\ n_{ab} \ge \mathrm{at\_least}} n_{ab}

    with ``count="voters"``, and the number of such pairs with ``count="pairs"``. Votes are what the conference has of
    ballots, bookmarks or sign-ups. Under ``scope="time"`` two sessions are at once when their half-open times overlap;
    under ``scope="block"`` they are when they lie in one block but in different rooms.

    Source: CoSPLib's attendees' conflicts (both levels); PyCon UK's and EMF's bookmarks.
    """

    id: ClassVar[str] = "audience_clash"
    unit: ClassVar[str] = "voters or pairs"
    default_severity: ClassVar[Severity] = soft(1)

    count: Literal["voters", "pairs"] = Field(
        default="voters", description="Whether a pair counts for each attendee who wants both, or once."
    )
    at_least: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        default=1, description="Attendees who must want both sessions before the pair counts at all."
    )
    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")

    def applies(self, conference: Conference) -> bool:
        """Whether enough attendees want the same two sessions."""
        return len(conference.votes) >= self.at_least and bool(self._wanted_pairs(conference))

    def _wanted_pairs(self, conference: Conference) -> dict[tuple[str, str], int]:
        rank = {session.id: number for number, session in enumerate(conference.sessions)}
        counts: Counter[tuple[str, str]] = Counter()
        for ballot in conference.votes:
            counts.update(combinations(sorted(ballot.sessions, key=rank.__getitem__), 2))
        return {pair: number for pair, number in counts.items() if number >= self.at_least}

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each pair; where there are more wanted sessions than moments, say how many pairs that makes."""
        from agenda_solver.solver.crowding import add_crowding_bounds

        if self.is_hard and self.scope == "time" and self.at_least == 1:
            for ballot in sorted({tuple(sorted(ballot.sessions)) for ballot in decisions.conference.votes}):
                decisions.at_most_one_at_a_time(ballot)
            return None
        cost = decisions.cost(self.is_hard)
        charged = {}
        for pair, number in self._wanted_pairs(decisions.conference).items():
            together = decisions.at_once(*pair, self.scope, other_room=self.scope == "block")
            if together is not None:
                amount = number if self.count == "voters" else 1
                cost.add(together, amount)
                charged[pair] = (amount, together)
        add_crowding_bounds(decisions, charged, self.scope)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of placed sessions."""
        voters: dict[str, set[str]] = {id: set() for id in agenda}
        for ballot in conference.votes:
            for id in ballot.sessions:
                if id in agenda:
                    voters[id].add(ballot.voter)
        for first, second in combinations(agenda, 2):
            here, there = agenda[first], agenda[second]
            if self.scope == "time":
                clash = overlaps(here, there)
            else:
                clash = here.block == there.block and here.room != there.room
            number = len(voters[first] & voters[second]) if clash else 0
            if number >= self.at_least:
                amount = number if self.count == "voters" else 1
                yield Violation(amount, self._sentence(conference, agenda, first, second, number), (first, second))

    def _sentence(self, conference: Conference, agenda: Agenda, first: str, second: str, number: int) -> str:
        titles = " and ".join(f'"{conference.session_by_id[id].title}"' for id in (first, second))
        people = "1 attendee wants" if number == 1 else f"{number} attendees want"
        when = conference.clock(max(agenda[first].start, agenda[second].start))
        how = "at once" if self.scope == "time" else "in different rooms of one block"
        return f"{people} to see both {titles}, which are {how} ({when})."
