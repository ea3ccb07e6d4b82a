"""Calendars say what the agenda says, to a parser that shares nothing with their writer."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.calendars.colours import nearest_css_colour
from agenda_solver.formats.calendars.entries import uid_of
from agenda_solver.formats.calendars.write import write_calendar, write_calendars
from agenda_solver.formats.exporting import ExportOptions, export_format
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.testing.strategies import conferences
from tests.formats.agendas_small import agenda_with
from tests.formats.small import SMALL
from tests.profiles import examples

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OPTIONS = ExportOptions(now=NOW)


def events_in(path: Path) -> list[Any]:
    """Return the entries of a calendar as the independent parser sees them."""
    calendar = vobject.readOne(path.read_text(encoding="utf-8"))
    return list(getattr(calendar, "vevent_list", []))


def event_of(agenda: Agenda, session: str, path: Path) -> Any:
    write_calendar(agenda, path, OPTIONS)
    uid = uid_of(agenda.conference, "session", session)
    return next(event for event in events_in(path) if event.uid.value == uid)


def test_an_entry_has_the_session_with_its_people_and_its_place(tmp_path: Path) -> None:
    agenda = agenda_with({"sessions[1].description": "On sets.", "sessions[1].moderators": ["grace"]})
    event = event_of(agenda, "sets", tmp_path / "a.ics")
    assert event.summary.value == "Sets"
    assert event.location.value == "Hall, North"
    assert event.description.value == "Speakers: Ada, Grace\nModerators: Grace\n\nOn sets."
    assert event.categories.value == ["Logic"]
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "0")
    assert event.dtstamp.value == event.last_modified.value == NOW


def test_a_session_that_is_not_confirmed_is_tentative(tmp_path: Path) -> None:
    agenda = agenda_with({"sessions[1].likelihood": 70})
    assert event_of(agenda, "sets", tmp_path / "a.ics").status.value == "TENTATIVE"
    assert event_of(agenda, "opening", tmp_path / "a.ics").status.value == "CONFIRMED"


def test_times_are_on_the_conferences_clock_with_the_rules_of_its_zone(tmp_path: Path) -> None:
    # Berlin is an hour ahead of UTC on 28 March and two hours on the 29th; 09:00 is on its clock in both cases.
    path = tmp_path / "a.ics"
    opening, sets = (event_of(agenda_with(), session, path).dtstart.value for session in ("opening", "sets"))
    assert (opening.astimezone(UTC).hour, sets.astimezone(UTC).hour) == (8, 7)
    text = path.read_text(encoding="utf-8")
    assert "BEGIN:VTIMEZONE" in text
    assert "DTSTART;TZID=Europe/Berlin:20260329T090000" in text


def test_in_utc_no_rules_are_needed(tmp_path: Path) -> None:
    agenda = agenda_with({"time_zone": "UTC", "blocks[1].start": "09:00", "blocks[1].end": "10:00", "published": []})
    event = event_of(agenda, "sets", tmp_path / "a.ics")
    assert event.dtstart.value == datetime(2026, 3, 29, 9, tzinfo=UTC)
    assert "VTIMEZONE" not in (tmp_path / "a.ics").read_text(encoding="utf-8")


def test_the_hour_that_comes_twice_is_told_in_utc(tmp_path: Path) -> None:
    # On 25 October 2026 Berlin's clocks go from 03:00 back to 02:00; the second 02:30 is 01:30 in UTC.
    raw = {
        "id": "night",
        "name": "Night",
        "time_zone": "Europe/Berlin",
        "days": [{"id": "d", "date": "2026-10-25"}],
        "blocks": [
            {"id": "one", "day": "d", "start": "2026-10-25T02:30+02:00", "end": "2026-10-25T02:50+02:00"},
            {"id": "two", "day": "d", "start": "2026-10-25T02:30+01:00", "end": "2026-10-25T02:50+01:00"},
        ],
        "rooms": [{"id": "r", "name": "R"}],
        "sessions": [{"id": "s", "title": "S", "duration_slots": 1}, {"id": "t", "title": "T", "duration_slots": 1}],
    }
    agenda = Conference.model_validate(raw).agenda({"s": ("r", "one", 0), "t": ("r", "two", 0)})
    first, second = (event_of(agenda, id, tmp_path / "a.ics").dtstart.value for id in ("s", "t"))
    assert first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_calendar_has_a_name_a_colour_and_a_time_to_look_again(tmp_path: Path) -> None:
    write_calendars(agenda_with({"tracks[0].colour": "#fe0102"}), tmp_path, OPTIONS)
    calendar = vobject.readOne((tmp_path / "tracks" / "Logic.ics").read_text(encoding="utf-8"))
    assert calendar.contents["name"][0].value == "A small conference: Logic"
    assert calendar.contents["color"][0].value == "red"
    assert calendar.contents["x-apple-calendar-color"][0].value == "#fe0102"
    assert calendar.contents["refresh-interval"][0].value == "PT1H"
    assert calendar.vevent.contents["color"][0].value == "red"


@pytest.mark.parametrize(("number", "name"), [("#ff0000", "red"), ("#000081", "navy"), ("#1f77b4", "steelblue")])
def test_the_nearest_named_colour_is_taken(number: str, name: str) -> None:
    assert nearest_css_colour(number) == name


def test_a_folder_has_a_calendar_for_each_room_track_and_person_with_sessions(tmp_path: Path) -> None:
    agenda = agenda_with({"people[2]": {"id": "idle", "name": "Nobody's Speaker"}})
    written = write_calendars(agenda, tmp_path / "new" / "folder", OPTIONS)
    names = {str(path.relative_to(tmp_path / "new" / "folder")) for path in written}
    assert names == {
        "agenda.ics",
        "rooms/Hall.ics",
        "rooms/Cabin.ics",
        "tracks/Logic.ics",
        "people/Ada.ics",
        "people/Grace.ics",
    }
    summaries = {path.name: [event.summary.value for event in events_in(path)] for path in written}
    assert summaries["agenda.ics"] == ["Opening", "Lab", "Sets"]  # 28 March 09:00, 09:30; 29 March 09:00
    assert summaries["Ada.ics"] == ["Opening", "Sets"]
    assert summaries["Cabin.ics"] == ["Lab"]


def test_names_of_people_cannot_lead_out_of_the_folder_nor_hide_each_other(tmp_path: Path) -> None:
    names = ["../../evil", "A/B", "A\\B", "CON", "..", "a\x07b", "ADA", "\u202egpj.exe"]
    people = [{"id": f"p{n}", "name": name} for n, name in enumerate(names)]
    agenda = agenda_with(
        {"people": [*SMALL["people"], *people], "sessions[0].speakers": ["ada", *(p["id"] for p in people)]}
    )
    written = write_calendars(agenda, tmp_path / "out", OPTIONS)
    everything = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(written) == sorted(everything)
    assert all(path.is_relative_to(tmp_path / "out") for path in everything)
    assert len({path.name.lower() for path in written if path.parent.name == "people"}) == 2 + len(names)


def test_a_link_in_the_folder_is_not_followed_out_of_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "people").symlink_to(outside)
    with pytest.raises(InvalidInput, match="leads out of"):
        write_calendars(agenda_with(), tmp_path / "out", OPTIONS)
    assert not list(outside.iterdir())


def test_commas_semicolons_backslashes_and_line_breaks_stay_what_they_are(tmp_path: Path) -> None:
    text = 'One, two; three\\n four: "five"\n\n\tsix \\, seven C:\\New'
    agenda = agenda_with({"sessions[1].description": text, "sessions[1].title": "A, B; C\\D"})
    event = event_of(agenda, "sets", tmp_path / "a.ics")
    assert event.summary.value == "A, B; C\\D"
    assert event.description.value == f"Speakers: Ada, Grace\n\n{text}"


def test_what_would_begin_a_property_of_its_own_is_text(tmp_path: Path) -> None:
    trick = "x\r\nEND:VEVENT\rBEGIN:VALARM\u2028ATTACH:file:///etc/passwd\x0bURL:http://example.org\x00"
    agenda = agenda_with({"sessions[1].title": trick, "sessions[1].description": trick, "people[0].name": trick})
    event = event_of(agenda, "sets", tmp_path / "a.ics")
    assert event.summary.value == "x END:VEVENT BEGIN:VALARM ATTACH:file:///etc/passwd URL:http://example.org\ufffd"
    assert not {"url", "attach", "valarm"} & event.contents.keys()
    assert len(events_in(tmp_path / "a.ics")) == 3


def test_lines_are_folded_between_letters_and_end_in_cr_and_lf(tmp_path: Path) -> None:
    agenda = agenda_with({"sessions[1].title": "Қазақша 漢字 " * 40})
    assert event_of(agenda, "sets", tmp_path / "a.ics").summary.value == ("Қазақша 漢字 " * 40).strip()
    content = (tmp_path / "a.ics").read_bytes()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", content) is None
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no letter is cut in two


def test_half_a_character_becomes_the_sign_for_one_that_cannot_be_shown(tmp_path: Path) -> None:
    # JSON can say "\\ud800" without its other half; UTF-8 cannot.
    agenda = agenda_with({"sessions[1].speakers": [], "sessions[1].description": "a\ud800b"})
    assert event_of(agenda, "sets", tmp_path / "a.ics").description.value == "a\ufffdb"


@pytest.mark.thorough
def test_a_description_of_ten_megabytes_is_kept(tmp_path: Path) -> None:
    agenda = agenda_with({"sessions[1].description": "Very long; " * 950_000})
    write_calendar(agenda, tmp_path / "a.ics", OPTIONS)
    content = (tmp_path / "a.ics").read_bytes().replace(b"\r\n ", b"")
    assert content.count(b"Very long\\;") == 950_000


def test_the_same_agenda_at_the_same_time_gives_the_same_bytes(tmp_path: Path) -> None:
    write_calendar(agenda_with(), tmp_path / "a.ics", OPTIONS)
    write_calendar(agenda_with(), tmp_path / "b.ics", ExportOptions(now=NOW.astimezone()))
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()


def test_identities_depend_on_the_ids_and_on_nothing_else() -> None:
    one, other = agenda_with().conference, agenda_with({"sessions[0].title": "New", "name": "New"}).conference
    assert uid_of(one, "session", "opening") == uid_of(other, "session", "opening")
    assert uid_of(one, "session", "opening") != uid_of(one.replace(id="next-year"), "session", "opening")
    assert uid_of(one, "room", "opening") != uid_of(one, "session", "opening")


def test_an_agenda_without_a_placed_session_is_a_calendar_without_entries(tmp_path: Path) -> None:
    write_calendars(agenda_with(places={}), tmp_path, OPTIONS)
    assert [path.name for path in tmp_path.rglob("*.ics")] == ["agenda.ics"]
    assert events_in(tmp_path / "agenda.ics") == []


def test_the_endings_of_files_say_which_format_is_meant(tmp_path: Path) -> None:
    assert export_format(None, tmp_path / "a.ics").name == "calendar"
    with pytest.raises(InvalidInput, match="the name of a single file"):
        export_format("calendars", tmp_path / "a.ics").write(agenda_with(), tmp_path / "a.ics", OPTIONS)


def test_a_time_of_writing_needs_its_offset(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="offset"):
        write_calendar(agenda_with(), tmp_path / "a.ics", ExportOptions(now=datetime(2026, 1, 1)))


@settings(max_examples=examples(13), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conferences(), st.data())
def test_every_placed_session_stands_in_the_calendar_at_its_time(
    tmp_path: Path, conference: Conference, data: st.DataObject
) -> None:
    rooms = [room.id for room in conference.rooms]
    places = {}
    for session in conference.sessions:
        position = data.draw(st.sampled_from([None, *conference.positions[session.id]]))
        if position is not None:
            places[session.id] = (data.draw(st.sampled_from(rooms)), position.block, position.slot)
    agenda = conference.agenda(places)
    write_calendar(agenda, tmp_path / "a.ics", OPTIONS)
    found = {event.uid.value: event for event in events_in(tmp_path / "a.ics")}
    assert len(found) == len(agenda)
    for session, placement in agenda.items():
        event = found[uid_of(conference, "session", session)]
        assert event.dtstart.value.astimezone(UTC) == agenda.start(session).astimezone(UTC)
        length = timedelta(minutes=placement.end - placement.start)
        assert event.dtend.value.astimezone(UTC) - event.dtstart.value.astimezone(UTC) == length


LUNCH = {"day": "sat", "start": "10:30", "end": "11:30", "title": "Lunch"}


def test_a_break_with_a_title_stands_in_the_calendar_of_the_whole_agenda_only(tmp_path: Path) -> None:
    write_calendars(agenda_with({"breaks": [LUNCH]}), tmp_path / "all", OPTIONS)
    with_lunch = [file.name for file in (tmp_path / "all").rglob("*.ics") if "Lunch" in file.read_text("utf-8")]
    assert with_lunch == ["agenda.ics"]


def test_a_break_that_is_moved_is_the_same_entry_with_a_higher_sequence(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    found = []
    for start, former in (("10:30", None), ("10:45", path)):
        write_calendar(
            agenda_with({"breaks": [{**LUNCH, "start": start}]}), path, ExportOptions(now=NOW, former=former)
        )
        (lunch,) = [event for event in events_in(path) if event.summary.value == "Lunch"]
        found.append((lunch.uid.value, lunch.sequence.value, lunch.dtstart.value.astimezone(UTC).strftime("%H:%M")))
    assert found[0][0] == found[1][0]
    assert [each[1:] for each in found] == [("0", "09:30"), ("1", "09:45")]
