"""Ways out of a contradiction: small correction sets, each of them verified."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from agenda_solver.explaining.infeasibility.extra_day import another_day
from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.fewest_left_out import TROUBLE, leaving_out
from agenda_solver.explaining.infeasibility.minimal_conflict import FactConflict
from agenda_solver.explaining.infeasibility.number_steps import shorter_together
from agenda_solver.explaining.infeasibility.opening_and_closing import moves_an_end
from agenda_solver.explaining.infeasibility.relaxation_step import ChangeOrder, RelaxationStep
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.explaining.infeasibility.several_conflicts import (
    MOST_CONFLICTS,
    independent_conflicts,
    ways_for_several,
)
from agenda_solver.explaining.infeasibility.softened_rules import softenings
from agenda_solver.explaining.infeasibility.tried_changes import Trials
from agenda_solver.explaining.infeasibility.way_out_result import WayOut, in_groups

__all__ = ["CorrectionSets", "ways_out"]


class CorrectionSets(NamedTuple):
    """The ways out, in the order in which they are proposed, and the outcome of the search for them.

    ``untried`` are changes that could not be tried in time. ``others`` are further contradictions.
    """

    ways: tuple[WayOut, ...]
    untried: tuple[RelaxationStep, ...]
    others: tuple[FactConflict, ...]


def ways_out(
    case: Case, conflict: FactConflict, oracle: FeasibilityOracle, suspects: Collection[str] = ()
) -> CorrectionSets:
    """Return changes that make a legal agenda possible, in the order in which a committee prefers them.

    If several contradictions exist, no single change is enough; then changes are combined, one for each contradiction.
    Facts about the ``suspects`` (sessions, people and rooms that are known to be involved) are tried first.
    """
    untried: list[RelaxationStep] = []
    single = _single_steps(case, conflict, oracle, suspects, untried) if _is_alone(case, conflict, oracle) else []
    found = [WayOut((step,)) for step in single]
    trials = Trials(case, oracle, untried)
    if (day := trials.smallest([another_day(case.conference)])) is not None:
        found.append(WayOut((day,)))
    others: tuple[FactConflict, ...] = ()
    if single and not any(step.order is ChangeOrder.LEAVING_OUT for step in single):
        without = leaving_out(case, oracle)  # leaving out one session is not enough
        found += [] if without is None else [without]
    if not single:
        more, others = _for_several(case, conflict, oracle, untried)
        found += more
    found += softenings(case, conflict, oracle)
    valid = sorted((way for way in found if way.is_valid(case)), key=lambda way: way.rank)
    # Several facts may lead to the same change, which may be untried for one fact and have helped for another.
    helpful = {step.message for way in valid for step in way.steps}
    unknown = {step.message: step for step in untried if step.message not in helpful}
    return CorrectionSets(tuple(way for group in in_groups(valid) for way in group), tuple(unknown.values()), others)


def _is_alone(case: Case, conflict: FactConflict, oracle: FeasibilityOracle) -> bool:
    """Whether this may be the only contradiction; if there is another one, no single step is enough."""
    draft = ConferenceDraft(case)
    for fact in sorted(conflict.facts, key=lambda fact: fact.kind == "rooms"):
        fact.relax(draft)
    return oracle.left() <= 0 or oracle.feasible(draft.case()) is not False


def _single_steps(
    case: Case,
    conflict: FactConflict,
    oracle: FeasibilityOracle,
    suspects: Collection[str],
    untried: list[RelaxationStep],
) -> list[RelaxationStep]:
    trials = Trials(case, oracle, untried)
    facts = [fact for fact in conflict.facts if not moves_an_end(case.conference, fact)]
    near = [fact for fact in facts if conflict.is_minimal or fact.id in suspects or fact.part == "rules"]
    found: list[RelaxationStep] = []
    for some in (near, [fact for fact in facts if fact not in near]):
        found += trials.steps_for(some, case)
    if not any(step.order is ChangeOrder.LENGTHS for step in found):
        found += _shortened_together(case, conflict, trials)
    return found or trials.steps_for([fact for fact in conflict.facts if fact not in facts], case)


def _shortened_together(case: Case, conflict: FactConflict, trials: Trials) -> list[RelaxationStep]:
    """Return the step that shortens several sessions, or no step."""
    long = [case.conference.session_by_id[fact.id] for fact in conflict.facts if fact.kind == "length"]
    if len(long) < 2:
        return []
    step = trials.smallest(shorter_together(case.conference, long, trials.symmetry.of_session))
    return [] if step is None else [step]


def _for_several(
    case: Case, conflict: FactConflict, oracle: FeasibilityOracle, untried: list[RelaxationStep]
) -> tuple[list[WayOut], tuple[FactConflict, ...]]:
    """Return the way that leaves sessions out; if these are few, also ways with a change for each contradiction."""
    without = leaving_out(case, oracle)
    found = [] if without is None else [without]
    if without is not None and without.steps[0].size > MOST_CONFLICTS * TROUBLE:
        return found, ()
    conflicts: Sequence[FactConflict] = independent_conflicts(case, conflict, oracle)
    return [*ways_for_several(case, conflicts, oracle, untried), *found], tuple(conflicts[1:])
