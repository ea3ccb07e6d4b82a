"""Ways out of several contradictions: one change for each, to be made together."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.minimal_conflict import FactConflict, find_conflict
from agenda_solver.explaining.infeasibility.relaxation_step import RelaxationStep
from agenda_solver.explaining.infeasibility.relaxed_conference import Case
from agenda_solver.explaining.infeasibility.tried_changes import Trials
from agenda_solver.explaining.infeasibility.way_out_result import WayOut, in_groups

__all__ = ["MOST_CONFLICTS", "independent_conflicts", "sessions_of", "ways_for_several"]

MOST_CONFLICTS = 8  # conflicts that one way out resolves, one after the other
MOST_OTHERS = 3  # alternative changes proposed for one contradiction
SEVERAL = "There is more than one contradiction; perhaps a smaller change resolves all of them."


def ways_for_several(
    case: Case, conflicts: Sequence[FactConflict], oracle: FeasibilityOracle, untried: list[RelaxationStep]
) -> list[WayOut]:
    """Return ways out of all conflicts: first the best step for each, then ways with another step for one of them.

    The conflicts come from :func:`independent_conflicts`. Steps that could not be tried in time are added to
    ``untried``.
    """
    steps: list[RelaxationStep] = []
    choices: list[list[RelaxationStep]] = []
    for number, each in enumerate(conflicts):
        later = {id for other in conflicts[number + 1 :] for id in sessions_of(other)}
        around = WayOut(tuple(steps)).case(case).with_optional(later)
        if steps and oracle.feasible(around) is True:
            continue  # an earlier step resolves this conflict too
        found = Trials(around, oracle, untried).steps_for(each.facts, around)
        if not found:
            return _resolve_one_by_one(case, conflicts[0], oracle)
        steps.append(found[0])
        choices.append(_dissimilar(found))
    return [*_combined(case, steps, oracle), *_with_alternatives(case, steps, choices, oracle)]


def independent_conflicts(case: Case, conflict: FactConflict, oracle: FeasibilityOracle) -> list[FactConflict]:
    """Return conflicts, found one by one until an agenda exists without their sessions."""
    conflicts = [conflict]
    for _ in range(MOST_CONFLICTS - 1):
        without = case.with_optional({id for each in conflicts for id in sessions_of(each)})
        if oracle.feasible(without) is not False:
            break
        conflicts.append(find_conflict(without, oracle))
    return conflicts


def sessions_of(conflict: FactConflict) -> set[str]:
    """Return the sessions that are mandatory according to a conflict."""
    return {fact.id for fact in conflict.facts if fact.kind == "session"}


def _dissimilar(found: Sequence[RelaxationStep]) -> list[RelaxationStep]:
    """Return the first step of each group of similar steps."""
    return [ways[0].steps[0] for ways in in_groups([WayOut((step,)) for step in found])]


def _with_alternatives(
    case: Case, steps: Sequence[RelaxationStep], choices: Sequence[Sequence[RelaxationStep]], oracle: FeasibilityOracle
) -> list[WayOut]:
    """Return the ways with another step for one of the conflicts, if they are feasible."""
    ways = []
    for number, found in enumerate(choices):
        for other in found[1 : MOST_OTHERS + 1]:
            way = WayOut((*steps[:number], other, *steps[number + 1 :]))
            if oracle.left() > 0 and oracle.feasible(way.case(case)) is True:
                ways.append(way)
    return ways


def _combined(case: Case, steps: Sequence[RelaxationStep], oracle: FeasibilityOracle) -> list[WayOut]:
    """Return the way out that consists of these steps, without superfluous ones."""
    needed = tuple(_without_superfluous_steps(case, steps, oracle))
    return [WayOut(needed, SEVERAL if len(needed) > 1 else "")]


def _resolve_one_by_one(case: Case, conflict: FactConflict, oracle: FeasibilityOracle) -> list[WayOut]:
    steps: list[RelaxationStep] = []
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
            return _combined(case, steps, oracle)
        conflict = find_conflict(now, oracle)
    return []


def _best_for(case: Case, conflict: FactConflict, oracle: FeasibilityOracle) -> RelaxationStep | None:
    """Return the best step that resolves one conflict, regardless of others; None if none does."""
    others = {session.id for session in case.conference.sessions} - sessions_of(conflict)
    # With only its sessions mandatory; or with only its facts, because its sessions may have another conflict too.
    for around in (case.with_optional(others), conflict.bare):
        if steps := Trials(around, oracle, []).steps_for(conflict.facts, case):
            return steps[0]
    return None


def _without_superfluous_steps(
    case: Case, steps: Sequence[RelaxationStep], oracle: FeasibilityOracle
) -> list[RelaxationStep]:
    """Return the steps without those that the others make superfluous."""
    kept = list(steps)
    for step in steps:
        rest = [other for other in kept if other is not step]
        if rest and oracle.feasible(WayOut(tuple(rest)).case(case)) is True:
            kept = rest
    return kept
