"""Good and bad rooms for a session."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, RoomId, SessionId, TrackId
from agenda_solver.model.parts import Room, Session
from agenda_solver.rules.base.quick_terms import charge_used_cells, slots_touched
from agenda_solver.rules.base.reach import EVERYTHING, NOBODY, Reach
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Row, unknown_ends
from agenda_solver.rules.base.sentences import counted, listed
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["RoomPreference", "RoomWish"]


class RoomWish(Row):
    """One row of the table: what a session, or each session of a track, costs in a room."""

    session: SessionId | None = Field(default=None, description="Id or title of the session that the row is about.")
    track: TrackId | None = Field(default=None, description="Id or name of the track whose sessions the row is about.")
    room: RoomId = Field(description="Id or name of the room.")
    amount: Count = Field(description="Points for each such session in that room.")

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if (self.session is None) == (self.track is None):
            raise ValueError("give exactly one of session and track")
        return self


class RoomPreference(Rule):
    r"""Sessions are in rooms that suit them.

    The amount is the sum over the placed sessions of what their room costs them:

    .. math:: \sum_{s} \Bigl(\sum_{t \in T(s, \mathrm{room}_s)} \mathrm{amount}_t + |P_s \setminus F_{\mathrm{room}_s}|
              + |U_s \cap F_{\mathrm{room}_s}| + h \cdot |\{p \in s : \mathrm{home}_p \ne
              \mathrm{building}_{\mathrm{room}_s}\}|\Bigr) \cdot k_s + C

    :math:`T(s, r)` are the rows of ``tables`` for the session, or its track, and the room; all that fit add up.
    :math:`P_s` and :math:`U_s` are the distinct preferred and undesired features of the session, :math:`F_r` the
    features of a room. :math:`h` is ``home_building_amount``, charged for each person in any role who has a home
    building and would have to leave it; a room without a building is nobody's home.
    :math:`k_s` is 1, or with ``per_slot=True`` the number of slots of its block that the session touches. :math:`C` is
    0.

    With ``tracks_by="cell"`` the rows that name a track are not in :math:`T(s, r)`. They count once for each block in
    which the track uses the room, however many sessions it has there:

    .. math:: C = \sum_{\text{track}\ x} \sum_r \left|\{\mathrm{block}_s : s \in x,\ \mathrm{room}_s = r\}\right|
              \cdot \sum_{t \in T(x, r)} \mathrm{amount}_t

    :math:`T(x, r)` are the rows for the track and the room. Slots do not multiply them.

    Source: CoSPLib's penalties of tracks and of submissions for rooms; OptaPlanner's preferred and undesired room tags.
    """

    id: ClassVar[str] = "room_preference"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    tables: tuple[RoomWish, ...] = Field(default=(), description="What rooms cost sessions and tracks, in points.")
    home_building_amount: Count = Field(
        default=0, description="Points for each person of a session who would have to leave their home building."
    )
    per_slot: bool = Field(default=False, description="Whether a session costs its points for each slot that it takes.")
    tracks_by: Literal["session", "cell"] = Field(
        default="session",
        description="Whether a row for a track counts for each of its sessions, or once for each block in which it "
        "uses the room.",
    )

    def problems(self, conference: Conference) -> Iterable[Problem]:
        """Return a problem for each unknown session, track or room in the tables."""
        for number, row in enumerate(self.tables):
            kinds = {"session": "sessions", "track": "tracks", "room": "rooms"}
            yield from unknown_ends(conference, row, kinds, f"tables[{number}]")

    def applies(self, conference: Conference) -> bool:
        """Whether the rule has a table, or any session or person a preference."""
        return (
            bool(self.tables)
            or any(session.preferred_features or session.undesired_features for session in conference.sessions)
            or (self.home_building_amount > 0 and any(person.home_building for person in conference.people))
        )

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session for each room, or forbid the room."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        wishes: dict[tuple[str | None, str | None], dict[str, int]] = {}
        for row in self.tables:
            by_room = wishes.setdefault((row.session, row.track), {})
            by_room[row.room] = by_room.get(row.room, 0) + row.amount
        # A hard rule forbids the room to the whole track, so the way of counting does not matter.
        by_cell = self.tracks_by == "cell" and not self.is_hard
        for track, block in product(conference.tracks, conference.blocks) if by_cell else ():
            for room, amount in wishes.get((None, track.id), {}).items():
                used = decisions.track_in_cell(track.id, block.id, room) if amount else decisions.never
                if used.index != decisions.never.index:
                    cost.add(used, amount)
        for session in conference.sessions:
            tables = [wishes.get((session.id, None), {})]
            tables += [wishes.get((None, session.track), {})] if session.track is not None and not by_cell else []
            self._charge(decisions, cost, session, tables)
        return cost

    def _charge(self, decisions: Decisions, cost: Cost, session: Session, tables: list[dict[str, int]]) -> None:
        """Charge a session for its rooms, multiplied by its slots if these count."""
        conference = decisions.conference
        homes = [conference.person_by_id[person].home_building for person in session.people()]
        wanted, unwanted = set(session.preferred_features), set(session.undesired_features)
        amounts: dict[str, int] = {}
        for id in decisions.rooms(session.id):
            room = conference.room_by_id[id]
            away = sum(home is not None and home != room.building for home in homes)
            features = len(wanted.difference(room.features)) + len(unwanted.intersection(room.features))
            amounts[id] = sum(t.get(id, 0) for t in tables) + features + away * self.home_building_amount
        if not self.per_slot:
            cost.rooms(session.id, amounts)
            return
        # The number of slots that begin before its end, minus those that end before its start.
        slots = {
            p: bisect_left(conference.boundaries[p.block], p.end) - p.slot for p in decisions.positions(session.id)
        }
        charged = {room: amount for room, amount in amounts.items() if amount}
        cost.places(session.id, {(p, room): n * amount for room, amount in charged.items() for p, n in slots.items()})

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look up each session and track in the table, and compare its room with each wish."""
        table = self._rows_by_subject
        cells: dict[tuple[str, str, str], list[str]] = {}
        for id, placed in agenda.items():
            session, room = conference.session_by_id[id], conference.room_by_id[placed.room]
            slots = _slots_touched(conference, placed) if self.per_slot else 1
            rows = list(table.get(("session", id, room.id), ()))
            if session.track is not None and self.tracks_by == "session":
                rows += table.get(("track", session.track, room.id), ())
            elif session.track is not None:
                cells.setdefault((session.track, placed.block, room.id), []).append(id)
            for amount in (row.amount * slots for row in rows if row.amount):
                message = f'{room.name} does not suit "{session.title}" ({counted(amount, "point")}).'
                yield Violation(amount, message, (id,), rooms=(room.id,))
            yield from _features_amiss(session, room, slots)
            for person in session.people():
                somebody = conference.person_by_id[person]
                if self.home_building_amount and somebody.home_building not in (None, room.building):
                    home = next(b.name for b in conference.buildings if b.id == somebody.home_building)
                    message = f'{somebody.name} has to leave {home} for "{session.title}" in {room.name}.'
                    yield Violation(self.home_building_amount * slots, message, (id,), (person,), (room.id,))
        for (track, block, where), here in cells.items():
            for row in table.get(("track", track, where), ()):
                if row.amount:
                    yield _track_amiss(conference, row, block, tuple(here))

    @cached_property
    def _rows_by_subject(self) -> dict[tuple[str, str, str], list[RoomWish]]:
        """The rows by session or track and by room, for fast lookup in large tables."""
        found: dict[tuple[str, str, str], list[RoomWish]] = {}
        for row in self.tables:
            subject = ("session", row.session) if row.session is not None else ("track", str(row.track))
            found.setdefault((*subject, row.room), []).append(row)
        return found

    def quick(self, terms: Terms) -> bool:
        """Charge each session for each room, and each track for the cells that it uses."""
        grid, conference = terms.grid, terms.grid.conference
        of_session: dict[tuple[str, str], int] = {}
        of_track: dict[tuple[str, str], int] = {}
        for row in self.tables:
            known, subject = (of_track, row.track) if row.session is None else (of_session, row.session)
            known[str(subject), row.room] = known.get((str(subject), row.room), 0) + row.amount
        slots = slots_touched(grid)
        for number, session in enumerate(conference.sessions):
            track = session.track if self.tracks_by == "session" else None
            amounts = {}
            for room, found in enumerate(conference.rooms):
                amount = of_session.get((session.id, found.id), 0) + of_track.get((str(track), found.id), 0)
                if amount := amount + self._wishes(conference, session, found):
                    amounts[room] = amount
            if self.per_slot:
                places = {(t, r): slots[t] * amount for r, amount in amounts.items() for t in grid.times_of[number]}
                terms.charge_places(number, places)
            else:
                terms.charge_rooms(number, amounts)
        if self.tracks_by == "cell":
            self._count_cells(terms, of_track)
        return True

    def _wishes(self, conference: Conference, session: Session, room: Room) -> int:
        """Return the amount of a room for a session by features and home buildings."""
        homes = (conference.person_by_id[person].home_building for person in session.people())
        away = sum(1 for home in homes if home not in (None, room.building))
        lacking = set(session.preferred_features).difference(room.features)
        present = set(session.undesired_features).intersection(room.features)
        return len(lacking) + len(present) + away * self.home_building_amount

    @staticmethod
    def _count_cells(terms: Terms, of_track: Mapping[tuple[str, str], int]) -> None:
        grid, conference = terms.grid, terms.grid.conference
        rooms = len(conference.rooms)
        for track in conference.tracks:
            amounts = [of_track.get((track.id, room.id), 0) for room in conference.rooms]
            if any(amounts):
                charge_used_cells(
                    terms, track.id, [amounts[cell % rooms] for cell in range(grid.number_of_classes("cell"))]
                )

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own room matters, with its time if slots count, unless cells are counted."""
        # Tabu search derives its tables from this reach.
        return EVERYTHING if self.tracks_by == "cell" else Reach(NOBODY, time="start" if self.per_slot else "never")


def _slots_touched(conference: Conference, placed: Placement) -> int:
    slots = pairwise(conference.boundaries[placed.block])
    return sum(1 for begin, end in slots if begin < placed.end and placed.start < end)


def _track_amiss(conference: Conference, row: RoomWish, block: str, sessions: tuple[str, ...]) -> Violation:
    track, room = conference.track_by_id[str(row.track)], conference.room_by_id[row.room]
    when = conference.clock(conference.block_span[block].start)
    points = counted(row.amount, "point")
    message = f'{room.name} does not suit the track "{track.name}", which is there in the block of {when} ({points}).'
    return Violation(row.amount, message, sessions, rooms=(room.id,), tracks=(track.id,))


def _features_amiss(session: Session, room: Room, slots: int) -> Iterator[Violation]:
    lacking = sorted({feature for feature in session.preferred_features if feature not in room.features})
    present = sorted({feature for feature in session.undesired_features if feature in room.features})
    if lacking:
        message = f'"{session.title}" would like {listed(lacking)}, which {room.name} lacks.'
        yield Violation(len(lacking) * slots, message, (session.id,), rooms=(room.id,))
    if present:
        message = f'"{session.title}" would rather not have {listed(present)}, which {room.name} has.'
        yield Violation(len(present) * slots, message, (session.id,), rooms=(room.id,))
