"""Nothing takes place beside a plenary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Rule, Scope, Violation
from agenda_solver.rules.base.sentences import titles_of
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["Plenary"]


class Plenary(Rule):
    r"""Nothing else runs at the time of a plenary session.

    The amount is the number of unordered pairs of sessions that are at once and of which at least one is marked
    ``plenary``:

    .. math:: \left|\{\{a, b\} : (a \in P \lor b \in P),\ a \text{ and } b \text{ at once}\}\right|

    where :math:`P` are the plenary sessions. Under ``scope="time"`` two sessions are at once when their half-open
    times overlap; a session that begins at the very minute at which the plenary ends is not at once with it. Under
    ``scope="block"`` they are at once when they are in the same block, in any room.

    Source: openings and keynotes of every conference. CoSPLib and OptaPlanner's example have no rule for it and fix
    such sessions by hand.
    """

    id: ClassVar[str] = "plenary"
    unit: ClassVar[str] = "pairs of sessions"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")

    def applies(self, conference: Conference) -> bool:
        """Whether there is a plenary and at least one other session."""
        return len(conference.sessions) > 1 and any(session.plenary for session in conference.sessions)

    def post(self, decisions: Decisions) -> Cost | None:
        """Make each session a clique with all plenaries at every instant, or charge every pair."""
        sessions = decisions.conference.sessions
        if self.is_hard:
            for plenaries, others in self._moments(decisions):
                decisions.model.add_at_most_one(plenaries)
                for other in others:
                    decisions.model.add_at_most_one([*plenaries, *other])
            return None
        cost = decisions.cost(self.is_hard)
        chosen = [number for number, session in enumerate(sessions) if session.plenary]
        for first, second in _pairs_with(chosen, len(sessions)):
            cost.add(decisions.at_once(sessions[first].id, sessions[second].id, self.scope))
        return cost

    def _moments(self, decisions: Decisions) -> Iterator[tuple[list[Literal], list[list[Literal]]]]:
        """Yield for each instant or block the literals of the plenaries that can run, and of each other session."""
        from agenda_solver.cpsat.variables.no_overlap import busiest_instants

        sessions = decisions.conference.sessions
        if self.scope == "block":
            for block in decisions.conference.blocks:
                here = {s: [decisions.in_block(s.id, block.id)] for s in sessions if block.id in decisions.blocks(s.id)}
                plenaries = [literal for s, found in here.items() if s.plenary for literal in found]
                if plenaries:
                    yield plenaries, [found for s, found in here.items() if not s.plenary]
            return
        stretches = [(p.start, p.end) for s in sessions for p in decisions.positions(s.id)]
        for instant in busiest_instants(stretches):
            plenaries = [v for s in sessions if s.plenary for v in decisions.running(s.id, instant)]
            if plenaries:
                others = [decisions.running(s.id, instant) for s in sessions if not s.plenary]
                yield plenaries, [found for found in others if found]

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of placed sessions of which at least one is a plenary."""
        placed = list(agenda)
        plenaries = [number for number, id in enumerate(placed) if conference.session_by_id[id].plenary]
        for one, another in _pairs_with(plenaries, len(placed)):
            first, second = placed[one], placed[another]
            a, b = conference.session_by_id[first], conference.session_by_id[second]
            here, there = agenda[first], agenda[second]
            together = overlaps(here, there) if self.scope == "time" else here.block == there.block
            if together:
                plenary, other = (a, b) if a.plenary else (b, a)
                when = conference.clock(max(here.start, there.start))
                beside = "runs during" if self.scope == "time" else "is in the same block as"
                aside, main = titles_of(agenda, (other.id, plenary.id))
                yield Violation(1, f"{aside} {beside} the plenary {main} ({when}).", (first, second))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs of which at least one is a plenary."""
        sessions = terms.grid.conference.sessions
        plenaries = [number for number, session in enumerate(sessions) if session.plenary]
        for first, second in _pairs_with(plenaries, len(sessions)):
            terms.charge_at_once(first, second, self.scope)
        return True


def _pairs_with(chosen: Sequence[int], number: int) -> Iterator[tuple[int, int]]:
    """Return all pairs of numbers below a limit of which at least one is chosen, in lexicographic order."""
    every, among = range(number), frozenset(chosen)
    for first in every:
        others = range(first + 1, number) if first in among else (other for other in chosen if other > first)
        yield from ((first, second) for second in others)
