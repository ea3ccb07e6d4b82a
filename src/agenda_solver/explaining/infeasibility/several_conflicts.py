"""Ways out of several contradictions: one change for each, to be made together."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.explaining.infeasibility.feasibility_oracle import Oracle
from agenda_solver.explaining.infeasibility.minimal_conflict import Conflict, find_conflict
from agenda_solver.explaining.infeasibility.relaxation_step import Step
from agenda_solver.explaining.infeasibility.relaxed_conference import Case
from agenda_solver.explaining.infeasibility.tried_changes import Trials
from agenda_solver.explaining.infeasibility.way_out import WayOut, in_groups

__all__ = ["MOST_CONFLICTS", "sessions_of", "side_by_side", "ways_for_several"]

MOST_CONFLICTS = 8  # conflicts that one way out resolves, one after the other
MOST_OTHERS = 3  # alternative changes proposed for one contradiction
SEVERAL = "There is more than one contradiction; perhaps a smaller way resolves all of them."


def ways_for_several(case: Case, conflicts: Sequence[Conflict], oracle: Oracle, untried: list[Step]) -> list[WayOut]:
    """Return ways out of all conflicts: first the best step for each, then ways with another step for one of them.

    The conflicts come from :func:`side_by_side`. Steps that could not be tried in time are added to
    ``untried``.
    """
    steps: list[Step] = []
    choices: list[list[Step]] = []
    for number, each in enumerate(conflicts):
        later = {id for other in conflicts[number + 1 :] for id in sessions_of(other)}
        around = WayOut(tuple(steps)).case(case).with_optional(later)
        if steps and oracle.feasible(around) is True:
            continue  # an earlier step resolves this conflict too
        found = Trials(around, oracle, untried).steps_for(each.facts, around)
        if not found:
            return _one_conflict_after_the_other(case, conflicts[0], oracle)
        steps.append(found[0])
        choices.append(_unlike(found))
    return [*_together(case, steps, oracle), *_with_others(case, steps, choices, oracle)]


def side_by_side(case: Case, conflict: Conflict, oracle: Oracle) -> list[Conflict]:
    """Return conflicts, found one by one until an agenda exists without their sessions."""
    conflicts = [conflict]
    for _ in range(MOST_CONFLICTS - 1):
        without = case.with_optional({id for each in conflicts for id in sessions_of(each)})
        if oracle.feasible(without) is not False:
            break
        conflicts.append(find_conflict(without, oracle))
    return conflicts


def sessions_of(conflict: Conflict) -> set[str]:
    """Return the sessions that are mandatory according to a conflict."""
    return {fact.id for fact in conflict.facts if fact.kind == "session"}


def _unlike(found: Sequence[Step]) -> list[Step]:
    """Return the first step of each group of similar steps."""
    return [ways[0].steps[0] for ways in in_groups([WayOut((step,)) for step in found])]


def _with_others(case: Case, steps: Sequence[Step], choices: Sequence[Sequence[Step]], oracle: Oracle) -> list[WayOut]:
    """Return the ways with another step for one of the conflicts, if they are feasible."""
    ways = []
    for number, found in enumerate(choices):
        for other in found[1 : MOST_OTHERS + 1]:
            way = WayOut((*steps[:number], other, *steps[number + 1 :]))
            if oracle.left() > 0 and oracle.feasible(way.case(case)) is True:
                ways.append(way)
    return ways


def _together(case: Case, steps: Sequence[Step], oracle: Oracle) -> list[WayOut]:
    """Return the way out that consists of these steps, without superfluous ones."""
    needed = tuple(_without_the_spare(case, steps, oracle))
    return [WayOut(needed, SEVERAL if len(needed) > 1 else "")]


def _one_conflict_after_the_other(case: Case, conflict: Conflict, oracle: Oracle) -> list[WayOut]:
    steps: list[Step] = []
    for _ in range(MOST_CONFLICTS):
        now = WayOut(tuple(steps)).case(case)
        step = _best_for(now, conflict, oracle)
        if step is None:
            return []
        steps.append(step)
        now = WayOut(tuple(steps)).case(case)
        answer = oracle.feasible(now)
        if answer is None:
            return []
        if answer:
            return _together(case, steps, oracle)
        conflict = find_conflict(now, oracle)
    return []


def _best_for(case: Case, conflict: Conflict, oracle: Oracle) -> Step | None:
    """Return the best step that resolves one conflict, regardless of others."""
    others = {session.id for session in case.conference.sessions} - sessions_of(conflict)
    # With only its sessions mandatory; or with only its facts, because its sessions may have another conflict too.
    for around in (case.with_optional(others), conflict.bare):
        if steps := Trials(around, oracle, []).steps_for(conflict.facts, case):
            return steps[0]
    return None


def _without_the_spare(case: Case, steps: Sequence[Step], oracle: Oracle) -> list[Step]:
    """Return the steps without those that the others make superfluous."""
    kept = list(steps)
    for step in steps:
        rest = [other for other in kept if other is not step]
        if rest and oracle.feasible(WayOut(tuple(rest)).case(case)) is True:
            kept = rest
    return kept
