"""Reads an event as a conference with rules, and counts the faults of an agenda."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from agenda_solver import Agenda, Conference, Result, Rule, Scorecard, score
from agenda_solver.formats.native import conference_from_data
from benchmarks.families.placed import conference_data, solve_demanding
from benchmarks.families.strict import read_with
from benchmarks.families.tpac.document import Event, EventRoom, EventSession, event_of
from benchmarks.families.tpac.texts import Meeting, Wishes, groups_in, meetings_of, wishes_in
from benchmarks.harness import problem as harness
from benchmarks.harness.family import Family, Figure, Item
from benchmarks.harness.problem import Limits
from benchmarks.harness.record import Number, Plan

# What is counted, the most important first: the name of each number, and the rules whose amounts it is.
COUNTS = {
    "meetings left out": ("unscheduled",),
    "meetings at other times": ("time_preference",),
    "conflicts": ("not_in_parallel:conflicts", "not_in_parallel:tracks"),
    "seats missing": ("room_capacity",),
    "rooms over one": ("occurrences_room",),
}
# The priority level of each of them.
LEVELS = {name: len(COUNTS) - 1 - number for number, name in enumerate(COUNTS)}
# Rules that are hard in a first solve: if every meeting can have a time that was asked for, no agenda is better on the
# two highest levels.
STRICT = ("unscheduled", "time_preference")
PLENARY, VIP, MEETING = "plenary", "vip", "meeting"


@dataclass(frozen=True)
class Problem(harness.Problem):
    """An event as a conference."""

    name: str
    conference: Conference
    reference: Agenda | None
    remarks: tuple[str, ...]
    levels: ClassVar[Mapping[str, int]] = LEVELS

    def facts(self) -> dict[str, Any]:
        return {"cells": len(self.conference.rooms) * len(self.conference.blocks)}

    def plans(self) -> list[Plan]:
        return [] if self.reference is None else [Plan("in the file", self.figures(self.reference))]

    def solve(self, limits: Limits, _rules: Sequence[Rule] | None = None) -> Result:
        """Require first that every meeting has a time that was ticked."""
        return solve_demanding(self.conference, lambda rule: rule.id in STRICT, limits)

    def solution(self, agenda: Agenda) -> Any:
        return {id: [place.block, place.room] for id, place in agenda.items()}

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return the faults of an agenda, the most important first."""
        return {**self.counts(agenda)}

    def counts(self, agenda: Agenda) -> dict[str, int]:
        """Return the faults of an agenda, the most important first; see ``COUNTS``."""
        card = score(self.conference, agenda)
        return {name: sum(_amount(card, key) for key in keys) for name, keys in COUNTS.items()}

    def is_legal(self, agenda: Agenda) -> bool:
        return score(self.conference, agenda).is_legal


def _amount(card: Scorecard, key: str) -> int:
    return next((rule.amount for rule in card.rules if rule.key == key), 0)


def read_problem(path: Path) -> Problem:
    """Read the file of an event."""
    return read_with(path, problem_of)


def problem_of(raw: Any) -> Problem:
    """Return the problem of JSON that was read."""
    event = event_of(raw)
    wishes = {session.number: wishes_in(session.body, event.slots) for session in event.sessions}
    remarks = [f"#{number}: {remark}." for number, wish in wishes.items() for remark in wish.remarks]
    remarks += _without_a_home(wishes)
    conference = conference_from_data(_conference(event, wishes))
    reference, odd = _reference(event, wishes, conference)
    return Problem(event.name, conference, reference, (*event.remarks, *remarks, *odd))


def _without_a_home(wishes: Mapping[int, Wishes]) -> Iterator[str]:
    """Return remarks about wishes that the conference does not have, or not in the same way."""
    for number, wish in wishes.items():
        for other in wish.conflicts:
            if other not in wishes or other == number:
                yield f"#{number}: there is no other session #{other} to conflict with."
    instructed = [number for number, wish in wishes.items() if wish.instructions]
    if instructed:
        numbers = ", ".join(f"#{number}" for number in instructed)
        yield f"Instructions for people are in the notes of {numbers}; nothing is made of them."
    if sum(wish.is_plenary for wish in wishes.values()) > 1:
        yield "Each plenary session gets a slot of its own; the event could put several into one."


