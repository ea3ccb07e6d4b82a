"""An agenda that a search found, with the solution that says what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agenda_solver.model.agenda import Agenda
from agenda_solver.solver.compiler import Compiled

__all__ = ["Found"]


@dataclass(frozen=True)
class Found:
    """An agenda, the model that can say it, and the values of all that model's variables, by their indices.

    The model need not be the one that is searched: where that leaves something open, a narrower one says the rest.
    """

    agenda: Agenda
    compiled: Compiled
    values: Sequence[int]
    _costs: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def cost(self, level: int) -> int:
        """Return the cost on a priority level; added up once, for it is asked often."""
        if level not in self._costs:
            self._costs[level] = self.compiled.cost(level, self.values)
        return self._costs[level]

    def costs(self, levels: Sequence[int]) -> list[int]:
        """Return the costs on some levels, in their order, to be compared one after the other."""
        return [self.cost(level) for level in levels]
