"""Search, filters, views, details and addresses of the page, used as a reader uses them."""

from __future__ import annotations

import pytest

from tests.browser.cards import ALL, PLACED, address, card, titles
from tests.browser.conftest import Open, wait_until
from tests.browser.programme import HOSTILE, SHOWN, agenda, hostile_page, planners_page

# --- addresses -------------------------------------------------------------------------------------------------------


def test_the_address_of_a_session_opens_its_details(show: Open) -> None:
    page = show(planners_page(), "#session=rivers%201%2Fa", height=500)
    assert page.locator(".panel:visible .title").all_text_contents() == ["Rivers that cross borders"]
    assert page.locator("article:has(details[open])").evaluate(
        "card => { const box = card.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight }"
    )


def test_every_session_can_be_linked_to(show: Open) -> None:
    page = show(planners_page())
    links = page.locator(".panel .link a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) == len(PLACED)
    opened = set()
    for link in links:
        page.evaluate("link => { location.hash = link }", link)
        wait_until(page, f"document.querySelector('details[open] a[href=\"{link}\"]') !== null")
        opened |= set(page.locator(".panel:visible .title").all_text_contents())
    assert opened == PLACED


def test_a_person_has_a_programme_of_their_own(show: Open) -> None:
    page = show(planners_page(), "#person=Ada+%C3%81bel")
    assert page.locator(".programme-of h2").text_content() == "Ada Ábel"
    assert titles(page) == {"Opening", "Rivers that cross borders", "Dams", "Too much"}
    assert page.locator(".heads:visible").count() == 0  # a list
    assert page.get_by_role("button", name="List").get_attribute("aria-pressed") == "true"


def test_a_room_has_a_programme_of_its_own_and_its_column_leads_there(show: Open) -> None:
    page = show(planners_page())
    page.locator(".room a", has_text="Attic & loft").click()
    assert page.locator(".programme-of h2").text_content() == "Attic & loft"
    assert titles(page) == {"\u062d\u0648\u0627\u0631 \u0627\u0644\u0645\u064a\u0627\u0647"}
    page.go_back()
    wait_until(page, "!document.querySelector('.out')")
    assert titles(page) == ALL


def test_names_in_the_details_lead_to_the_programmes_of_people(show: Open) -> None:
    page = show(planners_page(), "#session=grids")
    page.locator(".panel:visible").get_by_role("link", name="Cem Can").click()
    wait_until(page, "location.hash === '#person=Cem+Can'")
    assert page.locator(".programme-of h2").text_content() == "Cem Can"
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize(
    ("fragment", "missing"),
    [("#room=Cellar", "Cellar"), ("#session=gone", "gone"), ("#person=%3Cscript%3E", "<script>"), ("#view=map", "map")],
)
def test_an_address_that_names_what_is_not_there_is_told(show: Open, fragment: str, missing: str) -> None:
    page = show(planners_page(), fragment)
    assert page.get_by_role("status").text_content() == f"Not on this page: {missing}"
    assert titles(page) == ALL
    page.get_by_role("button", name="Show everything").click()
    assert page.get_by_role("status").text_content() == ""


def test_a_broken_address_shows_the_whole_page(show: Open) -> None:
    assert titles(show(planners_page(), "#%%%&&==&q")) == ALL
    assert titles(show(planners_page(), "#session=%E0%A4%A")) == ALL


# --- details, by mouse and by keyboard -------------------------------------------------------------------------------


def test_a_click_opens_the_details_and_another_one_elsewhere_closes_them(show: Open) -> None:
    page = show(planners_page())
    card(page, "Grids for everybody").click()
    panel = page.locator(".panel:visible")
    assert "Cem Can is in" in panel.inner_text()
    assert "hard rule" in panel.inner_text()
    assert address(page) == "#session=grids"
    page.locator(".masthead").click()
    assert panel.count() == 0
    wait_until(page, "location.hash === ''")  # the browser tells of the closing a little later


def test_details_of_planners_say_what_a_place_costs(show: Open) -> None:
    page = show(planners_page(), "#session=rivers+1/a")
    why = page.locator(".panel:visible .why").inner_text()
    assert "Room capacity" in why
    assert "20 seats" in why
    assert "cost 60" in why  # three for each seat


def test_the_keyboard_opens_and_closes_details_and_stays_where_it_was(show: Open) -> None:
    page = show(planners_page())
    summary = card(page, "Grids for everybody").locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".panel:visible .title").text_content() == "Grids for everybody"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Bo Berg"
    page.keyboard.press("Escape")
    assert page.locator(".panel:visible").count() == 0
    assert summary.evaluate("summary => summary === document.activeElement")


