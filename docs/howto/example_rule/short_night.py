"""Nobody speaks in the evening and again the next morning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.authoring import (
    Agenda,
    Conference,
    Day,
    PersonId,
    Problem,
    Role,
    Rule,
    Severity,
    Tag,
    Violation,
    soft,
    unknown,
)

if TYPE_CHECKING:
    from agenda_solver.authoring import Cost, Decisions, Terms

__all__ = ["ShortNight"]


class ShortNight(Rule):
    r"""Nobody has a session in the evening and another one on the next morning.

    The amount is the number of short nights: pairs of a person :math:`p` and two days that follow each other in the
    calendar, such that the person has a session in a late block of the first and in an early block of the second:

    .. math:: \left|\{(p, d) : p \text{ is in a late block of } d \text{ and in an early block of } d + 1\}\right|

    A block is late, or early, when it carries the tag that the parameters name. A night counts once, however many
    sessions the person has around it.
    """

    id: ClassVar[str] = "short_night"
    unit: ClassVar[str] = "short nights"
    default_severity: ClassVar[Severity] = soft(5)

    late: Tag = Field(default="evening", description="Tag of the late blocks.")
    early: Tag = Field(default="morning", description="Tag of the early blocks.")
    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs"), description="Roles in which a person is counted."
    )
    people: tuple[PersonId, ...] = Field(
        default=(), description="Ids or names of the people to look at; everybody when empty."
    )

    def problems(self, conference: Conference) -> Iterable[Problem]:
        """Return what nobody is called."""
        return unknown(conference.names["people"], self.people, "people")

    def applies(self, conference: Conference) -> bool:
        """Whether there is a night, and somebody with two sessions who could have it."""
        return bool(self._nights(conference)) and bool(self._sessions(conference))

    # --- what both faces may share: who is meant, and when ------------------------------------------------------

    def _nights(self, conference: Conference) -> list[tuple[Day, Day]]:
        days = pairwise(sorted(conference.days, key=lambda day: day.date))
        return [(today, next_day) for today, next_day in days if next_day.date - today.date == timedelta(days=1)]

    def _sessions(self, conference: Conference) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for session in conference.sessions:
            for person in session.people(self.roles):
                if person in self.people or not self.people:
                    found.setdefault(person, []).append(session.id)
        return {person: sessions for person, sessions in found.items() if len(sessions) > 1}

    # --- the face for CP-SAT ------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each night whose evening and whose morning are both taken."""
        conference = decisions.conference
        cost = decisions.cost(self.is_hard)
        for sessions in self._sessions(conference).values():
            for today, next_day in self._nights(conference):
                evening = [b.id for b in conference.blocks_by_day[today.id] if self.late in b.tags]
                morning = [b.id for b in conference.blocks_by_day[next_day.id] if self.early in b.tags]
                late = decisions.some(decisions.in_block(s, b) for s in sessions for b in evening)
                early = decisions.some(decisions.in_block(s, b) for s in sessions for b in morning)
                cost.add(decisions.both(late, early))
        return cost

    # --- the face in plain Python -------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look at each person's evenings, and at the mornings after."""
        for person, sessions in self._sessions(conference).items():
            for today, next_day in self._nights(conference):
                late = [s for s in sessions if self._lies_on(agenda, s, today, self.late)]
                early = [s for s in sessions if self._lies_on(agenda, s, next_day, self.early)]
                if late and early:
                    name = conference.person_by_id[person].name
                    last = max(agenda[s].end for s in late)
                    first = min(agenda[s].start for s in early)
                    message = f"{name} ends at {conference.clock(last)} and begins again at {conference.clock(first)}."
                    yield Violation(1, message, (*late, *early), (person,))

    @staticmethod
    def _lies_on(agenda: Agenda, session: str, day: Day, tag: str) -> bool:
        if session not in agenda:
            return False
        block = agenda.conference.block_by_id[agenda[session].block]
        return block.day == day.id and tag in block.tags

    # --- the face for delta evaluation --------------------------------------------------------------------------

    def quick(self, terms: Terms) -> bool:
        """Charge each person by the blocks that are used."""
        conference, number = terms.grid.conference, terms.grid.number_of_session
        blocks = list(enumerate(conference.blocks))
        nights = [
            (
                [rank for rank, block in blocks if block.day == today.id and self.late in block.tags],
                [rank for rank, block in blocks if block.day == next_day.id and self.early in block.tags],
            )
            for today, next_day in self._nights(conference)
        ]

        def short(counts: Sequence[int]) -> int:
            return sum(any(counts[b] for b in late) and any(counts[b] for b in early) for late, early in nights)

        for sessions in self._sessions(conference).values():
            terms.charge_pattern([number[session] for session in sessions], "conference", short)
        return True
