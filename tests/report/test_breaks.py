"""Breaks with a title on the page, in the board's grid and in pictures; the other pauses stay what they were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agenda_solver.formats.calendars.write import write_calendar
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import TimeSlot
from agenda_solver.report.grid_view import DayView
from agenda_solver.report.layout import TimeScale
from agenda_solver.report.page import agenda_page, page_view
from agenda_solver.report.picture import write_day_picture
from tests.formats.test_planner_agenda import PLACES

BREAKS = (
    {"day": "day-1", "start": "12:30", "end": "13:30", "title": "Lunch & <i>tea</i>"},
    {"day": "day-1", "start": "18:00", "end": "19:00", "title": "Reception"},
)


def conference_with(*breaks: dict[str, str]) -> Conference:
    return Conference.model_validate({**example_conference().model_dump(mode="json"), "breaks": breaks})


def breaks_on(page: str) -> list[str]:
    """Return what the page calls the pauses of its first day, each with its hours."""
    day = page[page.index('id="day1"') : page.index('id="day2"')]
    found = re.findall(r'<li class="break".*?<bdi>(.*?)</bdi>.*?<span class="hours">(.*?)</span>', day)
    return [f"{title} {hours}" for title, hours in found]


def test_a_pause_shows_the_title_of_the_break_that_covers_it_and_what_is_left_is_a_break() -> None:
    agenda = conference_with(*BREAKS).agenda(PLACES)
    assert breaks_on(agenda_page(agenda)) == [
        "Break 10:30\u201311:00",
        "Lunch &amp; &lt;i&gt;tea&lt;/i&gt; 12:30\u201313:30",
        "Break 13:30\u201314:00",
        "Reception 18:00\u201319:00",
    ]
    assert breaks_on(agenda_page(agenda, public=True)) == breaks_on(agenda_page(agenda))


def test_without_titles_every_pause_between_blocks_is_a_break() -> None:
    page = agenda_page(conference_with().agenda(PLACES))
    assert breaks_on(page) == ["Break 10:30\u201311:00", "Break 12:30\u201314:00"]


def test_the_grid_of_the_board_has_a_line_for_each_end_of_a_break() -> None:
    agenda = conference_with(*BREAKS).agenda(PLACES)
    day = page_view(agenda, None, whole=True).days[0]
    # Minutes from the midnight that begins the first day; a board looks up every time of its grid among them.
    assert {"750", "810", "1080", "1140"} <= set(day.minutes.split())


def test_a_long_break_is_folded_like_a_pause_each_part_for_itself() -> None:
    blocks = [TimeSlot(0, 60), TimeSlot(240, 300)]
    scale = TimeScale.over(blocks, [TimeSlot(0, 60)], named=[TimeSlot(60, 75), TimeSlot(400, 600)])
    assert scale.pauses == (TimeSlot(60, 75), TimeSlot(75, 240), TimeSlot(300, 400), TimeSlot(400, 600))
    assert scale.unnamed == (TimeSlot(75, 240),)
    # 60 minutes, 15 of coffee, 40 for the rest of the pause, 60 again, and 40 for each of the last two.
    assert scale.total == 60 + 15 + 40 + 60 + 40 + 40


def test_a_break_in_a_block_is_no_pause() -> None:
    scale = TimeScale.over([TimeSlot(0, 60)], [TimeSlot(0, 60)], named=[TimeSlot(20, 30), TimeSlot(50, 80)])
    assert scale.pauses == (TimeSlot(60, 80),)


# --- a day with nothing else ------------------------------------------------------------------------------------------


def trip(*, blocks: bool) -> Conference:
    """A talk on Monday; on Tuesday a walk and a dinner, and an empty morning where there are blocks."""
    builder = Conference.build("trip", "Trip", "UTC").day("2026-06-01", id="mon").day("2026-06-02", id="tue")
    builder.block("09:00", "10:00", id="m", day="mon")
    if blocks:
        builder.block("09:00", "12:00", id="t", day="tue")
    builder.named_break("Walk", "12:00", "14:00", day="tue").named_break("Dinner", "19:00", "21:00", day="tue")
    return builder.room("Hall", id="hall").session("Talk", id="talk", minutes=60).done()


def tuesday(conference: Conference, *, whole: bool = False) -> DayView:
    return page_view(conference.agenda({"talk": ("hall", "m", 0)}), None, whole=whole).days[1]


@pytest.mark.parametrize("blocks", [False, True])
@pytest.mark.parametrize("whole", [False, True])
def test_a_day_without_sessions_shows_its_breaks(blocks: bool, whole: bool) -> None:
    day = tuesday(trip(blocks=blocks), whole=whole)
    assert [(item.title, item.start, item.end) for item in day.items] == [
        ("Walk", "12:00", "14:00"),
        ("Dinner", "19:00", "21:00"),
    ]
    assert day.summary == "no sessions"
    # Three hours of the morning at their scale, where it is there; then two breaks and what is between them, folded.
    assert day.total == (180 if blocks else 0) + 40 + 40 + 40
    # A board has all rooms, for sessions to be put there; readers have none to look at.
    assert [room.name for room in day.rooms] == (["Hall"] if whole else [])
    assert day.columns == 1
    assert day.unused == ()


def test_the_page_of_a_day_with_breaks_only_has_a_grid_and_no_heads_of_rooms() -> None:
    page = agenda_page(trip(blocks=False).agenda({"talk": ("hall", "m", 0)}), public=True)
    day = page[page.index('id="day2"') :]
    assert re.findall(r'<li class="break".*?<bdi>(.*?)</bdi>', day) == ["Walk", "Dinner"]
    assert "No session has a place on this day." not in page
    assert 'class="heads"' not in day


def test_a_day_with_nothing_at_all_says_so_and_a_board_has_a_grid_where_there_is_a_block() -> None:
    free = trip(blocks=True).replace(breaks=())
    agenda = free.agenda({"talk": ("hall", "m", 0)})
    assert "No session has a place on this day." in agenda_page(agenda)
    day = tuesday(free, whole=True)
    assert (day.total, day.items) == (180, ())


def test_a_picture_of_a_day_with_breaks_only_shows_them(tmp_path: Path) -> None:
    write_day_picture(tmp_path / "day.svg", trip(blocks=False).agenda({"talk": ("hall", "m", 0)}), "2")
    words = re.findall(r"<!-- (.*?) -->", (tmp_path / "day.svg").read_text("utf-8"))
    assert {"Walk  12:00\u201314:00", "Dinner  19:00\u201321:00"} <= set(words)


def test_the_calendar_of_the_whole_agenda_has_the_breaks_of_a_day_without_sessions(tmp_path: Path) -> None:
    write_calendar(trip(blocks=False).agenda({"talk": ("hall", "m", 0)}), tmp_path / "trip.ics", ExportOptions())
    text = (tmp_path / "trip.ics").read_text("utf-8")
    assert re.findall(r"SUMMARY:(\w+)", text) == ["Talk", "Walk", "Dinner"]
