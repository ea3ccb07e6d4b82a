"""Sessions that have something in common are not at once, counted in minutes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from agenda_solver import Agenda, Conference, Violation, register_rule
from benchmarks.families.optaplanner.rules.family import Numbers, Times
from benchmarks.families.optaplanner.rules.groups import InCommonRule, members, pairs_in_common, words_of

if TYPE_CHECKING:
    from agenda_solver.solver.cost import Cost
    from agenda_solver.solver.decisions import Decisions

__all__ = ["MinutesAtOnce"]


@register_rule
class MinutesAtOnce(InCommonRule):
    r"""Sessions of one group do not run at once.

    The amount is the number of minutes that pairs share, for each group that they have in common:

    .. math:: \sum_{\{a, b\}} |G_a \cap G_b| \cdot \left|[\mathrm{start}_a, \mathrm{end}_a) \cap
              [\mathrm{start}_b, \mathrm{end}_b)\right|

    Source: "Speaker conflict", "Talk mutually-exclusive-talks tags", "Theme track conflict", "Sector conflict",
    "Content conflict", "Audience type theme track conflict".
    """

    id: ClassVar[str] = "optaplanner_minutes_at_once"

    def times(self, times: Times) -> Numbers:
        """Count common minutes."""
        return times.overlap

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge n (n - 1) / 2 for the n sessions of a group that run at a time, for as long as they do."""
        from benchmarks.families.optaplanner.rules.pairs import Choices

        choices, cost = Choices(decisions), decisions.cost(self.is_hard)
        stretches = _stretches(decisions.conference)
        for sessions in members(decisions.conference, self.by).values():
            for blocks, minutes in stretches.items():
                running = [choices.in_some(s, blocks) for s in sessions if not blocks.isdisjoint(decisions.blocks(s))]
                pairs = decisions.convex([(1, literal) for literal in running], lambda n: n * (n - 1) // 2)
                if pairs is not None:
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


def _stretches(conference: Conference) -> dict[frozenset[str], int]:
    """Return for each set of blocks the minutes during which these blocks run and no others."""
    spans = conference.block_span
    marks = sorted({mark for span in spans.values() for mark in (span.start, span.end)})
    found: dict[frozenset[str], int] = {}
    for begin, end in pairwise(marks):
        running = frozenset(block for block, span in spans.items() if span.start <= begin and end <= span.end)
        if running:
            found[running] = found.get(running, 0) + end - begin
    return found
