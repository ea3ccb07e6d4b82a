"""The changes of clocks that a calendar tells give every instant the offset that its time zone has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver.formats.calendars.clock_changes import ClockChange, clock_changes
from agenda_solver.model.time_intervals import is_ambiguous

# Two that never change, some that do, half an hour, a day's change of offset at the date line, summer time below zero,
# one that does not keep summer time in Ramadan, one that gave up its offset in 2024.
ZONES = (
    *("Asia/Tokyo", "Etc/GMT-9", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"),
    *("Europe/Dublin", "Africa/Casablanca", "Asia/Almaty", "Antarctica/Troll", "America/Santiago"),
)
HOUR = timedelta(hours=1)


def offset_by_the_rules(changes: tuple[ClockChange, ...], instant: datetime) -> timedelta:
    """Return the offset at an instant by RFC 5545: that of the latest onset, which is dated by the offset before."""
    begun = [(change.onset.replace(tzinfo=UTC) - change.before, change.after) for change in changes]
    return max(entry for entry in begun if entry[0] <= instant)[1]


@given(st.sampled_from(ZONES), st.datetimes(datetime(2009, 1, 2), datetime(2031, 12, 30), timezones=st.just(UTC)))
def test_every_instant_has_the_offset_of_its_zone(zone: str, instant: datetime) -> None:
    changes = clock_changes(zone, (instant.year - 1, instant.year, instant.year + 1))
    assert offset_by_the_rules(changes, instant) == instant.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("zone", ZONES)
def test_the_offset_changes_at_the_very_second(zone: str) -> None:
    for change in clock_changes(zone, tuple(range(2009, 2032)))[1:]:
        at = change.onset.replace(tzinfo=UTC) - change.before
        assert at.astimezone(ZoneInfo(zone)).utcoffset() == change.after
        assert (at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset() == change.before


def test_the_change_to_summer_time_is_dated_by_the_clock_that_is_not_yet_put_forward() -> None:
    # Berlin's clocks are put forward at 02:00 on 29 March 2026, and back at 03:00 on 25 October, as they show it then.
    year, summer, winter = clock_changes("Europe/Berlin", (2026,))
    assert (year.onset, year.before, year.after) == (datetime(2026, 1, 1, 1), HOUR, HOUR)
    assert summer == ClockChange(datetime(2026, 3, 29, 2), HOUR, 2 * HOUR, "CEST", is_summer_time=True)
    assert winter == ClockChange(datetime(2026, 10, 25, 3), 2 * HOUR, HOUR, "CET", is_summer_time=False)


def test_years_far_apart_do_not_need_those_between() -> None:
    changes = clock_changes("Europe/Berlin", (2026, 2226))
    assert [change.onset.year for change in changes] == [2026, 2026, 2026, 2226, 2226, 2226]


def test_an_hour_is_ambiguous_when_the_clock_shows_it_twice() -> None:
    zone = ZoneInfo("Europe/Berlin")
    # 00:30 and 01:30 in UTC are both 02:30 in Berlin; an hour earlier and later nothing comes twice.
    hours = [datetime(2026, 10, 24 if hour == 23 else 25, hour, 30, tzinfo=UTC) for hour in (23, 0, 1, 2)]
    assert [is_ambiguous(hour, zone) for hour in hours] == [False, True, True, False]
