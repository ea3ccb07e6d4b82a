"""Sessions that are not recorded are not at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Tag
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.rules.base.rule import Problem, Rule, Scope, Violation
from agenda_solver.rules.base.sentences import titles_of
from agenda_solver.rules.base.severity import OFF, Severity
from agenda_solver.rules.shared.clashes import pairs_at_once

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["UnrecordedClash"]


class UnrecordedClash(Rule):
    r"""Two sessions that will not be recorded are not at once: nobody can watch the other one later.

    The amount is the number of unordered pairs of sessions that are at once and neither of which is recorded:

    .. math:: \left|\{\{a, b\} : a, b \text{ not recorded},\ a \text{ and } b \text{ at once}\}\right|

    A session is not recorded when it carries one of the ``unrecorded`` tags; with a ``camera`` feature also when its
    room does not have that feature, whatever the session is. So a session may be recorded in one room and not in
    another.

    Under ``scope="time"`` two sessions are at once when their half-open times overlap; under ``scope="block"`` when
    they are in one block but in different rooms.

    Source: requests of conferences that publish recordings, in the issue trackers of planning tools.
    """

    id: ClassVar[str] = "unrecorded_clash"
    unit: ClassVar[str] = "pairs of sessions"
    default_severity: ClassVar[Severity] = OFF
    bears_absence: ClassVar[bool] = True

    unrecorded: tuple[Tag, ...] = Field(
        default=("not recorded",), description="Tags of sessions that are not recorded wherever they are."
    )
    camera: Tag | None = Field(
        default=None, description="The feature of rooms in which sessions are recorded; without it, all rooms have it."
    )
    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each given tag that no session carries, and for a feature that no room has."""
        tags = {tag for session in conference.sessions for tag in session.tags}
        for number, tag in enumerate(self.unrecorded if "unrecorded" in self.model_fields_set else ()):
            if tag not in tags:
                yield Problem(f"unrecorded[{number}]", f'no session carries the tag "{tag}"{guess(tag, sorted(tags))}')
        features = {feature for room in conference.rooms for feature in room.features}
        if self.camera is not None and self.camera not in features:
            yield Problem("camera", f'no room has the feature "{self.camera}"{guess(self.camera, sorted(features))}')

    def applies(self, conference: Conference) -> bool:
        """Whether two sessions may not be recorded."""
        tagged, bare = self._tagged(conference), self._rooms_without_recording(conference)
        return sum(1 for s in conference.sessions if s.id in tagged or bare & {*conference.rooms_open_to[s.id]}) > 1

    def _tagged(self, conference: Conference) -> frozenset[str]:
        """Return the sessions that are not recorded in any room."""
        return frozenset(s.id for s in conference.sessions if not set(self.unrecorded).isdisjoint(s.tags))

    def _rooms_without_recording(self, conference: Conference) -> frozenset[str]:
        """Return the rooms in which nothing is recorded."""
        rooms = conference.rooms if self.camera is not None else ()
        return frozenset(room.id for room in rooms if self.camera not in room.features)

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each pair at once of which neither is recorded; a hard rule by time makes tagged sessions a clique."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        tagged, bare = self._tagged(conference), self._rooms_without_recording(conference)
        by_cliques = self.is_hard and self.scope == "time"
        if by_cliques:
            decisions.at_most_one_at_a_time(sorted(tagged, key=conference.session_rank.__getitem__))
        for first, second in combinations([session.id for session in conference.sessions], 2):
            if by_cliques and first in tagged and second in tagged:
                continue
            sides = [_not_recorded(decisions, id, bare) for id in (first, second) if id not in tagged]
            together = decisions.at_once(first, second, self.scope, other_room=True) if all(sides) else None
            if together is None:
                continue
            charged = together
            if sides:
                charged = decisions.model.new_bool_var("")
                decisions.model.add(together + sum(map(sum, sides)) <= len(sides) + charged)
            cost.add(charged)
        return cost

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of sessions that run at once."""
        without_camera = {
            room.id for room in conference.rooms if self.camera is not None and self.camera not in room.features
        }
        missed = {
            id
            for id, place in agenda.items()
            if place.room in without_camera or any(tag in self.unrecorded for tag in conference.session_by_id[id].tags)
        }
        for first, second in pairs_at_once(agenda, self.scope):
            if first in missed and second in missed:
                titles = " and ".join(titles_of(agenda, (first, second)))
                how = "at once" if self.scope == "time" else "in different rooms of one block"
                when = conference.clock(max(agenda[first].start, agenda[second].start))
                message = f"{titles} are {how} ({when}), and neither is recorded."
                yield Violation(1, message, (first, second), rooms=(agenda[first].room, agenda[second].room))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs by their times, and also by their rooms if a recording depends on them."""
        conference = terms.grid.conference
        tagged, bare = self._tagged(conference), self._rooms_without_recording(conference)
        for a, b in combinations(range(len(conference.sessions)), 2):
            always = [conference.sessions[number].id in tagged for number in (a, b)]
            if all(always):
                terms.charge_at_once(a, b, self.scope, other_room=True)
            elif bare:
                terms.charge_pair(a, b, self._relation(terms, bare, always), sees_room=True)
        return True

    def _relation(self, terms: Terms, bare: frozenset[str], always: list[bool]) -> Relation:
        grid, by_time = terms.grid, self.scope == "time"
        start, end, block = grid.start, grid.end, grid.block
        first, second = ([one or room.id in bare for room in grid.conference.rooms] for one in always)

        def relation(t: int, r: int, u: int, q: int) -> int:
            if not (first[r] and second[q]):
                return 0
            return int(start[t] < end[u] and start[u] < end[t]) if by_time else int(block[t] == block[u] and r != q)

        return relation


def _not_recorded(decisions: Decisions, session: str, bare: frozenset[str]) -> list[Literal]:
    """Return literals of which one is true exactly if a session is in a bare room."""
    return [decisions.in_room(session, room) for room in decisions.rooms(session) if room in bare]
