"""Search, filters, views, details and addresses of the page, used as a reader uses them."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver.report.page import agenda_page
from tests.browser.conftest import Open, wait_until
from tests.browser.programme import HOSTILE, SHOWN, agenda, hostile_page, planners_page

ALL = {session.title for session in agenda().conference.sessions}
PLACED = ALL - {"Too much"}


def titles(page: Any) -> set[str]:
    """Return the titles that a reader sees, in the grid and below it."""
    cards = page.locator(".slot:not(.out) h3").all_text_contents()
    return {*cards, *page.locator(".unplaced li:not(.out):visible b").all_text_contents()}


def card(page: Any, title: str) -> Any:
    """Return the card of a session."""
    return page.locator("article").filter(has=page.locator("h3", has_text=title))


def address(page: Any) -> str:
    """Return what the address of the page says of its view."""
    return str(page.evaluate("location.hash"))


# --- search and filters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("danube", {"Rivers that cross borders"}),  # in the description
        ("ABEL ada", {"Opening", "Rivers that cross borders", "Dams", "Too much"}),  # a name, without its accent
        ("rivers attic", {"\u062d\u0648\u0627\u0631 \u0627\u0644\u0645\u064a\u0627\u0647"}),  # a track and a room
        ("\u0627\u0644\u0645\u064a\u0627\u0647", {"\u062d\u0648\u0627\u0631 \u0627\u0644\u0645\u064a\u0627\u0647"}),
        ("nowhere", set()),
    ],
)
def test_the_search_finds_words_of_titles_names_rooms_and_descriptions(
    show: Open, words: str, expected: set[str]
) -> None:
    page = show(planners_page())
    page.get_by_role("searchbox").fill(words)
    assert titles(page) == expected
    assert page.get_by_role("status").text_content() == f"{len(expected)} of 8 sessions"


@pytest.mark.parametrize(
    ("menu", "choice", "expected"),
    [
        ("Room", "Studio", {"Grids for everybody", "A short word"}),
        ("Person", "Cem Can", {"Opening", "Grids for everybody", "A short word"}),
        ("Type", "Plenary", {"Opening", "Closing"}),
        ("Tag", "Law", {"Rivers that cross borders", "Grids for everybody"}),
        ("Level", "Expert", {"Grids for everybody"}),
        ("Language", "Fr", {"Grids for everybody"}),
    ],
)
def test_a_menu_shows_the_sessions_of_its_choice_and_puts_it_into_the_address(
    show: Open, menu: str, choice: str, expected: set[str]
) -> None:
    page = show(planners_page())
    page.get_by_label(menu, exact=True).select_option(choice)
    assert titles(page) == expected
    again = show(planners_page(), address(page))
    assert titles(again) == expected
    assert again.get_by_label(menu, exact=True).input_value() == choice


def test_a_track_of_the_legend_is_a_filter_that_a_second_click_takes_away(show: Open) -> None:
    page = show(planners_page())
    chip = page.get_by_role("button", name="Grids 3")
    chip.click()
    assert titles(page) == {"Grids for everybody", "A short word", "Too much"}
    assert chip.get_attribute("aria-pressed") == "true"
    assert address(page) == "#track=Grids"
    chip.click()
    assert titles(page) == ALL
    assert address(page) == ""


def test_filters_add_up_and_one_button_takes_them_all_away(show: Open) -> None:
    page = show(planners_page())
    page.get_by_label("Tag", exact=True).select_option("Money")
    page.get_by_label("Person", exact=True).select_option("Bo Berg")
    assert titles(page) == {"Grids for everybody", "Dams"}
    page.get_by_role("searchbox").fill("dam")
    assert titles(page) == {"Dams"}
    page.get_by_role("button", name="Show everything").click()
    assert titles(page) == ALL
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.get_by_label("Tag", exact=True).input_value() == ""


def test_planners_can_look_at_what_is_not_perfect_only(show: Open) -> None:
    page = show(planners_page())
    page.get_by_label("Only with remarks").check()
    assert titles(page) == {"Rivers that cross borders", "Grids for everybody", "A short word"}


def test_the_days_say_how_much_is_found_on_each(show: Open) -> None:
    page = show(planners_page(), "#person=Bo+Berg&view=grid")
    counts = page.locator(".days small").all_text_contents()
    # Opening, grids, the short word that he is needed for; dams on the second day.
    assert counts == ["3", "1"]


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


# --- screens ---------------------------------------------------------------------------------------------------------


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
