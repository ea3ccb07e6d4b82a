"""A problem whose answer is a slot and a room for each session: slots are blocks of one slot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from agenda_solver import Agenda, Conference, Result, solve

__all__ = ["Assignments", "PlacedProblem"]

Assignments = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class PlacedProblem(ABC):
    """A problem, and the conference that is made of it.

    Attributes
    ----------
    levels
        The figures that are made as small as can be, with their priority levels, the most important first.
    """

    conference: Conference
    levels: ClassVar[Mapping[str, int]]

    def agenda(self, assignments: Assignments) -> Agenda:
        """Return the agenda of ``{session: {"slot": id, "room": id}}``, which may be partial.

        Raises
        ------
        InvalidInput
            When a session, a slot or a room does not exist.
        """
        return self.conference.agenda({id: (at["room"], at["slot"], 0) for id, at in assignments.items()})

    def assignments(self, agenda: Agenda) -> dict[str, dict[str, str]]:
        """Return an agenda as ``{session: {"slot": id, "room": id}}``."""
        return {id: {"slot": place.block, "room": place.room} for id, place in agenda.items()}

    def solve(self, seconds: float, workers: int, seed: int) -> Result:
        """Solve the conference with its rules, with a limit, so many threads and a seed."""
        return solve(self.conference, time_limit=seconds, workers=workers, seed=seed, explain=False)

    @abstractmethod
    def figures(self, agenda: Agenda) -> dict[str, int]:
        """Return what our rules count of an agenda, by the names of the judge."""

    @abstractmethod
    def judged_figures(self, answer: Mapping[str, Any]) -> dict[str, int]:
        """Return the same figures as the judge says them; what is not named is 0."""
