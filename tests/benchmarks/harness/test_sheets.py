"""The tables show medians and ranges, nothing where there is nothing, and how a result stands beside its peers."""

# ruff: noqa: RUF001 - ranges are written with an en dash
from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.harness.family import family_of, peers_of
from benchmarks.harness.record import Entry, Plan, Run, Term, Verdict
from benchmarks.harness.reporting import caption, notes_of, remarks
from benchmarks.harness.sheets import answers, best_bound, best_plan, plans_of, profile, sheets_of, times
from benchmarks.harness.table import (
    NOTHING,
    Cell,
    Sheet,
    Spread,
    decimals,
    percent,
    seconds,
    sheet_of,
    to_markdown,
    to_rich,
    whole,
    without_empty,
)
from benchmarks.harness.terms import FREE, terms_sheet
from tests.benchmarks.records import document, run

COSPLIB = family_of("cosplib")
BOUND = Plan("somebody's proof", bounds={"objective": 10})
PEERS = {"one": [Plan("a", {"objective": 12}), Plan("b", {"objective": 10}, seconds=120, version="1"), BOUND]}


def column(sheet: Sheet, heading: str) -> list[Cell]:
    return [row[sheet.headings.index(heading)] for row in sheet.rows]


def test_a_cell_has_the_median_and_the_range_where_seeds_differ() -> None:
    three = document(run(objective=10), run(seed=1, objective=30), run(seed=2, objective=1_500))
    assert column(answers(COSPLIB, three, PEERS), "objective") == [Cell("30", "10–1,500")]


def test_a_cell_has_no_range_where_seeds_agree() -> None:
    assert column(answers(COSPLIB, document(run(), run(seed=1)), PEERS), "objective") == [Cell("10")]


def test_what_is_missing_in_some_runs_is_counted_and_what_is_missing_in_all_is_a_dash() -> None:
    some = document(run(to_proof=4.0), run(seed=1), run(seed=2))
    assert column(times(COSPLIB, some, {}), "to proof s") == [Cell("4.00", "2 without")]
    both = document(run(to_proof=4.0), run("two"))
    assert column(times(COSPLIB, both, {}), "to proof s") == [Cell("4.00"), Cell("–")]


def test_a_column_that_nobody_has_anything_for_is_left_out() -> None:
    assert "to proof s" not in times(COSPLIB, document(run()), {}).headings
    sheet = sheet_of("", ("a", "b", "c"), [(None, 1, None), (None, 2, "")])
    assert without_empty(sheet).headings == ("a", "b")


def test_near_is_near_the_best_that_anybody_knows_and_not_the_run_s_own() -> None:
    """The run has 20 after half a second and 10 after 2 s. 20 is within 5 % of 20 and of 19.05, and not of 19."""
    for best, near in ((20, "0.50"), (19, "2.00")):
        peers = {"one": [Plan("a", {"objective": best})]}
        ours = document(run(objective=20, curve=[[0.5, 20, 0], [2.0, 10, 5]]))
        assert column(times(COSPLIB, ours, peers), "near the best known s") == [Cell(near)]
    ours = document(run(curve=[[0.5, 20, 0], [2.0, 10, 5]]))
    assert column(times(COSPLIB, ours, {"one": [Plan("a", {"objective": 9})]}), "within 5 % s") == [Cell("2.00")]
    assert "near the best known s" not in times(COSPLIB, ours, {"one": [Plan("a", {"objective": 9})]}).headings


def test_nothing_is_ever_written_as_infinite_or_undefined() -> None:
    nothing = document(run(status="no answer in time", objective=None, bound=None, to_best=None, curve=[]))
    for sheet in (answers(COSPLIB, nothing, {}), times(COSPLIB, nothing, {}), profile(nothing)):
        words = to_markdown(sheet).lower()
        assert not {"inf", "nan", "none"} & set(words.replace("|", " ").split())


@pytest.mark.parametrize(
    ("objectives", "expected"),
    [
        ((9, 9, 9), Cell("better")),
        ((10, 10, 10), Cell("equal")),
        ((10, 12, 13), Cell("worse", "best seed equal")),
        ((9, 10, 13), Cell("equal", "best seed better")),
    ],
)
def test_the_median_stands_beside_the_best_peer(objectives: tuple[int, ...], expected: Cell) -> None:
    runs = document(*(run(seed=seed, objective=objective) for seed, objective in enumerate(objectives)))
    assert column(answers(COSPLIB, runs, PEERS), "beside") == [expected]


