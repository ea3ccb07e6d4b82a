"""The two sessions of a group on days that follow each other, or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from agenda_solver import Agenda, Conference, Severity, Violation, register_rule
from agenda_solver.model.field_types import SessionId
from agenda_solver.rules.base.rule import Problem
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost
    from agenda_solver.cpsat.variables.decisions import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["DaysBetween", "PairOfDays"]

Wish = Literal["next-day", "not-next-day"]


class PairOfDays(BaseModel):
    """Two sessions, what is wanted of their days, and how many wishes that is."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    first: SessionId = Field(description="Id of the one session.")
    second: SessionId = Field(description="Id of the other session.")
    wish: Wish = Field(description="Whether they are wanted on days that follow each other, or on others.")
    amount: int = Field(default=1, ge=1, le=1_000, description="How much it counts where the wish is missed.")


@register_rule
class DaysBetween(OneSlotRule):
    r"""Two sessions are on days that follow each other, or are not.

    The amount is the sum of the amounts of the pairs both of whose sessions have a place and whose wish is missed:
    "next-day" where their dates are not exactly one day apart, "not-next-day" where they are. On the same day the
    second wish is kept.

    Source: "day-relation" of the IETF's scheduler.
    """

    id: ClassVar[str] = "ietf_days_between"
    unit: ClassVar[str] = "wishes"
    default_severity: ClassVar[Severity] = Severity(weight=1)
    bears_absence: ClassVar[bool] = True

    pairs: tuple[PairOfDays, ...] = Field(default=(), description="The pairs of sessions.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return the sessions that there are not."""
        yield from super().problems(conference)
        for number, pair in enumerate(self.pairs):
            for name, id in (("first", pair.first), ("second", pair.second)):
                if id not in conference.session_by_id:
                    yield Problem(f"pairs[{number}].{name}", f'no session has the id "{id}"')

    def applies(self, conference: Conference) -> bool:
        """Whether a pair has a wish."""
        return len(conference.sessions) > 1 and bool(self.pairs)

    def post(self, decisions: Decisions) -> Cost | None:
        """Say for each day of the one which days of the other miss the wish."""
        cost = decisions.cost(self.is_hard)
        for pair in self.pairs:
            missed = decisions.model.new_bool_var("")
            for clause in _misses(decisions, pair):
                decisions.model.add_bool_or([*clause, missed])
            cost.add(missed, pair.amount)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the dates of every pair."""
        for pair in self.pairs:
            if pair.first not in agenda or pair.second not in agenda:
                continue
            days = [
                conference.day_by_id[conference.block_by_id[agenda[id].block].day] for id in (pair.first, pair.second)
            ]
            apart = abs((days[0].date - days[1].date).days)
            if (apart != 1) if pair.wish == "next-day" else (apart == 1):
                a, b = (conference.session_by_id[id].title for id in (pair.first, pair.second))
                wanted = "on days that follow each other" if pair.wish == "next-day" else "not on neighbouring days"
                message = f'"{a}" ({days[0].label}) and "{b}" ({days[1].label}) are wanted {wanted}.'
                yield Violation(pair.amount, message, (pair.first, pair.second))

    def quick(self, terms: Terms) -> bool:
        """Compare the dates of each pair."""
        grid = terms.grid
        dates = [day.date.toordinal() for day in grid.conference.days]
        date = [dates[day] for day in grid.day]

        def missing(wish: Wish) -> Relation:
            return lambda t, _r, u, _q: int((abs(date[t] - date[u]) == 1) == (wish == "not-next-day"))

        for pair in self.pairs:
            first, second = grid.number_of_session[pair.first], grid.number_of_session[pair.second]
            terms.charge_pair(first, second, missing(pair.wish), pair.amount)
        return True


def _ids(pair: PairOfDays) -> tuple[str, str]:
    return pair.first, pair.second


def _misses(decisions: Decisions, pair: PairOfDays) -> Iterator[list[Any]]:
    """Return clauses that hold exactly where the wish is kept."""
    days = {day.id: day.date.toordinal() for day in decisions.conference.days}
    first, second = (
        {decisions.conference.block_by_id[block].day for block in decisions.blocks(id)} for id in _ids(pair)
    )
    for day in sorted(first):
        here = ~decisions.on_day(pair.first, day)
        near = [other for other in sorted(second) if abs(days[day] - days[other]) == 1]
        if pair.wish == "next-day":
            yield [here, *(decisions.on_day(pair.second, other) for other in near)]
        else:
            yield from ([here, ~decisions.on_day(pair.second, other)] for other in near)
