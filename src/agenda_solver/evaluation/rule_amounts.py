"""The account of a rule: its amount, updated as sessions move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agenda_solver.evaluation.check_fallback import AskedRule
from agenda_solver.evaluation.grid import Place
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.stateful import Places
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.weighted_terms import Account
from agenda_solver.rules.base.rule import Rule

__all__ = ["Entry", "account_of"]


class Entry(Protocol):
    """What one or several rules cost, told of every move."""

    empty: int

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Put a session in (+1) or take it out (-1), and return the change of the cost."""

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what putting a session in would change, and change nothing."""

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session from one time and room to others would change, and change nothing."""

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions at once would change, and change nothing."""

    def heat(self, session: int, times: Sequence[int], rooms: Sequence[int]) -> Heat:
        """Return what putting a session in would change at each of some times and rooms, and change nothing."""


def account_of(state: Positions, rule: Rule) -> Entry:
    """Return what keeps the amount of a rule: an account of its terms, or its ``check`` where it tells none."""
    terms = Terms(state.grid)
    return Account(state, [(1, terms)]) if rule.quick(terms) else AskedRule(state.grid, rule, 1)
