"""Schedule files are written strictly: any agenda validates, its guids stay, and reading it again gives the same."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from agenda_solver.demo import demo_path
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.frab import write_schedule_json, write_schedule_xml
from agenda_solver.formats.frab.programme import acronym_of
from agenda_solver.formats.frab.schedule import SHOWN_ROLES
from agenda_solver.formats.frab.text_parsing import address
from agenda_solver.formats.native import read_conference
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.testing.strategies import conferences
from tests.formats.frab_small import EVENT, FRAB, XML, agenda_from, from_file, from_xml, needs_data, published
from tests.profiles import examples

OPTIONS = ExportOptions(now=datetime(2026, 6, 1, tzinfo=UTC))
# What titles and descriptions may hold: also what XML cannot hold, and what looks like markup.
WORDS = st.text(max_size=20) | st.sampled_from(
    ["<b>", "a & b", "]]>", "\x00", "\ufffe", "=1+1", "a\r\nb", "🦊", "\u202e"]
)
ADDRESSES = (
    st.sampled_from(
        ["", "https://example.org/ä b?x=<1>#a#b%", "javascript:alert(1)", "http://[::1", "http://[::1]:8/[x]"]
    )
    | st.text(max_size=10).map("http://{}".format)
    | st.text(max_size=10).map("https://x/{}".format)
)


def write(agenda: Agenda, path: Path, options: ExportOptions = OPTIONS) -> Path:
    """Write an agenda in the form of the ending."""
    (write_schedule_xml if path.suffix == ".xml" else write_schedule_json)(agenda, path, options)
    return path


def root_of(path: Path) -> Any:
    return etree.fromstring(path.read_bytes())


def assert_valid(folder: Path, agenda: Agenda, options: ExportOptions = OPTIONS) -> None:
    """Write both forms and hold them against the published schemas."""
    schema = etree.XMLSchema(etree.parse(FRAB / "schedule.xml.xsd"))
    schema.assertValid(root_of(write(agenda, folder / "valid.xml", options)))
    data = json.loads(write(agenda, folder / "valid.json", options).read_text(encoding="utf-8"))
    rules = json.loads((FRAB / "frab-schedule.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft6Validator(rules, format_checker=jsonschema.FormatChecker()).validate(data)


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    """Return a strategy for agendas, also illegal and partial ones, of conferences with odd texts."""
    conference = draw(conferences())
    sessions = tuple(
        session.model_copy(
            update={
                "title": draw(WORDS.filter(str.strip)),
                "description": draw(st.none() | WORDS),
                "attributes": type(session.attributes)(
                    {
                        "frab.url": draw(ADDRESSES),
                        "frab.slug": draw(WORDS),
                        "frab.id": draw(st.sampled_from(["", "0", "7", "7", "-1", "9" * 10])),
                        "frab.guid": draw(st.sampled_from(["", "x", "11111111-1111-4111-8111-111111111111"])),
                        "frab.code": draw(st.sampled_from(["", "ABC123", "abc"])),
                        "frab.do_not_record": draw(st.sampled_from(["", "true", "perhaps"])),
                    }
                ),
            }
        )
        for session in conference.sessions
    )
    conference = conference.replace(sessions=sessions, id=draw(WORDS.filter(str.strip)))
    placements = {}
    for session in conference.sessions:
        if draw(st.integers(0, 4)):
            position = draw(st.sampled_from(conference.positions[session.id]))
            room = draw(st.sampled_from(conference.rooms)).id
            placements[session.id] = conference.placement(session.id, room, position.block, position.slot)
    return Agenda(conference, placements)


def seen(text: str | None) -> str:
    """Return a text as a reader of XML sees it: blanks as one, and no characters that it cannot hold."""
    cleaned = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text or "")
    return " ".join(cleaned.split())


def programme(agenda: Agenda, end: str) -> list[tuple[object, ...]]:
    """Return what the format holds of each placed session, in the order of time and rooms."""
    conference, rows = agenda.conference, []
    clean = seen if end == ".xml" else lambda text: " ".join((text or "").split())
    for id in agenda.chronological():
        session, place = conference.session_by_id[id], agenda[id]
        rows.append(
            (
                agenda.start(id),
                agenda.end(id),
                conference.room_by_id[place.room].name,
                clean(session.title),
                session.type,
                session.language,
                clean(session.description),
                conference.track_by_id[session.track].name if session.track else None,
                sorted(conference.person_by_id[person].name for person in session.people(SHOWN_ROLES)),
            )
        )
    return sorted(rows, key=repr)


@given(agendas(), st.sampled_from([".xml", ".json"]), st.times().map(lambda t: time(t.hour, t.minute)))
@settings(deadline=None, max_examples=examples(12))
def test_what_is_written_is_read_again(agenda: Agenda, end: str, change: time) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(agenda, Path(folder) / f"a{end}", ExportOptions(day_change=change, now=OPTIONS.now))
        if not agenda:
            with pytest.raises(InvalidInput, match="holds no event"):
                from_file(path)
            return
        # As an agenda of the conference that it is of: every session at its time and in its room.
        again = agenda_from(path, agenda.conference)
        assert {id: (p.room, p.start, p.end) for id, p in again.items()} == {
            id: (p.room, p.start, p.end) for id, p in agenda.items()
        }
        # As a conference of its own: all that the format holds.
        imported = from_file(path)
        before, after = agenda.conference, imported.conference
        assert programme(published(imported), end) == programme(agenda, end)
        assert [room.name for room in after.rooms] == [room.name for room in before.rooms]
        assert [(track.name, track.colour) for track in after.tracks] == [(t.name, t.colour) for t in before.tracks]
        assert (seen(after.name), after.time_zone) == (before.name, before.time_zone)
        assert {day.date for day in before.days} <= {day.date for day in after.days}
        if end == ".json":
            assert [room.capacity for room in after.rooms] == [room.capacity for room in before.rooms]
        # What came out of a file goes through another one without any change.
        twice = from_file(write(published(imported), path, ExportOptions(day_change=change, now=OPTIONS.now)))
        for name in type(after).model_fields:
            assert getattr(twice.conference, name) == getattr(after, name)


@pytest.mark.parametrize("id", ["_000", "forum", "f" * 150, "x-y"])
@pytest.mark.parametrize("title", ["0", "The " + "long " * 40, "Sets and more"])
def test_a_slug_does_not_grow_from_file_to_file(id: str, title: str, tmp_path: Path) -> None:
    agenda = published(from_xml(XML))
    conference = agenda.conference
    sessions = (conference.sessions[0].model_copy(update={"title": title}), *conference.sessions[1:])
    agenda = Agenda(conference.replace(id=id, sessions=sessions), dict(agenda.items()))
    slugs = []
    for end in (".xml", ".json", ".xml"):
        agenda = published(from_file(write(agenda, tmp_path / f"a{end}")))
        slugs.append([session.attributes["frab.slug"] for session in agenda.conference.sessions])
    assert slugs[0] == slugs[1] == slugs[2]
    assert all(5 <= len(slug) <= 100 for slug in slugs[0])


@needs_data
@pytest.mark.data
@given(agendas(), st.times().map(lambda t: time(t.hour, t.minute)))
@settings(deadline=None, max_examples=examples(12))
def test_any_agenda_is_valid_by_the_published_schemas(agenda: Agenda, change: time) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_valid(Path(folder), agenda, ExportOptions(day_change=change, now=OPTIONS.now))


@needs_data
@pytest.mark.data
def test_the_forum_is_valid_by_the_published_schemas(tmp_path: Path) -> None:
    forum = read_conference(demo_path())
    places = {s.id: (forum.rooms_open_to[s.id][0], forum.positions[s.id][0]) for s in forum.sessions}
    agenda = forum.agenda({id: (room, place.block, place.slot) for id, (room, place) in places.items()})
    assert_valid(tmp_path, agenda)
    assert len(from_file(tmp_path / "valid.xml").conference.sessions) == len(forum.sessions)


def small(**changes: Any) -> Agenda:
    """Return the small schedule's agenda, with some fields of its conference changed."""
    return published(from_xml(XML)) if not changes else _published(from_xml(XML).conference.replace(**changes))


