"""Sessions are moved on the board: with the mouse, and every place says what it would change."""

from __future__ import annotations

import pytest

from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.report.words import rule_label
from tests.browser.boards import (
    House,
    answered,
    card,
    cost_in_bar,
    drag,
    middle,
    number_of,
    pick_up,
    signed,
    toast,
)
from tests.browser.conftest import wait_until

TALL = 1700  # everything is in sight


def changes(before: Scorecard, after: Scorecard) -> dict[str, int]:
    """Return by how much the amount of each rule differs, where it does, under the name that planners read."""
    amounts = [{rule.key: rule.amount for rule in card.rules} for card in (before, after)]
    keys = {**amounts[0], **amounts[1]}
    found = {rule_label(key): amounts[1].get(key, 0) - amounts[0].get(key, 0) for key in keys}
    return {label: change for label, change in found.items() if change}


# --- the mouse -------------------------------------------------------------------------------------------------------


def test_a_card_stands_where_the_mouse_has_dropped_it_and_the_news_say_what_got_better_and_worse(house: House) -> None:
    page, before = house.open(height=TALL), house.score()
    drag(page, "wind", ("studio", "late one", 1))
    assert house.spot("wind") == ("studio", "late one", 1)
    # The third column, the row of 11:30; 60 people want to hear it, and the studio has 40 seats.
    assert card(page, "wind").locator(".face .hours").inner_text() == "11:30\N{EN DASH}12:00"
    x, _ = middle(page, "article[id='session=wind']")
    column = page.locator(".day >> nth=0 >> [data-room=studio]").bounding_box()
    assert column["x"] < x < column["x"] + column["width"]
    assert cost_in_bar(page) == house.cost()
    told = toast(page)
    assert '"Wind" was placed at 29 May 11:30-12:00, Studio' in told
    found = changes(before, house.score())
    assert found["Room capacity"] == 20
    for label, change in found.items():
        side = told.partition("Worse:")[2 if change > 0 else 0]
        assert f"{label} {signed(change)}" in side


@pytest.mark.parametrize("how", ["the news", "the button", "keys"])
def test_what_was_dropped_is_taken_back_and_done_again(house: House, how: str) -> None:
    page = house.open(height=TALL)
    cost = house.cost()
    drag(page, "wind", ("attic", "late two", 0))
    with answered(page):
        if how == "the news":
            page.get_by_role("button", name="Undo").last.evaluate("node => node.click()")
        elif how == "the button":
            page.get_by_role("button", name="Undo", exact=True).first.click()
        else:
            page.keyboard.press("Control+z")
    assert house.spot("wind") == ("hall", "early two", 0)
    assert cost_in_bar(page) == house.cost() == cost
    assert card(page, "wind").locator(".face .where").text_content() == "Hall"
    with answered(page):
        page.keyboard.press("Control+y") if how == "keys" else page.get_by_role("button", name="Redo").click()
    assert house.spot("wind") == ("attic", "late two", 0)
    assert page.get_by_role("button", name="Redo").is_disabled()


def test_a_session_from_the_tray_gets_a_place_and_one_dropped_on_the_desk_loses_it(house: House) -> None:
    page = house.open(height=TALL)
    drag(page, "closing", ("hall", "late two", 2))
    assert house.spot("closing") == ("hall", "late two", 2)
    assert page.locator("#tray li").count() == 0
    pick_up(page, "article[id='session=sun']")
    page.mouse.move(*middle(page, "#panel-tray"), steps=4)
    with answered(page):
        page.mouse.up()
    assert house.spot("sun") is None
    assert page.locator("#tray li b").all_inner_texts() == ["Sun"]
    assert cost_in_bar(page) == house.cost()


def test_a_drop_beside_all_places_and_a_press_of_escape_change_nothing(house: House) -> None:
    page = house.open(height=TALL)
    pick_up(page, "article[id='session=sun']")
    page.mouse.move(*middle(page, ".masthead"))
    page.mouse.up()
    pick_up(page, "article[id='session=sun']")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".layer, #drag").count() == 0
    assert page.locator("#tip").is_hidden()
    assert house.board.version == 0


