"""Results are strict JSON that is read as it was written; curves and moments are what the solve told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agenda_solver import InvalidInput, Progress
from benchmarks.harness.curve import Moments, curve_of, moments, thinned
from benchmarks.harness.family import family_of
from benchmarks.harness.provenance import provenance
from benchmarks.harness.record import Document, Entry, Plan, Run, Term, Verdict, load, save
from benchmarks.harness.terms import best_run
from tests.benchmarks.records import document, run


def strict(text: str) -> object:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    runs = [
        run(),
        Run("one", 1, failure=["killed"]),
        run("two", verdict=Verdict("differs", {"objective": 11}, ["judged 11"])),
    ]
    terms = [Term("one", "track_rooms", 2, 1, None, "failed", failure=["killed"])]
    problems = {"one": Entry("One", 7, {"rooms": 2}, [Plan("somebody", {"objective": 9}, seconds="a day")])}
    written = Document("cosplib", provenance(), document().settings, {"one.xlsx": "abc"}, problems, runs, terms)
    save(written, tmp_path / "results.json")
    strict((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert load(tmp_path / "results.json") == written


def test_infinity_is_never_written_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    save(document(run()), path)
    with pytest.raises(ValueError, match="not JSON compliant"):
        save(document(run(memory=float("inf"))), path)
    assert load(path).runs == [run()]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "something else"}', '{"format": "agenda-solver/benchmark/2", "runs": [{}]}']
)
def test_other_files_are_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match="holds no results of a benchmark"):
        load(tmp_path / "other.json")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        load(tmp_path / "nowhere.json")


def test_the_provenance_says_what_code_on_what_machine() -> None:
    about = provenance()
    assert {"date", "package", "ortools", "python", "commit", "dirty", "cpu", "cores", "load"} <= set(about)
    assert about["cores"] >= 1
    assert about["cpu"]


# --- curves ----------------------------------------------------------------------------------------------------------

HISTORY = (
    Progress("compile", 0.0),
    Progress("improve", 1.0, None, 3),
    Progress("improve", 2.0, 50, 3),
    Progress("improve", 2.5, 50, 3),
    Progress("improve", 3.0, 104, 2),  # told late: neither is worse than before
    Progress("improve", 4.0, 42, 20),
    Progress("improve", 5.0, 40, 30),
    Progress("improve", 6.0, 40, 40, level=1),  # of another priority level
    Progress("improve", 7.0, 40, 40),
)


def test_a_curve_has_what_changed_and_the_answer() -> None:
    assert curve_of(HISTORY, 9.0, 40, 40) == [
        [1.0, None, 3],
        [2.0, 50, 3],
        [4.0, 42, 20],
        [5.0, 40, 30],
        [7.0, 40, 40],
        [9.0, 40, 40],
    ]


def test_the_moments_are_those_of_the_best_of_one_within_5_per_cent_and_of_the_proof() -> None:
    """42 is 5 % above 40 exactly."""
    curve = curve_of(HISTORY, 9.0, 40, 40)
    assert moments(curve, proven=True) == Moments(to_best=5.0, to_near=4.0, to_proof=7.0)
    assert moments(curve, proven=False).to_proof is None


def test_near_to_0_is_0() -> None:
    assert moments([[1.0, 1, 0], [2.0, 0, 0]], proven=True) == Moments(2.0, 2.0, 2.0)


def test_a_better_answer_than_was_told_counts_at_the_end() -> None:
    assert moments(curve_of(HISTORY, 9.0, 39, 30), proven=False) == Moments(9.0, 5.0, None)


def test_without_an_agenda_there_are_no_moments() -> None:
    assert moments(curve_of(HISTORY[:2], 9.0, None, 3), proven=False) == Moments()


def test_thinning_keeps_each_objective_and_the_end() -> None:
    bounds = [[100 + n / 100, 7, n] for n in range(1_000)]
    kept = thinned([[1.0, 9, 0], *bounds, [111.0, 5, 1_000], [112.0, 5, 1_001]])
    assert len(kept) < 20
    assert [kept[0], kept[1], *kept[-2:]] == [[1.0, 9, 0], [100.0, 7, 0], [111.0, 5, 1_000], [112.0, 5, 1_001]]


def test_the_best_run_is_the_one_with_the_least_objective_or_the_greatest_value() -> None:
    found = document(run(objective=None), run(seed=1, objective=0), run(seed=2, objective=4))
    best = best_run(found, family_of("cosplib"), "one")
    assert best is not None
    assert best.seed == 1
    assert best_run(replace(found, runs=found.runs[:1]), family_of("cosplib"), "one") is None
    values = document(*(run(seed=seed, figures={"value": value}) for seed, value in enumerate((1.5, 2.5, 0.5))))
    best = best_run(values, family_of("koma"), "one")
    assert best is not None
    assert best.seed == 1


def test_of_values_that_grow_the_moments_are_told_from_below() -> None:
    """95 is within 5 % of 100."""
    curve = [[1.0, 60.0, 120.0], [2.0, 95.0, 110.0], [4.0, 100.0, 100.0]]
    assert moments(curve, proven=True, high=True) == Moments(to_best=4.0, to_near=2.0, to_proof=4.0)
