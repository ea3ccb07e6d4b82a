"""The page on paper: a poster of each day, a sheet for a person."""

from __future__ import annotations

import re
from typing import Any

import pytest

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.report.page import agenda_page
from tests.browser.conftest import Open
from tests.browser.programme import agenda, planners_page


def sheets(page: Any) -> list[tuple[int, int]]:
    """Return the width and the height of each sheet of paper in millimetres."""
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == len(re.findall(rb"/MediaBox", pdf))
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width) * 25.4 / 72), round(float(height) * 25.4 / 72)) for width, height in found]


A3, A4 = (420, 297), (210, 297)


def test_a_day_is_a_poster_on_a_sheet_of_a3_across(show: Open) -> None:
    page = show(agenda_page(agenda(), public=True))
    assert sheets(page) == [pytest.approx(A3, abs=1)] * 2


def test_planners_get_a_sheet_more_with_what_is_not_perfect(show: Open) -> None:
    page = show(planners_page())
    # Two days, what has no place, what is not perfect.
    assert sheets(page) == [pytest.approx(A3, abs=1)] * 4


def test_a_note_below_the_days_takes_no_sheet_of_its_own(show: Open) -> None:
    builder = Conference.build("one", "One", "UTC").only_these_rules().day("2026-05-01")
    builder.block("09:00", "18:00", id="b", slot_minutes=60).room("Hall", id="hall")
    for number in range(9):
        builder.session(f"Invented {number}", id=f"s{number}", minutes=60, synthetic=True)
    page = show(agenda_page(builder.done().agenda({f"s{n}": ("hall", "b", n) for n in range(9)})))
    assert page.locator(".footnote").count() == 1
    assert sheets(page) == [pytest.approx(A3, abs=1)]


def test_what_people_have_no_space_for_stands_on_one_sheet_behind_all_days(show: Open) -> None:
    builder = Conference.build("two", "Two", "UTC").only_these_rules()
    places = {}
    for day in (1, 2):
        builder.day(f"2026-05-0{day}").block("08:00", "20:00", id=f"b{day}", slot_minutes=5)
    for number in range(12):
        builder.person(f"Somebody with a long name {number}", id=f"p{number}").room(f"Room {number}", id=f"r{number}")
        for day in (1, 2):
            id = f"s{number}-{day}"
            builder.session(f"Talk {number}", id=id, minutes=5, speakers=[f"p{n}" for n in range(12)])
            places[id] = (f"r{number}", f"b{day}", 0)
    page = show(agenda_page(builder.done().agenda(places), public=True))
    assert page.locator(".crowded").count() == 2
    assert sheets(page) == [pytest.approx(A3, abs=1)] * 3


def test_a_poster_shows_the_whole_day_and_no_buttons(show: Open) -> None:
    page = show(agenda_page(agenda(), public=True), width=1512, height=1047)  # the inside of the paper
    page.emulate_media(media="print")
    assert page.locator("h3:visible").count() == len(agenda())
    assert page.locator("#tools:visible, .bar:visible, summary:visible, .more-of-it:visible").count() == 0
    boards = [board.bounding_box() for board in page.locator(".board").all()]
    assert all(board["height"] <= 1047 and board["width"] <= 1512 for board in boards)


def many_rooms() -> Agenda:
    """Return two days of thirty rooms, with a talk of a quarter of an hour or more every half hour."""
    builder = Conference.build("many", "Thirty rooms", "Europe/Brussels").only_these_rules()
    for day in (1, 2):
        builder.day(f"2026-02-0{day}").block("09:00", "18:00", id=f"d{day}", slot_minutes=5)
    places = {}
    for room in range(30):
        builder.room(f"Building {room // 6}, room {room}", id=f"r{room}", capacity=100).track(
            f"Devroom {room}", id=f"t{room}"
        )
        for number in range(36):
            id, day, slot = f"s{room}-{number}", 1 + number // 18, number % 18 * 6
            builder.session(
                f"Talk {number} on the reliability of systems", id=id, minutes=15 + room % 4 * 5, track=f"t{room}"
            )
            places[id] = (f"r{room}", f"d{day}", slot)
    return builder.done().agenda(places)


def test_thirty_rooms_are_still_a_sheet_a_day_with_letters_to_read(show: Open) -> None:
    page = show(agenda_page(many_rooms(), public=True), width=1512, height=1047)
    assert sheets(page) == [pytest.approx(A3, abs=1)] * 2
    page.emulate_media(media="print")
    assert (
        page.locator(".slot h3").first.evaluate("h => parseFloat(getComputedStyle(h).fontSize) * 0.75") >= 5
    )  # points
    boards = [board.bounding_box() for board in page.locator(".board").all()]
    assert all(board["width"] <= 1512 for board in boards)
    assert times_that_touch(page) == 0


def test_times_beside_the_grid_do_not_touch_each_other(show: Open) -> None:
    page = show(agenda_page(many_rooms(), public=True))
    assert times_that_touch(page) == 0


def times_that_touch(page: Any) -> int:
    """Return how many of the times beside the first day lie on the one before."""
    tops = [box["y"] for box in (time.bounding_box() for time in page.locator("#day1 .clock span:visible").all())]
    heights = [
        box["height"] for box in (time.bounding_box() for time in page.locator("#day1 .clock span:visible").all())
    ]
    assert len(tops) > 8
    return sum(below < above + height for above, below, height in zip(tops, tops[1:], heights, strict=False))


def test_a_person_takes_their_programme_home_on_a4(show: Open) -> None:
    page = show(planners_page(), "#person=Ada+%C3%81bel")
    assert sheets(page) == [pytest.approx(A4, abs=1)]


def test_paper_is_white_where_the_screen_is_dark(show: Open) -> None:
    page = show(planners_page(), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(23, 32, 51)"
