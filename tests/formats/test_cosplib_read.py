"""An instance workbook is read as CoSPLib means it, and every mistake in it is told with its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.errors import InvalidInput, NoPlace
from agenda_solver.formats.cosplib.content import TERMS
from agenda_solver.formats.cosplib.read import is_cosplib, read_cosplib
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import rules_of
from tests.formats.cosplib_small import SMALL, WEIGHTS, save, with_cells
from tests.formats.mistakes import Bad


@pytest.fixture
def small(tmp_path: Path) -> Conference:
    return read_cosplib(save(tmp_path / "small.xlsx"))


def setting(conference: Conference, key: str) -> dict[str, Any]:
    found = {
        ":".join(filter(None, (rule.rule, rule.parameters().get("label")))): rule.parameters()
        for rule in conference.rules
    }
    return found[key]


# --- what it means --------------------------------------------------------------------------------------------------


def test_submissions_are_sessions_and_sessions_are_blocks(small: Conference) -> None:
    assert (small.id, small.name, small.default_rules) == ("small", "small", False)
    assert [(block.id, block.slots) for block in small.blocks] == [("Mon", 3), ("Tue", 2), ("Ghost", 2)]
    assert [room.id for room in small.rooms] == ["Hall", "Den"]
    assert [(track.id, track.chairs) for track in small.tracks] == [
        ("Sets", ("Gil",)),
        ("Maps", ("Gil", "Dee")),
        ("Nets", ()),
    ]
    first = small.sessions[0]
    assert (first.id, first.title, first.track, first.duration_slots, first.position) == ("s1", "s1", "Sets", 2, 1)
    assert small.sessions[2].position is None  # an order of 0 is none


def test_gmt_plus_two_is_two_hours_east_of_utc(small: Conference) -> None:
    assert small.time_zone == "Etc/GMT-2"  # IANA counts these zones the other way round
    assert small.blocks[0].start == dt.datetime(2026, 3, 9, 7, tzinfo=dt.UTC)
    assert [s.time_zone for s in small.sessions] == ["Etc/GMT-2", "Etc/GMT+5", "Etc/GMT", "Etc/GMT-14", "Etc/GMT-2"]


def test_people_are_those_who_chair_or_present_and_attendees_vote(small: Conference) -> None:
    assert [person.id for person in small.people] == ["Gil", "Dee", "Ada", "Ben", "Cy"]
    assert [(v.voter, v.sessions) for v in small.votes] == [("Ben", ("s1", "s3")), ("Cy", ("s1",)), ("Eve", ("s4",))]


def test_a_session_at_the_time_of_an_earlier_one_moves_to_a_later_day(small: Conference) -> None:
    """Ghost is at the time of Mon; on the next day Tue is in its way, so it is on the third."""
    ghost = small.blocks[2]
    assert ghost.start == dt.datetime(2026, 3, 11, 7, 30, tzinfo=dt.UTC)
    assert ghost.tags == ("workbook-date:2026-03-09",)
    assert [day.id for day in small.days] == ["2026-03-09", "2026-03-10", "2026-03-11"]
    assert not small.blocks[0].tags


def test_a_session_that_is_moved_does_not_push_away_one_that_can_stay(tmp_path: Path) -> None:
    """Ghost comes before Tue in the sheet and would be moved to the day of Tue, at the same time."""
    rows = SMALL["sessions"]
    sheets = {**SMALL, "sessions": [rows[0], rows[1], rows[3], rows[2]]}
    blocks = read_cosplib(save(tmp_path / "a.xlsx", sheets)).blocks
    assert [(block.id, block.day, bool(block.tags)) for block in blocks] == [
        ("Mon", "2026-03-09", False),
        ("Ghost", "2026-03-11", True),
        ("Tue", "2026-03-10", False),
    ]


def test_every_term_with_a_weight_is_a_rule_and_one_track_in_a_room_is_hard(small: Conference) -> None:
    rules = {rule.key: rule.severity for rule in rules_of(small)}
    assert [rules[key].weight for key in TERMS.values()] == list(WEIGHTS)
    assert rules["track_cell"].is_hard
    assert len(rules) == len(TERMS) + 1


def test_penalties_are_read_by_the_names_at_the_heads(small: Conference, tmp_path: Path) -> None:
    assert setting(small, "time_preference:tracks")["tables"] == [
        {"track": "Sets", "block": "Tue", "amount": 4},
        {"track": "Maps", "block": "Mon", "amount": 1},
    ]
    assert setting(small, "room_availability")["table"] == [
        {"block": "Mon", "room": "Den", "amount": 5},
        {"block": "Ghost", "room": "Hall", "amount": 3},
    ]
    assert setting(small, "time_preference:submissions")["tables"] == [
        {"session": "s1", "block": "Mon", "amount": 5},
        {"session": "s3", "block": "Ghost", "amount": 7},
    ]
    assert setting(small, "room_preference:submissions")["tables"] == [
        {"session": "s1", "room": "Den", "amount": 3},
        {"session": "s5", "room": "Hall", "amount": 2},
    ]
    turned = [[None, "Den", "Hall"], ["Nets"], ["Maps", None, 2], ["Sets", 6, None]]
    again = read_cosplib(save(tmp_path / "b.xlsx", {**SMALL, "tracks_rooms|penalty": turned}))
    assert setting(again, "room_preference:tracks") == setting(small, "room_preference:tracks")


def test_of_similar_tracks_only_what_is_above_the_diagonal_counts_by_the_names_of_rows(tmp_path: Path) -> None:
    """The columns' heads are ignored: the third column belongs to the track of the third row, Sets."""
    turned = [[None, "x", "y", "z"], ["Nets", 99, 9, None], ["Maps", 77, 99, 8], ["Sets", "?", 66, 99]]
    conference = read_cosplib(save(tmp_path / "a.xlsx", {**SMALL, "similar tracks": turned}))
    assert setting(conference, "similar_tracks")["pairs"] == [
        {"tracks": ["Sets", "Maps"], "amount": 8},
        {"tracks": ["Maps", "Nets"], "amount": 9},
    ]


