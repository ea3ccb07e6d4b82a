"""Not too many sessions of a person on one day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count
from agenda_solver.rules.base.rule import Role, Violation
from agenda_solver.rules.base.sentences import counted, listed, titles_of
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.fairness import FairRule, only_the_largest

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["PersonDayLoad"]


class PersonDayLoad(FairRule):
    r"""Nobody has more sessions on a day than they can bear.

    The amount is the number of sessions beyond the limit, summed over the people and the days:

    .. math:: \sum_{p} \sum_{d} \max\bigl(0,\ |\{s \ni p : \mathrm{day}_s = d\}| - \mathrm{limit}\bigr)

    A session counts for a person who has one of the ``roles`` in it, and only once, however many roles they have. The
    day of a session is that of its block. ``limit`` is the largest number of sessions a day that costs nothing.

    Source: the wish of committees to spare their speakers.
    """

    id: ClassVar[str] = "person_day_load"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = soft(10)
    bears_absence: ClassVar[bool] = True

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs"), min_length=1, description="Roles in which a session counts."
    )
    limit: Count = Field(default=3, description="Sessions of a person on one day that are still fine.")

    def applies(self, conference: Conference) -> bool:
        """Whether any person has more sessions than the limit of a day."""
        return bool(self._sessions_of_busy_people(conference))

    def _sessions_of_busy_people(self, conference: Conference) -> dict[str, list[str]]:
        found = conference.sessions_by_person(self.roles)
        return {person: sessions for person, sessions in found.items() if len(sessions) > self.limit}

    def post(self, decisions: Decisions) -> Cost | None:
        """Bound the sessions of each busy person on each day, or charge those beyond the limit."""
        from agenda_solver.cpsat.variables.shares import Shares

        conference, shares = decisions.conference, Shares(decisions, self)
        day_of = {block.id: block.day for block in conference.blocks}
        for person, sessions in self._sessions_of_busy_people(conference).items():
            days = {id: {day_of[block] for block in decisions.blocks(id)} for id in sessions}
            for day in conference.days:
                that_day = [decisions.on_day(id, day.id) for id in sessions if day.id in days[id]]
                if len(that_day) <= self.limit:
                    continue
                if self.is_hard:
                    decisions.model.add(sum(that_day) <= self.limit)
                else:
                    shares.of(person).add(decisions.excess(that_day, self.limit))
        return None if self.is_hard else shares.cost()

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the sessions of every person on every day."""
        sessions: dict[tuple[str, str], list[str]] = {}
        for id, placed in agenda.items():
            for somebody in conference.session_by_id[id].people(self.roles):
                sessions.setdefault((somebody, conference.block_by_id[placed.block].day), []).append(id)
        busy = {somebody for somebody, _day in sessions}
        for person in (person for person in conference.people if person.id in busy):
            for day in conference.days:
                theirs = sessions.get((person.id, day.id), [])
                if len(theirs) > self.limit:
                    titles = listed(titles_of(agenda, theirs))
                    message = (
                        f"{person.name} has {counted(len(theirs), 'session')} on {day.label}, more than {self.limit}: "
                        f"{titles}."
                    )
                    yield Violation(len(theirs) - self.limit, message, tuple(theirs), (person.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge the sessions of each person on each day beyond the limit."""
        number = terms.grid.number_of_session
        for person, sessions in terms.grid.conference.sessions_by_person(self.roles).items():
            if len(sessions) > self.limit:
                units = dict.fromkeys((number[id] for id in sessions), 1)
                self.share(terms, person).charge_counts(units, "day", lambda _day, count: max(0, count - self.limit))
        return True
