"""The fewest moves in time, proven before rooms are considered.

If a published agenda violates hard rules in many places, its repairs are long chains of swaps, and a model with all
rooms is too large to find them. Moves in time matter most. If moves in room cost nothing, rooms usually need only be
counted, and the model is solved quickly. Moves in room never have a negative cost, so the bound on moves in time is
also valid for moves of both kinds. Then every session keeps the time that was found for it, and the rooms are chosen:
the rooms of different slots hardly depend on each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.replanning.held_places import holding
from agenda_solver.replanning.move_bounds import MoveBounds
from agenda_solver.replanning.shared_solves import MODEL_ONLY, ReplanRun
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.published_room import PublishedRoom
from agenda_solver.rules.published_time import PublishedTime

__all__ = ["moved_in_time", "times_first"]

SHARE = 0.8  # share of the time for moves in time; the rest is for the rooms


def times_first(run: ReplanRun, start: Agenda, known: MoveBounds, level: int, seconds: float) -> None:
    """Look once for the fewest moves in time, then for the rooms. Skipped if moves in room cost nothing.

    ``start`` is what remains of the published agenda. Results are added to ``known``. ``level`` is the priority level
    on which only moves count, and ``seconds`` are for both solves together.
    """
    rules = [_counting_times_only(rule) for rule in run.demands if rule.is_hard or not isinstance(rule, PublishedRoom)]
    counting = [rule for rule in rules if isinstance(rule, PublishedTime) and not rule.is_hard]
    if known.searched_in_time or known.is_decided or run.over() or not counting or rules == run.demands:
        return
    known.searched_in_time, began = True, run.elapsed()
    times = run.solve("moves", rules, start, SHARE * seconds, explain=False)
    known.record_proof(times, level)
    known.in_time = _lower_bound_in_time(counting, times.bounds.get(level))
    if times.agenda is None:
        return
    # The score of this solve does not count moves in room.
    known.keep_agenda(replace(times, scorecard=run.score(times.agenda)), level)
    held = holding(times.agenda, list(times.agenda), run.scope)
    left = seconds - (run.elapsed() - began)
    known.keep_agenda(run.solve("moves", [held, *run.demands], times.agenda, left, **MODEL_ONLY), level)


def _counting_times_only(rule: Rule) -> Rule:
    """Return a soft rule that counts moves in time and room as one that counts only moves in time; others unchanged."""
    if isinstance(rule, PublishedTime) and rule.of == "place" and not rule.is_hard:
        return rule.model_copy(update={"of": "time"})
    return rule


def _lower_bound_in_time(counting: Sequence[Rule], bound: int | None) -> int | None:
    """Return a lower bound on the moves in time; None for several rules, whose costs are bounded only in sum."""
    return None if bound is None or len(counting) > 1 else -(-bound // counting[0].severity.weight)


def moved_in_time(scorecard: Scorecard) -> int:
    """Return the amount of moves in time: sessions, people to inform, or minutes.

    If a rule counts moves in room as well, the amount is too high, so it is never mistaken for the minimum.
    """
    return sum(rule.amount for rule in scorecard.rules if rule.id == PublishedTime.id)