def test_a_term_of_weight_0_is_off_where_it_has_data_and_left_out_where_not(tmp_path: Path) -> None:
    weights = {f"parameters!E{row}": 0 for row in range(2, 18)}
    conference = read_cosplib(save(tmp_path / "a.xlsx", **weights))
    assert [rule.key for rule in rules_of(conference)] == ["track_cell"]
    assert setting(conference, "similar_tracks")["severity"] == "off"
    assert [s.rule for s in conference.rules].count("speaker_clash") == 0


def test_the_windows_of_the_time_zones_are_read_by_position(small: Conference) -> None:
    hours = setting(small, "local_hours")
    assert (hours["comfortable_from"], hours["comfortable_to"]) == ("09:30", "21:30")
    assert (hours["tolerable_from"], hours["tolerable_to"]) == ("07:00", "23:00")
    assert (hours["tolerable_amount"], hours["unsuitable_amount"]) == (1, 10)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("sessions!C2", "2026-03-09"),
        ("sessions!C2", dt.datetime(2026, 3, 9, 13)),
        ("sessions!D2", "09:00"),
        ("sessions!D2", "9:00:59"),
        ("sessions!D2", dt.datetime(2026, 3, 9, 9, 0, 31)),
        ("sessions!D2", dt.timedelta(hours=9)),
        ("parameters!A9", "any other label"),
        ("submissions!A1", "REFERENCE "),
        ("submissions!G3", ""),
        ("submissions!F2", "Ada, Ada"),
        ("submissions!M1", "notes"),
    ],
)
def test_what_means_the_same_reads_the_same(small: Conference, tmp_path: Path, place: str, value: object) -> None:
    (tmp_path / "other").mkdir()
    assert read_cosplib(save(tmp_path / "other" / "small.xlsx", **{place: value})) == small


