"""Random problems of the family: overlapping timeslots, days apart, every kind of tag, weights on every level."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from agenda_solver import Agenda
from benchmarks.families.optaplanner.document import CONSTRAINTS
from benchmarks.families.optaplanner.read import Problem, problem_of

__all__ = [
    "drawn_assignments",
    "drawn_legal",
    "made_problem",
    "plain_speaker",
    "plain_talk",
    "plain_weights",
    "tiny_problem",
]

TYPES = ("Lab", "Breakout")
TIME_TAGS, ROOM_TAGS = ("early", "late"), ("large", "recorded")
KINDS = ("required", "preferred", "prohibited", "undesired")
HOURS = ("09:00", "09:30", "10:00", "10:45", "12:00", "14:10")
LENGTHS = (30, 45, 120)


def made_problem(
    seed: int, *, talks: int = 12, timeslots: int = 7, rooms: int = 4, speakers: int = 5
) -> dict[str, Any]:
    """Return a problem as its file would have it; every talk has a timeslot and a room."""
    draw = random.Random(seed)
    slots = [_timeslot(draw, number) for number in range(timeslots)]
    places = [_room(draw, number, slots) for number in range(rooms)]
    people = [_speaker(draw, number, slots) for number in range(draw.randint(0, speakers))]
    codes = [f"S{number}" for number in range(talks)]
    return {
        "name": f"Made {seed}",
        "minimumConsecutiveTalksPauseInMinutes": draw.choice((0, 15, 40)),
        "weights": {name: _weights(draw) for name in CONSTRAINTS},
        "timeslots": slots,
        "rooms": places,
        "speakers": people,
        "talks": [_talk(draw, code, codes, slots, places, people) for code in codes],
    }


def _some(draw: random.Random, values: Any, most: int = 2) -> list[str]:
    chosen = list(values)
    return draw.sample(chosen, draw.randint(0, min(most, len(chosen))))


def _weights(draw: random.Random) -> list[int]:
    weights = [draw.choice((0, 0, 1, 7)) for _ in range(3)]
    return weights if any(weights) else [0, 0, 1]


def _timeslot(draw: random.Random, number: int) -> dict[str, Any]:
    begin = draw.choice(HOURS)
    minutes = int(begin[:2]) * 60 + int(begin[3:]) + draw.choice(LENGTHS)
    date = draw.choice(("2018-10-01", "2018-10-02", "2018-10-05"))
    # The first one takes every type, so that each talk has a timeslot.
    types = list(TYPES) if number == 0 else _some(draw, TYPES)
    end = f"{date}T{minutes // 60:02}:{minutes % 60:02}"
    return {
        "id": f"T{number}",
        "start": f"{date}T{begin}",
        "end": end,
        "talkTypes": types,
        "tags": _some(draw, TIME_TAGS),
    }


def _room(draw: random.Random, number: int, slots: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"R {number}",
        "capacity": draw.choice((20, 20, 60, 300)),
        "talkTypes": list(TYPES) if number == 0 else _some(draw, TYPES),
        "tags": _some(draw, ROOM_TAGS),
        "unavailable": _some(draw, [slot["id"] for slot in slots], 1),
    }


def _wishes(draw: random.Random) -> dict[str, list[str]]:
    found = {}
    for what, tags in (("Timeslot", TIME_TAGS), ("Room", ROOM_TAGS)):
        for kind in KINDS:
            found[f"{kind}{what}Tags"] = _some(draw, (*tags, "nowhere")) if draw.random() < 0.4 else []
    return found


def _speaker(draw: random.Random, number: int, slots: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": f"P {number}", **_wishes(draw), "unavailable": _some(draw, [slot["id"] for slot in slots])}


def _talk(
    draw: random.Random,
    code: str,
    codes: list[str],
    slots: list[dict[str, Any]],
    rooms: list[dict[str, Any]],
    people: list[dict[str, Any]],
) -> dict[str, Any]:
    slot_ids, room_ids = [slot["id"] for slot in slots], [room["id"] for room in rooms]
    return {
        "code": code,
        "title": f"Talk {code}",
        "talkType": draw.choice(TYPES),
        "speakers": _some(draw, [person["id"] for person in people], 3),
        "themeTrackTags": _some(draw, ("Cloud", "Java", "Web"), 3),
        "sectorTags": _some(draw, ("Schools", "Banks")),
        "audienceTypes": _some(draw, ("Managers", "Programmers")),
        "audienceLevel": draw.randint(1, 3),
        "contentTags": _some(draw, ("Spring", "Drools", "Docker"), 3),
        "language": draw.choice(("en", "fr")),
        **_wishes(draw),
        "mutuallyExclusiveTalksTags": _some(draw, ("Sponsor", "Keynote")),
        "prerequisiteTalks": _some(draw, [other for other in codes if other != code], 1),
        "favoriteCount": draw.choice((3, 3, 50, 400, 700)),
        "crowdControlRisk": draw.choice((0, 0, 1, 2)),
        "pinned": False,
        "timeslot": None,
        "room": None,
        "publishedTimeslot": draw.choice((None, None, *slot_ids)),
        "publishedRoom": draw.choice((None, None, *room_ids)),
    }


def plain_talk(code: str, **fields: Any) -> dict[str, Any]:
    """Return a talk that nobody wishes anything for, but for these fields."""
    lists: tuple[str, ...] = ("speakers", "themeTrackTags", "sectorTags", "audienceTypes", "contentTags")
    lists += ("mutuallyExclusiveTalksTags", "prerequisiteTalks")
    lists += tuple(f"{kind}{what}Tags" for kind in KINDS for what in ("Timeslot", "Room"))
    empty: dict[str, Any] = {name: [] for name in lists} | dict.fromkeys(
        ("timeslot", "room", "publishedTimeslot", "publishedRoom")
    )
    numbers = {"audienceLevel": 1, "favoriteCount": 0, "crowdControlRisk": 0, "pinned": False, "language": "en"}
    return {"code": code, "title": f"Talk {code}", "talkType": "Breakout", **empty, **numbers, **fields}


def plain_speaker(id: str, **fields: Any) -> dict[str, Any]:
    """Return a speaker without wishes who can always come, but for these fields."""
    wishes: dict[str, list[str]] = {f"{kind}{what}Tags": [] for kind in KINDS for what in ("Timeslot", "Room")}
    return {"id": id, "unavailable": [], **wishes, **fields}


def plain_weights() -> dict[str, list[int]]:
    """Return a soft weight of 1 for each constraint."""
    return {name: [0, 0, 1] for name in CONSTRAINTS}


def drawn_assignments(raw: dict[str, Any], seed: int) -> dict[str, dict[str, str]]:
    """Return a timeslot and a room for each talk, both open to its type, and nothing else looked at."""
    draw = random.Random(seed)
    found = {}
    for talk in raw["talks"]:
        slots = [slot["id"] for slot in raw["timeslots"] if talk["talkType"] in slot["talkTypes"]]
        rooms = [room["id"] for room in raw["rooms"] if talk["talkType"] in room["talkTypes"]]
        found[talk["code"]] = {"timeslot": draw.choice(slots), "room": draw.choice(rooms)}
    return found


def drawn_legal(raw: dict[str, Any], seed: int, tries: int = 20) -> dict[str, dict[str, str]] | None:
    """Return random assignments with no two talks in a room at once; None where none were found."""
    draw = random.Random(seed)
    slots = {slot["id"]: slot for slot in raw["timeslots"]}
    for _ in range(tries):
        found: dict[str, dict[str, str]] = {}
        for talk in draw.sample(raw["talks"], len(raw["talks"])):
            free = [
                {"timeslot": slot, "room": room["id"]}
                for slot in slots
                for room in raw["rooms"]
                if talk["talkType"] in slots[slot]["talkTypes"] and talk["talkType"] in room["talkTypes"]
                if not any(
                    at["room"] == room["id"] and _meet(slots[slot], slots[at["timeslot"]]) for at in found.values()
                )
            ]
            if not free:
                break
            found[talk["code"]] = draw.choice(free)
        else:
            return found
    return None


def _meet(first: dict[str, Any], second: dict[str, Any]) -> bool:
    return bool(first["start"] < second["end"] and second["start"] < first["end"])


@cache
def tiny_problem(seed: int) -> tuple[Problem, list[Agenda]]:
    """Return a problem of three to five talks in which all constraints have a weight, and legal agendas of it."""
    sizes = {"talks": 3 + seed % 3, "timeslots": 4 + seed % 2, "rooms": 1 + seed % 3}
    if seed % 4 == 3:  # crowded: more talks at once than rooms that are needed
        sizes = {"talks": 5, "timeslots": 2, "rooms": 4}
    raw = made_problem(seed, speakers=3, **sizes)
    problem = problem_of({**raw, "weights": plain_weights()})
    drawn = [drawn_legal(raw, number) for number in range(30)]
    return problem, [problem.agenda(assignments) for assignments in drawn if assignments is not None]
