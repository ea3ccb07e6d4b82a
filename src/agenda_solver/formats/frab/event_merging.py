"""Finds events of a schedule that are one: shown in several rooms at once, or held in several parts.

A guid is one event. Where it is in two rooms at one time, the second room shows what goes on in the first: an
overflow, a stream. Where it is at two times, it is an event in parts, or one that is repeated.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from agenda_solver.formats.frab.event_times import TimedEvent
from agenda_solver.formats.frab.identity import identities
from agenda_solver.formats.frab.text_parsing import short
from agenda_solver.formats.lenient_values import Remarks

__all__ = ["Meeting", "meetings_of"]

MOST_PARTS = 100


@dataclass
class Meeting:
    """One time at which an event takes place."""

    timed: TimedEvent
    also_in: list[str] = field(default_factory=list)  # the other rooms that show it at the same time
    parts: list[Meeting] = field(default_factory=list)  # for the first of an event's times all of them, itself included
    first: Meeting | None = None  # the first of its times, if this is a further one


def meetings_of(events: Sequence[TimedEvent], rooms: Sequence[str], remarks: Remarks) -> list[Meeting]:
    """Return every time at which an event takes place once, in the order of the file.

    An event in several rooms is in the first of ``rooms``. A remark is made on each event that is there several times.
    """
    rank = {name: number for number, name in enumerate(rooms)}
    order = {id(event): number for number, event in enumerate(events)}
    placed: dict[int, Meeting] = {}
    for group in _groups(events):
        found = sorted(_in_one_room_each(group, rank, remarks), key=lambda meeting: _start(meeting.timed))
        for number, meeting in enumerate(found):
            if number % MOST_PARTS:
                first = found[number - number % MOST_PARTS]
                first.parts = first.parts or [first]
                first.parts.append(meeting)
                meeting.first = first
        if len(found) > 1:
            event = found[0].timed.located.event
            message = f'"{_title(found[0].timed)}" takes place {len(found)} times; it is one session with as many times'
            remarks.say("several times", event.place, message)
        # The times of one event are in the order of time, wherever they are in the file.
        placed |= zip(sorted(order[id(meeting.timed)] for meeting in found), found, strict=True)
    return [placed[number] for number in sorted(placed)]


def _groups(events: Sequence[TimedEvent]) -> Iterator[list[TimedEvent]]:
    """Return the events, grouped by their identity."""
    group_of: dict[Hashable, list[TimedEvent]] = {}
    groups: list[list[TimedEvent]] = []
    for event in events:
        keys = list(identities(event.located.event.fields))
        group = next((group_of[key] for key in keys if key in group_of), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(event)
        for key in keys:
            group_of.setdefault(key, group)
    yield from groups


def _in_one_room_each(group: list[TimedEvent], rank: dict[str, int], remarks: Remarks) -> Iterator[Meeting]:
    """Return the times of one event, each once, with the rooms that show it."""
    at: dict[Hashable, list[TimedEvent]] = {}
    for number, event in enumerate(group):
        at.setdefault(event.start or number, []).append(event)
    for events in at.values():
        main, *others = sorted(events, key=lambda event: rank[event.located.room])
        meeting, shown = Meeting(main), {main.located.room}
        for other in others:
            place = other.located.event.place
            if other.located.room in shown:
                remarks.say("same event", place, f'"{_title(other)}" occurs twice; one is kept')
                continue
            meeting.also_in.append(other.located.room)
            shown.add(other.located.room)
            here, there = short(main.located.room), short(other.located.room)
            message = f'"{_title(other)}" is also in "{here}"; it is one session there'
            if other.minutes != main.minutes:
                message += f" of {main.minutes:,} minutes (here it has {other.minutes:,})"
            remarks.say("several rooms", place, f'{message}, and "{there}" shows it and is closed for that time')
        yield meeting


def _start(event: TimedEvent) -> datetime:
    return event.start or datetime.max.replace(tzinfo=UTC)


def _title(event: TimedEvent) -> str:
    return short(event.located.event.fields.get("title", ""))
