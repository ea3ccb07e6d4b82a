"""What a process of its own is asked to measure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Task"]


@dataclass(frozen=True)
class Task:
    """One solve.

    Attributes
    ----------
    workbook
        The instance.
    seconds, workers, seed
        Limit, threads and seed of the search.
    only
        Key of the one soft rule that is kept beside the hard ones; all rules without it.
    times
        How many copies of the instance are solved as one conference.
    in_detail
        Whether the size of the model and the time of its presolve are measured as well, after the solve.
    solution
        Where the agenda is written as a solution workbook, if anywhere.
    """

    workbook: str
    seconds: float
    workers: int
    seed: int
    only: str | None = None
    times: int = 1
    in_detail: bool = False
    solution: str | None = None

    @property
    def instance(self) -> str:
        """Name of the instance."""
        return Path(self.workbook).stem
