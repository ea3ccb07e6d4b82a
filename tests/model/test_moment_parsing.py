"""Moments as people write them: by the clock of the zone, or with an offset."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from agenda_solver.model.moment_parsing import at_clock, moment_in, on_the_clock

BERLIN = ZoneInfo("Europe/Berlin")
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        # Summer time is two hours before UTC, winter time one.
        ("2026-06-01 09:30", "2026-06-01T09:30:00+02:00"),
        ("  2026-06-01T09:30 ", "2026-06-01T09:30:00+02:00"),
        ("2026-12-01  9:30", "2026-12-01T09:30:00+01:00"),
        ("2026-06-01 24:00", "2026-06-02T00:00:00+02:00"),
        ("2026-06-01 23:59", "2026-06-01T23:59:00+02:00"),
        # With an offset, and with seconds.
        ("2026-06-01T09:30-05:00", "2026-06-01T09:30:00-05:00"),
        ("2026-06-01T09:30:15", "2026-06-01T09:30:15+02:00"),
        # Twice on the clock of this night: the first is meant.
        ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
        # The first and the last year within reach.
        ("1900-01-01 00:00", "1900-01-01T00:00:00+01:00"),
        ("9000-12-31 00:00", "9000-12-31T00:00:00+01:00"),
        ("1900-01-01T00:00:00+00:00", "1900-01-01T00:00:00+00:00"),
    ],
)
def test_a_moment_is_meant_by_the_clock_of_the_zone_or_by_its_offset(text: str, iso: str) -> None:
    assert moment_in(text, BERLIN).isoformat() == iso


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-03-29 02:30", "no clock in Europe/Berlin shows 02:30 on 2026-03-29: clocks go forward then"),
        ("2026-03-29T02:30:00", "no clock in Europe/Berlin shows 02:30 on 2026-03-29: clocks go forward then"),
        ("2026-06-01 24:01", '"24:01" is not a time of day'),
        ("2026-06-01 25:00", '"25:00" is not a time of day'),
        ("2026-06-01 09:60", '"09:60" is not a time of day'),
        ("2026-02-30 09:00", '"2026-02-30" is not a date'),
        ("2026-06-01", '"2026-06-01" is a date; a time such as 2026-06-01 09:30 is needed'),
        ("20260601", '"20260601" is a date; a time such as 2026-06-01 09:30 is needed'),
        ("2026-W23-1", '"2026-W23-1" is a date; a time such as 2026-06-01 09:30 is needed'),
        ("noon", '"noon" is not a date and time such as 2026-06-01 09:30'),
        ("1899-12-31 09:00", '"1899-12-31 09:00" must be between the years 1900 and 9000'),
        ("9001-01-01 09:00", '"9001-01-01 09:00" must be between the years 1900 and 9000'),
        ("9001-01-01T09:00:00+00:00", '"9001-01-01T09:00:00+00:00" must be between the years 1900 and 9000'),
        ("1899-12-31T09:00:00", '"1899-12-31T09:00:00" must be between the years 1900 and 9000'),
    ],
)
def test_what_is_no_moment_is_refused_with_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        moment_in(text, BERLIN)


def test_a_moment_with_an_offset_keeps_it_and_one_without_gets_a_fixed_one() -> None:
    there = datetime(2026, 6, 1, 9, tzinfo=timezone(timedelta(hours=5)))
    assert on_the_clock(there, BERLIN) is there
    found = on_the_clock(datetime(2026, 10, 25, 2, 30, fold=1), BERLIN)
    # The second 02:30 of that night is by winter time; with its offset nothing else has to tell it apart.
    assert (found.utcoffset(), found.fold) == (timedelta(hours=1), 0)
    assert on_the_clock(datetime(2026, 6, 1, 9), UTC).utcoffset() == timedelta(0)
    for year in (1899, 9001):
        with pytest.raises(ValueError, match=r"^must be between the years 1900 and 9000$"):
            on_the_clock(datetime(year, 6, 1, 9), BERLIN)


def test_the_clock_goes_up_to_the_end_of_the_calendar_and_not_beyond() -> None:
    assert at_clock(date(2026, 6, 1), "00:00", UTC).isoformat() == "2026-06-01T00:00:00+00:00"
    with pytest.raises(ValueError, match=r"^9999-12-31 is beyond the calendar$"):
        at_clock(date(9999, 12, 31), "24:00", BERLIN)
