"""The solver beside the board: it proposes, people look at it, take it or a part of it, and take that back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.board.meeting import agenda, meeting
from tests.browser.boards import House, answered, cost_in_bar, open_house
from tests.browser.conftest import wait_until


def asked(page: Any, question: str) -> Any:
    """Ask the solver, wait for its answer, and return the first proposal."""
    page.locator("#tab-solver").click()
    page.get_by_role("button", name=question).click()
    wait_until(page, "document.querySelector('#jobs > li.done') !== null")
    return page.locator("#jobs .proposal").first


@pytest.fixture
def broken(browser: Any, tmp_path: Path) -> Iterator[House]:
    """Return a board on which Cem speaks twice at once in the same room."""
    conference = meeting()
    begin = agenda(conference).with_placement("wind", conference.placement("wind", "hall", "early two", 1))
    with open_house(browser, tmp_path / "broken.board", conference, begin) as house:
        yield house


@pytest.fixture
def unfinished(browser: Any, tmp_path: Path) -> Iterator[House]:
    """Return a board with five sessions in the tray; one of them may stay there."""
    conference = meeting()
    begin = {"opening": ("hall", "early one", 0), "rivers": ("hall", "late one", 0)}
    with open_house(browser, tmp_path / "unfinished.board", conference, conference.agenda(begin)) as house:
        yield house


def test_a_repair_is_shown_taken_and_taken_back(broken: House) -> None:
    page, before = broken.open(height=1700), dict(broken.board.state.agenda)
    assert "breach" in page.locator("#verdict").inner_text()
    proposal = asked(page, "Repair")
    # One of the two has to move, and then everything is legal.
    assert "1 move, proven" in proposal.inner_text()
    assert broken.board.version == 0, "a proposal changes nothing"
    proposal.get_by_role("button", name="Show on the board").click()
    ghost = page.locator(".ghost.proposed-place")
    assert ghost.inner_text() in ("Wind", "Sun")
    assert page.locator(".arrow path").count() <= 1
    with answered(page):
        proposal.get_by_role("button", name="Accept what is ticked").click()
    assert page.locator(".ghost").count() == 0
    assert broken.score().is_legal
    assert cost_in_bar(page) == broken.cost()
    moved = [id for id, place in broken.board.state.agenda.items() if place != before[id]]
    assert len(moved) == 1
    with answered(page):
        page.get_by_role("button", name="Undo", exact=True).first.click()
    assert dict(broken.board.state.agenda) == before


def test_the_rest_of_a_draft_is_proposed_and_taken_in_one_change(unfinished: House) -> None:
    page = unfinished.open()
    assert page.locator("#tray").get_attribute("data-count") == "5"
    proposal = asked(page, "Solve the rest")
    assert {*page.locator("#jobs .moves input").evaluate_all("nodes => nodes.map(node => node.value)")} >= {
        "dams", "wind", "sun", "grids",
    }  # fmt: skip
    with answered(page):
        proposal.get_by_role("button", name="Accept what is ticked").click()
    assert unfinished.score().is_legal
    assert cost_in_bar(page) == unfinished.cost()
    assert unfinished.board.version == 1
    assert len(unfinished.board.state.agenda) >= 6
    # What was proposed is what is there now: nothing has to be said about it any more.
    assert "Every hard rule is kept" in page.locator("#verdict").inner_text()


def test_a_part_of_a_proposal_is_taken_with_what_belongs_to_it(unfinished: House) -> None:
    page = unfinished.open()
    proposal = asked(page, "Solve the rest")
    boxes = {box.get_attribute("value"): box for box in proposal.locator("input").all()}
    group = boxes["dams"].get_attribute("data-group")
    together = {id for id, box in boxes.items() if box.get_attribute("data-group") == group}
    boxes["dams"].uncheck()
    assert {id for id, box in boxes.items() if not box.is_checked()} == together
    assert together < set(boxes), "there is more than one part"
    with answered(page):
        proposal.get_by_role("button", name="Accept what is ticked").click()
    assert set(unfinished.board.state.agenda) == {"opening", "rivers", *boxes} - together
    assert cost_in_bar(page) == unfinished.cost()


def test_everybody_sees_what_is_asked_and_an_answer_can_be_put_away(broken: House) -> None:
    ada, bo = broken.open(), broken.open("viewer", "Bo")
    asked(ada, "Repair")
    bo.locator("#tab-solver").click()
    wait_until(bo, "document.querySelector('#jobs .proposal') !== null")
    assert bo.get_by_role("button", name="Accept what is ticked").count() == 0
    assert "Ada" in bo.locator("#jobs .head").inner_text()
    ada.get_by_role("button", name="Dismiss").click()
    for page in (ada, bo):
        wait_until(page, "document.querySelectorAll('#jobs > li').length === 0")


def test_why_not_says_what_stands_in_the_way_and_what_it_would_take(house: House) -> None:
    page = house.open(height=1700)
    page.locator("article[id='session=wind'] summary").click()
    page.get_by_role("button", name="Why not").click()
    wait_until(page, "document.querySelectorAll('.tile').length > 0")
    page.locator(".tile.broken").first.click()
    wait_until(page, "document.querySelector('#jobs > li.done') !== null")
    assert "With everything else unchanged" in page.locator("#jobs").inner_text()
    assert page.locator("#panel-solver").is_visible()
    assert house.board.version == 0
    assert page.locator(".tile, .ghost").count() == 0
