"""A CP-SAT model whose construction stops at a deadline."""

from __future__ import annotations

from typing import Any

from ortools.sat.python import cp_model

from agenda_solver.deadline import Deadline

__all__ = ["TimedModel"]


class TimedModel(cp_model.CpModel):
    """A model that checks a deadline whenever something is added to it.

    Rules, including external ones, add variables and constraints in their own loops. This check makes them keep the
    time limit without any code of their own.
    """

    def __init__(self, deadline: Deadline | None = None) -> None:
        super().__init__()
        self.deadline = deadline or Deadline()

    def new_bool_var(self, name: str) -> cp_model.IntVar:
        """Return a new literal."""
        self.deadline.check()
        return super().new_bool_var(name)

    def new_int_var(self, lb: Any, ub: Any, name: str) -> cp_model.IntVar:
        """Return a new variable."""
        self.deadline.check()
        return super().new_int_var(lb, ub, name)

    def add(self, ct: Any) -> cp_model.Constraint:
        """Add a comparison of linear expressions."""
        self.deadline.check()
        return super().add(ct)

    def add_bool_or(self, *literals: Any) -> cp_model.Constraint:
        """Add that at least one of the literals is true."""
        self.deadline.check()
        return super().add_bool_or(*literals)

    def add_bool_and(self, *literals: Any) -> cp_model.Constraint:
        """Add that all of the literals are true."""
        self.deadline.check()
        return super().add_bool_and(*literals)

    def add_implication(self, a: Any, b: Any) -> cp_model.Constraint:
        """Add that one literal implies another."""
        self.deadline.check()
        return super().add_implication(a, b)

    def add_at_most_one(self, *literals: Any) -> cp_model.Constraint:
        """Add that at most one of the literals is true."""
        self.deadline.check()
        return super().add_at_most_one(*literals)

    def add_exactly_one(self, *literals: Any) -> cp_model.Constraint:
        """Add that exactly one of the literals is true."""
        self.deadline.check()
        return super().add_exactly_one(*literals)
