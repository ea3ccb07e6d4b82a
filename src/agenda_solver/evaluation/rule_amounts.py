"""The account of a rule: its amount, updated as sessions move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agenda_solver.evaluation.check_fallback import AskedRule
from agenda_solver.evaluation.grid import Place
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.moving_terms import Places
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.weighted_terms import Account
from agenda_solver.rules.base.rule import Rule

__all__ = ["Entry", "account_of"]


class Entry(Protocol):
    """The cost of one or several rules, updated with every move."""

    empty: int

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Place (+1) or remove (-1) a session, and return the change of the cost."""

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what placing a session would change, without changing anything."""

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session to another time and room would change, without changing anything."""

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions together would change, without changing it."""

    def heat(self, session: int, times: Sequence[int], rooms: Sequence[int]) -> Heat:
        """Return what placing a session at each of some times and rooms would change, without changing anything."""


def account_of(state: Positions, rule: Rule) -> Entry:
    """Return the account of a rule: of its terms, or of its ``check`` if it has no terms."""
    terms = Terms(state.grid)
    return Account(state, [(1, terms)]) if rule.quick(terms) else AskedRule(state.grid, rule, 1)
