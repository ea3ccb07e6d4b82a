"""The page on screens of all sizes and colours, and without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver.report.page import agenda_page
from tests.browser.cards import PLACED, address, card, titles
from tests.browser.conftest import Open, wait_until
from tests.browser.programme import agenda, planners_page


def test_heads_stay_in_sight_while_a_reader_scrolls(show: Open) -> None:
    page = show(planners_page(), width=700, height=500)
    page.get_by_role("button", name="Grid", exact=True).click()
    page.locator("#session\\=word").scroll_into_view_if_needed()
    page.mouse.wheel(0, 120)
    wait_until(page, "scrollY > 100")
    bar, head = page.locator(".bar").bounding_box(), page.locator("#day1 .heads").bounding_box()
    assert bar["y"] == 0
    assert abs(head["y"] - bar["height"]) < 2


def test_the_bar_leads_back_to_the_search_once_it_is_out_of_sight(show: Open) -> None:
    page = show(planners_page(), height=500)
    link = page.locator(".to-tools")
    assert not link.is_visible()
    page.mouse.wheel(0, 1200)
    wait_until(page, "scrollY > 1000")
    assert link.is_visible()
    # Behind the bar the search is out of sight as well.
    page.evaluate("scrollBy(0, document.querySelector('#tools').getBoundingClientRect().bottom - 5)")
    wait_until(page, "Math.abs(document.querySelector('#tools').getBoundingClientRect().bottom - 5) < 1")
    # By the pointer, as a reader does: Playwright's click would first scroll to where the sticky bar stands unstuck.
    box = link.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wait_until(page, "document.activeElement.name === 'q'")
    assert page.get_by_role("searchbox").bounding_box()["y"] >= page.locator(".bar").bounding_box()["height"]


def test_every_card_stands_in_the_column_of_its_room_and_at_its_time(show: Open) -> None:
    page = show(planners_page())
    heads = dict(zip(page.locator("#day1 .room b").all_text_contents(), boxes(page, "#day1 .room"), strict=True))
    minute = page.locator("#day1 .board").evaluate(
        "board => board.querySelector('.timetable').getBoundingClientRect().height / 210"
    )  # from 09:00 to 12:30; the pause of half an hour is not folded
    cards = dict(zip(page.locator("#day1 h3").all_text_contents(), boxes(page, "#day1 article"), strict=True))
    # 60 minutes, 45 minutes, and a start a quarter of an hour later.
    rivers, grids = cards["Rivers that cross borders"], cards["Grids for everybody"]
    assert rivers["height"] - grids["height"] == pytest.approx(15 * minute, abs=0.6)
    assert cards["\u062d\u0648\u0627\u0631 \u0627\u0644\u0645\u064a\u0627\u0647"]["y"] - rivers["y"] == pytest.approx(
        15 * minute, abs=0.6
    )
    for title, room in (
        ("Rivers that cross borders", "Hall"),
        ("Grids for everybody", "Studio"),
        ("A short word", "Studio"),
    ):
        assert heads[room]["x"] <= cards[title]["x"]
        assert cards[title]["x"] + cards[title]["width"] <= heads[room]["x"] + heads[room]["width"] + 1
    assert cards["Opening"]["width"] > 2 * rivers["width"]  # nothing else is at that time


def boxes(page: Any, selector: str) -> list[dict[str, float]]:
    """Return where elements are on the page."""
    return [element.bounding_box() for element in page.locator(selector).all()]


def test_cards_do_not_lie_on_each_other_even_where_a_room_is_taken_twice(show: Open) -> None:
    found = agenda()
    for slot, id in ((1, "word"), (2, "closing"), (0, "too much")):
        found = found.with_placement(id, found.conference.placement(id, "studio", "noon", slot))
    page = show(agenda_page(found))
    placed = boxes(page, "#day1 article")
    for number, one in enumerate(placed):
        for other in placed[:number]:
            across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
            down = one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
            assert not (across and down)
    assert "Another session has this room at the same time." in page.content()


def test_a_phone_gets_a_list_that_is_as_wide_as_the_phone(show: Open) -> None:
    page = show(planners_page(), width=390, height=844, has_touch=True)
    assert page.locator(".heads:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".when:visible").first.text_content() == "09:00"
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Room", exact=True).select_option("Studio")
    assert titles(page) == {"Grids for everybody", "A short word"}
    card(page, "Grids for everybody").tap()
    assert page.locator(".panel:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_reader_on_a_phone_may_have_the_grid_and_on_a_screen_the_list(show: Open) -> None:
    phone = show(planners_page(), width=390, height=844)
    phone.get_by_role("button", name="Grid", exact=True).click()
    assert phone.locator(".heads:visible").count() == 2
    screen = show(planners_page())
    screen.get_by_role("button", name="List").click()
    assert screen.locator(".heads:visible").count() == 0
    assert address(screen) == "#view=list"


def test_cards_are_read_in_the_direction_of_their_titles(show: Open) -> None:
    page = show(planners_page())
    assert page.locator("#session\\=dialogue").evaluate("card => getComputedStyle(card).direction") == "rtl"
    assert page.locator("#session\\=dams").evaluate("card => getComputedStyle(card).direction") == "ltr"


def test_dark_and_light_have_their_own_paper(show: Open) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = show(planners_page()), show(planners_page(), color_scheme="dark")
    assert light.evaluate(ground) == "rgb(244, 242, 236)"
    assert dark.evaluate(ground) == "rgb(14, 19, 27)"


@pytest.mark.parametrize(("colours", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(23, 29, 39)")])
def test_details_and_marks_of_a_card_have_the_colour_of_the_paper(show: Open, colours: str, paper: str) -> None:
    """The grid must not be seen through the details, and the number on a mark has to be read."""
    page = show(planners_page(), color_scheme=colours)
    card(page, "Grids for everybody").click()
    assert page.locator(".panel:visible").evaluate("panel => getComputedStyle(panel).backgroundColor") == paper
    assert page.locator(".mark").first.evaluate("mark => getComputedStyle(mark).color") == paper


def test_without_scripts_the_page_is_complete_and_has_no_dead_buttons(show: Open) -> None:
    page = show(planners_page(), java_script_enabled=False)
    assert set(page.locator("h3:visible").all_text_contents()) == PLACED
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    card(page, "Grids for everybody").click()
    assert page.locator(".panel:visible").count() == 1
