"""Files that hold too much are refused while they are read, and of masses of mistakes only the first are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agenda_solver import InvalidInput
from agenda_solver.errors import MOST_LISTED, Mistake
from agenda_solver.formats import foreign_formats, strict_json
from agenda_solver.formats.frab import xml_reading
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.formats.planner import csv_text
from agenda_solver.formats.planner.csv_text import sheet_of_csv
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.model import mistake_limit as masses
from tests.commands import Command
from tests.conferences import three_talks


def raw(**changes: Any) -> dict[str, Any]:
    """Return a conference's data with some fields changed."""
    return {**json.loads(conference_to_json(three_talks())), **changes}


@pytest.mark.parametrize("text", ["[{},{},{}]", "[[[[", '{"a":1,"b":2,"c":3,"d":4}'])
def test_json_of_too_many_values_is_refused_before_it_is_parsed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one is no JSON at all, which is not looked at any more."""
    monkeypatch.setattr(strict_json, "MAX_VALUES", 3)
    with pytest.raises(InvalidInput, match="is too big: more than 3 values are not read"):
        parse_json(text)


def test_json_of_as_many_values_as_there_may_be_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_VALUES", 3)
    assert parse_json("[1,2,3]") == [1, 2, 3]  # two commas and a bracket


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 19, "0." + "9" * 5_000, "1e999"])
def test_a_number_of_too_many_digits_has_its_place(number: str) -> None:
    with pytest.raises(InvalidInput, match=r"^a\[1\]: is too big a number$"):
        parse_json(f'{{"a": [0, {number}]}}')


def test_a_text_that_is_too_long_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_TEXT", 3)
    with pytest.raises(InvalidInput, match=r"^a: is longer than 3 characters$"):
        parse_json('{"a": "four", "b": "abc"}')


@pytest.mark.parametrize(
    ("limit", "content"),
    [
        ("MAX_ELEMENTS", b"<schedule>" + b"<a/>" * 6 + b"</schedule>"),
        ("MAX_EVENTS", b"<schedule>" + b"<event/>" * 6 + b"</schedule>"),
        ("MAX_EQUALS_SIGNS", b"<schedule " + b" ".join(b'a%d="1"' % number for number in range(6)) + b"/>"),
    ],
)
def test_xml_of_too_much_is_refused_before_its_end_is_read(
    limit: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the limit it is no XML any more: that is never seen."""
    monkeypatch.setattr(xml_reading, limit, 5)
    monkeypatch.setattr(xml_reading, "CHUNK", len(content) - 3)
    with pytest.raises(InvalidInput, match="has more than"):
        xml_reading.schedule_in_xml(content + b"<<<")


def test_another_programs_json_of_too_many_objects_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_formats, "MAX_OBJECTS", 3)
    data = {"schedule": {"conference": {"days": [{}, {}]}}}
    found = foreign_formats.foreign_json(data)
    assert found is not None
    with pytest.raises(InvalidInput, match="more than 3 objects are not read"):
        found.conference_in(data, None)


@pytest.mark.parametrize(
    ("limit", "text", "words"),
    [
        ("MAX_ROWS", "a,b\n1,2\n3,4\n5,6\n", "has more than 3 rows"),
        ("MAX_COLUMNS", "a,b,c,d\n", "or 3 columns"),
        ("MAX_AREA", "a,b\n1\n", "has more than 3 cells, empty ones included"),
        ("MAX_TEXT", "a,b\n1,four\n", r"t\.csv!B2: has more than 3 characters"),
        ("MAX_CSV", "a,b\n", "is too big"),
    ],
)
def test_csv_has_the_limits_of_a_sheet(limit: str, text: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, limit, 3)
    with pytest.raises(InvalidInput, match=words):
        sheet_of_csv("t.csv", text)


def test_a_list_that_is_longer_than_any_conference_has_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masses, "MAX_ITEMS", 3)
    with pytest.raises(InvalidInput, match=r"^votes: there are 4; more than 3 cannot be handled$"):
        conference_from_data(raw(votes=[None] * 4))


def test_of_masses_of_mistakes_the_first_are_made_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of 60 sessions without fields lacks at least its id and its title."""
    monkeypatch.setattr("agenda_solver.model.validation.MOST_FINDINGS", 10)
    monkeypatch.setattr(masses, "MOST_FINDINGS", 10)
    with pytest.raises(InvalidInput) as caught:
        conference_from_data(raw(sessions=[{}] * 60))
    assert len(caught.value.mistakes) == MOST_LISTED
    assert caught.value.mistakes[0].place.startswith("sessions[0].")
    assert caught.value.count >= 120


def test_fifty_mistakes_are_told_and_how_many_more_there_are() -> None:
    error = InvalidInput((Mistake(f"a[{number}]", "is wrong") for number in range(1_234)), "f.json")
    lines = str(error).splitlines()
    assert (lines[0], lines[1], lines[-1]) == ("f.json: 1,234 mistakes", "  a[0]: is wrong", "  and 1,184 more")
    assert len(lines) == 1 + 50 + 1


def test_a_program_is_told_how_many_more_mistakes_there_are(command: Command) -> None:
    with open("c.json", "w", encoding="utf-8") as file:  # noqa: PTH123 - the folder of the command
        json.dump(raw(**{f"odd {number}": 1 for number in range(70)}), file)
    answer = command("check", "c.json", "--json").json
    assert (len(answer["mistakes"]), answer["more"]) == (50, 20)


@pytest.mark.parametrize("name", ["a[" + "9" * 5_000 + "]", "sessions[" + "9" * 5_000 + "]", "sessions[x]", "[", "a]["])
def test_the_name_of_a_field_may_look_like_a_place(name: str) -> None:
    """A session with occurrences makes the places of sessions matter."""
    talks = raw()["sessions"]
    with pytest.raises(InvalidInput, match="there is no such field") as caught:
        conference_from_data(raw(**{name: 1}, sessions=[{**talks[0], "occurrences": 2}, *talks[1:]]))
    assert len(str(caught.value)) < 1_000
