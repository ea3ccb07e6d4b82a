"""A calendar that is published again says what moved, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.calendars.earlier_calendars import read_former
from agenda_solver.formats.calendars.entries import uid_of
from agenda_solver.formats.calendars.write import write_calendar, write_calendars
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.native import write_agenda
from agenda_solver.model.conference import Conference
from agenda_solver.testing.strategies import conferences
from tests.formats.agendas_small import PLACES, agenda_with
from tests.formats.test_calendars import NOW, OPTIONS, events_in
from tests.profiles import examples

LATER = NOW + timedelta(days=1)
SMALL_UID = uid_of(agenda_with().conference, "conference")
MOVED = {**PLACES, "lab": ("cabin", "sat-am", 0)}
BO = {"id": "bo", "name": "Bo"}
CALENDARS = ("rooms/Hall", "rooms/Cabin", "tracks/Logic", "tracks/Sums", "people/Ada", "people/Grace", "people/Bo")


def states(path: Path) -> dict[str, tuple[str, str]]:
    """Return the sequence and the status of each entry, by its title."""
    return {event.summary.value: (event.sequence.value, event.status.value) for event in events_in(path)}


def later(former: Path, days: int = 1) -> ExportOptions:
    return ExportOptions(former=former, now=NOW + timedelta(days=days))


def published(former: Path, changes: dict[str, Any] | None = None) -> Path:
    """Publish the small agenda: as itself, as one calendar, or as a folder of calendars, by the name."""
    agenda = agenda_with(changes)
    if former.suffix == ".json":
        write_agenda(agenda, former)
    elif former.suffix == ".ics":
        write_calendar(agenda, former, OPTIONS)
    else:
        write_calendars(agenda, former, OPTIONS)
    return former


@pytest.mark.parametrize("kind", ["agenda.json", "old.ics", "folder"])
def test_only_what_moved_is_raised(tmp_path: Path, kind: str) -> None:
    former = published(tmp_path / kind)
    write_calendar(agenda_with(places=MOVED), tmp_path / "new.ics", later(former))
    assert states(tmp_path / "new.ics") == {
        "Opening": ("0", "CONFIRMED"),
        "Sets": ("0", "CONFIRMED"),
        "Lab": ("1", "CONFIRMED"),
    }


def test_what_moves_twice_is_raised_twice_and_the_rest_keeps_its_time_stamp(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    write_calendar(agenda_with(), path, OPTIONS)
    write_calendar(agenda_with(places=MOVED), path, later(path, 1))
    write_calendar(agenda_with(), path, later(path, 2))
    events = {event.summary.value: event for event in events_in(path)}
    assert events["Lab"].sequence.value == "2"
    assert events["Lab"].dtstamp.value == NOW + timedelta(days=2)
    assert events["Sets"].sequence.value == "0"
    assert events["Sets"].dtstamp.value == events["Sets"].last_modified.value == NOW


def test_a_new_title_is_a_change_but_no_move(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    write_calendar(agenda_with(), path, OPTIONS)
    write_calendar(agenda_with({"sessions[1].title": "Sets, again"}), path, later(path))
    event = next(event for event in events_in(path) if event.summary.value == "Sets, again")
    assert (event.sequence.value, event.last_modified.value) == ("0", LATER)


def test_what_was_taken_out_is_cancelled_stays_cancelled_and_can_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    write_calendar(agenda_with(), path, OPTIONS)
    without = {id: place for id, place in PLACES.items() if id != "lab"}
    write_calendar(agenda_with(places=without), path, later(path, 1))
    assert states(path)["Lab"] == ("1", "CANCELLED")
    once = path.read_bytes()
    write_calendar(agenda_with(places=without), path, later(path, 2))
    assert path.read_bytes() == once
    write_calendar(agenda_with(), path, later(path, 3))
    assert states(path)["Lab"] == ("2", "CONFIRMED")


def test_a_session_that_the_conference_has_no_longer_is_cancelled_where_it_was(tmp_path: Path) -> None:
    write_calendars(agenda_with(), tmp_path, OPTIONS)
    removed = agenda_with(
        {"sessions": [agenda for agenda in _sessions() if agenda["id"] != "sets"], "votes": [], "published": []},
        {id: place for id, place in PLACES.items() if id != "sets"},
    )
    write_calendars(removed, tmp_path, later(tmp_path))
    for file in ("agenda.ics", "rooms/Hall.ics", "tracks/Logic.ics", "people/Ada.ics", "people/Grace.ics"):
        assert states(tmp_path / file)["Sets"] == ("1", "CANCELLED"), file
    assert "Sets" not in states(tmp_path / "rooms" / "Cabin.ics")


def _sessions() -> list[dict[str, Any]]:
    from tests.formats.small import SMALL

    sessions: list[dict[str, Any]] = SMALL["sessions"]
    return sessions


@pytest.mark.parametrize("kind", ["agenda.json", "old.ics", "folder"])
def test_a_session_in_another_room_is_cancelled_in_the_old_rooms_calendar_only(tmp_path: Path, kind: str) -> None:
    former = published(tmp_path / kind)
    moved = agenda_with(places={**PLACES, "sets": ("cabin", "sun-am", 0)})
    write_calendars(moved, tmp_path / "new", later(former))
    assert states(tmp_path / "new" / "rooms" / "Hall.ics")["Sets"] == ("1", "CANCELLED")
    for file in ("agenda.ics", "rooms/Cabin.ics", "people/Ada.ics"):
        assert states(tmp_path / "new" / file)["Sets"] == ("1", "CONFIRMED"), file


@pytest.mark.parametrize("kind", ["agenda.json", "old.ics", "folder"])
def test_what_was_taken_out_is_cancelled_for_its_room_its_track_and_its_people_only(tmp_path: Path, kind: str) -> None:
    more = {"tracks[1]": {"id": "sums", "name": "Sums"}, "sessions[2].track": "sums", "people[2]": BO}
    more |= {"sessions[2].speakers": ["bo"]}
    former = published(tmp_path / kind, more)
    without = {id: place for id, place in PLACES.items() if id != "sets"}
    write_calendars(agenda_with(more, without), tmp_path / "new", later(former))
    opening, sets, lab = {"Opening": ("0", "CONFIRMED")}, {"Sets": ("1", "CANCELLED")}, {"Lab": ("0", "CONFIRMED")}
    # Ada is in the opening and in Sets, Grace in Sets, Bo in the lab.
    assert {file: states(tmp_path / "new" / f"{file}.ics") for file in CALENDARS} == {
        "rooms/Hall": opening | sets,
        "rooms/Cabin": lab,
        "tracks/Logic": sets,
        "tracks/Sums": lab,
        "people/Ada": opening | sets,
        "people/Grace": sets,
        "people/Bo": lab,
    }


def test_of_a_session_that_is_no_more_a_single_calendar_only_says_where_it_was(tmp_path: Path) -> None:
    former = published(tmp_path / "old.ics")
    removed = agenda_with(
        {"sessions": [session for session in _sessions() if session["id"] != "sets"], "votes": [], "published": []},
        {id: place for id, place in PLACES.items() if id != "sets"},
    )
    write_calendars(removed, tmp_path / "new", later(former))
    for file in ("agenda.ics", "rooms/Hall.ics"):
        assert states(tmp_path / "new" / file)["Sets"] == ("1", "CANCELLED")
    # Whose it was is not in the file.
    assert states(tmp_path / "new" / "people" / "Ada.ics") == {"Opening": ("0", "CONFIRMED")}


def test_who_leaves_a_session_sees_it_cancelled_and_nobody_else_does(tmp_path: Path) -> None:
    write_calendars(agenda_with(), tmp_path, OPTIONS)
    write_calendars(agenda_with({"sessions[1].speakers": ["ada"]}), tmp_path, later(tmp_path))
    assert states(tmp_path / "people" / "Grace.ics") == {"Sets": ("1", "CANCELLED")}
    assert states(tmp_path / "people" / "Ada.ics")["Sets"] == ("0", "CONFIRMED")


def test_a_calendar_keeps_its_name_when_its_owner_gets_another(tmp_path: Path) -> None:
    write_calendars(agenda_with(), tmp_path, OPTIONS)
    renamed = agenda_with({"people[0].name": "Ada Lovelace", "people[1].name": "Ada"})
    write_calendars(renamed, tmp_path, later(tmp_path))
    names = sorted(path.name for path in (tmp_path / "people").iterdir())
    assert names == ["Ada.ics", "Grace.ics"]
    assert "Ada Lovelace" in (tmp_path / "people" / "Ada.ics").read_text(encoding="utf-8")


def test_the_calendar_of_somebody_who_is_gone_has_only_what_is_cancelled(tmp_path: Path) -> None:
    write_calendars(agenda_with(), tmp_path, OPTIONS)
    gone = agenda_with(
        {"people": [{"id": "ada", "name": "Ada"}], "tracks[0].chairs": [], "sessions[1].speakers": ["ada"]}
    )
    written = write_calendars(gone, tmp_path, later(tmp_path))
    assert tmp_path / "people" / "Grace.ics" in written
    assert states(tmp_path / "people" / "Grace.ics") == {"Sets": ("1", "CANCELLED")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a calendar"),
        (b"\xff\xfe\x00", "not a calendar"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "not a calendar"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "another program"),
        (b"BEGIN:VCALENDAR\r\nX-AGENDA-SOLVER-CONFERENCE:1\r\nEND:VCALENDAR\r\n", 'conference, not of "small"'),
        (f"BEGIN:VCALENDAR\r\nX-AGENDA-SOLVER-CONFERENCE:{SMALL_UID}\r\nEND:VCALENDAR\r\n".encode(), "has no UID"),
    ],
)
def test_what_is_no_calendar_of_this_conference_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "old.ics").write_bytes(content)
    with pytest.raises(InvalidInput, match=message) as caught:
        read_former(tmp_path / "old.ics", agenda_with().conference)
    assert caught.value.source == str(tmp_path / "old.ics")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"SEQUENCE:0", b"SEQUENCE:-7", "SEQUENCE"),
        (b"SEQUENCE:0", b"SEQUENCE:99999999999", "SEQUENCE"),
        (b"SEQUENCE:0", b"SEQUENCE:many", "SEQUENCE"),
        (b"DTSTART;TZID=Europe/Berlin:20260328T090000", b"DTSTART;VALUE=DATE:20260328", "DTSTART is not a time"),
        (b"DTSTART;TZID=Europe/Berlin:20260328T090000", b"DTSTART:20260328T090000", "DTSTART is not a time"),
        (b"DTSTART;TZID=Europe/Berlin:20260328T090000", b"DTSTART:soon", "DTSTART is not a time"),
        (b"SUMMARY:Opening", b"SUMMARY:A\r\nSUMMARY:B", "SUMMARY"),
    ],
)
def test_a_broken_entry_is_told_with_its_number(tmp_path: Path, old: bytes, new: bytes, message: str) -> None:
    path = tmp_path / "old.ics"
    write_calendar(agenda_with(), path, OPTIONS)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))
    with pytest.raises(InvalidInput, match=message) as caught:
        read_former(path, agenda_with().conference)
    assert caught.value.mistakes[0].place == "entry 1"


def test_a_folder_without_calendars_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="without calendars"):
        read_former(tmp_path, agenda_with().conference)


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_calendar_gives_a_sentence_or_is_read(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "old.ics"
    write_calendar(agenda_with(), path, OPTIONS)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 12))] = data.draw(
            st.binary(max_size=8) | st.text(max_size=8).map(_bytes)
        )
    path.write_bytes(bytes(content))
    try:
        former = read_former(path, agenda_with().conference)
    except InvalidInput:
        return
    assert all(revision.entry.start.tzinfo is UTC for revision in former.revisions.values())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=200), st.sampled_from(["#1f77b4", None]))
@example("a", "\\n \\\\, \\; \\N ^n", None)
@example("a", "x" * 74 + "\n " + "y" * 80 + "\n\n z", None)
def test_what_is_read_again_is_what_was_written(
    tmp_path: Path, title: str, description: str, colour: str | None
) -> None:
    agenda = agenda_with(
        {
            "sessions[1].title": f"T{title}".encode(errors="replace").decode(),
            "sessions[1].description": description.encode(errors="replace").decode(),
            "tracks[0].name": f"T{title}".encode(errors="replace").decode(),
            "tracks[0].colour": colour,
        }
    )
    path = tmp_path / "a.ics"
    write_calendar(agenda, path, OPTIONS)
    once = path.read_bytes()
    write_calendar(agenda, path, later(path))
    assert path.read_bytes() == once


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conferences(least_sessions=2), st.data())
def test_what_is_not_as_it_was_is_raised_by_one(tmp_path: Path, conference: Conference, data: st.DataObject) -> None:
    rooms = [room.id for room in conference.rooms]

    def places() -> dict[str, tuple[str, str, int]]:
        drawn = {id: data.draw(st.sampled_from([None, *options])) for id, options in conference.positions.items()}
        return {
            id: (data.draw(st.sampled_from(rooms)), position.block, position.slot)
            for id, position in drawn.items()
            if position is not None
        }

    old, new = conference.agenda(places()), conference.agenda(places())
    path = tmp_path / "a.ics"
    write_calendar(old, path, OPTIONS)
    write_calendar(new, path, later(path))
    found = {event.uid.value: event for event in events_in(path)}
    assert len(found) == len({*old, *new})
    for session in {*old, *new}:
        event = found[uid_of(conference, "session", session)]
        assert (event.status.value == "CANCELLED") == (session not in new)
        same = session in old and session in new and _seen(old[session]) == _seen(new[session])
        assert event.sequence.value == ("0" if same or session not in old else "1")


def _seen(place: Any) -> Any:
    return replace(place, block="", slot=0)  # readers see when and where, not the names of blocks


def test_a_session_that_is_confirmed_at_last_is_changed_but_not_moved(tmp_path: Path) -> None:
    former = published(tmp_path / "old.ics", {"sessions[1].likelihood": 70})
    assert states(former)["Sets"] == ("0", "TENTATIVE")
    # Nothing has changed: the entry keeps its time stamp.
    write_calendar(agenda_with({"sessions[1].likelihood": 70}), tmp_path / "same.ics", later(former))
    assert (tmp_path / "same.ics").read_bytes() == former.read_bytes()
    write_calendar(agenda_with(), tmp_path / "new.ics", later(former))
    assert states(tmp_path / "new.ics")["Sets"] == ("0", "CONFIRMED")
    changed = {event.summary.value: event.last_modified.value for event in events_in(tmp_path / "new.ics")}
    assert (changed["Sets"], changed["Opening"]) == (LATER, NOW)
