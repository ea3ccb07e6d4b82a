"""The parts of a course in slots that follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver import Agenda, Conference, Severity, Violation, register_rule
from agenda_solver.model.field_types import SessionId
from agenda_solver.rules.base.rule import HARD, Problem
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost
    from agenda_solver.cpsat.variables.decisions import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["NextSlot"]


@register_rule
class NextSlot(OneSlotRule):
    r"""The parts of a series are in slots that follow each other on one day, in order.

    The amount is the number of neighbouring parts of which both have a place, and the second is not in the next slot of
    the day after that of the first. Between two such slots there may be a pause, but no other slot.

    Source: the courses of CHI 2013; the library's own ``series`` allows no pause.
    """

    id: ClassVar[str] = "chi_next_slot"
    unit: ClassVar[str] = "breaks"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True
    bears_optional: ClassVar[bool] = True

    series: tuple[tuple[SessionId, ...], ...] = Field(default=(), description="The parts of each series, in order.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return the sessions that there are not."""
        yield from super().problems(conference)
        for number, parts in enumerate(self.series):
            for place, id in enumerate(parts):
                if id not in conference.session_by_id:
                    yield Problem(f"series[{number}][{place}]", f'no session has the id "{id}"')

    def applies(self, conference: Conference) -> bool:
        """Whether a series has two parts."""
        return len(conference.sessions) > 1 and any(len(parts) > 1 for parts in self.series)

    @property
    def _neighbours(self) -> Iterator[tuple[str, str]]:
        for parts in self.series:
            yield from pairwise(parts)

    def post(self, decisions: Decisions) -> Cost | None:
        """Say for each slot of the one part in which slot the other has to be."""
        cost = decisions.cost(self.is_hard)
        following = _following(decisions.conference)
        for first, second in self._neighbours:
            broken, absent = decisions.model.new_bool_var(""), ~decisions.present(second)
            for block in decisions.blocks(first):
                there = [decisions.in_block(second, following[block])] if block in following else []
                decisions.model.add_bool_or([~decisions.in_block(first, block), *there, absent, broken])
            cost.add(broken)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look for the slots between neighbouring parts."""
        for first, second in self._neighbours:
            if first not in agenda or second not in agenda:
                continue
            here, there = agenda[first], agenda[second]
            days = {conference.block_by_id[place.block].day for place in (here, there)}
            starts = [conference.block_span[block.id].start for block in conference.blocks_by_day[min(days)]]
            between = [start for start in starts if here.start < start < there.start]
            if len(days) > 1 or there.start <= here.start or between:
                a, b = (conference.session_by_id[id].title for id in (first, second))
                times = f"{conference.clock(here.start)} and {conference.clock(there.start)}"
                yield Violation(1, f'"{b}" is not in the slot after that of "{a}" ({times}).', (first, second))

    def quick(self, terms: Terms) -> bool:
        """Compare the blocks of neighbouring parts."""
        grid = terms.grid
        number = {block.id: n for n, block in enumerate(grid.conference.blocks)}
        following = {number[a]: number[b] for a, b in _following(grid.conference).items()}

        def broken(t: int, _r: int, u: int, _q: int) -> int:
            return int(following.get(grid.block[t]) != grid.block[u])

        for first, second in self._neighbours:
            terms.charge_pair(grid.number_of_session[first], grid.number_of_session[second], broken)
        return True


def _following(conference: Conference) -> dict[str, str]:
    """Return for each block, but the last ones of days, the next one of its day."""
    found = {}
    for blocks in conference.blocks_by_day.values():
        in_order = sorted((conference.block_span[block.id].start, block.id) for block in blocks)
        found.update({here: there for (_, here), (_, there) in pairwise(in_order)})
    return found
