"""Hard violations and the costs of all priority levels combined into one number, which can be split again.

The digits of the number, from right to left, are the costs of the levels, the lowest level first, and then the hard
violations. The range of each digit is larger than any cost that a conference can reach.
"""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.rules.base.rule import Rule

__all__ = ["Scalarisation"]

LEAST_BITS = 36
LEAST_BITS_OF_HARD = 62  # so that Python handles a small number as long as no hard rule is violated


class Scalarisation:
    """The weight of each rule in the scalar cost.

    ``hard`` is the weight of a hard violation. The wishes never add up to half of it.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        wishes = [rule for rule in rules if not rule.is_hard and not rule.severity.is_off]
        self._levels = sorted({0, *(rule.severity.priority for rule in wishes)})
        bits = (rule.severity.weight.bit_length() + rule.amount_bits for rule in wishes)
        self._bits = max([LEAST_BITS, *bits])
        self.hard = 1 << max(LEAST_BITS_OF_HARD, self._bits * len(self._levels) + 1)

    def weight(self, rule: Rule) -> int:
        """Return the weight of one unit of a rule's amount."""
        if rule.is_hard:
            return self.hard
        return rule.severity.weight << (self._bits * self._levels.index(rule.severity.priority))

    def split(self, cost: int) -> tuple[int, int]:
        """Split a number into the hard violations and the wishes of all levels."""
        hard = (cost + self.hard // 2) // self.hard
        return hard, cost - hard * self.hard

    def by_level(self, wishes: int) -> dict[int, int]:
        """Return the costs of the wishes on each priority level."""
        mask = (1 << self._bits) - 1
        found = {level: wishes >> (self._bits * n) & mask for n, level in enumerate(self._levels)}
        top = len(self._levels) - 1
        return found | {self._levels[top]: wishes >> (self._bits * top)}
