"""Two sessions a given number of days apart."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, SessionId
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Row, unknown_sessions
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["DayDistance", "DaysApart"]

How: TypeAlias = Literal["exactly", "at least", "at most", "not"]

# The comparison that makes a number of days wrong, for the solver and the ledger; ``check`` has its own.
IS_WRONG: Mapping[How, Callable[[int, int], bool]] = {
    "exactly": operator.ne,
    "at least": operator.lt,
    "at most": operator.gt,
    "not": operator.eq,
}


class DaysApart(Row):
    """Two sessions, and the required number of days between them."""

    sessions: tuple[SessionId, SessionId] = Field(description="Ids or titles of the two sessions, in either order.")
    how: How = Field(
        description='Whether it is exactly, at least or at most this number of days, or any other number ("not").'
    )
    days: Count = Field(description="The days: 0 for the same day, 1 for days that follow each other.")


class DayDistance(Rule):
    r"""Two sessions are as many days apart as they should be.

    The amount is the number of ``pairs`` both of whose sessions have a place, and whose distance is not as required:

    .. math:: \left|\{(a, b, \mathrm{how}, n) : \lnot\,\bigl(|\mathrm{date}_a - \mathrm{date}_b|\ \mathrm{how}\ n
              \bigr)\}\right|

    The distance is counted in calendar days, whichever of the two comes first: 0 on the same day, 1 on consecutive
    days; from a Friday to the next Monday it is 3, even if there is no programme in between. ``how`` is one of
    "exactly" (:math:`=`), "at least" (:math:`\ge`), "at most" (:math:`\le`) and "not" (:math:`\ne`): neither on the
    next day nor on the one before is "not" with 1 day. The day of a session is that of its block, even if the block
    runs past midnight. A pair that is listed twice counts twice.

    For "on a later day" use ``precedence``, for groups of sessions on one day ``same_day``.

    Source: the "day-relation" of the IETF's scheduler: "on the next day", or "not on the next day".
    """

    id: ClassVar[str] = "day_distance"
    unit: ClassVar[str] = "pairs"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    pairs: tuple[DaysApart, ...] = Field(default=(), description="Which sessions are how many days apart.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for each pair of a session with itself."""
        for number, pair in enumerate(self.pairs):
            yield from unknown_sessions(conference, pair.sessions, f"pairs[{number}].sessions")
            if pair.sessions[0] == pair.sessions[1]:
                yield Problem(f"pairs[{number}].sessions[1]", "is the same session as the first")

    def applies(self, conference: Conference) -> bool:
        """Whether a distance is given for any pair."""
        return len(conference.sessions) > 1 and bool(self.pairs)

    def post(self, decisions: Decisions) -> Cost | None:
        """State for each day of the first session on which days the second must not be."""
        cost, dates = decisions.cost(self.is_hard), _dates(decisions.conference)
        day_of = {block.id: block.day for block in decisions.conference.blocks}
        for pair in self.pairs:
            first, second = pair.sessions
            here, there = (list(dict.fromkeys(day_of[b] for b in decisions.blocks(s))) for s in pair.sessions)
            is_wrong, broken = IS_WRONG[pair.how], None
            for day in here:
                wrong = [other for other in there if is_wrong(abs(dates[day] - dates[other]), pair.days)]
                if wrong:
                    broken = decisions.model.new_bool_var("") if broken is None else broken
                    on_wrong = sum(decisions.on_day(second, other) for other in wrong)
                    decisions.model.add(decisions.on_day(first, day) + on_wrong <= 1 + broken)
            cost.add(broken)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the dates of every pair of placed sessions."""
        for pair in self.pairs:
            if pair.sessions[0] not in agenda or pair.sessions[1] not in agenda:
                continue
            one, other = (conference.day_by_id[conference.block_by_id[agenda[id].block].day] for id in pair.sessions)
            apart = abs((one.date - other.date).days)
            kept = {
                "exactly": apart == pair.days,
                "at least": apart >= pair.days,
                "at most": apart <= pair.days,
                "not": apart != pair.days,
            }
            if not kept[pair.how]:
                a, b = (f'"{conference.session_by_id[id].title}"' for id in pair.sessions)
                wanted = "must not be" if pair.how == "not" else f"should be {pair.how} {pair.days}"
                apart_by = f"are {counted(apart, 'day')} apart, and {wanted}"
                message = f"{a} ({one.label}) and {b} ({other.label}) {apart_by}."
                yield Violation(1, message, pair.sessions)

    def quick(self, terms: Terms) -> bool:
        """Charge each pair by its dates."""
        grid, by_day = terms.grid, _dates(terms.grid.conference)
        dates = [by_day[day.id] for day in grid.conference.days]
        date = [dates[day] for day in grid.day]

        def wrong(pair: DaysApart) -> Relation:
            is_wrong, days = IS_WRONG[pair.how], pair.days
            return lambda t, _r, u, _q: int(is_wrong(abs(date[t] - date[u]), days))

        for pair in self.pairs:
            first, second = (grid.number_of_session[id] for id in pair.sessions)
            terms.charge_pair(first, second, wrong(pair))
        return True


def _dates(conference: Conference) -> dict[str, int]:
    return {day.id: day.date.toordinal() for day in conference.days}
