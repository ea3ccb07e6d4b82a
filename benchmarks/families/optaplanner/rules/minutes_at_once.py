"""Sessions that have something in common are not at once, counted in minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver import Agenda, Conference, Violation, register_rule
from benchmarks.families.optaplanner.rules.family import Numbers, Times
from benchmarks.families.optaplanner.rules.groups import InCommonRule, members, pairs_in_common, words_of

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost
    from agenda_solver.cpsat.variables.decisions import Decisions

__all__ = ["MinutesAtOnce"]


@register_rule
class MinutesAtOnce(InCommonRule):
    r"""Sessions of one group do not run at once.

    The amount is the number of minutes that pairs share, for each group that they have in common:

    .. math:: \sum_{\{a, b\}} |G_a \cap G_b| \cdot \left|[\mathrm{start}_a, \mathrm{end}_a) \cap
              [\mathrm{start}_b, \mathrm{end}_b)\right|

    Source: "Speaker conflict". What has tags in common is the matter of the library's ``topic_clash``.
    """

    id: ClassVar[str] = "optaplanner_minutes_at_once"

    def times(self, times: Times) -> Numbers:
        """Count common minutes."""
        return times.overlap

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge n (n - 1) / 2 for the n sessions of a group that run at a time, for as long as they do."""
        from agenda_solver.cpsat.variables.overlap_minutes import minutes_at_once

        cost = decisions.cost(self.is_hard)
        for sessions in members(decisions.conference, self.by).values():
            for minutes, pairs in minutes_at_once(decisions, sessions):
                cost.add(pairs, minutes)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the times of every pair that has something in common."""
        for first, second, shared in pairs_in_common(conference, agenda, self.by):
            a, b = agenda[first], agenda[second]
            begin, end = max(a.start, b.start), min(a.end, b.end)
            if begin < end:
                titles = [conference.session_by_id[id].title for id in (first, second)]
                message = (
                    f'"{titles[0]}" and "{titles[1]}" run at once, {conference.clocks(begin, end)}, '
                    f"and have {words_of(conference, self.by, shared)} in common."
                )
                yield Violation((end - begin) * len(shared), message, (first, second))
