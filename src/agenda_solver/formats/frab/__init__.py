"""The schedule files that frab and pretalx publish, and much else reads: ``schedule.xml`` and ``schedule.json``.

Reading is lenient, since few files keep to the schema: what is odd is a remark. Writing is strict: what is written
validates against the published schemas. Both forms have the same content; ``schedule.py`` holds it in between.
"""

from agenda_solver.formats.frab.read import agenda_in, conference_in
from agenda_solver.formats.frab.write import write_schedule_json, write_schedule_xml

__all__ = ["agenda_in", "conference_in", "write_schedule_json", "write_schedule_xml"]
