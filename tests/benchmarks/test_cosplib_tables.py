"""The tables show medians and ranges, nothing where there is nothing, and how a result stands beside its peers."""

# ruff: noqa: RUF001 - ranges are written with an en dash
from __future__ import annotations

import pytest

from benchmarks.cosplib.caption import caption, remarks
from benchmarks.cosplib.peers import Peers, peers_of, read_peers
from benchmarks.cosplib.profile import profile_sheet
from benchmarks.cosplib.record import Document, Run, Term, Verdict
from benchmarks.cosplib.spread import Spread, percent, seconds, whole
from benchmarks.cosplib.tables import Cell, Sheet, answers, times, to_markdown, to_rich
from benchmarks.cosplib.terms import FREE, terms_sheet
from tests.benchmarks.records import document, run

PEERS = {"one": Peers({"a": 12, "b": 10}, 10)}


def column(sheet: Sheet, heading: str) -> list[Cell]:
    return [row[sheet.headings.index(heading)] for row in sheet.rows]


def test_a_cell_has_the_median_and_the_range_where_seeds_differ() -> None:
    three = document(run(objective=10), run(seed=1, objective=30), run(seed=2, objective=1_500))
    assert column(answers(three, PEERS), "objective") == [Cell("30", "10–1,500")]


def test_a_cell_has_no_range_where_seeds_agree() -> None:
    assert column(answers(document(run(), run(seed=1)), PEERS), "objective") == [Cell("10")]


def test_what_is_missing_in_some_runs_is_counted_and_what_is_missing_in_all_is_a_dash() -> None:
    some = document(run(to_proof=4.0), run(seed=1), run(seed=2))
    assert column(times(some), "to proof s") == [Cell("4.00", "2 without")]
    assert column(times(document(run())), "to proof s") == [Cell("–")]


def test_nothing_is_ever_written_as_infinite_or_undefined() -> None:
    nothing = document(run(status="no answer in time", objective=None, bound=None, gap=None, to_best=None, curve=[]))
    for sheet in (answers(nothing, {}), times(nothing), profile_sheet(nothing)):
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
    assert column(answers(runs, PEERS), "beside it") == [expected]


def test_the_best_peer_is_told_with_its_name_and_whether_it_is_proven() -> None:
    assert column(answers(document(run()), PEERS), "best peer") == [Cell("10", "b; optimal")]
    open_ = {"one": Peers({"a": 12}, 10)}
    assert column(answers(document(run()), open_), "best peer") == [Cell("12", "a")]


def test_an_instance_that_nobody_knows_has_no_peers() -> None:
    sheet = answers(document(run("nobody-knows-it")), read_peers())
    assert (column(sheet, "best peer"), column(sheet, "beside it")) == ([Cell("–")], [Cell("–")])


def test_the_stored_peers_are_never_below_their_bound() -> None:
    for name, peers in read_peers().items():
        assert peers.best is not None, name
        assert peers.bound is not None, name
        assert peers.bound <= peers.best, name
    assert peers_of("nobody-knows-it", read_peers()) == Peers()


def test_a_failed_run_is_counted_and_its_numbers_are_not() -> None:
    sheet = answers(document(run(), Run("one", 1, failure=["out of memory"])), PEERS)
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
    assert column(answers(runs, PEERS), "judge") == [Cell(words)]


def test_markdown_has_ranges_in_brackets_and_numbers_on_the_right() -> None:
    sheet = Sheet("", ("instance", "cost"), [[Cell("a|b"), Cell("5", "3–9")], [Cell("c"), Cell("–")]])
    assert to_markdown(sheet).splitlines() == [
        "| instance | cost |",
        "| --- | ---: |",
        "| a\\|b | 5 (3–9) |",
        "| c | – |",
    ]


def test_the_screen_has_the_same_rows() -> None:
    assert to_rich(answers(document(run(), run("two")), PEERS)).row_count == 2


def test_the_caption_names_date_version_commit_machine_and_how_it_was_measured() -> None:
    found = document(run(), run(seed=1))
    words = caption(found.provenance, found.settings)
    for part in ("2026-03-09", "0.1.0", "0123456789ab with local changes", "A processor", "2 cores", "3 s", "2 seeds"):
        assert part in words


def test_the_remarks_tell_what_spoils_a_measurement() -> None:
    spoilt = document(run(), run(seed=1, source="changed"), judged=False, seeds=3)
    assert [*remarks(spoilt)][:3] == [
        "Not judged: there was no judge.",
        "Interrupted: only 2 of 3 runs are there.",
        "The code was changed while it was measured.",
    ]


def test_terms_are_sorted_by_what_they_leave_open_and_the_free_ones_are_left_out() -> None:
    terms = [
        Term("one", "track_rooms", 2, 2, 2, "optimal"),
        Term("one", "speaker_clash", 8, 1, 4, "feasible"),
        Term("one", "track_order", 0, 0, 0, FREE),
    ]
    found = document(run())
    sheet = terms_sheet(Document(found.provenance, found.settings, found.runs, terms))
    assert [cell.text for cell in column(sheet, "rule")] == ["speaker_clash", "track_rooms", "all rules"]
    # 8 - 1 is open of the first; the second is explained; 3 of 10 is proven rule by rule, 5 by the runs.
    assert [cell.text for cell in column(sheet, "open")] == ["7", "0", "7"]
    assert [cell.text for cell in sheet.rows[-1]][2:] == ["10", "3", "–", "7", "together 5"]


def test_the_profile_accounts_for_the_whole_solve() -> None:
    """3.0 in all: compile 0.2, improve 2.5, check 0.05, so 0.25 are left."""
    assert column(profile_sheet(document(run())), "other s") == [Cell("0.25")]


def test_numbers_are_written_with_the_digits_that_matter() -> None:
    assert [seconds(value) for value in (0.1234, 12.34, 1234.5, None)] == ["0.12", "12.3", "1,234", "–"]
    assert [whole(value) for value in (1000, 2.5, None)] == ["1,000", "2.5", "–"]
    assert [percent(value) for value in (0.123, None)] == ["12.3 %", "–"]
    assert Spread.of([3, None, 1]).median == 2
