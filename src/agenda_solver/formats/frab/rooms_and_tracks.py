"""The rooms and tracks of a schedule file, as fields of a conference's rooms and tracks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from agenda_solver.formats.frab.blocks import DayBlock
from agenda_solver.formats.frab.event_merging import Meeting
from agenda_solver.formats.frab.event_times import TimedEvent
from agenda_solver.formats.frab.people import clipped
from agenda_solver.formats.frab.schedule import FRAB, FilePart, Schedule
from agenda_solver.formats.frab.text_parsing import UniqueNames, short, slug
from agenda_solver.formats.session_drafts import lanes
from agenda_solver.formats.timetable import Span
from agenda_solver.model.time_intervals import without

__all__ = ["RoomsAndTracks"]


def _shown_elsewhere(meetings: Iterable[Meeting]) -> dict[str, list[Span]]:
    """Return for each room when it shows an event that takes place in another one."""
    found: dict[str, list[Span]] = {}
    for meeting in meetings:
        for room in meeting.also_in:
            if meeting.timed.start is not None:
                found.setdefault(room, []).append((meeting.timed.start, meeting.timed.end))
    return found


def _hours(room: str, blocks: list[DayBlock], used_in: Mapping[str, set[str]], taken: list[Span]) -> dict[str, Any]:
    """Return when a room is closed: in the blocks in which it has nothing, and while it shows what is elsewhere."""
    used = {id for id, rooms in used_in.items() if room in rooms}
    if not taken:
        return {"closed_blocks": [block.id for block in blocks if block.id not in used]}
    spans = {block.id: (block.start.astimezone(UTC), block.end.astimezone(UTC)) for block in blocks}
    used |= {id for id, (start, end) in spans.items() if any(start < last and first < end for first, last in taken)}
    closed = [block.id for block in blocks if block.id not in used]
    windows = [window for id, span in spans.items() if id in used for window in without(span, taken)]
    if not windows:
        return {"closed_blocks": list(spans)}
    zone = blocks[0].start.tzinfo
    shown = [{"start": start.astimezone(zone), "end": end.astimezone(zone)} for start, end in windows]
    return {"closed_blocks": closed, "available": shown}


class RoomsAndTracks:
    """Makes rooms and tracks, and knows their ids by their names in the file.

    The tracks are those that the file lists, then those that only its events name.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.schedule, self.remarks = schedule, schedule.remarks
        self._first_guid: dict[str, str] = {}
        self._ids = UniqueNames()
        self.room_ids: dict[str, str] = {}
        for number, room in enumerate(schedule.rooms, start=1):
            if room.name not in self.room_ids:
                self.room_ids[room.name] = self._ids.take(slug(room.name) or f"room-{number}")
        self._names = set(self.room_ids)
        nameless = (number for number, room in enumerate(schedule.rooms, start=1) if not room.name)
        self._nameless = self._free_name(next(nameless, 1))
        self.track_ids: dict[str, str] = {}
        self.tracks = self._all_tracks()

    def with_rooms(self, events: list[TimedEvent]) -> list[TimedEvent]:
        """Return the events; those without a room get new ones, as many as their overlaps need."""
        homeless = [event for event in events if not event.located.room]
        numbers = lanes((event.start, event.end) if event.start is not None else None for event in homeless)
        if not any(numbers):
            return events  # one room is enough, and that without a name is one
        rooms = ["", *(self._new_room() for _ in range(max(numbers)))]
        room_of = {id(event): rooms[number] for event, number in zip(homeless, numbers, strict=True)}
        for event in homeless:
            if name := room_of[id(event)]:
                self.remarks.say("no room", event.located.event.place, f'names no room; it keeps its time in "{name}"')
        return [
            replace(event, located=event.located._replace(room=room_of.get(id(event)) or event.located.room))
            for event in events
        ]

    def name_of(self, room: str) -> str:
        """Return the name of a room as readers see it: a room without a name in the file is called by a number."""
        return room or self._nameless

    def _free_name(self, number: int) -> str:
        """Return a name that no room has, with this number or the next one that is free, and take it."""
        while f"Room {number}" in self._names:
            number += 1
        self._names.add(f"Room {number}")
        return f"Room {number}"

    def _new_room(self) -> str:
        name = self._free_name(len(self.schedule.rooms) + 1)
        self.schedule.add_room(name)
        self.room_ids[name] = self._ids.take(slug(name))
        return name

    def rooms(self, blocks: list[DayBlock], meetings: Iterable[Meeting]) -> list[dict[str, Any]]:
        """Return the rooms, closed where the file has nothing in them and while they show what is elsewhere."""
        shown = _shown_elsewhere(meetings)
        used = {block.id: {event.located.room for event in block.events} for block in blocks}
        rooms, seen = [], set[str]()
        for number, room in enumerate(self.schedule.rooms, start=1):
            if room.name in seen:
                self.remarks.say("same name", f"room {number}", f'"{short(room.name)}" occurs twice; one is kept')
                continue
            seen.add(room.name)
            if not room.name:
                self.remarks.say("no name", f"room {number}", f'has no name; it is called "{self._nameless}"')
            hours = _hours(room.name, blocks, used, shown.get(room.name, []))
            rooms.append({**self._room(room), "id": self.room_ids[room.name], **hours})
        return rooms

    def _room(self, room: FilePart) -> dict[str, Any]:
        place = f'room "{short(room.name)}"'
        fields = dict(room.fields)
        capacity = fields.pop("capacity", "")
        if capacity and not re.fullmatch(r"[0-9]{1,6}", capacity.removesuffix(".0")):
            message = f'its capacity "{short(capacity, 40)}" is not a number of seats; left out'
            self.remarks.say("capacity", place, message)
            capacity = ""
        guid = fields.get("guid", "")
        if guid and self._first_guid.setdefault(guid, room.name) != room.name:
            self.remarks.say(
                "same id", place, f'its guid is also that of room "{short(self._first_guid[guid])}"; left out'
            )
            del fields["guid"]
        return {
            "name": clipped(room.name, "its name", place, self.remarks) or self._nameless,
            "capacity": int(capacity.removesuffix(".0")) if capacity else None,
            "notes": fields.pop("description", "") or None,
            "attributes": {f"{FRAB}{name}": text for name, text in fields.items() if text},
        }

    def _all_tracks(self) -> list[dict[str, Any]]:
        tracks, names = [], UniqueNames()
        used = [FilePart(found.event.fields.get("track", "")) for found in self.schedule.located()]
        for track in (*self.schedule.tracks, *used):
            if not track.name or track.name in self.track_ids:
                continue
            self.track_ids[track.name] = names.take(slug(track.name) or "track")
            tracks.append({**self._track(track), "id": self.track_ids[track.name]})
        return tracks

    def _track(self, track: FilePart) -> dict[str, Any]:
        place, fields = f'track "{short(track.name)}"', dict(track.fields)
        colour = fields.pop("color", "")
        if colour and not re.fullmatch("#[0-9a-fA-F]{6}", colour):
            self.remarks.say(
                "colour", place, f'its colour "{short(colour, 40)}" is not one such as "#1f77b4"; left out'
            )
            colour = ""
        return {
            "name": clipped(track.name, "its name", place, self.remarks),
            "colour": colour or None,
            "attributes": {f"{FRAB}{name}": text for name, text in fields.items() if text},
        }
