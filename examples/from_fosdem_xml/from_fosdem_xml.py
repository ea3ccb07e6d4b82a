"""A published schedule.xml: read, scored, mended with the fewest moves, and written again under the same guids."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from agenda_solver import replan, score
from agenda_solver.formats.any_format import read_any, read_any_agenda
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.frab import write_schedule_json, write_schedule_xml

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "20"))
# In the manner of older files: no offsets, no time zone, no guids. Joan speaks in two rooms at 10:30.
SMALL = """<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference>
    <title>Tiny FOSDEM</title>
    <venue>A café in Brussels</venue>
    <day_change>09:00:00</day_change>
    <timeslot_duration>00:05:00</timeslot_duration>
  </conference>
  <day index="1" date="2027-02-06">
    <room name="Janson">
      <event id="101">
        <start>10:00</start><duration>00:25</duration><title>Welcome</title><track>Keynotes</track><type>keynote</type>
        <persons/>
      </event>
      <event id="102">
        <start>10:30</start><duration>00:50</duration><title>Proofs for everybody</title><track>Keynotes</track>
        <type>keynote</type><persons><person id="1">Joan Clarke</person></persons>
      </event>
    </room>
    <room name="K.1.105">
      <event id="103">
        <start>10:00</start><duration>00:25</duration><title>Parsing schedules</title><track>Python</track>
        <type>devroom</type><persons><person id="2">Ada Byron</person></persons>
      </event>
      <event id="104">
        <start>10:30</start><duration>00:25</duration><title>Ciphers in Python</title><track>Python</track>
        <type>devroom</type><persons><person id="1">Joan Clarke</person></persons>
      </event>
      <event id="105">
        <start>11:00</start><duration>00:25</duration><title>Rooms full of snakes</title><track>Python</track>
        <type>devroom</type><persons><person id="2">Ada Byron</person></persons>
      </event>
    </room>
  </day>
</schedule>
"""


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("schedule.xml")
    if len(sys.argv) == 1:
        path.write_text(SMALL, encoding="utf-8")

    # Lenient: whatever is odd is a remark. The file names no time zone, so say it.
    imported = read_any(path, time_zone="Europe/Brussels")
    conference = imported.conference
    for remark in imported.remarks[:10]:
        print(f"- {remark}")

    published = conference.published_agenda
    if published is None:
        raise SystemExit("There is no agenda in the file.")
    for rule, violation in score(conference, published).violations:
        if rule.severity.is_hard:
            print(f"{rule.key}: {violation.message}")

    mended = replan(conference, published, time_limit=SECONDS)
    if mended.agenda is None:
        raise SystemExit("There was no mended agenda in that time.")
    for id, place in mended.agenda.items():
        if place != published[id]:
            print(f"moved: {conference.session_by_id[id].title}, now {conference.clock(place.start)}")

    # Strict: what is written validates, and every event keeps its guid, now and in the next version.
    write_schedule_xml(mended.agenda, Path("new.xml"), ExportOptions())
    write_schedule_json(mended.agenda, Path("new.json"), ExportOptions())
    same = all(read_any_agenda(name, conference) == mended.agenda for name in ("new.xml", "new.json"))
    print(f"Saved new.xml and new.json; read again they are {'the same' if same else 'another'} agenda.")


if __name__ == "__main__":
    main()
