"""Random drafts: full ones, with courses in several parts and authors of several sessions."""

from __future__ import annotations

import random
from typing import Any

from benchmarks.families.placed import Assignments

__all__ = ["draft", "drawn_assignments", "made_draft", "session"]

HOURS = ("09:00", "11:00", "14:00")
TYPES = ("paper", "course")


def session(id: str, *papers: str, **fields: Any) -> dict[str, Any]:
    """Return a session with these papers."""
    return {"id": id, "title": id.title(), "type": "paper", "topics": [], "papers": list(papers), **fields}


def draft(
    days: int, hours: int, rooms: dict[str, list[str]], authors: dict[str, list[int]], **fields: Any
) -> dict[str, Any]:
    """Return a draft without sessions: rooms with the types they may hold, papers with their authors."""
    slots = [
        {"id": f"d{day}-{hour}", "start": f"2013-04-{29 - days + day}T{hour}", "minutes": 80}
        for day in range(1, days + 1)
        for hour in HOURS[:hours]
    ]
    return {
        "format": "chi2013/1",
        "name": "Made",
        "slots": slots,
        "rooms": [
            {"id": id, "name": id.title(), "types": types, "slots": [slot["id"] for slot in slots]}
            for id, types in rooms.items()
        ],
        "sessions": [],
        "papers": [{"id": id, "authors": found} for id, found in authors.items()],
        "series": [],
        "draft": {},
        **fields,
    }


def made_draft(seed: int, *, days: int = 2, hours: int = 2, rooms: int = 3, share: float = 1.0) -> dict[str, Any]:
    """Return a draft in which so great a share of the places is taken."""
    draw = random.Random(seed)
    authors = {f"P{number}": draw.sample(range(1, 9), draw.randint(0, 3)) for number in range(10)}
    names = {f"room{number}": draw.choice((["paper"], list(TYPES))) for number in range(rooms)}
    raw = draft(days, hours, names, authors)
    for room in raw["rooms"]:
        room["slots"] = [slot for slot in room["slots"] if draw.random() < 0.9] or room["slots"][:1]
    places = [(slot, room) for room in raw["rooms"] for slot in room["slots"]]
    chosen = draw.sample(places, max(2, round(share * len(places))))
    for number, (slot, room) in enumerate(chosen):
        id = f"S{number}"
        papers = draw.sample(sorted(authors), draw.randint(0, 2))
        raw["sessions"].append(session(id, *papers, type=draw.choice(room["types"])))
        raw["draft"][id] = {"slot": slot, "room": room["id"]}
    ids = [one["id"] for one in raw["sessions"]]
    draw.shuffle(ids)
    raw["series"] = [ids[:2], ids[2:5]] if len(ids) > 5 else [ids[:2]]
    return raw


def drawn_assignments(raw: dict[str, Any], seed: int) -> Assignments:
    """Return a place of its own for each session, many of them that of the draft, and nothing else looked at."""
    draw = random.Random(seed)
    found = dict(raw["draft"])
    free = [
        {"slot": slot, "room": room["id"]}
        for room in raw["rooms"]
        for slot in room["slots"]
        if {"slot": slot, "room": room["id"]} not in found.values()
    ]
    moving = draw.sample(sorted(found), draw.randint(0, len(found)))
    places = [*free, *(found[id] for id in moving)]
    return {**found, **dict(zip(moving, draw.sample(places, len(moving)), strict=True))}
