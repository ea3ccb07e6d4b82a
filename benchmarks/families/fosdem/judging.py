"""A count of faults that shares nothing with the library: it compares rooms and times with the XML of the schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

from agenda_solver import InvalidInput


@dataclass(frozen=True)
class Place:
    """Where a talk is: the name of its room, and two times on the clock of the conference."""

    room: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Faults:
    """What is wrong with the places of all talks."""

    missing: int = 0
    lengths: int = 0
    rooms: int = 0
    speakers: int = 0
    away: int = 0

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class _Talk:
    id: str
    day: str
    track: str
    length: timedelta
    speakers: frozenset[str]
    published: Place


def published_places(path: Path) -> dict[str, Place]:
    """Return where the talks of a schedule file were."""
    return {talk.id: talk.published for talk in _talks(path)}


def judged(path: Path, places: Mapping[str, Place]) -> Faults:
    """Return the faults of the places of a schedule's talks, given by the talks' ids in the file."""
    talks = list(_talks(path))
    placed = [talk for talk in talks if talk.id in places]
    at_once = [(a, b) for a, b in combinations(placed, 2) if _overlap(places[a.id], places[b.id])]
    stretches = _stretches(talks)
    return Faults(
        missing=len(talks) - len(placed),
        lengths=sum(places[talk.id].end - places[talk.id].start != talk.length for talk in placed),
        rooms=sum(places[a.id].room == places[b.id].room for a, b in at_once),
        speakers=sum(bool(a.speakers & b.speakers) for a, b in at_once),
        away=sum(not _is_within(places[talk.id], stretches[talk.id]) for talk in placed),
    )


def _overlap(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def _is_within(place: Place, stretch: Place) -> bool:
    return place.room == stretch.room and stretch.start <= place.start and place.end <= stretch.end


def _stretches(talks: Sequence[_Talk]) -> dict[str, Place]:
    """Return for each talk the room of its devroom, and the first start and the last end there."""
    found = {}
    by_room = sorted(talks, key=lambda t: (t.day, t.published.room, t.published.start, t.published.end))
    for _, group in groupby(by_room, lambda talk: (talk.day, talk.published.room, talk.track)):
        run = list(group)
        start, end = min(t.published.start for t in run), max(t.published.end for t in run)
        found.update({talk.id: Place(talk.published.room, start, end) for talk in run})
    return found


def _talks(path: Path) -> Iterator[_Talk]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for day in etree.parse(path, parser).getroot().iter("day"):
        for room in day.iter("room"):
            for event in room.iter("event"):
                # An event without date and start was never in the programme, and has no devroom.
                if event.findtext("date") or event.findtext("start"):
                    yield _talk(day, room, event)


def _talk(day: Any, room: Any, event: Any) -> _Talk:
    id = event.get("code") or event.get("id") or event.get("guid")
    try:
        hours, minutes = (int(part) for part in event.findtext("duration").split(":")[:2])
        text = event.findtext("date") or f"{day.get('date')}T{event.findtext('start')}"
        start = datetime.fromisoformat(text).replace(tzinfo=None)
    except (AttributeError, ValueError) as error:
        raise InvalidInput.single("its date, start or duration cannot be read", f"event {id}") from error
    length = timedelta(hours=hours, minutes=minutes)
    speakers = frozenset(person.get("id") or "".join(person.itertext()).strip() for person in event.iter("person"))
    where = Place(room.get("name"), start, start + length)
    return _Talk(id, day.get("index") or day.get("date"), event.findtext("track") or "", length, speakers, where)
