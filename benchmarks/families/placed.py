"""Problems whose answer is a slot and a room for each session: slots are blocks of one slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from agenda_solver import Agenda, Conference
from benchmarks.harness.problem import Problem

__all__ = ["Assignments", "PlacedProblem", "block_times"]

Assignments = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class PlacedProblem(Problem):
    """A problem, and the conference that is made of it; a judge is told ``{session: {"slot": id, "room": id}}``."""

    conference: Conference
    slot: ClassVar[str] = "slot"
    """What a slot is called in an assignment."""

    def agenda(self, assignments: Assignments) -> Agenda:
        """Return the agenda of assignments, which may be partial.

        Raises
        ------
        InvalidInput
            When a session, a slot or a room does not exist.
        """
        return self.conference.agenda({id: (at["room"], at[self.slot], 0) for id, at in assignments.items()})

    def assignments(self, agenda: Agenda) -> dict[str, dict[str, str]]:
        """Return an agenda as assignments."""
        return {id: {self.slot: place.block, "room": place.room} for id, place in agenda.items()}

    def solution(self, agenda: Agenda) -> Any:
        """Return an agenda as the judge is told it."""
        return {"assignments": self.assignments(agenda)}


def block_times(start: datetime, minutes: int) -> dict[str, Any]:
    """Return the day, the start and the end of a block; one that runs past midnight ends at "24:30"."""
    begin = start.hour * 60 + start.minute
    return {"day": start.date().isoformat(), "start": _clock(begin), "end": _clock(begin + minutes)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
