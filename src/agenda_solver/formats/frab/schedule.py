"""The content of a schedule file, whether it is XML or JSON: texts in one vocabulary, in the order of the file.

A field has the name that XML gives it; ``day_start`` of the JSON form is ``start`` here, ``public_name`` is the name of
a person. What has no text of its own (a list of answers) is kept as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from agenda_solver.formats.lenient_values import Remarks

__all__ = [
    "ALSO_IN",
    "DAY_CHANGES_AT",
    "FRAB",
    "NO_DAY",
    "NO_PAGE",
    "SHOWN_ROLES",
    "Event",
    "FileDay",
    "FilePart",
    "Located",
    "Reference",
    "Schedule",
]

FRAB = "frab."  # the beginning of the names of attributes that hold fields of such a file
ALSO_IN = f"{FRAB}also_in"  # the attribute of a session with the names of the rooms that show it as well, as JSON
DAY_CHANGES_AT = f"{FRAB}day_change"  # the attribute of a conference with the hour at which its days end
NO_DAY = "schedule"  # the place of what stands beside the days
NO_PAGE = "urn:uuid:"  # the beginning of the address of an event without a page; its guid follows
SHOWN_ROLES = ("speakers", "moderators", "chairs")  # published with an event; required people are not


class Reference(NamedTuple):
    """A link or an attachment."""

    url: str
    title: str = ""
    type: str = ""
    service: str = ""


@dataclass
class FilePart:
    """A person, a room or a track, by its name."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Event:
    """One event; ``place`` says where it is in the file."""

    place: str
    fields: dict[str, str] = field(default_factory=dict)
    persons: list[FilePart] = field(default_factory=list)
    links: list[Reference] = field(default_factory=list)
    attachments: list[Reference] = field(default_factory=list)


@dataclass
class FileDay:
    """A day of the programme: the rooms that are in it, each with its events."""

    place: str
    fields: dict[str, str] = field(default_factory=dict)
    rooms: list[tuple[str, list[Event]]] = field(default_factory=list)


class Located(NamedTuple):
    """An event with the day and the room that it is in."""

    day: FileDay
    room: str
    event: Event


@dataclass
class Schedule:
    """A whole file."""

    fields: dict[str, str] = field(default_factory=dict)  # beside the conference: version, url, base_url
    conference: dict[str, str] = field(default_factory=dict)  # title, acronym, time_zone_name and so on
    tracks: list[FilePart] = field(default_factory=list)
    rooms: list[FilePart] = field(default_factory=list)
    days: list[FileDay] = field(default_factory=list)  # all rooms that are in a day are in "rooms" as well
    remarks: Remarks = field(default_factory=Remarks)
    _names: set[str] = field(default_factory=set, repr=False)  # of the rooms, as far as they are counted
    _counted: int = 0

    def add_room(self, name: str, fields: dict[str, str] | None = None) -> None:
        """Add a room, unless there is one of this name."""
        if self._counted != len(self.rooms):
            self._names = {room.name for room in self.rooms}
        if name not in self._names:
            self._names.add(name)
            self.rooms.append(FilePart(name, fields or {}))
        self._counted = len(self.rooms)

    def put(self, day: FileDay, room: str, events: list[Event], fields: dict[str, str] | None = None) -> None:
        """Put events into a room of a day; a room that is new gets the fields."""
        self.add_room(room, fields)
        day.rooms.append((room, events))

    def located(self) -> Iterator[Located]:
        """Return all events, in the order of the file."""
        for day in self.days:
            for room, events in day.rooms:
                for event in events:
                    yield Located(day, room, event)
