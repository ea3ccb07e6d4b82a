"""The solves of one replanning, with a shared time limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Event
from typing import Any

from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, only_news
from agenda_solver.replanning.stability_weights import KEEPING
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule, Scope
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.published_time import PublishedTime

__all__ = ["MODEL_ONLY", "ReplanRun", "reasons_of"]

# Options of solves in which most sessions are held: the model is small, and local search finds nothing better.
MODEL_ONLY: dict[str, Any] = {"strategies": ("whole_model",), "by_track": False, "explain": False}

# Maximum seconds for the reasons of infeasibility, and the minimum even if the time limit is reached.
LONGEST_REASON, SHORTEST_REASON = 10.0, 1.0

SHORTEST = 0.2  # minimum seconds of a solve
MANY_PLACES = 500_000  # a conference with more places (starts times rooms, of all sessions) is large


@dataclass
class ReplanRun:
    """A replanning in progress, with its time limit and its search options."""

    conference: Conference  # the conference after the changes
    limit: float | None  # wall-clock seconds for everything together; None for no limit
    options: dict[str, Any]  # workers and seed of every solve
    # called with the progress of every solve, with the time since the replanning began
    on_progress: Callable[[Progress], None] | None
    stop: Event  # when set, everything ends with the best agenda so far
    first_legal: float | None = None  # seconds until the first legal agenda
    _scoring: float = 0.0
    _began: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        if self.on_progress is not None:
            self.on_progress = only_news(self.on_progress)
        self.rules: list[Rule] = list(rules_of(self.conference))
        self.demands = [rule for rule in self.rules if rule.is_hard or rule.id in KEEPING]

    @property
    def scope(self) -> Scope:
        """What a session keeps if it does not move.

        This is its block if all ``published_time`` rules compare blocks, otherwise its start.
        """
        scopes = {rule.scope for rule in self.rules if isinstance(rule, PublishedTime)}
        return "block" if scopes == {"block"} else "time"

    @cached_property
    def is_large(self) -> bool:
        """Whether a model of all places takes long to build and solve."""
        return self.places > MANY_PLACES

    @cached_property
    def places(self) -> int:
        """The number of places of all sessions: starts times rooms."""
        conference = self.conference
        positions, rooms = conference.positions, conference.rooms_open_to
        return sum(len(positions[session.id]) * len(rooms[session.id]) for session in conference.sessions)

    def elapsed(self) -> float:
        """Return the seconds since the replanning began."""
        return time.perf_counter() - self._began

    def left(self) -> float:
        """Return the remaining seconds; infinity without a limit."""
        return float("inf") if self.limit is None else max(0.0, self.limit - self.elapsed())

    def over(self) -> bool:
        """Whether the time limit is reached or the replanning was stopped."""
        return self.stop.is_set() or self.left() <= 0.0

    def solve(
        self,
        phase: str | None,
        rules: Sequence[Rule],
        hint: Agenda | None,
        seconds: float,
        *,
        relaxed: Conference | None = None,
        **options: Any,
    ) -> Result:
        """Solve the conference with these rules within some seconds, including the time for the score.

        Progress is reported as ``phase``, or with the phases of the solve if it is None. A ``relaxed`` conference is
        solved instead of the original one; its agendas need not be agendas of the original. The other options are those
        of :func:`agenda_solver.solve`.
        """
        from agenda_solver.solving import solve

        passed = self.elapsed()

        def report(progress: Progress) -> None:
            if self.on_progress is not None:
                named = replace(progress, elapsed=progress.elapsed + passed)
                # The objective of an intermediate solve is not the cost of the answer.
                self.on_progress(named if phase is None else replace(named, phase=phase, objective=None, bound=None))

        # The limit of a solve covers its model and the search; the last solve tells how long the score takes.
        limit = None if seconds == float("inf") else max(SHORTEST, seconds - self._scoring)
        conference = relaxed or self.conference
        arguments = {**self.options, **options, "rules": rules, "hint": hint, "time_limit": limit, "stop": self.stop}
        # The hint already comes from the published agenda.
        result = solve(conference, on_progress=report, from_published=False, **arguments)
        self._scoring = result.seconds.get("check", 0.0)
        if relaxed is None and self.first_legal is None and result.first_legal is not None:
            self.first_legal = passed + result.first_legal
        return result

    def score(self, agenda: Agenda) -> Scorecard:
        """Return the score of an agenda by the rules of the conference."""
        return score(self.conference, agenda, self.rules)

    def whole_time(self, result: Result) -> Result:
        """Return a result with the time of the whole replanning; the time before its own solve counts as ``replan``."""
        own = sum(seconds for phase, seconds in result.seconds.items() if phase != "total")
        before = max(0.0, self.elapsed() - own)
        return replace(result, seconds={"replan": before, **result.seconds, "total": before + own})


def reasons_of(run: ReplanRun) -> tuple[str, ...]:
    """Return the reasons of infeasibility in sentences, as far as the remaining time allows."""
    from agenda_solver.explaining import reasons_of_infeasibility

    seconds = min(LONGEST_REASON, max(SHORTEST_REASON, run.left()))
    return tuple(reasons_of_infeasibility(run.conference, run.rules, seconds, run.stop))