def test_a_name_may_be_a_number(tmp_path: Path) -> None:
    changes: dict[str, Any] = {"rooms!A2": 2021}
    changes |= dict.fromkeys(("submissions!K1", "tracks_rooms|penalty!B1", "sessions_rooms|penalty!B1"), 2021)
    assert read_cosplib(save(tmp_path / "a.xlsx", **changes)).rooms[0].id == "2021"


# --- what is wrong --------------------------------------------------------------------------------------------------


BAD = [
    # names
    Bad("unknown track", {"submissions!B3": "Stats"}, "submissions!B3", 'unknown track "Stats"'),
    Bad("misspelt track", {"submissions!B3": "Setts"}, "submissions!B3", 'track "Setts" (did you mean "Sets"?)'),
    Bad("no track", {"submissions!B3": None}, "submissions!B3", "the name of a track is missing"),
    Bad("no name", {"submissions!A3": None}, "submissions!A3", "the name of a submission is missing"),
    Bad("blank name", {"submissions!A3": "  "}, "submissions!A3", "the name of a submission is missing"),
    Bad("name too long", {"submissions!A3": "x" * 201}, "submissions!A3", "longer than 200 characters"),
    Bad("name is a date", {"submissions!A3": dt.date(2026, 1, 1)}, "submissions!A3", "must be text"),
    Bad("submission twice", {"submissions!A3": "s1"}, "submissions!A3", 'a submission "s1" in submissions!A2'),
    Bad("blank person", {"submissions!F3": "Ada,  , Ben"}, "submissions!F3", "the name of a person is missing"),
    Bad("person too long", {"submissions!G3": "x" * 201}, "submissions!G3", "a name longer than 200 characters"),
    Bad("session twice", {"sessions!A5": "Mon", "sessions!B5": 1, "sessions!C5": "2026-03-12", "sessions!D5": "09:00",
        "sessions!E5": "10:00"}, "sessions!A5", 'a session "Mon" in sessions!A2'),
    Bad("room twice", {"rooms!A4": "Hall"}, "rooms!A4", 'a room "Hall" in rooms!A2'),
    Bad("track twice", {"tracks!A5": "Sets"}, "tracks!A5", 'a track "Sets" in tracks!A2'),
    Bad("row without a name", {"tracks!B5": "Gil"}, "tracks!A5", "the name of a track is missing"),
    # headings
    Bad("other heading", {"submissions!C1": "Slots"}, "submissions!C1", 'must be "Required Timeslots", not "Slots"'),
    Bad("no heading", {"rooms!A1": None}, "rooms!A1", 'must be "Rooms", not empty'),
    Bad("heading of a session", {"submissions!H1": "Mo"}, "submissions!H1", 'session "Mo" (did you mean "Mon"?)'),
    Bad("heading of a room", {"submissions!L1": "Attic"}, "submissions!L1", 'unknown room "Attic"'),
    # numbers
    Bad("no slots", {"submissions!C2": 0}, "submissions!C2", "a whole number from 1 to 1000, not"),
    Bad("slots missing", {"submissions!C2": None}, "submissions!C2", "from 1 to 1000, not empty"),
    Bad("negative order", {"submissions!D2": -1}, "submissions!D2", "from 0 to 1000000, not"),
    Bad("half a penalty", {"submissions!H2": 0.5}, "submissions!H2", 'a whole number from 0 to 1000000, not "0.5"'),
    Bad("text penalty", {"submissions!H2": "3"}, "submissions!H2", 'not the text "3"'),
    Bad("true penalty", {"submissions!H2": True}, "submissions!H2", 'not "True"'),
    Bad("negative penalty", {"tracks_rooms|penalty!C2": -6}, "tracks_rooms|penalty!C2", 'not "-6"'),
    Bad("huge penalty", {"sessions_rooms|penalty!C2": 1_000_001}, "sessions_rooms|penalty!C2", "to 1000000"),
    Bad("endless penalty", {"similar tracks!C2": 1e300}, "similar tracks!C2", "to 1000000"),
    Bad("similar in words", {"similar tracks!C2": "much"}, "similar tracks!C2", 'not the text "much"'),
    Bad("negative weight", {"parameters!E5": -1}, "parameters!E5", "from 0 to 1000000000"),
    Bad("half a weight", {"parameters!E5": 1.5}, "parameters!E5", "a whole number"),
    Bad("no small penalty", {"parameters!B9": None}, "parameters!B9", "not empty"),
    Bad("no time slots", {"sessions!B2": 0}, "sessions!B2", "from 1 to 1000"),
    # times
    Bad("zone with minutes", {"submissions!E3": "GMT+5:30"}, "submissions!E3", "whole hours"),
    Bad("zone by name", {"submissions!E3": "Europe/Berlin"}, "submissions!E3", 'such as "GMT+2"'),
    Bad("zone too far east", {"submissions!E3": "GMT+15"}, "submissions!E3", '"GMT-12" to "GMT+14"'),
    Bad("zone too far west", {"parameters!B2": "GMT-13"}, "parameters!B2", '"GMT-12" to "GMT+14"'),
    Bad("no zone", {"parameters!B2": None}, "parameters!B2", "not empty"),
    Bad("no date", {"sessions!C3": "soon"}, "sessions!C3", 'such as "2025-07-28", not "soon"'),
    Bad("no such date", {"sessions!C3": "2026-02-30"}, "sessions!C3", "must be a date"),
    Bad("date is a number", {"sessions!C3": 12}, "sessions!C3", "must be a date"),
    Bad("no time", {"sessions!D3": "nine"}, "sessions!D3", 'such as "09:30", not "nine"'),
    Bad("time is a number", {"sessions!D3": 9}, "sessions!D3", "must be a time of day"),
    Bad("end before start", {"sessions!E3": dt.time(8)}, "sessions!E3", "ends at 08:00, not after its start at 09:00"),
    Bad("end at start", {"sessions!E3": dt.time(9)}, "sessions!E3", "not after its start"),
    Bad("window backwards", {"parameters!B5": dt.time(9)}, "parameters!B5", "not after their start at 09:30"),
    Bad("windows not nested", {"parameters!B7": dt.time(10)}, "parameters!B7", "must not begin (10:00) after"),
    Bad("windows not nested at the end", {"parameters!B8": dt.time(21)}, "parameters!B8", "must not end (21:00)"),
    # matrices
    Bad("unknown row", {"tracks_sessions|penalty!A3": "Mops"}, "tracks_sessions|penalty!A3", 'track "Mops" (did'),
    Bad("unknown column", {"tracks_sessions|penalty!B1": "Fri"}, "tracks_sessions|penalty!B1", 'unknown session "Fri"'),
    Bad("no row head", {"similar tracks!A3": None}, "similar tracks!A3", "the name of a track is missing"),
    Bad("row twice", {"similar tracks!A5": "Sets"}, "similar tracks!A5", "already occurs in similar tracks!A2"),
    Bad("one column too many", {"sessions_rooms|penalty!D1": "Den"}, "sessions_rooms|penalty!D1", "already occurs in"),
    # what a formula says
    Bad("formula never computed", {"submissions!H2": "=1+1"}, "submissions!H2", "a formula that was never computed"),
    # what cannot come to pass
    Bad("too little room",
        {"sessions!B2": 1, "sessions!B3": 1, "sessions!B4": 1, "submissions!C2": 1, "submissions!C3": 3}, "submissions",
         "7 time slots are required in total, but all sessions and rooms together have only 6"),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name.replace(" ", "-"))
