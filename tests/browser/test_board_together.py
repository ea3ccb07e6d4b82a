"""Several people at one board, each in a browser of their own."""

from __future__ import annotations

from typing import Any

from tests.browser.boards import House, answered, card, cost_in_bar, drag, middle, number_of, pick_up, toast
from tests.browser.conftest import wait_until

TALL = 1700  # everything is in sight

WIND = "article[id='session=wind']"


def place_of(page: Any, session: str) -> str:
    """Return the time and the room that a card shows."""
    face = card(page, session).locator(".face")
    return f"{face.locator('.hours').text_content()} {face.locator('.where').text_content()}"


def shows(page: Any, session: str, text: str) -> str:
    """Return what is true in a page once the card of a session says something."""
    return f"document.getElementById('session={session}')?.querySelector('.meta').textContent.includes('{text}')"


def test_a_change_arrives_in_the_other_browser_by_itself_with_its_author(house: House) -> None:
    ada, bo = house.open(height=TALL), house.open("editor", "Bo")
    drag(ada, "wind", ("attic", "late one", 1))
    wait_until(bo, shows(bo, "wind", "Attic"))
    assert place_of(bo, "wind") == place_of(ada, "wind") == "11:30\N{EN DASH}12:00 Attic"
    assert cost_in_bar(bo) == house.cost()
    assert toast(bo) == 'Ada: "Wind" was placed at 29 May 11:30-12:00, Attic (it was 30 May 09:00-09:30, Hall)'
    assert bo.locator(".toast button").count() == 0, "what others have done is not offered to be undone by the way"


def test_everybody_sees_who_is_there_and_who_holds_what(house: House) -> None:
    ada, bo = house.open(height=TALL), house.open("viewer", "Bo")
    wait_until(ada, "document.querySelectorAll('#people-here li').length === 2")
    pick_up(ada, WIND)
    wait_until(bo, "document.querySelector('.by-others') !== null")
    assert card(bo, "wind").get_attribute("data-by") == "Ada"
    bo.locator("#tab-share").click()
    assert bo.locator("#people-here li").all_inner_texts() == ["Ada (chair), moving Wind", "Bo (viewer)"]
    ada.keyboard.press("Escape")
    ada.mouse.up()
    wait_until(bo, "document.querySelector('.by-others') === null")
    bo.context.close()
    wait_until(ada, "document.querySelectorAll('#people-here li').length === 1")


def test_who_drops_what_somebody_else_has_moved_is_told_so_and_moves_nothing(house: House) -> None:
    house.may_be_refused = True
    ada, bo = house.open(height=TALL), house.open("editor", "Bo", height=TALL)
    number = number_of(bo, "wind", ("studio", "late two", 2))
    pick_up(bo, WIND)
    drag(ada, "wind", ("attic", "late one", 1))
    wait_until(bo, "document.querySelectorAll('.toast').length > 0")
    bo.mouse.move(*middle(bo, f".tile[data-n='{number}']"), steps=4)
    with answered(bo):
        bo.mouse.up()
    wait_until(bo, shows(bo, "wind", "Attic"))
    assert 'In the meantime, Ada made this change: "Wind" was placed at 29 May' in bo.locator(".toast.bad").inner_text()
    assert house.spot("wind") == ("attic", "late one", 1)
    assert bo.locator(".arriving, .leaving").count() == 0
    drag(bo, "wind", ("studio", "late two", 2))
    assert house.spot("wind") == ("studio", "late two", 2), "knowing it, they may"


def test_two_people_move_different_sessions_at_once_and_both_are_done(house: House) -> None:
    ada, bo = house.open(height=TALL), house.open("editor", "Bo", height=TALL)
    number = number_of(bo, "wind", ("studio", "late two", 2))
    pick_up(bo, WIND)
    drag(ada, "dams", ("attic", "early one", 2))
    bo.mouse.move(*middle(bo, f".tile[data-n='{number}']"), steps=4)
    with answered(bo):
        bo.mouse.up()
    for page in (ada, bo):
        wait_until(page, f"{shows(page, 'wind', 'Studio')} && {shows(page, 'dams', 'Attic')}")
        assert cost_in_bar(page) == house.cost()


