"""Hard rules as wishes on the highest priority level, with the least violation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.explaining.infeasibility.fact_relaxations import softened
from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.minimal_conflict import FactConflict
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.explaining.infeasibility.way_out_result import WayOut
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.severity import soft

__all__ = ["softenings"]

LONGEST_SOFTENING = 5.0  # seconds to minimise the violation of a softened rule


def softenings(case: Case, conflict: FactConflict, oracle: FeasibilityOracle) -> Iterator[WayOut]:
    """Yield the least violation of each rule of the conflict; if no single rule is enough, that of all hard rules."""
    draft = ConferenceDraft(case)
    blamed = {fact.id for fact in conflict.facts if fact.kind == "rule"}
    rules = [rule for rule in draft.case().hard if rule.key in blamed]
    ways = [way for rule in rules if (way := _softening(case, [rule], oracle)) is not None]
    if not ways and blamed:
        everything = _softening(case, draft.case().hard, oracle)
        ways = [] if everything is None else [everything]
    yield from ways


def _softening(case: Case, rules: Sequence[Rule], oracle: FeasibilityOracle) -> WayOut | None:
    """Return the least violation of some rules while the others are kept; None if it is not found."""
    now = ConferenceDraft(case).case()
    chosen = {rule.key for rule in rules}
    relaxed = [r.model_copy(update={"severity": soft(1)}) if r.key in chosen else r for r in now.hard]
    answer = _least_violation(Case(now.conference, tuple(relaxed)), oracle)
    if answer is None:
        return None
    scorecard, proven = answer
    broken = [rule for rule in rules if scorecard[rule.key].amount]
    steps = tuple(softened(case, rule, scorecard[rule.key].amount) for rule in broken)
    return WayOut(steps, _remark(scorecard, broken, proven=proven)) if steps else None


def _least_violation(case: Case, oracle: FeasibilityOracle) -> tuple[Scorecard, bool] | None:
    seconds = min(LONGEST_SOFTENING, oracle.left() / 3)
    if seconds <= 0:
        return None
    # Needs no reasons: if softening is not enough, there is another contradiction, which is searched for elsewhere.
    result = oracle.search(case.conference, case.rules, seconds)
    if result.scorecard is None:
        return None
    return result.scorecard, result.status is Status.OPTIMAL


def _remark(scorecard: Scorecard, rules: Sequence[Rule], *, proven: bool) -> str:
    """Say how much the rules are then violated, with an example for each."""
    sentences = []
    for rule in rules:
        scored = scorecard[rule.key]
        least = "at least" if proven else "perhaps less than"
        which = f"{rule.key} is" if len(rules) > 1 else "It is"
        example = ", for example" if len(scored.violations) > 1 else ""
        sentences.append(f"{which} then broken by {least} {scored.measure}{example}: {scored.violations[0].message}")
    return " ".join(sentences)
