"""Speakers need not stay for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.model.field_types import Minutes
from agenda_solver.rules.base.amount_tables import Grid, GroupTable, Numbers, Tables
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms


@register_rule
class Makespan(OneSlotRule):
    r"""The sessions of a speaker are on one day, or on two that follow each other.

    The amount is the number of days between a speaker's first and last day, both not counted, times ``day_minutes``,
    summed over the speakers:

    .. math:: \sum_p \max(0, \mathrm{last}_p - \mathrm{first}_p - 1) \cdot \mathrm{minutes}

    Source: "Speaker makespan".
    """

    id: ClassVar[str] = "optaplanner_makespan"

    day_minutes: Minutes = Field(default=480, description="Minutes that a day counts.")

    def applies(self, conference: Conference) -> bool:
        dates = [day.date for day in conference.days]
        return bool(self._busy(conference)) and (max(dates) - min(dates)).days > 1

    def _busy(self, conference: Conference) -> dict[str, list[str]]:
        found = conference.sessions_by_person(("speakers",))
        return {person: sessions for person, sessions in found.items() if len(sessions) > 1}

    def as_tables(self, grid: Grid) -> Tables:
        conference, tables = grid.conference, []
        amount = partial(self._between, [day.date.toordinal() for day in conference.days])
        for sessions in self._busy(conference).values():
            members = np.zeros(grid.shape[0], dtype=bool)
            members[[conference.session_rank[session] for session in sessions]] = True
            tables.append(GroupTable(members, grid.days, amount))
        return Tables(tuple(tables))

    def quick(self, terms: Terms) -> bool:
        grid, conference = terms.grid, terms.grid.conference
        amount = partial(self._between, [conference.days[day].date.toordinal() for day in grid.day_of_block])
        for sessions in self._busy(conference).values():
            terms.charge_pattern([grid.number_of_session[id] for id in sessions], "conference", amount)
        return True

    def _between(self, dates: Sequence[int], counts: Sequence[int] | Numbers) -> int:
        """Return the cost of the days between the first and the last one with a session."""
        used = [date for date, count in zip(dates, counts, strict=False) if count]
        return max(0, max(used) - min(used) - 1) * self.day_minutes if used else 0

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the days between every two days on which somebody has a session."""
        conference, model = decisions.conference, decisions.model
        cost = decisions.cost(self.is_hard)
        dates = [day.date for day in conference.days]
        longest = (max(dates) - min(dates)).days
        for sessions in self._busy(conference).values():
            on_day = {day: decisions.some(decisions.on_day(s, day.id) for s in sessions) for day in conference.days}
            between = model.new_int_var(0, longest, "")
            for first, last in combinations(conference.days, 2):
                days = abs((last.date - first.date).days) - 1
                if days > 0:
                    model.add(between >= days * (on_day[first] + on_day[last] - 1))
            cost.add(between, self.day_minutes)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare each speaker's first and last day."""
        for person, sessions in self._busy(conference).items():
            here = [session for session in sessions if session in agenda]
            dates = [conference.day_by_id[conference.block_by_id[agenda[id].block].day].date for id in here]
            days = (max(dates) - min(dates)).days - 1 if dates else 0
            if days > 0 and self.day_minutes:
                name = conference.person_by_id[person].name
                message = f"{name} has sessions from {min(dates):%d %b} to {max(dates):%d %b}."
                yield Violation(days * self.day_minutes, message, tuple(here), (person,))
