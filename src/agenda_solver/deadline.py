"""Time limits and stop requests, checked inside long loops; and where the time went."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from threading import Event

__all__ = ["Deadline", "OutOfTime", "Stopwatch"]


class OutOfTime(Exception):
    """The time of a task is over, or somebody has stopped it, before it was done.

    It never leaves the library: whoever gave the deadline goes on with what there is.
    """


class Deadline:
    """A time limit and a request to stop.

    Parameters
    ----------
    seconds
        Wall-clock seconds from now on; infinite for no limit.
    stop
        Ends everything when set.
    """

    def __init__(self, seconds: float = math.inf, stop: Event | None = None) -> None:
        self.stop = stop or Event()
        self.began = time.perf_counter()
        self.seconds = seconds

    def elapsed(self) -> float:
        """Return the seconds since it was given."""
        return time.perf_counter() - self.began

    def left(self) -> float:
        """Return the seconds that are left; none when it was stopped."""
        return 0.0 if self.stop.is_set() else max(0.0, self.seconds - self.elapsed())

    @property
    def is_over(self) -> bool:
        """Whether nobody wants to wait any longer."""
        return self.stop.is_set() or time.perf_counter() - self.began >= self.seconds

    def check(self) -> None:
        """Do nothing while there is time: to be called in every loop that can be long, it takes well below 1 µs.

        Raises
        ------
        OutOfTime
            When the time is over.
        """
        if self.is_over:
            raise OutOfTime


class Stopwatch:
    """Seconds by phases, which add up to those since it began."""

    def __init__(self, began: float) -> None:
        self._lap = began
        self._seconds: dict[str, float] = {}

    def stop(self, phase: str, parts: Mapping[str, float] | None = None) -> None:
        """Count the time since the last stop as that of a phase, but for the parts of it that are counted already."""
        now = time.perf_counter()
        self._seconds |= parts or {}
        self._seconds[phase] = max(0.0, now - self._lap - sum((parts or {}).values()))
        self._lap = now

    @property
    def total(self) -> float:
        """The sum of all phases."""
        return sum(self._seconds.values())

    @property
    def seconds(self) -> dict[str, float]:
        """The seconds of each phase that took any time, and their sum as ``total``."""
        return {**{phase: seconds for phase, seconds in self._seconds.items() if seconds}, "total": self.total}
