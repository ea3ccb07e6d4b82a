"""Alternatives: one of two sessions takes place, or a given number of a set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import MAX_COUNT
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import SelectionOfSome
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["OneOf"]


class OneOf(Rule):
    r"""Exactly one session of each set of alternatives takes place, or a given number, or at most that number.

    The amount is the number of sessions that are in the agenda beyond ``count`` or, unless fewer are allowed, are
    missing:

    .. math:: \sum_{S \in \mathrm{sets}} \left|\,n_S - \min(\mathrm{count}, |S|)\,\right|,
        \quad n_S = \left|\{s \in S : s\ \text{has a place}\}\right|

    With ``exactly=False`` a set costs nothing if fewer of its sessions take place. A set has to leave a choice: if the
    rule is hard, a set with more than ``count`` sessions that are not optional is a mistake in the input. A set with
    fewer sessions than ``count``, perhaps because one was cancelled, requires all of its sessions. Each set counts
    separately. Leaving out a session of a set still has the cost of ``unscheduled``.

    Source: committees that wait for one of two speakers, and keep the talk of the other as a replacement.
    """

    id: ClassVar[str] = "one_of"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = HARD

    sets: tuple[SelectionOfSome, ...] = Field(
        default=(), description="Sets of alternatives, by their ids or titles, or by a tag."
    )
    count: Annotated[int, Field(ge=1, le=MAX_COUNT)] = Field(
        default=1, description="How many sessions of each set take place."
    )
    exactly: bool = Field(default=True, description="Whether the number has to be exact; if not, fewer are allowed.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown id or tag; if hard, also for each set with too many required sessions."""
        for number, selection in enumerate(self.sets):
            place = f"sets[{number}]"
            unknown = list(selection.problems(conference, place))
            yield from unknown
            if unknown or not self.is_hard:
                continue
            certain = [id for id in selection.members(conference) if not conference.session_by_id[id].optional]
            if len(certain) > self.count:
                titles = listed(f'"{conference.session_by_id[id].title}"' for id in certain)
                limit = f"{'exactly' if self.exactly else 'at most'} {self.count}"
                yield Problem(place, f"{limit} can take place, but {titles} are not optional; make them optional")

    def applies(self, conference: Conference) -> bool:
        """Whether a set has more sessions than may take place, or can fall short of an exact number."""
        return any(self._leaves_a_choice(conference, selection.members(conference)) for selection in self.sets)

    def _leaves_a_choice(self, conference: Conference, members: tuple[str, ...]) -> bool:
        optional = any(conference.session_by_id[id].optional for id in members)
        return len(members) > self.count or (self.exactly and optional)

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Bound the number of sessions of each set, or charge the excess and the shortage."""
        cost = decisions.cost(self.is_hard)
        for selection in self.sets:
            present = [decisions.present(id) for id in selection.members(decisions.conference)]
            wanted = min(self.count, len(present))
            if self.is_hard:
                decisions.model.add_linear_constraint(sum(present), wanted if self.exactly else 0, wanted)
                continue
            cost.add(decisions.excess(present, wanted))
            if self.exactly:
                missing = decisions.model.new_int_var(0, wanted, "")
                decisions.model.add(missing >= wanted - sum(present))
                cost.add(missing)
        return None if self.is_hard else cost

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the sessions of each set that have a place."""
        for selection in self.sets:
            members = selection.members(conference)
            placed = [id for id in members if id in agenda]
            most = min(self.count, len(members))
            if len(placed) > most or (self.exactly and len(placed) < most):
                titles = listed(f'"{conference.session_by_id[id].title}"' for id in members)
                found = f"{len(placed) or 'none'} {'take' if len(placed) > 1 else 'takes'} place"
                limit = f"{'exactly' if self.exactly else 'at most'} {most}"
                message = f"Of the alternatives {titles}, {found}; it should be {limit}."
                yield Violation(abs(len(placed) - most), message, tuple(placed or members))

    def quick(self, terms: Terms) -> bool:
        """Charge the number of placed sessions of each set."""
        for selection in self.sets:
            members = [terms.grid.number_of_session[id] for id in selection.members(terms.grid.conference)]
            wanted = min(self.count, len(members))
            missing = wanted if self.exactly else 0
            # A count of 0 must cost nothing, so the shortage of an empty agenda is a constant.
            terms.constant += missing
            terms.charge_counts(dict.fromkeys(members, 1), "conference", self._excess_cost(wanted, missing))
        return True

    def _excess_cost(self, wanted: int, missing: int) -> Callable[[int, int], int]:
        def cost(_class: int, count: int) -> int:
            short = wanted - count if self.exactly else 0
            return max(0, count - wanted, short) - missing

        return cost
