"""Sessions are after those that they build on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.rules.base.amount_tables import Numbers
from agenda_solver.rules.base.rule import Problem
from agenda_solver.rules.base.selection import unknown_ends
from agenda_solver.rules.precedence import Order
from benchmarks.families.optaplanner.rules.pairs import PairRule, Times


@register_rule
class Prerequisite(PairRule):
    r"""A session begins when those that it builds on are over.

    The amount is the sum of both lengths over the pairs of which the first ends after the second begins. A pair that is
    named twice counts twice.

    Source: "Talk prerequisite talks".
    """

    id: ClassVar[str] = "optaplanner_prerequisite"
    ordered: ClassVar[bool] = True

    pairs: tuple[Order, ...] = Field(default=(), description="Which session has to be over before which.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        yield from super().problems(conference)
        for number, pair in enumerate(self.pairs):
            yield from unknown_ends(conference, pair, {"before": "sessions", "after": "sessions"}, f"pairs[{number}]")
            if pair.before == pair.after:
                yield Problem(f"pairs[{number}]", f'"{pair.before}" cannot come before itself')

    def weights(self, conference: Conference) -> Numbers:
        found: Numbers = np.zeros((len(conference.sessions), len(conference.sessions)), dtype=np.int64)
        for pair in self.pairs:
            found[conference.session_rank[pair.before], conference.session_rank[pair.after]] += 1
        return found

    def times(self, times: Times) -> Numbers:
        return times.first_is_late

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the times of every pair."""
        for pair in self.pairs:
            if pair.before not in agenda or pair.after not in agenda:
                continue
            first, second = agenda[pair.before], agenda[pair.after]
            if first.end > second.start:
                before, after = (conference.session_by_id[id].title for id in (pair.before, pair.after))
                message = (
                    f'"{after}" begins at {conference.clock(second.start)}, before "{before}", on which it builds, '
                    f"is over ({conference.clock(first.end)})."
                )
                amount = first.end - first.start + second.end - second.start
                yield Violation(amount, message, (pair.before, pair.after))
