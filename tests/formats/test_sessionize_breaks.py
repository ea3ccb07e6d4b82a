"""Breaks of Sessionize close rooms, and those of everybody are breaks of the programme."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.formats.import_result import Imported
from tests.formats.sessionize_small import EVENT, imported, remarks_of
from tests.formats.small import GONE


def test_a_break_is_no_session_and_is_told(tmp_path: Path) -> None:
    found = imported(tmp_path)
    assert "lunch" not in found.conference.session_by_id
    assert remarks_of(found, "service session") == [
        'sessions[2]: "Lunch" is not a session to place; it is a break of the programme'
    ]


def breaks_of(found: Imported) -> list[tuple[str, str, str]]:
    """Return the breaks: the day, the hours on the clock, the title."""
    return [(b.day, f"{b.start:%H:%M}-{b.end:%H:%M}", b.title) for b in found.conference.breaks]


LUNCH = ("2026-10-19", "12:00-13:00", "Lunch")
# On Berlin's clock the sessions go from 09:00 to 10:45 and begin again at 13:00.
BESIDE = {"sessions[2].startsAt": "2026-10-19T09:00:00", "sessions[2].endsAt": "2026-10-19T09:30:00"}


@pytest.mark.parametrize("room", [GONE, 1])
def test_a_break_during_which_there_is_no_session_is_one_of_the_programme(tmp_path: Path, room: Any) -> None:
    fields = {"sessions[2].roomId": room, "sessions[2].isPlenumSession": False}
    assert breaks_of(imported(tmp_path, fields)) == [LUNCH]


def test_a_break_in_one_room_beside_sessions_is_none_of_the_programme(tmp_path: Path) -> None:
    cleaning = {**BESIDE, "sessions[2].roomId": 1, "sessions[2].isPlenumSession": False}
    found = imported(tmp_path, cleaning)
    assert breaks_of(found) == []
    assert remarks_of(found, "service session") == [
        'sessions[2]: "Lunch" is not a session to place; its room is closed at that time'
    ]


@pytest.mark.parametrize("where", [{"sessions[2].roomId": GONE}, {"sessions[2].isPlenumSession": True}])
def test_a_break_for_everybody_is_one_of_the_programme_also_beside_sessions(
    tmp_path: Path, where: dict[str, Any]
) -> None:
    in_a_room = {"sessions[2].roomId": 1, "sessions[2].isPlenumSession": False}
    found = imported(tmp_path, {**BESIDE, **in_a_room, **where})
    assert breaks_of(found) == [("2026-10-19", "09:00-09:30", "Lunch")]


def test_the_same_break_in_several_rooms_is_one(tmp_path: Path) -> None:
    second = {**EVENT["sessions"][2], "id": "lunch-2", "roomId": 2}
    found = imported(tmp_path, {"sessions": [*deepcopy(EVENT["sessions"]), second], "sessions[2].roomId": 1})
    assert breaks_of(found) == [LUNCH]


def test_of_breaks_that_overlap_the_first_is_shown_and_the_other_is_told(tmp_path: Path) -> None:
    second = {**EVENT["sessions"][2], "id": "tour", "title": "Tour", "startsAt": "2026-10-19T12:30:00"}
    found = imported(tmp_path, {"sessions": [*deepcopy(EVENT["sessions"]), second]})
    assert breaks_of(found) == [LUNCH]
    number = len(EVENT["sessions"])
    assert remarks_of(found, "two breaks at once") == [
        f'sessions[{number}]: "Tour" overlaps the break "Lunch"; it is not shown as one'
    ]


def test_a_day_that_has_a_break_only_is_a_day_of_the_conference(tmp_path: Path) -> None:
    trip = {"sessions[2].startsAt": "2026-10-18T18:00:00", "sessions[2].endsAt": "2026-10-18T21:00:00"}
    found = imported(tmp_path, {**trip, "sessions[2].title": "Welcome"})
    assert breaks_of(found) == [("2026-10-18", "18:00-21:00", "Welcome")]
    assert [day.id for day in found.conference.days][:2] == ["2026-10-18", "2026-10-19"]
    assert {block.day for block in found.conference.blocks} == {day.id for day in found.conference.days[1:]}


@pytest.mark.parametrize("odd", [{"title": ""}, {"endsAt": None}, {"endsAt": "2026-10-19T12:00:00"}])
def test_a_break_without_a_title_or_a_length_is_an_attribute_only(tmp_path: Path, odd: dict[str, Any]) -> None:
    found = imported(tmp_path, {f"sessions[2].{name}": value for name, value in odd.items()})
    assert breaks_of(found) == []
    assert "only kept as an attribute" in remarks_of(found, "service session")[0]


def test_a_break_in_one_room_closes_that_room(tmp_path: Path) -> None:
    # Aurora is cleaned from 09:00 to 09:30; the block there goes from 09:00 to 10:45 on Berlin's clock.
    cleaning = {"sessions[2].startsAt": "2026-10-19T09:00:00", "sessions[2].endsAt": "2026-10-19T09:30:00"}
    conference = imported(tmp_path, {**cleaning, "sessions[2].roomId": 1}).conference
    windows = [
        (conference.clock(conference.minute_of(w.start)), w.end - w.start) for w in conference.rooms[0].available
    ]
    assert [clock for clock, _ in windows] == ["19 Oct 09:30", "19 Oct 13:00"]
    assert conference.rooms[1].available == ()


def test_a_room_that_is_never_free_is_closed_in_all_blocks(tmp_path: Path) -> None:
    always = {"sessions[2].startsAt": "2026-10-19T08:00:00", "sessions[2].endsAt": "2026-10-19T18:00:00"}
    conference = imported(tmp_path, {**always, "sessions[2].roomId": 1}).conference
    assert conference.rooms[0].closed_blocks == tuple(block.id for block in conference.blocks)
