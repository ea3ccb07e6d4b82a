"""Good and bad rooms for a session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Count, Id, Room, Session
from agenda_solver.rules._words import counted, listed
from agenda_solver.rules.rule import Problem, Rule, Severity, Violation, soft

if TYPE_CHECKING:
    from agenda_solver.solver.cost import Cost
    from agenda_solver.solver.decisions import Decisions

__all__ = ["RoomPreference", "RoomWish"]


class RoomWish(BaseModel):
    """One row of the table: what a session, or each session of a track, costs in a room."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    session: Id | None = Field(default=None, description="Id of the session that the row is about.")
    track: Id | None = Field(default=None, description="Id of the track whose sessions the row is about.")
    room: Id = Field(description="Id of the room.")
    amount: Count = Field(description="Points for each such session in that room.")

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if (self.session is None) == (self.track is None):
            raise ValueError("give exactly one of session and track")
        return self

    def is_about(self, session: Session) -> bool:
        """Whether the row names the session, or its track."""
        return session.id == self.session if self.track is None else session.track == self.track


class RoomPreference(Rule):
    r"""Sessions lie in rooms that suit them.

    The amount is the sum over the placed sessions of what their room costs them:

    .. math:: \sum_{s} \Bigl(\sum_{t \in T(s, \mathrm{room}_s)} \mathrm{amount}_t + |P_s \setminus F_{\mathrm{room}_s}|
              + |U_s \cap F_{\mathrm{room}_s}| + h \cdot |\{p \in s : \mathrm{home}_p \ne
              \mathrm{building}_{\mathrm{room}_s}\}|\Bigr)

    :math:`T(s, r)` are the rows of ``tables`` for the session, or its track, and the room; all that fit add up.
    :math:`P_s` and :math:`U_s` are the distinct preferred and undesired features of the session, :math:`F_r` the
    features of a room. :math:`h` is ``home_building_amount``, charged for each person in any role who has a home
    building and would have to leave it; a room without a building is nobody's home.

    Source: CoSPLib's penalties of tracks and of submissions for rooms; OptaPlanner's preferred and undesired room tags.
    """

    id: ClassVar[str] = "room_preference"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    narrows: ClassVar[bool] = True

    tables: tuple[RoomWish, ...] = Field(default=(), description="What rooms cost sessions and tracks, in points.")
    home_building_amount: Count = Field(
        default=0, description="Points for each person of a session who would have to leave their home building."
    )

    def problems(self, conference: Conference) -> Iterable[Problem]:
        """Return the sessions, tracks and rooms of the tables that the conference does not have."""
        for number, row in enumerate(self.tables):
            if row.session is not None and row.session not in conference.session_by_id:
                yield Problem(f"tables[{number}].session", f'no session has the id "{row.session}"')
            if row.track is not None and row.track not in conference.track_by_id:
                yield Problem(f"tables[{number}].track", f'no track has the id "{row.track}"')
            if row.room not in conference.room_by_id:
                yield Problem(f"tables[{number}].room", f'no room has the id "{row.room}"')

    def applies(self, conference: Conference) -> bool:
        """Whether any room could be better or worse than another."""
        return (
            bool(self.tables)
            or any(session.preferred_features or session.undesired_features for session in conference.sessions)
            or (self.home_building_amount > 0 and any(person.home_building for person in conference.people))
        )

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session for each room, or strike the room out."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        wishes: dict[tuple[str | None, str | None], dict[str, int]] = {}
        for row in self.tables:
            by_room = wishes.setdefault((row.session, row.track), {})
            by_room[row.room] = by_room.get(row.room, 0) + row.amount
        for session in conference.sessions:
            tables = [wishes.get((session.id, None), {})]
            tables += [wishes.get((None, session.track), {})] if session.track is not None else []
            homes = [conference.person_by_id[person].home_building for person in session.people()]
            wanted, unwanted = set(session.preferred_features), set(session.undesired_features)
            amounts: dict[str, int] = {}
            for id in list(decisions.rooms(session.id)):
                room = conference.room_by_id[id]
                away = sum(home is not None and home != room.building for home in homes)
                features = len(wanted.difference(room.features)) + len(unwanted.intersection(room.features))
                amounts[id] = sum(t.get(id, 0) for t in tables) + features + away * self.home_building_amount
            cost.rooms(session.id, amounts)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look every session up in the table, and hold its room against every wish."""
        for id, placed in agenda.items():
            session, room = conference.session_by_id[id], conference.room_by_id[placed.room]
            for row in self.tables:
                if row.amount and row.room == room.id and row.is_about(session):
                    message = f'{room.name} does not suit "{session.title}" ({counted(row.amount, "point")}).'
                    yield Violation(row.amount, message, (id,), rooms=(room.id,))
            yield from _features_amiss(session, room)
            for person in session.people():
                somebody = conference.person_by_id[person]
                if self.home_building_amount and somebody.home_building not in (None, room.building):
                    home = next(b.name for b in conference.buildings if b.id == somebody.home_building)
                    message = f'{somebody.name} has to leave {home} for "{session.title}" in {room.name}.'
                    yield Violation(self.home_building_amount, message, (id,), (person,), (room.id,))


def _features_amiss(session: Session, room: Room) -> Iterator[Violation]:
    lacking = sorted({feature for feature in session.preferred_features if feature not in room.features})
    present = sorted({feature for feature in session.undesired_features if feature in room.features})
    if lacking:
        message = f'"{session.title}" would like {listed(lacking)}, which {room.name} lacks.'
        yield Violation(len(lacking), message, (session.id,), rooms=(room.id,))
    if present:
        message = f'"{session.title}" would rather not have {listed(present)}, which {room.name} has.'
        yield Violation(len(present), message, (session.id,), rooms=(room.id,))
