"""Where things stand on the page: what is drawn to scale, what is folded, and what is written beside it."""

from __future__ import annotations

import pytest

from agenda_solver.model.time_intervals import TimeSlot
from agenda_solver.report.layout import Lane, TimeScale, full_hours, lanes

NINE, TEN, NOON = 540, 600, 720


def scale(*stretches: tuple[int, int], sessions: tuple[tuple[int, int], ...] = (), **more: object) -> TimeScale:
    return TimeScale.over([TimeSlot(*s) for s in stretches], [TimeSlot(*s) for s in sessions], **more)


def test_sessions_one_after_the_other_share_the_only_lane() -> None:
    assert lanes({"a": TimeSlot(0, 30), "b": TimeSlot(30, 60)}) == ({"a": Lane(0, 1), "b": Lane(0, 1)}, 1)


def test_sessions_at_once_have_lanes_of_their_own_and_a_free_lane_is_taken_again() -> None:
    # The long one begins first and is to the left; the short ones follow each other at its side.
    found, total = lanes({"late": TimeSlot(30, 60), "long": TimeSlot(0, 60), "early": TimeSlot(0, 30)})
    assert found == {"long": Lane(0, 1), "early": Lane(1, 1), "late": Lane(1, 1)}
    assert total == 2


def test_a_session_is_as_wide_as_what_is_free_at_its_right() -> None:
    # Three at once make three lanes. Later "d" has only "e" at its side, which is in the second lane and takes the
    # third as well; "f" overlaps with nothing and takes all of them.
    found, total = lanes(
        {
            "a": TimeSlot(0, 10),
            "b": TimeSlot(0, 10),
            "c": TimeSlot(0, 10),
            "d": TimeSlot(10, 40),
            "e": TimeSlot(20, 30),
            "f": TimeSlot(40, 50),
        }
    )
    assert total == 3
    assert (found["d"], found["e"], found["f"]) == (Lane(0, 1), Lane(1, 2), Lane(0, 3))


def test_nothing_to_draw_has_one_empty_lane() -> None:
    assert lanes({}) == ({}, 1)


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [(NINE, TEN, [NINE, TEN]), (NINE + 1, TEN - 1, []), (NINE - 1, TEN + 1, [NINE, TEN]), (0, 0, [0])],
)
def test_full_hours_are_those_from_the_first_minute_to_the_last_both_included(
    first: int, last: int, hours: list[int]
) -> None:
    assert list(full_hours(first, last)) == hours


def test_the_grid_has_a_line_where_something_begins_or_ends_and_at_each_full_hour() -> None:
    made = scale((NINE, NOON), sessions=((NINE + 10, TEN + 20),))
    assert made.times == (540, 550, 600, 620, 660, 720)
    assert [made.line(minute) for minute in made.times] == [1, 2, 3, 4, 5, 6]


def test_the_shorter_the_shortest_session_the_higher_is_a_minute_within_limits() -> None:
    # A card is 36 pixels high: 36 / 15 = 2.4 pixels a minute; never less than 1.9 and never more than 3.2.
    assert scale((NINE, TEN), sessions=((NINE, NINE + 15), (NINE + 15, TEN))).pixels == 2.4
    assert scale((NINE, TEN), sessions=((NINE, TEN),)).pixels == 1.9
    assert scale((NINE, TEN), sessions=((NINE, NINE + 5),)).pixels == 3.2


def test_without_sessions_a_minute_is_as_high_as_for_those_of_an_hour() -> None:
    assert scale((0, 60)).shortest == 60


def test_a_place_in_an_order_counts_as_ten_minutes() -> None:
    # Sessions in an order of places take 3 "minutes" that are places: as long as 30. The other one takes 40.
    made = scale((500, 503), (600, 640), sessions=((500, 503), (600, 640)), orders=[TimeSlot(500, 503)])
    assert made.shortest == 30
    # Its three places are drawn as 30 minutes; the pause of 97 minutes after it is folded to 40.
    assert [made.drawn(minute) for minute in (500, 501, 503, 600, 640)] == [0, 10, 30, 70, 110]


def test_a_long_pause_is_folded_to_forty_minutes_and_a_short_one_is_drawn_to_scale() -> None:
    made = scale((0, 60), (100, 160), (260, 300))
    assert made.pauses == (TimeSlot(60, 100), TimeSlot(160, 260))
    # The pause of 40 minutes is kept, that of 100 loses 60; half way through it half of them.
    assert [made.drawn(minute) for minute in (0, 60, 100, 160, 210, 260, 300)] == [0, 60, 100, 160, 180, 200, 240]
    assert made.total == 240


def test_the_rows_of_the_grid_are_as_high_as_what_is_drawn_between_their_lines() -> None:
    made = scale((0, 30), (130, 160))
    # Lines at 0, 30, the full hours 60 and 120 within the folded pause of 100 minutes, 130 and 160.
    assert made.times == (0, 30, 60, 120, 130, 160)
    assert made.heights == (30, 12, 24, 4, 30)
    assert sum(made.heights) == made.total


def test_full_hours_in_a_pause_or_where_something_begins_or_ends_get_no_line() -> None:
    assert scale((60, 180), (300, 400)).hours() == [120, 360]


def test_what_begins_is_labelled_first_and_nothing_that_would_touch_it() -> None:
    # At 1.9 pixels a minute labels are 17 pixels apart, nine minutes: 5 minutes after the begin is too close, and so is
    # what starts 5 minutes before the full hour to that hour. Of the rest the end and the full hours are told.
    made = scale((0, 180))
    assert made.labels([5, 55, 100]) == [0, 55, 100, 120, 180]


def test_on_a_finer_scale_more_labels_have_room() -> None:
    made = scale((0, 60))
    assert made.labels([5]) == [0, 60]
    assert made.labels([5], pixels=3.4) == [0, 5, 60]  # 5 * 3.4 are 17 pixels: they just do not touch


def test_an_end_that_would_touch_a_begin_is_not_labelled() -> None:
    # The first stretch ends at 60 and the second, from 66 to 68, begins 6 minutes after it and ends 2 minutes later.
    assert scale((0, 60), (66, 68)).labels([]) == [0, 66]
