"""Everything that a committee does on a board can be said as plain data, is told in a sentence, and can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agenda_solver import InvalidInput
from agenda_solver.board.board import Board
from agenda_solver.board.command_parsing import ADAPTER, read_command
from agenda_solver.board.state import BoardState
from tests.board.meeting import agenda, meeting

WIND = {"sessions": ["wind"]}
COMMANDS: list[tuple[dict[str, Any], str]] = [
    # places
    ({"do": "place", "session": "Wind", "room": "Attic", "start": "Sat 09:00"}, '"Wind" was placed at'),
    ({"do": "move", "chosen": WIND, "minutes": 30}, '"Wind" was placed at'),
    ({"do": "swap", "session": "wind", "other": "dams"}, '"Wind" and "Dams" exchanged'),
    ({"do": "take out", "chosen": WIND}, '"Wind" was taken out'),
    ({"do": "move", "chosen": {"day": "one", "after": "2026-05-29 11:00"}, "minutes": 30}, "2 sessions were moved"),
    ({"do": "move", "chosen": {"block": "early two"}, "block": "late two"}, "2 sessions were moved"),
    ({"do": "move", "chosen": {"day": "two", "room": "hall"}, "room": "attic"}, "2 sessions were moved"),
    ({"do": "move", "chosen": {"track": "water"}, "block": "late two"}, "2 sessions were moved"),
    ({"do": "adopt", "places": {"wind": None}, "why": "a proposal"}, 'a proposal: "Wind" was taken out'),
    # locks
    ({"do": "lock", "chosen": WIND, "aspects": ["room"]}, '"Wind": room locked'),
    ({"do": "lock", "chosen": WIND, "aspects": ["day"]}, '"Wind": day locked'),
    ({"do": "lock", "chosen": WIND, "aspects": ["start"]}, '"Wind": start locked'),
    ({"do": "lock", "chosen": {"day": "one"}}, "3 sessions: room and day and start locked"),
    ({"do": "lock", "chosen": {"track": "energy"}}, "3 sessions: room and day and start locked"),
    ({"do": "lock", "chosen": {"plenary": True}}, '"Opening": room and day and start locked'),
    ({"do": "unlock", "chosen": {"track": "energy"}, "aspects": ["start"]}, "3 sessions: start unlocked"),
    # sessions, people, rooms
    ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"title": "Storm"}}, '"Wind": title changed'),
    ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"duration_minutes": 60}}, '"Wind": duration'),
    ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"speakers": ["ada"]}}, '"Wind": speakers'),
    ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"expected_audience": 9}}, '"Wind": expected'),
    ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"tags": ["new"]}}, '"Wind": tags'),
    ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"preferred_times": ["early"]}}, '"Wind": preferred'),
    ({"do": "edit", "kind": "people", "part": "ada", "fields": {"available": [
        {"start": "2026-05-29T09:00+05:00", "end": "2026-05-29T13:00+05:00"}]}}, '"Ada": available changed'),
    ({"do": "change", "change": {"change": "person available", "person": "ada", "not_before": "2026-05-29 10:00"}},
     "Ada is only available from 29 May 10:00"),
    ({"do": "change", "change": "person-gone:bo"}, "person-gone:bo"),
    ({"do": "change", "change": "cancel:wind"}, "cancel:wind"),
    ({"do": "change", "change": "length:wind:60"}, "length:wind:60"),
    ({"do": "change", "change": {"change": "room lost", "room": "attic", "day": "two"}}, "Attic is closed on two"),
    ({"do": "change", "change": {"change": "block lost", "block": "late one"}}, "late one is lost"),
    ({"do": "change", "change": {"change": "day lost", "day": "two"}}, "two is lost"),
    ({"do": "add", "kind": "sessions", "fields": {"title": "Tides", "duration_minutes": 30}}, 'session "Tides" is new'),
    ({"do": "add", "kind": "people", "fields": {"name": "Eve"}}, 'person "Eve" is new'),
    ({"do": "add", "kind": "rooms", "fields": {"name": "Loft", "capacity": 20}}, 'room "Loft" is new'),
    ({"do": "add", "kind": "tracks", "fields": {"name": "Soil"}}, 'track "Soil" is new'),
    ({"do": "add", "kind": "buildings", "fields": {"name": "Annex"}}, 'building "Annex" is new'),
    ({"do": "add", "kind": "days", "fields": {"date": "2026-05-31"}}, "day "),
    ({"do": "add", "kind": "blocks", "fields": {"day": "two", "start": "2026-05-30 14:00", "end": "2026-05-30 15:00",
                                                "name": "Afternoon"}}, 'block "Afternoon" is new'),
    # rules
    ({"do": "set rule", "rule": "room capacity", "weight": 5}, "room capacity: weight 5 instead of 1"),
    ({"do": "set rule", "rule": "room_capacity", "severity": "hard"}, "room capacity: hard instead of weight 1"),
    ({"do": "set rule", "rule": "person gap", "severity": "off"}, "person gap: off instead of hard"),
    ({"do": "set rule", "rule": "person gap", "priority": 2}, "person gap: weight 1, priority 2 instead of hard"),
    ({"do": "set rule", "rule": "person gap", "weight": 3, "parameters": {"pause_minutes": 90}},
     "person gap: weight 3 instead of hard, pause minutes 90 instead of 0"),
    ({"do": "set rule", "rule": "same_day", "label": "pair", "severity": "hard",
      "parameters": {"groups": [{"sessions": ["Wind", "sun"]}]}},
     "same day (pair): hard instead of off, groups changed"),
    # notes
    ({"do": "comment", "session": "wind", "text": "too long?"}, 'a comment on "Wind"'),
    ({"do": "accept", "rule": "a", "sentence": "b", "note": "c", "until": "2026-05-29"}, "accepted: b"),
    ({"do": "name version", "name": "draft"}, 'saved as version "draft"'),
    ({"do": "go back", "version": 1, "places": {"wind": ["hall", "early two", 0]}}, "back to the agenda of version 1"),
    ({"do": "publish"}, "the agenda was published"),
    ({"do": "bring", "agenda": {}, "source": "a.json"}, "imported from a.json: 6 sessions moved"),
]  # fmt: skip


@pytest.fixture
def state() -> BoardState:
    conference = meeting()
    return BoardState(conference, agenda(conference))


@pytest.mark.parametrize(("data", "said"), COMMANDS, ids=[f"{n}-{data['do']}" for n, (data, _) in enumerate(COMMANDS)])
def test_it_is_done_told_and_undone(state: BoardState, data: dict[str, Any], said: str, tmp_path: Path) -> None:
    board = Board.create(tmp_path / "a.board", state.conference, state.agenda)
    if data["do"] == "unlock":
        board.do(read_command({**data, "do": "lock"}), "Ada")
    before = board.state.to_text()
    entry = board.do(read_command(data), "Ada")
    assert entry.words.startswith(said)
    assert board.check()[1] == {}, "the ledger counts what the score does"
    after = board.state.to_text()
    assert after != before
    board.undo("Bo")
    assert board.state.to_text() == before
    board.redo("Bo")
    assert board.state.to_text() == after
    board.close()
    assert Board(tmp_path / "a.board").state.to_text() == after


def test_each_kind_of_command_is_among_them() -> None:
    schema = ADAPTER.json_schema()
    assert {data["do"] for data, _ in COMMANDS} == set(schema["discriminator"]["mapping"])


# --- rules -----------------------------------------------------------------------------------------------------------


def test_what_is_not_given_of_a_rule_stays(state: BoardState) -> None:
    def setting(state: BoardState) -> dict[str, Any]:
        return next(s.parameters() for s in state.conference.rules if s.rule == "person_gap")

    one = read_command({"do": "set rule", "rule": "person gap", "weight": 7, "parameters": {"pause_minutes": 90}})
    two = read_command({"do": "set rule", "rule": "person gap", "priority": 2})
    three = read_command({"do": "set rule", "rule": "person gap", "parameters": {"pause_minutes": None}})
    state = two.apply(one.apply(state))
    assert setting(state) == {"pause_minutes": 90, "severity": {"priority": 2, "weight": 7}}
    assert setting(three.apply(state)) == {"severity": {"priority": 2, "weight": 7}}
    off = read_command({"do": "set rule", "rule": "person gap", "severity": "off"}).apply(state)
    assert setting(off) == {"pause_minutes": 90, "severity": "off"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"rule": "room size"}, "rule: there is no rule"),
        ({"rule": "person gap", "severity": "hard", "weight": 2}, "severity: a rule that is hard has no weight"),
        ({"rule": "person gap", "weight": 0}, "severity: .*weight"),
        ({"rule": "person gap", "parameters": {"severity": "off"}}, "parameters.severity: give severity next to"),
        ({"rule": "person gap", "parameters": {"colour": "red"}}, "parameters.colour: "),
        (
            {"rule": "same day", "parameters": {"groups": [{"sessions": ["wind", "nobody"]}]}},
            r"parameters\.groups\[0\].*nobody",
        ),
    ],
)
def test_a_rule_that_cannot_be_set_so_is_refused(state: BoardState, data: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_command({"do": "set rule", **data}).apply(state)


# --- new parts -------------------------------------------------------------------------------------------------------


def test_an_id_is_made_of_the_name_and_is_nobody_elses(state: BoardState) -> None:
    wind = {"do": "add", "kind": "sessions", "fields": {"title": "Wind", "duration_minutes": 30}}
    after = read_command(wind).apply(state)
    assert after.conference.sessions[-1].id == "wind-2"
    assert after.agenda["wind"] == state.agenda["wind"]
    odd = {"do": "add", "kind": "people", "fields": {"name": "???"}}
    assert read_command(odd).apply(state).conference.people[-1].id == "person"


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("sessions", {"title": "Tides"}, r"fields.*duration_minutes"),
        ("sessions", {"title": "Tides", "duration_minutes": 30, "speakers": ["eve"]}, r"fields\.speakers\[0\].*eve"),
        ("sessions", {"title": "Tides", "colour": "red", "duration_minutes": 30}, r"fields\.colour"),
        (
            "sessions",
            {"id": "wind", "title": "W", "duration_minutes": 30},
            'fields.id: the id "wind" is already taken',
        ),
        ("sessions", {"title": "W", "occurrence_of": "wind"}, "fields.occurrence_of: another occurrence"),
        ("rooms", {"id": 7, "name": "Loft"}, "fields.id: must be text"),
        ("rooms", {}, r"fields.*name"),
    ],
)
def test_what_cannot_be_added_is_refused(state: BoardState, kind: str, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_command({"do": "add", "kind": kind, "fields": fields}).apply(state)
