"""Breaks with a title on the page, in the board's grid and in pictures; the other pauses stay what they were."""

from __future__ import annotations

import re

from agenda_solver.formats.planner.template import example_conference
from agenda_solver.model.conference import Conference
from agenda_solver.model.minutes import TimeSlot
from agenda_solver.report.layout import TimeScale
from agenda_solver.report.page import agenda_page, page_view
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
