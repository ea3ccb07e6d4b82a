"""How long and how a search may run."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

__all__ = ["LARGE_MODEL", "Limits"]

# Strategies that a search needs side by side: fewer threads leave out the ones that prove bounds.
LEAST_THREADS = 8

# Number of variables from which on the presolve is kept short.
LARGE_MODEL = 50_000


@dataclass(frozen=True)
class Limits:
    """How long and how a search may run.

    Attributes
    ----------
    seconds
        Wall-clock limit of the search; infinite for none.
    workers
        Threads of CP-SAT. By default the machine's cores; for models that are not large at least 8: each thread is a
        different strategy, those that prove bounds come last, and on two cores eight that take turns prove more than
        two do.
    seed
        Seed of every random choice.
    gap
        Relative gap at which the search is content (0 for a full proof).
    deterministic
        Limit in CP-SAT's deterministic seconds with one worker: the same agenda on every machine, however busy. The
        wall clock is then not looked at.
    """

    seconds: float = math.inf
    workers: int | None = None
    seed: int = 0
    gap: float = 0.0
    deterministic: float | None = None

    def threads(self, variables: int) -> int:
        """Return the number of threads to use on a model with so many variables."""
        if self.deterministic is not None:
            return 1
        return self.workers or max(LEAST_THREADS if variables <= LARGE_MODEL else 1, _cores())


def _cores() -> int:
    """Return how many cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
