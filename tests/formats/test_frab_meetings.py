"""One guid is one event: in two rooms it is shown twice, at two times it meets twice; and so it goes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.frab import agenda_in, write_schedule_json, write_schedule_xml
from agenda_solver.formats.import_result import Imported
from agenda_solver.model.agenda import Agenda
from tests.formats.frab_small import agenda_from, from_file, from_xml, kinds, published

WRITERS = {".xml": write_schedule_xml, ".json": write_schedule_json}
GUID = "5d1c7b52-94a5-4a3a-8f5b-3f0a1f1c9e0{}"


def event(number: int, hour: int, title: str, minutes: int = 60, guid: str | None = None, id: int | None = None) -> str:
    named = GUID.format(number) if guid is None else guid
    return (
        f'<event id="{number if id is None else id}" guid="{named}"><date>2026-09-01T{hour}:00:00+02:00</date>'
        f"<duration>{minutes // 60:02}:{minutes % 60:02}</duration><title>{title}</title>"
        f'<persons><person id="{number}">Person {number}</person></persons></event>'
    )


def schedule(**rooms: str) -> Imported:
    return from_xml(text_of(**rooms))


def text_of(**rooms: str) -> bytes:
    inside = "".join(f'<room name="{name}">{events}</room>' for name, events in rooms.items())
    head = "<title>Parts</title><acronym>parts</acronym><time_zone_name>Europe/Oslo</time_zone_name>"
    day = f'<day index="1" date="2026-09-01">{inside}</day>'
    return f"<schedule><conference>{head}</conference>{day}</schedule>".encode()


def out_and_in(agenda: Agenda, end: str, folder: Path) -> Imported:
    [path] = WRITERS[end](agenda, folder / f"again{end}", ExportOptions())
    assert agenda_from(path, agenda.conference) == agenda
    return from_file(path)


def guids(imported: Imported) -> dict[str, list[str]]:
    """Return the starts of the sessions by their guids."""
    agenda, found = published(imported), dict[str, list[str]]()
    for id in agenda.chronological():
        guid = imported.conference.session_by_id[id].attributes["frab.guid"]
        found.setdefault(guid, []).append(f"{agenda.start(id):%d %H:%M}")
    return found


OVERFLOW = {
    "Dome": event(1, 10, "Welcome") + event(2, 13, "Trees"),
    "Annex": event(1, 10, "Welcome") + event(3, 11, "Graphs"),
}


def test_an_event_in_two_rooms_is_one_session_and_the_other_room_is_closed_meanwhile() -> None:
    imported = schedule(**OVERFLOW)
    conference, agenda = imported.conference, published(imported)
    assert [(session.id, agenda[session.id].room) for session in conference.sessions] == [
        ("1", "dome"),
        ("2", "dome"),
        ("3", "annex"),
    ]
    assert [remark.message for remark in imported.remarks] == [
        '"Welcome" is also in "Dome"; it is one session there, and "Annex" shows it and is closed for that time'
    ]
    # From 10:00 to 14:00 without the first hour.
    [window] = conference.room_by_id["annex"].available
    assert (f"{window.start:%H:%M}", f"{window.end:%H:%M}") == ("11:00", "14:00")
    assert score(conference, agenda).is_legal


@pytest.mark.parametrize("end", WRITERS)
def test_an_event_in_two_rooms_goes_out_in_both(end: str, tmp_path: Path) -> None:
    before = schedule(**OVERFLOW)
    after = out_and_in(published(before), end, tmp_path)
    assert kinds(after) == kinds(before)
    assert guids(after) == guids(before)
    assert after.conference.room_by_id["annex"].available == before.conference.room_by_id["annex"].available


def test_a_room_that_has_something_else_by_now_does_not_show_it(tmp_path: Path) -> None:
    imported = schedule(Dome=OVERFLOW["Dome"], Annex=event(1, 10, "Welcome") + event(3, 10, "Graphs"))
    [path] = write_schedule_xml(published(imported), tmp_path / "a.xml", ExportOptions())
    assert kinds(from_file(path)) == []


@pytest.mark.parametrize("end", WRITERS)
@pytest.mark.parametrize(
    "titles",
    [
        ("Summit", "Summit", "Summit"),
        ("Summit (1/3)", "Summit (2/3)", "Summit (3/3)"),
        ("Summit", "summit 2", "SUMMIT 3"),
    ],
)
def test_a_guid_at_several_times_is_one_session_that_meets_so_often(
    end: str, titles: tuple[str, str, str], tmp_path: Path
) -> None:
    # The file has the parts in no order of time, and the second one in another room and of another length.
    first, second, third = titles
    dome = event(4, 15, third, id=9) + event(4, 10, first, id=9)
    imported = schedule(Dome=dome, Annex=event(4, 12, second, 30, id=9))
    conference = imported.conference
    assert conference.occurrences == {"9": ("9", "9#2", "9#3")}
    assert [conference.session_by_id[id].duration_minutes for id in ("9", "9#2", "9#3")] == [60, 30, 60]
    assert guids(imported) == {GUID.format(4): ["01 10:00", "01 12:00", "01 15:00"]}
    assert kinds(imported) == ["several times"]
    after = out_and_in(published(imported), end, tmp_path)
    assert guids(after) == guids(imported)
    assert len(after.conference.occurrences) == 1


def test_parts_that_change_places_are_still_found_by_their_guid(tmp_path: Path) -> None:
    imported = schedule(Dome=event(4, 10, "Summit", id=9) + event(4, 12, "Summit", id=9) + event(5, 14, "Trees"))
    conference = imported.conference
    block = conference.blocks[0].id
    # The first part at 13:00 instead: slots are as long as an hour, from 10:00 on.
    agenda = conference.agenda({"9": ("dome", block, 3), "9#2": ("dome", block, 2), "5": ("dome", block, 4)})
    [path] = write_schedule_xml(agenda, tmp_path / "a.xml", ExportOptions())
    assert agenda_from(path, conference) == agenda


def test_what_stands_twice_in_one_room_at_one_time_counts_once_and_is_told() -> None:
    imported = schedule(Dome=event(1, 10, "Welcome") * 2 + event(2, 13, "Trees"))
    assert [session.id for session in imported.conference.sessions] == ["1", "2"]
    assert [remark.message for remark in imported.remarks] == ['"Welcome" occurs twice; one is kept']


def test_one_number_with_one_title_is_one_session_though_each_part_has_a_guid() -> None:
    parts = event(6, 10, "Lab", id=9) + event(7, 12, "Lab", id=9)
    imported = schedule(Dome=parts)
    assert list(imported.conference.occurrences.values()) == [("9", "9#2")]
    assert guids(imported) == {GUID.format(6): ["01 10:00"], GUID.format(7): ["01 12:00"]}


def test_events_without_a_room_get_as_many_as_they_need() -> None:
    # The first and the second overlap, the third follows the first.
    events = event(1, 10, "Sets", 120) + event(2, 11, "Trees") + event(3, 12, "Graphs")
    imported = schedule(**{"": events, "Dome": event(4, 10, "Rings")})
    agenda = published(imported)
    assert len(agenda) == 4
    assert agenda["1"].room == agenda["3"].room != agenda["2"].room
    assert score(imported.conference, agenda).is_legal
    assert 'names no room; it keeps its time in "Room 3"' in [remark.message for remark in imported.remarks]


def test_a_guid_of_two_events_of_different_titles_is_kept_by_the_first_and_told() -> None:
    imported = schedule(Dome=event(1, 10, "Welcome") + event(2, 12, "Trees", guid=GUID.format(1)))
    assert kinds(imported) == ["same id"]
    assert not imported.conference.occurrences


def test_two_sessions_of_one_title_are_told_apart_by_room_and_time() -> None:
    other = event(2, 10, "Lab").replace('id="2">Person 2', 'id="1">Person 1')
    imported = schedule(Dome=event(1, 10, "Lab"), Annex=other)
    card = score(imported.conference, published(imported))
    [clash] = [violation for rule in card.rules for violation in rule.violations]
    assert clash.message == (
        'Person 1 cannot be in "Lab" (Dome, 1 Sep 10:00) and in "Lab" (Annex, 1 Sep 10:00) at once (1 Sep 10:00).'
    )


def test_a_room_that_shows_an_event_for_another_time_than_its_own_is_told_with_both_lengths() -> None:
    imported = schedule(Dome=event(1, 10, "Welcome", 30), Annex=event(1, 10, "Welcome", 90))
    [remark] = imported.remarks
    assert "one session there of 30 minutes (here it has 90)" in remark.message


def test_one_guid_for_events_of_several_titles_tells_nothing_of_them() -> None:
    guid = GUID.format(1)
    events = [event(number, 9 + number, title, guid=guid) for number, title in enumerate(("Sets", "Trees", "Cuts"), 1)]
    imported = schedule(Dome="".join(events))
    assert agenda_in(text_of(Dome="".join(events)), imported.conference) == published(imported)


def test_one_number_for_events_of_several_titles_tells_nothing_of_them() -> None:
    events = "".join(event(number, 9 + number, title, guid="", id=7) for number, title in ((1, "Sets"), (2, "Trees")))
    imported = schedule(Dome=events)
    assert agenda_in(text_of(Dome=events), imported.conference) == published(imported)


def test_events_of_one_title_and_people_are_told_apart_by_where_and_when_they_are_published() -> None:
    lunch = "<title>Lunch</title><duration>01:00</duration><date>2026-09-01T{}:00:00+02:00</date>"
    rooms = {
        "Dome": f"<event>{lunch.format(12)}</event><event>{lunch.format(13)}</event>",
        "Annex": f"<event>{lunch.format(12)}</event>",
    }
    imported = schedule(**rooms)
    assert len(published(imported)) == 3
    assert agenda_in(text_of(**rooms), imported.conference) == published(imported)


def test_a_room_without_a_name_is_not_called_like_another_one() -> None:
    imported = schedule(**{"Room 2": event(1, 10, "Sets"), "": event(2, 10, "Trees")})
    names = [room.name for room in imported.conference.rooms]
    assert names == ["Room 2", "Room 3"]
    assert [remark.message for remark in imported.remarks] == ['has no name; it is called "Room 3"']


def test_events_without_a_room_are_found_again_as_an_agenda() -> None:
    text = "<schedule><conference><title>P</title><time_zone_name>Europe/Oslo</time_zone_name></conference>"
    text += f'<day date="2026-09-01">{event(1, 10, "Sets", 120)}{event(2, 11, "Trees")}</day></schedule>'
    imported = from_xml(text)
    assert agenda_in(text.encode(), imported.conference) == published(imported)


def test_a_file_is_the_agenda_of_its_conference_also_where_an_event_was_left_out() -> None:
    text = "<schedule><conference><title>P</title><time_zone_name>Europe/Oslo</time_zone_name></conference>"
    events = event(1, 10, "Sets") + event(2, 11, "Camp", 2000)
    text += f'<day date="2026-09-01"><room name="Dome">{events}</room></day></schedule>'
    imported = from_xml(text)
    assert kinds(imported) == ["too long"]
    assert agenda_in(text.encode(), imported.conference) == published(imported)


def test_rooms_whose_names_differ_in_case_only_are_two() -> None:
    rooms = {"Dome": event(1, 10, "Sets"), "DOME": event(2, 10, "Trees")}
    imported = schedule(**rooms)
    assert agenda_in(text_of(**rooms), imported.conference) == published(imported)
