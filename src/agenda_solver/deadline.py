"""Time limits and stop requests, checked inside long loops; and the time of each phase."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from threading import Event

__all__ = ["Deadline", "OutOfTime", "Stopwatch"]


class OutOfTime(Exception):
    """The time of a task is over, or it was stopped, before it was finished.

    It never leaves the library: the code that set the deadline catches it and continues with what is available.
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
        """Return the seconds since the deadline was set."""
        return time.perf_counter() - self.began

    def left(self) -> float:
        """Return the remaining seconds; 0 after a stop."""
        return 0.0 if self.stop.is_set() else max(0.0, self.seconds - self.elapsed())

    @property
    def is_over(self) -> bool:
        """Whether the time is over, or the task was stopped."""
        return self.stop.is_set() or time.perf_counter() - self.began >= self.seconds

    def check(self) -> None:
        """Raise an exception if the time is over. It takes well below 1 µs, so every long loop should call it.

        Raises
        ------
        OutOfTime
            If the time is over, or the task was stopped.
        """
        if self.is_over:
            raise OutOfTime


class Stopwatch:
    """The seconds of each phase, which add up to the whole time."""

    def __init__(self, began: float) -> None:
        self._lap = began
        self._seconds: dict[str, float] = {}

    def stop(self, phase: str, parts: Mapping[str, float] | None = None) -> None:
        """Count the time since the last stop as a phase; ``parts`` of it are counted as phases of their own."""
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
