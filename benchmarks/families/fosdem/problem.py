"""Reconstructs the problem of the program committee from a published schedule.

What is kept of the published times and rooms are the devrooms. Which talk is when in its devroom is forgotten, and so
is everything that follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

from agenda_solver import Agenda, Conference, InvalidInput
from agenda_solver.formats.any_format import read_any
from agenda_solver.model.parts import (
    Block,
    Building,
    Person,
    Pin,
    PublishedPlacement,
    Room,
    RuleSetting,
    Session,
    Walk,
    Window,
)
from agenda_solver.replanning.changes import LoseRoom
from benchmarks.families.fosdem.devrooms import Devroom, devrooms_of, opening_of, topics

# Minutes between two talks in a room, where a devroom has time for that.
CHANGEOVER = 5

# Minutes between two talks of a speaker on one day, not counting the walk; and minutes of the walk to another building.
PAUSE, WALK = 10, 10

# What two talks on one topic at once cost, in minutes of missing pauses.
WEIGHT_OF_TOPICS = 10

# Rules that are off, because the devrooms already decide days, rooms, how many sessions are at once, and the hosts.
SETTLED = ("key_people", "person_day_load", "track_balance", "track_parallel", "track_rooms", "similar_tracks")


@dataclass(frozen=True)
class Lost:
    """A published programme, and the room that is lost on one of its days."""

    conference: Conference
    change: LoseRoom


@dataclass(frozen=True)
class Problem:
    """A problem of the family."""

    conference: Conference
    devrooms: tuple[Devroom, ...]
    published: Agenda
    left_out: tuple[str, ...] = ()

    @property
    def has_spare_room(self) -> bool:
        """Whether some room has no talk on the first day, so that another one can be lost."""
        return 0 in self._talks_on_the_first_day().values()

    def _talks_on_the_first_day(self) -> dict[str, int]:
        """Return how many talks each room has on the first day, by its id."""
        first = self.conference.days[0].id
        found = {room.id: 0 for room in self.conference.rooms}
        for devroom in self.devrooms:
            found[devroom.room] += len(devroom.sessions) if devroom.day == first else 0
        return found

    def lost_room(self, agenda: Agenda) -> Lost:
        """Return the programme with the busiest room of its first day lost on that day, and what may help.

        Talks stay in the stretch of time of their devroom, and may use any room that is free then. Rooms that have no
        devroom on a day are open on it.
        """
        conference, day = self.conference, self.conference.days[0].id
        talks = self._talks_on_the_first_day()
        if not self.has_spare_room:
            raise InvalidInput.single("no room is spare on the first day", "rooms")
        busiest = max(conference.rooms, key=lambda room: talks[room.id]).id
        sessions = tuple(_where_there_is_room(session) for session in conference.sessions)
        rooms = tuple(_open_when_spare(room, self.devrooms, conference) for room in conference.rooms)
        published = tuple(
            PublishedPlacement(session=id, room=place.room, block=place.block, start=agenda.start(id))
            for id, place in agenda.items()
        )
        changed = conference.replace(sessions=sessions, rooms=rooms, published=published)
        return Lost(changed, LoseRoom(room=busiest, day=day))


def read_problem(path: Path, *, time_zone: str | None = None) -> Problem:
    """Return the problem of a schedule file."""
    return problem_of(read_any(path, time_zone=time_zone).conference)


def problem_of(schedule: Conference) -> Problem:
    """Return the problem of a conference that has a published agenda; see :func:`read_problem`."""
    published = schedule.published_agenda
    if not published:
        raise InvalidInput.single("has no times and rooms: devrooms are made of these", "published")
    devrooms = devrooms_of(schedule, published)
    changeovers = {d.id: CHANGEOVER if d.has_time_for(CHANGEOVER) else 0 for d in devrooms}
    sessions = {s.id: _session(schedule, s, d, changeovers[d.id]) for d in devrooms for s in d.sessions}
    hosts = tuple(_host(schedule, devroom) for devroom in devrooms)
    buildings = sorted({building_of(room) for room in schedule.rooms})
    conference = schedule.replace(
        blocks=tuple(_on_the_grid(block) for block in schedule.blocks),
        people=(*schedule.people, *hosts),
        rooms=tuple(_room(room, devrooms, schedule) for room in schedule.rooms),
        buildings=tuple(Building(id=building, name=building) for building in buildings),
        walks=tuple(
            Walk(between=(here, there), minutes=WALK) for here in buildings for there in buildings if here < there
        ),
        sessions=tuple(sessions[s.id] for s in schedule.sessions if s.id in sessions),
        rules=tuple(RuleSetting.model_validate(setting) for setting in _rules(devrooms)),
        published=None,
    )
    left_out = tuple(session.id for session in schedule.sessions if session.id not in sessions)
    return Problem(conference, tuple(devrooms), published, left_out)


def building_of(room: Room) -> str:
    """Return the building of a room: the letters that its name begins with, as on many campuses; else its name."""
    letters = re.match(r"[^\W\d_]+", room.name)
    return letters.group() if letters else room.name


def _on_the_grid(block: Block) -> Block:
    """Return a day whose slots are no longer than a changeover, so that a pause is no longer than it need be."""
    return block.model_copy(update={"slot_minutes": gcd(block.slot_minutes or 1, CHANGEOVER)})


def _host(schedule: Conference, devroom: Devroom) -> Person:
    """Return a person whom every talk of a devroom needs, and who is available in its time only."""
    track = "talks" if devroom.track is None else schedule.track_by_id[devroom.track].name
    return Person(
        id=devroom.id,
        name=f"Host of {track} in {schedule.room_by_id[devroom.room].name}"[:200],
        available=(Window(start=schedule.local(devroom.start), end=schedule.local(devroom.end)),),
        synthetic=True,
    )


def _room(room: Room, devrooms: Sequence[Devroom], schedule: Conference) -> Room:
    """Return a room that is open from its first talk of a day to the last one."""
    opened = []
    for day in schedule.days:
        here = [d for d in devrooms if (d.day, d.room) == (day.id, room.id)]
        if here:
            start, end = min(d.start for d in here), max(d.end for d in here)
            opened.append(Window(start=schedule.local(start), end=schedule.local(end)))
    # Without any window it would always be open.
    closed = () if opened else tuple(block.id for block in schedule.blocks)
    building = building_of(room)
    return room.model_copy(update={"available": tuple(opened), "closed_blocks": closed, "building": building})


def _session(schedule: Conference, session: Session, devroom: Devroom, changeover: int) -> Session:
    """Return a talk that stays in its devroom; a welcome opens it."""
    # Where another devroom has the room until then, or nearly, its changeover comes before the welcome.
    late = 0 if devroom.before is None else max(0, changeover - devroom.before)
    start = schedule.local(devroom.start + late) if session is opening_of(devroom) else None
    pin = Pin(room=devroom.room, day=devroom.day, start=start)
    return session.model_copy(
        update={"pin": pin, "setup_minutes": changeover, "required_people": (*session.required_people, devroom.id)}
    )


def _rules(devrooms: Sequence[Devroom]) -> Iterator[dict[str, Any]]:
    yield {"rule": "speaker_clash", "severity": "hard"}
    yield {"rule": "room_changeover", "severity": "hard"}
    yield {"rule": "person_gap", "severity": 1, "pause_minutes": PAUSE, "roles": ["speakers"]}
    sets = [{"sessions": list(ids)} for ids in topics(devrooms).values()]
    yield {"rule": "not_in_parallel", "label": "topics", "severity": WEIGHT_OF_TOPICS, "sets": sets}
    yield from ({"rule": rule, "severity": "off"} for rule in SETTLED)


def _where_there_is_room(session: Session) -> Session:
    """Return a session that may be in any room, in the time of its devroom."""
    pin = session.pin
    return session.model_copy(update={"pin": None if pin is None else Pin(day=pin.day)})


def _open_when_spare(room: Room, devrooms: Sequence[Devroom], conference: Conference) -> Room:
    """Return a room that is also open on the days on which it has no devroom."""
    windows = list(room.available)
    for day in conference.days:
        there = [d for d in devrooms if d.day == day.id]
        if there and not any(d.room == room.id for d in there):
            start, end = min(d.start for d in there), max(d.end for d in there)
            windows.append(Window(start=conference.local(start), end=conference.local(end)))
    return room.model_copy(update={"available": tuple(windows), "closed_blocks": ()})
