"""Quick answers to a loss: nothing has to move, or counting shows that no agenda is possible."""

from __future__ import annotations

from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Status
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.diff import diff
from agenda_solver.replanning.replan import Replan
from agenda_solver.result import Result
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.scenarios.losses import Loss

__all__ = ["counted_out", "without_moves"]

SECONDS_TO_COUNT = 1.0


def without_moves(agenda: Agenda, loss: Loss) -> Replan | None:
    """Return the agenda without moves if it keeps all hard rules after a loss; otherwise None.

    No agenda has fewer moves. The wishes are not optimised again, so the status is feasible.
    """
    changed = apply_changes(agenda.conference, [loss.change])
    kept = agenda.kept_in(changed)
    card, difference = score(changed, kept), diff(agenda, kept)
    if not card.is_legal or difference.moved:
        return None
    result = Result(Status.FEASIBLE, kept, card, dict.fromkeys(card.costs))
    return Replan(changed, agenda, result, difference, minimal=True, least=0, first_legal=None)


def counted_out(agenda: Agenda, loss: Loss, seconds: float = SECONDS_TO_COUNT) -> Replan | None:
    """Return an infeasible result with its reason if counting shows that no agenda is possible; otherwise None."""
    from agenda_solver.explaining import reasons_of_infeasibility

    changed = apply_changes(agenda.conference, [loss.change])
    reason = reasons_of_infeasibility(changed, rules_of(changed), seconds, is_proven=False)
    if not reason:
        return None
    result = Result(Status.INFEASIBLE, None, None, {0: None}, reason=tuple(reason))
    return Replan(changed, agenda, result, diff=None, minimal=None, least=None, first_legal=None)
