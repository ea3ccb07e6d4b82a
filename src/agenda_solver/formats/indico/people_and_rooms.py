"""The people, rooms and tracks of an Indico event, which it names wherever they occur and lists nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from agenda_solver.formats.lenient_values import LONGEST_ID, LONGEST_TEXT, Ids, Remarks, kept, label, words

__all__ = ["PROGRAM", "Register", "name_of"]

K = TypeVar("K")
PROGRAM = "indico"
PERSON = ("id", "fullName", "name", "firstName", "first_name", "familyName", "last_name", "_type", "_fossil")


class Register:
    """Collects the parts of a conference as they are named, each once, as fields of a conference."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.people: dict[str, dict[str, Any]] = {}
        self.rooms: dict[tuple[str, str], dict[str, Any]] = {}
        self.buildings: dict[str, dict[str, Any]] = {}
        self.tracks: dict[str, dict[str, Any]] = {}
        self._ids = {kind: Ids(remarks) for kind in ("person", "room", "building", "track")}

    def people_of(self, raw: Any, place: str) -> list[str]:
        """Return the ids of listed people.

        The ids of the file count persons within a contribution in some versions of Indico, so people are told apart by
        their addresses, of which the file has a hash, or else by their names.
        """
        found: list[str] = []
        for where, person in self.remarks.objects(raw, place):
            name = name_of(person)
            key = words(person.get("emailHash")) or name
            if not key:
                self.remarks.say("no name", where, "has neither a name nor an address; it was left out")
                continue
            if key not in self.people:
                id = self._ids["person"].give(_short(name or key), where, f"person-{len(self.people) + 1}")
                title = self.remarks.title(name, where, f"Person {id}")
                self.people[key] = {"id": id, "name": title, "attributes": kept(person, PROGRAM, PERSON)}
            id = self.people[key]["id"]
            found += [id] if id not in found else []
        return found

    def room_of(self, *sources: Mapping[str, Any]) -> str | None:
        """Return the id of the room that the first of several parts names, or None if none does."""
        for source in sources:
            name = words(source.get("roomFullname")) or words(source.get("room"))
            if name:
                venue = next((words(part.get("location")) for part in sources if words(part.get("location"))), "")
                return self._room(name[:LONGEST_TEXT], venue[:LONGEST_TEXT])
        return None

    def _room(self, name: str, venue: str) -> str:
        room = self._part("room", self.rooms, (name, venue), name)
        if venue:
            room["building"] = self._part("building", self.buildings, venue, venue)["id"]
        return str(room["id"])

    def track_of(self, title: str, colour: Any = None) -> str | None:
        """Return the id of a track by its title, or None if there is no title."""
        name = label(title)
        if name is None:
            return None
        track = self._part("track", self.tracks, name, name)
        is_colour = isinstance(colour, str) and re.fullmatch("#[0-9a-fA-F]{6}", colour)
        track.setdefault("colour", colour if is_colour else None)
        return str(track["id"])

    def _part(self, kind: str, parts: dict[K, dict[str, Any]], key: K, name: str) -> dict[str, Any]:
        """Return the part with a key, made if it is new."""
        if key not in parts:
            id = self._ids[kind].give(_short(name), "", f"{kind}-{len(parts) + 1}")
            parts[key] = {"id": id, "name": name}
        return parts[key]


def name_of(person: Mapping[str, Any]) -> str:
    """Return the name of a person, as the file has it; an empty text if it has none."""
    first, last = person.get("firstName", person.get("first_name")), person.get("familyName", person.get("last_name"))
    both = " ".join(filter(None, (words(first), words(last))))
    return words(person.get("fullName")) or both or words(person.get("name"))


def _short(name: str) -> str:
    """Return a name as an id: ``Kari Nordmann`` becomes ``kari-nordmann``."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:LONGEST_ID]
