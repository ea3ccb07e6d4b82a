"""An agenda found by a search, and its cost."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.model.agenda import Agenda

__all__ = ["CostedAgenda", "ReportedAgenda", "SolvedAgenda"]


@dataclass(frozen=True)
class CostedAgenda(ABC):
    """An agenda with its costs by priority level."""

    agenda: Agenda

    @abstractmethod
    def cost(self, level: int) -> int:
        """Return the cost on a priority level."""

    def costs(self, levels: Sequence[int]) -> list[int]:
        """Return the costs on some levels, in their order, for lexicographic comparison."""
        return [self.cost(level) for level in levels]


@dataclass(frozen=True)
class SolvedAgenda(CostedAgenda):
    """An agenda, a model that represents it, and the values of all variables of that model, by their indices.

    The model can differ from the one that is searched: if that one leaves something open, a narrower model decides it.
    """

    compiled: Compiled
    values: Sequence[int]
    _costs: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def cost(self, level: int) -> int:
        """Return the cost on a priority level; cached, because it is needed often."""
        if level not in self._costs:
            self._costs[level] = self.compiled.cost(level, self.values)
        return self._costs[level]


@dataclass(frozen=True)
class ReportedAgenda(CostedAgenda):
    """An agenda with known costs that another strategy has found."""

    by_level: Mapping[int, int]

    def cost(self, level: int) -> int:
        """Return the cost on a priority level."""
        return self.by_level.get(level, 0)
