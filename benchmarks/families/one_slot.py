"""The base of rules for conferences in which each block is one slot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from agenda_solver import Conference, Rule, Severity
from agenda_solver.rules.base.rule import Problem
from agenda_solver.rules.base.severity import soft


class OneSlotRule(Rule):
    """A rule for conferences in which each block is one slot and each session takes one; optional sessions are rare."""

    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True
    bears_optional: ClassVar[bool] = False

    def problems(self, conference: Conference) -> Iterator[Problem]:
        for block in conference.blocks:
            if block.slots != 1:
                yield Problem("", f'it needs blocks of one slot each, but block "{block.id}" has {block.slots}')
        for session in conference.sessions:
            if session.duration_slots != 1:
                yield Problem("", f'it needs sessions of one slot each, but session "{session.id}" is not')
            if session.optional and not self.bears_optional:
                yield Problem("", f'it needs sessions that all take place, but session "{session.id}" is optional')
