"""Sessions are at times and in rooms that have the tags they want, and lack those they do not want."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from agenda_solver import Agenda, Conference, Severity, Violation, register_rule
from agenda_solver.model.field_types import Id, Tag
from agenda_solver.rules.base.rule import Problem
from benchmarks.families.one_slot import OneSlotRule
from benchmarks.families.optaplanner.rules.family import WISH, Numbers

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost
    from agenda_solver.cpsat.variables.decisions import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms
    from agenda_solver.model.parts import Session
    from agenda_solver.rules.base.move_tables import Grid, Tables

__all__ = ["Tags", "TagsOf"]


class TagsOf(BaseModel):
    """The tags of one speaker, who has them for all their sessions, or of one session."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    person: Id | None = Field(default=None, description="Id of the speaker.")
    session: Id | None = Field(default=None, description="Id of the session.")
    tags: tuple[Tag, ...] = Field(description="The tags; each counts once.")

    @model_validator(mode="after")
    def _says_whose(self) -> TagsOf:
        if (self.person is None) == (self.session is None):
            raise ValueError("give exactly one of person and session")
        return self

    def concerns(self, session: Session) -> bool:
        """Whether the tags count for a session."""
        return session.id == self.session or self.person in session.speakers


@register_rule
class Tags(OneSlotRule):
    r"""Sessions lie where the tags suit them and their speakers.

    The amount is the sum over the sessions of their length, times the number of tags that are amiss: wanted tags that
    the block, or the room, lacks; or unwanted ones that it has. Each entry of ``table`` that concerns a session counts
    by itself.

    Source: the sixteen constraints of required, preferred, prohibited and undesired tags of timeslots and rooms.
    """

    id: ClassVar[str] = "optaplanner_tags"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = WISH
    bears_absence: ClassVar[bool] = True

    of: Literal["times", "rooms"] = Field(description="Whether blocks, or rooms, should have the tags.")
    wanted: bool = Field(description="Whether the tags should be there, or should not.")
    table: tuple[TagsOf, ...] = Field(description="Whose tags they are.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return the people and sessions that nobody knows."""
        yield from super().problems(conference)
        for number, row in enumerate(self.table):
            if row.person is not None and row.person not in conference.person_by_id:
                yield Problem(f"table[{number}].person", f'nobody has the id "{row.person}"')
            if row.session is not None and row.session not in conference.session_by_id:
                yield Problem(f"table[{number}].session", f'no session has the id "{row.session}"')

    def applies(self, conference: Conference) -> bool:
        """Whether a session, or one of its speakers, has tags."""
        return any(row.tags and row.concerns(session) for row in self.table for session in conference.sessions)

    def _amiss(self, wishes: list[set[str]], there: tuple[str, ...]) -> int:
        return sum(len(tags.difference(there) if self.wanted else tags.intersection(there)) for tags in wishes)

    def _wishes(self, conference: Conference) -> Iterator[tuple[int, Session, list[set[str]]]]:
        """Return each session that has wishes, with its number."""
        for number, session in enumerate(conference.sessions):
            wishes = [set(row.tags) for row in self.table if row.concerns(session)]
            if wishes:
                yield number, session, wishes

    def as_tables(self, grid: Grid) -> Tables | None:
        """Return what each session costs at each time and in each room."""
        from agenda_solver.rules.base.move_tables import PlaceTable, Tables

        conference, (sessions, times, rooms) = grid.conference, grid.shape
        tags = [b.tags for b in conference.blocks] if self.of == "times" else [r.features for r in conference.rooms]
        amiss: Numbers = np.zeros((sessions, len(tags)), dtype=np.int64)
        for number, _, wishes in self._wishes(conference):
            amiss[number] = [self._amiss(wishes, there) for there in tags]
        minutes = (grid.ends - grid.starts).reshape(1, times, 1)
        if self.of == "times":
            return Tables((PlaceTable(amiss[:, grid.blocks].reshape(sessions, times, 1) * minutes),))
        return Tables((PlaceTable(amiss.reshape(sessions, 1, rooms) * minutes),))

    def quick(self, terms: Terms) -> bool:
        """Charge each session for its time, or for its time and room together."""
        grid, conference = terms.grid, terms.grid.conference
        for number, _, wishes in self._wishes(conference):
            minutes = {time: grid.end[time] - grid.start[time] for time in grid.times_of[number]}
            if self.of == "times":
                by_block = [self._amiss(wishes, block.tags) for block in conference.blocks]
                terms.charge_times(number, {time: by_block[grid.block[time]] * n for time, n in minutes.items()})
            else:
                by_room = enumerate(self._amiss(wishes, room.features) for room in conference.rooms)
                places = {(time, room): amiss * n for room, amiss in by_room for time, n in minutes.items()}
                terms.charge_places(number, places)
        return True

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session for its block or its room."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        for _, session, wishes in self._wishes(conference):
            positions = list(decisions.positions(session.id))
            if self.of == "times":
                by_block = {b.id: self._amiss(wishes, b.tags) for b in conference.blocks}
                cost.blocks(session.id, {p.block: by_block[p.block] * (p.end - p.start) for p in positions})
                continue
            by_room = {room.id: self._amiss(wishes, room.features) for room in conference.rooms}
            places = {(p, r): by_room[r] * (p.end - p.start) for p in positions for r in by_room}
            cost.places(session.id, places)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Hold the tags of each session's place against every wish."""
        for id, place in agenda.items():
            session, block = conference.session_by_id[id], conference.block_by_id[place.block]
            room = conference.room_by_id[place.room]
            there = block.tags if self.of == "times" else room.features
            for row in self.table:
                if not row.concerns(session):
                    continue
                amiss = sorted(tag for tag in set(row.tags) if (tag in there) != self.wanted)
                if amiss:
                    who = conference.person_by_id[row.person].name if row.person else "The session"
                    where = conference.clock(place.start) if self.of == "times" else room.name
                    lacks = "lacks" if self.wanted else "has"
                    message = f'"{session.title}": {where} {lacks} {", ".join(amiss)} ({who} minds).'
                    people = (row.person,) if row.person else ()
                    yield Violation(len(amiss) * (place.end - place.start), message, (id,), people)
