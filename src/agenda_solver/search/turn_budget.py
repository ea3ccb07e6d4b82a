"""How long one turn of a strategy may last."""

from __future__ import annotations

import math
import time
from threading import Event

from agenda_solver.deadline import Deadline

__all__ = ["Budget"]


class Budget:
    """How long one turn of a strategy may last.

    Parameters
    ----------
    seconds
        The length of the turn. It is compared with the clock, or, if ``counted``, with what :meth:`spend` has recorded.
    deadline
        The deadline of the solve; it also ends the turn.
    counted
        Whether the run must not depend on the clock.
    ended
        An event that also ends the turn.
    """

    def __init__(
        self, seconds: float, deadline: Deadline, *, counted: bool = False, ended: Event | None = None
    ) -> None:
        self.seconds, self.counted = seconds, counted
        self.spent = 0.0
        self._deadline, self._ended = deadline, ended or Event()
        self._ends = math.inf if counted else time.perf_counter() + seconds

    def spend(self, seconds: float) -> None:
        """Record the deterministic seconds of some work; they matter only for a counted budget."""
        self.spent += seconds

    @property
    def is_over(self) -> bool:
        """Whether the turn has to end."""
        if self._deadline.is_over or self._ended.is_set():
            return True
        return self.spent >= self.seconds if self.counted else time.perf_counter() >= self._ends

    @property
    def left(self) -> float:
        """The seconds that are left."""
        if self.counted:
            return 0.0 if self._deadline.is_over else max(0.0, self.seconds - self.spent)
        return min(max(0.0, self._ends - time.perf_counter()), self._deadline.left())
