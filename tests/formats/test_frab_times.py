"""Days, dates and lengths of schedules are read as their makers mean them, whatever offset or custom they write in."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import Conference
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.agenda_file import agenda_from_data, agenda_to_data
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.frab import write_schedule_json, write_schedule_xml
from agenda_solver.formats.import_result import Imported
from agenda_solver.model.agenda import Agenda
from tests.formats.frab_small import from_file, from_json, from_xml, kinds, published

ENDS = [(".xml", write_schedule_xml), (".json", write_schedule_json)]


def event(id: int, date: str, start: str, duration: str = "01:00", more: str = "") -> str:
    return (
        f'<event id="{id}"><date>{date}</date><start>{start}</start><duration>{duration}</duration>{more}'
        f'<title>Talk {id}</title><persons><person id="1">Ada</person></persons></event>'
    )


def schedule(days: str, zone: str = "Asia/Kathmandu", more: str = "") -> Imported:
    """Return what is read of a schedule with these days; Nepal is 5 hours and 45 minutes ahead of UTC."""
    named = f"<time_zone_name>{zone}</time_zone_name>" if zone else ""
    conference = f"<conference><title>Hills</title><acronym>hills</acronym>{named}{more}</conference>"
    return from_xml(f"<schedule><version>1</version>{conference}{days}</schedule>")


def day(date: str, events: str, more: str = "") -> str:
    return f'<day index="{date[-2:]}" date="{date}" {more}><room name="Hall">{events}</room></day>'


def days_of(imported: Imported) -> dict[str, list[str]]:
    """Return the ids of the sessions by the day of their block, as published."""
    agenda, conference = published(imported), imported.conference
    found: dict[str, list[str]] = {day.id: [] for day in conference.days}
    for id in agenda.chronological():
        found[conference.block_by_id[agenda[id].block].day].append(id)
    return found


def test_days_and_dates_in_utc_are_those_of_the_conferences_zone() -> None:
    # The days begin at 03:00 in Nepal, which is 21:15 of the day before in UTC; 04:15 in UTC is 10:00 there.
    first = day("2026-04-10", event(1, "2026-04-10T04:15:00Z", "10:00"), 'start="2026-04-09T21:15:00+00:00"')
    second = day("2026-04-11", event(2, "2026-04-11T04:15:00Z", "10:00"), 'start="2026-04-10T21:15:00+00:00"')
    imported = schedule(first + second)
    assert imported.remarks == ()
    assert days_of(imported) == {"2026-04-10": ["1"], "2026-04-11": ["2"]}


def test_each_day_has_its_own_start_where_an_event_only_has_a_clock() -> None:
    # At 05:00 the first day is over, which began at 09:00; the second began at 04:30.
    first = day("2026-04-10", event(1, "", "05:00"), 'start="2026-04-10T09:00:00+05:45"')
    second = day("2026-04-11", event(2, "", "05:00", "00:30"), 'start="2026-04-11T04:30:00+05:45"')
    agenda = published(schedule(first + second))
    assert [f"{agenda.start(id):%d %H:%M}" for id in ("1", "2")] == ["11 05:00", "11 05:00"]


@pytest.mark.parametrize("clock", ["24:00", "00:00"])
def test_midnight_at_the_end_of_a_day_can_be_written_in_two_ways(clock: str) -> None:
    imported = schedule(day("2026-04-10", event(1, "", "22:00") + event(2, "", clock)))
    assert f"{published(imported).start('2'):%d %H:%M}" == "11 00:00"
    assert days_of(imported) == {"2026-04-10": ["1", "2"]}


def test_an_event_before_the_day_begins_is_of_the_day_where_it_stands() -> None:
    text = day("2026-04-10", event(1, "2026-04-10T08:30:00+05:45", "08:30"), 'start="2026-04-10T09:00:00+05:45"')
    assert days_of(schedule(text)) == {"2026-04-10": ["1"]}


def test_a_day_that_begins_late_and_ends_before_midnight_has_no_night() -> None:
    imported = schedule(
        day("2026-04-10", event(1, "", "10:00"), 'start="2026-04-10T13:00+05:45" end="2026-04-10T23:59+05:45"')
    )
    assert f"{published(imported).start('1'):%d %H:%M}" == "10 10:00"


def test_a_night_that_is_all_of_a_day_stays_with_it() -> None:
    night = event(1, "2026-04-11T01:00:00+05:45", "01:00")
    imported = schedule(day("2026-04-10", night) + day("2026-04-11", event(2, "2026-04-11T10:00:00+05:45", "10:00")))
    assert imported.remarks == ()
    assert days_of(imported) == {"2026-04-10": ["1"], "2026-04-11": ["2"]}


def test_an_event_far_from_its_day_is_told_and_its_date_counts() -> None:
    imported = schedule(day("2026-04-10", event(1, "2026-04-14T10:00:00+05:45", "10:00")))
    assert kinds(imported) == ["two days"]
    assert "is under the day 2026-04-10, but its date is 2026-04-14 10:00" in imported.remarks[0].message
    assert days_of(imported)["2026-04-14"] == ["1"]


def test_a_date_that_is_only_a_midnight_gives_way_to_the_clock_and_is_told() -> None:
    imported = schedule(day("2026-04-10", event(1, "2026-04-10T00:00:00+05:45", "10:00")))
    assert f"{published(imported).start('1'):%H:%M}" == "10:00"
    assert kinds(imported) == ["two times"]


def test_a_clock_that_agrees_with_neither_offset_is_told() -> None:
    imported = schedule(day("2026-04-10", event(1, "2026-04-10T04:15:00Z", "10:30")))
    assert "starts at 10:30, but its date says 10:00, which is used" in imported.remarks[0].message


def test_a_day_on_which_the_clocks_change_keeps_its_events() -> None:
    # In Berlin the clocks go back on 25 October at 03:00; the same clock is shown twice, with two offsets.
    events = event(1, "2026-10-25T02:30:00+02:00", "02:30", "00:30")
    events += event(2, "2026-10-25T02:30:00+01:00", "02:30", "00:30")
    imported = schedule(day("2026-10-24", events), "Europe/Berlin")
    assert days_of(imported)["2026-10-24"] == ["1", "2"]
    agenda = published(imported)
    assert agenda["2"].start - agenda["1"].start == 60
    assert imported.remarks == ()


def test_a_half_hours_zone_is_found_where_none_is_named() -> None:
    imported = schedule(day("2026-04-10", event(1, "2026-04-10T10:00:00+05:30", "10:00")), zone="")
    assert imported.conference.time_zone == "Asia/Kolkata"


# --- lengths ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "more", "minutes", "told"),
    [
        ("0:01:45", "", 105, 'its duration "0:01:45" is days, hours and minutes: 105 minutes'),
        ("1:00:00", "", 1440, "1,440 minutes"),
        ("1:00:00", "<end>2026-04-10T11:00:00+05:45</end>", 60, None),
        ("0:75", "", 75, None),
        ("PT1H10M", "", 70, None),
        ("50", "", 50, None),
        ("00:45", "<end>2026-04-10T10:45:00+05:45</end>", 45, None),
        ("00:45", "<end>10:45</end>", 45, None),
        ("00:45", "<end>2026-04-10T10:44:59+05:45</end>", 45, None),
        ("00:45", "<end>2026-04-10T05:15:00Z</end>", 60, "it ends 60 minutes after its start; the end is used"),
        ("00:45", "<end>2026-04-10T09:00:00+05:45</end>", 45, "is not within a day after its start; left out"),
        ("24:00", "<end>10:00</end>", 1440, None),
        ("135.0:00", "", 30, 'its duration is "135.0:00"; 30 minutes are assumed'),
    ],
)
def test_a_length_is_what_its_maker_means(text: str, more: str, minutes: int, told: str | None) -> None:
    imported = schedule(day("2026-04-10", event(1, "2026-04-10T10:00:00+05:45", "10:00", text, more)))
    assert imported.conference.sessions[0].duration_minutes == minutes
    messages = [remark.message for remark in imported.remarks]
    assert len(messages) == (told is not None)
    assert told is None or told in messages[0]


def test_three_parts_that_are_no_days_are_seconds_in_the_whole_file_and_that_is_told() -> None:
    events = event(1, "2026-04-10T10:00:00+05:45", "10:00", "00:45:00")
    events += event(2, "2026-04-10T12:00:00+05:45", "12:00", "01:00:00")
    imported = schedule(day("2026-04-10", events))
    assert [session.duration_minutes for session in imported.conference.sessions] == [45, 60]
    [remark] = imported.remarks
    assert remark.message == (
        "durations with three parts are read as hours, minutes and seconds, "
        'since "00:45:00" cannot be read as days, hours and minutes'
    )


def test_more_than_a_day_is_told_and_left_out() -> None:
    talk = event(2, "2026-04-10T12:00:00+05:45", "12:00")
    imported = schedule(day("2026-04-10", event(1, "2026-04-10T10:00:00+05:45", "10:00", "1:12:00") + talk))
    assert [session.id for session in imported.conference.sessions] == ["2"]
    assert len(published(imported)) == 1
    assert "takes 2,160 minutes, which is longer than a day; left out" in imported.remarks[0].message


def test_a_timeslots_third_part_is_seconds() -> None:
    text = day("2026-04-10", event(1, "2026-04-10T10:00:00+05:45", "10:00", "soon"))
    imported = schedule(text, more="<timeslot_duration>00:20:00</timeslot_duration>")
    assert imported.conference.sessions[0].duration_minutes == 20


# --- the hour at which a day ends -------------------------------------------------------------------------------------

NIGHT = event(1, "2026-04-10T21:00:00+05:45", "21:00") + event(2, "2026-04-11T05:15:00+05:45", "05:15")
CHANGES = [
    ("<day_change>07:00</day_change>", "", "07:00"),
    ("<day_change>07:00:00</day_change>", "", "07:00"),
    ("", 'start="2026-04-10T07:00:00+05:45"', "07:00"),
    ("", 'start="2026-04-10T01:15:00Z"', "07:00"),
    ("", 'start="07:00"', "07:00"),
    ("", 'day_change="07:00"', "07:00"),
    ("", 'start="2026-04-10T07:00:00+05:45" end="2026-04-11T06:59:59+05:45"', "07:00"),
    # The programme begins late; the night ends before.
    ("", 'start="2026-04-10T13:00:00+05:45" end="2026-04-11T06:15:00+05:45"', "06:15"),
    # Nothing is said; 05:15 is still of the night before, so the earliest change that says so.
    ("", "", "05:16"),
]


def test_days_that_begin_at_different_hours_keep_an_hour_with_which_each_event_is_on_its_day() -> None:
    first = day("2026-04-10", NIGHT, 'start="2026-04-10T09:00:00+05:45" end="2026-04-11T06:30:00+05:45"')
    second = day("2026-04-11", event(3, "2026-04-11T07:00:00+05:45", "07:00"), 'start="2026-04-11T06:30:00+05:45"')
    imported = schedule(first + second)
    assert imported.conference.attributes["frab.day_change"] == "06:30"
    assert days_of(imported) == {"2026-04-10": ["1", "2"], "2026-04-11": ["3"]}


@pytest.mark.parametrize("clock", ["13:30", "13.30", "13h30", "1:30 PM"])
def test_a_clock_can_be_written_in_several_ways(clock: str) -> None:
    assert f"{published(schedule(day('2026-04-10', event(1, '', clock)))).start('1'):%H:%M}" == "13:30"


def test_a_file_without_a_usable_event_says_why() -> None:
    with pytest.raises(InvalidInput, match="of its events 1 has none that can be read and 1 has a length of more"):
        schedule(day("2026-04-10", event(1, "", "noon") + event(2, "", "10:00", "5400")))


@pytest.mark.parametrize(("named", "attribute", "change"), CHANGES)
@pytest.mark.parametrize(("end", "write"), ENDS)
def test_the_hour_at_which_a_day_ends_is_kept_and_given_back(
    named: str, attribute: str, change: str, end: str, write: Any, tmp_path: Path
) -> None:
    imported = schedule(day("2026-04-10", NIGHT, attribute), more=named)
    assert imported.conference.attributes["frab.day_change"] == change
    assert days_of(imported) == {"2026-04-10": ["1", "2"]}
    [path] = write(published(imported), tmp_path / f"again{end}", ExportOptions())
    again = from_file(path)
    assert again.conference.attributes["frab.day_change"] == change
    assert days_of(again) == days_of(imported)


# --- other forms of the format ----------------------------------------------------------------------------------------


def test_events_right_under_a_day_are_read_with_the_rooms_that_they_name() -> None:
    events = "".join(
        event(n, "", f"1{n}:00", more=f"<room>{room}</room>") for n, room in ((0, "A"), (1, "B"), (2, "A"))
    )
    imported = schedule(f'<day index="1" date="2012-02-04">{events}</day>', more="<day_change>00:00</day_change>")
    agenda = published(imported)
    assert [room.name for room in imported.conference.rooms] == ["A", "B"]
    assert {id: (place.room, f"{agenda.start(id):%H:%M}") for id, place in agenda.items()} == {
        "0": ("a", "10:00"),
        "1": ("b", "11:00"),
        "2": ("a", "12:00"),
    }


def test_names_in_capitals_and_of_a_namespace_are_read() -> None:
    text = event(1, "2026-04-10T10:00:00+05:45", "10:00")
    plain = f"<schedule><conference><title>Hills</title></conference>{day('2026-04-10', text)}</schedule>"
    capitals = plain.replace("<schedule>", '<Schedule xmlns="urn:x">').replace("</schedule>", "</Schedule>")
    capitals = capitals.replace("room", "Room").replace("title>", "TITLE>").replace(" name=", " Name=")
    assert from_xml(capitals, "Asia/Kathmandu").conference == from_xml(plain, "Asia/Kathmandu").conference


def test_markup_inside_a_text_is_told_and_the_text_is_kept() -> None:
    text = event(1, "2026-04-10T10:00:00+05:45", "10:00", more="<description><p>Very <b>good</b></p></description>")
    imported = schedule(day("2026-04-10", text))
    assert imported.conference.sessions[0].description == "Very good"
    assert kinds(imported) == ["only text"]


def test_json_may_have_its_rooms_and_events_as_lists_and_people_as_names() -> None:
    talk = {"id": 1, "date": "2026-04-10T10:00:00+05:45", "duration": "01:00", "title": "Sets", "persons": ["Ada"]}
    listed = {
        "date": "2026-04-10",
        "rooms": [{"name": "Hall", "events": [talk]}],
        "events": [{**talk, "id": 2, "room": "Den"}],
    }
    head = {"acronym": "hills", "title": "Hills", "time_zone_name": "Asia/Kathmandu"}
    imported = from_json({"schedule": {"conference": {**head, "days": [listed]}}})
    assert {id: place.room for id, place in published(imported).items()} == {"1": "hall", "2": "den"}
    assert [person.name for person in imported.conference.people] == ["Ada"]
    assert imported.remarks == ()


def test_an_hour_that_comes_twice_is_read_and_written_as_two() -> None:
    # On Lord Howe Island the clocks went from 02:00 back to 01:30 on 5 April 2026, from UTC+11 to UTC+10:30.
    events = event(1, "2026-04-04T14:30:00+00:00", "01:30", "00:15")
    events += event(2, "2026-04-04T15:00:00+00:00", "01:30", "00:15")
    night = 'start="2026-04-03T17:00:00+00:00" end="2026-04-04T17:29:00+00:00"'
    imported = schedule(day("2026-04-04", events, night), "Australia/Lord_Howe")
    assert not imported.remarks
    agenda = published(imported)
    assert [agenda.start(id).astimezone(UTC).hour for id in ("1", "2")] == [14, 15]
    assert agenda_from_data(agenda_to_data(agenda), imported.conference) == agenda


def test_a_clock_that_is_put_back_before_the_end_of_an_event_shows_its_end_later() -> None:
    # In Oslo 25 October 2026 has 25 hours: from 01:30 it takes two hours and a half until the clock shows 03:00.
    talk = event(1, "2026-10-25T01:30:00+02:00", "01:30", "02:30", "<end>03:00</end>")
    imported = schedule(day("2026-10-25", talk), "Europe/Oslo")
    assert not imported.remarks
    assert imported.conference.sessions[0].duration_minutes == 150


@pytest.mark.parametrize(("end", "write"), ENDS)
def test_a_session_goes_out_under_the_day_of_its_block(end: str, write: Any, tmp_path: Path) -> None:
    # The block of Saturday begins at 01:00; with days that end at 04:00 the talk would be of a Friday that is none.
    made = Conference.build("night", "Night", "Europe/Oslo").day("2026-08-01", id="2026-08-01")
    made.block("01:00", "03:00", slot_minutes=30)
    conference = made.room("Hall", id="hall").session("Stars", id="stars", minutes=60).done()
    agenda = Agenda(conference, {"stars": conference.placement_at("stars", "hall", conference.blocks[0].start)})
    [path] = write(agenda, tmp_path / f"a{end}", ExportOptions())
    assert [(day, len(sessions)) for day, sessions in days_of(from_file(path)).items()] == [("2026-08-01", 1)]
