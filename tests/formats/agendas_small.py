"""Agendas of the small conference, for the tests of formats that agendas go out in."""

from __future__ import annotations

from typing import Any

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.formats.small import SMALL, changed

PLACES = {"opening": ("hall", "sat-am", 0), "sets": ("hall", "sun-am", 0), "lab": ("cabin", "sat-am", 1)}


def agenda_with(changes: dict[str, Any] | None = None, places: dict[str, tuple[str, str, int]] | None = None) -> Agenda:
    """Return an agenda of the small conference, changed at some places of its file."""
    conference = Conference.model_validate(changed(SMALL, changes or {}))
    return conference.agenda(PLACES if places is None else places)
