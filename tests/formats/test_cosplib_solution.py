"""A solution workbook is an agenda; what an agenda cannot express is told with its cell; the report can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.cosplib.read import read_cosplib
from agenda_solver.formats.cosplib.sentences import WorkbookWords
from agenda_solver.formats.cosplib.solution import read_solution
from agenda_solver.formats.cosplib.solution_sheets import refuse_unless_solvable, write_solution
from agenda_solver.model.conference import Conference
from tests.formats.cosplib_small import INSTANCES, SOLUTIONS, Sheets, instance_of, needs_data, read_once, save
from tests.formats.mistakes import Bad
from tests.formats.small import SMALL as OTHER

# Blocks Mon (3 slots), Tue (2) and Ghost (2); s1 needs two slots. One gap in Mon / Hall, one in Mon / Den.
SOLUTION: Sheets = {
    "anything": [
        [None, "Hall", "Den"],
        ["Mon", "Sets", "Maps"],
        ["Tue", "Nets", "Maps"],
        ["Ghost", "Sets", None],
        [],
        ["Mon", "s1", None],
        ["Mon", "s1", "s3"],
        ["Mon", None, None],
        ["Tue", "s5", "s4"],
        ["Tue", None, None],
        ["Ghost", None, None],
        ["Ghost", "s2", None],
    ]
}
PLACES = {
    "s1": ("Hall", "Mon", 0),
    "s2": ("Hall", "Ghost", 1),
    "s3": ("Den", "Mon", 1),
    "s4": ("Den", "Tue", 0),
    "s5": ("Hall", "Tue", 0),
}


@pytest.fixture
def small(tmp_path: Path) -> Conference:
    return read_cosplib(save(tmp_path / "small.xlsx"))


def test_a_solution_is_read_by_position(small: Conference, tmp_path: Path) -> None:
    assert read_solution(save(tmp_path / "s.xlsx", SOLUTION), small) == small.agenda(PLACES)


def test_other_sheets_are_not_read(small: Conference, tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx", {**SOLUTION, "violations": [["=1/0", "s9"]]})
    assert len(read_solution(path, small)) == 5


def test_a_submission_that_stands_nowhere_has_no_place_and_the_score_says_so(small: Conference, tmp_path: Path) -> None:
    changes = {"anything!B4": None, "anything!B12": None}
    agenda = read_solution(save(tmp_path / "s.xlsx", SOLUTION, **changes), small)
    assert [session.id for session in agenda.unplaced] == ["s2"]
    assert not score(small, agenda).is_legal


BAD = [
    Bad("other room", {"B1": "Hal"}, "B1", 'must be the room "Hall", as in the instance, not "Hal"'),
    Bad("no room", {"C1": None}, "C1", 'must be the room "Den", as in the instance, not empty'),
    Bad("other session", {"A3": "Mon"}, "A3", 'must be the session "Tue"'),
    Bad("other session below", {"A9": "Mon"}, "A9", 'must be the session "Tue"'),
    Bad("unknown track", {"B3": "Net"}, "B3", 'unknown track "Net" (did you mean "Nets"?)'),
    Bad("unknown submission", {"B10": "s9"}, "B10", 'unknown submission "s9"'),
    Bad("a room too many", {"D1": "Attic"}, "D1", "where the instance has 2 rooms and 7 time slots"),
    Bad("a slot too many", {"A13": "Ghost"}, "A13", "where the instance has 2 rooms and 7 time slots"),
    Bad("no empty row", {"A5": "Mon"}, "A5", "nothing may be here"),
    Bad("too many slots", {"B10": "s5"}, "B10", '"s5" is in 2 time slots, but needs 1'),
    Bad("too few slots", {"B7": None}, "B6", '"s1" is in 1 time slot, but needs 2'),
    Bad("a gap within", {"B7": None, "B8": "s1"}, "B8", 'the slots of "s1" do not follow each other in one room'),
    Bad("two sessions", {"B7": None, "B11": "s1"}, "B11", "do not follow each other in one room"),
    Bad("cell of another track", {"B9": None, "B3": None, "B8": "s5"}, "B8", 'room are of the track "Sets"'),
    Bad("cell of no track", {"C4": None, "B9": None, "B3": None, "C12": "s5"}, "C12", "room are of no track"),
    Bad("track without a submission", {"C4": "Nets"}, "C4", 'the track "Nets" is here without a submission'),
    Bad("formula", {"B10": "=1+1"}, "B10", "a formula that was never computed"),
]


def wrong_unless_known(bad: Bad) -> dict[str, Any]:
    return {f"anything!{cell}": value for cell, value in bad.changes.items()}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name.replace(" ", "-"))
def test_what_an_agenda_cannot_express_is_told_with_its_cell(bad: Bad, small: Conference, tmp_path: Path) -> None:
    path = save(tmp_path / "bad.xlsx", SOLUTION, **wrong_unless_known(bad))
    with pytest.raises(InvalidInput) as caught:
        read_solution(path, small)
    assert caught.value.source == str(path)
    told = [(mistake.place, mistake.message) for mistake in caught.value.mistakes]
    # Whoever misspells a track, or leaves it out, has its submissions in a cell of no track as well.
    assert f"anything!{bad.place}" in [place for place, _ in told]
    assert bad.words in dict(told)[f"anything!{bad.place}"]
    assert len(told) == (2 if bad.name == "unknown track" else 1)


def test_mistakes_of_a_solution_are_told_at_once(small: Conference, tmp_path: Path) -> None:
    changes = {"anything!B1": "x", "anything!C4": "Nets", "anything!B10": "s5"}
    with pytest.raises(InvalidInput) as caught:
        read_solution(save(tmp_path / "s.xlsx", SOLUTION, **changes), small)
    assert [mistake.place for mistake in caught.value.mistakes] == list(changes)


# Each breaks most names in its own way: those at the heads, those within, all of them.
OTHERS: list[tuple[dict[str, Any], str]] = [
    ({f"anything!A{row}": f"Day {row}" for row in (2, 3, 4, *range(6, 13))}, "A2: must be the session"),
    ({f"anything!{cell}": "other" for cell in ("B2", "B3", "C3", "B4", "B6", "B7", "C7")}, "B2: unknown track"),
    ({f"anything!{column}{row}": "x" for column in "ABC" for row in range(1, 13)}, "B1: "),
]


@pytest.mark.parametrize(("changes", "place"), OTHERS)
def test_a_solution_of_another_conference_is_one_mistake(
    changes: dict[str, Any], place: str, small: Conference, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_solution(save(tmp_path / "s.xlsx", SOLUTION, **changes), small)
    (mistake,) = caught.value.mistakes
    assert str(mistake).startswith(f"anything!{place}")
    assert mistake.message.endswith("; most names differ, so this is not a solution of this conference")


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_a_published_solution_of_another_conference_is_one_mistake(path: Path) -> None:
    for instance in INSTANCES:
        if instance != instance_of(path):
            with pytest.raises(InvalidInput, match="most names differ") as caught:
                read_solution(path, read_once(instance))
            assert len(caught.value.mistakes) == 1, instance


def test_the_workbook_of_a_conference_is_no_solution(small: Conference, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_solution(save(tmp_path / "a.xlsx"), small)
    assert [mistake.message for mistake in caught.value.mistakes] == ["is the workbook of a conference, not a solution"]


def test_a_conference_that_cannot_have_a_solution_workbook_reads_none(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"a solution of .* it has sessions whose length is not in slots") as caught:
        read_solution(save(tmp_path / "s.xlsx", SOLUTION), Conference.model_validate(OTHER))
    assert len(caught.value.mistakes) == 1


# --- writing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left_out", [(), ("s1",), tuple(PLACES)])
def test_what_is_written_reads_as_the_same_agenda(small: Conference, tmp_path: Path, left_out: tuple[str, ...]) -> None:
    agenda = small.agenda({id: place for id, place in PLACES.items() if id not in left_out})
    path = tmp_path / "s.xlsx"
    write_solution(agenda, path, score(small, agenda))
    assert read_solution(path, small) == agenda


def test_the_first_sheet_has_cosplib_s_layout(small: Conference, tmp_path: Path) -> None:
    agenda = small.agenda(PLACES)
    path = tmp_path / "s.xlsx"
    write_solution(agenda, path, score(small, agenda))
    rows = [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    assert rows == [row or [None] * 3 for row in SOLUTION["anything"]]


def test_the_report_has_every_violation_the_hard_ones_first_then_by_cost(small: Conference, tmp_path: Path) -> None:
    agenda = small.agenda({id: place for id, place in PLACES.items() if id != "s4"})
    scorecard = score(small, agenda)
    path = tmp_path / "s.xlsx"
    write_solution(agenda, path, scorecard)
    sheet = openpyxl.load_workbook(path)["violations"]
    assert sheet.freeze_panes == "A2"
    head, *rows = (list(row) for row in sheet.iter_rows(values_only=True))
    assert head == [
        "what is wrong", "cost", "term", "amount", "weight", "submissions", "sessions", "rooms", "rule",
    ]  # fmt: skip
    assert rows[0] == ['"s4" has no place.', None, None, 1, "hard", "s4", None, None, "structure"]
    costs = [row[1] for row in rows[1:]]
    assert costs == sorted(costs, reverse=True)
    assert sum(costs) == scorecard.objective
    assert len(rows) == len(list(scorecard.violations))
    assert {row[8]: row[2] for row in rows}["room_availability"] == "Sessions_Rooms|Penalty"


def test_the_report_speaks_as_the_workbook_does_of_zones_and_of_sessions_that_were_moved(
    small: Conference, tmp_path: Path
) -> None:
    """Ghost lies on a day that the workbook does not know, and the IANA name of GMT-5 is Etc/GMT+5."""
    agenda = small.agenda(PLACES)
    path = tmp_path / "s.xlsx"
    write_solution(agenda, path, score(small, agenda))
    _, *rows = (list(row) for row in openpyxl.load_workbook(path)["violations"].iter_rows(values_only=True))
    # s2 begins at 09:30 by GMT+2, so at 02:30 by GMT-5: 10 points with a weight of 8.
    assert next(row for row in rows if row[8] == "local_hours") == [
        'The block of "s2" (Ghost 09:30) is from 02:30 to 03:30 in GMT-5, which is unsuitable.',
        80, "Submissions_Timezones", 10, 8, "s2", "Ghost", None, "local_hours",
    ]  # fmt: skip
    gap = next(row for row in rows if row[8] == "track_contiguity")
    assert gap[0] == (
        'The track "Sets" has a gap: it is in the blocks of 9 Mar 09:00 and Ghost 09:30, but not in that of '
        "10 Mar 09:00."
    )
    assert (gap[5], gap[6]) == ("s1, s2", "Mon, Ghost")
    assert not any("11 Mar" in row[0] or "Etc/" in row[0] for row in rows)


def test_titles_in_sentences_stay_as_they_are(small: Conference) -> None:
    words = WorkbookWords(small)
    assert words.of('"Etc/GMT+5" and "11 Mar 09:30" (11 Mar 09:30, Etc/GMT)') == (
        '"Etc/GMT+5" and "11 Mar 09:30" (Ghost 09:30, GMT+0)'
    )
    assert words.of("at 9 Mar 09:30, and 12 Mar 09:30") == "at 9 Mar 09:30, and 12 Mar 09:30"


def test_where_nothing_is_wrong_the_report_says_so(tmp_path: Path) -> None:
    weights = {f"parameters!E{row}": 0 for row in range(2, 18)}
    conference = read_cosplib(save(tmp_path / "a.xlsx", **weights))
    agenda = conference.agenda(PLACES)
    write_solution(agenda, tmp_path / "s.xlsx", score(conference, agenda), remark="Optimal: it costs 0.")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert [row[0] for row in book["violations"].iter_rows(min_row=2, values_only=True)] == [
        "Nothing: every rule is kept, and no term costs anything."
    ]
    assert [row[0] for row in book["score"].iter_rows(values_only=True)][-2:] == [
        "Legal: every hard rule is kept.",
        "Optimal: it costs 0.",
    ]


def test_the_score_sheet_sums_up_the_terms(small: Conference, tmp_path: Path) -> None:
    """Den costs 5 during Mon and Hall 3 during Ghost: 8 in all, with a weight of 3."""
    agenda = small.agenda(PLACES)
    scorecard = score(small, agenda)
    path = tmp_path / "s.xlsx"
    write_solution(agenda, path, scorecard)
    rows = [list(row) for row in openpyxl.load_workbook(path)["score"].iter_rows(values_only=True)]
    assert rows[0] == ["term", "amount", "weight", "cost", "rule"]
    assert ["Sessions_Rooms|Penalty", 8, 3, 24, "room_availability"] in rows
    assert [None, 0, "hard", None, "track_cell"] in rows
    assert rows[-2] == ["Cost in all", None, None, scorecard.objective, None]
    assert rows[-1] == ["Legal: every hard rule is kept.", None, None, None, None]


def test_names_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    conference = read_cosplib(save(tmp_path / "a.xlsx"))
    sessions = tuple(
        session.model_copy(update={"title": f"=HYPERLINK({session.id})"}) for session in conference.sessions
    )
    conference = conference.replace(sessions=sessions)
    agenda = conference.agenda({"s1": ("Hall", "Mon", 0)})
    write_solution(agenda, tmp_path / "s.xlsx", score(conference, agenda))
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=") for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ({"s1": ("Hall", "Mon", 0), "s2": ("Hall", "Mon", 1)}, 'cannot have "s1" and "s2" in one slot'),
        (
            {"s2": ("Hall", "Mon", 0), "s3": ("Hall", "Mon", 1)},
            'one track in "Mon" / "Hall", but "s3" is of another one',
        ),
    ],
)
def test_an_agenda_that_no_solution_can_say_is_refused(
    small: Conference, tmp_path: Path, places: dict[str, tuple[str, str, int]], words: str
) -> None:
    agenda = small.agenda(places)
    with pytest.raises(InvalidInput, match=words):
        write_solution(agenda, tmp_path / "s.xlsx", score(small, agenda))
    assert not (tmp_path / "s.xlsx").exists()


def test_other_conferences_have_no_solution_workbook(small: Conference) -> None:
    refuse_unless_solvable(small)
    with pytest.raises(InvalidInput, match=r"a solution needs .* it has sessions whose length is not in slots"):
        refuse_unless_solvable(Conference.model_validate(OTHER))
    sessions = (small.sessions[0].model_copy(update={"track": None}), *small.sessions[1:])
    with pytest.raises(InvalidInput, match="it has sessions without a track"):
        refuse_unless_solvable(small.replace(sessions=sessions))
    with pytest.raises(InvalidInput, match='its rule "track_cell" is not hard'):
        refuse_unless_solvable(small.replace(rules=small.rules[:-1]))
