"""Whatever people write is text on the board, and whatever ids a conference has, everything finds its card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.browser.boards import House, answered, card, drag, middle, open_house, pick_up, quoted, toast
from tests.browser.conftest import wait_until
from tests.browser.programme import HOSTILE, SHOWN
from tests.browser.test_accessibility import faults

IDS = (
    "<script>alert(1)</script>",
    "a/b/../c d",
    "it's (50%) *! %41 &amp;",
    "\"]'; } \\ #session=#? +&=",
    "\u0645\u0631\u062d\u0628\u0627 \N{CLASSICAL BUILDING}",
    "session=wind",
    "rivers",  # the title of another one
    "__proto__",
)


FITS = "node => node.scrollWidth <= node.clientWidth + 4"


def hostile() -> Agenda:
    """Return an agenda of hostile titles, names and ids; one id is another one's title."""
    first = HOSTILE[0]
    builder = Conference.build("hostile", first, "UTC").day("2026-05-29", name=first)
    builder.block("09:00", "12:00", id="b/1 '(*)!%", slot_minutes=30)
    builder.block("13:00", "16:00", id='b"2', slot_minutes=30).building(first, id="h")
    titles = [*HOSTILE[:6], "dams", "Rivers"]
    for id, title in zip(IDS, titles, strict=True):
        builder.person(f"{title[:100]} in person", id=id).track(f"{title[:100]} on track", id=id)
        builder.session(title, id=id, minutes=60, track=id, speakers=[id], description=title)
    for id, title in list(zip(IDS, titles, strict=True))[:4]:
        builder.room(f"{title[:100]} as a room", id=id, building="h", capacity=50)
    places = {id: (IDS[n % 4], "b/1 '(*)!%" if n < 4 else 'b"2', 0) for n, id in enumerate(IDS)}
    return builder.done().agenda(places)


@pytest.fixture
def house(browser: Any, tmp_path: Path) -> Iterator[House]:
    begin = hostile()
    with open_house(browser, tmp_path / "hostile.board", begin.conference, begin) as opened:
        yield opened


def is_harmless(page: Any) -> None:
    """Fail where a text has become more than text."""
    assert "executed" not in page.title() or "<script>" in page.title()
    assert page.evaluate("document.querySelectorAll('script').length") == 3
    assert page.evaluate("document.querySelectorAll('img, [onload], [onerror], [onmouseover]').length") == 0


def test_every_action_finds_its_session_whatever_its_id(house: House) -> None:
    page = house.open()
    for id, title in zip(IDS, [*SHOWN[:6], "dams", "Rivers"], strict=True):
        card(page, id).locator("summary").click()
        with answered(page):
            card(page, id).get_by_role("button", name="Lock").click()
        assert house.board.state.conference.session_by_id[id].pin is not None
        with answered(page):
            page.keyboard.press("Control+z")
        card(page, id).locator("summary").focus()
        with answered(page):
            page.keyboard.press("Delete")
        assert house.spot(id) is None
        by_best_places(page, id, title)
        place = house.spot(id)
        assert place is not None
        by_keys(page, id, title)
        assert house.spot(id) not in (place, None)
        is_harmless(page)


def by_best_places(page: Any, id: str, title: str) -> None:
    """Put a session from the tray to the first of its best places."""
    item = page.locator(f"#tray [data-session={quoted(id)}]")
    assert item.locator("b").inner_text() == title
    item.get_by_role("button", name="Best places").click()
    page.locator("dialog[open]").wait_for()
    assert title in page.locator("dialog h2").inner_text()
    with answered(page):
        page.locator("dialog .best button >> nth=0").click()


def by_keys(page: Any, id: str, title: str) -> None:
    """Move a card by keys to the place below the best one; the focus stays with it."""
    card(page, id).locator("summary").focus()
    page.keyboard.press("m")
    wait_until(page, "document.querySelectorAll('.ghost').length > 0")
    assert title in page.locator("#live").inner_text()
    page.keyboard.press("ArrowDown")
    with answered(page):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.card').id") == card(page, id).get_attribute("id")


def test_axe_finds_no_fault_with_hostile_texts_and_titles_from_right_to_left(house: House) -> None:
    page = house.open()
    assert faults(page) == []
    page.locator("#tab-edit").click()
    assert faults(page) == []


