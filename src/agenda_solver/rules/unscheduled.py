"""Optional sessions that are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["Unscheduled"]


class Unscheduled(Rule):
    r"""An optional session is left out only if that is worth its priority.

    The amount is the sum of the priorities of the optional sessions that have no place:

    .. math:: \sum_{s\ \text{optional},\ s\ \text{without a place}} \mathrm{priority}_s

    With ``by="likelihood"`` each priority is multiplied by the session's ``likelihood`` in percent. The amount is then
    in hundredths of a point, so for a certain session a weight of 1 has the same effect as 100 without this parameter.

    A session that is not optional always has a place; its absence is a fault of the agenda, not of this rule. If the
    rule is hard, no session is optional.

    Source: the reserve lists of conferences; Timefold's overconstrained planning with unassigned values.
    """

    id: ClassVar[str] = "unscheduled"
    unit: ClassVar[str] = "priority points"
    default_severity: ClassVar[Severity] = soft(100)

    by: Literal["priority", "likelihood"] = Field(
        default="priority",
        description="Whether a priority counts as it is, or for as much as its session is likely to take place.",
    )

    @property
    def measured_in(self) -> str:
        """Priority points, or hundredths of them."""
        return self.unit if self.by == "priority" else "hundredths of a priority point"

    def _price(self, session: Session) -> int:
        """Return the amount of a session that is left out."""
        return session.priority * (1 if self.by == "priority" else session.likelihood)

    def applies(self, conference: Conference) -> bool:
        """Whether a session is optional."""
        return any(session.optional for session in conference.sessions)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the absence of each optional session."""
        cost = decisions.cost(self.is_hard)
        for session in decisions.conference.sessions:
            if not session.optional:
                continue
            present = decisions.present(session.id)
            if self.is_hard:
                decisions.model.add_bool_and(present)
                continue
            # A cost is a sum of variables, which cannot contain a negated literal.
            left_out = decisions.model.new_bool_var("")
            decisions.model.add_exactly_one(left_out, present)
            cost.add(left_out, self._price(session))
        return None if self.is_hard else cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look for each optional session in the agenda."""
        for session in conference.sessions:
            if session.optional and session.id not in agenda:
                worth = f"its priority is {session.priority}"
                amount = session.priority
                if self.by == "likelihood":
                    worth += f", its likelihood {session.likelihood} %"
                    amount *= session.likelihood
                yield Violation(amount, f'"{session.title}" is left out of the programme ({worth}).', (session.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each optional session that has no place."""
        for number, session in enumerate(terms.grid.conference.sessions):
            if session.optional:
                terms.charge_absence(number, self._price(session))
        return True
