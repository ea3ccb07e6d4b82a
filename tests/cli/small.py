"""A conference small enough to be solved at once, one that cannot be, and the command as a process of its own."""

from __future__ import annotations

import sys

from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference

COMMAND = [sys.executable, "-m", "agenda_solver.cli"]


def small() -> ConferenceBuilder:
    """Two talks of one speaker and a third one, two rooms, three hours."""
    builder: ConferenceBuilder = Conference.build("small", "A small one", "Asia/Almaty").day("2025-05-29")
    builder.block("09:00", "12:00", slot_minutes=60).room("Hall", capacity=100).room("Den", capacity=10).person("Ada")
    builder.session("Opening", minutes=60, plenary=True, expected_audience=120)
    return builder.session("A", minutes=60, speakers=["Ada"]).session("B", minutes=60, speakers=["Ada"])


def hopeless() -> ConferenceBuilder:
    """Six hours of sessions that cannot be at once, in three."""
    builder = small()
    for letter in "CDE":
        builder.session(letter, minutes=60, speakers=["Ada"])
    return builder
