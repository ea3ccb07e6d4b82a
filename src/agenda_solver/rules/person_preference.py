"""Times that people prefer, and times that they dislike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, PersonId
from agenda_solver.model.time_intervals import Stretch, TimeSlot, merged
from agenda_solver.rules.base.reach import EVERYTHING, NOBODY, Reach
from agenda_solver.rules.base.rule import Problem, Role, Violation
from agenda_solver.rules.base.selection import unknown_ends
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.fairness import FairRule, only_the_largest
from agenda_solver.rules.shared.time_windows import RowOfTimes

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["PersonPreference", "PersonTimes"]


class PersonTimes(RowOfTimes):
    """One row of the table: times that somebody prefers, or does not want."""

    person: PersonId = Field(description="Id or name of the person.")
    wish: Literal["preferred", "unwanted"] = Field(
        default="preferred", description="Whether they would rather have their sessions in these times, or not."
    )
    amount: Count = Field(default=1, description="Points for each minute that is not as they wish.")


class PersonPreference(FairRule):
    r"""People have their sessions at times that they like.

    The amount is the number of points for the minutes of the placed sessions that are outside the times that their
    people prefer, or inside those that they do not want, counted separately for each row of the ``table``:

    .. math:: \sum_{r} \mathrm{amount}_r \sum_{s \ni p_r} \begin{cases}
              \bigl|[\mathrm{start}_s, \mathrm{end}_s) \setminus \bigcup_{w \in W_r} w\bigr| & \text{preferred} \\
              \bigl|[\mathrm{start}_s, \mathrm{end}_s) \cap \bigcup_{w \in W_r} w\bigr| & \text{unwanted}
              \end{cases}

    The sessions of the row's ``person`` are those in which they have one of the ``roles``, each once. :math:`W_r` are
    the ``windows`` of the row and, for each of its ``days``, the blocks of that day, even if they run past midnight.
    They may overlap or touch each other: a minute counts once. The ``amount`` weighs the wishes: a minute of a row
    with 3 is as bad as three minutes of a row with 1, and a row with 0 costs nothing. If a person has several rows,
    each of them counts, so put times that are equally welcome into one row.

    Times at which somebody cannot be there at all belong to the person (``available``) and to ``person_availability``.

    Source: the calls for papers of most conferences; pretalx and frab only ask when people are available.
    """

    id: ClassVar[str] = "person_preference"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs"),
        min_length=1,
        description="Roles in which the times of a session matter to somebody.",
    )
    table: tuple[PersonTimes, ...] = Field(default=(), description="Times that people prefer, and that they do not.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each row with an unknown person or day."""
        for number, row in enumerate(self.table):
            yield from unknown_ends(conference, row, {"person": "people"}, f"table[{number}]")
            yield from row.unknown_days(conference, f"table[{number}]")

    def applies(self, conference: Conference) -> bool:
        """Whether any row is about a person who has a session."""
        busy = conference.sessions_by_person(self.roles)
        return any(row.amount and row.person in busy for row in self.table)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each start for the minutes that go against a wish."""
        from agenda_solver.cpsat.variables.shares import Shares

        shares, busy = Shares(decisions, self), decisions.conference.sessions_by_person(self.roles)
        for row in self.table:
            times = merged(row.spans(decisions.conference))
            for session in busy.get(row.person, ()):
                points = {p: _points(row, times, p) for p in decisions.positions(session)}
                shares.of(row.person).positions(session, points)
        return shares.cost()

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the minutes of each session of each row's person one by one."""
        for row in self.table:
            somebody, spans = conference.person_by_id[row.person], row.spans(conference)
            for id, placed in agenda.items():
                session = conference.session_by_id[id]
                if row.person not in session.people(self.roles):
                    continue
                inside = 0
                for minute in range(placed.start, placed.end):
                    if any(span.start <= minute < span.end for span in spans):
                        inside += 1
                wrong = inside if row.wish == "unwanted" else placed.end - placed.start - inside
                if wrong and row.amount:
                    wish, where = ("not have", "") if row.wish == "unwanted" else ("have", " at other times")
                    what = f'{counted(wrong, "minute")} of "{session.title}"{where}'
                    when = conference.clocks(placed.start, placed.end)
                    message = f"{somebody.name} would rather {wish} {what} ({when})."
                    yield Violation(wrong * row.amount, message, (id,), (row.person,))

    def quick(self, terms: Terms) -> bool:
        """Charge each session for the minutes that go against a wish."""
        grid, conference = terms.grid, terms.grid.conference
        busy = conference.sessions_by_person(self.roles)
        for row in self.table:
            times = merged(row.spans(conference))
            for session in (grid.number_of_session[id] for id in busy.get(row.person, ())):
                points = {t: _points(row, times, grid.times[t]) for t in grid.times_of[session]}
                self.share(terms, row.person).charge_times(session, points)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own time matters, unless only the largest amount of all people counts."""
        if self.counts_largest:
            return EVERYTHING
        # Tabu search derives its tables from this reach.
        return Reach(NOBODY, room=False)


def _points(row: PersonTimes, times: list[TimeSlot], stretch: Stretch) -> int:
    """Return the amount that a row charges for a stretch; ``times`` are the disjoint times of the row."""
    from agenda_solver.cpsat.variables.opening_hours import minutes_outside

    outside = minutes_outside(times, stretch)
    return row.amount * (outside if row.wish == "preferred" else stretch.end - stretch.start - outside)
