"""The agenda after some changes that moves as little as possible of what was published."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, Status
from agenda_solver.replanning.applying import apply_changes
from agenda_solver.replanning.changes import Change
from agenda_solver.replanning.diff import Diff, diff
from agenda_solver.replanning.diff_text import diff_text
from agenda_solver.replanning.keeping import KEEPING, Keep, Proven, keeping, level_of_moves, with_published
from agenda_solver.replanning.repair import must_move, neighbourhoods
from agenda_solver.result import Result
from agenda_solver.rules.published_time import PublishedTime
from agenda_solver.rules.registry import rules_of
from agenda_solver.rules.rule import Scope
from agenda_solver.scoring import score

__all__ = ["Replan", "replan"]

# Of the time that is left: for each attempt at a first agenda, and for the fewest moves without regard to wishes.
FIRST_SHARE, MOVES_SHARE = 0.2, 0.5
LONGEST_FIRST = 5.0
SHORTEST = 0.5


@dataclass(frozen=True)
class Replan:
    """What :func:`replan` returns.

    Attributes
    ----------
    conference
        The conference after the changes, with the rules that keep what was published.
    before
        The published agenda, of the conference before the changes.
    result
        The result of the solve, with the new agenda and its independent score.
    diff
        What is different; None where there is no agenda.
    minimal
        Whether it is proven that no agenda moves less: fewer sessions in time, counted five times, and in room. None
        where there is no agenda, or moves were weighed against wishes.
    least
        What the moves of no agenda can cost less than; None where nothing is proven or moves were weighed.
    first_legal
        Seconds until the first legal agenda; None where there is none.
    """

    conference: Conference
    before: Agenda
    result: Result
    diff: Diff | None
    minimal: bool | None
    least: int | None
    first_legal: float | None

    @property
    def agenda(self) -> Agenda | None:
        """The new agenda."""
        return self.result.agenda

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the agendas as plain data for JSON."""
        return {
            **self.result.as_dict(),
            "first_legal": None if self.first_legal is None else round(self.first_legal, 3),
            "minimal": self.minimal,
            "least_cost_of_moves": self.least,
            "diff": None if self.diff is None else self.diff.as_dict(),
        }

    @property
    def verdict(self) -> str | None:
        """Whether fewer moves would do, in a sentence; None where nothing can be said."""
        if self.minimal is None:
            return None
        if self.minimal:
            return "Proven: no agenda moves less."
        return "Not proven: perhaps an agenda moves less."

    def __str__(self) -> str:
        parts = [] if self.diff is None else [diff_text(self.diff), ""]
        return "\n".join([*parts, *([self.verdict] if self.verdict else []), str(self.result)])


