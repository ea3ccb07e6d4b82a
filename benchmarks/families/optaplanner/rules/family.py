"""What the rules of this family have in common: pairs of sessions as tables."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agenda_solver import Conference, Severity
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost
    from agenda_solver.cpsat.variables.decisions import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms
    from agenda_solver.rules.base.move_tables import Grid, Tables

__all__ = ["WISH", "Numbers", "PairRule", "Times"]

Numbers = NDArray[Any]
WISH = Severity(weight=1)


class Times(NamedTuple):
    """Stretches of time in arrays: minutes of the start and of the end, and a number of the day."""

    starts: Numbers
    ends: Numbers
    days: Numbers

    @classmethod
    def of_blocks(cls, conference: Conference) -> Times:
        """Return the blocks of a conference, in their order."""
        days = {day.id: number for number, day in enumerate(conference.days)}
        spans = [conference.block_span[block.id] for block in conference.blocks]
        return cls(
            np.array([span.start for span in spans], dtype=np.int64),
            np.array([span.end for span in spans], dtype=np.int64),
            np.array([days[block.day] for block in conference.blocks], dtype=np.int64),
        )

    @classmethod
    def of_grid(cls, grid: Grid) -> Times:
        """Return the times of a grid, in their order."""
        return cls(grid.starts, grid.ends, grid.days)

    @property
    def minutes(self) -> Numbers:
        """The length of each."""
        lengths: Numbers = self.ends - self.starts
        return lengths

    @property
    def both(self) -> Numbers:
        """For each pair the sum of the two lengths."""
        sums: Numbers = self.minutes[:, None] + self.minutes[None, :]
        return sums

    @property
    def same_day(self) -> Numbers:
        """For each pair whether the two are of one day."""
        same: Numbers = self.days[:, None] == self.days[None, :]
        return same

    @property
    def gap(self) -> Numbers:
        """For each pair the minutes between the two; negative by as much as they overlap."""
        later: Numbers = np.maximum(self.starts[:, None], self.starts[None, :])
        return later - np.minimum(self.ends[:, None], self.ends[None, :])

    @property
    def overlap(self) -> Numbers:
        """For each pair the minutes that the two share."""
        shared: Numbers = np.maximum(0, -self.gap)
        return shared

    @property
    def first_is_late(self) -> Numbers:
        """For each ordered pair the sum of the two lengths, where the first ends after the second begins."""
        late: Numbers = self.both * (self.ends[:, None] > self.starts[None, :])
        return late


class PairRule(OneSlotRule):
    """A rule whose amount is a sum over pairs of sessions: a weight of the pair, times what their places cost.

    ``weights``, ``times`` and ``rooms`` say it in arrays, for the tables and, pair by pair, for CP-SAT. ``check`` does
    not use them.
    """

    ordered: ClassVar[bool] = False
    """Whether it matters which one of a pair comes first in ``weights``, ``times`` and ``rooms``."""

    @abstractmethod
    def weights(self, conference: Conference) -> Numbers:
        """Return for each pair of sessions, in the order of the programme, how much it counts."""

    @abstractmethod
    def times(self, times: Times) -> Numbers:
        """Return for each pair of times what a pair that lies there costs."""

    def rooms(self, conference: Conference) -> Numbers | None:  # noqa: ARG002 - for subclasses
        """Return for each pair of rooms 1 where a pair that lies there costs something, else 0; None for everywhere."""
        return None

    def applies(self, conference: Conference) -> bool:
        """Whether some pair counts."""
        weights = self.weights(conference)
        return bool((weights.sum() - np.trace(weights)) > 0)

    def as_tables(self, grid: Grid) -> Tables | None:
        """Return the pairs as they are."""
        from agenda_solver.rules.base.move_tables import PairTable, Tables

        weights, rooms = self.weights(grid.conference), self.rooms(grid.conference)
        times = self.times(Times.of_grid(grid))
        table = PairTable(weights, times, rooms) if self.ordered else PairTable.unordered(weights, times, rooms)
        return Tables((table,))

    def quick(self, terms: Terms) -> bool:
        """Look up each pair that counts by its times, and by its rooms where these matter."""
        grid, conference = terms.grid, terms.grid.conference
        times = self.times(Times(*(np.array(row, dtype=np.int64) for row in (grid.start, grid.end, grid.day))))
        rooms = self.rooms(conference)
        relation = _relation(times.tolist(), None if rooms is None else rooms.tolist())
        for (first, second), weight in np.ndenumerate(self.weights(conference)):
            if weight and (first < second or (self.ordered and first != second)):
                terms.charge_pair(first, second, relation, int(weight), sees_room=rooms is not None)
        return True

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each pair that counts for where it lies."""
        from benchmarks.families.optaplanner.rules.pairs import charge_pairs

        return charge_pairs(self, decisions)


def _relation(times: list[list[int]], rooms: list[list[int]] | None) -> Relation:
    if rooms is None:
        return lambda t, _r, u, _q: times[t][u]
    return lambda t, r, u, q: times[t][u] * rooms[r][q]
