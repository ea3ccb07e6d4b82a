"""Few days away from home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import PersonId
from agenda_solver.rules.base.rule import Problem, Role, Violation
from agenda_solver.rules.base.selection import unknown
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import OFF, Severity
from agenda_solver.rules.shared.fairness import FairRule, only_the_largest

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["PersonDays"]


class PersonDays(FairRule):
    r"""Nobody has to wait for days on which they have no session.

    The amount is the number of days between a person's first and last day on which they have no session, summed over
    the people:

    .. math:: \sum_{p} \bigl(\max D_p - \min D_p + 1 - |D_p|\bigr)

    :math:`D_p` are the dates on which somebody has a session in one of the ``roles``; somebody without a session
    has 0. The days are calendar days: a Sunday without a programme between a Saturday and a Monday counts. The day of
    a session is that of its block, even if the block runs past midnight. Only ``people`` count, if they are given.

    Source: committees that pay for hotel nights. OptaPlanner's example has the span of all talks of a speaker instead.
    """

    id: ClassVar[str] = "person_days"
    unit: ClassVar[str] = "days"
    default_severity: ClassVar[Severity] = OFF

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs"),
        min_length=1,
        description="Roles in which somebody has to be there.",
    )
    people: tuple[PersonId, ...] | None = Field(
        default=None, description="Ids of the people it is about; everybody if unset."
    )

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown person."""
        return unknown(conference.names["people"], self.people or (), "people")

    def applies(self, conference: Conference) -> bool:
        """Whether somebody has two sessions, and the conference spans at least three dates."""
        dates = [day.date for day in conference.days]
        return (max(dates) - min(dates)).days > 1 and bool(self._sessions_of_people(conference))

    def _sessions_of_people(self, conference: Conference) -> dict[str, list[str]]:
        """Return the sessions of everybody who has two or more."""
        found = conference.sessions_by_person(self.roles)
        chosen = found if self.people is None else {id: found[id] for id in self.people if id in found}
        return {person: sessions for person, sessions in chosen.items() if len(sessions) > 1}

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge for each person the days without a session that lie between days with one."""
        from agenda_solver.cpsat.variables.shares import Shares

        shares = Shares(decisions, self)
        dates = {day.id: day.date.toordinal() for day in decisions.conference.days}
        for person, sessions in self._sessions_of_people(decisions.conference).items():
            cost = shares.of(person)
            busy = self._busy_days(decisions, sessions)
            days = sorted(busy, key=lambda day: dates[day])
            since, until = (
                _prefix_literals(decisions, [busy[d] for d in days]),
                _prefix_literals(decisions, [busy[d] for d in days[::-1]]),
            )
            until.reverse()
            for number in range(1, len(days) - 1):
                # A session before the day, a session after it, and none on the day itself.
                idle = decisions.model.new_bool_var("")
                decisions.model.add_bool_or(~since[number - 1], ~until[number + 1], busy[days[number]], idle)
                cost.add(idle)
            for number, (day, following) in enumerate(pairwise(days)):
                gap = dates[following] - dates[day] - 1
                if gap:
                    cost.add(decisions.both(since[number], until[number + 1]), gap)
        return shares.cost()

    def _busy_days(self, decisions: Decisions, sessions: Sequence[str]) -> dict[str, Literal]:
        """Return for each possible day a literal for whether one of the sessions is on it."""
        day_of = {block.id: block.day for block in decisions.conference.blocks}
        possible = {id: {day_of[block] for block in decisions.blocks(id)} for id in sessions}
        days = [day.id for day in decisions.conference.days if any(day.id in possible[id] for id in sessions)]
        return {day: decisions.some(decisions.on_day(s, day) for s in sessions if day in possible[s]) for day in days}

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the dates without a session between each person's first and last date."""
        theirs: dict[str, list[str]] = {}
        for id in agenda:
            for somebody in conference.session_by_id[id].people(self.roles):
                theirs.setdefault(somebody, []).append(id)
        for person in conference.people:
            if person.id not in theirs or (self.people is not None and person.id not in self.people):
                continue
            days = [conference.day_by_id[conference.block_by_id[agenda[id].block].day] for id in theirs[person.id]]
            dates = {day.date.toordinal() for day in days}
            idle = sum(1 for date in range(min(dates), max(dates)) if date not in dates)
            if idle:
                first, last = (choose(days, key=lambda day: day.date).label for choose in (min, max))
                without = f"{counted(idle, 'day')} without a session"
                message = f"{person.name} has {without} between the first ({first}) and the last ({last})."
                yield Violation(idle, message, tuple(theirs[person.id]), (person.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each person by the blocks that they use."""
        grid = terms.grid
        dates = [grid.conference.days[day].date.toordinal() for day in grid.day_of_block]

        def idle(counts: Sequence[int]) -> int:
            used = {date for date, count in zip(dates, counts, strict=True) if count}
            return max(used) - min(used) + 1 - len(used) if used else 0

        for person, sessions in self._sessions_of_people(grid.conference).items():
            members = [grid.number_of_session[id] for id in sessions]
            self.share(terms, person).charge_pattern(members, "conference", idle)
        return True


def _prefix_literals(decisions: Decisions, literals: Sequence[Literal]) -> list[Literal]:
    """Return for each literal one that is forced to be true when it or an earlier one is true."""
    begun = list(literals[:1])
    for literal in literals[1:]:
        reached = decisions.model.new_bool_var("")
        decisions.model.add_implication(literal, reached)
        decisions.model.add_implication(begun[-1], reached)
        begun.append(reached)
    return begun
