"""A change counts only where it is more than the noise over the seeds, and only under the same conditions."""

# ruff: noqa: RUF001 - ranges are written with an en dash
from __future__ import annotations

from dataclasses import replace

import pytest

from agenda_solver import InvalidInput
from benchmarks.harness.compare import changes, comparison, differences_of_provenance, verdict_of
from benchmarks.harness.record import Document, Number, Run
from benchmarks.harness.table import Spread
from tests.benchmarks.records import document, run


def with_objectives(*objectives: int) -> Document:
    return document(*(run(seed=seed, objective=objective) for seed, objective in enumerate(objectives)))


def verdict(before: list[Number], after: list[Number], *, high: bool = False) -> str:
    return verdict_of(Spread.of(before), Spread.of(after), high=high)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([10, 12, 14], [7, 8, 9], "better"),
        ([10, 12, 14], [15, 18, 20], "worse"),
        ([10, 12, 14], [5, 6, 10], "within noise"),
        ([10, 12, 14], [10, 12, 14], "same"),
        ([10, 12], [11, 11], "within noise"),
    ],
)
def test_ranges_that_touch_are_within_noise(before: list[Number], after: list[Number], expected: str) -> None:
    assert verdict(before, after) == expected


def test_a_higher_bound_of_a_cost_is_better_and_so_is_a_higher_value_with_a_lower_bound() -> None:
    assert verdict([1, 2], [3, 4], high=True) == "better"
    assert verdict([3, 4], [1, 2], high=True) == "worse"
    costs = {c.measure: c.verdict for c in changes(document(run(bound=5)), document(run(bound=6)))}
    assert costs["bound: objective"] == "better"
    values = [document(run(figures={"value": n}, bounds={"value": 9 - n}), family="koma") for n in (1, 2)]
    found = {change.measure: change.verdict for change in changes(*values)}
    assert (found["value"], found["bound: value"]) == ("better", "better")


def test_two_families_have_nothing_to_compare() -> None:
    with pytest.raises(InvalidInput, match="nothing to compare"):
        list(changes(document(run()), document(run(), family="koma")))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([None, None], [5, 6], "better"),
        ([5, 6], [None, None], "worse"),
        ([None, None], [None, None], "same"),
        ([5, None], [6, 7], "within noise"),  # with some seed never: that is worse than 7
        ([6, None], [4, 5], "better"),
        ([], [4, 5], "no runs"),
    ],
)
def test_never_is_worse_than_any_time(before: list[Number], after: list[Number], expected: str) -> None:
    assert verdict(before, after) == expected


def test_every_measure_of_the_common_instances_is_compared() -> None:
    both = document(run(), run("two"))
    found = list(changes(both, document(run("two"), run("three"))))
    assert {change.instance for change in found} == {"two"}
    assert {change.verdict for change in found} == {"same"}
    named = {change.measure for change in found}
    assert {"objective", "bound: objective", "first legal s", "to best s", "within 5 % s", "memory MB"} <= named
    assert "to proof s" not in named, "nobody ever proved anything"


def test_failed_runs_are_not_compared() -> None:
    failed = document(Run("one", 0, failure=["killed"]))
    assert {change.verdict for change in changes(document(run()), failed)} == {"no runs"}


def test_the_table_has_both_medians_the_ranges_and_the_change() -> None:
    sheet = comparison(with_objectives(10, 12, 14), with_objectives(6, 6, 9))
    row = next(row for row in sheet.rows if row[1].text == "objective")
    assert [(cell.text, cell.more) for cell in row[2:]] == [
        ("12", "10–14"),
        ("6", "6–9"),
        ("-50.0 %", ""),
        ("better", ""),
    ]


def test_other_conditions_are_warned_of() -> None:
    before = with_objectives(10, 12)
    after = replace(
        before,
        provenance={**before.provenance, "cpu": "Another"},
        settings={**before.settings, "seconds": 60.0, "workers": 8},
    )
    assert list(differences_of_provenance(before, before)) == []
    assert list(differences_of_provenance(before, after)) == [
        "seconds differs: 3.0 before, 60.0 after.",
        "workers differs: 2 before, 8 after.",
        "cpu differs: A processor before, Another after.",
    ]


def test_another_file_of_the_same_name_is_warned_of() -> None:
    before = replace(with_objectives(10, 12), files={"one.json": "abc"})
    assert list(differences_of_provenance(before, replace(before, files={"one.json": "def"}))) == [
        "one.json was another file."
    ]


def test_one_seed_and_missing_instances_are_warned_of() -> None:
    told = list(differences_of_provenance(document(run()), document(run(), run("two"))))
    assert told == ["With one seed nobody knows the noise: every change looks like more than that.", "Only after: two."]
