"""Not too much at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count
from agenda_solver.rules.base.rule import Rule, Scope, Violation
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["ParallelLimit"]


class ParallelLimit(Rule):
    r"""At most a given number of sessions run at once.

    The amount is the excess over ``limit``, summed over the blocks:

    .. math:: \sum_b \max(0,\ n_b - \mathrm{limit})

    Under ``scope="time"`` :math:`n_b` is the largest number of sessions of the block that run at one instant; under
    ``scope="block"`` it is the number of sessions in the block. Without a ``limit`` the rule does not apply.

    Source: committees that want a few full rooms rather than many half-empty ones; a limit of 1 gives a single-track
    conference. CoSPLib and OptaPlanner's example have no such rule.
    """

    id: ClassVar[str] = "parallel_limit"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True

    limit: Count | None = Field(default=None, description="How many sessions may run at once.")
    scope: Scope = Field(default="time", description="Whether sessions at one time or in a whole block are counted.")

    def applies(self, conference: Conference) -> bool:
        """Whether there are more sessions than may run at once."""
        return self.limit is not None and len(conference.sessions) > self.limit

    def post(self, decisions: Decisions) -> Cost | None:
        """Bound the number of sessions block by block."""
        cost = decisions.cost(self.is_hard)
        for block in decisions.conference.blocks:
            cost.add(self._excess(decisions, block.id))
        return cost

    def _excess(self, decisions: Decisions, block: str) -> Variable | None:
        limit = self.limit or 0
        sessions = [s.id for s in decisions.conference.sessions if block in decisions.blocks(s.id)]
        if self.scope == "block":
            return decisions.excess((decisions.in_block(session, block) for session in sessions), limit)
        if limit >= len(decisions.conference.rooms):
            return None  # each room holds one session at a time
        return decisions.peak_excess(sessions, limit, [block])

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the sessions that run at every start in each block, or all sessions of the block."""
        limit = self.limit or 0
        for block in conference.blocks:
            here = [id for id, placement in agenda.items() if placement.block == block.id]
            most = here
            if self.scope == "time":
                moments = [[o for o in here if agenda[o].start <= agenda[id].start < agenda[o].end] for id in here]
                most = max(moments, key=len, default=[])
            if len(most) > limit:
                begin = (
                    max(agenda[id].start for id in most)
                    if self.scope == "time"
                    else conference.block_span[block.id].start
                )
                number = f"{len(most)} {'session' if len(most) == 1 else 'sessions'}"
                verb = ("runs" if len(most) == 1 else "run") + (" at once" if self.scope == "time" else " in the block")
                message = f"{number} {verb} at {conference.clock(begin)}; there should be at most {limit}."
                yield Violation(len(most) - limit, message, tuple(most))

    def quick(self, terms: Terms) -> bool:
        """Charge the peak of each block, or the number of all its sessions."""
        limit, everybody = self.limit or 0, range(len(terms.grid.conference.sessions))
        if self.scope == "time":
            terms.charge_peak(everybody, "block", lambda peak: max(0, peak - limit))
        else:
            terms.charge_counts(dict.fromkeys(everybody, 1), "block", lambda _block, count: max(0, count - limit))
        return True
