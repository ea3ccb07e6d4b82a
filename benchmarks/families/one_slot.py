"""Rules about conferences in which each block is one slot: what those of several families have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from agenda_solver import Conference, Rule
from agenda_solver.rules.base.rule import Problem

__all__ = ["OneSlotRule"]


class OneSlotRule(Rule):
    """A rule about conferences in which each block is one slot, and each session takes one and has to take place."""

    bears_optional: ClassVar[bool] = False
    """Whether there may be sessions that need not take place, after all."""

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return what makes a conference unfit for the rules of its kind."""
        for block in conference.blocks:
            if block.slots != 1:
                yield Problem("", f'it needs blocks of one slot each, but block "{block.id}" has {block.slots}')
        for session in conference.sessions:
            if session.duration_slots != 1:
                yield Problem("", f'it needs sessions of one slot each, but session "{session.id}" is not')
            if session.optional and not self.bears_optional:
                yield Problem("", f'it needs sessions that all take place, but session "{session.id}" is optional')