def test_the_best_peer_is_told_with_its_name_and_whether_it_is_proven() -> None:
    sheet = answers(COSPLIB, document(run()), PEERS)
    assert column(sheet, "best of others") == [Cell("10*", "b")]
    assert column(sheet, "their bound") == [Cell("10")]
    open_ = {"one": [Plan("a", {"objective": 12}), BOUND]}
    assert column(answers(COSPLIB, document(run()), open_), "best of others") == [Cell("12", "a")]
    none = {"one": [Plan("a", remark="it does not fit"), BOUND]}
    assert column(answers(COSPLIB, document(run()), none), "best of others") == [Cell(NOTHING, "a: it does not fit")]


def test_a_problem_that_nobody_knows_has_no_peers() -> None:
    sheet = answers(COSPLIB, document(run("nobody-knows-it")), peers_of("cosplib"))
    assert not {"best of others", "beside"} & set(sheet.headings)


@pytest.mark.parametrize("family", ["cosplib", "chi", "ietf", "koma", "optaplanner", "tpac"])
def test_no_stored_peer_is_better_than_what_was_proven(family: str) -> None:
    one = family_of(family)
    problems = peers_of(family)
    assert any(problems.values())
    for name, plans in problems.items():
        best, bound = best_plan(one, plans), best_bound(one, plans)
        for plan in plans:
            assert set(plan.figures) | set(plan.bounds) <= {figure.name for figure in one.figures}, name
        if best is not None and bound is not None and len(one.figures) == 1:
            assert one.main.worth(best.figures[one.main.name] or 0) <= one.main.worth(bound), name


def test_of_several_figures_each_seed_and_each_plan_of_others_has_a_row_and_what_is_proven_a_star() -> None:
    """Below a figure that is not proven nothing is."""
    chi = family_of("chi")
    names = [figure.name for figure in chi.figures]
    figures = dict.fromkeys(names, 0) | {names[3]: 3}
    open_ = run(figures=figures, bounds={names[3]: 2, names[4]: 0})
    proven = run(seed=1, figures=figures, bounds={names[3]: 3, names[4]: 0})
    theirs = Plan("theirs", dict.fromkeys(names, 0) | {names[0]: 1}, {names[0]: 0}, seconds="1 to 5")
    sheet = answers(chi, document(open_, proven, family="chi"), {"one": [theirs]})
    rows = [[cell.text for cell in row[2:9]] for row in sheet.rows]
    assert rows == [
        ["theirs", "", "1", "0", "0", "0", "0"],
        ["seed 0", "feasible", "0*", "0*", "0*", "3", "0"],
        ["seed 1", "feasible", "0*", "0*", "0*", "3*", "0*"],
    ]
    assert [cell.text for cell in column(sheet, "beside")] == [NOTHING, "better", "better"]
    assert [cell.text for cell in column(sheet, "total s")] == ["1 to 5", "3.00", "3.00"]


def test_plans_are_known_by_the_name_of_the_file_or_of_the_problem_and_stand_in_the_file_too() -> None:
    entry = Entry("A Conference", 7, plans=[Plan("in the file")])
    ours = document(run(), entries={"one": entry})
    assert [plan.by for plan in plans_of(ours, PEERS, "one")] == ["in the file", "a", "b", "somebody's proof"]
    assert [plan.by for plan in plans_of(ours, {"A Conference": [BOUND]}, "one")] == ["in the file", BOUND.by]


def test_what_is_known_of_problems_has_a_table_of_its_own() -> None:
    entries = {"one": Entry("One", 7, {"rooms": 1_000, "share": 0.5}), "two": Entry("Two", 9, {"rooms": None})}
    sheet = sheets_of(COSPLIB, document(run(), entries=entries), {})[0]
    assert sheet.headings == ("problem", "sessions", "rooms", "share")
    assert [[cell.text for cell in row] for row in sheet.rows] == [
        ["one", "7", "1,000", "0.50"],
        ["two", "9", NOTHING, NOTHING],
    ]


