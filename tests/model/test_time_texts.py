"""Times of day are told apart where the clock shows one twice, and never hide that they are of another day."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from agenda_solver.model.conference import Conference
from agenda_solver.model.time_texts import clock, dated, hours, offset, offsets, until

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    """Return a time in October 2026; on the 25th the clocks are put back from 03:00 to 02:00."""
    return datetime(2026, 10, day, hour, minute, tzinfo=BERLIN, fold=fold)


@pytest.mark.parametrize(
    ("local", "words"),
    [
        (berlin(25, 1, 59), "01:59"),
        (berlin(25, 2), "02:00 (UTC+2)"),
        (berlin(25, 2, 59, fold=1), "02:59 (UTC+1)"),
        (berlin(25, 3), "03:00"),
        (berlin(25, 2, 30).astimezone(UTC), "00:30"),
    ],
)
def test_only_the_hour_that_comes_twice_is_told_with_its_offset(local: datetime, words: str) -> None:
    assert clock(local) == words
    assert dated(local) == f"25 Oct {words}"


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (berlin(2, 9), berlin(2, 10, 30), "10:30"),
        (berlin(2, 17), berlin(3, 8), "08:00 +1"),
        (berlin(2, 17), berlin(4, 8), "08:00 +2"),
        (berlin(2, 22), berlin(3, 0), "00:00 +1"),
        (berlin(24, 23), berlin(25, 2, 30, fold=1), "02:30 (UTC+1) +1"),
    ],
)
def test_the_end_on_a_later_day_says_how_many_days_later(begin: datetime, end: datetime, words: str) -> None:
    assert until(begin, end) == words
    assert hours(begin, end, " to ") == f"{clock(begin)} to {words}"


def test_an_offset_is_told_in_hours_and_minutes() -> None:
    zones = {"Asia/Kathmandu": "UTC+5:45", "Europe/London": "UTC", "America/St_Johns": "UTC\u22123:30"}
    assert {name: offset(datetime(2026, 1, 1, tzinfo=ZoneInfo(name))) for name in zones} == zones


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([berlin(23, 9), berlin(24, 18)], "UTC+2"),
        ([berlin(26, 9), berlin(24, 9)], "UTC+2, from 25 October UTC+1"),  # in whatever order they come
        ([berlin(24, 9), berlin(25, 9)], "UTC+2, from 25 October UTC+1"),
        ([berlin(25, 1), berlin(25, 9)], "UTC+2, from 25 October 02:00 UTC+1"),  # the day has both
        ([berlin(25, 2, 59), berlin(25, 2, 0, fold=1)], "UTC+2, from 25 October 02:00 UTC+1"),
    ],
)
def test_offsets_are_told_from_the_day_of_the_change_on(times: list[datetime], words: str) -> None:
    assert offsets(times) == words


def conference(*spans: tuple[datetime, datetime]) -> Conference:
    builder = Conference.build("x", "X", "Europe/Berlin").only_these_rules()
    for number, (start, end) in enumerate(spans):
        builder.day(str(start.date())).block(start, end, id=f"b{number}", slot_minutes=30)
    return builder.room("Hall").session("Talk", minutes=30).done()


def test_a_conference_tells_the_offsets_of_its_blocks() -> None:
    both = conference((berlin(24, 9), berlin(24, 12)), (berlin(25, 9), berlin(25, 12)))
    assert both.zone_words == "Europe/Berlin (UTC+2, from 25 October UTC+1)"
    # The end of a block counts as well.
    night = conference((berlin(24, 22), berlin(25, 4)))
    assert night.zone_words == "Europe/Berlin (UTC+2, from 25 October UTC+1)"
    assert conference((berlin(2, 9), berlin(2, 12))).replace(time_zone="UTC").zone_words == "UTC"


def test_the_two_half_past_two_of_a_night_differ_in_every_message_and_in_the_agendas_text() -> None:
    night = conference((berlin(25, 0), berlin(25, 4)))
    # From midnight on, 150 and 210 minutes are half past two in summer time and in winter time.
    assert [night.clock(150), night.clock(210)] == ["25 Oct 02:30 (UTC+2)", "25 Oct 02:30 (UTC+1)"]
    assert night.clocks(150, 210) == "25 Oct 02:30 (UTC+2) to 02:30 (UTC+1)"
    (id,) = night.session_by_id
    texts = [str(night.agenda({id: (night.rooms[0].id, "b0", slot)})) for slot in (5, 7)]
    assert "25 Oct 02:30 (UTC+2)-02:00 (UTC+1)" in texts[0]
    assert "25 Oct 02:30 (UTC+1)-03:00" in texts[1]
