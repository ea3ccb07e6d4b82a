"""What can happen to a conference after its agenda was published: one class for each kind of change."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, model_validator

from agenda_solver.model.field_types import (
    BlockId,
    DayId,
    Instant,
    Part,
    PersonId,
    PositiveMinutes,
    RoomId,
    SessionId,
    Tag,
    TrackId,
)
from agenda_solver.model.parts import Room, RuleSetting, Session, Window

__all__ = [
    "AddRoom",
    "AddSession",
    "Aspect",
    "Cancel",
    "Change",
    "Length",
    "Lock",
    "LoseBlock",
    "LoseDay",
    "LoseRoom",
    "PersonAvailable",
    "PersonGone",
    "SetRule",
    "Unlock",
]

Aspect = Literal["room", "day", "start"]
ASPECTS: tuple[Aspect, ...] = ("room", "day", "start")


class Cancel(Part):
    """A session does not take place. It is removed from rules and votes that name it.

    If ``session`` is the first of several occurrences, all of them are cancelled, or only the first with
    ``this_time_only``. If it is a further occurrence, only that one is cancelled.
    """

    change: Literal["cancel"] = "cancel"
    session: SessionId
    this_time_only: bool = False


class AddSession(Part):
    """A session is new; it is given as in a conference.

    With ``occurrence_of`` it is one more time of a session that is there, which then takes place once more.
    """

    change: Literal["add session"] = "add session"
    session: Session


class Length(Part):
    """A session is longer or shorter than it was: exactly one of ``minutes`` and ``slots`` says how long it is now.

    The other occurrences of a session keep their lengths.
    """

    change: Literal["length"] = "length"
    session: SessionId
    minutes: PositiveMinutes | None = None
    slots: Annotated[int, Field(ge=1, le=1_000)] | None = None

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if (self.minutes is None) == (self.slots is None):
            raise ValueError("give exactly one of minutes and slots")
        return self


class LoseRoom(Part):
    """A room is lost: for good, on one ``day``, or from ``start`` to ``end``."""

    change: Literal["room lost"] = "room lost"
    room: RoomId
    day: DayId | None = None
    start: Instant | None = None
    end: Instant | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("give start and end, or neither")
        if self.start is not None and self.day is not None:
            raise ValueError("give a day, or start and end, not both")
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError("ends before it starts, or at the same time")
        return self


class AddRoom(Part):
    """A room is new; it is given as in a conference."""

    change: Literal["add room"] = "add room"
    room: Room


class PersonAvailable(Part):
    """A person is available at other times.

    ``windows`` replace the present windows of the person. ``not_before`` and ``not_after`` shorten them, because the
    person comes later or leaves earlier.
    """

    change: Literal["person available"] = "person available"
    person: PersonId
    windows: tuple[Window, ...] | None = None
    not_before: Instant | None = None
    not_after: Instant | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.windows is None and self.not_before is None and self.not_after is None:
            raise ValueError("give at least one of windows, not_before and not_after")
        return self


class PersonGone(Part):
    """A person does not come: their sessions take place without them."""

    change: Literal["person gone"] = "person gone"
    person: PersonId


class LoseDay(Part):
    """Nothing takes place on a day."""

    change: Literal["day lost"] = "day lost"
    day: DayId


class LoseBlock(Part):
    """Nothing takes place in a block."""

    change: Literal["block lost"] = "block lost"
    block: BlockId


class SetRule(Part):
    """A rule is set, as in a conference; it replaces a setting of the same rule with the same label."""

    change: Literal["rule"] = "rule"
    setting: Annotated[RuleSetting, Field(strict=False)]


class Chosen(Part):
    """Sessions by a list of ids, or all of a day, a track or a type, or all plenaries, or all that were published."""

    sessions: tuple[SessionId, ...] = ()
    day: DayId | None = None
    track: TrackId | None = None
    type: Tag | None = None
    plenary: bool = False
    all: bool = False
    aspects: tuple[Aspect, ...] = ASPECTS

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.sessions, self.day, self.track, self.type, self.plenary, self.all)
        if sum(bool(way) for way in ways) != 1:
            raise ValueError("give exactly one of sessions, day, track, type, plenary and all")
        if not self.aspects:
            raise ValueError("name at least one of room, day and start in aspects")
        return self


class Lock(Chosen):
    """Sessions are pinned to their published room, day and start, or to some of these."""

    change: Literal["lock"] = "lock"


class Unlock(Chosen):
    """Sessions are no longer pinned to their room, day and start, or to some of these."""

    change: Literal["unlock"] = "unlock"


Change = Annotated[
    Cancel
    | AddSession
    | Length
    | LoseRoom
    | AddRoom
    | PersonAvailable
    | PersonGone
    | LoseDay
    | LoseBlock
    | SetRule
    | Lock
    | Unlock,
    Field(discriminator="change"),
]

KINDS: dict[str, type[Any]] = {cls.model_fields["change"].default: cls for cls in get_args(get_args(Change)[0])}