def test_one_mistake_is_told_in_one_sentence_with_its_cell(bad: Bad, tmp_path: Path) -> None:
    path = save(tmp_path / "bad.xlsx", **bad.changes)
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(path)
    assert caught.value.source == str(path)
    told = [(mistake.place, mistake.message) for mistake in caught.value.mistakes]
    assert [place for place, _ in told] == [bad.place]
    assert bad.words in told[0][1]


def test_a_row_or_column_that_is_missing_is_named(tmp_path: Path) -> None:
    sheets = {**SMALL, "similar tracks": SMALL["similar tracks"][:3]}
    sheets["tracks_rooms|penalty"] = [row[:2] for row in SMALL["tracks_rooms|penalty"]]
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(save(tmp_path / "a.xlsx", sheets))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        'tracks_rooms|penalty!B1: there is no room "Den" before or here',
        'similar tracks!A3: there is no track "Nets" before or here',
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    changes = {
        "parameters!E2": -1,
        "sessions!B2": 0,
        "submissions!B2": "?",
        "submissions!H2": "x",
        "similar tracks!C2": -1,
    }
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(save(tmp_path / "a.xlsx", **changes))
    assert [mistake.place for mistake in caught.value.mistakes] == list(changes)
    assert str(caught.value).startswith(f"{tmp_path / 'a.xlsx'}: 5 mistakes\n  parameters!E2: ")


