"""Talks that are alike by their words are proposed, and what a planner says yes to is kept apart."""

from __future__ import annotations

import json
import subprocess
import sys
from math import log, sqrt
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, read_conference, write_conference
from agenda_solver.audience.similar import similar_sessions, with_similar_apart
from agenda_solver.audience.similar_talks_table import read_accepted, write_proposals
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.demo import demo_path
from agenda_solver.formats.planner.csv_text import csv_of
from tests.commands import Command


def talks(**sessions: Any) -> Conference:
    builder = Conference.build("talks", "Talks", "Europe/Vienna").day("2026-07-04")
    builder.block("10:00", "18:00", id="b", slot_minutes=60).room("Barn")
    for id, given in sessions.items():
        title, fields = (given, {}) if isinstance(given, str) else (given[0], given[1])
        builder.session(title, id=id, minutes=60, **fields)
    return builder.done()


BEES = talks(a="Keeping bees", b="Bees in town", c="Rain", d="Town halls", e="Snow")


def test_likeness_is_the_cosine_of_weighted_words() -> None:
    # "bees" and "town" are in two of five titles, "keeping" and "halls" in one; "in" is too short to be a word.
    two, one = log(5 / 2), log(5)
    times = 1 + log(2)  # a word of a title counts twice, whatever the word: it cancels
    a, b, d = sqrt(one**2 + two**2), sqrt(2 * two**2), sqrt(two**2 + one**2)
    found = similar_sessions(BEES, least=0.01)
    assert times > 1
    assert [(each.first, each.second, each.words) for each in found] == [
        ("a", "b", ("bees",)),
        ("b", "d", ("town",)),
    ]
    assert found[0].likeness == pytest.approx(two * two / (a * b))
    assert found[1].likeness == pytest.approx(two * two / (b * d))


def test_words_that_many_talks_have_say_nothing_and_tags_and_descriptions_count() -> None:
    many = {f"s{n}": f"Workshop number{'abcdefghijkl'[n]}" for n in range(12)}
    assert similar_sessions(talks(**many), least=0.01) == []
    made = talks(a=("One", {"tags": ["grids"]}), b=("Two", {"description": "All about GRIDS."}), c="Three")
    assert [(each.first, each.second, each.words) for each in similar_sessions(made, least=0.01)] == [
        ("a", "b", ("grids",))
    ]


def test_a_word_in_every_talk_says_nothing_and_of_equal_pairs_the_first_in_the_programme_comes_first() -> None:
    made = talks(a="Goats again", b="Sheep again", c="Sheep again", d="Goats again")
    # "again" is in all four; what is left of the titles is one word each, the same in two.
    assert [(each.first, each.second, each.likeness, each.words) for each in similar_sessions(made, least=0.01)] == [
        ("a", "d", 1.0, ("goats",)),
        ("b", "c", 1.0, ("sheep",)),
    ]


@pytest.mark.parametrize("made", [talks(a="1 2 3"), talks(a="Bees", b="Rain")], ids=["no words", "other words"])
def test_where_no_word_is_shared_there_is_no_pair(made: Conference) -> None:
    assert similar_sessions(made, least=0.01) == []


def test_without_the_extra_it_is_said_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    write_conference(BEES, tmp_path / "c.json")
    monkeypatch.setitem(sys.modules, "sklearn.feature_extraction.text", None)
    ended = command("audience", "similar", "c.json", "-o", "p.csv")
    assert (ended.code, ended.out) == (Exit.INVALID, "")
    assert ended.err == (
        "sklearn is not installed; comparing the words of sessions needs one more package: "
        'python -m pip install "agenda-solver[similar]"\n'
    )
    assert not (tmp_path / "p.csv").exists()


def test_the_library_is_imported_only_when_it_is_needed() -> None:
    code = "import sys, agenda_solver.audience.similar, agenda_solver.cli.audience; print('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_occurrences_of_a_session_are_no_pair() -> None:
    made = talks(a=("Keeping bees", {"occurrences": 2}), b="Rain")
    assert similar_sessions(made, least=0.01) == []


def test_in_the_demo_what_is_meant_together_is_found() -> None:
    conference = read_conference(demo_path())
    titles = {id: session.title for id, session in conference.session_by_id.items()}
    found = [{titles[each.first], titles[each.second]} for each in similar_sessions(conference)]
    assert {"Carbon Neutrality 1: Steel, Cement and Coal", "Carbon Neutrality 2: Markets and Prices"} in found


@pytest.mark.parametrize(("least", "most", "told"), [(0.0, 1, "least"), (1.5, 1, "least"), (0.5, 0, "most")])
def test_what_is_no_such_number_is_refused(least: float, most: int, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        similar_sessions(BEES, least=least, most=most)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_nothing_is_accepted_until_somebody_says_yes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"pairs.{ending}"
    write_proposals(BEES, similar_sessions(BEES, least=0.01), path)
    assert read_accepted(BEES, path) == []


def test_pairs_with_yes_become_a_wish_that_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(csv_of([("Apart", "First id", "Second id"), ("yes", "a", "b"), ("no", "b", "d")]))
    pairs = read_accepted(BEES, tmp_path / "p.csv")
    assert pairs == [("a", "b")]
    before = with_similar_apart(BEES, [("c", "d")])
    (rule,) = with_similar_apart(before, pairs, weight=7).rules
    assert (rule.rule, rule.parameters()) == (
        "not_in_parallel",
        {"label": "similar", "severity": 7, "sets": [{"sessions": ["a", "b"]}]},
    )
    assert with_similar_apart(before, []).rules == ()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("perhaps", "a", "b"), 'p.csv!A2: "perhaps" is neither yes nor no'),
        (("yes", "a", "bee"), 'p.csv!C2: there is no session "bee"'),
        (("yes", "", "b"), "p.csv!B2: the session is missing"),
        (("yes", "a", "Keeping bees"), "p.csv!C2: is the same session as the first"),
    ],
)
def test_a_mistake_is_told_with_its_cell(tmp_path: Path, row: tuple[str, str, str], told: str) -> None:
    (tmp_path / "p.csv").write_text(csv_of([("Apart", "First id", "Second id"), row]))
    with pytest.raises(InvalidInput) as caught:
        read_accepted(BEES, tmp_path / "p.csv")
    assert told in str(caught.value)


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("Apart,First\nyes,a\n")
    with pytest.raises(InvalidInput, match=r'p\.csv: there is no column "First id"'):
        read_accepted(BEES, tmp_path / "p.csv")


def test_the_commands_propose_and_accept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    monkeypatch.chdir(tmp_path)
    write_conference(BEES, "c.json")
    ended = command("audience", "similar", "c.json", "-o", "p.csv", "--least", "1%")
    assert (ended.code, ended.out.splitlines()) == (Exit.SUCCESS, ["2 pairs to review.", "Saved p.csv"])
    assert "already exists; --force replaces it" in command("audience", "similar", "c.json", "-o", "p.csv").err
    text = Path("p.csv").read_text("utf-8").splitlines()
    assert text[1].startswith(",Keeping bees,Bees in town,")
    Path("p.csv").write_text("\n".join([text[0], f"yes{text[1]}", *text[2:]]), "utf-8")
    ended = command("audience", "accept", "c.json", "p.csv", "-o", "out.json", "--weight", "3")
    assert ended.out.splitlines() == ["1 pair to be kept apart.", "Saved out.json"]
    (rule,) = json.loads(Path("out.json").read_text("utf-8"))["rules"]
    assert rule["sets"] == [{"sessions": ["a", "b"]}]
