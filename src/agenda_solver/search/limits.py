"""The limits of a search, and how it runs."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

from agenda_solver.errors import InvalidInput

__all__ = ["LARGE_MODEL", "Limits", "checked_limits"]

# Threads that CP-SAT needs for its portfolio: with fewer, the strategies that prove bounds are left out.
LEAST_THREADS = 8

# Number of variables above which the presolve is kept short.
LARGE_MODEL = 30_000


@dataclass(frozen=True)
class Limits:
    """How long a search may run, and how."""

    # Wall-clock limit; infinite if there is none.
    seconds: float = math.inf
    # Cores to use; None for all that this process may use. Unless workers is 1, a model that is not large gets at least
    # 8 threads of CP-SAT, which share the cores: each thread runs a different subsolver, and those that prove bounds
    # come last. With one worker there is one thread, and without a time limit every run is the same.
    workers: int | None = None
    seed: int = 0
    # Relative gap at which the search stops; 0 for a full proof.
    gap: float = 0.0
    # Limit in CP-SAT's deterministic seconds, in one thread. The wall clock is ignored, so every machine finds the same
    # agenda.
    deterministic: float | None = None

    def cores(self) -> int:
        """Return the number of threads for runs that need no variety of strategies."""
        return 1 if self.deterministic is not None else self.workers or _cores()

    def threads(self, variables: int) -> int:
        """Return the number of threads to use on a model with this many variables."""
        cores = self.cores()
        if cores == 1 and (self.workers == 1 or self.deterministic is not None):
            return 1
        can_share = self.workers is None or hasattr(os, "sched_setaffinity")
        return max(LEAST_THREADS if can_share and variables <= LARGE_MODEL else 1, cores)


def checked_limits(
    time_limit: float | None,
    workers: int | None,
    seed: int,
    gap: float = 0.0,
    deterministic_limit: float | None = None,
) -> Limits:
    """Return the limits of a search; raise InvalidInput if one of them is invalid."""
    for name, value in (("time_limit", time_limit), ("deterministic_limit", deterministic_limit)):
        if value is not None and not 0 < value < math.inf:
            raise InvalidInput.single(f"must be a positive number of seconds, not {value}", name)
    if workers is not None and workers < 1:
        raise InvalidInput.single(f"must be at least 1, not {workers}", "workers")
    if not 0 <= gap < math.inf:
        raise InvalidInput.single(f"must be 0 or more, not {gap}", "gap")
    if not 0 <= seed < 2**31:
        raise InvalidInput.single(f"must be between 0 and {2**31 - 1}, not {seed}", "seed")
    return Limits(math.inf if time_limit is None else time_limit, workers, seed, gap, deterministic_limit)


def _cores() -> int:
    """Return how many cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
