"""A question to the solver with its result so far."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal, TypeAlias

from agenda_solver.board.proposal import Proposal
from agenda_solver.progress import Progress

__all__ = ["Job", "JobState", "Point", "with_point"]

JobState: TypeAlias = Literal["waiting", "running", "done", "stopped", "failed"]
Point: TypeAlias = tuple[float, int | None, int | None]
"""Seconds since a job began to run, the cost of the best agenda and the bound; None for not known yet."""

MOST_POINTS = 200


@dataclass(frozen=True)
class Job:
    """A question and its result so far. It is immutable: each later state is another object."""

    id: str
    kind: str
    what: str  # the question in words
    author: str
    state: JobState  # "waiting" until a thread is free; "stopped" by a user
    version: int  # the version of the board at the time of the question; each proposal has its own
    seconds: float
    phase: str = ""  # the current phase, as in Progress
    points: tuple[Point, ...] = ()  # the course of cost and bound on the lowest priority level
    proposals: tuple[Proposal, ...] = ()  # only those that move something
    sentences: tuple[str, ...] = ()  # the answer in words: reasons, explanations, or why the job failed

    @property
    def is_over(self) -> bool:
        """Whether the question has ended."""
        return self.state not in ("waiting", "running")


def with_point(points: tuple[Point, ...], began: float, progress: Progress) -> tuple[Point, ...]:
    """Return the points with a new one if the cost or the bound has changed; too many points are thinned out."""
    if progress.level or (progress.objective is None and progress.bound is None):
        return points  # only the lowest level is recorded
    new = (round(time.perf_counter() - began, 3), progress.objective, progress.bound)
    if points and points[-1][1:] == new[1:]:
        return points
    kept = points if len(points) < MOST_POINTS else points[::2]
    return (*kept, new)
