"""The file of an event: rooms, slots, and sessions with the text of their issues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agenda_solver import InvalidInput, Mistake
from agenda_solver.model.pydantic_messages import place_of, sentence_of

CLOCK = r"(\d{1,2}:\d{2})"
SLOT = re.compile(rf"^(?:(\d{{4}}-\d{{2}}-\d{{2}})\s+)?{CLOCK}\s*-\s*{CLOCK}$")
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
ROOM = re.compile(r"^(.*\S)\s*\((\d{1,6})(?:\s*-[^()]*)?\)$")
MOST_SLOTS = 1_000
Line = Annotated[str, Field(min_length=1, max_length=200)]

# Fields of a session that say nothing about where or when it should be.
PASSED_OVER = frozenset({"labels", "id", "url", "state", "repository", "databaseId", "validation", "updated"})


class EventSession(BaseModel):
    """A session: an issue on GitHub, and its place in the schedule, as far as it has one."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True, hide_input_in_errors=True)

    number: Annotated[int, Field(ge=1)]
    title: Annotated[str, Field(max_length=1_000)]
    author: Line | None = None
    body: Annotated[str, Field(max_length=1_000_000)] = ""
    tracks: tuple[Line, ...] = ()
    room: Line | None = None
    day: Line | None = None
    slot: Line | None = None
    meeting: Annotated[str, Field(max_length=10_000)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_its_various_forms(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        found = {**raw, "tracks": raw.get("tracks") or _tracks_in(raw.get("labels"))}
        if raw.get("body", "") is None:
            found["body"] = ""  # as GitHub says it of an issue without a text
        if isinstance(found["tracks"], list):
            found["tracks"] = tuple(found["tracks"])
        if isinstance(raw.get("author"), Mapping):
            found["author"] = raw["author"].get("login")
        return found


def _tracks_in(labels: Any) -> tuple[str, ...]:
    names = [label for label in labels if isinstance(label, str)] if isinstance(labels, list) else []
    return tuple(name.removeprefix("track: ") for name in names if name.startswith("track: "))


@dataclass(frozen=True)
class EventRoom:
    """A room; ``capacity`` is None if it is unknown, ``is_vip`` means that it is not for everybody."""

    name: str
    label: str
    capacity: int | None
    is_vip: bool = False


@dataclass(frozen=True)
class EventSlot:
    """A time for meetings, by the clock of the event."""

    start: datetime
    end: datetime

    @property
    def id(self) -> str:
        """A name that no other slot has."""
        return f"{self.start:%Y-%m-%d %H:%M}"

    def fits(self, day: str | None, start: str | None, end: str | None = None) -> bool:
        """Whether a day (its date or the name of its weekday) and a clock mean this slot; None means any."""
        days = (f"{self.start:%Y-%m-%d}", f"{self.start:%A}".casefold())
        return (
            (day is None or day.strip().casefold() in days)
            and (start is None or padded(start) == f"{self.start:%H:%M}")
            and (end is None or padded(end) == f"{self.end:%H:%M}")
        )


@dataclass(frozen=True)
class Event:
    """An event: a week of group meetings, or a day of breakout sessions."""

    name: str
    zone: str
    has_groups: bool  # whether groups meet, so that titles name groups; else people propose sessions and chair them
    plenary_room: str  # the name of the room that is for plenary sessions only
    rooms: tuple[EventRoom, ...]
    slots: tuple[EventSlot, ...]
    sessions: tuple[EventSession, ...]
    remarks: tuple[str, ...]


def padded(clock: str) -> str:
    """Return a clock with two digits for its hour."""
    return clock.strip().rjust(5, "0")


def event_of(raw: Any) -> Event:
    """Return an event that was read of JSON."""
    if not isinstance(raw, Mapping):
        raise InvalidInput.single("must be an object with rooms, slots and sessions")
    mistakes: list[Mistake] = []
    about = raw.get("metadata", {})
    if not isinstance(about, Mapping):
        mistakes.append(Mistake("metadata", "must be an object"))
        about = {}
    rooms = [room for place, item in _listed(raw, "rooms", mistakes) if (room := _room(item, place, mistakes))]
    slots = list(_slots(raw, mistakes))
    sessions = [s for place, item in _listed(raw, "sessions", mistakes) if (s := _session(item, place, mistakes))]
    mistakes += _twins("rooms", [room.name.casefold() for room in rooms])
    mistakes += _twins("slots", [slot.id for slot in slots])
    mistakes += _twins("sessions", [str(session.number) for session in sessions])
    if mistakes:
        raise InvalidInput(mistakes)
    name = str(about.get("meeting") or raw.get("title") or "Event")
    zone, plenary = str(about.get("timezone") or "Etc/UTC"), str(about.get("plenary room") or "Plenary")
    remarks = tuple(_strangers(sessions))
    is_of_groups = about.get("type") == "groups"
    return Event(name, zone, is_of_groups, plenary, tuple(rooms), tuple(slots), tuple(sessions), remarks)


def _listed(raw: Mapping[str, Any], name: str, mistakes: list[Mistake]) -> Iterator[tuple[str, Any]]:
    items = raw.get(name)
    if not isinstance(items, list) or not items:
        mistakes.append(Mistake(name, "must be a list with something in it"))
        return
    yield from ((f"{name}[{number}]", item) for number, item in enumerate(items))


def _room(item: Any, place: str, mistakes: list[Mistake]) -> EventRoom | None:
    fields = item if isinstance(item, Mapping) else {"name": item}
    name, seats = fields.get("name"), fields.get("capacity")
    if not isinstance(name, str) or not name.strip() or len(name) > 200:
        mistakes.append(Mistake(place, 'must be a name such as "Blue room (30)"'))
        return None
    found = ROOM.match(name.strip())
    if seats is None and found:
        seats = int(found[2])
    if seats is not None and (not isinstance(seats, int) or isinstance(seats, bool) or seats < 0):
        mistakes.append(Mistake(f"{place}.capacity", "must be a whole number from 0 on"))
        return None
    label = fields.get("label")
    return EventRoom(
        name.strip(),
        label if isinstance(label, str) and label.strip() else found[1] if found else name.strip(),
        seats,
        fields.get("vip") is True,
    )


def _slots(raw: Mapping[str, Any], mistakes: list[Mistake]) -> Iterator[EventSlot]:
    """Return the slots: each with its date, or in the older form times of each day."""
    days: list[str] = []
    for place, item in _listed(raw, "days", mistakes) if "days" in raw else ():
        found = DAY.search(item) if isinstance(item, str) else None
        days += [found[1]] if found else []
        if not found:
            mistakes.append(Mistake(place, 'must hold a date, as in "Monday (2023-09-11)"'))
    read = []
    for place, item in _listed(raw, "slots", mistakes):
        text = f"{item.get('date', '')} {item.get('start')}-{item.get('end')}" if isinstance(item, Mapping) else item
        found = SLOT.match(text.strip()) if isinstance(text, str) else None
        if not found:
            mistakes.append(Mistake(place, 'must be a time such as "2023-09-11 09:30 - 11:00"'))
        elif not (dates := [found[1]] if found[1] else days):
            mistakes.append(Mistake(place, "has no date, and there are no days"))
        else:
            read += [(place, day, found[2], found[3]) for day in dates]
    if len(read) > MOST_SLOTS:
        mistakes.append(Mistake("slots", f"there are {len(read)}; more than {MOST_SLOTS} cannot be handled"))
        return
    for place, day, start, end in sorted(read, key=lambda entry: (entry[1], padded(entry[2]))):
        try:
            yield _slot(day, start, end)
        except ValueError:
            mistakes.append(Mistake(place, "no calendar or clock shows that time"))


def _slot(day: str, start: str, end: str) -> EventSlot:
    begins = datetime.combine(date.fromisoformat(day), time.fromisoformat(padded(start)))
    ends = datetime.combine(begins.date(), time.fromisoformat(padded(end)))
    return EventSlot(begins, ends if ends > begins else ends + timedelta(days=1))


def _session(item: Any, place: str, mistakes: list[Mistake]) -> EventSession | None:
    try:
        return EventSession.model_validate(item)
    except ValidationError as error:
        found = error.errors(include_url=False)
        mistakes += [
            Mistake(".".join(filter(None, (place, place_of(e["loc"])))), sentence_of(e, EventSession)) for e in found
        ]
        return None


def _twins(kind: str, names: Sequence[str]) -> list[Mistake]:
    return [
        Mistake(kind, f'"{name}" stands there {times} times') for name, times in Counter(names).items() if times > 1
    ]


def _strangers(sessions: Sequence[EventSession]) -> Iterator[str]:
    found = Counter(name for session in sessions for name in session.model_extra or {} if name not in PASSED_OVER)
    for name, times in sorted(found.items()):
        yield f'The field "{name}" of {times} {"session" if times == 1 else "sessions"} was not looked at.'
