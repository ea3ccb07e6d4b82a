"""A small schedule as XML and as JSON, with ways to change it, and the published schemas."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.formats.frab import agenda_in, conference_in
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

DATA = Path(os.environ.get("AGENDA_SOLVER_DATA", "no-such-folder"))
FRAB, FOSDEM = DATA / "frab", DATA / "fosdem"
needs_data = pytest.mark.skipif(not FRAB.is_dir(), reason="AGENDA_SOLVER_DATA names no folder with the data of frab")

EVENT = """
      <event id="1" guid="11111111-1111-4111-8111-111111111111">
        <date>2026-06-05T10:00:00+02:00</date><start>10:00</start><duration>00:45</duration>
        <room>Hall</room><title>Sets</title><track>Logic</track><type>talk</type><language>en</language>
        <abstract>Short.</abstract><description>Long.</description>
        <persons><person id="7">Ada</person><person id="8">Grace</person></persons>
        <links><link href="https://example.org/sets">Slides</link></links>
      </event>"""
NIGHT = """
      <event id="2" guid="22222222-2222-4222-8222-222222222222">
        <date>2026-06-06T01:00:00+02:00</date><start>01:00</start><duration>01:30</duration>
        <room>Hall</room><title>Dance</title><track></track><type>party</type><persons/>
      </event>"""
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <version>3</version>
  <conference>
    <title>Small days</title><acronym>small</acronym><time_zone_name>Europe/Berlin</time_zone_name>
    <track name="Logic" color="#1f77b4"/>
  </conference>
  <day index="1" date="2026-06-05" start="2026-06-05T04:00:00+02:00" end="2026-06-06T03:59:00+02:00">
    <room name="Hall">{EVENT}{NIGHT}
    </room>
    <room name="Cellar"/>
  </day>
</schedule>
"""
EVENT_DATA: dict[str, Any] = {
    "id": 1,
    "guid": "11111111-1111-4111-8111-111111111111",
    "date": "2026-06-05T10:00:00+02:00",
    "start": "10:00",
    "duration": "00:45",
    "room": "Hall",
    "title": "Sets",
    "track": "Logic",
    "type": "talk",
    "language": "en",
    "persons": [{"id": 7, "public_name": "Ada"}],
}
JSON: dict[str, Any] = {
    "schedule": {
        "version": "3",
        "conference": {
            "acronym": "small",
            "title": "Small days",
            "time_zone_name": "Europe/Berlin",
            "rooms": [{"name": "Hall", "capacity": 80, "description": None}],
            "days": [{"index": 1, "date": "2026-06-05", "rooms": {"Hall": [EVENT_DATA], "Cellar": []}}],
        },
    }
}


def from_xml(text: str | bytes, zone: str | None = None) -> Imported:
    """Return what is read of XML."""
    return conference_in(text.encode() if isinstance(text, str) else text, zone)


def from_json(data: Any, zone: str | None = None) -> Imported:
    """Return what is read of JSON data."""
    return conference_in(parse_json(json.dumps(data)), zone)


def from_file(path: Path) -> Imported:
    """Return what is read of a file that was written."""
    return conference_in(_content(path), None)


def agenda_from(path: Path, conference: Conference) -> Agenda:
    """Return a file that was written as an agenda of a conference."""
    return agenda_in(_content(path), conference)


def kinds(imported: Imported) -> list[str]:
    """Return the kinds of the remarks."""
    return [remark.kind for remark in imported.remarks]


def published(imported: Imported) -> Agenda:
    """Return the published agenda, which there is."""
    agenda = imported.conference.published_agenda
    assert agenda is not None
    return agenda


def _content(path: Path) -> Any:
    return path.read_bytes() if path.suffix == ".xml" else parse_json(path.read_text(encoding="utf-8"))
