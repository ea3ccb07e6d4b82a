"""What is set, noted and undone beside the grid: rules, remarks, comments, titles, locks, versions, history."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.boards import House, answered, card, cost_in_bar, drag, focused
from tests.browser.conftest import wait_until

TALL = 1700  # everything is in sight


def row(page: Any, rule: str) -> Any:
    """Return the row of a rule on the desk."""
    page.locator("#tab-rules").click()
    return page.locator(f"#rules [data-rule={rule}]")


def deed(page: Any, session: str, name: str) -> None:
    """Open the details of a session and press a button there."""
    if card(page, session).locator("details[open]").count() == 0:
        card(page, session).locator("summary").click()
    card(page, session).get_by_role("button", name=name).click()


def save(page: Any, button: str = "Save") -> None:
    """Press the button of the dialog, and wait for what it does."""
    with answered(page):
        page.locator("dialog").get_by_role("button", name=button).click()


# --- rules -----------------------------------------------------------------------------------------------------------


def test_a_slider_says_while_it_moves_what_the_rule_will_cost_and_then_the_score_says_the_same(house: House) -> None:
    page = house.open()
    rule = next(rule for rule in house.score().rules if rule.cost and not rule.severity.is_hard)
    slider = row(page, rule.key).locator("input[type=range]")
    before = int(slider.input_value())
    slider.evaluate(
        "node => { node.value = Number(node.value) + 3; node.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    said = row(page, rule.key).locator("output").inner_text()
    assert said == f"{rule.amount * (before + 3):,}"
    assert house.board.version == 0
    with answered(page):
        slider.evaluate("node => node.dispatchEvent(new Event('change', {bubbles: true}))")
    now = next(each for each in house.score().rules if each.key == rule.key)
    assert (now.severity.weight, f"{now.cost:,}") == (before + 3, said)
    assert cost_in_bar(page) == house.cost()
    with answered(page):
        page.keyboard.press("Control+z")
    assert row(page, rule.key).locator("input[type=range]").input_value() == str(before)


def test_the_keys_set_a_weight_and_the_focus_stays_on_the_slider(house: House) -> None:
    page = house.open()
    rule = next(rule for rule in house.score().rules if rule.cost and not rule.severity.is_hard)
    row(page, rule.key).locator("input[type=range]").focus()
    with answered(page):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.type") == "range"
    assert page.evaluate("document.activeElement.closest('[data-rule]').dataset.rule") == rule.key


@pytest.mark.parametrize("severity", ["hard", "off"])
def test_a_wish_is_made_hard_or_put_off_and_counts_so_at_once(house: House, severity: str) -> None:
    page = house.open()
    rule = next(rule for rule in house.score().rules if rule.cost and not rule.severity.is_hard)
    with answered(page):
        row(page, rule.key).locator("select").select_option(severity)
    found = {each.key: each for each in house.score().rules}.get(rule.key)
    assert (found is not None and found.severity.is_hard) == (severity == "hard")
    assert cost_in_bar(page) == house.cost()
    verdict = page.locator("#verdict").inner_text()
    assert ("Every hard rule is kept" in verdict) == (severity == "off")
    assert row(page, rule.key).locator("select").input_value() == severity


# --- remarks ---------------------------------------------------------------------------------------------------------


def test_a_remark_is_accepted_with_a_reason_and_taken_back(house: House) -> None:
    page = house.open()
    page.locator("#tab-remarks").click()
    count = int(page.locator("#remarks").get_attribute("data-count"))
    first = page.locator("#remarks .findings > li").first
    sentence = first.locator(".sentence").inner_text()
    first.get_by_role("button", name="Accept").click()
    assert sentence in page.locator("dialog").inner_text()
    page.locator("dialog").get_by_label("Why", exact=True).fill("The chair knows")
    save(page, "Accept")
    assert page.locator("#remarks").get_attribute("data-count") == str(count - 1)
    page.locator("#remarks summary").click()
    accepted = page.locator("#remarks details li")
    assert sentence in accepted.inner_text()
    assert "The chair knows" in accepted.inner_text()
    with answered(page):
        accepted.get_by_role("button", name="Take back").click()
    assert page.locator("#remarks").get_attribute("data-count") == str(count)


def test_a_remark_leads_to_its_session_in_the_grid_or_in_the_tray(house: House) -> None:
    page = house.open()
    page.locator("#tab-remarks").click()
    page.locator("#remarks [data-go=rivers]").first.click()
    wait_until(page, "document.querySelector('.more-of-it[open]') !== null")
    assert page.locator("article:has(details[open]) h3").inner_text() == "Rivers"
    page.locator("#remarks [data-go=closing]").first.click()
    assert page.locator("#panel-tray").is_visible()
    assert focused(page) == "BUTTON closing"


# --- sessions --------------------------------------------------------------------------------------------------------


def test_a_comment_is_kept_with_its_session_and_read_by_others(house: House) -> None:
    ada, bo = house.open(), house.open("viewer", "Bo")
    deed(ada, "wind", "Comment")
    ada.locator("dialog").get_by_label("Text", exact=True).fill("Needs a piano.\nReally.")
    save(ada)
    wait_until(bo, "document.body.dataset.version === '1'")
    card(bo, "wind").locator("summary").click()
    assert card(bo, "wind").locator(".comment").inner_text() == "Needs a piano.\nReally."


def test_a_title_and_a_length_are_edited(house: House) -> None:
    page = house.open()
    deed(page, "wind", "Edit")
    page.locator("dialog").get_by_label("Title", exact=True).fill("Wind, and more of it")
    page.locator("dialog").get_by_label("Minutes", exact=True).fill("60")
    save(page)
    assert card(page, "wind").locator("h3").inner_text() == "Wind, and more of it"
    assert card(page, "wind").locator(".face .hours").inner_text() == "09:00\N{EN DASH}10:00"
    assert house.board.state.conference.session_by_id["wind"].duration_minutes == 60
    assert cost_in_bar(page) == house.cost()
    deed(page, "wind", "Edit")
    page.locator("dialog").get_by_role("button", name="Save").click()
    assert house.board.version == 1, "nothing else was written"
    assert page.locator(".toast").count() == 1


def test_a_locked_session_shows_it_and_every_other_place_breaks_the_lock_until_it_is_unlocked(house: House) -> None:
    page = house.open(height=TALL)
    with answered(page):
        deed(page, "wind", "Lock")
    assert page.locator(".slot[data-fixed]:has([id='session=wind'])").count() == 1
    page.locator("article[id='session=wind'] summary").focus()
    page.keyboard.press("m")
    wait_until(page, "document.querySelectorAll('.tile').length > 0")
    assert page.locator(".tile:not(.broken)").count() == 1, "the place where it is"
    page.keyboard.press("Escape")
    with answered(page):
        deed(page, "wind", "Unlock")
    assert page.locator(".slot[data-fixed]").count() == 0


# --- versions and history --------------------------------------------------------------------------------------------


def test_a_named_version_is_gone_back_to_in_one_change_that_can_be_undone(house: House) -> None:
    page = house.open(height=TALL)
    before = dict(house.board.state.agenda)
    page.locator("#tab-share").click()
    page.get_by_role("button", name="Name this version").click()
    page.locator("dialog").get_by_label("Name", exact=True).fill("As sent to speakers")
    save(page)
    drag(page, "wind", ("attic", "late one", 1))
    drag(page, "sun", ("attic", "late two", 1))
    moved = dict(house.board.state.agenda)
    item = page.locator("#versions li", has_text="As sent to speakers")
    with answered(page):
        item.get_by_role("button", name="Go back to it").click()
    assert dict(house.board.state.agenda) == before
    with answered(page):
        page.keyboard.press("Control+z")
    assert dict(house.board.state.agenda) == moved


def test_the_history_says_who_did_what_and_takes_an_older_change_back_by_itself(house: House) -> None:
    house.may_be_refused = True
    page = house.open(height=TALL)
    drag(page, "wind", ("attic", "late one", 1))
    drag(page, "sun", ("attic", "late two", 1))
    drag(page, "sun", ("studio", "early two", 2))
    page.locator("#tab-history").click()
    wait_until(page, "document.querySelectorAll('#log li').length === 3")
    entries = page.locator("#log li")
    assert [words.startswith(('"Sun"', '"Wind"')) for words in entries.locator("p").all_inner_texts()] == [True] * 3
    assert "Ada" in entries.first.inner_text()
    with answered(page):
        entries.nth(2).get_by_role("button", name="Undo this").click()
    assert house.spot("wind") == ("hall", "early two", 0)
    assert house.spot("sun") == ("studio", "early two", 2)
    wait_until(page, "document.querySelectorAll('#log li').length === 4")
    with answered(page):  # the move of the sun that another one has followed
        page.locator("#log li").nth(2).get_by_role("button", name="Undo this").click()
    assert "since then, Ada made this change" in page.locator(".toast.bad").inner_text()


def test_what_has_moved_since_a_version_is_told_with_whom_to_tell(house: House) -> None:
    page = house.open(height=TALL)
    page.locator("#tab-share").click()
    with answered(page):
        page.get_by_role("button", name="Publish").click()
    drag(page, "wind", ("attic", "late one", 1))
    page.locator("#tab-history").click()
    wait_until(page, "document.querySelectorAll('#since option').length > 1")
    page.locator("#since").select_option("published")
    wait_until(page, "document.querySelectorAll('#moved li').length === 1")
    told = page.locator("#moved").inner_text()
    assert '"Wind" is now 29 May 11:30-12:00, Attic' in told
    assert "People to tell: Cem" in told
