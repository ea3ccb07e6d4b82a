"""A small conference file without a mistake, and a way to put mistakes into it."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

GONE: Any = object()

SMALL: dict[str, Any] = {
    "format": "agenda-solver/conference/1",
    "id": "small",
    "name": "A small conference",
    "time_zone": "Europe/Berlin",  # its clocks are put forward at 02:00 on 29 March 2026
    "days": [{"id": "sat", "date": "2026-03-28"}, {"id": "sun", "date": "2026-03-29"}],
    "blocks": [
        {"id": "sat-am", "day": "sat", "start": "09:00", "end": "10:30", "slot_minutes": 30},
        {
            "id": "sun-am",
            "day": "sun",
            "start": "2026-03-29T09:00+02:00",
            "end": "2026-03-29T10:00+02:00",
            "session_types": ["session"],
        },
    ],
    "buildings": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
    "walks": [{"between": ["north", "south"], "minutes": 10}],
    "rooms": [
        {"id": "hall", "name": "Hall", "capacity": 100, "building": "north"},
        {"id": "cabin", "name": "Cabin", "capacity": 20, "building": "south", "session_types": ["workshop"]},
    ],
    "people": [
        {"id": "ada", "name": "Ada", "available": [{"start": "2026-03-28T08:00Z", "end": "2026-03-28T12:00Z"}]},
        {"id": "grace", "name": "Grace"},
    ],
    "tracks": [{"id": "logic", "name": "Logic", "chairs": ["grace"]}],
    "sessions": [
        {"id": "opening", "title": "Opening", "duration_minutes": 60, "speakers": ["ada"], "plenary": True},
        {"id": "sets", "title": "Sets", "duration_slots": 1, "speakers": ["ada", "grace"], "track": "logic"},
        {"id": "lab", "title": "Lab", "type": "workshop", "duration_minutes": 45, "pin": {"room": "cabin"}},
    ],
    "votes": [{"voter": "v1", "sessions": ["sets", "lab"]}],
    "rules": [
        {"rule": "person_day_load", "severity": 5, "limit": 2},
        {"rule": "speaker_clash", "severity": "hard", "scope": "block"},
    ],
    "published": [{"session": "opening", "room": "hall", "start": "2026-03-28T09:00+01:00"}],
}


def changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return data with values put at places such as ``sessions[0].speakers[0]``; GONE takes one away."""
    data = copy.deepcopy(data)
    for place, value in changes.items():
        steps: list[Any] = [int(step) if step.isdecimal() else step for step in re.findall(r"[^.\[\]]+", place)]
        target: Any = data
        for step in steps[:-1]:
            target = target[step]
        if value is GONE:
            del target[steps[-1]]
        elif isinstance(target, list) and steps[-1] == len(target):
            target.append(value)
        else:
            target[steps[-1]] = value
    return data


def json_bytes(data: Any) -> bytes:
    """Return data as the bytes of a JSON file."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
