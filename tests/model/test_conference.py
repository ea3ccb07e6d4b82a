"""What a conference knows: its times, the positions of its sessions, its parts by id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import TimeSlot
from agenda_solver.testing.strategies import conferences
from tests.formats.small import SMALL, changed
from tests.profiles import examples

QUICK = settings(max_examples=examples(17), deadline=None, suppress_health_check=list(HealthCheck))


def small(**changes: Any) -> Conference:
    """Return the small conference with some lists of it changed."""
    return Conference.model_validate(changed(SMALL, changes))


def over_one_day(date: str, *blocks: dict[str, Any], duration: dict[str, int] | None = None) -> Conference:
    """Return a conference in Berlin of one day with these blocks, and one session."""
    return Conference.model_validate(
        {
            "id": "c",
            "name": "C",
            "time_zone": "Europe/Berlin",
            "days": [{"id": "d", "date": date}],
            "blocks": [{"id": f"b{number}", "day": "d", **block} for number, block in enumerate(blocks)],
            "rooms": [{"id": "r", "name": "R"}],
            "sessions": [{"id": "s", "title": "S", **(duration or {"duration_minutes": 30})}],
        }
    )


# --- time -----------------------------------------------------------------------------------------------------------


def test_minutes_are_counted_from_the_local_midnight_of_the_first_day() -> None:
    """The first block of Saturday begins at 09:00, which is 540 minutes after midnight."""
    conference = small()
    assert conference.origin == datetime(2026, 3, 27, 23, tzinfo=UTC)
    assert conference.block_span["sat-am"] == TimeSlot(540, 630)


def test_a_night_in_which_the_clocks_change_is_an_hour_shorter() -> None:
    """Sunday's 09:00 is 33 hours after Saturday's midnight by the clock, but one is skipped: 32 * 60 = 1920."""
    conference = small()
    assert conference.block_span["sun-am"].start == 1920
    assert conference.local(1920).isoformat() == "2026-03-29T09:00:00+02:00"


def test_a_block_over_a_change_of_the_clocks_has_the_minutes_that_really_pass() -> None:
    """From 01:00 to 04:00 the clocks of 29 March show 180 minutes, of which 60 are skipped."""
    conference = over_one_day("2026-03-29", {"start": "01:00", "end": "04:00", "slot_minutes": 60})
    assert conference.blocks[0].minutes == 120
    assert conference.boundaries["b0"] == (60, 120, 180)
    clocks = [conference.local(minute).strftime("%H:%M") for minute in conference.boundaries["b0"]]
    assert clocks == ["01:00", "03:00", "04:00"]


def test_a_block_over_the_hour_that_comes_twice_is_an_hour_longer() -> None:
    """From 01:00 to 04:00 on 25 October pass 240 minutes."""
    conference = over_one_day("2026-10-25", {"start": "01:00", "end": "04:00", "slot_minutes": 60})
    assert conference.boundaries["b0"] == (60, 120, 180, 240, 300)
    clocks = [conference.clock(minute) for minute in conference.boundaries["b0"]]
    assert clocks == ["25 Oct 01:00", "25 Oct 02:00 (UTC+2)", "25 Oct 02:00 (UTC+1)", "25 Oct 03:00", "25 Oct 04:00"]


def test_wall_clocks_and_instants_mean_the_same_block() -> None:
    by_clock = over_one_day("2026-06-01", {"start": "9:30", "end": "24:00"})
    by_instant = over_one_day("2026-06-01", {"start": "2026-06-01T07:30Z", "end": "2026-06-02T00:00+02:00"})
    assert by_clock.block_span == by_instant.block_span


def test_an_instant_of_any_zone_becomes_the_same_minute() -> None:
    conference = small()
    almaty = timezone(timedelta(hours=5))
    assert conference.minute_of(datetime(2026, 3, 28, 13, tzinfo=almaty)) == 540
    assert conference.minute_of(datetime(2026, 3, 27, 22, 30, tzinfo=UTC)) == -30  # before the first day


@given(conferences())
@QUICK
def test_a_minute_goes_out_and_comes_back(conference: Conference) -> None:
    for boundaries in conference.boundaries.values():
        for minute in boundaries:
            assert conference.minute_of(conference.local(minute)) == minute


# --- slots and positions --------------------------------------------------------------------------------------------


def test_uneven_slots_differ_by_one_minute_at_most() -> None:
    """50 minutes in 3 slots end at 16.67 and 33.33 minutes, rounded: 17, 16 and 17 minutes long."""
    conference = over_one_day("2026-06-01", {"start": "09:00", "end": "09:50", "slot_count": 3})
    assert conference.boundaries["b0"] == (540, 557, 573, 590)


@given(conferences())
@QUICK
def test_the_slots_of_a_block_fill_it_without_a_gap(conference: Conference) -> None:
    for block in conference.blocks:
        boundaries = conference.boundaries[block.id]
        assert len(boundaries) == block.slots + 1
        assert (boundaries[0], boundaries[-1]) == (
            conference.block_span[block.id].start,
            conference.block_span[block.id].end,
        )
        lengths = [end - start for start, end in pairwise(boundaries)]
        assert min(lengths) >= 1
        assert max(lengths) - min(lengths) <= 1


def test_a_session_in_minutes_begins_with_any_slot_from_which_it_fits() -> None:
    """45 minutes fit into 90 from the slots at 0 and 30, but not from the one at 60."""
    blocks = ({"start": "09:00", "end": "10:30", "slot_minutes": 30},)
    conference = over_one_day("2026-06-01", *blocks, duration={"duration_minutes": 45})
    assert [(p.slot, p.start, p.end) for p in conference.positions["s"]] == [(0, 540, 585), (1, 570, 615)]


def test_a_session_in_slots_is_as_long_as_its_slots() -> None:
    """Two of the slots 540-557-573-590 are 33 minutes."""
    blocks = ({"start": "09:00", "end": "09:50", "slot_count": 3},)
    conference = over_one_day("2026-06-01", *blocks, duration={"duration_slots": 2})
    assert [(p.start, p.end) for p in conference.positions["s"]] == [(540, 573), (557, 590)]


def test_a_session_has_no_position_in_a_block_that_is_too_short_or_not_for_its_type() -> None:
    blocks = (
        {"start": "09:00", "end": "09:20"},
        {"start": "10:00", "end": "11:00", "session_types": ["workshop"]},
        {"start": "12:00", "end": "13:00", "session_types": ["session"]},
        {"start": "12:15", "end": "13:00"},  # blocks may overlap
    )
    assert [p.block for p in over_one_day("2026-06-01", *blocks).positions["s"]] == ["b2", "b3"]


@given(conferences())
@QUICK
def test_every_session_has_a_position_and_a_room(conference: Conference) -> None:
    for session in conference.sessions:
        assert conference.positions[session.id]
        assert conference.rooms_open_to[session.id]
        for position in conference.positions[session.id]:
            span = conference.block_span[position.block]
            assert span.start <= position.start < position.end <= span.end


def test_rooms_are_open_to_the_types_they_name_or_to_all() -> None:
    assert small().rooms_open_to == {"opening": ("hall",), "sets": ("hall",), "lab": ("hall", "cabin")}


# --- placements -----------------------------------------------------------------------------------------------------


def test_a_placement_is_found_by_its_start() -> None:
    conference = small()
    placement = conference.placement_at("lab", "cabin", datetime(2026, 3, 28, 8, 30, tzinfo=UTC))  # 09:30 in Berlin
    assert placement == conference.placement("lab", "cabin", "sat-am", 1)
    assert (placement.start, placement.end) == (570, 615)  # 45 minutes


def test_where_two_blocks_have_a_slot_at_that_time_the_named_one_counts_else_the_first_that_is_long_enough() -> None:
    blocks = (
        {"start": "09:00", "end": "09:20"},
        {"start": "09:00", "end": "10:00"},
        {"start": "09:00", "end": "11:00"},
    )
    conference = over_one_day("2026-06-01", *blocks)
    start = datetime(2026, 6, 1, 7, tzinfo=UTC)
    assert conference.placement_at("s", "r", start).block == "b1"
    assert conference.placement_at("s", "r", start, "b2").block == "b2"


@pytest.mark.parametrize(
    ("session", "room", "hour", "words"),
    [
        ("lab", "cabin", 8.25, "no slot of a block begins at"),
        ("lab", "cabin", 9, "no slot of a block begins at .* with time for"),  # 10:00 in Berlin, 30 minutes are left
        ("x", "cabin", 8, 'there is no session "x"'),
        ("lab", "x", 8, 'there is no room "x"'),
    ],
)
def test_a_placement_that_cannot_be_is_refused(session: str, room: str, hour: float, words: str) -> None:
    start = datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=hour)
    with pytest.raises(InvalidInput, match=words):
        small().placement_at(session, room, start)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("x", "hall", "sat-am", 0), 'there is no session "x"'),
        (("lab", "x", "sat-am", 0), 'there is no room "x"'),
        (("lab", "hall", "x", 0), 'there is no block "x"'),
        (("lab", "hall", "sat-am", 2), "does not fit"),
        (("lab", "hall", "sat-am", -1), "does not fit"),
        (("lab", "hall", "sat-am", 3), "does not fit"),
    ],
)
def test_a_slot_that_cannot_be_is_refused(place: tuple[str, str, str, int], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        small().placement(*place)


def test_the_published_agenda_is_an_agenda() -> None:
    conference = small()
    assert conference.published_agenda == conference.agenda({"opening": ("hall", "sat-am", 0)})


# --- parts ----------------------------------------------------------------------------------------------------------


def test_parts_are_found_by_id_and_grouped_in_the_order_of_the_programme() -> None:
    conference = small(**{"tracks[1]": {"id": "empty", "name": "Empty"}, "sessions[0].track": "logic"})
    assert conference.person_by_id["ada"].name == "Ada"
    assert {track: [s.id for s in sessions] for track, sessions in conference.sessions_by_track.items()} == {
        "logic": ["opening", "sets"],
        "empty": [],
    }
    assert {day: [b.id for b in blocks] for day, blocks in conference.blocks_by_day.items()} == {
        "sat": ["sat-am"],
        "sun": ["sun-am"],
    }


def test_the_people_of_a_session_come_once_each_in_the_order_of_the_roles() -> None:
    session = small(**{"sessions[1].chairs": ["ada"], "sessions[1].required_people": ["grace"]}).sessions[1]
    assert session.people() == ("ada", "grace")
    assert session.people(("required_people",)) == ("grace",)


def test_walks_count_in_both_directions_and_not_within_a_building() -> None:
    walks = small().walk_minutes
    assert walks["hall", "cabin"] == walks["cabin", "hall"] == 10
    assert walks["hall", "hall"] == 0


def test_rooms_without_a_walk_between_their_buildings_are_no_mistake() -> None:
    assert small(walks=[]).walk_minutes["hall", "cabin"] == 0


@pytest.mark.parametrize(
    "windows",
    [
        [("2026-03-28T08:00Z", "2026-03-28T10:00Z"), ("2026-03-28T09:00Z", "2026-03-28T11:00Z")],  # they overlap
        [("2026-03-28T08:00Z", "2026-03-28T10:00Z"), ("2026-03-28T08:00Z", "2026-03-28T10:00Z")],  # the same twice
        [("2020-01-01T08:00Z", "2020-01-02T10:00Z")],  # outside of the programme
    ],
)
def test_windows_may_overlap_and_lie_outside_of_the_programme(windows: list[tuple[str, str]]) -> None:
    given = [{"start": start, "end": end} for start, end in windows]
    assert len(small(**{"people[0].available": given}).people[0].available) == len(windows)


def test_a_day_is_called_by_its_name_or_its_date() -> None:
    days = small(**{"days[1].name": "Sunday"}).days
    assert [day.label for day in days] == ["28 March 2026", "Sunday"]


def test_nothing_of_a_conference_can_be_changed_but_a_changed_one_made() -> None:
    conference = small()
    with pytest.raises(ValueError, match="frozen"):
        conference.name = "Another"
    assert conference.replace(name="Another").name == "Another"
    with pytest.raises(InvalidInput, match=r'sessions\[2\]\.pin\.room: there is no room "cabin"'):
        conference.replace(rooms=conference.rooms[:1])