def _published(conference: Conference) -> Agenda:
    agenda = conference.published_agenda
    assert agenda is not None
    return agenda


WHOLE = """
  <event id="1" guid="11111111-1111-4111-8111-111111111111" code="ABC123">
    <date>2026-06-05T10:00:00+02:00</date><start>10:00</start><duration>00:45</duration><room>Hall</room>
    <title>Sets</title><subtitle>And more</subtitle><track>Logic</track><type>talk</type><language>en</language>
    <abstract>Short.</abstract><description>Long.</description><slug>small-1-sets-and-more</slug>
    <logo>https://example.org/a.png</logo><url>https://example.org/1</url>
    <feedback_url>https://example.org/1/f</feedback_url><origin_url>https://example.org/1/o</origin_url>
    <recording><license>CC0</license><optout>true</optout></recording>
    <persons><person id="7" guid="77777777-7777-4777-8777-777777777777">Ada</person></persons>
    <links><link href="https://example.org/sets" type="web">Slides</link></links>
    <attachments><attachment href="https://example.org/p.pdf" type="paper">Paper</attachment></attachments>
  </event>"""


@pytest.mark.parametrize("end", [".xml", ".json"])
def test_every_field_of_an_event_that_the_format_has_is_written_again(end: str, tmp_path: Path) -> None:
    before = from_xml(XML.replace(EVENT, WHOLE))
    after = from_file(write(published(before), tmp_path / f"a{end}"))
    assert after.conference.sessions[0] == before.conference.sessions[0]
    assert after.conference.people == before.conference.people
    # Three that name it; abstract, subtitle and slug; four addresses; two of the recording; links and attachments.
    assert len(after.conference.sessions[0].attributes) == 14


