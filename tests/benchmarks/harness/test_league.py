"""The pages of stored results are what the results say, and the league has every public problem."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.__main__ import LEAGUE, RESULTS, shown
from benchmarks.families import NAMES
from benchmarks.harness.family import family_of, peers_of
from benchmarks.harness.league import NOT_MEASURED, league, league_page
from benchmarks.harness.reporting import page_of
from tests.benchmarks.records import document, run

PUBLIC = [family_of(name) for name in NAMES if family_of(name).public]


def test_the_league_is_up_to_date_with_the_stored_results() -> None:
    """``python -m benchmarks league`` writes it anew."""
    assert LEAGUE.read_text(encoding="utf-8") == league_page(PUBLIC, RESULTS)


@pytest.mark.parametrize("path", sorted(RESULTS.glob("*.json")), ids=lambda path: path.stem)
def test_the_page_of_each_measurement_is_up_to_date(path) -> None:
    """``python -m benchmarks pages`` writes them anew."""
    assert path.with_suffix(".md").read_text(encoding="utf-8") == page_of(*shown(path))


def test_every_public_problem_has_a_row() -> None:
    page = league_page(PUBLIC, RESULTS)
    for family in PUBLIC:
        titles = {"TPAC 2023 meetings"}  # known by the name of the event, and measured under that of its file
        for name in set(peers_of(family.name)) - titles:
            assert f"| {name} |" in page, name


def test_what_was_not_measured_is_said_to_be() -> None:
    """Of all of CoSPLib there is one run of N2OR, which found 2 and proved 1."""
    ours = document(run("N2OR", objective=2, bound=1), run("N2OR", seed=1, objective=4, bound=0))
    sheet = league(family_of("cosplib"), [ours])
    rows = {row[0].text: dict(zip(sheet.headings, (cell.text for cell in row), strict=True)) for row in sheet.rows}
    n2or = rows.pop("N2OR")
    assert (n2or["ours, best of the seeds"], n2or["median"], n2or["bound"]) == ("2", "4", "1")
    assert (n2or["best of others"], n2or["ours beside it"]) == ("1*", "worse")
    assert n2or["measured"] == "2026-03-09, 0.1.0 (0123456789ab+)"
    assert {row["ours, best of the seeds"] for row in rows.values()} == {NOT_MEASURED}
    assert set(rows) == set(peers_of("cosplib")) - {"N2OR"}


def test_each_measurement_of_a_problem_has_a_row_and_one_without_an_agenda_says_so() -> None:
    short = document(run("koma90", figures={"value": 90.0}, bounds={"value": 120.0}), family="koma", seconds=30.0)
    none = replace(document(run("koma90", objective=None), family="koma", seconds=300.0))
    rows = [[cell.text for cell in row][:2] for row in league(family_of("koma"), [none, short]).rows]
    assert rows[:2] == [["koma90", "90.000"], ["koma90", "no agenda"]]
