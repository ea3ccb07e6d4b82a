"""Rows of tables with times: stretches from a start to an end, or whole days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import DayId
from agenda_solver.model.parts import Window
from agenda_solver.model.time_intervals import TimeSlot
from agenda_solver.rules.base.rule import Problem
from agenda_solver.rules.base.selection import Row, unknown

__all__ = ["RowOfTimes"]


class RowOfTimes(Row):
    """What a row says of time: its windows and its days together, which may overlap."""

    windows: tuple[Window, ...] = Field(default=(), description="Stretches of time, each with its start and its end.")
    days: Annotated[tuple[DayId, ...], Field(min_length=1)] | None = Field(
        default=None, description="Ids, names or dates of days: all blocks of these days."
    )

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if not self.windows and self.days is None:
            raise ValueError("give windows or days")
        return self

    def spans(self, conference: Conference) -> list[TimeSlot]:
        """Return the stretches of time of the row: its windows, and the blocks of its days."""
        blocks = [block for day in self.days or () for block in conference.blocks_by_day[day]]
        return [*map(conference.span, self.windows), *(conference.block_span[block.id] for block in blocks)]

    def unknown_days(self, conference: Conference, place: str) -> Iterator[Problem]:
        """Return a problem for each unknown day; ``place`` is the place of the row in the rule."""
        return unknown(conference.names["days"], self.days or (), f"{place}.days")
