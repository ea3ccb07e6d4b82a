"""The page on paper: a poster of each day, a sheet for a person."""

from __future__ import annotations

import re
from typing import Any

import pytest

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


def test_a_poster_shows_the_whole_day_and_no_buttons(show: Open) -> None:
    page = show(agenda_page(agenda(), public=True), width=1512, height=1047)  # the inside of the paper
    page.emulate_media(media="print")
    assert page.locator("h3:visible").count() == len(agenda())
    assert page.locator("#tools:visible, .bar:visible, summary:visible, .more-of-it:visible").count() == 0
    boards = [board.bounding_box() for board in page.locator(".board").all()]
    assert all(board["height"] <= 1047 and board["width"] <= 1512 for board in boards)


def test_a_person_takes_their_programme_home_on_a4(show: Open) -> None:
    page = show(planners_page(), "#person=Ada+%C3%81bel")
    assert sheets(page) == [pytest.approx(A4, abs=1)]


def test_paper_is_white_where_the_screen_is_dark(show: Open) -> None:
    page = show(planners_page(), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(23, 32, 51)"
