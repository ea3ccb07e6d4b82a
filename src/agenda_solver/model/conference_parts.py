"""The parts of a conference, indexed by id, by name, and by what belongs together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import product
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from agenda_solver.errors import InvalidInput
from agenda_solver.model.attributes import Attributes
from agenda_solver.model.display_names import NOUNS, Names
from agenda_solver.model.field_types import Id, Part, Text, ZoneName
from agenda_solver.model.name_lookup import NameIndex
from agenda_solver.model.parts import (
    Block,
    Break,
    Building,
    Day,
    Person,
    PublishedPlacement,
    Room,
    RuleSetting,
    Session,
    Track,
    Votes,
    Walk,
)
from agenda_solver.model.reference_fields import Meaning

__all__ = ["FORMAT", "ConferenceParts"]

FORMAT = "agenda-solver/conference/1"


class ConferenceParts(Part):
    """The fields of a conference, and its parts by id, by track, by person and by day."""

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
    def zone(self) -> ZoneInfo:
        """The conference's time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def names(self) -> Mapping[str, NameIndex]:
        """For each kind of parts ("sessions", "rooms", "people" ...) an index that finds them by id or by name."""
        return Names({kind: getattr(self, kind) for kind in NOUNS}, self.zone)

    def find(self, kind: str, text: str, place: str = "") -> str:
        """Return the id of the part that an id or a name refers to.

        Parameters
        ----------
        kind
            "sessions", "rooms", "people", "tracks", "days", "blocks" or "buildings".
        text
            The id or the name.
        place
            Where the text comes from, for the message.

        Raises
        ------
        InvalidInput
            If no part has this id or name, or if several parts have the name.
        """
        try:
            return self.names[kind].id_of(text)
        except ValueError as error:
            raise InvalidInput.single(str(error), place) from error

    @property
    def meaning(self) -> Meaning:
        """Resolves names, and times without an offset, in this conference."""
        return Meaning(self.names, self.zone)

    @cached_property
    def session_rank(self) -> dict[str, int]:
        """The number of each session in the order of the programme, from 0 on."""
        return {session.id: number for number, session in enumerate(self.sessions)}

    @cached_property
    def occurrences(self) -> dict[str, tuple[str, ...]]:
        """For each session with several occurrences, the ids of all of them, its own first."""
        found: dict[str, list[str]] = {}
        for session in self.sessions:
            if session.occurrence_of is not None:
                found.setdefault(session.occurrence_of, [session.occurrence_of]).append(session.id)
        return {id: tuple(found[id]) for id in self.session_by_id if id in found}

    def occurrence(self, session: str) -> tuple[int, int] | None:
        """Return the number of an occurrence, from 1 on, and of how many; None if the session takes place once."""
        all_ = self.occurrences.get(self.session_by_id[session].occurrence_of or session)
        return None if all_ is None else (all_.index(session) + 1, len(all_))

    @cached_property
    def voters_by_session(self) -> dict[str, frozenset[str]]:
        """The voters who want to see each session; every session has an entry."""
        found: dict[str, set[str]] = {session.id: set() for session in self.sessions}
        for ballot in self.votes:
            for id in ballot.sessions:
                found[id].add(ballot.voter)
        return {id: frozenset(voters) for id, voters in found.items()}

    @cached_property
    def sessions_touching(self) -> dict[str, frozenset[str]]:
        """For each person and voter, the sessions they take part in or vote for, and those of tracks they chair."""
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
        """Return the ids of each person's sessions in these roles, in the order of the programme.

        Only people who have such a session have an entry.
        """
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

    @cached_property
    def walk_minutes(self) -> dict[tuple[str | None, str | None], int]:
        """Minutes of the walk between the buildings of two rooms, by room ids in both orders; 0 if no walk is given."""
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
    """Minutes of walks between rooms. A missing pair has 0 minutes, so that only pairs with a walk take space."""

    def __missing__(self, pair: tuple[str | None, str | None]) -> int:
        return 0
