"""A conference that goes through a workbook or a folder of CSV files comes out as it was."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver.demo import demo_path
from agenda_solver.formats.any_format import read_any_conference
from agenda_solver.formats.native import read_conference
from agenda_solver.formats.planner.conference_workbook import read_workbook, write_workbook
from agenda_solver.formats.planner.csv_folder import read_csv_folder, write_csv_folder
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.model.conference import Conference
from agenda_solver.testing.strategies import conferences
from tests.formats.planner_small import conference_in, grids_of
from tests.formats.small import SMALL, changed
from tests.profiles import examples

# What spreadsheets, CSV readers and XML are known to change, or to take for something else.
ODD = (
    "=1+1",
    "#1",
    "+49 30 1",
    "-5",
    "@home",
    "'quoted",
    "'=quoted",
    "a; b, c",
    'say "a; b"',
    '"',
    "two\nlines",
    "carriage\rreturn",
    " blanks ",
    "\ttab",
    "_x0041_",
    "001",
    "1.0",
    "TRUE",
    "yes",
    "2026-03-28",
    "09:00",
    "bell\x07",
    "\u202eright to left",
    "x" * 2_000,
    "😀",
)
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))


@st.composite
def odd_conferences(draw: st.DrawFn) -> Conference:
    """Return a strategy for a small conference whose texts and tags nobody would have thought of."""
    texts = [text for text in draw(st.lists(TEXTS, min_size=8, max_size=8)) if text.strip()] or ["x"]
    pick = st.sampled_from(texts)
    tags = st.lists(pick.filter(lambda text: len(text) <= 200), max_size=3)
    settings = {"rule": "not_in_parallel", "severity": draw(st.sampled_from(["hard", 3, {"priority": 2, "weight": 5}]))}
    return Conference.model_validate(
        changed(
            SMALL,
            {
                "name": draw(pick),
                "notes": draw(st.none() | pick),
                "sources": draw(tags),
                "days[0].name": draw(st.none() | pick),
                "rooms[0].name": draw(pick),
                "rooms[1].name": draw(pick),
                "rooms[0].features": draw(tags),
                "people[0].name": draw(pick),
                "people[1].name": draw(pick),
                "people[1].notes": draw(pick),
                "tracks[0].name": draw(pick),
                "sessions[0].title": draw(pick),
                "sessions[1].title": draw(pick),
                "sessions[1].tags": draw(tags),
                "sessions[1].preferred_features": draw(tags),
                "sessions[1].description": draw(pick),
                "sessions[1].sources": draw(tags),
                "sessions[1].synthetic": draw(st.booleans()),
                "rules[2]": {**settings, "label": draw(pick.filter(lambda text: len(text) <= 200))},
            },
        )
    )


def through_a_workbook(conference: Conference) -> Conference:
    with tempfile.TemporaryDirectory() as folder:
        write_workbook(conference, Path(folder) / "c.xlsx")
        return read_workbook(Path(folder) / "c.xlsx")


def through_csv(conference: Conference) -> Conference:
    with tempfile.TemporaryDirectory() as folder:
        write_csv_folder(conference, folder)
        return read_csv_folder(folder)


@given(conferences())
@settings(max_examples=examples(33), deadline=None)
def test_the_tables_say_all_of_a_conference(conference: Conference) -> None:
    assert conference_in(grids_of(conference)) == conference


@given(odd_conferences())
@settings(max_examples=examples(20), deadline=None)
def test_odd_texts_survive_a_workbook(conference: Conference) -> None:
    assert through_a_workbook(conference) == conference


@given(odd_conferences())
@settings(max_examples=examples(20), deadline=None)
def test_odd_texts_survive_a_folder_of_csv_files(conference: Conference) -> None:
    assert through_csv(conference) == conference


@given(conferences())
@settings(max_examples=examples(12), deadline=None)
def test_times_and_pins_survive_a_workbook_and_csv(conference: Conference) -> None:
    assert through_a_workbook(conference) == conference
    assert through_csv(conference) == conference


@pytest.mark.parametrize("way", [through_a_workbook, through_csv])
def test_the_forum_with_its_votes_and_walks_survives(way) -> None:
    forum = read_conference(demo_path())
    assert way(forum) == forum


def test_the_example_of_a_new_workbook_survives_with_its_wishes_in_their_sheet() -> None:
    grids = grids_of()
    assert conference_in(grids) == example_conference()
    cells = {value for row in grids["Wishes"][1:] for value in row[1:]}
    # 5 points for "Grids that listen" on the first noon, never for "Storing a summer" on the first afternoon.
    assert cells == {None, 5, "never"}
    assert "More" not in grids


def test_what_no_cell_can_hold_stands_on_the_sheet_more_and_comes_back() -> None:
    long = "long " * 20_000  # 100,000 characters; a cell takes 32,767
    conference = Conference.model_validate(changed(SMALL, {"sessions[0].description": long.strip()}))
    grids = grids_of(conference)
    assert [row[:3] for row in grids["More"][1:]] == [["sessions", "opening", "description"]]
    assert through_a_workbook(conference) == conference


def test_a_wish_setting_that_the_sheet_would_not_mean_stays_with_the_rules() -> None:
    # The sheet has no place for what a whole track costs.
    rule = {"rule": "time_preference", "tables": [{"track": "logic", "block": "sat-am", "amount": 3}]}
    conference = Conference.model_validate(changed(SMALL, {"rules[2]": rule}))
    assert conference_in(grids_of(conference)) == conference


def test_a_wish_for_a_block_whose_id_looks_like_a_remark_is_read() -> None:
    wish = {"session": "sets", "block": "#1", "amount": 3}
    rule = {"rule": "time_preference", "label": "wishes", "severity": 1, "tables": [wish]}
    conference = Conference.model_validate(changed(SMALL, {"blocks[0].id": "#1", "rules[2]": rule}))
    grids = grids_of(conference)
    assert 3 in grids["Wishes"][2]
    assert conference_in(grids) == conference


def test_an_id_that_no_cell_gives_back_is_refused_with_its_place() -> None:
    conference = Conference.model_validate(changed(SMALL, {"rooms[0].id": "hall\x07", "published[0].room": "hall\x07"}))
    with pytest.raises(Exception, match=r"rooms\[0\].id: holds characters that cannot be in a cell"):
        grids_of(conference)


def test_workbook_and_folder_are_found_by_their_content(tmp_path: Path) -> None:
    conference = example_conference()
    write_workbook(conference, tmp_path / "named-like-nothing")
    write_csv_folder(conference, tmp_path / "folder.json")
    assert read_any_conference(tmp_path / "named-like-nothing") == conference
    assert read_any_conference(tmp_path / "folder.json") == conference


def test_the_same_conference_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_workbook(example_conference(), tmp_path / folder / "forum.xlsx")
    assert (tmp_path / "a" / "forum.xlsx").read_bytes() == (tmp_path / "b" / "forum.xlsx").read_bytes()
