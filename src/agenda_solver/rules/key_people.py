"""Whoever has to follow a session is not needed elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Rule, Scope, Violation
from agenda_solver.rules.base.sentences import listed, titles_of
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["KeyPeople"]


class KeyPeople(Rule):
    r"""People who are required in a session are not needed in another one at once.

    The amount is the number of unordered pairs of sessions that are at once, where somebody among the required people
    of one of them has any role in the other:

    .. math:: \left|\{\{a, b\} : (R_a \cap P_b) \cup (P_a \cap R_b) \ne \emptyset,\ a \text{ and } b
              \text{ at once}\}\right|

    :math:`R_s` are the ``required_people`` of a session, :math:`P_s` its people in all roles. Under ``scope="time"``
    two sessions are at once when their half-open times overlap, under ``scope="block"`` when they are in the same
    block. A pair counts once, however many people it shares; with ``count="people"`` it counts once for each of them:

    .. math:: \sum_{\{a, b\}\ \text{at once}} |(R_a \cap P_b) \cup (P_a \cap R_b)|

    People whom two sessions share only as speakers, moderators or chairs are covered by ``speaker_clash``.

    Source: the "key people" of corporate and governmental meetings; pretalx and the literature only have speakers. The
    IETF's planning counts people.
    """

    id: ClassVar[str] = "key_people"
    unit: ClassVar[str] = "pairs of sessions, or people"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")
    count: Literal["pairs", "people"] = Field(
        default="pairs", description="Whether a pair counts once, or once for each person whom its sessions share."
    )

    @property
    def measured_in(self) -> str:
        """Pairs of sessions, or the people whom they share."""
        return "pairs of sessions" if self.count == "pairs" else "people"

    def applies(self, conference: Conference) -> bool:
        """Whether somebody who is required in a session has a role in another one."""
        return any(
            required and len(required) + len(others) > 1
            for required, others in self._required_and_other_sessions(conference)
        )

    def _required_and_other_sessions(self, conference: Conference) -> list[tuple[list[str], list[str]]]:
        """For each person, the sessions that require them and those in which they only have other roles."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for session in conference.sessions:
            for person in session.people():
                sides = found.setdefault(person, ([], []))
                sides[person not in session.required_people].append(session.id)
        return list(found.values())

    def _amounts(self, conference: Conference) -> dict[tuple[str, str], int]:
        """Return the amount of each pair of sessions at once that share a person whom one of them requires."""
        people = Counter(
            (a, b) if a < b else (b, a)
            for required, others in self._required_and_other_sessions(conference)
            for a, b in [*combinations(required, 2), *product(required, others)]
        )
        return {pair: number if self.count == "people" else 1 for pair, number in sorted(people.items())}

    def post(self, decisions: Decisions) -> Cost | None:
        """Make each person's required sessions a clique, with each of their other sessions, or charge the pairs."""
        if self.is_hard and self.scope == "time":
            for required, others in self._required_and_other_sessions(decisions.conference):
                for group in [[*required, other] for other in others] or [required]:
                    decisions.at_most_one_at_a_time(group)
            return None
        cost = decisions.cost(self.is_hard)
        for (first, second), amount in self._amounts(decisions.conference).items():
            cost.add(decisions.at_once(first, second, self.scope), amount)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of placed sessions."""
        for first, second in combinations(agenda, 2):
            a, b = conference.session_by_id[first], conference.session_by_id[second]
            shared = [
                person
                for person in a.people()
                if person in b.people() and (person in a.required_people or person in b.required_people)
            ]
            here, there = agenda[first], agenda[second]
            at_once = overlaps(here, there) if self.scope == "time" else here.block == there.block
            if shared and at_once:
                names = listed(conference.person_by_id[person].name for person in shared)
                when = conference.clock(max(here.start, there.start))
                titles = " and ".join(titles_of(agenda, (first, second)))
                message = f"{names} must be able to follow {titles}, which are at once ({when})."
                amount = len(shared) if self.count == "people" else 1
                yield Violation(amount, message, (first, second), tuple(shared))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs that share somebody whom one of them requires."""
        number = terms.grid.number_of_session
        for (first, second), amount in self._amounts(terms.grid.conference).items():
            terms.charge_at_once(number[first], number[second], self.scope, amount)
        return True
