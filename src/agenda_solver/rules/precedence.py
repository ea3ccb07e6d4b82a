"""One session before another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Minutes, SessionId
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Row, unknown_ends
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["Order", "Precedence"]


class Order(Row):
    """Two sessions, of which one has to be over before the other begins."""

    before: SessionId = Field(description="The session, by id or title, that comes first.")
    after: SessionId = Field(description="The session, by id or title, that comes later.")
    min_gap_minutes: Minutes = Field(default=0, description="Minutes that must be between the two, at least.")
    other_day: bool = Field(default=False, description="Whether the second has to be on a later day.")


class Precedence(Rule):
    r"""A session begins only after another one has ended.

    The amount is the number of ``pairs`` both of whose sessions have a place and that are out of order:

    .. math:: \left|\{(a, b, g, o) : \mathrm{start}_b < \mathrm{end}_a + g\ \lor\
              (o \land \mathrm{day}_b \le \mathrm{day}_a)\}\right|

    with :math:`g` the ``min_gap_minutes`` that must be between the two and :math:`o` whether ``other_day`` asks for a
    later day. A session that begins at the very minute at which the other ends (and the gap is over) is in order. Days
    are compared by their dates. The pairs must not form a cycle.

    Source: OptaPlanner's "prerequisite talks"; the gap and the other day are additions.
    """

    id: ClassVar[str] = "precedence"
    unit: ClassVar[str] = "pairs"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    pairs: tuple[Order, ...] = Field(default=(), description="Which session comes before which.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for each pair that closes a cycle."""
        later: dict[str, list[str]] = {}
        for number, pair in enumerate(self.pairs):
            lost = list(unknown_ends(conference, pair, {"before": "sessions", "after": "sessions"}, f"pairs[{number}]"))
            yield from lost
            if lost:
                continue
            if way := _path(later, pair.after, pair.before):
                circle = ", then ".join(f'"{conference.session_by_id[id].title}"' for id in [*way, pair.after])
                yield Problem(f"pairs[{number}]", f"makes the order circular: {circle}")
            later.setdefault(pair.before, []).append(pair.after)

    def applies(self, conference: Conference) -> bool:
        """Whether an order is given for any pair."""
        return len(conference.sessions) > 1 and bool(self.pairs)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge or forbid each pair that is out of order."""
        from agenda_solver.cpsat.variables.ordering import out_of_order

        cost = decisions.cost(self.is_hard)
        for pair in self.pairs:
            gap, other_day = pair.min_gap_minutes, pair.other_day
            cost.add(out_of_order(decisions, pair.before, pair.after, gap=gap, other_day=other_day))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the times of every pair."""
        for pair in self.pairs:
            if pair.before not in agenda or pair.after not in agenda:
                continue
            first, second = agenda[pair.before], agenda[pair.after]
            one, other = (conference.day_by_id[conference.block_by_id[p.block].day] for p in (first, second))
            titles = [conference.session_by_id[id].title for id in (pair.before, pair.after)]
            message = f'"{titles[1]}" begins at {conference.clock(second.start)}, '
            if pair.other_day and other.date <= one.date:
                message += f'not on a later day than "{titles[0]}" ({one.label}).'
            elif second.start < first.end + pair.min_gap_minutes:
                gap = f"{pair.min_gap_minutes} minutes after " if pair.min_gap_minutes else ""
                message += f'before {gap}the end of "{titles[0]}" ({conference.clock(first.end)}).'
            else:
                continue
            yield Violation(1, message, (pair.before, pair.after))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs that are out of order."""
        grid = terms.grid
        dates = [day.date for day in grid.conference.days]
        start, end, day = grid.start, grid.end, grid.day

        def out_of_order(pair: Order) -> Relation:
            def relation(t: int, _r: int, u: int, _q: int) -> int:
                if pair.other_day and dates[day[u]] <= dates[day[t]]:
                    return 1
                return int(start[u] < end[t] + pair.min_gap_minutes)

            return relation

        for pair in self.pairs:
            before, after = grid.number_of_session[pair.before], grid.number_of_session[pair.after]
            terms.charge_pair(before, after, out_of_order(pair))
        return True


def _path(later: dict[str, list[str]], start: str, goal: str) -> list[str]:
    """Return a path of sessions from one to another, each before the next; empty if there is none."""
    came_from: dict[str, str | None] = {start: None}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for following in later.get(here, ()):
            if following not in came_from:
                came_from[following] = here
                waiting.append(following)
    if goal not in came_from:
        return []
    way, step = [goal], came_from[goal]
    while step is not None:
        way.append(step)
        step = came_from[step]
    return way[::-1]
