"""People are needed only when they are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import PersonId
from agenda_solver.model.parts import Session
from agenda_solver.model.time_intervals import merged
from agenda_solver.rules.base.reach import EVERYTHING, NOBODY, Reach
from agenda_solver.rules.base.rule import Problem, Role, Violation
from agenda_solver.rules.base.selection import unknown
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.rules.shared.fairness import FairRule, only_the_largest

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["PersonAvailability"]


class PersonAvailability(FairRule):
    r"""A session is within the times at which its people are available.

    The amount is the number of minutes of the placed sessions that are outside the windows of their people, counted
    separately for each person of a session:

    .. math:: \sum_{s} \sum_{p \in P_s} \Bigl|[\mathrm{start}_s, \mathrm{end}_s) \setminus
              \bigcup_{w \in W_p} w\Bigr|

    :math:`P_s` are the people of the session in one of the ``roles``, each once, or those of them that are in
    ``people``. :math:`W_p` are the windows in which the person is ``available``; they may overlap or touch each other.
    A person without windows is always available.

    Source: OptaPlanner's "Speaker unavailable timeslot"; pretalx and frab ask speakers for their windows. CoSPLib only
    has a table of submissions and sessions for it.
    """

    id: ClassVar[str] = "person_availability"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = HARD
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs", "required_people"),
        min_length=1,
        description="Roles in which a person has to be there.",
    )
    people: tuple[PersonId, ...] | None = Field(
        default=None, description="Ids of the people it is about; everybody if unset."
    )

    def problems(self, conference: Conference) -> Iterable[Problem]:
        """Return a problem for each unknown person."""
        return unknown(conference.names["people"], self.people or (), "people")

    def applies(self, conference: Conference) -> bool:
        """Whether any needed person has limited availability."""
        return any(self._limited_people(conference, session) for session in conference.sessions)

    def _limited_people(self, conference: Conference, session: Session) -> list[str]:
        return [person for person in self._people(session) if conference.person_by_id[person].available]

    def _people(self, session: Session) -> list[str]:
        return [p for p in session.people(self.roles) if self.people is None or p in self.people]

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each start for the minutes at which people are not available, or forbid it."""
        from agenda_solver.cpsat.variables.opening_hours import minutes_outside
        from agenda_solver.cpsat.variables.shares import Shares

        conference, shares = decisions.conference, Shares(decisions, self)
        there = {p.id: merged(map(conference.span, p.available)) for p in conference.people if p.available}
        for session in conference.sessions:
            for one, people in self.grouped(self._limited_people(conference, session)).items():
                starts = list(decisions.positions(session.id))
                missed = {p: sum(minutes_outside(there[x], p) for x in people) for p in starts}
                shares.of(one).positions(session.id, missed)
        return shares.cost()

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the minutes of each session one by one."""
        for id, placed in agenda.items():
            session = conference.session_by_id[id]
            for person in self._people(session):
                somebody = conference.person_by_id[person]
                windows = [conference.span(window) for window in somebody.available]
                missed = 0
                for minute in range(placed.start, placed.end):
                    if windows and not any(window.start <= minute < window.end for window in windows):
                        missed += 1
                if missed:
                    minutes = counted(missed, "minute")
                    when = conference.clocks(placed.start, placed.end)
                    message = f'{somebody.name} is not available for {minutes} of "{session.title}" ({when}).'
                    yield Violation(missed, message, (id,), (person,))

    def quick(self, terms: Terms) -> bool:
        """Charge each session for the minutes at which its people are not available."""
        from agenda_solver.cpsat.variables.opening_hours import minutes_outside
        from agenda_solver.model.time_intervals import merged

        grid, conference = terms.grid, terms.grid.conference
        known: dict[str, list[int]] = {}
        for number, session in enumerate(conference.sessions):
            for person in self._limited_people(conference, session):
                if person not in known:
                    windows = merged(map(conference.span, conference.person_by_id[person].available))
                    known[person] = [minutes_outside(windows, time) for time in grid.times]
                missed = known[person]
                amounts = {time: missed[time] for time in grid.times_of[number] if missed[time]}
                self.share(terms, person).charge_times(number, amounts)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own time matters, unless only the largest amount of all people counts."""
        if self.counts_largest:
            return EVERYTHING
        # Tabu search derives its tables from this reach.
        return Reach(NOBODY, room=False)
