"""Pictures are drawn as PNG and SVG, also of what is not complete, and their labels do not cover each other."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")

from benchmarks.harness.family import family_of
from benchmarks.harness.picture import LABEL_HEIGHT, _apart, draw_curves
from benchmarks.harness.record import Plan, Run
from benchmarks.harness.scaling import draw_growth
from tests.benchmarks.records import document, run

PEERS = {
    "one": [Plan(by, {"objective": value}) for by, value in (("a", 1_000_000), ("b", 10), ("c", 11))]
    + [Plan("bound", bounds={"objective": 10})]
}
COSPLIB = family_of("cosplib")


def names(files: list[Path]) -> list[str]:
    assert all(path.stat().st_size > 1_000 for path in files)
    return [path.name for path in files]


@pytest.mark.thorough
def test_each_instance_has_a_picture_and_all_have_one_together(tmp_path: Path) -> None:
    found = document(run(), run(seed=1, curve=[[0.1, None, 0], [4.0, 0, 0]]), run("two"))
    files = draw_curves(COSPLIB, found, PEERS, tmp_path)
    assert names(files) == ["one.png", "one.svg", "two.png", "two.svg", "overview.png", "overview.svg"]
    words = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert "1,000,000 a" in words
    assert "10 (optimal) b" in words


def test_what_was_not_solved_has_no_picture(tmp_path: Path) -> None:
    failed = Run("two", 0, failure=["killed"])
    nothing = run("three", status="no answer in time", objective=None, curve=[[1.0, None, 0]])
    assert names(draw_curves(COSPLIB, document(run(), failed, nothing), {}, tmp_path)) == [
        "one.png",
        "one.svg",
        "overview.png",
        "overview.svg",
    ]
    assert draw_curves(COSPLIB, document(failed), {}, tmp_path) == []


def test_growth_is_drawn_without_what_was_never_reached(tmp_path: Path) -> None:
    sizes = {"variables": 100, "constraints": 200}
    never = run("two", sessions=14, size=sizes, first_legal=None, curve=[])
    found = document(run(size=sizes), never, Run("three", 0, 28), family="growth")
    assert names(draw_growth(family_of("growth"), found, tmp_path / "growth")) == ["growth.png", "growth.svg"]


def test_values_below_0_are_drawn_as_soon_as_what_is_more_important_is_settled(tmp_path: Path) -> None:
    """Of the points of an illegal agenda none is drawn: its soft score says nothing."""
    curve = [[0.5, -10, 0, -7_000, None], [2.0, 0, 0, -900, None], [3.0, 0, 0, -500, None]]
    figures = {"hard": 0, "medium": 0, "soft": -500}
    found = document(run(figures=figures, bounds={}, curve=curve), family="optaplanner")
    files = draw_curves(family_of("optaplanner"), found, {}, tmp_path)
    assert names(files) == ["one.png", "one.svg", "overview.png", "overview.svg"]
    assert "7,000" not in (tmp_path / "one.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "heights", [(0.1, 0.5, 0.9), (0.5, 0.5, 0.5, 0.51), (0.0, 0.0), (1.0, 1.0, 1.0), (0.1, 0.11, 0.6, 0.61)]
)
def test_labels_are_apart_within_the_picture_and_near_their_lines(heights: tuple[float, ...]) -> None:
    placed = _apart(heights)
    assert all(upper - lower >= LABEL_HEIGHT - 1e-9 for lower, upper in pairwise(placed))
    assert placed[0] >= -1e-9
    assert placed[-1] <= 1 + 1e-9
    assert max(abs(a - b) for a, b in zip(heights, placed, strict=True)) <= LABEL_HEIGHT * (len(heights) - 1)


def test_labels_with_space_stay_where_they_are() -> None:
    assert _apart((0.1, 0.5, 0.9)) == pytest.approx([0.1, 0.5, 0.9])
