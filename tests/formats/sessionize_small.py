"""A small event of Sessionize."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from agenda_solver.formats.any_format import read_any
from agenda_solver.formats.import_result import Imported
from tests.formats.small import changed

ZONE = "Europe/Berlin"
# An invented event: a keynote for all, two talks side by side, lunch, a workshop, and a talk without a time.
EVENT: dict[str, Any] = {
    "sessions": [
        {
            "id": "101",
            "title": "Keynote",
            "description": None,
            "startsAt": "2026-10-19T09:00:00",
            "endsAt": "2026-10-19T10:00:00",
            "isServiceSession": False,
            "isPlenumSession": True,
            "speakers": ["sp-1"],
            "categoryItems": [21, 31],
            "questionAnswers": [{"questionId": 7, "answerValue": "A lectern"}],
            "roomId": 2,
            "liveUrl": None,
            "recordingUrl": "https://video.example/101",
            "status": "Accepted",
            "isInformed": True,
            "isConfirmed": True,
        },
        {
            "id": "102",
            "title": "Compilers, gently",
            "description": "For everybody.",
            "startsAt": "2026-10-19T10:00:00",
            "endsAt": "2026-10-19T10:45:00",
            "isServiceSession": False,
            "isPlenumSession": False,
            "speakers": ["sp-2", "sp-1"],
            "categoryItems": [22, 41, 51],
            "questionAnswers": [],
            "roomId": 1,
        },
        {
            "id": "lunch",
            "title": "Lunch",
            "startsAt": "2026-10-19T12:00:00",
            "endsAt": "2026-10-19T13:00:00",
            "isServiceSession": True,
            "isPlenumSession": True,
            "speakers": [],
            "categoryItems": [],
            "questionAnswers": [],
            "roomId": None,
        },
        {
            "id": "103",
            "title": "Databases by hand",
            "startsAt": "2026-10-19T13:00:00",
            "endsAt": "2026-10-19T14:30:00",
            "isServiceSession": False,
            "isPlenumSession": False,
            "speakers": [],
            "categoryItems": [],
            "questionAnswers": [],
            "roomId": 2,
        },
        {
            "id": "104",
            "title": "Still to be placed",
            "startsAt": None,
            "endsAt": None,
            "speakers": ["sp-2"],
            "categoryItems": [32],
            "roomId": None,
        },
    ],
    "speakers": [
        {
            "id": "sp-1",
            "firstName": "Kari",
            "lastName": "Nordmann",
            "fullName": "Kari Nordmann",
            "bio": "Writes compilers.",
            "tagLine": None,
            "profilePicture": "https://pictures.example/kari",
            "isTopSpeaker": True,
            "links": [],
            "sessions": [101, 102],
            "categoryItems": [],
            "questionAnswers": [],
        },
        {"id": "sp-2", "firstName": "Ola", "lastName": "Nordmann", "fullName": None, "sessions": [102, 104]},
    ],
    "questions": [{"id": 7, "question": "What do you need?", "questionType": "Long_Text", "sort": 1}],
    "categories": [
        {"id": 2, "title": "Track", "items": [{"id": 21, "name": "Society"}, {"id": 22, "name": "Languages"}]},
        {
            "id": 3,
            "title": "Session format",
            "items": [{"id": 31, "name": "Talk"}, {"id": 32, "name": "Short (20 min)"}],
        },
        {"id": 4, "title": "Level", "items": [{"id": 41, "name": "Beginner"}]},
        {"id": 5, "title": "Topic", "items": [{"id": 51, "name": "Parsing"}]},
    ],
    "rooms": [{"id": 2, "name": "Main hall", "sort": 2}, {"id": 1, "name": "Aurora", "sort": 1}],
}


def imported(path: Path, changes: dict[str, Any] | None = None, time_zone: str | None = ZONE) -> Imported:
    """Write the event, changed at some places, and read it again."""
    (path / "all.json").write_text(json.dumps(changed(EVENT, changes or {})), encoding="utf-8")
    return read_any(path / "all.json", time_zone=time_zone)


def remarks_of(found: Imported, kind: str) -> list[str]:
    return [str(remark) for remark in found.remarks if remark.kind == kind]
