"""What a search is given: the conference with its rules, limits and helpers, and what strategies ask of these."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property

from agenda_solver.cpsat.track_model.decisions import suits_tracks
from agenda_solver.deadline import Deadline
from agenda_solver.model.conference import Conference
from agenda_solver.rules.audience_attendance import AudienceAttendance
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.conference_size import is_very_large, number_of_places
from agenda_solver.search.limits import Limits
from agenda_solver.search.local_search.scalarisation import Scale
from agenda_solver.starting import Start

__all__ = ["SearchProblem"]


@dataclass
class SearchProblem:
    """One conference to be solved, and within which limits.

    Attributes
    ----------
    conference, rules
        What is solved.
    limits, deadline
        The limits; the deadline also passes when the solve is stopped.
    start
        Where the search begins.
    by_track
        Whether tracks may choose the rooms.
    known
        Bounds of priority levels from an earlier solve, each under the best costs of the levels above it.
    executor, islands
        The executor and the number of islands; None for as many as the executor has workers.
    """

    conference: Conference
    rules: Sequence[Rule]
    limits: Limits
    deadline: Deadline
    start: Start = field(default_factory=Start)
    by_track: bool = True
    known: Mapping[int, int] = field(default_factory=dict)
    executor: Executor | None = None
    islands: int | None = None

    @property
    def counted(self) -> bool:
        """Whether nothing may depend on the clock, and everything is done in one thread."""
        limits = self.limits
        if limits.deterministic is not None:
            return True
        return self.executor is None and limits.workers == 1 and limits.seconds == math.inf

    @cached_property
    def places(self) -> int:
        """The number of places of all sessions: pairs of a time and a room."""
        return number_of_places(self.conference)

    @property
    def is_very_large(self) -> bool:
        """Whether building the whole model takes so long that other strategies go first."""
        return is_very_large(self.places)

    @cached_property
    def tracks_own_cells(self) -> bool:
        """Whether tracks choose the rooms, so that the tracks' model is the best there is."""
        return self.by_track and suits_tracks(self.conference, self.rules)

    @cached_property
    def weighs_attendance(self) -> bool:
        """Whether wishes of single attendees count, measured by the best attendance."""
        wished = (rule for rule in self.rules if isinstance(rule, AudienceAttendance) and not rule.is_hard)
        return any(rule.applies(self.conference) for rule in wished)

    @cached_property
    def scale(self) -> Scale:
        """How the costs of all rules are combined."""
        return Scale(self.rules)

    @property
    def levels(self) -> list[int]:
        """The priority levels of the rules, the highest first; level 0 is always there."""
        return sorted({0, *(rule.severity.priority for rule in self.rules if not rule.is_hard)}, reverse=True)
