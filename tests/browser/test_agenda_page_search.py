"""Search and filters of the page, used as a reader uses them."""

from __future__ import annotations

import pytest

from tests.browser.cards import ALL, address, titles
from tests.browser.conftest import Open
from tests.browser.programme import planners_page


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
