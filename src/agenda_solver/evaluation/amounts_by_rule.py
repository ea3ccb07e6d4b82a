"""The amounts and costs of the rules as sessions are placed and removed."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.evaluation.delta_evaluation import WeightedTerms
from agenda_solver.evaluation.grid import PlaceGrid
from agenda_solver.evaluation.move_change_types import Change, Standard
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.moving_terms import MovingCost
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.rules_by_check import RuleByCheck
from agenda_solver.evaluation.scorecard import STRUCTURE
from agenda_solver.evaluation.structure_terms import charge_structure
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, Severity

__all__ = ["AmountsByRule"]


class AmountsByRule:
    """An agenda, empty at first, and the amount of every rule that applies.

    Parameters
    ----------
    conference
        The conference.
    rules
        The rules to count; those of the conference by default. Rules that are off or do not apply are left out, as in
        a score.

    Attributes
    ----------
    amounts
        The amount of each rule by its key, in the rule's unit. The key ``structure`` counts the faults that no
        agenda may have.
    asked
        The keys of the rules without terms. They are evaluated by their ``check``, which makes each move slower.
    """

    def __init__(self, conference: Conference, rules: Sequence[Rule] | None = None) -> None:
        active = [r for r in (rules_of(conference) if rules is None else rules) if not r.severity.is_off]
        self.grid = PlaceGrid(conference)
        self.state = Positions(self.grid)
        self.severities: dict[str, Severity] = {STRUCTURE: HARD}
        structure = Terms(self.grid)
        charge_structure(structure)
        self._entries: dict[str, MovingCost] = {STRUCTURE: WeightedTerms(self.state, [(1, structure)])}
        for rule in active:
            if rule.applies(conference):
                self._entries[rule.key] = self._moving_cost(rule)
                self.severities[rule.key] = rule.severity
        self.asked = tuple(key for key, entry in self._entries.items() if isinstance(entry, RuleByCheck))
        self.amounts = {key: entry.empty for key, entry in self._entries.items()}

    def _moving_cost(self, rule: Rule) -> MovingCost:
        """Return the moving amount of a rule: by its terms, or by its ``check`` if it has no terms."""
        terms = Terms(self.grid)
        return WeightedTerms(self.state, [(1, terms)]) if rule.quick(terms) else RuleByCheck(self.grid, rule, 1)

    def _shift(self, session: int, sign: int, time: int = -1, room: int = -1) -> Change:
        if sign < 0:
            time, room = self.state.time[session], self.state.room[session]
            self.state.clear(session)
        changes = {}
        for key, entry in self._entries.items():
            if change := entry.change(session, time, room, sign):
                changes[key] = change
                self.amounts[key] += change
        if sign > 0:
            self.state.put(session, time, room)
        return Change(changes)

    @property
    def agenda(self) -> Agenda:
        """The current agenda."""
        return self.grid.agenda(self.state.time, self.state.room)

    @property
    def is_legal(self) -> bool:
        """Whether no hard rule is violated."""
        return not any(self.amounts[key] for key, severity in self.severities.items() if severity.is_hard)

    @property
    def costs(self) -> dict[int, int]:
        """Sum of the costs on each priority level, highest level first; level 0 is always there."""
        levels = {0: 0}
        for key, severity in self.severities.items():
            if not severity.is_hard:
                levels[severity.priority] = levels.get(severity.priority, 0) + severity.weight * self.amounts[key]
        return dict(sorted(levels.items(), reverse=True))

    @property
    def standard(self) -> Standard:
        """The standard by which changes of the current agenda are evaluated."""
        broken = {key: n for key, n in self.amounts.items() if n and self.severities[key].is_hard}
        return Standard(self.severities, broken)
