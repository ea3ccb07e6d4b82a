"""The parts of a conference: rooms, people, tracks, sessions, votes; days and blocks have a module of their own.

Every class is a frozen pydantic model that validates only itself. References and other conditions between parts are
checked by :mod:`agenda_solver.model.validation`.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from agenda_solver.model.attributes import Attributes
from agenda_solver.model.days_and_blocks import Block, Break, Day, Window
from agenda_solver.model.field_types import (
    MAX_COUNT,
    MAX_OCCURRENCES,
    BlockId,
    BuildingId,
    Colour,
    Count,
    DayId,
    Id,
    Instant,
    Minutes,
    Part,
    PersonId,
    PositiveMinutes,
    RoomId,
    SessionId,
    Tag,
    Text,
    TrackId,
    ZoneName,
)
from agenda_solver.model.plain_values import plain
from agenda_solver.model.python_parts import CheckedModel

__all__ = [
    "Block",
    "Break",
    "Building",
    "Day",
    "Person",
    "Pin",
    "PublishedPlacement",
    "Room",
    "RuleSetting",
    "Session",
    "Track",
    "Votes",
    "Walk",
    "Window",
]


class Building(Part):
    """A building that rooms are in."""

    id: Id
    name: Text


class Walk(Part):
    """How long the walk between two buildings takes, in either direction."""

    between: tuple[BuildingId, BuildingId]
    minutes: Minutes


class Room(Part):
    """A room or hall.

    A ``capacity`` of None means that seats are not counted. If there are ``available`` windows, the room is open only
    then; it is closed in the blocks named by ``closed_blocks``. ``changeover_minutes`` is the pause it needs between
    two sessions. If ``session_types`` is not empty, the room takes only sessions of these types.
    """

    id: Id
    name: Text
    capacity: Count | None = None
    building: BuildingId | None = None
    features: tuple[Tag, ...] = ()
    session_types: tuple[Tag, ...] = ()
    available: tuple[Window, ...] = ()
    closed_blocks: tuple[BlockId, ...] = ()
    changeover_minutes: Minutes = 0
    notes: str | None = None
    attributes: Attributes = Attributes()


class Person(Part):
    """A person whom a session needs.

    Without ``available`` windows the person is always there. ``required_features`` and ``prohibited_features`` are what
    every room of theirs must, and must not, have (step-free access; stairs).
    """

    id: Id
    name: Text
    available: tuple[Window, ...] = ()
    time_zone: ZoneName | None = None
    home_building: BuildingId | None = None
    required_features: tuple[Tag, ...] = ()
    prohibited_features: tuple[Tag, ...] = ()
    synthetic: bool = False
    notes: str | None = None
    attributes: Attributes = Attributes()


class Track(Part):
    """A theme that sessions belong to; ``themes`` are tags that make two tracks similar."""

    id: Id
    name: Text
    colour: Colour | None = None
    chairs: tuple[PersonId, ...] = ()
    themes: tuple[Tag, ...] = ()
    attributes: Attributes = Attributes()


class Pin(Part):
    """What is already decided about one session: room, day, block and start, each independently."""

    room: RoomId | None = None
    day: DayId | None = None
    block: BlockId | None = None
    start: Instant | None = None

    @model_validator(mode="after")
    def _pins_something(self) -> Self:
        if self.room is None and self.day is None and self.block is None and self.start is None:
            raise ValueError("must fix at least one of room, day, block and start")
        return self


class Session(Part):
    """One item of the programme that needs a room and a time.

    Exactly one of ``duration_minutes`` and ``duration_slots`` gives its length. ``position`` is its place among the
    sessions of its track, counted from 1. ``time_zone`` is the zone of its remote participants, in place of the zones
    of its people. ``required_*``, ``prohibited_*``, ``preferred_*`` and ``undesired_*`` are tags of rooms (features)
    and of blocks (times). ``setup_minutes`` is how long its room must be empty before it (a security sweep, a stage),
    ``teardown_minutes`` how long the room stays closed after it, before the setup of the next session. An ``optional``
    session may be left out, at the price of its ``priority``. ``likelihood`` is how likely it is to take place, in
    percent; below 100 it is not confirmed yet.

    A session with ``occurrences`` takes place that many times in all. The conference has one more session for each
    further time, whose ``occurrence_of`` is the id of the first; if they are not given, they are created.
    """

    id: Id
    title: Text
    type: Tag = "session"
    track: TrackId | None = None
    speakers: tuple[PersonId, ...] = ()
    moderators: tuple[PersonId, ...] = ()
    chairs: tuple[PersonId, ...] = ()
    required_people: tuple[PersonId, ...] = ()
    duration_minutes: PositiveMinutes | None = None
    duration_slots: Annotated[int, Field(ge=1, le=1_000)] | None = None
    position: Annotated[int, Field(ge=1, le=MAX_COUNT)] | None = None
    time_zone: ZoneName | None = None
    expected_audience: Count = 0
    required_features: tuple[Tag, ...] = ()
    prohibited_features: tuple[Tag, ...] = ()
    preferred_features: tuple[Tag, ...] = ()
    undesired_features: tuple[Tag, ...] = ()
    required_times: tuple[Tag, ...] = ()
    prohibited_times: tuple[Tag, ...] = ()
    preferred_times: tuple[Tag, ...] = ()
    undesired_times: tuple[Tag, ...] = ()
    tags: tuple[Tag, ...] = ()
    audience_types: tuple[Tag, ...] = ()
    level: Tag | None = None
    language: Tag | None = None
    plenary: bool = False
    optional: bool = False
    priority: Annotated[int, Field(ge=1, le=1_000)] = 1
    likelihood: Annotated[int, Field(ge=1, le=100)] = 100
    setup_minutes: Minutes = 0
    teardown_minutes: Minutes = 0
    occurrences: Annotated[int, Field(ge=1, le=MAX_OCCURRENCES)] = 1
    occurrence_of: SessionId | None = None
    pin: Pin | None = None
    description: str | None = None
    sources: tuple[str, ...] = ()
    synthetic: bool = False
    notes: str | None = None
    attributes: Attributes = Attributes()

    @model_validator(mode="after")
    def _has_one_duration(self) -> Self:
        if (self.duration_minutes is None) == (self.duration_slots is None):
            raise ValueError("give exactly one of duration_minutes and duration_slots")
        return self

    @property
    def is_confirmed(self) -> bool:
        """Whether the session is certain to take place if it gets a place."""
        return self.likelihood == 100

    def people(
        self, roles: tuple[str, ...] = ("speakers", "moderators", "chairs", "required_people")
    ) -> tuple[str, ...]:
        """Return the ids of its people in these roles, each once, in the order of the roles."""
        return tuple(dict.fromkeys(person for role in roles for person in getattr(self, role)))


class Votes(Part):
    """What one attendee wants to see: a ballot, a list of bookmarks, a sign-up form.

    ``strong`` are those of the ``sessions`` that the attendee wants most. A voter who has the id of a person is that
    person. Whoever has to be in a session is among its ``required_people`` and needs no vote for it.
    """

    voter: Id
    sessions: tuple[SessionId, ...]
    strong: tuple[SessionId, ...] = ()

    @model_validator(mode="after")
    def _strong_wishes_are_wishes(self) -> Self:
        if other := [id for id in self.strong if id not in self.sessions]:
            raise ValueError(f'its strong wish "{other[0]}" is not among its sessions')
        return self


def _in_file(name: Any, value: Any) -> Any:
    if not isinstance(name, str):
        raise ValueError(f"has a parameter whose name is not text: {name!r}")
    if name == "rule":
        return value
    try:
        return plain(value)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from error


class RuleSetting(CheckedModel):
    """How the committee sets one rule: its id, its severity and its parameters.

    The parameters are kept as they stand; :mod:`agenda_solver.rules.base.rule_settings` gives them their meaning, so
    that the model does not depend on the rules.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    rule: Id

    @model_validator(mode="before")
    @classmethod
    def _as_in_a_file(cls, raw: Any) -> Any:
        # Python values become those of a file, so that a conference is equal after writing and reading.
        return {name: _in_file(name, value) for name, value in raw.items()} if isinstance(raw, dict) else raw

    def parameters(self) -> dict[str, Any]:
        """Return the severity and the parameters, as in the file."""
        return dict(self.model_extra or {})


class PublishedPlacement(Part):
    """Where a session is in the agenda that was already published.

    If the slots of its block are places in an order, ``place`` is the number of its place, from 1 on. ``gone`` says
    that this place no longer exists because the programme has changed. Such an entry is kept only because it shows that
    the session has moved.
    """

    session: SessionId
    room: RoomId
    start: Instant
    block: BlockId | None = None
    place: Annotated[int, Field(ge=1, le=1_000)] | None = None
    gone: bool = False
