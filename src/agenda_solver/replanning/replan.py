"""Replanning: the agenda after some changes that moves as few published sessions as possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, Status
from agenda_solver.replanning.baseline import changed_since
from agenda_solver.replanning.changes import Change
from agenda_solver.replanning.diff import Diff, diff
from agenda_solver.replanning.diff_text import diff_text
from agenda_solver.replanning.fewest_moves import LEAST_FOR_ALL, MoveBounds, fewest_moves
from agenda_solver.replanning.nobody_left import nobody_left, nobody_left_warning
from agenda_solver.replanning.shared_solves import ReplanRun, reasons_of
from agenda_solver.replanning.stability_weights import Keep, keeping, level_of_moves
from agenda_solver.replanning.times_first import moved_in_time
from agenda_solver.result import Result

__all__ = ["Replan", "replan"]


@dataclass(frozen=True)
class Replan:
    """The result of :func:`replan`.

    Attributes
    ----------
    conference
        The conference after the changes, with the rules that keep what was published.
    before
        The published agenda, of the conference before the changes.
    result
        The result of the solve, with the new agenda and its independent score.
    diff
        The difference; None if there is no agenda.
    minimal
        Whether it is proven that no agenda moves less. A session at another time counts five times as much as one in
        another room. None if there is no agenda, or if moves were weighed against wishes.
    least
        A lower bound on the cost of the moves of any agenda; None if nothing is proven, or if moves were weighed.
    first_legal
        Seconds until the first legal agenda; None if there is none.
    least_in_time
        A lower bound on the number of sessions with another time in any agenda; on people or minutes if
        ``published_time`` counts these. None if it was not determined separately.
    """

    conference: Conference
    before: Agenda
    result: Result
    diff: Diff | None
    minimal: bool | None
    least: int | None
    first_legal: float | None
    least_in_time: int | None = None

    @property
    def agenda(self) -> Agenda | None:
        """The new agenda; None if none was found."""
        return self.result.agenda

    def as_dict(self) -> dict[str, Any]:
        """Return everything except the agendas as plain data for JSON."""
        return {
            **self.result.as_dict(),
            "first_legal": None if self.first_legal is None else round(self.first_legal, 3),
            "minimal": self.minimal,
            "least_cost_of_moves": self.least,
            "least_in_time": self.least_in_time,
            "nobody_left": list(self.nobody_left),
            "diff": None if self.diff is None else self.diff.as_dict(),
        }

    @property
    def nobody_left(self) -> tuple[str, ...]:
        """The ids of the sessions that have lost all their people."""
        return nobody_left(self.before.conference, self.conference)

    @property
    def warning(self) -> str | None:
        """The sessions with nobody left, in a sentence; None if there are none."""
        return nobody_left_warning(self.before.conference, self.conference)

    @property
    def verdict(self) -> str | None:
        """What is proven about the number of moves, in a sentence; None if nothing can be said."""
        if self.minimal is None:
            return None
        if self.minimal:
            return "Proven: no agenda moves less."
        if self.minimal_in_time:
            return "Proven: no agenda moves less in time. Not proven: another one might move less in room."
        return "Not proven: another agenda might move less."

    @property
    def minimal_in_time(self) -> bool:
        """Whether it is proven that no agenda has fewer moves in time."""
        card, least = self.result.scorecard, self.least_in_time
        return card is not None and least is not None and moved_in_time(card) <= least

    def __str__(self) -> str:
        parts = [] if self.diff is None else [diff_text(self.diff), ""]
        parts = [*([self.warning] if self.warning else []), *parts]
        return "\n".join([*parts, *([self.verdict] if self.verdict else []), str(self.result)])


@typed
def replan(
    conference: Conference,
    published: Agenda | None = None,
    changes: Sequence[Change | Mapping[str, Any] | str] = (),
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

    The search has three stages: an agenda in which only sessions that must move have moved; the fewest moves; and the
    best agenda with so few moves.

    Parameters
    ----------
    conference
        The conference as it was when its agenda was published.
    published
        The published agenda; by default the one that the conference has.
    changes
        What has changed since; see :func:`agenda_solver.replanning.apply_changes.apply_changes`.
    keep
        The value of stability: "first" for more than all wishes, "rules" for the settings of the conference's rules
        ``published_time`` and ``published_room``, or a number: the cost of a session at another time. Another room then
        costs a fifth of it, rounded up.
    time_limit, workers, seed, gap, on_progress, stop
        As in :func:`agenda_solver.solve`; the limit is for everything together.

    Returns
    -------
    The new agenda, the difference, and whether fewer moves are possible.

    Raises
    ------
    InvalidInput
        If there is no published agenda, if it belongs to another conference or has places that do not exist in this
        one, or if a change does not fit the conference.
    TypeError
        If an argument has the wrong type.
    """
    before, changed = changed_since(conference, published, changes)
    changed = keeping(changed, keep)
    run = ReplanRun(changed, time_limit, {"workers": workers, "seed": seed}, on_progress, stop or Event())
    level = level_of_moves(changed)
    start = Agenda(changed, dict(changed.published_agenda or {}))
    fewest = fewest_moves(run, start, level)
    result = _best(run, start, fewest, level, gap)
    found = replanned(changed, before, result, level, run.first_legal)
    return found if found.agenda is None else replace(found, least_in_time=fewest.in_time)


def _best(run: ReplanRun, start: Agenda, fewest: MoveBounds, level: int | None, gap: float) -> Result:
    """Return the best agenda among those with the fewest moves."""
    if fewest.impossible is not None:
        return _with_reasons(run, fewest.impossible)
    if level is not None and fewest.with_wishes is not None and (run.left() < LEAST_FOR_ALL or run.stop.is_set()):
        return run.whole_time(_as_proven(fewest.with_wishes, level, fewest.bound))
    bounds = {} if level is None else {level: fewest.bound}
    hint = fewest.agenda or start
    result = run.solve(None, run.rules, hint, run.left(), gap=gap, known_bounds=bounds)
    if result.agenda is None:
        return run.whole_time(result)
    if level is not None:
        # A bound on the moves that was proven without the wishes is valid with them.
        result = replace(result, bounds={**result.bounds, level: max(fewest.bound, result.bounds.get(level) or 0)})
    return run.whole_time(result)


def _as_proven(result: Result, level: int, bound: int) -> Result:
    """Return the result of a solve that held some sessions, with only the bounds that are valid for all agendas."""
    costs = {} if result.scorecard is None else result.scorecard.costs
    bounds: dict[int, int | None] = {**dict.fromkeys(result.bounds, 0), level: bound}
    proven = all(costs.get(each, 0) <= (least or 0) for each, least in bounds.items())
    return replace(result, bounds=bounds, status=Status.OPTIMAL if proven else Status.FEASIBLE)


def _with_reasons(run: ReplanRun, result: Result) -> Result:
    """Return an infeasible result with its reasons, as far as the remaining time allows."""
    return run.whole_time(replace(result, reason=reasons_of(run)))


def replanned(
    changed: Conference, before: Agenda, result: Result, level: int | None, first_legal: float | None
) -> Replan:
    """Return the result of a replanning with the difference and what is proven about the moves."""
    if result.agenda is None or result.scorecard is None:
        return Replan(changed, before, result, None, None, None, None)
    least = None if level is None else result.bounds.get(level)
    minimal = None if level is None else least is not None and result.scorecard.costs.get(level, 0) <= least
    seconds = first_legal if first_legal is not None else result.first_legal
    return Replan(changed, before, result, diff(before, result.agenda), minimal, least, seconds)
