"""Sessions that must not be at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Problem, Rule, Scope, Violation
from agenda_solver.rules.base.selection import SelectionOfSome
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["NotInParallel"]


class NotInParallel(Rule):
    r"""No two sessions of a set are at once.

    The amount is the number of unordered pairs of sessions of one set that are at once, summed over the sets:

    .. math:: \sum_{S \in \mathrm{sets}} \left|\{\{a, b\} \subseteq S : a \text{ and } b \text{ at once}\}\right|

    A set is a list of sessions, or all sessions that carry a tag. A pair that is in two sets counts twice. Under
    ``scope="time"`` two sessions are at once when their half-open times overlap, under ``scope="block"`` when they lie
    in the same block.

    Source: OptaPlanner's "mutually exclusive talks" (by tag, by time).
    """

    id: ClassVar[str] = "not_in_parallel"
    unit: ClassVar[str] = "pairs of sessions"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    sets: tuple[SelectionOfSome, ...] = Field(
        default=(), description="Sets of sessions, by their ids or titles, or by a tag."
    )
    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for each tag that no session carries."""
        for number, selection in enumerate(self.sets):
            yield from selection.problems(conference, f"sets[{number}]")

    def applies(self, conference: Conference) -> bool:
        """Whether any set has two sessions."""
        return any(len(selection.members(conference)) > 1 for selection in self.sets)

    def post(self, decisions: Decisions) -> Cost | None:
        """Make each set a clique; if the rule is soft, charge its pairs, by block where blocks determine them."""
        cost = decisions.cost(self.is_hard)
        for selection in self.sets:
            members = selection.members(decisions.conference)
            if self.is_hard and self.scope == "time":
                decisions.at_most_one_at_a_time(members)
            elif self.is_hard:
                for block in decisions.conference.blocks:
                    here = [decisions.in_block(s, block.id) for s in members if block.id in decisions.blocks(s)]
                    decisions.model.add_at_most_one(here)
            elif len(members) > 2 and (self.scope == "block" or _blocks_tell(decisions, members)):
                self._charge_by_block(decisions, members, cost)
            else:
                self._charge_by_pair(decisions, members, cost)
        return None if self.is_hard else cost

    def _charge_by_block(self, decisions: Decisions, members: Sequence[str], cost: Cost) -> None:
        """Charge n (n - 1) / 2 for n sessions in a block: tighter, and one variable per block instead of per pair."""
        for block in decisions.conference.blocks:
            here = [(1, decisions.in_block(s, block.id)) for s in members if block.id in decisions.blocks(s)]
            cost.add(decisions.convex(here, lambda n: n * (n - 1) // 2))

    def _charge_by_pair(self, decisions: Decisions, members: Sequence[str], cost: Cost) -> None:
        for first, second in combinations(members, 2):
            cost.add(decisions.at_once(first, second, self.scope))

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of placed sessions of each set."""
        for selection in self.sets:
            placed = [id for id in selection.members(conference) if id in agenda]
            for first, second in combinations(placed, 2):
                here, there = agenda[first], agenda[second]
                if overlaps(here, there) if self.scope == "time" else here.block == there.block:
                    a, b = (conference.session_by_id[id].title for id in (first, second))
                    when = conference.clock(max(here.start, there.start))
                    place = "at once" if self.scope == "time" else "in one block"
                    yield Violation(1, f'"{a}" and "{b}" must not compete, but are {place} ({when}).', (first, second))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs of each set."""
        number = terms.grid.number_of_session
        for selection in self.sets:
            for first, second in combinations(selection.members(terms.grid.conference), 2):
                terms.charge_at_once(number[first], number[second], self.scope)
        return True


def _blocks_tell(decisions: Decisions, members: Sequence[str]) -> bool:
    """Whether any two of the sessions overlap exactly if they share a block, for all their positions."""
    by_block: dict[str, list[Position]] = {}
    for session in members:
        for position in decisions.positions(session):
            by_block.setdefault(position.block, []).append(position)
    spans = []
    for inside in by_block.values():
        if max(p.start for p in inside) >= min(p.end for p in inside):
            return False
        spans.append((min(p.start for p in inside), max(p.end for p in inside)))
    spans.sort()
    return all(here[1] <= there[0] for here, there in pairwise(spans))
