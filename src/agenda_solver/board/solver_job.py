"""One question to the solver, and its result so far."""

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
    """A question, and its result so far; it is immutable, and a later state of the question is another object.

    Attributes
    ----------
    id
        Its identifier.
    kind
        The kind of the question.
    what
        The question in words.
    author
        Who asked.
    state
        ``waiting`` while too many others run, ``running``, ``done``, ``stopped`` by a user, or ``failed``.
    version
        The version of the board when it was asked; each proposal has its own.
    seconds
        The time limit.
    phase
        The present phase: one of :class:`agenda_solver.Progress`.
    points
        The course of the cost and the bound on the lowest priority level, about two hundred points at most.
    proposals
        The proposals that move something.
    sentences
        The answer in words: reasons, explanations, or why it has failed.
    """

    id: str
    kind: str
    what: str
    author: str
    state: JobState
    version: int
    seconds: float
    phase: str = ""
    points: tuple[Point, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    sentences: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the question has ended."""
        return self.state not in ("waiting", "running")


def with_point(points: tuple[Point, ...], began: float, progress: Progress) -> tuple[Point, ...]:
    """Return the points, with a new one if something has changed; if there are too many, only every second one."""
    if progress.level or (progress.objective is None and progress.bound is None):
        return points  # levels above the wishes have no cost that people compare
    new = (round(time.perf_counter() - began, 3), progress.objective, progress.bound)
    if points and points[-1][1:] == new[1:]:
        return points
    kept = points if len(points) < MOST_POINTS else points[::2]
    return (*kept, new)
