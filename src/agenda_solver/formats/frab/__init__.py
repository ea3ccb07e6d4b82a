"""The schedule files that frab and pretalx publish and many programs read: ``schedule.xml``, ``schedule.json``.

Reading is lenient, since few files keep to the schema: oddities become remarks. Writing is strict: what is written
validates against the published schemas. Both forms have the same content; ``schedule.py`` holds it in between.
"""

from __future__ import annotations

from typing import Any

from agenda_solver.formats.frab.event_matching import agenda_of
from agenda_solver.formats.frab.importing import conference_of
from agenda_solver.formats.frab.json_reading import schedule_in_json
from agenda_solver.formats.frab.schedule import Schedule
from agenda_solver.formats.frab.write import write_schedule_json, write_schedule_xml
from agenda_solver.formats.frab.xml_reading import schedule_in_xml
from agenda_solver.formats.import_result import Imported
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["agenda_in", "conference_in", "write_schedule_json", "write_schedule_xml"]


def conference_in(content: Any, time_zone: str | None) -> Imported:
    """Return the conference of a schedule file, with its times and rooms as the published agenda.

    The content is the bytes of a ``schedule.xml`` or the parsed data of a ``schedule.json``. ``time_zone`` takes
    precedence over the zone of the file. Oddities become remarks.
    """
    name = "schedule.xml" if isinstance(content, bytes) else "schedule.json"
    return conference_of(_schedule_in(content), time_zone, name)


def agenda_in(content: Any, conference: Conference) -> Agenda:
    """Return the times and rooms of a schedule file as an agenda of a conference that is there already.

    The content is as for :func:`conference_in`; :mod:`agenda_solver.formats.frab.event_matching` finds its sessions.
    """
    return agenda_of(_schedule_in(content), conference)


def _schedule_in(content: Any) -> Schedule:
    return schedule_in_xml(content) if isinstance(content, bytes) else schedule_in_json(content)
