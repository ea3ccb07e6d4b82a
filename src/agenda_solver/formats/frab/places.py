"""The rooms and the tracks of a schedule file, as the fields of those of a conference."""

from __future__ import annotations

import re
from typing import Any

from agenda_solver.formats.frab.blocks import DayBlock
from agenda_solver.formats.frab.people import clipped
from agenda_solver.formats.frab.schedule import FRAB, FileRoom, FileTrack, Schedule
from agenda_solver.formats.frab.texts import Names, short, slug

__all__ = ["Places"]


class Places:
    """Makes rooms and tracks, and knows their ids by their names.

    Attributes
    ----------
    room_ids, track_ids
        The ids, by the names in the file.
    tracks
        The fields of the tracks: those that the file lists, then those that only its events name.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.schedule, self.remarks = schedule, schedule.remarks
        self._first_guid: dict[str, str] = {}
        names = Names()
        self.room_ids: dict[str, str] = {}
        for number, room in enumerate(schedule.rooms, start=1):
            if room.name not in self.room_ids:
                self.room_ids[room.name] = names.take(slug(room.name) or f"room-{number}")
        self.track_ids: dict[str, str] = {}
        self.tracks = self._all_tracks()

    def rooms(self, blocks: list[DayBlock]) -> list[dict[str, Any]]:
        """Return the rooms; each is closed in the blocks in which the file shows nothing of it."""
        used = {block.id: {event.located.room for event in block.events} for block in blocks}
        rooms, seen = [], set[str]()
        for number, room in enumerate(self.schedule.rooms, start=1):
            if room.name in seen:
                self.remarks.say("same name", f"room {number}", f'"{short(room.name)}" stands there twice; once counts')
                continue
            seen.add(room.name)
            if not room.name:
                self.remarks.say("no name", f"room {number}", f'has no name; it is called "Room {number}"')
            closed = [block.id for block in blocks if room.name not in used[block.id]]
            rooms.append({**self._room(room, number), "id": self.room_ids[room.name], "closed_blocks": closed})
        return rooms

    def _room(self, room: FileRoom, number: int) -> dict[str, Any]:
        place = f'room "{short(room.name)}"'
        fields = dict(room.fields)
        capacity = fields.pop("capacity", "")
        if capacity and not re.fullmatch(r"[0-9]{1,6}", capacity.removesuffix(".0")):
            self.remarks.say("capacity", place, f'its capacity "{short(capacity, 40)}" is no number of seats; left out')
            capacity = ""
        guid = fields.get("guid", "")
        if guid and self._first_guid.setdefault(guid, room.name) != room.name:
            self.remarks.say(
                "same id", place, f'its guid is also that of room "{short(self._first_guid[guid])}"; left out'
            )
            del fields["guid"]
        return {
            "name": clipped(room.name, "its name", place, self.remarks) or f"Room {number}",
            "capacity": int(capacity.removesuffix(".0")) if capacity else None,
            "notes": fields.pop("description", "") or None,
            "attributes": {f"{FRAB}{name}": text for name, text in fields.items() if text},
        }

    def _all_tracks(self) -> list[dict[str, Any]]:
        tracks, names = [], Names()
        used = [FileTrack(found.event.fields.get("track", "")) for found in self.schedule.located()]
        for track in (*self.schedule.tracks, *used):
            if not track.name or track.name in self.track_ids:
                continue
            self.track_ids[track.name] = names.take(slug(track.name) or "track")
            tracks.append({**self._track(track), "id": self.track_ids[track.name]})
        return tracks

    def _track(self, track: FileTrack) -> dict[str, Any]:
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
