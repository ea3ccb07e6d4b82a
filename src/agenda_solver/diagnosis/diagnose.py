"""Everything that can be said about a conference without solving it."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.diagnosis.clashes import too_much_at_once
from agenda_solver.diagnosis.finding import Finding
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.diagnosis.nowhere import sessions_without_place
from agenda_solver.diagnosis.order import out_of_time
from agenda_solver.diagnosis.shared import too_much_shared
from agenda_solver.diagnosis.space import too_little_space
from agenda_solver.diagnosis.suspicions import suspicions
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import rules_of
from agenda_solver.rules.rule import Rule

__all__ = ["diagnose"]


def diagnose(conference: Conference, rules: Sequence[Rule] | None = None) -> tuple[Finding, ...]:
    """Return what is impossible or suspicious in a conference, the impossible first.

    Only hard rules can make something impossible, and only what is proven is called so. The opposite does not hold: a
    conference without findings may still be infeasible, which takes a solver to find out. The rules are those of the
    conference unless others are given.

    Raises
    ------
    InvalidInput
        When the conference's rule settings are wrong.
    """
    active = rules_of(conference) if rules is None else rules
    leftover = Leftover(conference, [rule for rule in active if rule.is_hard and rule.applies(conference)])
    impossible = [*sessions_without_place(leftover)]
    # A session that can be nowhere would be told again by everything that counts places.
    stuck = {id for finding in impossible for id in finding.sessions}
    crowded = [*too_little_space(leftover, stuck)]
    impossible += crowded
    impossible += too_much_at_once(leftover, stuck, [finding.sessions for finding in crowded])
    impossible += too_much_shared(leftover, stuck)
    impossible += out_of_time(leftover, stuck)
    return (*impossible, *suspicions(leftover))
