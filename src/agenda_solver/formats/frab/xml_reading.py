"""``schedule.xml`` read into its content: no network access, no entities, no document types."""

from __future__ import annotations

import re
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.frab.schedule import NO_DAY, Event, FileDay, FilePart, Reference, Schedule
from agenda_solver.formats.frab.text_parsing import short
from agenda_solver.formats.unsupported_files import kind_of, xml_kind

__all__ = ["schedule_in_xml"]

DOCTYPE = "has a document type (<!DOCTYPE ...>); such files are not read"
MAX_DEPTH = 30
MAX_ELEMENTS = 250_000
MAX_EVENTS = 10_000
MAX_EQUALS_SIGNS = 1_000_000
CHUNK = 1 << 16
DAY_FIELDS = ("date", "start", "end", "index")


def schedule_in_xml(content: bytes) -> Schedule:
    """Return the content of a ``schedule.xml``; InvalidInput for a document type, or an absurd size."""
    root = _root_of(content)
    written = root.tag
    _simplify(root)
    if root.tag != "schedule" or (root.tag != written and root.find("conference") is None and root.find("day") is None):
        kind = xml_kind(written)
        what = f"; it is {kind}" if kind else ""
        raise InvalidInput.single(f"is XML, but no schedule: it begins with <{short(written)}>, not <schedule>{what}")
    schedule = Schedule()
    stray = []
    for child in root:
        if child.tag == "conference":
            _read_conference(schedule, child)
        elif child.tag == "tracks":
            schedule.tracks += [_track(track) for track in child if track.tag == "track"]
        elif child.tag in ("day", "days"):
            for day in child if child.tag == "days" else (child,):
                _read_day(schedule, day)
        elif child.tag == "event":
            stray.append(child)
        elif child.tag == "generator":
            schedule.fields["generator"] = " ".join(filter(None, (child.get("name"), child.get("version"))))
        else:
            _keep(schedule, schedule.fields, child, "schedule")
    if stray:
        _read_stray(schedule, stray)
    return schedule


