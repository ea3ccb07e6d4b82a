"""An event on a pretalx server: requested page by page, and checked field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agenda_solver.model.wall_clock_fields import zone_of
from agenda_solver.pretalx.answer_fields import AnswerObject
from agenda_solver.pretalx.client import PretalxClient, PretalxTrouble

__all__ = [
    "Availability",
    "Event",
    "PretalxRoom",
    "Slot",
    "Speaker",
    "Submission",
    "read_event",
    "read_slots",
    "read_submissions",
    "slot_of",
]

MAX_DAYS = 60
ACCEPTED = frozenset({"accepted", "confirmed"})


@dataclass(frozen=True)
class Availability:
    """A time in which somebody can come or a room is open; ``all_day`` says that it means whole days."""

    start: datetime
    end: datetime
    all_day: bool = False


@dataclass(frozen=True)
class PretalxRoom:
    """A room; without availabilities it is always open."""

    number: int
    name: str
    capacity: int | None
    availabilities: tuple[Availability, ...] = ()


@dataclass(frozen=True)
class Speaker:
    """A speaker; without availabilities nothing is known, and the speaker counts as always available."""

    code: str
    name: str
    availabilities: tuple[Availability, ...] = ()


@dataclass(frozen=True)
class Submission:
    """A talk or a workshop in any state; ``minutes`` is its own length or that of its type."""

    code: str
    title: str
    state: str
    pending: str
    type: int
    track: int | None
    tags: tuple[int, ...]
    speakers: tuple[str, ...]
    minutes: int | None
    times: int
    language: str
    abstract: str

    @property
    def is_in(self) -> bool:
        """Whether it is in the programme, or will be when pending decisions are sent."""
        return (self.pending or self.state) in ACCEPTED


@dataclass(frozen=True)
class Slot:
    """A place in the unreleased schedule; without a submission it is a break.

    Its ``number`` changes with each release; only the submission's code stays.
    """

    number: int
    submission: str | None
    room: int | None
    start: datetime | None
    end: datetime | None
    description: str = ""


@dataclass(frozen=True)
class Event:
    """An event with everything that an agenda depends on."""

    slug: str
    name: str
    time_zone: str
    first_day: date
    last_day: date
    rooms: tuple[PretalxRoom, ...]
    speakers: dict[str, Speaker]
    submissions: tuple[Submission, ...]
    types: dict[int, str]
    tracks: dict[int, tuple[str, str]]
    tags: dict[int, str]
    slots: tuple[Slot, ...]


def read_event(client: PretalxClient, slug: str) -> Event:
    """Read everything about an event from a server.

    Raises
    ------
    PretalxTrouble
        If the server cannot be reached, refuses something, or sends an invalid answer.
    """
    fields = client.get("")
    locale = AnswerObject(fields, "the event").text("locale") or "en"
    about = AnswerObject(fields, "the event", locale)
    first, last = about.day("date_from"), about.day("date_to")
    if not timedelta() <= last - first < timedelta(days=MAX_DAYS):
        raise PretalxTrouble(f"the event lasts from {first} to {last}; between 1 and {MAX_DAYS} days are understood")
    zone = about.text("timezone")
    if zone_of(zone) is None:
        raise PretalxTrouble(f'the event: "{zone}" is not a time zone that this machine knows')
    rooms = sorted(_list(client, "rooms/", locale), key=lambda room: (room.whole("position") or 0, room.number("id")))
    return Event(
        slug=slug,
        name=about.text("name") or slug,
        time_zone=zone,
        first_day=first,
        last_day=last,
        rooms=tuple(_room(entry) for entry in rooms),
        speakers={found.code: found for found in map(_speaker, _list(client, "speakers/", locale))},
        submissions=tuple(_submission(entry) for entry in _list(client, "submissions/", locale)),
        types={entry.number("id"): entry.text("name") for entry in _list(client, "submission-types/", locale)},
        tracks={
            entry.number("id"): (entry.text("name"), entry.text("color")) for entry in _list(client, "tracks/", locale)
        },
        tags={entry.number("id"): entry.text("tag") for entry in _list(client, "tags/", locale)},
        slots=read_slots(client, locale),
    )


def read_slots(client: PretalxClient, locale: str = "en") -> tuple[Slot, ...]:
    """Read the slots of the unreleased schedule (WIP), in the order of their numbers.

    Raises
    ------
    PretalxTrouble
        If it cannot be read.
    """
    schedule = AnswerObject(client.get("schedules/wip/?expand=slots"), "schedules/wip/", locale)
    return tuple(sorted((_slot(entry) for entry in schedule.entries("slots")), key=lambda slot: slot.number))


def read_submissions(client: PretalxClient) -> dict[str, Submission]:
    """Read only the submissions, by their codes."""
    return {entry.code: entry for entry in map(_submission, _list(client, "submissions/", "en"))}


def _list(client: PretalxClient, path: str, locale: str) -> Iterator[AnswerObject]:
    for number, fields in enumerate(client.pages(path), 1):
        yield AnswerObject(fields, f"{path} entry {number}", locale)


def _availabilities(entry: AnswerObject) -> tuple[Availability, ...]:
    found = []
    for item in entry.entries("availabilities"):
        start, end = item.instant("start"), item.instant("end")
        if start is None or end is None:
            raise item.wrong("start", "there, or the end is not")
        if start < end:  # others are empty
            found.append(Availability(start, end, item.flag("allDay")))
    return tuple(sorted(found, key=lambda window: (window.start, window.end)))


def _room(entry: AnswerObject) -> PretalxRoom:
    return PretalxRoom(entry.number("id"), entry.text("name"), entry.whole("capacity"), _availabilities(entry))


def _speaker(entry: AnswerObject) -> Speaker:
    return Speaker(entry.code("code"), entry.text("name"), _availabilities(entry))


def _submission(entry: AnswerObject) -> Submission:
    return Submission(
        code=entry.code("code"),
        title=entry.text("title"),
        state=entry.text("state"),
        pending=entry.text("pending_state"),
        type=entry.number("submission_type"),
        track=entry.whole("track"),
        tags=entry.numbers("tags"),
        speakers=entry.codes("speakers"),
        minutes=entry.whole("duration"),
        times=entry.whole("slot_count") or 1,
        language=entry.text("content_locale"),
        abstract=entry.text("abstract"),
    )


def slot_of(fields: dict[str, object]) -> Slot:
    """Return the slot in the server's answer to a request for a slot, or to a change of one."""
    return _slot(AnswerObject(fields, "slots/"))


def _slot(entry: AnswerObject) -> Slot:
    return Slot(
        number=entry.number("id"),
        submission=entry.code("submission") if entry.text("submission") else None,
        room=entry.whole("room"),
        start=entry.instant("start"),
        end=entry.instant("end"),
        description=entry.text("description"),
    )
