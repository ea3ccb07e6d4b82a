"""What has something in common is on one day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from agenda_solver import Agenda, Conference, Violation, register_rule
from benchmarks.families.optaplanner.rules.family import Numbers, Times
from benchmarks.families.optaplanner.rules.groups import InCommonRule, pairs_in_common, words_of

__all__ = ["DaysApart"]


@register_rule
class DaysApart(InCommonRule):
    r"""Sessions that have something in common are on one day.

    The amount is the sum over the pairs on different days of both lengths, for each group that the two have in common.

    Source: "Same day talks".
    """

    id: ClassVar[str] = "optaplanner_days_apart"

    def times(self, times: Times) -> Numbers:
        """Count both lengths of those on different days."""
        apart: Numbers = times.both * ~times.same_day
        return apart

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the days of every pair that has something in common."""
        for first, second, shared in pairs_in_common(conference, agenda, self.by):
            a, b = agenda[first], agenda[second]
            days = [conference.day_by_id[conference.block_by_id[place.block].day] for place in (a, b)]
            if days[0].id != days[1].id:
                titles = [conference.session_by_id[id].title for id in (first, second)]
                message = (
                    f'"{titles[0]}" ({days[0].label}) and "{titles[1]}" ({days[1].label}) are on different days, '
                    f"and have {words_of(conference, self.by, shared)} in common."
                )
                yield Violation((a.end - a.start + b.end - b.start) * len(shared), message, (first, second))
