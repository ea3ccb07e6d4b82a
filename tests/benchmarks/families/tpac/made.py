"""Small events, written as their files have them, and a count of an agenda's faults that shares nothing with us."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

SLOTS = ("2030-09-09 9:00 - 10:30", "2030-09-09 11:00 - 12:30", "2030-09-10 9:00 - 10:30", "2030-09-10 11:00 - 12:30")
TIMES = ("Monday, 9:00 - 10:30", "Monday, 11:00 - 12:30", "Tuesday, 9:00 - 10:30", "Tuesday, 11:00 - 12:30")

# A meeting of a schedule: the start of its slot as "2030-09-09 09:00", and its room as the event names it.
Schedule = Mapping[int, Sequence[tuple[str, str]]]


def session(number: int, title: str, ticked: Sequence[int] = (), **fields: Any) -> dict[str, Any]:
    """Return a session of which some of the four slots are ticked; sections that are named stand in its body."""
    sections = {"Select preferred dates and times": "\n".join(_ticks(ticked))} if ticked else {}
    named = {name.replace("_", " "): text for name, text in fields.pop("sections", {}).items()}
    body = "".join(f"### {heading}\n\n{text}\n\n" for heading, text in {**sections, **named}.items())
    return {"number": number, "title": title, "author": "ada", "body": body, **fields}


def _ticks(ticked: Sequence[int]) -> list[str]:
    return [f"- [{'X' if number in ticked else ' '}] {time}" for number, time in enumerate(TIMES)]


def event(*sessions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return an event of groups on two days, with two rooms of 40 and of 12 seats."""
    about = {"meeting": "A small week", "timezone": "Europe/Madrid", "type": "groups"}
    rooms = ["Large (40)", "Small (12)"]
    return {"metadata": about, "rooms": rooms, "slots": list(SLOTS), "sessions": list(sessions), **fields}


# --- a count of its own: regular expressions over the file, and nothing of the adapter -------------------------------


def counted(raw: Mapping[str, Any], schedule: Schedule) -> dict[str, int]:
    """Return what a schedule falls short of: meetings left out, wanted times missed, conflicts, seats."""
    bodies = {s["number"]: s.get("body", "").replace("\r", "") for s in raw["sessions"]}
    starts = {number: [start for start, _ in schedule.get(number, ())] for number in bodies}
    wanted = {number: _wanted(body, raw["slots"]) for number, body in bodies.items()}
    pairs = {
        frozenset((number, int(other)))
        for number, body in bodies.items()
        for part in re.findall(r"avoid scheduling conflicts[^\n]*\n+([^\n]*)", body)
        for other in re.findall(r"#(\d+)", part)
        if int(other) in bodies
    }
    tracks = {track for s in raw["sessions"] for track in s.get("tracks", ())}
    pairs_of_tracks = [
        pair
        for track in tracks
        for pair in combinations([s["number"] for s in raw["sessions"] if track in s.get("tracks", ())], 2)
    ]
    people = {number: _people(body) for number, body in bodies.items()}
    seats = {
        re.sub(r" \(\d+\)$", "", r): int(m[1]) if (m := re.search(r"\((\d+)\)$", r)) else 10**6 for r in raw["rooms"]
    }
    return {
        "meetings left out": sum(max(0, max(1, len(wanted[n])) - len(starts[n])) for n in bodies),
        "meetings at other times": sum(len([t for t in starts[n] if wanted[n] and t not in wanted[n]]) for n in bodies),
        "conflicts": sum(len(set(starts[a]) & set(starts[b])) for a, b in [*map(tuple, pairs), *pairs_of_tracks]),
        "seats missing": sum(
            max(0, people[n] - seats[room.partition(" (")[0]]) for n in bodies for _, room in schedule.get(n, ())
        ),
        "rooms over one": sum(max(0, len({room for _, room in meetings}) - 1) for meetings in schedule.values()),
    }


def doubled(schedule: Schedule) -> int:
    """Return how many pairs of meetings have one room and one start."""
    used = [place for meetings in schedule.values() for place in meetings]
    return len(used) - len(set(used))


def _wanted(body: str, slots: Sequence[str]) -> list[str]:
    days = dict(zip(("Monday", "Tuesday", "Thursday", "Friday"), sorted({slot[:10] for slot in slots}), strict=False))
    ticked = re.findall(r"\[[xX]\] (\w+), (\d+):(\d\d)", body)
    return [f"{days[day]} {int(hour):02}:{minute}" for day, hour, minute in ticked]


def _people(body: str) -> int:
    (text,) = re.findall(r"in-person participants\n+([^\n]+)", body) or ["0"]
    known = {"Less than 15": 10, "16-30": 20, "31-50": 40, "More than 50": 50}
    return known[text.strip()] if text.strip() in known else int(text)
