"""The example conference in a new workbook: small, complete and solvable, to be overwritten row by row."""

from __future__ import annotations

from typing import Any

from agenda_solver.model.conference import Conference

__all__ = ["example_conference"]

DAYS = (("day-1", "2027-06-03", "Thursday"), ("day-2", "2027-06-04", "Friday"))
BLOCKS = (("morning", "09:00", "10:30"), ("noon", "11:00", "12:30"), ("afternoon", "14:00", "15:30"))
BREAKS = (("Coffee", "10:30", "11:00"), ("Lunch", "12:30", "14:00"))


def _session(id: str, title: str, minutes: int, audience: int, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": title, "duration_minutes": minutes, "expected_audience": audience, **more}


SESSIONS = (
    _session(
        "opening",
        "Opening",
        90,
        240,
        speakers=["mira"],
        plenary=True,
        pin={"room": "hall", "block": "day-1-morning"},
    ),
    _session("rivers", "Who owns a river?", 60, 120, track="water", speakers=["jonas", "aiko"], moderators=["mira"]),
    _session(
        "drought", "Cities without rain", 90, 80, track="water", speakers=["leila"], required_features=["projector"]
    ),
    _session("grids", "Grids that listen", 60, 90, track="energy", speakers=["samuel"]),
    _session("storage", "Storing a summer", 30, 60, track="energy", speakers=["aiko"]),
    _session(
        "workshop",
        "Workshop: a tariff in an hour",
        90,
        25,
        track="energy",
        speakers=["samuel", "leila"],
        preferred_times=["afternoon"],
    ),
    _session("posters", "Posters, guided", 30, 40, optional=True, priority=2),
    # In the last half of the last block: nothing can come after it.
    _session(
        "closing",
        "What we promise",
        60,
        200,
        speakers=["jonas"],
        plenary=True,
        pin={"start": "2027-06-04T14:30+02:00"},
    ),
)


def example_conference() -> Conference:
    """Return an invented two-day forum with a row or more of everything that a planner may need."""
    return Conference.model_validate(
        {
            "id": "my-forum",
            "name": "My forum",
            "time_zone": "Europe/Berlin",
            "days": [{"id": id, "date": date, "name": name} for id, date, name in DAYS],
            "blocks": [
                {"id": f"{day}-{id}", "day": day, "start": start, "end": end, "slot_minutes": 30, "tags": [id]}
                for day, *_ in DAYS
                for id, start, end in BLOCKS
            ],
            "breaks": [
                {"day": day, "start": start, "end": end, "title": title}
                for day, *_ in DAYS
                for title, start, end in BREAKS
            ],
            "rooms": [
                {"id": "hall", "name": "Great Hall", "capacity": 250, "features": ["projector", "stage"]},
                {"id": "garden", "name": "Garden Room", "capacity": 90, "features": ["projector"]},
                {"id": "library", "name": "Library", "capacity": 30, "closed_blocks": ["day-2-morning"]},
            ],
            "people": [
                {"id": "mira", "name": "Mira Okafor"},
                {"id": "jonas", "name": "Jonas Lindqvist"},
                {
                    "id": "aiko",
                    "name": "Aiko Tanaka",
                    "available": [{"start": "2027-06-03T09:00+02:00", "end": "2027-06-03T18:00+02:00"}],
                },
                {"id": "leila", "name": "Leila Haddad"},
                {"id": "samuel", "name": "Samuel Wright"},
            ],
            "tracks": [
                {"id": "water", "name": "Water", "colour": "#2f63b4", "chairs": ["mira"]},
                {"id": "energy", "name": "Energy", "colour": "#c45a1c"},
            ],
            "sessions": SESSIONS,
            "votes": [
                {"voter": "guest-1", "sessions": ["rivers", "grids"]},
                {"voter": "guest-2", "sessions": ["drought", "storage", "workshop"]},
            ],
            "rules": [
                {"rule": "person_day_load", "severity": 10, "limit": 2},
                # Off by default, because not every programme needs them; the template shows planners that they exist.
                {"rule": "compactness", "severity": 5},
                {"rule": "even_filling", "severity": 2},
                {"rule": "room_fit", "severity": 1},
                {
                    "rule": "time_preference",
                    "label": "wishes",
                    "severity": 1,
                    "tables": [{"session": "grids", "block": "day-1-noon", "amount": 5}],
                },
                {
                    "rule": "time_preference",
                    "label": "never",
                    "severity": "hard",
                    "tags": [],
                    "tables": [{"session": "storage", "block": "day-1-afternoon", "amount": 1}],
                },
            ],
        }
    )
