"""Speakers who cannot come in some blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from agenda_solver import Agenda, Conference, Severity, Violation, register_rule
from agenda_solver.model.field_types import Id
from agenda_solver.rules.base.rule import Problem
from benchmarks.families.one_slot import OneSlotRule
from benchmarks.families.optaplanner.rules.family import WISH, Numbers

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost
    from agenda_solver.cpsat.variables.decisions import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms
    from agenda_solver.rules.base.move_tables import Grid, Tables

__all__ = ["Absence", "AbsenceOf"]


class AbsenceOf(BaseModel):
    """The blocks in which one speaker cannot come."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    person: Id = Field(description="Id of the speaker.")
    blocks: tuple[Id, ...] = Field(description="Ids of the blocks; each counts once.")


@register_rule
class Absence(OneSlotRule):
    r"""No session lies in a block in which one of its speakers cannot come.

    The amount is the sum of the lengths of such sessions, for each of their speakers who cannot. It is about blocks,
    not about times: somebody may be there for one block and not for another that overlaps it.

    Source: "Speaker unavailable timeslot".
    """

    id: ClassVar[str] = "optaplanner_absence"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = WISH
    bears_absence: ClassVar[bool] = True

    table: tuple[AbsenceOf, ...] = Field(description="Who cannot come when.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return the people and blocks that nobody knows, and people who are named twice."""
        yield from super().problems(conference)
        seen: set[str] = set()
        for number, row in enumerate(self.table):
            if row.person not in conference.person_by_id:
                yield Problem(f"table[{number}].person", f'nobody has the id "{row.person}"')
            if row.person in seen:
                yield Problem(f"table[{number}].person", f'"{row.person}" stands there twice')
            seen.add(row.person)
            for place, block in enumerate(row.blocks):
                if block not in conference.block_by_id:
                    yield Problem(f"table[{number}].blocks[{place}]", f'no block has the id "{block}"')

    def applies(self, conference: Conference) -> bool:
        """Whether a speaker of some session is ever absent."""
        absent = self._absent()
        return any(absent.get(person) for session in conference.sessions for person in session.speakers)

    def _absent(self) -> dict[str, frozenset[str]]:
        return {row.person: frozenset(row.blocks) for row in self.table}

    def as_tables(self, grid: Grid) -> Tables | None:
        """Return what each session costs at each time."""
        from agenda_solver.rules.base.move_tables import PlaceTable, Tables

        absent, conference = self._absent(), grid.conference
        missing: Numbers = np.zeros((grid.shape[0], len(conference.blocks)), dtype=np.int64)
        numbers = {block.id: number for number, block in enumerate(conference.blocks)}
        for row, session in enumerate(conference.sessions):
            for person in session.speakers:
                missing[row, [numbers[block] for block in absent.get(person, ())]] += 1
        amounts = missing[:, grid.blocks] * (grid.ends - grid.starts)
        return Tables((PlaceTable(amounts[:, :, None]),))

    def quick(self, terms: Terms) -> bool:
        """Charge each session for the times at which somebody is missing."""
        grid, absent = terms.grid, self._absent()
        for number, session in enumerate(grid.conference.sessions):
            for person in session.speakers:
                blocks = absent.get(person, frozenset())
                missing = [time for time in grid.times_of[number] if grid.times[time].block in blocks]
                terms.charge_times(number, {time: grid.end[time] - grid.start[time] for time in missing})
        return True

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session for the blocks in which somebody is missing."""
        absent, cost = self._absent(), decisions.cost(self.is_hard)
        spans = decisions.conference.block_span
        for session in decisions.conference.sessions:
            away = [absent[person] for person in session.speakers if person in absent]
            charged = {b: spans[b].minutes * sum(b in blocks for blocks in away) for b in decisions.blocks(session.id)}
            cost.blocks(session.id, charged)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Ask each speaker of each session."""
        absent = self._absent()
        for id, place in agenda.items():
            session = conference.session_by_id[id]
            for person in session.speakers:
                if place.block in absent.get(person, ()):
                    name, when = conference.person_by_id[person].name, conference.clocks(place.start, place.end)
                    message = f'{name} cannot come to "{session.title}" ({when}).'
                    yield Violation(place.end - place.start, message, (id,), (person,))
