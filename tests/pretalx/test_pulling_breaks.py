"""Breaks of pretalx close rooms, and those of all rooms are breaks of the programme."""

from __future__ import annotations

import pytest

pytest.importorskip("httpx")

from agenda_solver.diagnosis.diagnose import diagnose
from agenda_solver.formats.import_result import Imported
from tests.pretalx.faulty import Faulty
from tests.pretalx.pulls import Data, open_times, pulled, window


def test_a_break_closes_its_room_for_its_time(server: Faulty) -> None:
    assert open_times(pulled(server), 0) == [("09:00", "12:00"), ("13:00", "18:00")]


def breaks_of(imported: Imported) -> list[tuple[str, str, str]]:
    return [(b.day, f"{b.start:%H:%M}-{b.end:%H:%M}", b.title) for b in imported.conference.breaks]


def lunches(server: Faulty) -> list[Data]:
    """Return the slots of the small event's lunch: one in the hall, one in the loft."""
    found = [slot for slot in server.data["slots"] if not slot["submission"]]
    assert [slot["room"] for slot in found] == [1, 2]
    return found


def test_a_break_in_every_room_is_one_of_the_programme_and_check_has_nothing_to_say(server: Faulty) -> None:
    imported = pulled(server)
    assert breaks_of(imported) == [("2027-05-03", "12:00-13:00", "Lunch")]
    assert imported.remarks == ()
    assert not any("in the break" in finding.message for finding in diagnose(imported.conference))


def test_a_break_in_one_of_the_rooms_only_is_none_of_the_programme(server: Faulty) -> None:
    server.data["slots"].remove(lunches(server)[1])
    assert breaks_of(pulled(server)) == []


def test_of_breaks_of_several_lengths_the_one_that_all_rooms_have_is_shown(server: Faulty) -> None:
    # The hall pauses from 12:00 to 13:00, and somebody may speak in the loft from 12:45 on.
    lunches(server)[1]["end"] = "2027-05-03T12:45:00+02:00"
    assert breaks_of(pulled(server)) == [("2027-05-03", "12:00-12:45", "Lunch")]


def test_a_room_that_is_closed_in_a_break_needs_no_break(server: Faulty) -> None:
    server.data["slots"].remove(lunches(server)[1])
    server.data["rooms"][1]["availabilities"] = [window("2027-05-03T13:00", "2027-05-03T18:00")]
    assert breaks_of(pulled(server)) == [("2027-05-03", "12:00-13:00", "Lunch")]


def test_a_break_without_a_description_has_no_title_to_show(server: Faulty) -> None:
    for slot in lunches(server):
        slot["description"] = None
    assert breaks_of(pulled(server)) == []


def test_a_room_without_a_break_has_no_windows(server: Faulty) -> None:
    server.data["slots"] = [slot for slot in server.data["slots"] if slot["submission"]]
    assert open_times(pulled(server), 0) == []
