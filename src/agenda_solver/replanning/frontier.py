"""The Pareto front of moves and cost: the best agenda for each number of sessions that may move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Event
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.deadline import Deadline
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.best_improvement import best_step
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, Status
from agenda_solver.replanning.baseline import changed_since
from agenda_solver.replanning.changes import Change
from agenda_solver.replanning.diff import diff
from agenda_solver.replanning.fewest_moves import fewest_moves
from agenda_solver.replanning.move_points import MoveFrontier, MovePoint, bounded
from agenda_solver.replanning.moves_at_most import MovesAtMost, how_many_may, moved
from agenda_solver.replanning.shared_solves import ReplanRun, reasons_of
from agenda_solver.replanning.stability_weights import KEEPING, keeping, level_of_moves
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.severity import soft

__all__ = ["frontier_of_moves"]

FIRST_SHARE, LEAST_SHARE = 0.25, 0.2  # shares of the time for a first agenda with few moves, and for the fewest moves
STEP_SHARE = 0.4  # share of a point's time for a single step from the previous point


@typed
def frontier_of_moves(
    conference: Conference,
    published: Agenda | None = None,
    changes: Sequence[Change | Mapping[str, Any] | str] = (),
    *,
    most: int = 10,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> MoveFrontier:
    """Find the best agenda for each number of moves, from the fewest possible to a given maximum.

    A published session at another time, in another room or left out is one move. The wishes are those of the
    conference, without its rules ``published_time`` and ``published_room`` unless these are hard.

    Parameters
    ----------
    conference
        The conference as it was when its agenda was published.
    published
        The published agenda; by default the one that the conference has. It need not be legal.
    changes
        What has changed since; see :func:`agenda_solver.replanning.apply_changes.apply_changes`.
    most
        The greatest number of moves.
    time_limit
        Seconds for everything together; None for no limit. Time that one number does not need is left for the others.
    workers, seed, on_progress, stop
        As in :func:`agenda_solver.solve`.

    Returns
    -------
    A point for each number of moves.

    Raises
    ------
    InvalidInput
        As in :func:`agenda_solver.replan`, and if ``most`` is negative.
    TypeError
        If an argument has the wrong type.
    """
    if most < 0:
        raise InvalidInput.single(f"must not be negative, not {most}", "most")
    before, changed = changed_since(conference, published, changes)
    run = ReplanRun(changed, time_limit, {"workers": workers, "seed": seed}, on_progress, stop or Event())
    return _FrontierSearch(run, before, most).frontier()


class _FrontierSearch:
    """The search for the frontier."""

    def __init__(self, run: ReplanRun, before: Agenda, most: int) -> None:
        self.run, self.before, self.most = run, before, most
        self.rules: list[Rule] = [rule for rule in run.rules if rule.is_hard or rule.id not in KEEPING]
        self.least: int | None = None
        self.reason: tuple[str, ...] = ()
        self.impossible = False

    def frontier(self) -> MoveFrontier:
        """Find the fewest moves, then the points in ascending order of moves."""
        first = self._start_agenda()
        points = [] if first is None else self._points(first)
        if first is not None and not points:
            self._record_why_no_point(len(moved(self.run.conference, first)))
        proven = self.least is not None and all(point.is_proven for point in points)
        status = Status.OPTIMAL if proven else Status.FEASIBLE
        if not points:
            status = Status.INFEASIBLE if self.impossible else Status.NO_ANSWER
        return MoveFrontier(self.run.conference, self.before, tuple(bounded(points)), self.least, status, self.reason)

    def _start_agenda(self) -> Agenda | None:
        """Return a legal agenda with as few moves as could be found; None if there is none."""
        run, conference = self.run, self.run.conference
        start = Agenda(conference, dict(conference.published_agenda or {}))
        if score(conference, start, self.rules).is_legal:
            self.least = len(moved(conference, start))
            return start
        kept = keeping(conference, "first")
        limit = None if run.limit is None else FIRST_SHARE * run.limit
        trial = ReplanRun(kept, limit, run.options, run.on_progress, run.stop)
        known = fewest_moves(trial, start.bound_to(kept), level_of_moves(kept))
        if known.impossible is not None:
            self.impossible, self.reason = True, reasons_of(run)
            return None
        return self._with_fewest_moves(start if known.agenda is None else known.agenda.bound_to(conference))

    def _with_fewest_moves(self, hint: Agenda) -> Agenda | None:
        """Return the agenda with the fewest moves, each counted once, or None; the hint may violate rules."""
        hard = [rule for rule in self.rules if rule.is_hard]
        counting = MovesAtMost(severity=soft(1))
        seconds = LEAST_SHARE * self.run.left()
        result = self.run.solve("moves", [*hard, counting], hint, seconds)
        if result.agenda is None:
            self.impossible, self.reason = result.status is Status.INFEASIBLE, result.reason
            return None
        found, bound = len(moved(self.run.conference, result.agenda)), result.bounds.get(0) or 0
        self.least = found if found <= bound else None
        return result.agenda

    def _record_why_no_point(self, found: int) -> None:
        """Record why there is no agenda with at most ``most`` moves; ``found`` is the least number of moves found."""
        self.impossible = self.least is not None
        may = how_many_may(self.most)
        if self.impossible:
            self.reason = (f"At least {found} {'session has' if found == 1 else 'sessions have'} to move; {may} move.",)
        else:
            fewer = "without a move" if found == 1 else f"with fewer than {found} moves"
            self.reason = (f"No agenda {fewer} was found; {may} be made.",)

    def _points(self, agenda: Agenda) -> list[MovePoint]:
        """Return the points, beginning with the number of moves of ``agenda``."""
        points: list[MovePoint] = []
        for most in range(len(moved(self.run.conference, agenda)), self.most + 1):
            points.append(self._best_point(most, points[-1] if points else None, agenda))
        return points

    def _best_point(self, most: int, before: MovePoint | None, first: Agenda) -> MovePoint:
        """Return the best agenda with at most ``most`` moves: the previous point's, unless another one costs less."""
        best = before or self._move_point(most, first, {})
        if not any(best.costs.values()) or self.run.over():
            return replace(best, most=most, bounds={})
        seconds = self.run.left() / (self.most - most + 1)
        best = self._after_best_step(most, best, STEP_SHARE * seconds)
        seconds = self.run.left() / (self.most - most + 1)
        rules = [*self.rules, MovesAtMost(most=most)]
        result = self.run.solve(f"at most {most} moved", rules, best.agenda, seconds, explain=False)
        if result.agenda is not None:
            found = self._move_point(most, result.agenda, result.bounds)
            if tuple(found.costs.values()) < tuple(best.costs.values()):
                return found
        return replace(best, most=most, bounds=result.bounds)

    def _after_best_step(self, most: int, best: MovePoint, seconds: float) -> MovePoint:
        """Return the point after the best single move or swap, which is quick even if the model is large."""
        ledger = Ledger(self.run.conference, self.rules, best.agenda)
        deadline = Deadline(seconds, self.run.stop)
        step = best_step(ledger, best.moved, most, lambda: deadline.is_over)
        if step is None:
            return best
        for session, place in step.items():
            ledger.place(session, place)
        found = self._move_point(most, ledger.agenda, {})
        is_better = tuple(found.costs.values()) < tuple(best.costs.values())
        return found if is_better and found.scorecard.is_legal and len(found.moved) <= most else best

    def _move_point(self, most: int, agenda: Agenda, bounds: Mapping[int, int | None]) -> MovePoint:
        conference = self.run.conference
        scorecard, ids = score(conference, agenda, self.rules), moved(conference, agenda)
        return MovePoint(most, agenda, scorecard, dict(bounds), ids, diff(self.before, agenda))
