"""Strict writing of schedule files: they validate against the published schemas, whatever the agenda."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.files import write_bytes, write_text
from agenda_solver.formats.frab.programme import programme_of
from agenda_solver.formats.frab.schedule import NO_PAGE, Event, FileDay, FilePart, Reference, Schedule
from agenda_solver.formats.strict_json import write_json_text
from agenda_solver.model.agenda import Agenda
from agenda_solver.version import __version__

__all__ = ["schedule_to_data", "schedule_to_xml", "write_schedule_json", "write_schedule_xml"]

GENERATOR = "agenda-solver"
SCHEMA = "https://c3voc.de/schedule/schema.json"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The schema knows only zones of two simple words.
SIMPLE_ZONE = re.compile("[A-Z][a-z]+/[A-Z][a-z]+|.*UTC$")
LINK_TYPES = {"slides", "paper", "web", "blog", "article", "media", "related", "activitypub"}
XML_CONFERENCE = (
    *("title", "acronym", "start", "end", "days", "timeslot_duration", "base_url", "logo", "url", "time_zone_name"),
)
XML_EVENT = (
    *("room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "logo"),
    *("language", "description", "video_download_url", "url", "feedback_url", "origin_url"),
)
XML_OPTIONAL = {
    *("subtitle", "logo", "language", "description", "video_download_url", "url", "feedback_url", "origin_url"),
}


def write_schedule_xml(agenda: Agenda, path: Path, options: ExportOptions) -> list[Path]:
    """Write an agenda as ``schedule.xml``, in one step.

    Raises
    ------
    InvalidInput
        If an attribute cannot be written, or the file cannot.
    """
    write_bytes(path, schedule_to_xml(programme_of(agenda, options)))
    return [path]


def write_schedule_json(agenda: Agenda, path: Path, options: ExportOptions) -> list[Path]:
    """Write an agenda as ``schedule.json``, in one step.

    Raises
    ------
    InvalidInput
        If an attribute cannot be written, or the file cannot.
    """
    write_text(path, write_json_text(schedule_to_data(programme_of(agenda, options))))
    return [path]


# --- XML --------------------------------------------------------------------------------------------------------------


def schedule_to_xml(schedule: Schedule) -> bytes:
    """Return a programme as the content of a ``schedule.xml``."""
    from lxml import etree

    root = etree.Element("schedule")
    _element(root, "generator", name=GENERATOR, version=__version__)
    for name in ("url", "version"):
        if name in schedule.fields:
            _element(root, name, schedule.fields[name])
    conference = _element(root, "conference")
    shown = {"base_url": schedule.fields.get("base_url", ""), **schedule.conference}
    for name in XML_CONFERENCE:
        if shown.get(name):
            _element(conference, name, shown[name])
    for track in schedule.tracks:
        _element(conference, "track", name=track.name, **track.fields)
    room_guids = {room.name: room.fields["guid"] for room in schedule.rooms}
    for day in schedule.days:
        element = _element(root, "day", **{name: day.fields[name] for name in ("index", "date", "start", "end")})
        for room, events in day.rooms:
            inside = _element(element, "room", name=room, guid=room_guids[room])
            for event in events:
                _add_event(inside, event)
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return content


def _element(parent: Any, tag: str, text: str = "", /, **attributes: str) -> Any:
    clean = {name: _readable(value) for name, value in attributes.items()}
    from lxml.etree import SubElement

    element = SubElement(parent, tag, clean)
    if text:
        element.text = _readable(text)
    return element


def _readable(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _add_event(parent: Any, event: Event) -> None:
    named = {name: event.fields[name] for name in ("id", "guid", "code") if name in event.fields}
    element = _element(parent, "event", **named)
    for name in XML_EVENT:
        text = event.fields.get(name, "")
        if text or name not in XML_OPTIONAL:
            _element(element, name, text)
    persons = _element(element, "persons")
    for person in event.persons:
        _element(persons, "person", person.name, id=person.fields["id"], guid=person.fields["guid"])
    if event.fields.get("recording_license") or event.fields.get("do_not_record"):
        recording = _element(element, "recording")
        _element(recording, "license", event.fields.get("recording_license", ""))
        _element(recording, "optout", "true" if _is_true(event.fields.get("do_not_record", "")) else "false")
    for name, references in (("links", event.links), ("attachments", event.attachments)):
        if references:
            inside = _element(element, name)
            for reference in references:
                _add_reference(inside, name.removesuffix("s"), reference)


def _add_reference(parent: Any, tag: str, reference: Reference) -> None:
    known = {"href": reference.url, "type": reference.type}
    if tag == "link":
        known["service"] = reference.service
    _element(parent, tag, reference.title, **{name: text for name, text in known.items() if text})


def _is_true(text: str) -> bool:
    return text.strip().lower() in ("true", "1", "yes")


# --- JSON -------------------------------------------------------------------------------------------------------------


def schedule_to_data(schedule: Schedule) -> dict[str, Any]:
    """Return a programme as the data of a ``schedule.json``."""
    conference: dict[str, Any] = {
        **schedule.conference,
        "acronym": _simple_acronym(schedule.conference["acronym"]),
        "daysCount": len(schedule.days),
    }
    del conference["days"]
    # What the schema does not allow in its own place is in a place that is free.
    meta = {"conference_id": conference.pop("conference_id")}
    if not SIMPLE_ZONE.match(conference["time_zone_name"]):
        meta["time_zone_name"] = conference.pop("time_zone_name")
    conference["meta"] = meta
    conference["rooms"] = [
        {
            "name": room.name,
            "guid": room.fields["guid"],
            "description": room.fields["description"] or None,
            "capacity": int(room.fields["capacity"]) if room.fields["capacity"] else None,
        }
        for room in schedule.rooms
    ]
    conference["tracks"] = [{"name": track.name, **track.fields} for track in schedule.tracks]
    conference["days"] = [_day(day) for day in schedule.days]
    return {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR, "version": __version__},
        "schedule": {**schedule.fields, "conference": conference},
    }


def _simple_acronym(acronym: str) -> str:
    """Return an acronym for the JSON schema, which allows a hyphen only at the beginning."""
    return acronym if re.fullmatch("[a-z0-9_-][a-z0-9_]{3,}", acronym) else acronym.replace("-", "_")


def _day(day: FileDay) -> dict[str, Any]:
    return {
        "index": int(day.fields["index"]),
        "date": day.fields["date"],
        "day_start": day.fields["start"],
        "day_end": day.fields["end"],
        "rooms": {room: [_event(event) for event in events] for room, events in day.rooms},
    }


def _event(event: Event) -> dict[str, Any]:
    # Where an event has no page, its guid is a valid address as well; the schema wants one.
    fields: dict[str, Any] = {"url": f"{NO_PAGE}{event.fields['guid']}", **event.fields}
    for name in ("logo", "recording_license", "do_not_record", "do_not_stream"):
        if not fields.get(name):
            fields.pop(name, None)
    fields.pop("video_download_url", None)
    for name in ("do_not_record", "do_not_stream"):
        if name in fields:
            fields[name] = _is_true(fields[name])
    return {
        **fields,
        "id": int(fields["id"]),
        "persons": [_person(person) for person in event.persons],
        "links": [_link(reference) for reference in event.links],
        "attachments": [_link(reference) for reference in event.attachments],
    }


def _person(person: FilePart) -> dict[str, Any]:
    fields: dict[str, Any] = {"name": person.name, **person.fields, "id": int(person.fields["id"])}
    if not re.fullmatch("[A-Z0-9]+", fields.get("code", "X")):
        del fields["code"]
    return fields


def _link(reference: Reference) -> dict[str, str]:
    fields = {"url": reference.url, "title": reference.title}
    return {**fields, "type": reference.type} if reference.type in LINK_TYPES else fields
