"""Random meetings: few slots, so that most things are at once, and every kind of wish."""

from __future__ import annotations

import random
from typing import Any

from benchmarks.families.placed import Assignments

__all__ = ["drawn_assignments", "group", "made_meeting", "meeting", "session", "tiny_meeting"]

DATES = ("2019-11-18", "2019-11-19", "2019-11-20", "2019-11-22")
# The second begins 20 minutes after the first has ended, the third 3 hours after the second.
HOURS = (("09:00", 120, "morning"), ("11:20", 90, "morning"), ("15:50", 60, "afternoon"))
KINDS = ("chair", "technology", "key-participant")
WEIGHTS = {
    "chair": 100_000,
    "technology": 10_000,
    "key_participant": 100_000,
    "key_person": 10_000,
    "time_range": 1_000_000,
    "day_relation": 1_000,
    "adjacency": 1_000,
    "order": 100_000,
    "room_too_small": 100_000,
    "slot_too_short": 100_000,
}
WEIGHT_OF = {kind: WEIGHTS[kind.replace("-", "_")] for kind in KINDS}


def session(id: str, group: str, **fields: Any) -> dict[str, Any]:
    """Return a session that fits everywhere, but for these fields."""
    return {"id": id, "group": group, "part": 1, "joint_with": [], "minutes": 60, "attendees": 10, **fields}


def group(id: str, **fields: Any) -> dict[str, Any]:
    """Return a group without wishes, but for these fields."""
    wishes: dict[str, Any] = {
        "key_people": [],
        "conflicts": [],
        "unavailable": [],
        "day_relation": None,
        "adjacent_to": None,
    }
    return {"id": id, **wishes, **fields}


def meeting(slots: list[tuple[str, str, int, str]], rooms: dict[str, int], **fields: Any) -> dict[str, Any]:
    """Return a meeting with slots (date, start, minutes, time range) and rooms with their seats."""
    return {
        "format": "ietf106/1",
        "name": "Made",
        "weights": WEIGHTS,
        "fixed_penalty": 0,
        "adjacent_within_minutes": 30,
        "rooms": [{"id": id, "name": id.title(), "capacity": seats} for id, seats in rooms.items()],
        "slots": [
            {
                "id": f"{date[-2:]}-{start}",
                "start": f"{date}T{start}",
                "minutes": minutes,
                "time_range": f"{date[-2:]}-{range_}",
                "rooms": list(rooms),
            }
            for date, start, minutes, range_ in slots
        ],
        "groups": [],
        "sessions": [],
        **fields,
    }


def made_meeting(seed: int, *, groups: int = 6, days: int = 3, hours: int = 3, rooms: int = 2) -> dict[str, Any]:
    """Return a meeting of so many groups, some of which meet twice, or with others."""
    draw = random.Random(seed)
    slots = [(date, *hour) for date in DATES[:days] for hour in HOURS[:hours]]
    raw = meeting(slots, {f"room{number}": draw.choice((20, 60, 200)) for number in range(rooms)})
    for slot in raw["slots"]:
        if draw.random() < 0.2:
            slot["rooms"] = slot["rooms"][:1]
    names = [f"g{number}" for number in range(groups)]
    raw["groups"] = [_group(draw, name, names, [slot["time_range"] for slot in raw["slots"]]) for name in names]
    places = sum(len(slot["rooms"]) for slot in raw["slots"])
    sessions = [_session(draw, name, part, names) for name in names for part in range(1, draw.randint(1, 2) + 1)]
    return {**raw, "sessions": sessions[:places]}


def _group(draw: random.Random, name: str, names: list[str], ranges: list[str]) -> dict[str, Any]:
    def conflict() -> dict[str, Any]:
        kind = draw.choice(KINDS)
        # Also with itself, with a group that does not meet, and twice with the same one.
        return {"group": draw.choice([*names, "nobody"]), "kind": kind, "weight": WEIGHT_OF[kind]}

    return group(
        name,
        key_people=draw.sample(range(1, 6), draw.randint(0, 2)),
        conflicts=[conflict() for _ in range(draw.randint(0, 3))],
        unavailable=sorted({draw.choice(ranges) for _ in range(draw.randint(0, 2))}),
        day_relation=draw.choice((None, "next-day", "not-next-day")),
        adjacent_to=draw.choice((None, None, *names)),
    )


def _session(draw: random.Random, name: str, part: int, names: list[str]) -> dict[str, Any]:
    joint = draw.sample(names, 2) if draw.random() < 0.3 else []
    fields = {"minutes": draw.choice((60, 90, 120)), "attendees": draw.choice((None, 10, 50, 300))}
    return session(f"{name}-{part}", name, part=part, joint_with=joint, **fields)


def tiny_meeting(seed: int) -> dict[str, Any]:
    """Return a meeting with three days, on two of which something can be beside something."""
    return made_meeting(seed, groups=2, days=3, hours=2, rooms=2)


def drawn_assignments(raw: dict[str, Any], seed: int) -> Assignments:
    """Return a place of its own for each session, and nothing else looked at."""
    draw = random.Random(seed)
    places = [(slot["id"], room) for slot in raw["slots"] for room in slot["rooms"]]
    chosen = draw.sample(places, len(raw["sessions"]))
    pairs = zip(raw["sessions"], chosen, strict=True)
    return {session["id"]: {"slot": slot, "room": room} for session, (slot, room) in pairs}
