"""Resources of which the conference has only a few."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, SessionId, Tag, Text
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Selection
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["ResourceLimit"]


class ResourceLimit(Rule):
    r"""No more sessions run at once than a shared resource can serve.

    The resource may be interpreter teams, cameras, or a portable stage. The amount is the number of sessions by which
    the worst moment of each day exceeds what is available, summed over the days:

    .. math:: \sum_d \max\bigl(0,\ \max_t |\{s \in S : d_s = d,\ \mathrm{start}_s \le t < \mathrm{end}_s\}| - c\bigr)

    :math:`S` are the sessions that need the resource (a list, or all that carry a tag), :math:`c` is ``available``. A
    session belongs to the day of its block. Set the rule once for each resource, with different labels.

    Source: the committee's equipment list; OptaPlanner's "crowd control" (a limit on talks of a kind at once) is
    similar.
    """

    id: ClassVar[str] = "resource_limit"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    resource: Text | None = Field(default=None, description='What is shared, as a plural noun ("cameras").')
    available: Count | None = Field(default=None, description="How many sessions can have it at once.")
    sessions: tuple[SessionId, ...] = Field(default=(), description="Ids or titles of the sessions that need it.")
    tag: Tag | None = Field(default=None, description="All sessions that carry this tag need it, instead of a list.")

    @model_validator(mode="after")
    def _says_of_what(self) -> Self:
        Selection(sessions=self.sessions, tag=self.tag)  # raises if both are given
        if (self.sessions or self.tag) and (self.resource is None or self.available is None):
            raise ValueError("say which resource the sessions need, and how many are available")
        return self

    @property
    def _selection(self) -> Selection:
        return Selection(sessions=self.sessions, tag=self.tag)

    def members(self, conference: Conference) -> tuple[str, ...]:
        """Return the ids of the sessions that need the resource."""
        return self._selection.members(conference)

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, or for a tag that no session carries."""
        yield from self._selection.problems(conference)

    def applies(self, conference: Conference) -> bool:
        """Whether more sessions need the resource than are available."""
        return self.available is not None and len(self._selection.members(conference)) > self.available

    def post(self, decisions: Decisions) -> Cost | None:
        """Bound or charge the peak of the sessions that need the resource, day by day."""
        cost = decisions.cost(self.is_hard)
        conference = decisions.conference
        members = self._selection.members(conference)
        for day in conference.days:
            blocks = [block.id for block in conference.blocks_by_day[day.id]]
            cost.add(decisions.peak_excess(members, self.available or 0, blocks))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Find the peak of each day, which is reached at the start of a session."""
        available = self.available or 0
        placed = [id for id in self._selection.members(conference) if id in agenda]
        for day in conference.days:
            today = [id for id in placed if conference.block_by_id[agenda[id].block].day == day.id]
            worst: list[str] = []
            moment = 0
            for start in sorted(agenda[id].start for id in today):
                running = [id for id in today if agenda[id].start <= start < agenda[id].end]
                if len(running) > len(worst):
                    worst, moment = running, start
            if len(worst) > available:
                number = f"{len(worst)} {'session needs' if len(worst) == 1 else 'sessions need'} {self.resource}"
                message = f"At {conference.clock(moment)} {number}, but only {available} can have them at once."
                yield Violation(len(worst) - available, message, tuple(worst))

    def quick(self, terms: Terms) -> bool:
        """Charge the peak of the sessions that need the resource, day by day."""
        available, number = self.available or 0, terms.grid.number_of_session
        members = (number[id] for id in self._selection.members(terms.grid.conference))
        terms.charge_peak(members, "day", lambda peak: max(0, peak - available))
        return True
