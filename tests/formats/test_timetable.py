"""Days and blocks that are made of the times of a schedule hold all of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver.formats.timetable import Span, timetable, timetable_to_fill_in
from agenda_solver.model.conference import Conference

BERLIN = ZoneInfo("Europe/Berlin")
# The night in which Berlin's clocks are put back begins at 22:00 in UTC.
START = datetime(2026, 10, 23, 22, tzinfo=UTC)


def span(begin: int, minutes: int) -> Span:
    """Return a stretch that begins some minutes after the start."""
    return START + timedelta(minutes=begin), START + timedelta(minutes=begin + minutes)


SPANS = st.lists(st.builds(span, st.integers(0, 4 * 24 * 60), st.integers(1, 24 * 60)), min_size=1, max_size=8)


@given(SPANS)
def test_every_stretch_lies_in_a_block_and_begins_where_a_slot_begins(spans: list[Span]) -> None:
    table = timetable(spans, BERLIN)
    sessions = [
        {"id": str(number), "title": "S", "duration_minutes": int((end - start) // timedelta(minutes=1))}
        for number, (start, end) in enumerate(spans)
    ]
    published = [
        {"session": str(number), "room": "r", "start": start, "block": table.block_at(start, end)}
        for number, (start, end) in enumerate(spans)
    ]
    raw = {"id": "x", "name": "X", "time_zone": str(BERLIN), "rooms": [{"id": "r", "name": "R"}]}
    # A conference refuses blocks on the wrong day, and places where no slot begins or too little time is left.
    conference = Conference.model_validate(
        {**raw, "days": table.days, "blocks": table.blocks, "sessions": sessions, "published": published}
    )
    agenda = conference.published_agenda
    assert agenda is not None
    # In UTC, for Python finds no time equal to one that the clock shows twice.
    times = [(agenda.start(str(n)).astimezone(UTC), agenda.end(str(n)).astimezone(UTC)) for n in range(len(spans))]
    assert times == spans


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ([span(0, 30), span(30, 30)], [60]),  # they touch: there is no pause
        ([span(0, 30), span(40, 30)], [30, 30]),  # ten minutes without anything are one
        ([span(0, 60), span(10, 20)], [60]),
        ([span(0, 30), span(24 * 60, 30)], [30, 30]),  # another day
    ],
)
def test_a_block_ends_where_nothing_goes_on(spans: list[Span], minutes: list[int]) -> None:
    blocks = timetable(spans, BERLIN).blocks
    assert [int((block["end"] - block["start"]) // timedelta(minutes=1)) for block in blocks] == minutes


def test_slots_are_as_long_as_they_can_be() -> None:
    # Starts after 0, 45 and 60 minutes, an end after 105: 15 divides them all.
    assert timetable([span(0, 45), span(45, 60), span(60, 45)], BERLIN).blocks[0]["slot_minutes"] == 15


def test_the_day_to_fill_in_says_that_it_is_one() -> None:
    table = timetable_to_fill_in(BERLIN)
    assert "filled in" in table.days[0]["name"]
    assert table.longest == 9 * 60
