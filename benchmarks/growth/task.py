"""What a process of its own is asked to measure of a drawn conference."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Task", "instance_name"]


@dataclass(frozen=True)
class Task:
    """One solve of a drawn conference.

    Attributes
    ----------
    sessions, drawn
        Number of sessions, and the seed that the conference is drawn from.
    seconds, workers, seed
        Limit, threads and seed of the search.
    in_detail
        Whether the size of the model and the time of its presolve are measured as well, after the solve.
    """

    sessions: int
    drawn: int
    seconds: float
    workers: int
    seed: int
    in_detail: bool = False

    @property
    def instance(self) -> str:
        """Name of the conference."""
        return instance_name(self.sessions, self.drawn)

    @property
    def times(self) -> int:
        """How many copies are solved as one conference: it is always one."""
        return 1


def instance_name(sessions: int, drawn: int) -> str:
    """Return the name of a drawn conference, which is also its id."""
    return f"drawn-{sessions}-{drawn}"
