"""A pause between two sessions of one speaker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Severity, Violation, register_rule
from agenda_solver.model.field_types import Minutes
from benchmarks.families.optaplanner.rules.family import WISH, Numbers, PairRule, Times
from benchmarks.families.optaplanner.rules.groups import common, pairs_in_common, words_of

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Placement

__all__ = ["Consecutive"]

BY = (("speakers",),)


@register_rule
class Consecutive(PairRule):
    r"""Between two sessions of a speaker on one day there is a pause.

    The amount is the sum of both lengths over the pairs of sessions that share a speaker and lie too close together:
    they overlap, or they are on one day and less than ``pause_minutes`` lie between them. A pair counts once, however
    many speakers it shares.

    Source: "Consecutive talks pause".
    """

    id: ClassVar[str] = "optaplanner_consecutive"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = WISH
    bears_absence: ClassVar[bool] = True

    pause_minutes: Minutes = Field(description="Minutes that must lie between two sessions of a speaker.")

    def weights(self, conference: Conference) -> Numbers:
        """Count each pair with a common speaker once."""
        return np.minimum(common(conference, BY), 1)

    def times(self, times: Times) -> Numbers:
        """Count both lengths where the pause is missing."""
        close: Numbers = (times.overlap > 0) | (times.same_day & (times.gap < self.pause_minutes))
        return times.both * close

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Measure the pause between every two sessions of a speaker."""
        for first, second, shared in pairs_in_common(conference, agenda, BY):
            a, b = agenda[first], agenda[second]
            gap = max(a.start, b.start) - min(a.end, b.end)
            days = {conference.block_by_id[place.block].day for place in (a, b)}
            if gap < 0 or (len(days) == 1 and gap < self.pause_minutes):
                titles = [conference.session_by_id[id].title for id in (first, second)]
                between = "overlap" if gap < 0 else f"have {gap} minutes between them"
                message = f'"{titles[0]}" and "{titles[1]}" of {words_of(conference, BY, shared)} {between}.'
                people = tuple(values[0] for _, values in sorted(shared))
                yield Violation(_length(a) + _length(b), message, (first, second), people)


def _length(place: Placement) -> int:
    return place.end - place.start
