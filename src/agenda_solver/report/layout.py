"""The layout of the page: minutes become lines of a grid, and overlapping sessions of a room are side by side.

Everything is drawn to scale, except a long pause, which is folded to the height of 40 minutes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from agenda_solver.model.time_intervals import Stretch, TimeSlot, merged, overlaps

__all__ = ["Lane", "TimeScale", "full_hours", "lanes"]

FOLDED_MINUTES = 40
PLACE_MINUTES = 10  # drawn minutes of a place in an order
SHORTEST_CARD = 36.0
MIN_PIXELS, MAX_PIXELS = 1.9, 3.2
LABEL_DISTANCE = 17.0

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Lane:
    """The first of the parallel columns of a room in which a session is drawn, and their number."""

    first: int
    width: int


def lanes(stretches: Mapping[Key, Stretch]) -> tuple[dict[Key, Lane], int]:
    """Put overlapping stretches into different lanes.

    Returns
    -------
    The lane of each stretch, and the number of lanes. A stretch that overlaps with no other takes all lanes.
    """
    free_from: list[int] = []
    first: dict[Key, int] = {}
    for key in sorted(stretches, key=lambda k: (stretches[k].start, -stretches[k].end)):
        stretch = stretches[key]
        lane = next((n for n, end in enumerate(free_from) if end <= stretch.start), len(free_from))
        free_from[lane:] = [stretch.end, *free_from[lane + 1 :]]
        first[key] = lane
    total = max(len(free_from), 1)
    return {key: Lane(first[key], _width(key, stretches, first, total)) for key in stretches}, total


def _width(key: Key, stretches: Mapping[Key, Stretch], first: Mapping[Key, int], total: int) -> int:
    beside = [first[other] for other in stretches if other != key and overlaps(stretches[key], stretches[other])]
    return min((lane for lane in beside if lane > first[key]), default=total) - first[key]


def _outside(stretch: TimeSlot, others: Iterable[TimeSlot]) -> Iterator[TimeSlot]:
    """Yield the parts of a stretch that are in none of the others, which are sorted and disjoint."""
    start = stretch.start
    for other in others:
        if start < other.start < stretch.end:
            yield TimeSlot(start, other.start)
        if other.end > start and other.start < stretch.end:
            start = other.end
    if start < stretch.end:
        yield TimeSlot(start, stretch.end)


def full_hours(first: int, last: int) -> Iterable[int]:
    """Return the full hours between two minutes of a clock."""
    return range(-(-first // 60) * 60, last + 1, 60)


@dataclass(frozen=True)
class TimeScale:
    """The vertical scale of one day.

    Attributes
    ----------
    times
        The minutes of the grid lines, in order.
    open
        The stretches between the pauses, in order.
    shortest
        Minutes of the shortest session; the shorter it is, the higher a minute is drawn.
    orders
        The stretches whose minutes are places in an order; each place is drawn as high as a short session.
    full
        The minutes at which the clock shows a full hour.
    named
        The breaks that have a title, in order; no two overlap.
    """

    times: tuple[int, ...]
    open: tuple[TimeSlot, ...]
    shortest: int
    orders: tuple[TimeSlot, ...] = ()
    full: tuple[int, ...] = ()
    named: tuple[TimeSlot, ...] = ()

    @staticmethod
    def over(
        blocks: Sequence[Stretch],
        sessions: Sequence[Stretch],
        orders: Sequence[TimeSlot] = (),
        full_hours: Callable[[int, int], Iterable[int]] = full_hours,
        others: Iterable[Stretch] = (),
        named: Sequence[TimeSlot] = (),
    ) -> TimeScale:
        """Return the scale on which these blocks and sessions can be drawn.

        Parameters
        ----------
        blocks, sessions
            The blocks and the sessions.
        orders
            The blocks whose minutes are places in an order.
        full_hours
            Returns the minutes between two others at which the clock shows a full hour.
        others
            Other stretches to draw within the hours of these.
        named
            The breaks that have a title, in order; they may lie before and after these hours.
        """
        drawn = (*blocks, *sessions, *others, *named)
        times = {minute for stretch in drawn for minute in (stretch.start, stretch.end)}
        full = tuple(full_hours(min(times), max(times)))
        shortest = min(
            ((s.end - s.start) * (PLACE_MINUTES if any(overlaps(s, o) for o in orders) else 1) for s in sessions),
            default=60,
        )
        open_ = tuple(merged([*blocks, *sessions]))
        return TimeScale(tuple(sorted(times | set(full))), open_, shortest, tuple(orders), full, tuple(named))

    @cached_property
    def pauses(self) -> tuple[TimeSlot, ...]:
        """The stretches without sessions or blocks, cut where a break with a title begins or ends."""
        taken = merged([*self.open, *self.named])
        gaps = [TimeSlot(earlier.end, later.start) for earlier, later in pairwise(taken)]
        return tuple(sorted([*gaps, *(piece for pause in self.named for piece in _outside(pause, self.open))]))

    @cached_property
    def unnamed(self) -> tuple[TimeSlot, ...]:
        """The pauses between the hours of the programme that no break with a title covers."""
        if not self.open:
            return ()
        inner = (pause for pause in self.pauses if self.open[0].end <= pause.start < self.open[-1].start)
        return tuple(pause for pause in inner if not any(overlaps(pause, named) for named in self.named))

    @cached_property
    def pixels(self) -> float:
        """Height of a minute in CSS pixels."""
        return round(min(max(SHORTEST_CARD / self.shortest, MIN_PIXELS), MAX_PIXELS), 3)

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """Height of each row of the grid in drawn minutes."""
        return tuple(self.drawn(b) - self.drawn(a) for a, b in pairwise(self.times))

    @property
    def total(self) -> float:
        """Height of the day in drawn minutes."""
        return self.drawn(self.times[-1])

    def line(self, minute: int) -> int:
        """Return the number of the grid line at a minute, counted from 1."""
        return bisect_left(self.times, minute) + 1

    def drawn(self, minute: int) -> float:
        """Return the distance of a minute from the top, in drawn minutes."""
        folded = 0.0
        for order in self.orders:
            folded -= (PLACE_MINUTES - 1) * min(max(minute - order.start, 0), order.minutes)
        for pause in self.pauses:
            surplus = max(pause.minutes - FOLDED_MINUTES, 0)
            passed = min(max(minute - pause.start, 0), pause.minutes)
            folded += surplus * passed / pause.minutes
        return round(minute - self.times[0] - folded, 3)

    def hours(self) -> list[int]:
        """Return the full hours that get a line: those outside the pauses."""
        return [time for time in self.full if any(s.start < time < s.end for s in self.open)]

    def labels(self, starts: Iterable[int], pixels: float | None = None) -> list[int]:
        """Return the minutes that get a label beside the grid, such that no two labels touch.

        ``pixels`` is the height of a minute, by default that of the screen. The starts of the open stretches take
        precedence, then the given starts of sessions, then the ends of the stretches, then the full hours.
        """
        begins, ends = [stretch.start for stretch in self.open], [stretch.end for stretch in self.open]
        chosen: list[int] = []
        for minute in (*begins, *sorted(set(starts)), *reversed(ends), *self.hours()):
            if all(abs(self.drawn(minute) - self.drawn(c)) * (pixels or self.pixels) >= LABEL_DISTANCE for c in chosen):
                chosen.append(minute)
        return sorted(chosen)