def test_a_hundred_mistakes_are_listed_and_all_others_counted(tmp_path: Path) -> None:
    rows = [[f"room {number}", "x" * 300] for number in range(150)]
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(save(tmp_path / "a.xlsx", {**SMALL, "tracks": [["Tracks", "Chairs"], *rows]}))
    assert len(caught.value.mistakes) == 100
    # 150 chairs, the tracks of 5 submissions, and the 3 heads of rows in each of 3 tables of tracks are wrong: 164.
    assert caught.value.mistakes[-1].message.endswith("; 64 more mistakes are not listed")


@pytest.mark.parametrize(("sheet", "what"), [("sessions", "session"), ("rooms", "room"), ("tracks", "track")])
def test_without_any_row_it_is_not_said_of_every_name_that_nobody_knows_it(
    tmp_path: Path, sheet: str, what: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(save(tmp_path / "a.xlsx", {**SMALL, sheet: SMALL[sheet][:1]}))
    assert [str(mistake) for mistake in caught.value.mistakes] == [f"{sheet}!A2: there is no {what}"]


def test_a_session_that_is_taken_away_does_not_make_rooms_unknown(tmp_path: Path) -> None:
    """Its column is still there, and so all that follow are one too far to the right."""
    rows = SMALL["sessions"]
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(save(tmp_path / "a.xlsx", {**SMALL, "sessions": [rows[0], *rows[2:]]}))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        'submissions!H1: unknown session "Mon"',
        'tracks_sessions|penalty!B1: unknown session "Mon"',
        'sessions_rooms|penalty!A2: unknown session "Mon"',
    ]


def test_a_sheet_that_is_missing_is_named_and_the_workbook_still_known(tmp_path: Path) -> None:
    sheets = {("Submissions " if name == "submissions" else name): rows for name, rows in SMALL.items()}
    path = save(tmp_path / "a.xlsx", sheets)
    assert is_cosplib(path)
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(path)
    assert [str(m) for m in caught.value.mistakes] == [
        'submissions: this sheet is missing (did you mean "Submissions "?)'
    ]


@pytest.mark.parametrize("sheet", ["submissions", "sessions", "rooms", "tracks", "parameters", "similar tracks"])
def test_an_empty_sheet_is_told_like_any_other_mistake(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_cosplib(save(tmp_path / "a.xlsx", {**SMALL, sheet: []}))
    assert any(mistake.place.startswith(f"{sheet}!") for mistake in caught.value.mistakes)


def test_a_workbook_of_something_else_is_not_cosplib(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"rooms": [["Rooms"]], "sessions": [["x"]], "budget": []})
    assert not is_cosplib(path)


def test_a_submission_longer_than_every_session_is_named(tmp_path: Path) -> None:
    """No mistake in the workbook, but there can be no agenda: nothing that a rule could say would help."""
    with pytest.raises(NoPlace) as caught:
        read_cosplib(save(tmp_path / "a.xlsx", **{"submissions!C3": 4}))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        'submissions!C3: "s2": it needs 4 slots, but no block open to it has more than 3'
    ]


def test_nobody_who_reads_the_small_workbook_finds_a_mistake(tmp_path: Path) -> None:
    assert len(read_cosplib(save(tmp_path / "a.xlsx", with_cells({}))).sessions) == 5