def test_a_failed_run_is_counted_and_its_numbers_are_not() -> None:
    sheet = answers(COSPLIB, document(run(), Run("one", 1, failure=["out of memory"])), PEERS)
    assert column(sheet, "status") == [Cell("1 feasible, 1 failed")]
    assert column(sheet, "objective") == [Cell("10")]


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ((Verdict("agrees"), Verdict("agrees")), "agrees"),
        ((Verdict("agrees"), Verdict("differs")), "1 differs"),
        ((Verdict("illegal"), Verdict("no answer")), "1 illegal, 1 no answer"),
        ((None, None), "not judged"),
    ],
)
def test_the_judges_objections_are_not_hidden_by_agreement(verdicts: tuple[Verdict | None, ...], words: str) -> None:
    runs = document(*(run(seed=seed, verdict=verdict) for seed, verdict in enumerate(verdicts)))
    assert column(answers(COSPLIB, runs, PEERS), "judge") == [Cell(words)]


def test_markdown_has_ranges_in_brackets_and_numbers_on_the_right() -> None:
    sheet = Sheet("", ("instance", "cost"), [[Cell("a|b"), Cell("5", "3–9")], [Cell("c"), Cell("–")]])
    assert to_markdown(sheet).splitlines() == [
        "| instance | cost |",
        "| --- | ---: |",
        "| a\\|b | 5 (3–9) |",
        "| c | – |",
    ]


def test_the_screen_has_the_same_rows() -> None:
    assert to_rich(answers(COSPLIB, document(run(), run("two")), PEERS)).row_count == 2


def test_the_caption_names_date_version_commit_machine_and_how_it_was_measured() -> None:
    found = document(run(), run(seed=1))
    words = caption(found.provenance, found.settings)
    for part in ("2026-03-09", "0.1.0", "0123456789ab with local changes", "A processor", "2 cores", "3 s", "2 seeds"):
        assert part in words


def test_the_remarks_tell_what_spoils_a_measurement() -> None:
    spoilt = document(run(), run(seed=1, source="changed"), judged=False, seeds=3)
    assert [*remarks(spoilt)] == [
        "Not judged: there was no judge.",
        "Interrupted: only 2 of 3 runs are there.",
        "The code was changed while it was measured.",
        "The load average before a solve was 0.5.",
    ]
    assert notes_of(COSPLIB, document(run(bound=10))).endswith("while those before it are what they are.")


def test_terms_are_sorted_by_what_they_leave_open_and_the_free_ones_are_left_out() -> None:
    terms = [
        Term("one", "track_rooms", 2, 2, 2, "optimal"),
        Term("one", "speaker_clash", 8, 1, 4, "feasible"),
        Term("one", "track_order", 0, 0, 0, FREE),
    ]
    found = document(run())
    sheet = terms_sheet(replace(found, terms=terms), "objective")
    assert [cell.text for cell in column(sheet, "rule")] == ["speaker_clash", "track_rooms", "all rules"]
    # 8 - 1 is open of the first; the second is explained; 3 of 10 is proven rule by rule, 5 by the runs.
    assert [cell.text for cell in column(sheet, "open")] == ["7", "0", "7"]
    assert [cell.text for cell in sheet.rows[-1]][2:] == ["10", "3", "–", "7", "together 5"]


def test_the_profile_accounts_for_the_whole_solve() -> None:
    """3.0 in all: compile 0.2, improve 2.5, check 0.05, so 0.25 are left."""
    assert column(profile(document(run(size={"variables": 1}))), "other s") == [Cell("0.25")]


def test_what_is_counted_with_one_seed_is_not_missing_with_the_others() -> None:
    seconds = {"presolve": 1.0, "total": 3.0}
    sheet = profile(document(run(size={"variables": 100}, seconds=seconds), run(seed=1)))
    assert (column(sheet, "variables"), column(sheet, "presolve s")) == ([Cell("100")], [Cell("1.00")])
    assert profile(document(run())).rows == [], "nobody looked at the model"


def test_numbers_are_written_with_the_digits_that_matter() -> None:
    assert [seconds(value) for value in (0.1234, 12.34, 1234.5, None)] == ["0.12", "12.3", "1,234", "–"]
    assert [whole(value) for value in (1000, 2.5, None)] == ["1,000", "2.5", "–"]
    assert [decimals(3)(value) for value in (1234.5678, None)] == ["1,234.568", "–"]
    assert [percent(value) for value in (0.123, None)] == ["12.3 %", "–"]
    assert Spread.of([3, None, 1]).median == 2
