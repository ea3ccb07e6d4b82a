"""Sessions that belong together on one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import SelectionOfSome
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["SameDay"]


class SameDay(Rule):
    r"""The sessions of a group are on one day.

    The amount is the number of unordered pairs of placed sessions of a group that are on different days, summed over
    the groups:

    .. math:: \sum_{G \in \mathrm{groups}} \left|\{\{a, b\} \subseteq G : \mathrm{day}_a \ne \mathrm{day}_b\}\right|

    A group is a list of sessions, or all sessions that carry a tag. A session's day is that of its block, even if
    the block runs past midnight. A pair that is in two groups counts twice.

    Source: OptaPlanner's "same day talks".
    """

    id: ClassVar[str] = "same_day"
    unit: ClassVar[str] = "pairs"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True

    groups: tuple[SelectionOfSome, ...] = Field(
        default=(), description="Groups of sessions, by their ids or titles, or by a tag."
    )

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for each tag that no session carries."""
        for number, selection in enumerate(self.groups):
            yield from selection.problems(conference, f"groups[{number}]")

    def applies(self, conference: Conference) -> bool:
        """Whether any group has two sessions, and the conference two days."""
        return len(conference.days) > 1 and any(len(group.members(conference)) > 1 for group in self.groups)

    def post(self, decisions: Decisions) -> Cost | None:
        """Choose one day for each group, or charge every pair on different days."""
        cost = decisions.cost(self.is_hard)
        for group in self.groups:
            members = group.members(decisions.conference)
            if self.is_hard:
                self._choose_a_day(decisions, members)
                continue
            for first, second in combinations(members, 2):
                cost.add(_on_different_days(decisions, first, second))
        return None if self.is_hard else cost

    def _choose_a_day(self, decisions: Decisions, members: Sequence[str]) -> None:
        chosen = {day.id: decisions.model.new_bool_var("") for day in decisions.conference.days}
        decisions.model.add_exactly_one(chosen.values())
        for session in members:
            for day in _days(decisions, session):
                decisions.model.add_implication(decisions.on_day(session, day), chosen[day])

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the days of every pair of placed sessions of each group."""
        for group in self.groups:
            placed = [id for id in group.members(conference) if id in agenda]
            for first, second in combinations(placed, 2):
                one, other = (conference.block_by_id[agenda[id].block].day for id in (first, second))
                if one != other:
                    a, b = (conference.session_by_id[id].title for id in (first, second))
                    days = [conference.day_by_id[day].label for day in (one, other)]
                    message = f'"{a}" is on {days[0]}, but "{b}" on {days[1]}; they belong on one day.'
                    yield Violation(1, message, (first, second))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs of each group that are on different days."""
        grid = terms.grid
        day = grid.day
        for group in self.groups:
            for first, second in combinations([grid.number_of_session[id] for id in group.members(grid.conference)], 2):
                terms.charge_pair(first, second, lambda t, _r, u, _q: int(day[t] != day[u]))
        return True


def _days(decisions: Decisions, session: str) -> list[str]:
    """Return the days that are possible for a session."""
    return list(dict.fromkeys(decisions.conference.block_by_id[block].day for block in decisions.blocks(session)))


def _on_different_days(decisions: Decisions, first: str, second: str) -> Literal | None:
    """Return a literal that is forced to be true when the two are on different days; None if they never are."""
    days = {session: _days(decisions, session) for session in (first, second)}
    if len({*days[first], *days[second]}) < 2:
        return None
    apart = decisions.model.new_bool_var("")
    for one, other in ((first, second), (second, first)):
        absent = ~decisions.present(other)
        for day in days[one]:
            there = [decisions.on_day(other, day)] if day in days[other] else []
            decisions.model.add_bool_or(~decisions.on_day(one, day), *there, absent, apart)
    return apart
