"""A measure over the seeds: median and range, and how numbers are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from benchmarks.harness.record import Number

Writer = Callable[[Number], str]

DASH = NOTHING = "\N{EN DASH}"


@dataclass(frozen=True)
class Spread:
    """The values of a measure that are known, in ascending order, and how many runs have none."""

    known: tuple[float, ...]
    missing: int = 0

    @classmethod
    def of(cls, values: Iterable[Number]) -> Spread:
        """Return the spread of some values, None for those that are missing."""
        every = list(values)
        known = sorted(value for value in every if value is not None)
        return cls(tuple(known), len(every) - len(known))

    @property
    def median(self) -> float | None:
        """The median of what is known."""
        return median(self.known) if self.known else None

    @property
    def low(self) -> float | None:
        """The least value."""
        return self.known[0] if self.known else None

    @property
    def high(self) -> float | None:
        """The greatest value."""
        return self.known[-1] if self.known else None

    def text(self, write: Writer) -> str:
        """Return the median as it is written."""
        return write(self.median)

    def range_text(self, write: Writer) -> str:
        """Return the range where it says more than the median, and how many runs have no value; else nothing."""
        parts = []
        if self.known and write(self.known[0]) != write(self.known[-1]):
            parts.append(f"{write(self.known[0])}{DASH}{write(self.known[-1])}")
        if self.known and self.missing:
            parts.append(f"{self.missing} without")
        return ", ".join(parts)


def whole(value: Number) -> str:
    """Write a cost: whole, but for the median of an even number of seeds."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def decimals(digits: int) -> Writer:
    """Return what writes a number with so many digits behind the point."""
    return lambda value: NOTHING if value is None else f"{value:,.{digits}f}"


def seconds(value: Number) -> str:
    """Write seconds with as many digits as matter."""
    if value is None:
        return NOTHING
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def megabytes(value: Number) -> str:
    """Write megabytes."""
    return NOTHING if value is None else f"{value:,.0f}"


def percent(value: Number) -> str:
    """Write a share as per cent."""
    return NOTHING if value is None else f"{100 * value:.1f} %"
