"""The page with two agendas side by side, in a browser."""

from __future__ import annotations

import pytest

from agenda_solver.model.agenda import Agenda
from agenda_solver.replanning.comparison_page import comparison_page
from agenda_solver.report.page import agenda_page
from tests.browser.conftest import Open
from tests.browser.programme import HOSTILE, SHOWN, agenda, hostile_agenda


def changed(before: Agenda) -> Agenda:
    """Return the agenda with the short word in another room, and without the dams."""
    moved = before.with_placement("word", before.conference.placement("word", "attic", "noon", 5))
    return moved.with_placement("dams", None)


def test_what_changes_stands_first_and_leads_to_its_place(show: Open) -> None:
    page = show(comparison_page(agenda(), changed(agenda())))
    assert page.locator(".moves strong").all_text_contents() == ["A short word", "Dams"]
    page.get_by_role("link", name="A short word").first.click()
    assert page.locator(":target strong").text_content() == "A short word"
    assert "Attic & loft" in page.locator(":target").inner_text()


def test_what_does_not_change_can_be_left_out(show: Open) -> None:
    page = show(comparison_page(agenda(), changed(agenda())))
    assert page.locator(".entry:visible").count() == 7 + 6  # before, and after without the dams
    page.get_by_label("Show only what changes").check()
    assert page.locator(".entry.changed:visible").count() == 2 + 1
    assert page.locator(".entry.same:visible").count() == 0


def test_a_phone_shows_one_agenda_below_the_other(show: Open) -> None:
    page = show(comparison_page(agenda(), changed(agenda())), width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    before, after = page.locator(".sides").first.locator("> div").all()
    assert after.bounding_box()["y"] > before.bounding_box()["y"] + before.bounding_box()["height"]


def test_hostile_texts_are_only_text(show: Open) -> None:
    before = hostile_agenda()
    first = next(iter(before))
    page = show(comparison_page(before, before.with_placement(first, None)), width=390, height=844)
    assert set(page.locator(".entry strong").all_text_contents()) == set(SHOWN)
    assert page.locator("script, img, svg, iframe").count() == 0
    assert page.title().startswith(HOSTILE[0])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1440, 390])
def test_the_head_of_a_programme_read_from_right_to_left_is_aligned_on_the_right(show: Open, width: int) -> None:
    before = agenda()
    name = "\u0645\u0624\u062a\u0645\u0631 \u0627\u0644\u0642\u0627\u0647\u0631\u0629 2026"
    before = Agenda(before.conference.replace(name=name), dict(before))
    for html in (comparison_page(before, changed(before)), agenda_page(before)):
        page = show(html, width=width)
        edge = page.locator(".masthead .sheet").bounding_box()
        for line in (".eyebrow bdi", ".zone bdi"):
            box = page.locator(f".masthead {line}").bounding_box()
            # A right edge within a pixel of that of the sheet; letter spacing leaves another one or two.
            assert box["x"] + box["width"] == pytest.approx(edge["x"] + edge["width"], abs=4)
