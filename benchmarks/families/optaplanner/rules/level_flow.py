"""Easy sessions about something come before the hard ones about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Severity, Violation, register_rule
from agenda_solver.model.parts import Tag
from agenda_solver.rules.rule import Problem
from benchmarks.families.optaplanner.rules.family import WISH, Numbers, PairRule, Times
from benchmarks.families.optaplanner.rules.groups import Combinations, common, pairs_in_common, words_of

__all__ = ["LevelFlow"]


@register_rule
class LevelFlow(PairRule):
    r"""Of two sessions about one thing, the easier one is over when the harder one begins.

    The amount is the sum over the pairs of different levels, of which the easier one ends after the harder one begins,
    of both lengths, for each group that the two have in common.

    Source: "Content audience level flow violation".
    """

    id: ClassVar[str] = "optaplanner_level_flow"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = WISH
    bears_absence: ClassVar[bool] = True
    ordered: ClassVar[bool] = True

    by: Combinations
    levels: tuple[Tag, ...] = Field(description="The levels of sessions, the easiest first.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return the sessions whose level is not known."""
        yield from super().problems(conference)
        for session in conference.sessions:
            if session.level not in self.levels:
                yield Problem("levels", f'the level of session "{session.id}" is not among them')

    def weights(self, conference: Conference) -> Numbers:
        """Count common groups where the first is easier."""
        rank = {level: number for number, level in enumerate(self.levels)}
        levels = np.array([rank[str(session.level)] for session in conference.sessions])
        easier: Numbers = levels[:, None] < levels[None, :]
        return common(conference, self.by) * easier

    def times(self, times: Times) -> Numbers:
        """Count both lengths where the order is broken."""
        return times.first_is_late

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the levels and the times of every pair that has something in common."""
        for first, second, shared in pairs_in_common(conference, agenda, self.by):
            ranks = [self.levels.index(str(conference.session_by_id[id].level)) for id in (first, second)]
            if ranks[0] == ranks[1]:
                continue
            easy, hard = (first, second) if ranks[0] < ranks[1] else (second, first)
            a, b = agenda[easy], agenda[hard]
            if a.end > b.start:
                easier, harder = (conference.session_by_id[id].title for id in (easy, hard))
                message = (
                    f'"{harder}" begins at {conference.clock(b.start)}, before the easier "{easier}" is over '
                    f"({conference.clock(a.end)}); both are about {words_of(conference, self.by, shared)}."
                )
                yield Violation((a.end - a.start + b.end - b.start) * len(shared), message, (easy, hard))