def _simplify(root: Any) -> None:
    """Remove the namespaces from all names, and write them in lower case, as the format has them."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = _simple(element.tag)
        for name in list(element.attrib):
            if (simple := _simple(name)) != name:
                value = element.attrib.pop(name)
                if simple not in element.attrib:
                    element.attrib[simple] = value


def _simple(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _root_of(content: bytes) -> Any:
    from lxml import etree

    if content.count(b"=") > MAX_EQUALS_SIGNS:  # all attributes of an element are read at once, however many
        raise InvalidInput.single(f"has more than {MAX_EQUALS_SIGNS:,} attributes")
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # Blank lines before the declaration are common, and no reason to refuse a file.
        root = _fed(parser, content.lstrip(b" \t\r\n"))
    except etree.XMLSyntaxError as error:
        if (kind := _kind_of_page(content)) is not None:
            raise InvalidInput.single(f"is {kind}") from error
        if b"<!DOCTYPE" in content.replace(b"\0", b""):  # in UTF-16, each ASCII letter has a zero byte
            raise InvalidInput.single(DOCTYPE) from error
        line, column = error.position
        words = re.sub(r", line [0-9]+, column [0-9]+$", "", error.msg or "")
        if not line and len(parser.feed_error_log):  # what was wrong first; at the end only the root is missing
            first = parser.feed_error_log[0]
            line, column, words = first.line, first.column, first.message
        raise InvalidInput.single(f"is not XML: {words}", f"line {line}, column {column}") from error
    # Without a document type there are no entities, and nothing to load from elsewhere.
    if root.getroottree().docinfo.doctype:
        if (kind := _kind_of_page(content)) is not None:
            raise InvalidInput.single(f"is {kind}")
        raise InvalidInput.single(DOCTYPE)
    return root


def _kind_of_page(content: bytes) -> str | None:
    """Return what a file is that only looks like XML, such as most web pages; None if that is not known."""
    return kind_of(content, "") if content.lstrip().startswith(b"<") else None


def _fed(parser: Any, content: bytes) -> Any:
    """Return the root that a parser makes of some content, fed to it piece by piece, so that too much ends it early."""
    depth = count = events = 0
    for begin in range(0, len(content), CHUNK):
        parser.feed(content[begin : begin + CHUNK])
        for event, element in parser.read_events():
            depth += 1 if event == "start" else -1
            count += event == "start"
            events += event == "start" and _simple(str(element.tag)) == "event"
            if depth > MAX_DEPTH:
                raise InvalidInput.single(f"is nested deeper than {MAX_DEPTH} levels", f"line {element.sourceline}")
            if count > MAX_ELEMENTS or events > MAX_EVENTS:
                raise InvalidInput.single(f"has more than {MAX_ELEMENTS:,} elements or {MAX_EVENTS:,} events")
    return parser.close()


def _read_conference(schedule: Schedule, element: Any) -> None:
    schedule.conference |= dict(element.attrib)
    for child in element:
        if child.tag == "track":
            schedule.tracks.append(_track(child))
        elif child.tag == "color":
            schedule.conference |= {f"color_{name}": value for name, value in child.attrib.items()}
        else:
            # JSON has the base address beside the conference.
            is_base = child.tag == "base_url"
            _keep(schedule, schedule.fields if is_base else schedule.conference, child, "conference")


def _track(element: Any) -> FilePart:
    fields = dict(element.attrib)
    return FilePart(fields.pop("name", "") or _text(element), fields)


def _read_day(schedule: Schedule, element: Any) -> None:
    number = element.get("index") or str(len(schedule.days) + 1)
    day = FileDay(f"day {short(number)}", dict(element.attrib))
    schedule.days.append(day)
    for child in element:
        if child.tag == "event":
            # The older form of the format: the room is a field of the event.
            _put(schedule, day, _event(schedule, child, day.place))
        elif child.tag == "room":
            _read_room(schedule, day, child)
        elif child.tag in DAY_FIELDS and not len(child):
            day.fields.setdefault(child.tag, _text(child))
        else:
            schedule.remarks.say("left out", day.place, f"<{short(str(child.tag))}> is not supported; left out")


def _read_room(schedule: Schedule, day: FileDay, element: Any) -> None:
    fields = dict(element.attrib)
    name = fields.pop("name", "").strip()
    place = f'{day.place}, room "{short(name)}"'
    events = [_event(schedule, event, place) for event in element if event.tag == "event"]
    if name or not any(event.fields.get("room") for event in events):
        schedule.put(day, name, events, fields)
    else:
        for event in events:
            _put(schedule, day, event)
    for other in element:
        if other.tag != "event":
            schedule.remarks.say("left out", place, f"<{short(str(other.tag))}> is not supported; left out")


def _put(schedule: Schedule, day: FileDay, event: Event) -> None:
    """Put an event into the room that it names itself."""
    schedule.put(day, event.fields.get("room", ""), [event])


def _read_stray(schedule: Schedule, elements: list[Any]) -> None:
    """Read events that are outside the days, each of which has to say its date."""
    day = FileDay(NO_DAY)
    schedule.days.append(day)
    for element in elements:
        _put(schedule, day, _event(schedule, element, day.place))


def _event(schedule: Schedule, element: Any, place: str) -> Event:
    title = _text(element.find("title")) if element.find("title") is not None else ""
    name = element.get("id") or element.get("code") or element.get("guid") or f'"{title}"'
    event = Event(f"{place}, event {short(name)}", dict(element.attrib))
    for child in element:
        if child.tag in ("persons", "speakers"):
            event.persons += [_person(person) for person in child]
        elif child.tag == "links":
            event.links += [_reference(link) for link in child]
        elif child.tag == "attachments":
            event.attachments += [_reference(attachment) for attachment in child]
        elif child.tag == "recording":
            _read_recording(event, child)
        else:
            _keep(schedule, event.fields, child, event.place)
    return event


def _person(element: Any) -> FilePart:
    fields = dict(element.attrib)
    inner = {str(child.tag): _text(child) for child in element}
    name = inner.pop("public_name", "") or inner.pop("name", "") or fields.pop("name", "") or _text(element)
    return FilePart(name, {**inner, **fields})


def _reference(element: Any) -> Reference:
    return Reference(element.get("href") or "", _text(element), element.get("type") or "", element.get("service") or "")


def _read_recording(event: Event, element: Any) -> None:
    names = {"license": "recording_license", "optout": "do_not_record"}
    for child in element:
        event.fields[names.get(str(child.tag), f"recording_{child.tag}")] = _text(child)


def _keep(schedule: Schedule, fields: dict[str, str], element: Any, place: str) -> None:
    """Keep an element's text under its name; what cannot be kept gets a remark."""
    name = str(element.tag)
    if len(element) and not (text := _text(element)):
        schedule.remarks.say("left out", place, f"<{short(name)}> holds other elements; left out")
    elif len(element) and name not in fields:
        schedule.remarks.say("only text", place, f"<{short(name)}> holds other elements; only its text is kept")
        fields[name] = text
    elif name in fields:
        schedule.remarks.say("field twice", place, f"<{short(name)}> occurs twice; the first one is used")
    else:
        fields[name] = _text(element)


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()
