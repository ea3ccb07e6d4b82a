"""A thousand sessions on the board: what is in sight is drawn first, and everything works as with seven."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.families.growth.generator import generate
from tests.browser.boards import House, answered, card, cost_in_bar, drag, number_of, open_house
from tests.browser.conftest import wait_until


@pytest.fixture(scope="module")
def large(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    planted = generate(1_000)
    path = tmp_path_factory.mktemp("large") / "large.board"
    with open_house(browser, path, planted.conference, planted.agenda) as house:
        yield house


def places(page: Any, session: str) -> Any:
    """Return what the board says of all places of a session."""
    return page.evaluate("id => fetch('/shades?session=' + id).then(answer => answer.json())", session)


def test_the_places_in_sight_are_drawn_first_and_the_others_after_them(large: House) -> None:
    page = large.open()
    page.evaluate(
        "document.body.addEventListener('painted', () => { const seen = document.querySelectorAll('.tile').length;"
        " const days = [...document.querySelectorAll('.day')].filter(day => { const box = day.getBoundingClientRect();"
        " return box.bottom > 0 && box.top < innerHeight });"
        " const there = days.reduce((sum, day) => sum + day.querySelectorAll('.tile').length, 0);"
        " document.body.dataset.seen = JSON.stringify([seen, there]) })"
    )
    session = page.locator(".card").nth(20).get_attribute("id").removeprefix("session=")
    shades = page.evaluate(
        "id => fetch('/shades?session=' + id).then(r => r.json()).then(s => s.places.length)", session
    )
    card(page, session).locator("summary").focus()
    page.keyboard.press("m")
    wait_until(page, "document.body.dataset.seen !== undefined")
    seen, there = page.evaluate("JSON.parse(document.body.dataset.seen)")
    assert seen == there > 0, "nothing is drawn before it that nobody can see"
    assert seen < shades / 2
    wait_until(page, f"document.querySelectorAll('.tile').length === {shades}")
    page.keyboard.press("Escape")
    assert page.locator(".tile").count() == 0


def test_one_of_a_thousand_is_dragged_and_the_cost_is_that_of_the_score(large: House) -> None:
    page = large.open()
    session = page.locator(".card").nth(30).get_attribute("id").removeprefix("session=")
    page.locator(".to-desk").click()
    page.locator(".card").nth(30).evaluate("node => node.scrollIntoView({block: 'center', inline: 'center'})")
    room, block, slot = large.spot(session) or ("", "", 0)
    shades = page.evaluate("id => fetch('/shades?session=' + id).then(r => r.json())", session)
    near = next(
        p
        for p in shades["places"]
        if shades["rooms"][p[0]] == room and p[4] != slot and shades["blocks"][p[3]] == block
    )
    drag(page, session, (room, block, near[4]))
    assert large.spot(session) == (room, block, near[4])
    assert cost_in_bar(page) == large.cost()
    with answered(page):
        page.keyboard.press("Control+z")
    assert large.spot(session) == (room, block, slot)
    assert number_of(page, session, (room, block, slot)) >= 0
