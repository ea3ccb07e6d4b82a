"""The best legal agenda so far, and the check that a strategy and the score agree on its costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agenda_solver.errors import ScoreMismatch
from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda

__all__ = ["Incumbent", "refuse_difference"]


@dataclass(frozen=True)
class Incumbent:
    """A legal agenda with its independent score, and the id of the strategy that found it."""

    agenda: Agenda
    scorecard: Scorecard
    found_by: str

    def costs(self, levels: Sequence[int]) -> list[int]:
        """Return the costs on some priority levels, in their order, for lexicographic comparison."""
        return [self.scorecard.costs.get(level, 0) for level in levels]

    def meets(self, bounds: Mapping[int, int], levels: Sequence[int]) -> bool:
        """Whether it costs no more than the bound on each of some priority levels, so that none is better."""
        return all(self.scorecard.costs.get(level, 0) <= bounds.get(level, 0) for level in levels)


def refuse_difference(scorecard: Scorecard, found_by: str, costs: Mapping[int, int]) -> None:
    """Raise a ScoreMismatch if a strategy's costs by priority level differ from the score, or a hard rule is broken."""
    if not scorecard.is_legal:
        broken = [f"{r.key}: {r.violations[0].message}" for r in scorecard.rules if r.severity.is_hard and r.amount]
        raise ScoreMismatch(f"{found_by} reports an agenda as legal that is not: {'; '.join(broken)}")
    levels = sorted({*costs, *scorecard.costs}, reverse=True)
    different = [
        f"level {level}: scored {scorecard.costs.get(level, 0)}, searched {costs.get(level, 0)}"
        for level in levels
        if scorecard.costs.get(level, 0) != costs.get(level, 0)
    ]
    if different:
        raise ScoreMismatch(f"{found_by} and the score disagree: {'; '.join(different)}")