# --- the conference --------------------------------------------------------------------------------------------------


def _conference(event: Event, wishes: Mapping[int, Wishes]) -> dict[str, Any]:
    has_plenary = _has_plenary_room(event)
    sessions = [item for s in event.sessions for item in _meetings(event, s, wishes[s.number], has_plenary)]
    tracks = dict.fromkeys(track for session in event.sessions for track in session.tracks)
    people = dict.fromkeys(person for session in sessions for person in session["chairs"])
    blocks = [
        {
            "id": slot.id,
            "day": f"{slot.start:%Y-%m-%d}",
            "start": f"{slot.start:%H:%M}",
            "end": _clock_on_the_day(slot.start, slot.end),
            "tags": [slot.id],
        }
        for slot in event.slots
    ]
    rooms = [
        {
            "id": room.name,
            "name": room.label,
            "capacity": room.capacity,
            "session_types": [_type_of_room(event, room)],
        }
        for room in event.rooms
    ]
    return conference_data(
        "event",
        event.name,
        blocks,
        time_zone=event.zone,
        rooms=rooms,
        people=[{"id": person, "name": person} for person in people],
        tracks=[{"id": track, "name": track} for track in tracks],
        sessions=sessions,
        rules=list(_rules(event, wishes)),
    )


def _clock_on_the_day(start: Any, end: Any) -> str:
    """Return the end of a slot as a time of the day on which it begins; midnight is 24:00."""
    return f"{end:%H:%M}" if end.date() == start.date() else f"{end.hour + 24:02}:{end:%M}"


def _type_of_room(event: Event, room: EventRoom) -> str:
    if event.plenary_room.casefold() in (room.name.casefold(), room.label.casefold()):
        return PLENARY
    return VIP if room.is_vip else MEETING


def _has_plenary_room(event: Event) -> bool:
    return any(_type_of_room(event, room) == PLENARY for room in event.rooms)


def _meetings(event: Event, session: EventSession, wishes: Wishes, has_plenary: bool) -> Iterator[dict[str, Any]]:
    """Return a session of the conference for each meeting of a session of the event.

    Meetings of a group are alike, so each is given one of the wanted times for its own. Whatever times the group gets,
    its meetings can be named so that as few as possible miss theirs.
    """
    first, title = str(session.number), session.title.strip() or f"#{session.number}"
    many = wishes.many
    is_plenary = wishes.is_plenary and has_plenary
    for number in range(1, many + 1):
        own: dict[str, Any] = {"occurrence_of": first} if number > 1 else {"occurrences": many}
        yield {
            "id": _id(first, number),
            "title": title if number == 1 else f"{title} ({number})",
            "type": PLENARY if is_plenary else MEETING,
            "plenary": wishes.is_plenary,
            "track": session.tracks[0] if session.tracks else None,
            "tags": [f"track: {track}" for track in dict.fromkeys(session.tracks)],
            "chairs": [] if event.has_groups else _chairs(session, wishes),
            "duration_slots": 1,
            "expected_audience": wishes.people,
            "preferred_times": [wishes.times[number - 1].id] if wishes.times else [],
            "optional": True,
            "notes": wishes.instructions,
            **own,
        }


def _id(first: str, number: int) -> str:
    return first if number == 1 else f"{first}#{number}"


def _chairs(session: EventSession, wishes: Wishes) -> list[str]:
    author = [session.author] if session.author and wishes.has_author else []
    return list(dict.fromkeys(name.removeprefix("@").casefold() for name in (*author, *wishes.chairs)))