def test_who_may_only_look_sees_everything_live_and_has_no_hands(house: House) -> None:
    house.may_be_refused = True
    ada, bo = house.open(height=TALL), house.open("viewer", "Bo", height=TALL)
    assert bo.get_by_role("button", name="Undo").count() == 0
    assert bo.locator("#tray").get_by_role("button", name="Move").count() == 0
    card(bo, "rivers").locator("summary").click()
    wait_until(bo, "document.querySelector('.more-of-it[open] dl') !== null")
    assert card(bo, "rivers").locator(".deeds").count() == 0
    bo.keyboard.press("Escape")
    x, y = middle(bo, WIND)
    bo.mouse.move(x, y)
    bo.mouse.down()
    bo.mouse.move(x + 50, y + 50, steps=5)
    bo.mouse.up()
    bo.keyboard.press("m")
    assert bo.locator(".tile, #drag").count() == 0
    status = bo.evaluate(
        "fetch('/do', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify("
        "{command: {do: 'take out', chosen: {sessions: ['wind']}}})}).then(r => r.status)"
    )
    assert (status, house.board.version) == (403, 0)
    drag(ada, "closing", ("attic", "late one", 1))
    wait_until(bo, shows(bo, "closing", "Attic"))
    for tab in ("rules", "solver", "edit"):
        bo.locator(f"#tab-{tab}").click()
        hands = bo.locator(f"#panel-{tab} :is(button, input, select)")
        assert all(hand.is_disabled() for hand in hands.all()), tab


def test_an_editor_of_one_track_moves_its_sessions_and_no_others(house: House) -> None:
    house.may_be_refused = True
    bo = house.open("editor", "Bo", height=TALL, tracks=("water",))
    drag(bo, "wind", ("attic", "late one", 1))
    assert '"Wind" is not yours to change; you edit the track Water.' in bo.locator(".toast.bad").inner_text()
    assert place_of(bo, "wind") == "09:00\N{EN DASH}09:30 Hall"
    assert bo.locator(".arriving, .leaving").count() == 0
    drag(bo, "dams", ("attic", "late one", 1))
    assert house.spot("dams") == ("attic", "late one", 1)


def test_who_comes_back_to_the_server_sees_what_was_done_meanwhile(house: House) -> None:
    ada, bo = house.open(height=TALL), house.open("editor", "Bo")
    bo.context.set_offline(True)
    house.may_be_refused = True
    drag(ada, "wind", ("attic", "late one", 1))
    bo.context.set_offline(False)
    bo.reload()
    wait_until(bo, shows(bo, "wind", "Attic"))


def test_the_link_of_an_invitation_lets_in_with_what_it_says_until_it_is_taken_back(house: House) -> None:
    house.may_be_refused = True
    ada = house.open()
    ada.locator("#tab-share").click()
    ada.get_by_label("Role").select_option("editor")
    ada.get_by_label("Of what").select_option("tracks")
    ada.get_by_label("Which").select_option("Water")
    ada.get_by_role("button", name="Make a link").click()
    link = ada.locator("#invitations code").inner_text()
    assert link.startswith(f"{house.place.address}/join?key=")
    bo = house.follow(link)
    assert (bo.get_attribute("body", "data-role")) == "editor"
    assert "editor, the track Water" in ada.locator("#invitations").inner_text()
    item = ada.locator("#invitations li", has_text="the track Water").last
    item.get_by_role("button", name="Take back").click()
    wait_until(ada, "!document.querySelector('#invitations').innerText.includes('Water')")
    bo.goto(house.place.address)
    assert "open the link of your invitation" in bo.content()
