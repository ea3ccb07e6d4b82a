"""Favourites come into a conference from a table, a matrix or JSON; what cannot be meant is told with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from agenda_solver import Conference, InvalidInput
from agenda_solver.audience.favourites import with_favourites
from agenda_solver.cli.exit_codes import Exit
from tests.commands import Command


def camp(**changes: Any) -> Conference:
    builder = Conference.build("camp", "Camp", "Europe/Vienna").day("2026-07-04")
    builder.block("10:00", "12:00", id="b", slot_minutes=60).room("Barn").person("Ada Lovelace", id="ada")
    for id, title in (("bees", "Bees; and honey"), ("clouds", "Clouds"), ("dykes", "Dykes")):
        builder.session(title, id=id, minutes=60)
    return builder.votes("eve", "clouds").done().replace(**changes)


def brought(tmp_path: Path, text: str, name: str = "w.csv", **options: Any) -> Any:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return with_favourites(camp(), tmp_path / name, **options)


def votes(conference: Conference) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {ballot.voter: (ballot.sessions, ballot.strong) for ballot in conference.votes}


EVE = {"eve": (("clouds",), ())}


def test_a_row_for_each_wish_says_who_wants_what_and_how_much(tmp_path: Path) -> None:
    text = "Email,Talk,Wish\nx@y.z,Clouds,2\nada lovelace,bees; AND honey,\nx@y.z,dykes,x\nx@y.z,bees,no\n"
    found = brought(tmp_path, text)
    # Ada is the person of the conference; a title may hold a semicolon; "no" is no wish.
    assert votes(found.conference) == EVE | {"x@y.z": (("clouds", "dykes"), ("clouds",)), "ada": (("bees",), ())}
    assert (found.voters, found.weak, found.strong, found.required) == (2, 2, 1, 0)


def test_a_row_for_each_voter_lists_sessions_with_semicolons_as_the_sheet_of_votes_does(tmp_path: Path) -> None:
    found = brought(tmp_path, 'Voter;Sessions;Most of all\nv;"clouds; dykes";dykes\n')
    assert votes(found.conference) == EVE | {"v": (("clouds", "dykes"), ("dykes",))}


def test_a_matrix_has_a_row_for_each_voter_and_a_column_for_each_session(tmp_path: Path) -> None:
    found = brought(tmp_path, ",Clouds,Dykes,Bees; and honey\nv,x,strong,0\nAda Lovelace,,,required\nw,,,\n")
    assert votes(found.conference) == EVE | {"v": (("clouds", "dykes"), ("dykes",))}
    assert found.conference.session_by_id["bees"].required_people == ("ada",)
    assert [person.id for person in found.conference.people] == ["ada"]


def test_whoever_has_to_be_somewhere_becomes_a_person_and_needs_no_vote(tmp_path: Path) -> None:
    found = brought(tmp_path, "voter,session,wish\neve,clouds,required\neve,dykes,1\n")
    assert votes(found.conference) == {"eve": (("dykes",), ())}
    assert found.conference.session_by_id["clouds"].required_people == ("eve",)
    assert found.conference.person_by_id["eve"].name == "eve"


def test_wishes_are_added_and_of_two_the_stronger_counts_unless_the_old_ones_are_replaced(tmp_path: Path) -> None:
    text = "voter,session,wish\neve,clouds,2\neve,clouds,1\neve,dykes,1\n"
    assert votes(brought(tmp_path, text).conference) == {"eve": (("clouds", "dykes"), ("clouds",))}
    assert votes(brought(tmp_path, "voter,session\nv,dykes\n", replace=True).conference) == {"v": (("dykes",), ())}


def test_json_has_ballots_of_voters(tmp_path: Path) -> None:
    raw = {"votes": [{"voter": "v", "sessions": ["Clouds"], "strong": ["dykes"]}, {"voter": 7, "required": ["bees"]}]}
    found = brought(tmp_path, json.dumps(raw), "w.json")
    assert votes(found.conference) == EVE | {"v": (("clouds", "dykes"), ("dykes",))}
    assert found.conference.session_by_id["bees"].required_people == ("7",)


def test_json_has_sessions_with_those_who_favour_them(tmp_path: Path) -> None:
    # The id is one of another program, so the title says which session it is.
    raw = [{"id": 12, "title": "Clouds", "favourites": [3, 5]}, {"id": "dykes", "title": "?", "favourites": [5]}]
    found = brought(tmp_path, json.dumps(raw), "w.json", replace=True)
    assert votes(found.conference) == {"3": (("clouds",), ()), "5": (("clouds", "dykes"), ())}


def test_a_sheet_of_a_workbook_is_found_by_its_name(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "w.xlsx") as book:
        book.add_worksheet("notes").write(0, 0, "nothing")
        sheet = book.add_worksheet("stars")
        for row, cells in enumerate((["voter", "session", "wish"], [12, "clouds", 2])):
            sheet.write_row(row, 0, cells)
    found = with_favourites(camp(), tmp_path / "w.xlsx", sheet="stars", replace=True)
    assert votes(found.conference) == {"12": (("clouds",), ("clouds",))}
    with pytest.raises(InvalidInput, match=r'w.xlsx: there is no sheet "star" \(did you mean "stars"\?\)'):
        with_favourites(camp(), tmp_path / "w.xlsx", sheet="star")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("voter,session\nv,Cluods\n", 'w.csv!B2: there is no session "Cluods" (did you mean "clouds"?)'),
        ("voter,session\n,clouds\n", "w.csv!A2: the participant is missing"),
        ("voter,session\nv,\n", "w.csv!B2: the session is missing"),
        ("voter,session,wish\nv,clouds,maybe\n", 'w.csv!C2: "maybe" is not a wish'),
        (",clouds,\nv,x,x\n", "w.csv!C1: this column has entries, but no session in its heading"),
        (",clouds\nv,perhaps\n", 'w.csv!B2: "perhaps" is not a wish'),
        (f"voter,session\n{'v' * 300},clouds\n", "w.csv!A2: "),
        ("voter,session\n", "w.csv: holds no favourites"),
        ("", "w.csv: holds no favourites"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_cell_and_what_was_typed(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        brought(tmp_path, text)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"voter": "v"}, "w.json: holds no favourites"),
        ([3], "[0]: must be an object"),
        ([{"voter": "v"}], "[0]: has none of sessions, strong, required"),
        ([{"voter": None, "sessions": []}], "[0].voter: must be an id"),
        ([{"voter": "v", "sessions": "clouds"}], "[0].sessions: must be a list"),
        ({"votes": [{"voter": "v", "sessions": ["rain", True]}]}, 'votes[0].sessions[0]: there is no session "rain"'),
        ({"votes": [{"voter": "v", "sessions": ["rain", True]}]}, "votes[0].sessions[1]: must be an id"),
        ([{"id": 3, "title": "Rain", "favourites": ["v"]}], '[0].title: there is no session "Rain"'),
        ([{"title": "Clouds"}], "[0]: needs the session"),
    ],
)
def test_a_mistake_in_json_is_told_with_its_path(tmp_path: Path, raw: Any, told: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        brought(tmp_path, json.dumps(raw), "w.json")
    assert told in str(caught.value)


def test_all_mistakes_are_told_at_once_and_unknown_sessions_may_be_left_out(tmp_path: Path) -> None:
    text = "voter,session,wish\nv,Lunch,1\nv,clouds,1\nw,Lunch,1\n"
    with pytest.raises(InvalidInput) as caught:
        brought(tmp_path, text)
    assert [mistake.place for mistake in caught.value.mistakes] == ["w.csv!B2", "w.csv!B4"]
    found = brought(tmp_path, text, skip_unknown=True)
    assert votes(found.conference) == EVE | {"v": (("clouds",), ())}
    assert str(found.skipped[0]).startswith('w.csv!B2: there is no session "Lunch"')
    assert found.voters == 1


def test_two_people_of_one_name_have_to_be_told_apart(tmp_path: Path) -> None:
    people = [{"id": "a", "name": "Ann"}, {"id": "b", "name": "Ann"}]
    (tmp_path / "w.csv").write_text("voter,session\nAnn,clouds\na,dykes\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r'w.csv!A2: "Ann" fits several people; write the id'):
        with_favourites(camp(people=people), tmp_path / "w.csv")


@pytest.mark.parametrize("name", ["w.txt", "w", "w.xlsx", "w.json"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="w"):
        brought(tmp_path, "\0\0", name)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from agenda_solver import write_conference

    monkeypatch.chdir(tmp_path)
    write_conference(camp(), tmp_path / "c.json")
    (tmp_path / "w.csv").write_text("voter,session,wish\nv,clouds,2\nw,Lunch,1\n", encoding="utf-8")
    return tmp_path


def test_the_command_writes_the_conference_and_says_how_many_wishes_came_in(files: Path, command: Command) -> None:
    ended = command("audience", "favourites", "c.json", "w.csv", "-o", "out.json")
    assert ended.code == Exit.INVALID
    assert ended.err.startswith('w.csv!B3: there is no session "Lunch"')
    assert not (files / "out.json").exists()
    ended = command("audience", "favourites", "c.json", "w.csv", "-o", "out.json", "--skip-unknown")
    assert ended.code == 0
    assert "1 participant: 0 wishes, 1 strong one." in ended.out
    assert "Left out: w.csv!B3" in ended.err
    written = json.loads((files / "out.json").read_text(encoding="utf-8"))
    assert written["votes"][-1] == {"voter": "v", "sessions": ["clouds"], "strong": ["clouds"]}


def test_the_command_refuses_to_write_over_its_inputs(files: Path, command: Command) -> None:
    assert command("audience", "favourites", "c.json", "w.csv", "-o", "c.json").code != 0
    assert command("audience", "favourites", "c.json", "w.csv", "-o", "w.csv").code != 0
    assert (
        command("audience", "favourites", "c.json", "w.csv", "-o", "out.json", "--skip-unknown", "--json").json[
            "skipped"
        ][0]["place"]
        == "w.csv!B3"
    )
