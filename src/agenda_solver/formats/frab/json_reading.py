"""``schedule.json`` read into its content, whatever its fields contain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.frab.schedule import Event, FileDay, FilePart, Reference, Schedule
from agenda_solver.formats.frab.text_parsing import short

__all__ = ["schedule_in_json"]


def schedule_in_json(data: Any) -> Schedule:
    """Return the content of a parsed ``schedule.json``, which must have a conference with days."""
    outer = data.get("schedule") if isinstance(data, Mapping) else None
    inner = outer.get("conference") if isinstance(outer, Mapping) else None
    if not isinstance(outer, Mapping) or not isinstance(inner, Mapping):
        raise InvalidInput.single("must be an object with the conference", "schedule.conference")
    if not isinstance(inner.get("days"), list):
        raise InvalidInput.single("must be a list of days", "schedule.conference.days")
    return _Reader().read(outer, inner)


class _Reader:
    """Reads the parts one by one; whatever has the wrong type gets a remark."""

    def __init__(self) -> None:
        self.schedule = Schedule()

    def read(self, outer: Mapping[str, Any], inner: Mapping[str, Any]) -> Schedule:
        schedule = self.schedule
        schedule.fields = self._fields(outer, "schedule", {"conference", "rooms"})
        schedule.conference = self._fields(inner, "conference", {"days", "tracks", "rooms", "colors", "meta"})
        for name in ("colors", "meta"):
            if isinstance(more := inner.get(name), Mapping):
                prefix = "color_" if name == "colors" else ""
                found = self._fields(more, f"conference.{name}", set())
                schedule.conference = {**{f"{prefix}{key}": v for key, v in found.items()}, **schedule.conference}
        schedule.tracks = list(self._named(inner.get("tracks"), "tracks"))
        # Older files have the list of rooms beside the conference.
        for rooms in (inner.get("rooms"), outer.get("rooms")):
            schedule.rooms += self._named(rooms, "rooms")
        for number, day in enumerate(inner["days"], start=1):
            self._read_day(day, number)
        return schedule

    def _say(self, kind: str, place: str, message: str) -> None:
        self.schedule.remarks.say(kind, place, message)

    def _fields(self, item: Mapping[str, Any], place: str, others: set[str]) -> dict[str, str]:
        return {name: self._text(item[name], f"{place}, {name}") for name in item if name not in others}

    def _text(self, value: Any, place: str) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, bool | int | float):
            return json.dumps(value)
        if isinstance(value, Mapping) and value and all(isinstance(text, str) for text in value.values()):
            language = "en" if "en" in value else next(iter(value))
            self._say("languages", place, f'is given in several languages; "{language}" is used')
            return str(value[language]).strip()
        return json.dumps(value, ensure_ascii=False) if value else ""

    def _list(self, value: Any, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Return the objects of a list, each with its place."""
        if value is not None and not isinstance(value, list):
            self._say("left out", place, "is not a list; left out")
            return
        for number, item in enumerate(value or (), start=1):
            if isinstance(item, Mapping):
                yield f"{place} {number}", item
            else:
                self._say("left out", f"{place} {number}", "is not an object; left out")

    def _named(self, value: Any, place: str) -> Iterator[FilePart]:
        for where, item in self._list(value, place):
            yield FilePart(self._text(item.get("name"), where), self._fields(item, where, {"name"}))

    def _read_day(self, item: Any, number: int) -> None:
        if not isinstance(item, Mapping):
            self._say("left out", f"day {number}", "is not an object; left out")
            return
        fields = self._fields(item, "day", {"rooms", "events"})
        day = FileDay(f"day {short(fields.get('index', ''))}", fields)
        if not day.fields.get("index"):
            day.place = f"day {number}"
        for ours, theirs in (("start", "day_start"), ("end", "day_end")):
            if theirs in day.fields:
                day.fields[ours] = day.fields.pop(theirs)
        self.schedule.days.append(day)
        self._read_rooms(day, item.get("rooms"))
        for where, event in self._list(item.get("events"), day.place):
            found = self._event(event, where, day.place)
            room = event.get("room")
            name = self._text(room.get("name") if isinstance(room, Mapping) else room, found.place)
            self.schedule.put(day, name, [found])

    def _read_rooms(self, day: FileDay, rooms: Any) -> None:
        if isinstance(rooms, Mapping):
            for name, events in rooms.items():
                self._read_room(day, name.strip(), events)
        elif isinstance(rooms, list) and any(isinstance(room, Mapping) and "events" in room for room in rooms):
            for where, room in self._list(rooms, f"{day.place}, room"):
                self._read_room(day, self._text(room.get("name"), where), room.get("events"))
        elif rooms is not None:
            self._say("left out", day.place, "its rooms are not an object with their names; left out")

    def _read_room(self, day: FileDay, name: str, events: Any) -> None:
        place = f'{day.place}, room "{short(name)}"'
        self.schedule.put(day, name, [self._event(event, where, place) for where, event in self._list(events, place)])

    def _event(self, item: Mapping[str, Any], where: str, place: str) -> Event:
        named = next((str(item[name]) for name in ("id", "code", "guid") if item.get(name)), "")
        event = Event(f"{place}, event {short(named) if named else 'number ' + where.rsplit(maxsplit=1)[-1]}")
        event.fields = self._fields(item, event.place, {"persons", "speakers", "links", "attachments"})
        persons = item.get("persons") or item.get("speakers")
        if isinstance(persons, list):  # a name alone is a person, too
            persons = [{"name": person} if isinstance(person, str) else person for person in persons]
        for _, person in self._list(persons, f"{event.place}, person"):
            event.persons.append(self._person(person, f"{event.place}, person"))
        for name, kept in (("links", event.links), ("attachments", event.attachments)):
            for _, link in self._list(item.get(name), f"{event.place}, {name}"):
                fields = self._fields(link, f"{event.place}, {name}", set())
                url = fields.get("url") or fields.get("href", "")
                kept.append(Reference(url, fields.get("title", ""), fields.get("type", ""), fields.get("service", "")))
        return event

    def _person(self, item: Mapping[str, Any], place: str) -> FilePart:
        fields = self._fields(item, place, set())
        names = [fields.pop(name, "") for name in ("public_name", "name", "full_public_name")]
        return FilePart(next(filter(None, names), ""), fields)
