"""Schedule files are read leniently: what is odd is told with its place, and nothing is lost without a word."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any
from tests.formats.frab_small import EVENT, EVENT_DATA, JSON, NIGHT, XML, from_json, from_xml, kinds, published
from tests.formats.small import GONE, changed

FIRST = "schedule.conference.days[0].rooms.Hall[0]"


def test_a_schedule_is_a_conference_with_its_published_agenda() -> None:
    imported = from_xml(XML)
    conference = imported.conference
    sets, dance = conference.sessions
    assert imported.remarks[0].message == '"Dance" has no speaker'
    assert (conference.id, conference.name, conference.time_zone) == ("small", "Small days", "Europe/Berlin")
    assert (sets.title, sets.type, sets.track, sets.language, sets.duration_minutes) == (
        "Sets",
        "talk",
        "logic",
        "en",
        45,
    )
    assert [conference.person_by_id[id].name for id in sets.speakers] == ["Ada", "Grace"]
    assert (sets.description, sets.attributes["frab.abstract"]) == ("Long.", "Short.")
    assert sets.attributes["frab.guid"] == "11111111-1111-4111-8111-111111111111"
    assert sets.attributes["frab.links"] == '[{"url": "https://example.org/sets", "title": "Slides"}]'
    assert conference.tracks[0].colour == "#1f77b4"
    assert dance.track is None
    agenda = published(imported)
    assert [f"{agenda.start(id):%d %H:%M}-{agenda.end(id):%d %H:%M}" for id in agenda] == [
        "05 10:00-05 10:45",
        "06 01:00-06 02:30",
    ]


def test_a_day_is_one_block_whose_slots_suit_every_start_and_every_end() -> None:
    block = from_xml(XML).conference.blocks[0]
    # From 10:00 to 02:30: 990 minutes. Starts after 0 and 900, lengths of 45 and 90: the greatest common divisor is 45.
    assert (block.day, block.minutes, block.slot_minutes) == ("2026-06-05", 990, 45)


def test_a_room_is_closed_where_the_file_shows_nothing_of_it() -> None:
    hall, cellar = from_xml(XML).conference.rooms
    assert (hall.closed_blocks, cellar.closed_blocks) == ((), ("2026-06-05",))


def test_json_says_the_same_as_xml() -> None:
    imported = from_json(JSON)
    assert imported.remarks == ()
    assert imported.conference.sessions[0].title == "Sets"
    assert [room.capacity for room in imported.conference.rooms] == [80, None]
    assert published(imported)["1"].room == "hall"


def test_an_early_hour_belongs_to_the_night_before_where_no_date_is_given() -> None:
    text = XML.replace("<date>2026-06-06T01:00:00+02:00</date>", "")
    agenda = published(from_xml(text))
    assert f"{agenda.start('2'):%d %H:%M}" == "06 01:00"
    # Where the day of the programme begins at midnight, it is the morning of the day itself.
    text = text.replace("<acronym>", "<day_change>00:00:00</day_change><acronym>")
    agenda = published(from_xml(text))
    assert f"{agenda.start('2'):%d %H:%M}" == "05 01:00"


def test_the_description_is_the_abstract_where_there_is_nothing_longer() -> None:
    session = from_xml(XML.replace("<description>Long.</description>", "")).conference.sessions[0]
    assert (session.description, session.attributes["frab.description_is"]) == ("Short.", "abstract")


@pytest.mark.parametrize(
    ("old", "new", "kind", "place", "words"),
    [
        (
            "<start>10:00<",
            "<start>11:00<",
            "two times",
            "event 1",
            "starts at 11:00, but its date says 10:00, which is used",
        ),
        ("T10:00:00+02", "T10:00:30+02", "seconds", "event 1", "10:00:30 has seconds"),
        ("00:45", "soon", "duration", "event 1", 'its duration is "soon"; 30 minutes are assumed'),
        ("<duration>00:45</duration>", "", "duration", "event 1", "it has no duration"),
        ("00:45", "00:00", "duration", "event 1", 'its duration is "00:00"'),
        ("<title>Sets</title>", "", "no title", "event 1", "has no title"),
        (">Ada<", "><", "no name", "event 1", "the person with the id 7 has no name"),
        (' id="7">Ada<', "><", "no name", "event 1", "a person has neither a name nor an id; left out"),
        (">Grace<", ">Ada<", "two names", "", ""),
        ('"8">Grace<', '"7">Ada<', "person twice", "event 1", '"Ada" occurs twice'),
        ('"8">Grace<', '"7">Grace<', "same id", "event 1", 'the id 7 is "Ada" elsewhere, but "Grace" here'),
        ("<room>Hall</room><title>S", "<room>Den</room><title>S", "two rooms", "event 1", 'its own room is "Den"'),
        ('id="2" guid', 'id="1" guid', "same id", "event 1", 'another event has the same id; this one is now "1-2"'),
        (
            "22222222-2222-4222-8222-222222222222",
            "11111111-1111-4111-8111-111111111111",
            "same id",
            "event 2",
            "its guid",
        ),
        ("Europe/Berlin", "Berlin", "time zone", "conference", '"Berlin" is not an IANA time zone'),
        ("Europe/Berlin", "Asia/Almaty", "time zone", "event 1", "its offset +0200 is not that of Asia/Almaty"),
        ("<title>Small days</title>", "", "no title", "conference", "has no title"),
        ('color="#1f77b4"', 'color="blue"', "colour", 'track "Logic"', 'its colour "blue" is not one'),
        ('<room name="Cellar"/>', "<room/>", "no name", "room 2", 'it is called "Room 2"'),
        ('<room name="Cellar"/>', "<hall/>", "left out", "day 1", "<hall> is not supported; left out"),
        ('<room name="Cellar"/>', '<room name="C"><x/></room>', "left out", 'room "C"', "<x> is not supported"),
        ("<links>", "<stage><x/></stage><links>", "left out", "event 1", "<stage> holds other elements; left out"),
        ("<title>Sets", "<title>X</title><title>Sets", "field twice", "event 1", "<title> occurs twice"),
        ("<links>", "<mood>good</mood><links>", "unknown field", "fields of a event", '"mood" (once) is kept'),
        ("00:45", "25:00", "too long", "event 1", "takes 1,500 minutes, which is longer than a day; left out"),
        ("<title>Sets", f"<title>{'x' * 3000}", "too long", "event 1", "its title has 3,000 characters"),
        ('date="2026-06-05" start="2026-06-05T04:00:00+02:00"', "", "no date", "day 1", "has no date that can be read"),
    ],
)
def test_what_is_odd_is_told_with_its_place(old: str, new: str, kind: str, place: str, words: str) -> None:
    assert old in XML
    imported = from_xml(XML.replace(old, new, 1))
    if kind == "two names":  # one name, two numbers: two people, and nothing odd
        assert [person.id for person in imported.conference.people] == ["ada", "ada-2"]
        return
    remark = next(remark for remark in imported.remarks if remark.kind == kind)
    assert place in remark.place
    assert words in remark.message


def test_guids_that_differ_only_in_capitals_are_one_and_the_second_is_told() -> None:
    days = changed(JSON, {f"{FIRST}.guid": "7A0FC001-E587-47E1-B378-B6EC7E666337"})
    rooms = days["schedule"]["conference"]["days"][0]["rooms"]
    other = {"id": 77, "guid": "7a0fc001-e587-47e1-b378-b6ec7e666337", "title": "Graphs"}
    rooms["Hall"].append({**rooms["Hall"][0], **other})
    imported = from_json(days)
    assert [remark.message for remark in imported.remarks if "7a0fc001" in remark.message] == [
        'its guid 7a0fc001-e587-47e1-b378-b6ec7e666337 is also that of day 1, room "Hall", event 1; it gets another one'
    ]
    assert "frab.guid" not in imported.conference.session_by_id["77"].attributes


def test_an_event_without_a_time_is_a_session_without_a_place() -> None:
    imported = from_xml(XML.replace("<date>2026-06-05T10:00:00+02:00</date><start>10:00</start>", ""))
    assert "no time" in kinds(imported)
    assert [session.id for session in published(imported).unplaced] == ["1"]


def test_events_that_overlap_in_a_room_stay_and_the_agenda_may_be_illegal() -> None:
    imported = from_xml(
        XML.replace("2026-06-06T01:00:00+02:00", "2026-06-05T10:15:00+02:00").replace(">01:00<", ">10:15<")
    )
    agenda = published(imported)
    assert agenda["1"].end > agenda["2"].start
    assert agenda["1"].room == agenda["2"].room


def test_events_of_one_day_that_span_more_than_a_day_lie_in_two_blocks() -> None:
    # From 04:00 to the night at 03:00, and a last one of ten hours from then on: 33 hours together.
    text = XML.replace("2026-06-05T10:00", "2026-06-05T04:00").replace("2026-06-06T01:00", "2026-06-06T03:00")
    conference = from_xml(text.replace("01:30", "10:00")).conference
    assert [block.id for block in conference.blocks] == ["2026-06-05", "2026-06-05-2"]
    # The night is of the 5th, as the file has it. So its block begins there, with one empty slot before midnight.
    assert [day.date for day in conference.days] == [date(2026, 6, 5)]
    assert f"{conference.blocks[1].start:%d %H:%M}" == "05 23:00"


def test_without_a_zone_that_of_the_times_is_taken_and_times_without_an_offset_need_one() -> None:
    text = XML.replace("<time_zone_name>Europe/Berlin</time_zone_name>", "")
    assert from_xml(text).conference.time_zone == "Etc/GMT-2"
    naive = text.replace("<date>2026-06-05T10:00:00+02:00</date>", "").replace(
        "<date>2026-06-06T01:00:00+02:00</date>", ""
    )
    with pytest.raises(InvalidInput, match="--time-zone") as caught:
        from_xml(naive)
    assert caught.value.mistakes[0].place == 'day 1, room "Hall", event 1'
    asked = from_xml(naive, "Asia/Almaty")
    assert "time zone" not in kinds(asked)
    assert published(asked).start("1").isoformat() == "2026-06-05T10:00:00+05:00"


def test_a_time_that_no_clock_shows_is_told() -> None:
    # In Berlin the clocks went from 02:00 to 03:00 on 29 March 2026.
    text = XML.replace("2026-06-05T10:00:00+02:00", "2026-03-29T02:30:00")
    told = [str(remark) for remark in from_xml(text).remarks if remark.kind == "time zone"]
    assert len(told) == 1
    assert told[0].endswith("event 1: no clock in Europe/Berlin shows 29 Mar 02:30; 03:30 was used")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_and_byte_order_marks_are_understood(encoding: str, tmp_path: Path) -> None:
    name = {"utf-8-sig": "UTF-8"}.get(encoding, encoding)
    text = XML.replace("UTF-8", name).replace("Ada", "Adé")
    (tmp_path / "odd").write_bytes(text.encode(encoding))
    assert read_any(tmp_path / "odd").conference.people[0].name == "Adé"


def test_blank_lines_before_the_declaration_do_no_harm() -> None:
    assert from_xml(f"\n \r\n{XML}").conference == from_xml(XML).conference


@pytest.mark.parametrize(
    ("place", "value", "kind", "words"),
    [
        (f"{FIRST}.title", {"de": "Mengen", "en": "Sets"}, "languages", 'is given in several languages; "en" is used'),
        (f"{FIRST}.persons", "Ada", "left out", "is not a list; left out"),
        (f"{FIRST}.persons[1]", 5, "left out", "is not an object; left out"),
        (f"{FIRST}.persons", None, "no speaker", '"Sets" has no speaker'),
        (f"{FIRST}.answers", [{"question": 1}], "unknown field", '"answers" (once) is kept as an attribute'),
        ("schedule.conference.days[1]", 5, "left out", "is not an object; left out"),
        ("schedule.conference.days[1]", {"index": 2, "rooms": []}, "left out", "its rooms are not an object"),
        ("schedule.conference.rooms[0].capacity", -1, "capacity", 'its capacity "-1" is not a number'),
        ("schedule.conference.rooms[1]", {"name": "Hall"}, "same name", '"Hall" occurs twice; one is kept'),
    ],
)
def test_fields_of_the_wrong_kind_are_told(place: str, value: Any, kind: str, words: str) -> None:
    imported = from_json(changed(JSON, {place: value}))
    assert words in next(remark.message for remark in imported.remarks if remark.kind == kind)


def test_an_end_stands_in_for_a_duration() -> None:
    changes = {f"{FIRST}.duration": GONE, f"{FIRST}.end": "2026-06-05T10:25:00+02:00"}
    assert from_json(changed(JSON, changes)).conference.sessions[0].duration_minutes == 25


def test_a_code_is_the_id_of_a_session_before_its_number() -> None:
    assert from_json(changed(JSON, {f"{FIRST}.code": "AB3D5F"})).conference.sessions[0].id == "AB3D5F"


def test_rooms_of_older_files_stand_beside_the_conference() -> None:
    rooms = [{"name": "Hall", "capacity": 12}]
    data = changed(JSON, {"schedule.conference.rooms": GONE, "schedule.rooms": rooms})
    assert from_json(data).conference.rooms[0].capacity == 12


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ({"schedule": []}, "schedule.conference", "must be an object with the conference"),
        ({"schedule": {"conference": {}}}, "schedule.conference.days", "must be a list of days"),
        (changed(JSON, {"schedule.conference.days": []}), "", "holds no event with a time"),
        (changed(JSON, {f"{FIRST}.date": "soon", f"{FIRST}.start": ""}), "", "holds no event with a time"),
        (changed(JSON, {f"{FIRST}.date": "0001-01-01T00:00:00Z", f"{FIRST}.start": ""}), "", "holds no event"),
    ],
)
def test_a_file_that_holds_no_programme_is_refused(data: Any, place: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_json(data)
    [mistake] = caught.value.mistakes
    assert mistake.place == place
    assert words in mistake.message


def test_the_small_files_say_what_the_tests_think() -> None:
    assert EVENT in XML
    assert NIGHT in XML
    assert JSON["schedule"]["conference"]["days"][0]["rooms"]["Hall"] == [EVENT_DATA]
