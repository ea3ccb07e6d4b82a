"""What is taken out of a board is a file that others can read, safely named, with no more than they may see."""

from __future__ import annotations

import io
import zipfile

import pytest

from agenda_solver import InvalidInput
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.exports import formats, taken
from agenda_solver.board.state import BoardState
from agenda_solver.formats.file_names import safe_stem
from tests.board.meeting import agenda, meeting

DRAWN = ("picture", "picture-png")
KEYS = [form.key for form in formats() if form.key not in DRAWN]


@pytest.fixture
def state() -> BoardState:
    conference = meeting()
    return read_command({"do": "publish"}).apply(BoardState(conference, agenda(conference)))


@pytest.mark.parametrize("key", KEYS)
def test_each_form_is_a_file_of_its_kind(state: BoardState, key: str) -> None:
    form = next(form for form in formats() if form.key == key)
    file = taken(state, key)
    assert file.name.startswith("The meeting")
    assert file.name.endswith(form.suffix)
    assert file.media_type == form.media_type
    begins = {
        ".html": b"<!doctype html>", ".xlsx": b"PK", ".zip": b"PK", ".csv": b"session,room", ".json": b"{",
        ".ics": b"BEGIN:VCALENDAR", ".xml": b"<?xml", ".jsonld": b"{", ".md": b"Sessions:",
    }  # fmt: skip
    content = file.content.removeprefix(b"\xef\xbb\xbf").lower()
    assert content.startswith(begins[form.suffix].lower())


def test_a_picture_of_each_day_that_has_something(state: BoardState) -> None:
    pytest.importorskip("matplotlib")
    both = taken(state, "picture")
    assert both.name == "The meeting picture.zip"
    with zipfile.ZipFile(io.BytesIO(both.content)) as archive:
        assert archive.namelist() == ["2026-05-29.svg", "2026-05-30.svg"]
    one = read_command({"do": "take out", "chosen": {"day": "two"}}).apply(state)
    assert taken(one, "picture-png").name == "The meeting picture.png"
    assert taken(one, "picture-png").content.startswith(b"\x89PNG")
    none = BoardState(state.conference, state.conference.agenda({}))
    with pytest.raises(InvalidInput, match="there is nothing to draw"):
        taken(none, "picture")


def test_pictures_are_offered_where_they_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.board.exports.find_spec", lambda _: None)
    assert not {form.key for form in formats()} & set(DRAWN)


def test_the_page_for_everybody_has_no_score_and_the_other_one_has(state: BoardState) -> None:
    closing = b"Closing"  # it has no place
    assert closing in taken(state, "page").content
    assert closing not in taken(state, "page", public=True).content
    names = taken(state, "page").name, taken(state, "page", public=True).name
    assert names == ("The meeting page with score.html", "The meeting page.html")


@pytest.mark.parametrize("key", [form.key for form in formats(public=True) if form.key not in DRAWN])
def test_everybody_sees_nothing_that_is_the_committees(state: BoardState, key: str) -> None:
    fields = {"required_people": ["dee"], "tags": ["secret tag"]}
    told = read_command({"do": "edit", "kind": "sessions", "part": "rivers", "fields": fields}).apply(state)
    told = read_command({"do": "edit", "kind": "people", "part": "dee", "fields": {"name": "Dee Zwo"}}).apply(told)
    told = read_command({"do": "take out", "chosen": {"sessions": ["sun", "grids"]}}).apply(told)
    # Nobody but the committee knows now that Dee is needed: her own sessions have no place.
    content = taken(told, key, public=True).content
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [name.encode() + archive.read(name) for name in archive.namelist()]
    assert not any(b"Dee Zwo" in part or b"secret tag" in part for part in parts)


def test_what_is_the_committees_alone_is_not_given_to_everybody(state: BoardState) -> None:
    with pytest.raises(InvalidInput, match="only for the committee"):
        taken(state, "workbook", public=True)
    with pytest.raises(InvalidInput, match='there is no format "pdf"; choose from page, workbook'):
        taken(state, "pdf")


def test_what_changed_since_it_was_published_is_told_with_the_people(state: BoardState) -> None:
    moved = read_command({"do": "move", "chosen": {"sessions": ["wind"]}, "room": "attic"}).apply(state)
    text = taken(moved, "changes").content.decode()
    assert "| Wind | moved in room | 30 May 09:00-09:30, Hall | 30 May 09:00-09:30, Attic |" in text
    assert "- Cem" in text
    with pytest.raises(InvalidInput, match="nothing has been published yet"):
        taken(BoardState(meeting(), agenda(meeting())), "changes")


@pytest.mark.parametrize("name", ["../../x", 'a"b\r\nSet-Cookie: c', "con", "\u202egnp", "   "])
def test_whatever_the_conference_is_called_the_file_is_called_safely(state: BoardState, name: str) -> None:
    called = BoardState(state.conference.with_fields(name=name or "x"), state.agenda) if name.strip() else state
    stem = taken(called, "agenda").name.removesuffix(".json")
    assert stem == safe_stem(stem)


@pytest.mark.parametrize("key", KEYS)
def test_the_same_board_gives_the_same_file(state: BoardState, key: str) -> None:
    if key in ("calendar", "calendars", "schedule-xml", "schedule-json"):
        pytest.skip("has the time of writing in it")
    assert taken(state, key) == taken(state, key)
