"""The board as axe sees it in all its states, on small screens, at 200 %, and on paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.board.meeting import agenda
from tests.browser.boards import House, answered, card, drag, focused
from tests.browser.conftest import wait_until
from tests.browser.test_accessibility import faults

TABS = ("tray", "remarks", "rules", "solver", "edit", "history", "share")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_fault_with_the_grid_the_hands_and_each_tab_of_the_desk(house: House, colours: str) -> None:
    page = house.open(height=1300, color_scheme=colours)
    drag(page, "wind", ("hall", "early two", 1))  # something hard is broken, and there is news
    found = {"news": faults(page)}
    for tab in TABS:
        page.locator(f"#tab-{tab}").click()
        if tab == "solver":
            page.get_by_role("button", name="Repair").click()
            wait_until(page, "document.querySelector('#jobs .proposal') !== null")
            page.get_by_role("button", name="Show on the board").click()
        if tab in ("history", "share"):
            wait_until(page, f"document.querySelectorAll('#panel-{tab} li').length > 0")
        found[tab] = faults(page)
    card(page, "wind").locator("summary").click()
    card(page, "wind").get_by_role("button", name="Best places").wait_for()
    found["details"] = faults(page)
    card(page, "wind").get_by_role("button", name="Best places").click()
    page.locator("dialog[open]").wait_for()
    found["dialog"] = faults(page, passes=15)
    assert {state: said for state, said in found.items() if said} == {}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_fault_while_a_session_is_held(house: House, colours: str) -> None:
    page = house.open(height=1300, color_scheme=colours)
    card(page, "wind").locator("summary").focus()
    page.keyboard.press("m")
    wait_until(page, "document.querySelectorAll('.swap-with').length > 0")
    assert page.locator(".tile.better").count() > 0
    assert faults(page) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_fault_on_a_telephone(house: House, colours: str) -> None:
    page = house.open(width=390, height=844, color_scheme=colours, has_touch=True, is_mobile=True)
    found = {"list": faults(page)}
    page.get_by_role("button", name="Desk", exact=True).tap()
    found["tray"] = faults(page)
    page.locator("#tray").get_by_role("button", name="Best places").tap()
    page.locator("dialog[open]").wait_for()
    found["dialog"] = faults(page, passes=15)
    assert {state: said for state, said in found.items() if said} == {}


def can_be_clicked(page: Any, selector: str) -> bool:
    """Whether the middle of something is on the screen, and nothing lies over it."""
    return bool(
        page.locator(selector).evaluate(
            "node => { const b = node.getBoundingClientRect();"
            " const top = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);"
            " return top !== null && (node.contains(top) || top.contains(node)) }"
        )
    )


@pytest.mark.parametrize(("width", "height"), [(720, 450), (640, 400), (390, 844), (1024, 768), (1440, 900)])
def test_the_buttons_are_in_reach_and_the_desk_can_be_put_away_on_any_screen(
    house: House, width: int, height: int
) -> None:
    """A screen of 1440 x 900 has 720 x 450 at 200 %."""
    page = house.open(width=width, height=height)
    page.keyboard.press("End")
    wait_until(page, "scrollY > 0")
    if page.locator("#desk").is_hidden():
        assert can_be_clicked(page, ".to-desk")
        page.locator(".to-desk").click()
    assert page.locator("#desk").is_visible()
    for tab in TABS:
        page.locator(f"#tab-{tab}").focus()
        page.keyboard.press("Enter")
        assert page.locator(f"#panel-{tab}").is_visible()
        assert can_be_clicked(page, f"#tab-{tab}")
    closing = ".off-desk" if page.locator(".off-desk").is_visible() else ".to-desk"
    assert can_be_clicked(page, closing)
    page.locator(closing).click()
    assert page.locator("#desk").is_hidden()
    assert focused(page).startswith("BUTTON")
    assert can_be_clicked(page, ".to-desk")
    assert can_be_clicked(page, ".hands [data-do=undo]")


def test_at_200_percent_a_session_is_moved_by_keys_and_what_it_would_cost_can_be_read(house: House) -> None:
    page = house.open(width=720, height=450)
    card(page, "dams").locator("summary").focus()
    page.keyboard.press("m")
    wait_until(page, "document.querySelectorAll('.ghost').length > 0")
    page.keyboard.press("ArrowDown")
    box = page.locator("#tip").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 720
    assert 0 <= box["y"] <= box["y"] + box["height"] <= 450
    ghost = page.locator(".ghost").bounding_box()
    assert ghost["y"] + ghost["height"] > 0
    assert ghost["y"] < 450
    with answered(page):
        page.keyboard.press("Enter")
    assert house.spot("dams") != ("studio", "late one", 0)


def test_on_paper_there_are_the_days_and_no_desk(house: House) -> None:
    page = house.open(width=1512, height=1047)
    page.emulate_media(media="print")
    begin = agenda(house.board.state.conference)
    assert page.locator("h3:visible").count() == len(begin)
    hands = "#desk, .hands, .bar, #tools, #toasts, #tip, dialog, summary, .more-of-it"
    assert page.locator(f":is({hands}):visible").count() == 0
    boards = [board.bounding_box() for board in page.locator(".board").all()]
    assert all(board["width"] > 1300 for board in boards), "the desk takes nothing from the paper"
