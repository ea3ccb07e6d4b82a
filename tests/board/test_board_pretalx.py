"""An event of a pretalx server comes to a board and goes back, looked through each time; its token stays unseen."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agenda_solver import InvalidInput
from agenda_solver.board.board import Board
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.pretalx_exchange import Server, pull_event, push_agenda, review_push
from agenda_solver.board.state import BoardState
from agenda_solver.board.state_diff import difference
from agenda_solver.pretalx.client import Patience
from tests.board.meeting import agenda, meeting
from tests.pretalx.faulty import EVENT, REVOKED, TOKEN, Faulty

AT_ONCE = Patience(seconds=5.0, tries=2, pause=0.0)


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    with Faulty() as server:
        yield server


@pytest.fixture
def server(faulty: Faulty) -> Server:
    return Server(faulty.url, EVENT, TOKEN, AT_ONCE)


@pytest.fixture
def pulled(server: Server) -> BoardState:
    state = BoardState(meeting(), agenda(meeting()))
    return pull_event(state, server).apply(state)


def done(state: BoardState, **data: object) -> BoardState:
    return read_command(data).apply(state)


def test_an_event_takes_the_place_of_another_conference_with_its_places(server: Server) -> None:
    state = BoardState(meeting(), agenda(meeting()))
    command = pull_event(state, server)
    after = command.apply(state)
    assert after.conference.name == "SmallCon"
    assert list(after.agenda) == ["ADA111"], "the one that is placed on the server"
    assert 'Session "Engines" is new, at 3 May 10:00, Hall.' in difference(state, after)


def test_a_second_pull_keeps_what_the_committee_has_done(server: Server, faulty: Faulty, pulled: BoardState) -> None:
    assert difference(pulled, pull_event(pulled, server).apply(pulled)) == []
    state = done(pulled, do="place", session="ADA111", room="Loft", start="2027-05-03 11:00")
    state = done(state, do="set rule", rule="room capacity", weight=9)
    faulty.data["submissions"][1]["title"] = "Bees in towns"
    after = pull_event(state, server).apply(state)
    assert difference(state, after) == ['Session "Bees in cities": title "Bees in towns" instead of "Bees in cities".']
    placed = pull_event(state, server, with_places=True).apply(state)
    assert placed.agenda["ADA111"].room == "1"


def test_a_push_is_looked_through_and_does_what_was_said(server: Server, pulled: BoardState, tmp_path: Path) -> None:
    state = done(pulled, do="place", session="ADA111", room="Loft", start="2027-05-03 09:00")
    journal = tmp_path / "a.pretalx.json"
    review = review_push(state, server, journal)
    assert review.changes == ('"Engines": 3 May 09:00, Loft',)
    assert review.conflicts == ()
    assert review.already == 7
    assert "The agenda breaks a hard rule." in review.warnings, "seven sessions have no place"
    told: list[str] = []
    push = push_agenda(state, server, review, journal, tell=told.append)
    assert push.is_complete
    assert told == ['"Engines": 3 May 09:00, Loft']
    assert review_push(state, server, journal).changes == ()


def test_a_push_that_would_do_something_else_by_now_is_refused(server: Server, pulled: BoardState) -> None:
    state = done(pulled, do="place", session="ADA111", room="Loft", start="2027-05-03 09:00")
    review = review_push(state, server)
    later = done(state, do="place", session="BEE222", room="Hall", start="2027-05-03 09:00")
    with pytest.raises(InvalidInput, match="has changed since you reviewed this; review it again"):
        push_agenda(later, server, review)


def test_what_others_have_moved_is_written_over_only_when_somebody_wants_it(
    server: Server, faulty: Faulty, pulled: BoardState
) -> None:
    faulty.data["slots"][0] |= {"start": "2027-05-03T16:00:00+02:00", "end": "2027-05-03T16:30:00+02:00"}
    state = done(pulled, do="place", session="ADA111", room="Loft", start="2027-05-03 09:00")
    review = review_push(state, server)
    assert len(review.conflicts) == 1
    assert "was moved by somebody else" in review.conflicts[0]
    with pytest.raises(InvalidInput, match="was moved by somebody else"):
        push_agenda(state, server, review)
    assert push_agenda(state, server, review, force=True).is_complete


def test_a_conference_from_elsewhere_is_not_pushed(server: Server) -> None:
    with pytest.raises(InvalidInput, match="does not come from pretalx"):
        review_push(BoardState(meeting(), agenda(meeting())), server)


@pytest.mark.parametrize(
    ("url", "event", "token", "said"),
    [
        ("http://pretalx.example.org", "a", "b", "must begin with https"),
        ("https://ada:secret@example.org", "a", "b", "the address must look like"),
        ("https://pretalx.example.org", "../x", "b", "is not the short name of an event"),
        ("https://pretalx.example.org", "a", " ", "the token is empty"),
        ("https://pretalx.example.org", "a", "b\r\nX: y", "the token contains characters"),
    ],
)
def test_what_cannot_be_asked_is_refused(url: str, event: str, token: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as told:
        pull_event(BoardState(meeting(), agenda(meeting())), Server(url, event, token))
    assert "secret" not in str(told.value)


def test_the_token_is_nowhere_but_in_the_request(
    server: Server, faulty: Faulty, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "a.board"
    board = Board.create(path, meeting())
    board.do(pull_event(board.state, server), "Ada")
    state = done(board.state, do="place", session="ADA111", room="Loft", start="2027-05-03 09:00")
    push_agenda(state, server, review_push(state, server), tmp_path / "journal.json")
    faulty.break_at(1, REVOKED, where=lambda _method, _path: True)
    with pytest.raises(InvalidInput) as told:
        pull_event(board.state, server)
    board.close()
    seen = [str(told.value), repr(server), caplog.text, *(os.environ.values())]
    seen += [file.read_bytes().decode("latin-1") for file in tmp_path.iterdir()]
    assert not any(TOKEN in text for text in seen)
