"""A small conference with wishes, and variants of it in which each part of the rule of wishes matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import benchmarks.families.koma.wishes  # noqa: F401 - registers the rule
from agenda_solver import Conference

__all__ = ["CHANGES", "LATE", "WISHES", "conference", "sessions", "wished_conferences"]

MORNING = {"id": "morning", "day": "friday", "start": "2026-03-13T09:00+01:00", "end": "2026-03-13T11:00+01:00"}
NOON = {"id": "noon", "day": "friday", "start": "2026-03-13T12:00+01:00", "end": "2026-03-13T13:00+01:00"}
LATE = [{"start": "2026-03-13T10:00+01:00", "end": "2026-03-13T13:00+01:00"}]


def conference(wishes: dict[str, dict[str, int]], **changes: Any) -> Conference:
    fields: dict[str, Any] = {
        "id": "small",
        "name": "Small",
        "time_zone": "Europe/Berlin",
        "days": [{"id": "friday", "date": "2026-03-13"}],
        "blocks": [{**MORNING, "slot_minutes": 60}],
        "rooms": [{"id": "hall", "name": "Hall", "capacity": 2}, {"id": "nook", "name": "Nook", "capacity": 1}],
        "people": [{"id": id, "name": id.title()} for id in ("ada", "bo", "cy")],
        "sessions": [
            {"id": "bread", "title": "Bread", "duration_slots": 1},
            {"id": "cheese", "title": "Cheese", "duration_slots": 1},
            {"id": "wine", "title": "Wine", "duration_slots": 2},
        ],
        "default_rules": False,
        "rules": [
            {
                "rule": "personal_wishes",
                "wishes": [{"person": person, "weights": weights} for person, weights in wishes.items()],
            }
        ],
    }
    return Conference(**{**fields, **changes})


EVERYTHING = {"bread": 3, "cheese": 2, "wine": 4}
WISHES = {"ada": EVERYTHING, "bo": {"bread": 1, "cheese": 5}, "cy": {"bread": 7}}


def sessions(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    lengths = {"bread": 1, "cheese": 1, "wine": 2}
    return [
        {"id": id, "title": id.title(), "duration_slots": length, **changes.get(id, {})}
        for id, length in lengths.items()
    ]


CHANGES: list[dict[str, Any]] = [
    # Few wishes, so that all of them can be kept, and sessions that nobody has to hold.
    {"wishes": {"ada": {"bread": 3}, "bo": {"cheese": 1}}, "sessions": sessions(bread={"optional": True})},
    {"wishes": {"ada": {"bread": 3, "cheese": 1}}, "sessions": sessions(wine={"optional": True})},
    {},
    {"blocks": [{**MORNING, "slot_minutes": 60}, NOON]},
    {"sessions": sessions(bread={"required_people": ["ada"]}), "wishes": {"ada": {"cheese": 2, "wine": 4}}},
    {"sessions": sessions(wine={"required_people": ["bo", "cy"]})},
    {"sessions": sessions(cheese={"optional": True}, wine={"optional": True})},
    {"people": [{"id": "ada", "name": "Ada", "available": LATE}, *({"id": i, "name": i} for i in ("bo", "cy"))]},
    {
        "rooms": [
            {"id": "hall", "name": "Hall", "capacity": 2, "features": ["stairs"]},
            {"id": "nook", "name": "Nook", "features": ["screen"]},
            {"id": "den", "name": "Den", "capacity": 0},
        ],
        "people": [
            {"id": "ada", "name": "Ada", "prohibited_features": ["stairs"]},
            {"id": "bo", "name": "Bo", "required_features": ["screen"]},
            {"id": "cy", "name": "Cy"},
        ],
    },
]


def wished_conferences() -> Iterator[Conference]:
    """Return the conference with each of the changes."""
    for changes in CHANGES:
        others = {name: value for name, value in changes.items() if name != "wishes"}
        yield conference(changes.get("wishes", WISHES), **others)
