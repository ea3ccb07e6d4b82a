"""The occurrences of a session are not at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import titles_of
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables import rule_cost as cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms
    from agenda_solver.rules.base.amount_tables import Grid, Tables

__all__ = ["OccurrencesApart"]


class OccurrencesApart(Rule):
    r"""A session that takes place several times does not run twice at once.

    The amount is the number of unordered pairs of occurrences of one session that are not apart, summed over the
    sessions that take place several times:

    .. math:: \sum_{s} \left|\{\{a, b\} \subseteq \mathrm{occurrences}(s) : a \text{ and } b \text{ not apart}\}\right|

    With ``apart="time"`` two of them are not apart when their half-open times overlap, with ``apart="block"`` when they
    are in the same block, with ``apart="day"`` when they are on the same day. A session's day is that of its block,
    even if the block runs past midnight.

    Source: groups that meet several times in a week (the meetings of the W3C's TPAC); workshops that are repeated.
    """

    id: ClassVar[str] = "occurrences_apart"
    unit: ClassVar[str] = "pairs of occurrences"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    apart: Literal["time", "block", "day"] = Field(
        default="time", description="Whether they must not overlap, not be in one block, or not be on one day."
    )

    def applies(self, conference: Conference) -> bool:
        """Whether a session takes place several times."""
        return bool(conference.occurrences)

    def post(self, decisions: Decisions) -> cost.Cost | None:
        """Make the occurrences of each session a clique; if the rule is soft, charge their pairs."""
        cost = decisions.cost(self.is_hard)
        for members in decisions.conference.occurrences.values():
            if self.apart == "time" and self.is_hard:
                decisions.at_most_one_at_a_time(members)
            elif self.apart == "time":
                for first, second in combinations(members, 2):
                    cost.add(decisions.at_once(first, second))
            else:
                for here in self._stretches(decisions, members):
                    if self.is_hard:
                        decisions.model.add_at_most_one(here)
                    else:
                        cost.add(decisions.convex([(1, v) for v in here], lambda n: n * (n - 1) // 2))
        return None if self.is_hard else cost

    def _stretches(self, decisions: Decisions, members: Sequence[str]) -> Iterator[list[cost.Literal]]:
        """Yield for each block or day the literals of the sessions that can be there."""
        conference = decisions.conference
        by_day = {day: {block.id for block in blocks} for day, blocks in conference.blocks_by_day.items()}
        if self.apart == "block":
            for block in conference.blocks:
                yield [decisions.in_block(s, block.id) for s in members if block.id in decisions.blocks(s)]
            return
        for day, blocks in by_day.items():
            yield [decisions.on_day(s, day) for s in members if not blocks.isdisjoint(decisions.blocks(s))]

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of placed occurrences of each session."""
        for members in conference.occurrences.values():
            for first, second in combinations([id for id in members if id in agenda], 2):
                here, there = agenda[first], agenda[second]
                days = [conference.block_by_id[place.block].day for place in (here, there)]
                a, b = titles_of(agenda, (first, second))
                if self.apart == "time" and overlaps(here, there):
                    place = f"at once ({conference.clock(max(here.start, there.start))})"
                elif self.apart == "block" and here.block == there.block:
                    place = f"in one block ({conference.clock(conference.block_span[here.block].start)})"
                elif self.apart == "day" and days[0] == days[1]:
                    place = f"on one day ({conference.day_by_id[days[0]].label})"
                else:
                    continue
                yield Violation(1, f"{a} and {b} are occurrences of one session, but {place}.", (first, second))

    def as_tables(self, grid: Grid) -> Tables:
        """Return the pairs of occurrences, and the pairs of times that are not apart."""
        import numpy as np

        from agenda_solver.rules.base.amount_tables import PairTable, Tables

        rank = grid.conference.session_rank
        weights = np.zeros((grid.shape[0],) * 2, dtype=np.int64)
        for members in grid.conference.occurrences.values():
            numbers = [rank[id] for id in members]
            weights[np.ix_(numbers, numbers)] = 1
        if self.apart == "time":
            together = grid.overlap > 0
        else:
            classes = grid.blocks if self.apart == "block" else grid.days
            together = classes[:, None] == classes[None, :]
        return Tables((PairTable.unordered(weights, together.astype(np.int64)),))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs of occurrences."""
        grid = terms.grid
        classes = grid.day if self.apart == "day" else grid.block
        for members in grid.conference.occurrences.values():
            for first, second in combinations([grid.number_of_session[id] for id in members], 2):
                if self.apart == "time":
                    terms.charge_overlap(first, second)
                else:
                    terms.charge_pair(first, second, lambda t, _r, u, _q: int(classes[t] == classes[u]))
        return True
