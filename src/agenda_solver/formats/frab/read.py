"""Schedule files as conferences, and as agendas of existing conferences."""

from __future__ import annotations

from typing import Any

from agenda_solver.formats.frab.importing import conference_of
from agenda_solver.formats.frab.json_reading import schedule_in_json
from agenda_solver.formats.frab.matching import agenda_of
from agenda_solver.formats.frab.schedule import Schedule
from agenda_solver.formats.frab.xml_reading import schedule_in_xml
from agenda_solver.formats.imported import Imported
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["agenda_in", "conference_in"]


def conference_in(content: Any, time_zone: str | None) -> Imported:
    """Return the conference of a schedule file, with its times and rooms as the published agenda.

    The content is the bytes of a ``schedule.xml`` or the parsed data of a ``schedule.json``. A time zone that is named
    counts more than the file's own. What is only odd is a remark.
    """
    return conference_of(_schedule_in(content), time_zone, _name(content))


def agenda_in(content: Any, conference: Conference) -> Agenda:
    """Return the times and rooms of a schedule file as an agenda of a conference that is there already.

    The content is as for :func:`conference_in`; :mod:`agenda_solver.formats.frab.matching` finds its sessions.
    """
    return agenda_of(_schedule_in(content), conference)


def _schedule_in(content: Any) -> Schedule:
    return schedule_in_xml(content) if isinstance(content, bytes) else schedule_in_json(content)


def _name(content: Any) -> str:
    return "schedule.xml" if isinstance(content, bytes) else "schedule.json"
