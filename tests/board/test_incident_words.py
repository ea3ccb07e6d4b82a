"""What has happened to a conference is told in a sentence, by names and on the conference's clock."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference
from agenda_solver.board.incident_words import happened

CONFERENCE = (
    Conference.build("small", "Small", "Europe/Berlin")
    .day("2026-03-12", id="d1", name="Thursday")
    .block("09:00", "12:00", slot_minutes=30, id="morning")
    .room("Hall", id="h")
    .person("Ada", id="a")
    .session("Tides", id="t", minutes=60, speakers=["Ada"])
    .done()
)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"change": "person gone", "person": "a"}, "Ada cannot come"),
        ({"change": "person gone", "person": "ada"}, "Ada cannot come"),  # by name as well, in any case
        ({"change": "person gone", "person": "nobody"}, "nobody cannot come"),  # refused later, by who applies it
        (
            {"change": "person available", "person": "a", "not_before": "2026-03-12T10:00"},
            "Ada is only available from 12 Mar 10:00",
        ),
        (
            {"change": "room lost", "room": "h", "start": "2026-03-12T10:00", "end": "2026-03-12T11:30"},
            "Hall is closed from 12 Mar 10:00 until 12 Mar 11:30",
        ),
        ({"change": "room lost", "room": "h", "day": "d1"}, "Hall is closed on Thursday"),
        ({"change": "room lost", "room": "h"}, "Hall is closed"),
        ({"change": "cancel", "session": "t"}, '"Tides" is cancelled'),
        ({"change": "length", "session": "t", "minutes": 30}, '"Tides" now takes 30 minutes'),
        ({"change": "length", "session": "t", "slots": 3}, '"Tides" now takes 3 slots'),
        ({"change": "add room", "room": {"name": "Studio"}}, '"Studio" is new'),
        ({"change": "day lost", "day": "d1"}, "Thursday is lost"),
        ({"change": "something else"}, "something else"),
    ],
)
def test_a_change_is_a_sentence(change: dict[str, Any], sentence: str) -> None:
    assert happened(CONFERENCE, change) == sentence
