"""Rooms have what sessions and people need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Person, Session
from agenda_solver.rules.base.reach import NOBODY, Reach
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["RoomFeatures"]


class RoomFeatures(Rule):
    r"""A room has every feature that a session or one of its people requires, and none that they prohibit.

    The amount is the number of tags that are missing or prohibited, summed over the placed sessions:

    .. math:: \sum_{s} \bigl(|R_s \setminus F_{\mathrm{room}_s}| + |X_s \cap F_{\mathrm{room}_s}|\bigr)

    :math:`R_s` are the distinct ``required_features`` of the session and of its people in any role, :math:`X_s` the
    distinct ``prohibited_features`` of both, :math:`F_r` the ``features`` of a room. A feature counts once for a
    session, however many of its people require it.

    Source: OptaPlanner's required and prohibited room tags, of talks and of speakers; PyCon UK's room capabilities.
    """

    id: ClassVar[str] = "room_features"
    unit: ClassVar[str] = "tags"
    default_severity: ClassVar[Severity] = HARD
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        """Whether any session or person requires or prohibits a feature."""
        asking: list[Session | Person] = [*conference.sessions, *conference.people]
        return any(one.required_features or one.prohibited_features for one in asking)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each room for missing and prohibited features, or forbid it."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        features = {room.id: frozenset(room.features) for room in conference.rooms}
        for session in conference.sessions:
            asking: list[Session | Person] = [session, *(conference.person_by_id[p] for p in session.people())]
            required = {feature for one in asking for feature in one.required_features}
            prohibited = {feature for one in asking for feature in one.prohibited_features}
            if required or prohibited:
                rooms = list(decisions.rooms(session.id))
                wrong = {r: len(required - features[r]) + len(prohibited & features[r]) for r in rooms}
                cost.rooms(session.id, wrong)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the room of each session with each required and prohibited feature."""
        for id, placed in agenda.items():
            session, room = conference.session_by_id[id], conference.room_by_id[placed.room]
            people = [conference.person_by_id[person] for person in session.people()]
            asking: list[Session | Person] = [session, *people]
            for feature in sorted({feature for one in asking for feature in one.required_features}):
                if feature not in room.features:
                    by = [one for one in asking if feature in one.required_features]
                    message = f'"{session.title}" is in {room.name}, which lacks {feature} (needed by {_names(by)}).'
                    yield Violation(1, message, (id,), _people(by), (room.id,))
            for feature in sorted({feature for one in asking for feature in one.prohibited_features}):
                if feature in room.features:
                    by = [one for one in asking if feature in one.prohibited_features]
                    message = f'"{session.title}" is in {room.name}, which has {feature} (ruled out by {_names(by)}).'
                    yield Violation(1, message, (id,), _people(by), (room.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each session for the missing and the prohibited features of each room."""
        conference = terms.grid.conference
        for number, session in enumerate(conference.sessions):
            asking: list[Session | Person] = [
                session,
                *(conference.person_by_id[person] for person in session.people()),
            ]
            needed = {feature for one in asking for feature in one.required_features}
            barred = {feature for one in asking for feature in one.prohibited_features}
            amounts = {
                room: len(needed.difference(found.features)) + len(barred.intersection(found.features))
                for room, found in enumerate(conference.rooms)
            }
            terms.charge_rooms(number, amounts)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own room matters."""
        # Tabu search derives its tables from this reach.
        return Reach(NOBODY, time="never")


def _names(asking: list[Session | Person]) -> str:
    return listed(one.name if isinstance(one, Person) else "the session" for one in asking)


def _people(asking: list[Session | Person]) -> tuple[str, ...]:
    return tuple(one.id for one in asking if isinstance(one, Person))