def replan(
    conference: Conference,
    published: Agenda | None = None,
    changes: Sequence[Change | Mapping[str, Any]] = (),
    *,
    keep: Keep = "first",
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    gap: float = 0.0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> Replan:
    """Find the agenda that moves as little as possible after some changes.

    First an agenda in which only what must move has moved, then the fewest moves, then, among those, the best agenda.

    Parameters
    ----------
    conference
        The conference as it was when its agenda was published.
    published
        The published agenda; by default the one that the conference has.
    changes
        What has changed since; see :func:`agenda_solver.replanning.applying.apply_changes`.
    keep
        What it is worth that things stay: "first" for more than all wishes, "rules" for what the conference's rules
        ``published_time`` and ``published_room`` say, or a number for the cost of a session at another time, a fifth of
        it for another room.
    time_limit, workers, seed, gap, on_progress, stop
        As in :func:`agenda_solver.solve`; the limit is for everything together.

    Returns
    -------
    The new agenda, the difference, and whether fewer moves are possible.

    Raises
    ------
    InvalidInput
        When there is no published agenda, or a change does not suit the conference.
    """
    base = conference if published is None else with_published(conference, published)
    before = base.published_agenda
    if before is None:
        raise InvalidInput.single("there is no published agenda to keep", "published")
    changed = keeping(apply_changes(base, changes), keep)
    run = _Run(changed, time_limit, {"workers": workers, "seed": seed}, on_progress, stop or Event())
    first = run.first_agenda()
    level = level_of_moves(changed)
    fewest = None if level is None else run.fewest_moves(first)
    result = run.best(first, fewest, level, gap)
    return _told(changed, before, result, level, run.first_legal)


def _told(changed: Conference, before: Agenda, result: Result, level: int | None, first_legal: float | None) -> Replan:
    if result.agenda is None or result.scorecard is None:
        return Replan(changed, before, result, None, None, None, None)
    least = None if level is None else result.bounds.get(level)
    minimal = None if level is None else least is not None and result.scorecard.costs.get(level, 0) <= least
    seconds = first_legal if first_legal is not None else result.first_legal
    return Replan(changed, before, result, diff(before, result.agenda), minimal, least, seconds)


class _Run:
    """The solves of one replanning, which share the time."""

    def __init__(
        self,
        conference: Conference,
        limit: float | None,
        options: dict[str, Any],
        on_progress: Callable[[Progress], None] | None,
        stop: Event,
    ) -> None:
        self.conference = conference
        self.rules = rules_of(conference)
        self.limit = limit
        self.options = options
        self.on_progress = on_progress
        self.stop = stop
        self.began = time.perf_counter()
        self.first_legal: float | None = None

    def _elapsed(self) -> float:
        return time.perf_counter() - self.began

    def _left(self, share: float, most: float | None = None) -> float | None:
        """Return a share of the seconds that are left, or None where there is no limit at all."""
        found = None if self.limit is None else max(SHORTEST, share * (self.limit - self._elapsed()))
        return most if found is None else min(found, found if most is None else most)

    def _solve(self, phase: str | None, rules: Sequence[Any], hint: Agenda | None, **options: Any) -> Result:
        from agenda_solver.solving import solve

        passed = self._elapsed()

        def tell(progress: Progress) -> None:
            if self.on_progress is not None:
                named = replace(progress, elapsed=progress.elapsed + passed)
                self.on_progress(named if phase is None else replace(named, phase=phase))

        result = solve(
            self.conference, rules=rules, hint=hint, on_progress=tell, stop=self.stop, **self.options, **options
        )
        if self.first_legal is None and result.first_legal is not None:
            self.first_legal = passed + result.first_legal
        return result

    def _demands(self) -> list[Any]:
        """Return the rules without the wishes: hard ones, and those that keep what was published."""
        return [rule for rule in self.rules if rule.is_hard or rule.id in KEEPING]

    def _scope(self) -> Scope:
        """Return what is held: starts, or blocks where starts do not matter or tracks choose the rooms."""
        scopes = {rule.scope for rule in self.rules if isinstance(rule, PublishedTime)}
        by_track = any(rule.separates_tracks for rule in self.rules)
        return "block" if by_track or scopes == {"block"} else "time"

    def first_agenda(self) -> Agenda:
        """Return an agenda to begin with: a legal one where one is found soon, else what is left of the old one."""
        start = Agenda(self.conference, dict(self.conference.published_agenda or {}))
        free = must_move(start, score(self.conference, start, self.rules))
        for held in neighbourhoods(start, free, self._scope()):
            if self.stop.is_set():
                break
            limit = self._left(FIRST_SHARE, LONGEST_FIRST)
            found = self._solve("repair", [*self._demands(), held], start, time_limit=limit)
            if found.agenda is not None:
                return found.agenda
        return start

    def fewest_moves(self, first: Agenda) -> Result | None:
        """Return the agenda with the fewest moves, wishes apart."""
        if self.stop.is_set():
            return None
        return self._solve("moves", self._demands(), first, time_limit=self._left(MOVES_SHARE))

    def best(self, first: Agenda, fewest: Result | None, level: int | None, gap: float) -> Result:
        """Return the best of the agendas with the fewest moves."""
        if fewest is not None and fewest.status is Status.INFEASIBLE:
            return fewest  # it is the hard rules that cannot be kept, with or without wishes
        hint = first if fewest is None or fewest.agenda is None else fewest.agenda
        least = (fewest.bounds.get(level) or 0) if fewest is not None and level is not None else 0
        kept = tuple(rule for rule in self.rules if rule.id in KEEPING and not rule.is_hard)
        rules = [*self.rules, *([Proven(least=least, kept=kept)] if least else [])]
        result = self._solve(None, rules, hint, time_limit=self._left(1.0), gap=gap)
        if level is not None and result.agenda is not None:
            # What was proven without the wishes holds with them.
            bounds = {**result.bounds, level: max(least, result.bounds.get(level) or 0)}
            result = replace(result, bounds=bounds)
        elapsed = self._elapsed()
        return replace(result, seconds={**result.seconds, "total": elapsed}, scorecard=self._score(result))

    def _score(self, result: Result) -> Any:
        """Return the score by the conference's own rules alone."""
        return None if result.agenda is None else score(self.conference, result.agenda, self.rules)
