"""Sessions are moved on the board with keys alone, with single clicks, and with a finger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agenda_solver.model.conference import Conference
from tests.browser.boards import House, answered, card, focused, middle, number_of, open_house
from tests.browser.conftest import wait_until

TALL = 1700  # everything is in sight


# --- keys alone, clicks alone ----------------------------------------------------------------------------------------


def twenty() -> Conference:
    """Return 20 sessions of half an hour for 36 places: two days of two blocks in three rooms."""
    builder = Conference.build("twenty", "Twenty sessions", "UTC")
    for day in ("2026-05-29", "2026-05-30"):
        builder.day(day, id=day)
        builder.block("09:00", "10:30", id=f"early {day}", slot_minutes=30)
        builder.block("11:00", "12:30", id=f"late {day}", slot_minutes=30)
    for room in ("Hall", "Studio", "Attic"):
        builder.room(room, id=room.lower(), capacity=50)
    for person in range(7):
        builder.person(f"Person {person}", id=f"p{person}")
    builder.track("Water", id="water").track("Energy", id="energy")
    for number in range(20):
        track = "water" if number % 2 else "energy"
        builder.session(f"Session {number}", id=f"s{number}", minutes=30, track=track, speakers=[f"p{number % 7}"])
    return builder.done()


def test_a_whole_draft_is_made_with_keys_alone_and_the_focus_is_never_lost(browser: Any, tmp_path: Path) -> None:
    with open_house(browser, tmp_path / "twenty.board", twenty()) as house:
        page = house.open()
        page.locator("#tab-tray").focus()
        for _ in range(3):  # the panel, the first session's button
            page.keyboard.press("Tab")
            if focused(page) == "BUTTON s0":
                break
        for number in range(20):
            assert focused(page) == f"BUTTON s{number}"
            page.keyboard.press("Enter" if number % 2 else "m")
            wait_until(page, "document.querySelectorAll('.ghost').length > 0")
            said = page.locator("#live").inner_text()
            if number == 1:
                for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "b", "b", "b"):
                    page.keyboard.press(key)
                assert page.locator("#live").inner_text() != said, "each place is said"
                page.keyboard.press("Escape")
                assert focused(page) == f"BUTTON s{number}"
                assert house.spot("s1") is None
                page.keyboard.press("m")
                wait_until(page, "document.querySelectorAll('.ghost').length > 0")
            with answered(page):
                page.keyboard.press("Enter")
            assert house.spot(f"s{number}") is not None
        assert focused(page) == "SUMMARY session=s19", "after the last of the tray its card"
        assert house.score().is_legal
        assert "Every hard rule is kept" in page.locator("#verdict").inner_text()
        # On from there: the card is moved by arrows to another place and put back by Ctrl+Z.
        place = house.spot("s19")
        page.keyboard.press("m")
        wait_until(page, "document.querySelectorAll('.ghost').length > 0")
        page.keyboard.press("ArrowDown")
        with answered(page):
            page.keyboard.press("Enter")
        assert focused(page) == "SUMMARY session=s19"
        assert house.spot("s19") != place
        with answered(page):
            page.keyboard.press("Control+z")
        assert (focused(page), house.spot("s19")) == ("SUMMARY session=s19", place)


def test_a_draft_is_made_with_single_clicks_alone(browser: Any, tmp_path: Path) -> None:
    with open_house(browser, tmp_path / "twenty.board", twenty()) as house:
        page = house.open(height=TALL)
        for number in range(6):
            item = page.locator(f"#tray [data-session=s{number}]")
            if number % 2:
                item.get_by_role("button", name="Best places").click()
                with answered(page):
                    page.locator("dialog .best button >> nth=0").click()
                continue
            item.get_by_role("button", name="Move").click()
            wait_until(page, "document.querySelectorAll('.tile').length > 0")
            with answered(page):
                page.locator(".tile.better, .tile.same").first.click()
        assert len(house.board.state.agenda) == 6
        assert [
            rule.key for rule, _ in house.score().violations if rule.severity.is_hard and rule.key != "structure"
        ] == []


def test_move_pressed_once_more_puts_the_session_back(house: House) -> None:
    page = house.open()
    move = page.locator("#tray").get_by_role("button", name="Move")
    move.click()
    wait_until(page, "document.querySelectorAll('.tile').length > 0")
    move.click()
    assert page.locator(".tile").count() == 0


# --- fingers ---------------------------------------------------------------------------------------------------------


class Finger:
    """A finger on a page."""

    def __init__(self, page: Any) -> None:
        self._session, self._page = page.context.new_cdp_session(page), page

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        found = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    def down(self, x: float, y: float) -> None:
        self._touch("touchStart", (x, y))

    def move(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        for n in range(1, steps + 1):
            share = n / steps
            self._touch("touchMove", (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
            self._page.wait_for_timeout(16)

    def up(self) -> None:
        self._touch("touchEnd")


def test_a_finger_that_stays_picks_a_card_up_and_drags_it(house: House) -> None:
    page = house.open(height=TALL, has_touch=True)
    finger, start = Finger(page), middle(page, "article[id='session=wind']")
    number = number_of(page, "wind", ("attic", "late one", 0))
    finger.down(*start)
    wait_until(page, "document.querySelectorAll('.tile').length > 0")
    finger.move(start, middle(page, f".tile[data-n='{number}']"))
    with answered(page):
        finger.up()
    assert house.spot("wind") == ("attic", "late one", 0)


def test_a_finger_that_goes_on_at_once_scrolls(house: House) -> None:
    page = house.open(height=700, has_touch=True)
    finger, (x, y) = Finger(page), middle(page, "article[id='session=opening']")
    finger.down(x, y)
    finger.move((x, y), (x, y - 300))
    finger.up()
    wait_until(page, "scrollY > 100")
    assert page.locator(".tile, #drag").count() == 0
    assert house.board.version == 0


def test_on_a_telephone_the_sessions_are_a_list_the_desk_is_a_sheet_and_best_places_move_them(house: House) -> None:
    page = house.open(width=390, height=844, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing lies beside the screen"
    assert page.locator("#desk").is_hidden()
    card(page, "wind").locator("summary").tap()
    card(page, "wind").get_by_role("button", name="Move").tap()
    page.locator("dialog[open]").wait_for()  # a list has no places to point at
    page.get_by_role("button", name="Cancel").tap()
    card(page, "wind").locator("summary").tap()
    card(page, "wind").get_by_role("button", name="Best places").tap()
    first = page.locator("dialog .best button >> nth=0")
    with answered(page):
        first.tap()
    assert house.board.version == 1
    assert house.spot("wind") != ("hall", "early two", 0)
    page.get_by_role("button", name="Desk").tap()
    desk = page.locator("#desk").bounding_box()
    assert desk["width"] == 390
    assert desk["y"] > 844 / 4, "the list can still be seen above it"
    page.locator("#tray").get_by_role("button", name="Best places").tap()
    with answered(page):
        page.locator("dialog .best button >> nth=0").tap()
    assert house.spot("closing") is not None
