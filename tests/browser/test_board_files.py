"""Files go out of the board and come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.board.exports import formats
from tests.browser.boards import House, answered, card, cost_in_bar, drag
from tests.browser.conftest import wait_until


def opened(house: House) -> Any:
    """Return the page of the chair with the tab of files."""
    page = house.open(height=1700)
    page.locator("#tab-share").click()
    return page


def test_every_file_of_the_list_comes_with_what_is_on_the_board(house: House) -> None:
    page = opened(house)
    links = page.locator("#panel-share a[href^='/take/']").evaluate_all(
        "nodes => nodes.map(n => n.getAttribute('href'))"
    )
    assert {link.removeprefix("/take/") for link in links} >= {kind.key for kind in formats()}
    with answered(page):  # one of the files says what has changed since
        page.get_by_role("button", name="Publish").click()
    for link in links:
        status, size, kind = page.evaluate(
            "link => fetch(link).then(async answer => [answer.status, (await answer.arrayBuffer()).byteLength,"
            " answer.headers.get('content-disposition')])",
            link,
        )
        assert (status, kind.startswith("attachment")) == (200, True), link
        assert size > 20, link


def test_a_download_has_a_name_and_the_agenda_as_it_is_now(house: House, tmp_path: Path) -> None:
    page = opened(house)
    drag(page, "wind", ("attic", "late one", 1))
    with page.expect_download() as waiting:
        page.locator("a[href='/take/agenda']").click()
    assert waiting.value.suggested_filename.endswith(".json")
    waiting.value.save_as(tmp_path / "agenda.json")
    written = json.loads((tmp_path / "agenda.json").read_text(encoding="utf-8"))
    assert "attic" in json.dumps(written)


def test_an_edited_workbook_is_reviewed_taken_and_undone_in_one_step(house: House, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    page = opened(house)
    with page.expect_download() as waiting:
        page.locator("a[href='/take/workbook']").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    book = openpyxl.load_workbook(path)
    for cell in (cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value == "Wind"):
        cell.value = "Wind and <b>storms</b>"
    book.save(path)
    before = house.board.state
    page.locator("#bring").set_input_files(path)
    page.locator("dialog[open]").wait_for()
    assert "Wind and <b>storms</b>" in page.locator("dialog li").all_inner_texts().__str__()
    page.get_by_role("button", name="Cancel").click()
    assert house.board.version == 0, "only looked at"
    page.locator("#bring").set_input_files(path)
    with answered(page):
        page.get_by_role("button", name="Import it").click()
    assert card(page, "wind").locator("h3").inner_text() == "Wind and <b>storms</b>"
    assert house.board.version == 1
    assert cost_in_bar(page) == house.cost()
    with answered(page):
        page.keyboard.press("Control+z")
    assert house.board.state.conference == before.conference
    assert dict(house.board.state.agenda) == dict(before.agenda)


def test_a_file_that_is_none_is_refused_with_a_sentence(house: House, tmp_path: Path) -> None:
    house.may_be_refused = True
    page, path = opened(house), tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff nothing")
    page.locator("#bring").set_input_files(path)
    wait_until(page, "document.querySelector('.toast.bad') !== null")
    assert "a picture (JPEG), which is not supported" in page.locator(".toast.bad").inner_text()
    assert page.locator("dialog[open]").count() == 0


def test_a_file_that_cannot_be_made_yet_is_told_with_a_sentence(house: House) -> None:
    house.may_be_refused = True
    page = opened(house)
    page.locator("a[href='/take/changes']").click()
    wait_until(page, "document.querySelector('.toast.bad') !== null")
    assert "published" in page.locator(".toast.bad").inner_text()