def _rules(event: Event, wishes: Mapping[int, Wishes]) -> Iterator[dict[str, Any]]:
    """Return the rules with the priorities of the event's own program: meetings first, rooms last."""
    ids = {number: [_id(str(number), n + 1) for n in range(w.many)] for number, w in wishes.items()}
    yield {"rule": "occurrences_apart", "severity": "hard"}
    yield {"rule": "speaker_clash", "severity": "hard", "roles": ["chairs"]}
    yield {"rule": "plenary", "severity": "hard"}
    if event.has_groups:
        sets = [[id for number in numbers for id in ids[number]] for numbers in _of_one_group(event)]
        yield {"rule": "not_in_parallel", "label": "groups", "severity": "hard", "sets": _selected(sets)}
    yield {"rule": "unscheduled", "severity": _level("meetings left out")}
    yield {"rule": "time_preference", "severity": _level("meetings at other times")}
    pairs = {
        tuple(sorted((number, other)))
        for number, wish in wishes.items()
        for other in wish.conflicts
        if other in wishes and other != number
    }
    sets = [[id for number in pair for id in ids[number]] for pair in sorted(pairs)]
    yield {"rule": "not_in_parallel", "label": "conflicts", "severity": _level("conflicts"), "sets": _selected(sets)}
    tracks = dict.fromkeys(track for session in event.sessions for track in session.tracks)
    sets = [[id for s in event.sessions if track in s.tracks for id in ids[s.number]] for track in tracks]
    yield {"rule": "not_in_parallel", "label": "tracks", "severity": _level("conflicts"), "sets": _selected(sets)}
    yield {"rule": "room_capacity", "severity": _level("seats missing")}
    yield {"rule": "occurrences_room", "severity": _level("rooms over one")}


def _level(name: str) -> dict[str, int]:
    return {"priority": LEVELS[name], "weight": 1}


def _selected(sets: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    return [{"sessions": list(ids)} for ids in sets]


def _of_one_group(event: Event) -> Iterator[list[int]]:
    """Return the numbers of the sessions of each group that has several."""
    by_group: dict[str, list[int]] = {}
    for session in event.sessions:
        for group in groups_in(session.title):
            by_group.setdefault(group, []).append(session.number)
    yield from (numbers for numbers in by_group.values() if len(numbers) > 1)


# --- the schedule in the file ----------------------------------------------------------------------------------------


def _reference(event: Event, wishes: Mapping[int, Wishes], conference: Conference) -> tuple[Agenda | None, list[str]]:
    places: dict[str, tuple[str, str, int]] = {}
    remarks: list[str] = []
    for session in event.sessions:
        meetings, odd = meetings_of(session, event)
        remarks += [f"#{session.number}: {remark}." for remark in odd]
        many = wishes[session.number].many
        named = list(_named(meetings, wishes[session.number], many))
        if len(named) < len(meetings):
            remarks.append(f"#{session.number}: it has more meetings in the schedule than it asks for.")
        for number, meeting in named:
            places[_id(str(session.number), number)] = (meeting.room.name, meeting.slot.id, 0)
    return (conference.agenda(places) if places else None), remarks


def _named(meetings: Sequence[Meeting], wishes: Wishes, many: int) -> Iterator[tuple[int, Meeting]]:
    """Give each meeting the number of its time if that was ticked, else one that is left."""
    wanted = {slot: number for number, slot in enumerate(wishes.times, 1)}
    own: dict[int, Meeting] = {}
    others = []
    for meeting in meetings:
        number = wanted.get(meeting.slot)
        if number is None or number in own:
            others.append(meeting)
        else:
            own[number] = meeting
    left = (number for number in range(1, many + 1) if number not in own)
    yield from own.items()
    yield from zip(left, others, strict=False)


class Tpac(Family):
    """Group meetings and breakout days."""

    name = "tpac"
    title = "Events of the W3C"
    help = "Solve events of the W3C, group meetings and breakout days, and compare with the schedules in their files."
    what = "event"
    figures = tuple(Figure(count) for count in COUNTS)

    def read(self, item: Item) -> Problem:
        return read_problem(Path(item.path or ""))


FAMILY = Tpac()
