"""The people of a schedule file: the same person in several events, and different people with one name or number."""

from __future__ import annotations

from typing import Any

from agenda_solver.formats.frab.schedule import FRAB, Event, FilePart
from agenda_solver.formats.frab.text_parsing import UniqueNames, slug
from agenda_solver.formats.lenient_values import LONGEST_TEXT, Remarks

__all__ = ["People", "clipped"]

IDENTITIES = ("guid", "code", "id")


def clipped(text: str, what: str, place: str, remarks: Remarks) -> str:
    """Return a text that is short enough for a title or a name; what is cut off is reported."""
    if len(text) <= LONGEST_TEXT:
        return text
    remarks.say("too long", place, f"{what} has {len(text):,} characters; the first {LONGEST_TEXT:,} are kept")
    return text[:LONGEST_TEXT]


class People:
    """Collects people, each once, as the fields of a conference's people."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._ids: dict[tuple[str, str], str] = {}
        self._names = UniqueNames()
        self._name_of: dict[str, str] = {}
        self.parts: list[dict[str, Any]] = []

    def of(self, event: Event) -> list[str]:
        """Return the ids of the people of an event, each once."""
        found: dict[str, None] = {}
        for person in event.persons:
            id = self._id_of(person, event.place)
            if id in found:
                self._remarks.say("person twice", event.place, f'"{person.name}" occurs twice; one is kept')
            elif id is not None:
                found[id] = None
        return list(found)

    def _id_of(self, person: FilePart, place: str) -> str | None:
        identity = next((f"{name} {person.fields[name]}" for name in IDENTITIES if person.fields.get(name)), "")
        name = " ".join(person.name.split())
        if not name and not identity:
            self._remarks.say("no name", place, "a person has neither a name nor an id; left out")
            return None
        if not name:
            self._remarks.say("no name", place, f"the person with the {identity} has no name")
            name = identity
        key = (identity, name)
        if key not in self._ids:
            self._ids[key] = self._add(identity, clipped(name, "the name of a person", place, self._remarks), person)
            if identity and self._name_of.setdefault(identity, name) != name:
                message = f'the {identity} is "{self._name_of[identity]}" elsewhere, but "{name}" here; both are kept'
                self._remarks.say("same id", place, message)
        return self._ids[key]

    def _add(self, identity: str, name: str, person: FilePart) -> str:
        id = self._names.take(slug(name) or slug(identity) or "person")
        is_first = identity not in self._name_of
        attributes = {
            f"{FRAB}{field}": text
            for field, text in person.fields.items()
            if text and (is_first or field not in IDENTITIES)
        }
        self.parts.append({"id": id, "name": name, "attributes": attributes})
        return id