def test_details_that_open_at_the_lower_edge_of_the_window_are_moved_into_it(show: Open) -> None:
    page = show(planners_page(), height=700)
    closing = card(page, "Closing")
    # Its upper edge stands 60 pixels above the lower edge of the window, so its details would begin out of sight.
    closing.evaluate("card => window.scrollBy(0, card.getBoundingClientRect().top - innerHeight + 60)")
    closing.locator("summary").press("Enter")
    wait_until(page, "location.hash === '#session=closing'")
    wait_until(page, "document.querySelector('.more-of-it[open] .panel').getBoundingClientRect().bottom <= innerHeight")
    heads = page.locator(".heads").last.bounding_box()
    assert page.locator(".panel:visible").bounding_box()["y"] > heads["y"] + heads["height"]


def test_a_card_reached_backwards_does_not_hide_behind_the_heads(show: Open) -> None:
    page = show(planners_page(), height=450)
    page.locator(".findings a").first.focus()
    shown = 0
    while not page.evaluate("document.activeElement.matches('.heads a')"):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(
            "document.activeElement.matches('summary') && Boolean(document.activeElement.closest('.card'))"
        ):
            shown += 1
            # The upper edge of what has the focus lies on top of everything else that is there.
            assert page.evaluate(
                "(() => { const e = document.activeElement, box = e.getBoundingClientRect();"
                " const there = document.elementFromPoint(box.left + box.width / 2, box.top + 2);"
                " return e.closest('.card').contains(there) })()"
            )
    assert shown >= 2


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(show: Open) -> None:
    page = show(planners_page())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the programme"
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "(() => { const e = document.activeElement, box = e.getBoundingClientRect();"
            " return [e.name || e.textContent.trim(), box.width > 0 && box.bottom > 0 && box.top < innerHeight] })()"
        )
        reached.append(where[0])
        assert where[1], f"{where[0]} has the focus and cannot be seen"
    for name in ("q", "room", "person", "Grid", "List", "Hall"):
        assert name in reached
    details = [
        name.removeprefix("Details of ").partition(", ")[0] for name in reached if name.startswith("Details of ")
    ]
    assert details[: len(PLACED)] == [agenda().conference.session_by_id[id].title for id in agenda().chronological()]


def test_a_filtered_card_is_out_of_reach_for_keyboard_and_screen_reader(show: Open) -> None:
    page = show(planners_page(), "#q=danube")
    assert page.get_by_role("heading", level=3).all_text_contents() == ["Rivers that cross borders"]
    assert page.locator("summary:visible", has_text="Details of").count() == 1


# --- strangers -------------------------------------------------------------------------------------------------------


def test_hostile_texts_are_shown_as_they_are_and_nothing_of_them_is_executed(show: Open) -> None:
    page = show(hostile_page())
    assert page.locator("h3").all_text_contents() == list(SHOWN)
    assert page.title().startswith(HOSTILE[0])
    assert page.locator("img, svg, iframe, object, embed").count() == 0
    assert page.locator("script").count() == 1
    for menu in ("Room", "Person", "Type", "Tag", "Level", "Language"):
        page.get_by_label(menu, exact=True).select_option(index=1)
    assert page.locator(".slot:not(.out)").count() <= 1
    page.get_by_role("button", name="Show everything").click()
    for link in page.locator(".panel .link a").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        page.evaluate("link => { location.hash = link }", link)
        wait_until(page, "document.querySelectorAll('details[open]').length === 1")
    assert page.title().startswith(HOSTILE[0])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_texts_do_not_burst_a_phone(show: Open) -> None:
    page = show(hostile_page(), width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("h3").all_text_contents() == list(SHOWN)