def test_a_click_on_a_card_shows_its_details_and_moves_nothing(house: House) -> None:
    page = house.open()
    card(page, "rivers").locator("summary").click()
    card(page, "rivers").get_by_role("button", name="Best places").wait_for()
    assert card(page, "rivers").locator(".panel").inner_text().count("Ada") >= 1
    assert page.locator(".tile").count() == 0


def test_the_details_of_a_session_lie_over_the_next_day(house: House) -> None:
    page = house.open(height=TALL)
    card(page, "dams").locator("summary").click()
    card(page, "dams").get_by_role("button", name="Best places").wait_for()
    covered = page.locator(".more-of-it[open] .panel").evaluate(
        "panel => { const { left, width, top, bottom } = panel.getBoundingClientRect();"
        " for (let y = top + 5; y < bottom - 5; y += 10)"
        " if (!panel.contains(document.elementFromPoint(left + width / 2, y))) return y;"
        " return null }"
    )
    assert covered is None


def test_two_sessions_are_exchanged_where_one_is_dropped_on_the_sign_of_the_other(house: House) -> None:
    page, before = house.open(height=TALL), house.score()
    pick_up(page, "article[id='session=wind']")
    wait_until(page, "document.querySelectorAll('.swap-with').length > 0")
    sign = page.locator(".swap-with[data-other=dams]").inner_text()
    page.mouse.move(*middle(page, ".swap-with[data-other=dams]"), steps=4)
    with answered(page):
        page.mouse.up()
    assert (house.spot("wind"), house.spot("dams")) == (("studio", "late one", 0), ("hall", "early two", 0))
    change = house.score().costs[0] - before.costs[0]
    assert sign == f"\N{RIGHTWARDS ARROW OVER LEFTWARDS ARROW} {signed(change)}"


# --- what the places say ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("session", ["wind", "closing", "opening"])
def test_the_number_of_each_place_is_what_the_score_would_say(house: House, session: str) -> None:
    page = house.open(height=TALL)
    conference, agenda, cost = house.board.state.conference, house.board.state.agenda, house.score().costs[0]
    where = "article[id='session={}'] summary" if session in agenda else '#tray [data-session="{}"] button >> nth=0'
    page.locator(where.format(session)).focus()
    page.keyboard.press("m")
    wait_until(page, "document.querySelectorAll('.tile').length > 0")
    shown = dict(page.eval_on_selector_all(".tile", "nodes => nodes.map(n => [Number(n.dataset.n), n.textContent])"))
    shades = page.evaluate("id => fetch('/shades?session=' + id).then(r => r.json())", session)
    assert len(shown) == len(shades["places"]) > 8
    for number, (room, _, _, block, slot, *_) in enumerate(shades["places"]):
        place = conference.placement(session, shades["rooms"][room], shades["blocks"][block], slot)
        after = score(conference, agenda.with_placement(session, place))
        change = after.costs[0] - cost
        # The agenda keeps all hard rules, so whatever is broken there is broken by this session there.
        assert shown[number] == (signed(change) if after.is_legal else "\N{MULTIPLICATION X}"), place


def test_the_place_where_a_session_is_lies_on_its_card(house: House) -> None:
    page = house.open(height=TALL)
    for session in ("wind", "dams", "grids"):
        card_box = page.locator(f".slot:has([id='session={session}'])").bounding_box()
        pick_up(page, f"article[id='session={session}']")
        here = page.locator(".tile.here").bounding_box()
        assert (here["x"], here["y"], here["width"]) == pytest.approx(
            (card_box["x"], card_box["y"], card_box["width"]), abs=1
        )
        page.keyboard.press("Escape")
        page.mouse.up()


def test_a_place_that_breaks_something_says_what(house: House) -> None:
    page = house.open(height=TALL)
    taken, busy = number_of(page, "wind", ("hall", "early two", 1)), number_of(page, "wind", ("attic", "early two", 1))
    pick_up(page, "article[id='session=wind']")
    page.mouse.move(*middle(page, f".tile[data-n='{taken}']"), steps=3)
    assert '"Sun" is in Hall then' in page.locator("#tip").inner_text()
    assert page.locator(".ghost.broken").inner_text() == '"Sun" is in Hall then'
    page.mouse.move(*middle(page, f".tile[data-n='{busy}']"), steps=3)
    assert "Cem is in Hall until 30 May 10:00" in page.locator("#tip").inner_text()
    page.keyboard.press("Escape")
