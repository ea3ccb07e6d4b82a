"""A small meeting with a published agenda, for the tests of what comes after publication."""

from __future__ import annotations

from typing import Any

from agenda_solver import Agenda, Conference
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.replanning.stability_weights import with_published

PLACES = {"opening": ("hall", "am", 0), "a": ("hall", "am", 1), "b": ("den", "am", 1), "c": ("hall", "pm", 0)}


def builder() -> ConferenceBuilder:
    """Two rooms, two blocks of two and of three hours, four sessions of an hour; Ada has two of them."""
    made: ConferenceBuilder = Conference.build("meet", "Meeting", "Asia/Almaty").day("2025-05-29", id="d1")
    made.block("09:00", "11:00", id="am", slot_minutes=60).block("13:00", "16:00", id="pm", slot_minutes=60)
    made.room("Hall", id="hall", capacity=100).room("Den", id="den", capacity=50)
    made.person("Ada", id="ada").person("Ben", id="ben").track("Track", id="t")
    made.session("Opening", id="opening", minutes=60, plenary=True, speakers=["ben"])
    made.session("A", id="a", minutes=60, speakers=["ada"], track="t").session("B", id="b", minutes=60, type="session")
    made.session("C", id="c", minutes=60, speakers=["ada"], moderators=["ben"])
    return made.votes("ada", "a").votes("v1", "a", "b")


def meeting(**more: Any) -> Conference:
    """Return the meeting with its published agenda."""
    conference = builder().done().replace(**more)
    return with_published(conference, published(conference))


def published(conference: Conference) -> Agenda:
    """Return the agenda that was published."""
    return conference.agenda(dict(PLACES))
