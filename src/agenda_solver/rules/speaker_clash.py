"""No speaker in two places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time import overlaps
from agenda_solver.rules.rule import HARD, Role, Rule, Scope, Severity, Violation

if TYPE_CHECKING:
    from agenda_solver.solver.cost import Cost
    from agenda_solver.solver.decisions import Decisions

__all__ = ["SpeakerClash"]


class SpeakerClash(Rule):
    r"""Two sessions of one person are not at once.

    The amount is the number of unordered pairs of sessions that share at least one person in one of the ``roles`` and
    are at once:

    .. math:: \left|\{\{a, b\} : P_a \cap P_b \ne \emptyset,\ a \text{ and } b \text{ at once}\}\right|

    Under ``scope="time"`` two sessions are at once when their half-open times overlap. Under ``scope="block"`` they are
    when they lie in the same block but in different rooms: people should be able to stay in one room for a block.
    A pair counts once, however many people it shares.

    Source: every scheduler has it; CoSPLib's presenter conflicts (both levels), OptaPlanner's "Speaker conflict".
    """

    id: ClassVar[str] = "speaker_clash"
    unit: ClassVar[str] = "pairs of sessions"
    default_severity: ClassVar[Severity] = HARD

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs"), min_length=1, description="Roles in which a person counts."
    )
    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")

    def applies(self, conference: Conference) -> bool:
        """Whether somebody has two sessions."""
        return bool(self._sessions_of_busy_people(conference))

    def _sessions_of_busy_people(self, conference: Conference) -> dict[str, list[str]]:
        found = conference.sessions_by_person(self.roles)
        return {person: sessions for person, sessions in found.items() if len(sessions) > 1}

    def post(self, decisions: Decisions) -> Cost | None:
        """Let each person's sessions be a clique: at most one at a time, or all in one room of a block."""
        groups = self._sessions_of_busy_people(decisions.conference).values()
        if self.is_hard and self.scope == "time":
            for sessions in groups:
                decisions.at_most_one_at_a_time(sessions)
            return None
        cost = decisions.cost(self.is_hard)
        for first, second in sorted({pair for sessions in groups for pair in combinations(sessions, 2)}):
            together = decisions.at_once(first, second, self.scope, other_room=self.scope == "block")
            if together is not None:
                cost.add(together)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of placed sessions."""
        for first, second in combinations(agenda, 2):
            a, b = conference.session_by_id[first], conference.session_by_id[second]
            shared = [person for person in a.people(self.roles) if person in b.people(self.roles)]
            here, there = agenda[first], agenda[second]
            if self.scope == "time":
                clash = overlaps(here, there)
            else:
                clash = here.block == there.block and here.room != there.room
            if shared and clash:
                names = " and ".join(conference.person_by_id[person].name for person in shared)
                when = conference.clock(max(here.start, there.start))
                message = f'{names} cannot be in "{a.title}" and in "{b.title}" at once ({when}).'
                yield Violation(1, message, (first, second), tuple(shared))
