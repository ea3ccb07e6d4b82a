"""The amount by which a rule is violated in the model: a sum of literals and integer variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.model.conference import Position

__all__ = ["Cost", "Literal", "Variable"]

Literal: TypeAlias = cp_model.IntVar
Variable: TypeAlias = cp_model.IntVar


class Cost:
    """A sum of ``coefficient * variable``, all coefficients positive, plus a constant.

    Tables of amounts are charged at the coarsest decision that determines the amount: a block, a room or a cell, and an
    exact place only if nothing coarser is sufficient. If the rule is hard, places are forbidden instead of charged.
    """

    def __init__(self, decisions: Decisions, hard: bool) -> None:
        self._decisions = decisions
        self.hard = hard
        self.terms: list[tuple[int, Variable]] = []
        self.constant = 0

    def __bool__(self) -> bool:
        return bool(self.terms) or self.constant > 0

    def add(self, variable: Variable | None, amount: int = 1) -> None:
        """Charge an amount for each unit of a variable that is never negative; None adds nothing."""
        if amount < 0:
            raise ValueError("amounts of violation are never negative")
        if amount and variable is not None:
            self.terms.append((amount, variable))

    def rooms(self, session: str, amounts: Mapping[str, int]) -> None:
        """Charge an amount for being in each of these rooms."""
        self._decisions.check_time()
        for room, amount in amounts.items():
            if amount and self.hard:
                self._decisions.forbid(session, room=room)
            elif amount and room in self._decisions.rooms(session):
                self.add(self._decisions.in_room(session, room), amount)

    def blocks(self, session: str, amounts: Mapping[str, int]) -> None:
        """Charge an amount for being in each of these blocks."""
        self._decisions.check_time()
        for block, amount in amounts.items():
            if amount and self.hard:
                self._decisions.forbid(session, block=block)
            elif amount and block in self._decisions.blocks(session):
                self.add(self._decisions.in_block(session, block), amount)

    def positions(self, session: str, amounts: Mapping[Position, int]) -> None:
        """Charge an amount for each of these starts; a block whose starts all cost the same is charged as a block."""
        self._decisions.check_time()
        by_block: dict[str, dict[Position, int]] = {}
        for position in self._decisions.positions(session):
            by_block.setdefault(position.block, {})[position] = self._capped_if_hard(amounts.get(position, 0))
        for block, found in by_block.items():
            if len(set(found.values())) == 1:
                self.blocks(session, {block: next(iter(found.values()))})
                continue
            if self.hard:
                self._decisions.forbid_starts(session, [position for position, amount in found.items() if amount])
                continue
            for position, amount in found.items():
                if amount:
                    self.add(self._decisions.starts_at(session, position), amount)

    def cells(self, session: str, amounts: Mapping[tuple[str, str], int]) -> None:
        """Charge an amount for being in each of these cells (block, room)."""
        self._decisions.check_time()
        for (block, room), amount in amounts.items():
            if amount and self.hard:
                self._decisions.forbid(session, block=block, room=room)
            elif amount and block in self._decisions.blocks(session) and room in self._decisions.rooms(session):
                self.add(self._decisions.in_cell(session, block, room), amount)

    def places(self, session: str, amounts: Mapping[tuple[Position, str], int]) -> None:
        """Charge an amount for each of these places (start, room); cells and rooms with equal amounts as a whole."""
        self._decisions.check_time()
        charged = {room for (_, room), amount in amounts.items() if amount}
        for room in self._decisions.rooms(session):
            if room not in charged:
                continue
            here = {p: self._capped_if_hard(amounts.get((p, room), 0)) for p in self._decisions.positions(session)}
            if len(set(here.values())) == 1:
                self.rooms(session, {room: next(iter(here.values()))})
                continue
            for block in self._decisions.blocks(session):
                inside = {p: amount for p, amount in here.items() if p.block == block}
                if len(set(inside.values())) == 1:
                    self.cells(session, {(block, room): next(iter(inside.values()))})
                else:
                    self._single_places(session, room, inside)

    def _single_places(self, session: str, room: str, amounts: Mapping[Position, int]) -> None:
        for position, amount in amounts.items():
            if amount and self.hard:
                self._decisions.forbid(session, position=position, room=room)
            elif amount:
                self.add(self._decisions.at(session, position, room), amount)

    def _capped_if_hard(self, amount: int) -> int:
        """Return the amount; at most 1 for a hard rule, for which only the fact of a violation matters."""
        return min(amount, 1) if self.hard else amount