def test_titles_are_text_in_news_drag_image_tip_exchanges_remarks_history_and_proposals(house: House) -> None:
    page = house.open(height=1500)
    for id, title in zip(IDS[:4], SHOWN[:4], strict=True):
        pick_up(page, f"article[id={quoted(str(card(page, id).get_attribute('id')))}]")
        assert page.locator("#drag").inner_text() == title
        wait_until(page, "document.querySelectorAll('.swap-with').length > 0")
        labels = page.locator(".swap-with").evaluate_all("nodes => nodes.map(node => node.getAttribute('aria-label'))")
        assert all(label.startswith("Exchange with ") for label in labels)
        page.mouse.move(*middle(page, ".tile.broken >> nth=0"), steps=2)
        assert page.locator("#tip").is_visible()
        is_harmless(page)
        page.keyboard.press("Escape")
        page.mouse.up()
    drag(page, IDS[0], (IDS[1], "b/1 '(*)!%", 4))
    assert SHOWN[0] in toast(page)
    for tab in ("remarks", "rules", "edit", "history", "share"):
        page.locator(f"#tab-{tab}").click()
        is_harmless(page)
    page.locator("#tab-history").click()
    wait_until(page, "document.querySelectorAll('#log p').length === 1")
    assert SHOWN[0] in page.locator("#log p").inner_text()


def test_comments_notes_versions_and_names_of_people_are_text(house: House) -> None:
    evil = HOSTILE[2]
    page = house.open(name=HOSTILE[3])
    card(page, IDS[1]).locator("summary").click()
    card(page, IDS[1]).get_by_role("button", name="Comment").click()
    page.locator("dialog textarea").fill(evil)
    with answered(page):
        page.locator("dialog").get_by_role("button", name="Save").click()
    bo = house.open(name=HOSTILE[0])
    card(bo, IDS[1]).locator("summary").click()
    assert card(bo, IDS[1]).locator(".comment").inner_text() == evil
    pick_up(page, f"article[id={quoted(str(card(page, IDS[2]).get_attribute('id')))}]")
    wait_until(bo, "document.querySelector('.by-others') !== null")
    assert card(bo, IDS[2]).get_attribute("data-by") == HOSTILE[3]
    page.keyboard.press("Escape")
    page.mouse.up()
    page.locator("#tab-share").click()
    page.get_by_role("button", name="Name this version").click()
    page.locator("dialog input").fill(evil[:90])
    with answered(page):
        page.locator("dialog").get_by_role("button", name="Save").click()
    wait_until(page, "document.querySelectorAll('#versions li').length === 1")
    assert evil[:90] in page.locator("#versions").inner_text()
    for each in (page, bo):
        each.locator("#tab-share").click()
        is_harmless(each)


def test_a_word_of_two_thousand_letters_and_a_title_from_right_to_left_stay_in_their_boxes(
    browser: Any, tmp_path: Path
) -> None:
    builder = (
        Conference.build("long", HOSTILE[7][:200], "UTC")
        .day("2026-05-29")
        .block("09:00", "12:00", id="b", slot_minutes=30)
    )
    builder.room("Hall", id="hall").room("Studio", id="studio")
    builder.session(HOSTILE[7], id="long", minutes=60).session(HOSTILE[7][1:], id="tray", minutes=60)
    builder.session("\u062d\u0648\u0627\u0631 \u0627\u0644\u0645\u064a\u0627\u0647", id="arabic", minutes=60)
    conference = builder.done()
    begin = conference.agenda({"long": ("hall", "b", 0), "arabic": ("studio", "b", 0)})
    with open_house(browser, tmp_path / "long.board", conference, begin) as house:
        page = house.open()
        assert card(page, "arabic").get_attribute("dir") == "rtl"
        drag(page, "tray", ("hall", "b", 1))
        assert page.locator(".toast").first.evaluate(FITS), "the news"
        card(page, "long").locator("summary").click()
        card(page, "long").get_by_role("button", name="Best places").click()
        wait_until(page, "document.querySelector('dialog').open")
        for selector in ("dialog", "#desk", ".face"):
            assert page.locator(selector).first.evaluate(FITS), selector
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 4")