def test_every_room_stands_on_every_day_and_early_hours_belong_to_the_night_before(tmp_path: Path) -> None:
    def days(change: time) -> dict[str, list[tuple[str, list[str]]]]:
        root = root_of(write(small(), tmp_path / "a.xml", ExportOptions(day_change=change, now=OPTIONS.now)))
        return {
            day.get("date"): [(room.get("name"), [e.get("id") for e in room]) for room in day.findall("room")]
            for day in root.findall("day")
        }

    assert days(time(4)) == {"2026-06-05": [("Hall", ["1", "2"]), ("Cellar", [])]}
    # Event 2 begins at 01:00, which is after 00:30.
    assert days(time(0, 30)) == {
        "2026-06-05": [("Hall", ["1"]), ("Cellar", [])],
        "2026-06-06": [("Hall", ["2"]), ("Cellar", [])],
    }


def test_a_day_lasts_from_the_day_change_to_the_minute_before_the_next(tmp_path: Path) -> None:
    day = root_of(write(small(), tmp_path / "a.xml")).find("day")
    assert (day.get("start"), day.get("end")) == ("2026-06-05T04:00:00+02:00", "2026-06-06T03:59:00+02:00")


def test_a_guid_depends_on_the_ids_alone_and_one_that_was_imported_is_kept(tmp_path: Path) -> None:
    conference = read_conference(demo_path())
    first, second = conference.sessions[:2]
    place = conference.positions[first.id][0]
    agenda = conference.agenda({first.id: (conference.rooms[0].id, place.block, place.slot)})
    moved = conference.replace(
        sessions=(second, first.model_copy(update={"title": "Renamed"}), *conference.sessions[2:])
    )
    again = moved.agenda({first.id: (conference.rooms[1].id, place.block, place.slot)})
    guids = [root_of(write(a, tmp_path / "a.xml")).find(".//event").get("guid") for a in (agenda, again)]
    assert guids[0] == guids[1]
    kept = [event.get("guid")[:8] for event in root_of(write(small(), tmp_path / "a.xml")).iter("event")]
    assert kept == ["11111111", "22222222"]


