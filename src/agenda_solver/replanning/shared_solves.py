"""The solves of one replanning, which share its time limit."""

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

__all__ = ["MODEL_ONLY", "Run", "reasons_of"]

# For solves in which most sessions are held: their model is small, and moves have nothing to find.
MODEL_ONLY: dict[str, Any] = {"strategies": ("whole_model",), "by_track": False, "explain": False}

# Seconds for the reasons why there is no agenda: the maximum, and the minimum even if the time is over.
LONGEST_REASON, SHORTEST_REASON = 10.0, 1.0

# Seconds at least for a solve: less than that finds nothing at all.
SHORTEST = 0.2

# Places of all sessions together (starts times rooms) from which on a conference is large.
MANY_PLACES = 500_000


@dataclass
class Run:
    """A replanning in progress.

    Attributes
    ----------
    conference
        The conference after the changes.
    limit
        Wall-clock seconds for everything together; None for no limit.
    options
        What every solve gets: workers and seed.
    on_progress
        Called with the progress of every solve, its time counted from the beginning of the first.
    stop
        Ends everything with the best agenda so far.
    first_legal
        Seconds until the first legal agenda; None as long as there is none.
    """

    conference: Conference
    limit: float | None
    options: dict[str, Any]
    on_progress: Callable[[Progress], None] | None
    stop: Event
    first_legal: float | None = None
    _scoring: float = 0.0
    _began: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        if self.on_progress is not None:
            self.on_progress = only_news(self.on_progress)
        self.rules: list[Rule] = list(rules_of(self.conference))
        self.demands = [rule for rule in self.rules if rule.is_hard or rule.id in KEEPING]

    @property
    def scope(self) -> Scope:
        """What stays where a session stays: its start, or its block where the committee compares only that."""
        scopes = {rule.scope for rule in self.rules if isinstance(rule, PublishedTime)}
        return "block" if scopes == {"block"} else "time"

    @cached_property
    def is_large(self) -> bool:
        """Whether there are so many places that it takes long to model them all."""
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
        """Return the seconds that are left, infinite without a limit."""
        return float("inf") if self.limit is None else max(0.0, self.limit - self.elapsed())

    def over(self) -> bool:
        """Whether the time is over or the replanning was stopped."""
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
        """Solve the conference with these rules, or a relaxed one, for so many seconds, the score included.

        Parameters
        ----------
        phase
            The name of the progress, or None for the solve's own names.
        rules, hint
            The rules to keep, and an agenda to begin from.
        seconds
            Wall-clock seconds; infinite for no limit.
        relaxed
            Another conference, whose agendas are not those of this one.
        options
            Further arguments of :func:`agenda_solver.solve`.
        """
        from agenda_solver.solving import solve

        passed = self.elapsed()

        def tell(progress: Progress) -> None:
            if self.on_progress is not None:
                named = replace(progress, elapsed=progress.elapsed + passed)
                # What a part of the question costs is not what the answer will cost.
                self.on_progress(named if phase is None else replace(named, phase=phase, objective=None, bound=None))

        # The limit of a solve is for its model and the search; how long the score takes is known from the last one.
        limit = None if seconds == float("inf") else max(SHORTEST, seconds - self._scoring)
        conference = relaxed or self.conference
        arguments = {**self.options, **options, "rules": rules, "hint": hint, "time_limit": limit, "stop": self.stop}
        # What was published is what replanning begins from anyway.
        result = solve(conference, on_progress=tell, from_published=False, **arguments)
        self._scoring = result.seconds.get("check", 0.0)
        if relaxed is None and self.first_legal is None and result.first_legal is not None:
            self.first_legal = passed + result.first_legal
        return result

    def score(self, agenda: Agenda) -> Scorecard:
        """Return what an agenda is worth by the conference's own rules."""
        return score(self.conference, agenda, self.rules)

    def whole_time(self, result: Result) -> Result:
        """Return a result with the time of the whole replanning: what came before its own solve is ``replan``."""
        own = sum(seconds for phase, seconds in result.seconds.items() if phase != "total")
        before = max(0.0, self.elapsed() - own)
        return replace(result, seconds={"replan": before, **result.seconds, "total": before + own})


def reasons_of(run: Run) -> tuple[str, ...]:
    """Return in sentences why no agenda keeps every hard rule, as far as they are found in what is left of the time."""
    from agenda_solver.explaining import reasons_of_infeasibility

    seconds = min(LONGEST_REASON, max(SHORTEST_REASON, run.left()))
    return tuple(reasons_of_infeasibility(run.conference, run.rules, seconds, run.stop))
