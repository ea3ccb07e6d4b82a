"""Each command of the board does what it says, or is refused with a sentence and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import InvalidInput
from agenda_solver.board.command import Step
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.state import BoardState
from tests.board.meeting import agenda, meeting


@pytest.fixture
def state() -> BoardState:
    conference = meeting()
    return BoardState(conference, agenda(conference))


def done(state: BoardState, **data: Any) -> BoardState:
    return read_command(data).apply(state)


def spot(state: BoardState, session: str) -> tuple[str, str, int] | None:
    place = state.agenda.get(session)
    return None if place is None else (place.room, place.block, place.slot)


def words(state: BoardState, **data: Any) -> str:
    command = read_command(data)
    return command.words(Step(state, command.apply(state)))


def test_a_session_is_put_where_it_is_named_by_names_and_a_time(state: BoardState) -> None:
    # Saturday is the second day; its first block begins at nine, so ten is its slot 2.
    after = done(state, do="place", session="GRIDS: A PLAN", room="attic", start="2026-05-30 09:30")
    assert spot(after, "grids") == ("attic", "early two", 1)
    assert spot(state, "grids") == ("studio", "late two", 0), "the state before stays as it was"


def test_a_session_is_put_where_another_one_is_and_both_are_there(state: BoardState) -> None:
    after = done(state, do="place", session="wind", room="hall", block="late one", slot=1)
    assert after.agenda["wind"].start < after.agenda["rivers"].end
    assert after.agenda["wind"].room == after.agenda["rivers"].room


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"do": "place", "session": "nobody", "room": "hall", "start": "2026-05-30 09:00"}, 'session: .*"nobody"'),
        ({"do": "place", "session": "wind", "room": "hall"}, "start: say when"),
        ({"do": "place", "session": "wind", "room": "hall", "start": "2026-05-30 09:00", "slot": 1},
         "slot: give start or"),
        ({"do": "place", "session": "grids", "room": "hall", "block": "late one", "slot": 2}, "does not fit"),
        ({"do": "place", "session": "wind", "room": "hall", "start": "soon"}, "start: "),
        ({"do": "swap", "session": "wind", "other": "wind"}, "other: a session cannot exchange its place with itself"),
        ({"do": "swap", "session": "wind", "other": "closing"}, '"Closing" has no place to exchange'),
        ({"do": "swap", "session": "grids", "other": "sun"}, None),
        ({"do": "move", "chosen": {"room": "hall"}}, "say where to"),
        ({"do": "move", "chosen": {"room": "hall"}, "minutes": 30, "block": "late one"},
         "block: give minutes or block"),
        ({"do": "move", "chosen": {"day": "two"}, "minutes": 7}, "Wind: .*"),
        ({"do": "take out", "chosen": {"track": "water", "day": "two"}}, "no session matches; choose at least one"),
        ({"do": "take out", "chosen": {"room": "cellar"}}, 'room: .*"cellar"'),
        ({"do": "lock", "chosen": {"sessions": ["closing"]}}, "none of these sessions has a place to lock"),
        ({"do": "lock", "chosen": {"track": "water"}, "aspects": []}, "aspects: name at least one"),
        ({"do": "change", "change": "person-gone:nobody"}, '"nobody"'),
        ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"id": "x"}}, "id: an id cannot be changed"),
        ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"colour": "red"}}, "has no field colour"),
        ({"do": "edit", "kind": "sessions", "part": "wind", "fields": {"speakers": ["eve"]}}, "eve"),
        ({"do": "edit", "kind": "rooms", "part": "hall", "fields": {"capacity": -1}}, "capacity"),
        ({"do": "comment", "session": "wind", "text": " "}, "text: must not be empty"),
        ({"do": "accept", "rule": "a", "sentence": "b", "note": "c", "until": "May"}, 'until: "May" is not a date'),
        ({"do": "name version", "name": ""}, "name: must not be empty"),
        ({"do": "jump"}, 'there is no command "jump"'),
        ({"session": "wind"}, 'the field "do", which says what to do, is missing'),
        ({"do": "place", "session": "wind"}, "room: "),
        ({"do": "place", "session": "wind", "room": "hall", "colour": "red"}, "colour: "),
        ([1], "dictionary"),
    ],
)  # fmt: skip
def test_a_command_that_makes_no_sense_is_refused_with_a_sentence(
    state: BoardState, data: Any, said: str | None
) -> None:
    before = state.to_text()
    if said is None:  # an hour begins where half an hour did; its block is long enough for that
        assert spot(read_command(data).apply(state), "grids") == ("hall", "early two", 1)
        return
    with pytest.raises(InvalidInput, match=said):
        read_command(data).apply(state)
    assert state.to_text() == before


def test_two_sessions_exchange_room_and_start_and_keep_their_lengths(state: BoardState) -> None:
    after = done(state, do="swap", session="Rivers", other="Dams")
    assert (spot(after, "rivers"), spot(after, "dams")) == (("studio", "late one", 0), ("hall", "late one", 0))
    assert after.agenda["rivers"].end - after.agenda["rivers"].start == 60


def test_everything_of_a_day_after_a_time_begins_later_and_nothing_else(state: BoardState) -> None:
    after = done(state, do="move", chosen={"day": "one", "after": "2026-05-29 11:00"}, minutes=30)
    assert (spot(after, "rivers"), spot(after, "dams")) == (("hall", "late one", 1), ("studio", "late one", 1))
    assert spot(after, "opening") == spot(state, "opening")
    assert spot(after, "wind") == spot(state, "wind")


def test_where_one_session_has_no_place_none_is_moved_and_it_is_named(state: BoardState) -> None:
    # Rivers ends at twelve: an hour later it would end at one, and the block ends half an hour before that. Dams fits.
    with pytest.raises(InvalidInput) as told:
        done(state, do="move", chosen={"day": "one", "after": "2026-05-29 11:00"}, minutes=60)
    assert [mistake.place for mistake in told.value.mistakes] == ["Rivers"]


def test_a_block_a_column_of_a_day_and_a_track_move_as_one(state: BoardState) -> None:
    block = done(state, do="move", chosen={"block": "early two"}, block="late two")
    assert (spot(block, "wind"), spot(block, "sun")) == (("hall", "late two", 0), ("hall", "late two", 1))
    column = done(state, do="move", chosen={"day": "two", "room": "hall"}, room="Attic")
    assert (spot(column, "wind"), spot(column, "sun")) == (("attic", "early two", 0), ("attic", "early two", 1))
    assert spot(column, "rivers") == ("hall", "late one", 0)
    track = done(state, do="move", chosen={"track": "Water"}, room="studio", block="late two")
    assert (spot(track, "rivers"), spot(track, "dams")) == (("studio", "late two", 0), ("studio", "late two", 0))


def test_a_lock_holds_what_it_names_and_is_opened_by_itself(state: BoardState) -> None:
    locked = done(state, do="lock", chosen={"track": "water"}, aspects=["room", "day"])
    pin = locked.conference.session_by_id["rivers"].pin
    assert pin is not None
    assert (pin.room, pin.day, pin.start) == ("hall", "one", None)
    assert locked.conference.session_by_id["wind"].pin is None
    freed = done(locked, do="unlock", chosen={"sessions": ["rivers"]}, aspects=["day"])
    pin = freed.conference.session_by_id["rivers"].pin
    assert pin is not None
    assert (pin.room, pin.day) == ("hall", None)
    assert done(freed, do="unlock", chosen={"sessions": ["rivers"]}).conference.session_by_id["rivers"].pin is None


def test_what_happens_to_a_conference_takes_out_what_has_no_place_any_more(state: BoardState) -> None:
    longer = done(state, do="change", change="length:sun:90")
    # Its block has only an hour left from there on.
    assert spot(longer, "sun") is None
    assert longer.conference.session_by_id["sun"].duration_minutes == 90
    assert words(state, do="change", change="length:sun:90") == 'length:sun:90; "Sun" lost its place'


def test_fields_of_a_part_are_edited_and_put_back_to_their_default(state: BoardState) -> None:
    edited = done(state, do="edit", kind="sessions", part="Wind", fields={"title": "Storm", "expected_audience": None})
    session = edited.conference.session_by_id["wind"]
    assert (session.title, session.expected_audience) == ("Storm", 0)
    assert spot(edited, "wind") == spot(state, "wind")


def test_the_weight_of_a_rule_is_a_change_like_any_other(state: BoardState) -> None:
    setting = {"rule": "room_capacity", "severity": 7}
    after = done(state, do="change", change={"change": "rule", "setting": setting})
    assert [rule.parameters()["severity"] for rule in after.conference.rules if rule.rule == "room_capacity"] == [7]


def test_a_violation_is_accepted_with_a_note_and_not_any_more(state: BoardState) -> None:
    accepted = done(
        state, do="accept", rule="speaker_clash", sentence="Ada is twice", note="she knows", until="2026-05-29"
    )
    cell = ("accepted", "speaker_clash", "Ada is twice")
    assert accepted.notes == {cell: {"note": "she knows", "until": "2026-05-29"}}
    assert done(accepted, do="accept", rule="speaker_clash", sentence="Ada is twice").notes == {}


def test_comments_are_kept_one_beside_the_other(state: BoardState) -> None:
    one = done(state, do="comment", session="Wind", text="too long?")
    two = done(one, do="comment", session="wind", text="no")
    assert two.notes == {("comments", "wind", "1"): "too long?", ("comments", "wind", "2"): "no"}


def test_a_named_version_is_the_agenda_as_it_was(state: BoardState) -> None:
    named = done(state, do="name version", name="draft")
    assert named.notes["versions", "draft"]["wind"] == ["hall", "early two", 0]
    with pytest.raises(InvalidInput, match='there is already a version "draft"'):
        done(named, do="name version", name="draft")


def test_what_is_published_is_the_agenda_as_it_is(state: BoardState) -> None:
    published = done(state, do="publish").conference.published_agenda
    assert published is not None
    assert dict(published) == dict(state.agenda)


def test_a_proposal_is_taken_over_at_once(state: BoardState) -> None:
    after = done(state, do="adopt", places={"wind": ["attic", "late one", 0], "grids": None}, why="fewer moves")
    assert (spot(after, "wind"), spot(after, "grids")) == (("attic", "late one", 0), None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"do": "place", "session": "wind", "room": "attic", "start": "2026-05-30 09:30"},
            '"Wind" was placed at 30 May 09:30-10:00, Attic (it was 30 May 09:00-09:30, Hall)',
        ),
        ({"do": "take out", "chosen": {"sessions": ["wind"]}},
         '"Wind" was taken out (it was 30 May 09:00-09:30, Hall)'),
        ({"do": "place", "session": "closing", "room": "attic", "block": "late two", "slot": 2},
         '"Closing" was placed at 30 May 12:00-12:30, Attic'),
        ({"do": "swap", "session": "rivers", "other": "dams"}, '"Rivers" and "Dams" exchanged their places'),
        ({"do": "move", "chosen": {"block": "early two"}, "room": "attic"}, "2 sessions were moved"),
        ({"do": "adopt", "places": {"wind": None, "sun": None}, "why": "repair"}, "repair: 2 sessions were moved"),
        ({"do": "lock", "chosen": {"sessions": ["wind"]}, "aspects": ["room"]}, '"Wind": room locked'),
        ({"do": "lock", "chosen": {"track": "energy"}}, "3 sessions: room and day and start locked"),
        ({"do": "edit", "kind": "people", "part": "ada", "fields": {"name": "Ida"}}, '"Ada": name changed'),
        ({"do": "comment", "session": "wind", "text": "why?"}, 'a comment on "Wind"'),
        ({"do": "publish"}, "the agenda was published with 6 sessions"),
    ],
)  # fmt: skip
def test_what_a_command_does_is_said_in_a_sentence(state: BoardState, data: dict[str, Any], said: str) -> None:
    assert words(state, **data) == said