def test_guids_of_two_conferences_with_the_same_ids_differ(tmp_path: Path) -> None:
    conference = read_conference(demo_path())
    guids = set()
    for id in ("one", "two"):
        session = conference.sessions[0]
        place = conference.positions[session.id][0]
        agenda = conference.replace(id=id).agenda({session.id: (conference.rooms[0].id, place.block, place.slot)})
        guids.add(root_of(write(agenda, tmp_path / "a.xml")).find(".//event").get("guid"))
    assert len(guids) == 2


def test_an_id_that_is_a_code_of_pretalx_is_written_as_one_and_comes_back(tmp_path: Path) -> None:
    first, second = small().conference.sessions
    sessions = (first.model_copy(update={"id": "Q7TR3X"}), second.model_copy(update={"id": "777777"}))
    placed = small().conference.published or ()
    published = tuple(p.model_copy(update={"session": s.id}) for p, s in zip(placed, sessions, strict=True))
    root = root_of(write(small(sessions=sessions, published=published), tmp_path / "a.xml"))
    # Six digits are a number: its own is 2, for so it was read.
    assert [(event.get("code"), event.get("id")) for event in root.iter("event")] == [("Q7TR3X", "1"), (None, "2")]
    assert [session.id for session in from_file(tmp_path / "a.xml").conference.sessions] == ["Q7TR3X", "2"]


def test_rooms_of_one_name_are_numbered(tmp_path: Path) -> None:
    hall, cellar = small().conference.rooms
    agenda = small(rooms=(hall, cellar.model_copy(update={"name": "Hall"})))
    names = [room.get("name") for room in root_of(write(agenda, tmp_path / "a.xml")).iter("room") if room.get("name")]
    assert names == ["Hall", "Hall (2)"]


def test_only_people_who_are_seen_stand_with_an_event(tmp_path: Path) -> None:
    first, second = small().conference.sessions
    ada, grace = first.speakers
    roles = {"speakers": (), "moderators": (ada,), "required_people": (grace,)}
    agenda = small(sessions=(first.model_copy(update=roles), second))
    assert [person.text for person in root_of(write(agenda, tmp_path / "a.xml")).iter("person")] == ["Ada"]


def test_links_that_are_no_list_are_a_mistake_with_its_place(tmp_path: Path) -> None:
    first, second = small().conference.sessions
    broken = second.model_copy(update={"attributes": type(second.attributes)({"frab.links": '{"a": 1}'})})
    with pytest.raises(InvalidInput, match=r"sessions\[1\]\.attributes\.frab\.links: must be a list of objects"):
        write(small(sessions=(first, broken)), tmp_path / "a.xml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("id", "acronym"),
    [("FOSDEM 2025", "fosdem-2025"), ("kcd", "conference-kcd"), ("Конференция", "conference"), ("x/../y", "x-y-")],
)
def test_an_acronym_has_at_least_four_simple_letters(id: str, acronym: str) -> None:
    # "x-y" has three characters only.
    assert acronym_of(id) == (acronym if acronym != "x-y-" else "conference-x-y")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a%20b?x=1&y=2#z", "https://example.org/a%20b?x=1&y=2#z"),
        ("https://example.org/ä b%", "https://example.org/%C3%A4%20b%25"),
        ("HTTP://[::1]:80/[x]", "http://[::1]:80/%5Bx%5D"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://a:b/", ""),
        ("http:///no-host", ""),
        ("javascript:alert(1)", ""),
        ("/relative", ""),
    ],
)
def test_only_addresses_of_the_web_are_written(text: str, expected: str) -> None:
    assert address(text) == expected
