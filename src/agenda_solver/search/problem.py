"""The input of a search: the conference, its rules and the limits, with properties that strategies need."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property

from agenda_solver.cpsat.track_model.track_decisions import suits_tracks
from agenda_solver.deadline import Deadline
from agenda_solver.model.conference import Conference
from agenda_solver.rules.audience_attendance import AudienceAttendance
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.conference_size import is_very_large, number_of_places
from agenda_solver.search.limits import Limits
from agenda_solver.search.local_search.scalarisation import Scalarisation
from agenda_solver.starting import Start

__all__ = ["SearchProblem"]


@dataclass
class SearchProblem:
    """A conference to solve, and the limits of the search.

    Attributes
    ----------
    conference, rules
        The conference, and the rules that agendas are judged by.
    limits, deadline
        The limits; the deadline also passes when the solve is stopped.
    start
        The agendas from which the search starts, if there are any.
    by_track
        Whether the model may let tracks choose the rooms.
    known
        Lower bounds by priority level from an earlier solve, each valid for agendas that are optimal on the levels
        above.
    executor, islands
        The executor of an island search, if there is one, and the number of islands; None for one island per worker of
        the executor.
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
        """Whether the solve must not depend on the clock, so that everything runs in one thread."""
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
        """Whether the track model is used, in which tracks choose the rooms."""
        return self.by_track and suits_tracks(self.conference, self.rules)

    @cached_property
    def weighs_attendance(self) -> bool:
        """Whether a soft ``audience_attendance`` rule applies, which counts the wishes of single attendees."""
        wished = (rule for rule in self.rules if isinstance(rule, AudienceAttendance) and not rule.is_hard)
        return any(rule.applies(self.conference) for rule in wished)

    @cached_property
    def scale(self) -> Scalarisation:
        """The weights that combine the costs of all rules into one number."""
        return Scalarisation(self.rules)

    @property
    def levels(self) -> list[int]:
        """The priority levels of the soft rules, the highest first; level 0 is always included."""
        return sorted({0, *(rule.severity.priority for rule in self.rules if not rule.is_hard)}, reverse=True)
