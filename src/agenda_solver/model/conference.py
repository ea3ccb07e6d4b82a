"""The conference: everything a committee knows, frozen, checked, and indexed for those who compute with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from itertools import product
from typing import Annotated, Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.attributes import Attributes
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.masses import counted, refuse_masses
from agenda_solver.model.moments import at_clock, moment_in
from agenda_solver.model.names import NameIndex
from agenda_solver.model.naming import NOUNS, Names
from agenda_solver.model.occurrences import told_of_the_written, with_occurrences
from agenda_solver.model.orders import Orders
from agenda_solver.model.parts import (
    Block,
    Break,
    Building,
    Day,
    Id,
    Part,
    Person,
    PublishedPlacement,
    Room,
    RuleSetting,
    Session,
    Text,
    Track,
    Votes,
    Walk,
    Window,
    ZoneName,
)
from agenda_solver.model.placing import aware, placement, placement_at, placements
from agenda_solver.model.pointing import Meaning
from agenda_solver.model.references import with_early_ids, with_ids
from agenda_solver.model.settings import with_checked_settings
from agenda_solver.model.telling import clock, dated, offsets
from agenda_solver.model.time import TimeSlot, minutes_between
from agenda_solver.model.validation import mistakes_in_parts, mistakes_in_raw, with_wall_clocks

__all__ = ["Conference", "Position"]

FORMAT = "agenda-solver/conference/1"


class Position(NamedTuple):
    """A start that a session could have: a block, the number of its first slot, and the minutes it would take."""

    block: str
    slot: int
    start: int
    end: int


class Conference(Part):
    """A conference to schedule.

    Ids are unique within their kind. The order of days, blocks, rooms and tracks is the committee's and has meaning
    (blocks that follow each other here are consecutive). For each further time that a
    session with ``occurrences`` takes place there is a session at the end of ``sessions``. Nothing can be changed;
    ``conference.replace(...)`` returns a new one, checked again.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its place, when something is wrong.
    """

    # Not strict about the collections of parts: Part itself is strict about the values.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    format: str = Field(default=FORMAT, pattern=r"^agenda-solver/conference/1$")
    id: Id
    name: Text
    time_zone: ZoneName
    notes: str | None = None
    sources: tuple[str, ...] = ()
    attributes: Attributes = Attributes()
    days: tuple[Day, ...]
    blocks: tuple[Block, ...]
    breaks: tuple[Break, ...] = ()
    buildings: tuple[Building, ...] = ()
    walks: tuple[Walk, ...] = ()
    rooms: tuple[Room, ...]
    people: tuple[Person, ...] = ()
    tracks: tuple[Track, ...] = ()
    sessions: tuple[Session, ...]
    votes: tuple[Votes, ...] = ()
    default_rules: bool = True
    rules: tuple[Annotated[RuleSetting, Field(strict=False)], ...] = ()
    published: tuple[PublishedPlacement, ...] | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _find_all_mistakes(cls, raw: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(raw, cls):
            return raw
        refuse_masses(raw)
        raw = with_early_ids(raw)
        raw, wall_clock_mistakes = with_wall_clocks(raw)
        whole, occurrence_mistakes = with_occurrences(raw)
        whole = with_ids(whole)
        before = [*wall_clock_mistakes, *occurrence_mistakes]
        try:
            conference = handler(whole)
        except ValidationError as error:
            found = [*before, *told_of_the_written(mistakes_in_raw(whole, error), raw)]
            raise InvalidInput(found, count=counted(error)) from error
        if mistakes := [*before, *told_of_the_written(mistakes_in_parts(conference), raw)]:
            raise InvalidInput(mistakes)
        return conference

    @staticmethod
    def build(id: str, name: str, time_zone: str) -> ConferenceBuilder:
        """Begin a conference in Python, without a file; see :class:`ConferenceBuilder`."""
        return ConferenceBuilder(id, name, time_zone)

    def replace(self, **changes: Any) -> Conference:
        """Return a conference with some fields changed, checked like a new one, its rule settings as well.

        Raises
        ------
        InvalidInput
            With every mistake that was found.
        """
        return with_checked_settings(self.with_fields(**changes))

    def with_fields(self, **changes: Any) -> Conference:
        """Return a conference with some fields changed, as a step on the way: rule settings are not looked at.

        Raises
        ------
        InvalidInput
            With every other mistake that was found.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Conference(**{**fields, **changes})

    # --- parts by id -----------------------------------------------------------------------------------------------

    @cached_property
    def day_by_id(self) -> dict[str, Day]:
        """Days by id."""
        return {day.id: day for day in self.days}

    @cached_property
    def block_by_id(self) -> dict[str, Block]:
        """Blocks by id."""
        return {block.id: block for block in self.blocks}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        """Rooms by id."""
        return {room.id: room for room in self.rooms}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def track_by_id(self) -> dict[str, Track]:
        """Tracks by id."""
        return {track.id: track for track in self.tracks}

    @cached_property
    def session_by_id(self) -> dict[str, Session]:
        """Sessions by id."""
        return {session.id: session for session in self.sessions}

    @cached_property
    def names(self) -> Mapping[str, NameIndex]:
        """For each kind of parts ("sessions", "rooms", "people" ...) what finds them by id or by name."""
        return Names({kind: getattr(self, kind) for kind in NOUNS}, self.zone)

    def find(self, kind: str, text: str, place: str = "") -> str:
        """Return the id of the part that somebody means by an id or a name.

        Parameters
        ----------
        kind
            "sessions", "rooms", "people", "tracks", "days", "blocks" or "buildings".
        text
            What was written.
        place
            Where it was written, for the message.

        Raises
        ------
        InvalidInput
            When nothing is called so, or several parts are.
        """
        try:
            return self.names[kind].id_of(text)
        except ValueError as error:
            raise InvalidInput.single(str(error), place) from error

    @property
    def meaning(self) -> Meaning:
        """What names, and times without an offset, mean in this conference."""
        return Meaning(self.names, self.zone)

    @cached_property
    def session_rank(self) -> dict[str, int]:
        """The number of each session in the order of the programme, from 0 on."""
        return {session.id: number for number, session in enumerate(self.sessions)}

    @cached_property
    def occurrences(self) -> dict[str, tuple[str, ...]]:
        """For each session that takes place several times the ids of all its occurrences, its own first."""
        found: dict[str, list[str]] = {}
        for session in self.sessions:
            if session.occurrence_of is not None:
                found.setdefault(session.occurrence_of, [session.occurrence_of]).append(session.id)
        return {id: tuple(found[id]) for id in self.session_by_id if id in found}

    def occurrence(self, session: str) -> tuple[int, int] | None:
        """Return which occurrence of how many a session is, from 1 on; None where it takes place once."""
        all_ = self.occurrences.get(self.session_by_id[session].occurrence_of or session)
        return None if all_ is None else (all_.index(session) + 1, len(all_))

    @cached_property
    def voters_by_session(self) -> dict[str, frozenset[str]]:
        """Who wants to see each session; every session has an entry."""
        found: dict[str, set[str]] = {session.id: set() for session in self.sessions}
        for ballot in self.votes:
            for id in ballot.sessions:
                found[id].add(ballot.voter)
        return {id: frozenset(voters) for id, voters in found.items()}

    @cached_property
    def sessions_touching(self) -> dict[str, frozenset[str]]:
        """For each person and voter the sessions they have a part in, vote for, or whose track they chair."""
        found: dict[str, set[str]] = {}
        for session in self.sessions:
            chairs = self.track_by_id[session.track].chairs if session.track else ()
            for somebody in (*session.people(), *chairs, *self.voters_by_session[session.id]):
                found.setdefault(somebody, set()).add(session.id)
        return {somebody: frozenset(sessions) for somebody, sessions in found.items()}

    @cached_property
    def sessions_by_track(self) -> dict[str, tuple[Session, ...]]:
        """Sessions of each track, in the order of the programme; every track has an entry."""
        found: dict[str, list[Session]] = {track.id: [] for track in self.tracks}
        for session in self.sessions:
            if session.track in found:
                found[session.track].append(session)
        return {track: tuple(sessions) for track, sessions in found.items()}

    def sessions_by_person(self, roles: tuple[str, ...]) -> dict[str, list[str]]:
        """Return the ids of the sessions of each person who has one in these roles, in the order of the programme."""
        found: dict[str, list[str]] = {}
        for session in self.sessions:
            for person in session.people(roles):
                found.setdefault(person, []).append(session.id)
        return found

    @cached_property
    def blocks_by_day(self) -> dict[str, tuple[Block, ...]]:
        """Blocks of each day, in the order of the programme; every day has an entry."""
        return {day.id: tuple(b for b in self.blocks if b.day == day.id) for day in self.days}

    @cached_property
    def breaks_by_day(self) -> dict[str, tuple[Break, ...]]:
        """Breaks of each day, in the order of time; every day has an entry."""
        order = sorted(self.breaks, key=lambda pause: pause.start)
        return {day.id: tuple(pause for pause in order if pause.day == day.id) for day in self.days}

    # --- time ------------------------------------------------------------------------------------------------------

    @cached_property
    def zone(self) -> ZoneInfo:
        """The conference's time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def origin(self) -> datetime:
        """The local midnight that begins the first day; minute 0 of everything inside."""
        return datetime.combine(min(day.date for day in self.days), time(), tzinfo=self.zone)

    def minute_of(self, instant: datetime) -> int:
        """Return an instant as minutes from the origin (negative before it).

        Parameters
        ----------
        instant
            An aware datetime, or one without an offset: then it is what the conference's clock shows.

        Raises
        ------
        InvalidInput
            When no clock there ever shows it.
        TypeError
            When it is no datetime.
        """
        return self._orders.inside(minutes_between(self.origin, aware(instant, self.zone)))

    def local(self, minute: int) -> datetime:
        """Return a minute as an aware datetime on the conference's clock."""
        passed = timedelta(minutes=self._orders.outside(minute))
        return (self.origin.astimezone(UTC) + passed).astimezone(self.zone)

    @cached_property
    def _orders(self) -> Orders:
        """The blocks whose slots are places in an order: inside, each place takes a minute of its own."""
        ordered = [block for block in self.blocks if block.is_in_order]
        return Orders((minutes_between(self.origin, block.start), block.minutes, block.slots) for block in ordered)

    def full_hours(self, first: int, last: int) -> list[int]:
        """Return the minutes from one to another at which a full hour begins, counted from the origin."""
        outside = self._orders.outside(first), self._orders.outside(last)
        hours = range(-(-outside[0] // 60), outside[1] // 60 + 1)
        return [minute for hour in hours if first <= (minute := self._orders.inside(hour * 60)) <= last]

    def clock(self, minute: int) -> str:
        """Return a minute as people read it: ``29 May 10:30``."""
        return dated(self.local(minute))

    def clocks(self, start: int, end: int) -> str:
        """Return a stretch of time as people read it, the day said once: ``29 May 10:30 to 12:00``."""
        begins, ends = self.local(start), self.local(end)
        if begins.timestamp() == ends.timestamp():  # a place in an order has no time of its own
            return self.clock(start)
        return f"{dated(begins)} to {clock(ends) if begins.date() == ends.date() else dated(ends)}"

    @property
    def zone_words(self) -> str:
        """The time zone as people read it, with its offsets: ``Europe/Berlin (UTC+2, from 25 October 03:00 UTC+1)``."""
        times = [instant.astimezone(self.zone) for block in self.blocks for instant in (block.start, block.end)]
        words = offsets(times)
        return words if words == self.time_zone else f"{self.time_zone} ({words})"

    def span(self, window: Window | Block | Break) -> TimeSlot:
        """Return a window, a block or a break in minutes from the origin."""
        return TimeSlot(self.minute_of(window.start), self.minute_of(window.end))

    @cached_property
    def block_span(self) -> dict[str, TimeSlot]:
        """Each block in minutes from the origin."""
        return {block.id: self.span(block) for block in self.blocks}

    @cached_property
    def boundaries(self) -> dict[str, tuple[int, ...]]:
        """The minutes at which the slots of each block begin, and at last the end of the block."""
        return {block.id: self._boundaries(block) for block in self.blocks}

    def _boundaries(self, block: Block) -> tuple[int, ...]:
        span, count = self.block_span[block.id], block.slots
        return tuple(span.start + (span.minutes * number + count // 2) // count for number in range(count + 1))

    def moment(self, text: str) -> datetime:
        """Return the moment that somebody wrote: ``2026-06-02 09:30``, or ``Tue 09:30`` with a day of the conference.

        Without an offset it is meant by the conference's clock; a time that this clock shows twice is its first.

        Raises
        ------
        ValueError
            When there is no such moment, with a sentence that says why.
        """
        day, blank, clock = text.strip().rpartition(" ")
        if blank and re.fullmatch("[0-9]{1,2}:[0-9]{2}", clock) and len(found := self.names["days"].ids_of(day)) == 1:
            return at_clock(self.day_by_id[found[0]].date, clock, self.zone)
        return moment_in(text, self.zone)

    # --- where a session could lie ---------------------------------------------------------------------------------

    def position(self, session: Session, block: Block, slot: int) -> Position | None:
        """Return the position of a session that begins with this slot, or None where it does not fit the block."""
        boundaries = self.boundaries[block.id]
        slots = len(boundaries) - 1
        if not 0 <= slot < slots:
            return None
        if session.duration_minutes is not None:
            if block.is_in_order:
                return None  # its places have no length in minutes
            end = boundaries[slot] + session.duration_minutes
            return Position(block.id, slot, boundaries[slot], end) if end <= boundaries[-1] else None
        after = slot + (session.duration_slots or 1)
        return Position(block.id, slot, boundaries[slot], boundaries[after]) if after <= slots else None

    @cached_property
    def positions(self) -> dict[str, tuple[Position, ...]]:
        """For each session the starts that its type and its length allow, in the order of the blocks."""
        # Sessions of one type and length share theirs: on a fine grid there would be millions.
        found: dict[tuple[str, int | None, int | None], tuple[Position, ...]] = {}
        alike = {s.id: (s.type, s.duration_minutes, s.duration_slots) for s in self.sessions}
        for session in self.sessions:
            if alike[session.id] not in found:
                found[alike[session.id]] = self._positions(session)
        return {session.id: found[alike[session.id]] for session in self.sessions}

    def _positions(self, session: Session) -> tuple[Position, ...]:
        candidates = (
            self.position(session, block, slot)
            for block in self.blocks
            if not block.session_types or session.type in block.session_types
            for slot in range(block.slots)
        )
        return tuple(position for position in candidates if position is not None)

    @cached_property
    def rooms_open_to(self) -> dict[str, tuple[str, ...]]:
        """For each session the ids of the rooms that its type allows."""
        return {
            session.id: tuple(r.id for r in self.rooms if not r.session_types or session.type in r.session_types)
            for session in self.sessions
        }

    def placement(self, session_id: str, room: str, block: str, slot: int) -> Placement:
        """Return the placement of a session in a room from a slot on.

        Parameters
        ----------
        session_id, room, block
            The session, the room and the block, by id or by name.
        slot
            The number of the first slot, from 0 on.

        Raises
        ------
        InvalidInput
            When one of them is unknown, or the session does not fit into the block from that slot on.
        TypeError
            When one of them has another type.
        """
        return placement(self, session_id, room, block, slot)

    def place_of(self, placement: Placement) -> int | None:
        """Return which place of its block it is, from 1 on, where the slots of that are places in an order."""
        return placement.slot + 1 if self.block_by_id[placement.block].is_in_order else None

    def minute_at(self, start: datetime, block: str | None, place: int | None) -> int:
        """Return the minute of an instant; or of a place in the order of a block, which has no instant of its own."""
        known = None if block is None else self.block_by_id.get(block)
        if place is None or known is None or not known.is_in_order or place > known.slots:
            return self.minute_of(start)
        return self.boundaries[known.id][place - 1]

    def placement_at(
        self, session_id: str, room: str, start: datetime, block: str | None = None, place: int | None = None
    ) -> Placement:
        """Return the placement of a session in a room from an instant on; the block is found where none is named.

        Parameters
        ----------
        session_id, room, block
            The session, the room and the block, by id or by name.
        start
            When it begins: an aware datetime, or one without an offset, which is what the conference's clock shows.
        place
            Which place of the block, where its slots are places in an order.

        Raises
        ------
        InvalidInput
            When one of them is unknown, or no slot of a block begins at that instant with room for the session.
        TypeError
            When one of them has another type.
        """
        return placement_at(self, session_id, room, start, block, place)

    def agenda(self, places: Mapping[str, tuple[str, str, int]]) -> Agenda:
        """Return an agenda from ``{session: (room, block, slot)}``; it may be partial and need not be legal.

        Parameters
        ----------
        places
            For each session, by id or by title, its room, its block and the number of its first slot.

        Raises
        ------
        InvalidInput
            When a part is unknown, or a session does not fit; all of them are listed.
        TypeError
            When something has another type.
        """
        return Agenda(self, placements(self, places), are_possible=True)

    @cached_property
    def published_agenda(self) -> Agenda | None:
        """The agenda that was already published, if there is one, without the places that are no longer there."""
        if self.published is None:
            return None
        there = [p for p in self.published if not p.gone]
        places = {p.session: self.placement_at(p.session, p.room, p.start, p.block, p.place) for p in there}
        return Agenda(self, places, are_possible=True)

    @cached_property
    def walk_minutes(self) -> dict[tuple[str | None, str | None], int]:
        """Minutes of the walk between the buildings of two rooms, by room ids, in both orders; 0 within a building."""
        inside: dict[str, list[str]] = {}
        for room in self.rooms:
            inside.setdefault(room.building or "", []).append(room.id)
        found = _Walks()
        for walk in self.walks:
            for here, there in (walk.between, walk.between[::-1]):
                rooms = product(inside.get(here, ()), inside.get(there, ()))
                found.update(dict.fromkeys(rooms, walk.minutes))
        return found


class _Walks(dict[tuple[str | None, str | None], int]):
    """Minutes of walks between rooms; pairs that are not there need no walk, so that many rooms take no space."""

    def __missing__(self, pair: tuple[str | None, str | None]) -> int:
        return 0
