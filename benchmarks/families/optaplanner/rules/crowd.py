"""No more than two sessions that could draw a crowd in one block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.model.field_types import Tag
from agenda_solver.rules.base.amount_tables import Grid, GroupTable, Numbers, Tables
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms


WANTED = 2


@register_rule
class Crowd(OneSlotRule):
    r"""Sessions that could draw a crowd are in pairs, so that the crowd divides.

    The amount is the sum of the lengths of the sessions with the tag that share their block with two or more others of
    that tag.

    Source: "Crowd control".
    """

    id: ClassVar[str] = "optaplanner_crowd"

    tag: Tag = Field(description="Tag of the sessions that could draw a crowd.")

    def applies(self, conference: Conference) -> bool:
        return len(self._members(conference)) > WANTED

    def _members(self, conference: Conference) -> list[str]:
        return [session.id for session in conference.sessions if self.tag in session.tags]

    def as_tables(self, grid: Grid) -> Tables:
        members = np.array([self.tag in session.tags for session in grid.conference.sessions])
        minutes = np.zeros(int(grid.blocks.max()) + 1, dtype=np.int64)
        minutes[grid.blocks] = grid.ends - grid.starts

        def amount(counts: Numbers) -> int:
            return int((counts * minutes * (counts > WANTED)).sum())

        return Tables((GroupTable(members, grid.blocks, amount),))

    def quick(self, terms: Terms) -> bool:
        grid, conference = terms.grid, terms.grid.conference
        minutes = [conference.block_span[block.id].minutes for block in conference.blocks]
        members = {grid.number_of_session[id]: 1 for id in self._members(conference)}
        terms.charge_counts(members, "block", lambda block, count: count * minutes[block] if count > WANTED else 0)
        return True

    def post(self, decisions: Decisions) -> Cost | None:
        """Count those in each block, and charge all of them if there are too many."""
        conference, model = decisions.conference, decisions.model
        cost = decisions.cost(self.is_hard)
        for block in conference.blocks:
            here = [
                decisions.in_block(s, block.id) for s in self._members(conference) if block.id in decisions.blocks(s)
            ]
            if len(here) <= WANTED:
                continue
            crowded, charged = model.new_bool_var(""), model.new_int_var(0, len(here), "")
            number = sum(here)
            model.add(number <= WANTED + (len(here) - WANTED) * crowded)
            model.add(charged >= number - WANTED + WANTED * crowded)
            cost.add(charged, conference.block_span[block.id].minutes)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the others in the block of each session."""
        members = [id for id in self._members(conference) if id in agenda]
        for id in members:
            others = [other for other in members if other != id and agenda[other].block == agenda[id].block]
            if len(others) >= WANTED:
                place, title = agenda[id], conference.session_by_id[id].title
                message = (
                    f'"{title}" ({conference.clocks(place.start, place.end)}) could draw a crowd, and so could '
                    f"{len(others)} others at that time."
                )
                yield Violation(place.end - place.start, message, (id, *others))
