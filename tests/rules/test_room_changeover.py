"""Time to prepare a room."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.room_changeover import RoomChangeover
from tests.contracts import assert_contract

TALK, PANEL, GALA = "talk", "panel", "gala"


def builder():
    """Four slots of 15 minutes, and from 10:10 on 61 minutes in two slots (31 and 30). Hall needs 10 minutes."""
    built = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    built.block("09:00", "10:00", id="morning", slot_minutes=15).block("10:10", "11:11", id="noon", slot_count=2)
    return built.room("Hall", id="hall", changeover_minutes=10).room("Lab", id="lab")


def conference(**rule) -> Conference:
    """The gala needs 35 minutes of set-up before it."""
    built = builder().session("Talk", id=TALK, minutes=15).session("Panel", id=PANEL, duration_slots=1)
    built.session("Gala", id=GALA, minutes=30, setup_minutes=35, optional=True)
    return built.rule("room_changeover", **rule).done() if rule else built.done()


def amount(places) -> int:
    programme = conference()
    return RoomChangeover().amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # 15 minutes between 09:15 and 09:30: the hall needs 10.
        ({TALK: ("hall", "morning", 0), PANEL: ("hall", "morning", 2)}, 0),
        # Back to back in the hall: 10 short, in either order; in the lab nothing is needed.
        ({TALK: ("hall", "morning", 0), PANEL: ("hall", "morning", 1)}, 10),
        ({TALK: ("hall", "morning", 2), PANEL: ("hall", "morning", 1)}, 10),
        ({TALK: ("lab", "morning", 0), PANEL: ("lab", "morning", 1)}, 0),
        # 10:00 to 10:10 across the break is just enough.
        ({TALK: ("hall", "morning", 3), PANEL: ("hall", "noon", 0)}, 0),
        # The gala needs 35 minutes in any room, and has 0 (09:15) or 15 (09:30).
        ({TALK: ("lab", "morning", 0), GALA: ("lab", "morning", 1)}, 35),
        ({TALK: ("hall", "morning", 0), GALA: ("hall", "morning", 2)}, 20),
        # After the gala only the room's own need counts.
        ({GALA: ("lab", "morning", 0), TALK: ("lab", "morning", 2)}, 0),
        ({GALA: ("hall", "morning", 0), TALK: ("hall", "morning", 2)}, 10),
        # Every pair counts: before the gala at 09:30 the talk lacks 20, the panel 35; in the lab they do not mind.
        ({TALK: ("lab", "morning", 0), PANEL: ("lab", "morning", 1), GALA: ("lab", "morning", 2)}, 55),
        # Across the break: from 10:00 to 10:10 the gala lacks 25; the panel, over at 09:45, 10 more.
        ({TALK: ("lab", "morning", 3), PANEL: ("lab", "morning", 2), GALA: ("lab", "noon", 0)}, 35),
        # Another room is not in the way, nor is what has no place.
        ({TALK: ("hall", "morning", 0), PANEL: ("lab", "morning", 1)}, 0),
        ({GALA: ("hall", "morning", 0)}, 0),
    ],
)
def test_missing_minutes_before_a_session_are_counted_for_each_pair(places, expected):
    assert amount(places) == expected


def with_teardown(**rule) -> Conference:
    """The gala needs 20 minutes of set-up, and 25 to take it down; the talk 5 minutes of set-up."""
    built = builder().session("Talk", id=TALK, minutes=15, setup_minutes=5).session("Panel", id=PANEL, minutes=15)
    built.session("Gala", id=GALA, minutes=15, setup_minutes=20, teardown_minutes=25)
    return built.rule("room_changeover", **rule).done() if rule else built.done()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # From 09:15 on the room is closed until 09:40: the panel at 09:30 is 10 short, at 09:45 it is in time.
        ({GALA: ("lab", "morning", 0), PANEL: ("lab", "morning", 2)}, 10),
        ({GALA: ("lab", "morning", 0), PANEL: ("lab", "morning", 3)}, 0),
        # The talk's set-up comes after that: 25 and 5 add up, so that 09:45 is just in time, and 09:30 is 15 short.
        ({GALA: ("lab", "morning", 0), TALK: ("lab", "morning", 3)}, 0),
        ({GALA: ("lab", "morning", 0), TALK: ("lab", "morning", 2)}, 15),
        # The hall's 10 minutes take place meanwhile; before the gala they are less than its set-up.
        ({GALA: ("hall", "morning", 0), PANEL: ("hall", "morning", 1)}, 25),
        ({PANEL: ("hall", "morning", 0), GALA: ("hall", "morning", 1)}, 20),
        # Across the break: from 10:00 to 10:10 it lacks 15, and the talk 20. Every pair counts.
        ({GALA: ("lab", "morning", 3), PANEL: ("lab", "noon", 0)}, 15),
        ({GALA: ("lab", "morning", 2), PANEL: ("lab", "morning", 3), TALK: ("lab", "noon", 0)}, 25 + 5),
        # Another room stays open.
        ({GALA: ("lab", "morning", 0), PANEL: ("hall", "morning", 1)}, 0),
    ],
)
def test_a_room_is_closed_after_a_session_before_anybody_sets_up_for_the_next(places, expected):
    programme = with_teardown()
    agenda = programme.agenda(places)
    assert RoomChangeover().amount_in(agenda) == expected


def test_a_hard_rule_leaves_the_time_to_take_down():
    # In the lab alone, in the morning: three sessions of 15 minutes leave 15 of the hour, and the gala needs 20 between
    # it and one before it, or 25 after it. It cannot be first and last.
    programme = with_teardown(severity="hard")
    blocks = programme.blocks[:1]
    assert solve(programme.replace(rooms=programme.rooms[1:], blocks=blocks), workers=1).agenda is None
    # Without the talk one of the two is first and the other last: 30 minutes lie between them, and 15 would not do.
    less = programme.replace(rooms=programme.rooms[1:], blocks=blocks, sessions=programme.sessions[1:])
    agenda = solve(less, workers=1).agenda
    assert agenda is not None
    assert {agenda[PANEL].slot, agenda[GALA].slot} == {0, 3}
    assert not list(RoomChangeover().check(less, agenda))


def test_a_break_that_is_long_enough_to_take_down_asks_for_no_exact_times():
    from agenda_solver.cpsat.compiler import compile_conference

    built = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    built.block("09:00", "10:00", slot_minutes=30).block("10:30", "11:30", slot_minutes=30).room("Hall")
    built.session("One", minutes=60, teardown_minutes=20).session("Two", minutes=60, setup_minutes=10)
    for severity in (HARD, soft(1)):
        assert not compile_conference(built.done(), [RoomChangeover(severity=severity)]).decisions.exact


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_where_rooms_are_closed_after_sessions(severity, monkeypatch):
    rule, programme = RoomChangeover(severity=severity), with_teardown()
    planted = [programme.agenda({GALA: ("lab", "morning", 0), PANEL: ("hall", "morning", 0), TALK: ("lab", "noon", 1)})]
    assert assert_contract(programme, rule, most=150, planted=planted) > 0
    # A room kept by intervals, as on large conferences.
    monkeypatch.setattr("agenda_solver.cpsat.variables.no_overlap.MAX_PLACES", 0)
    assert assert_contract(programme, rule, most=80, planted=planted) > 0


def test_the_message_names_the_room_both_sessions_and_the_need():
    programme = conference()
    agenda = programme.agenda({TALK: ("lab", "morning", 0), GALA: ("lab", "morning", 2)})
    (violation,) = RoomChangeover().check(programme, agenda)
    assert violation.message == 'Lab has 15 minutes between "Talk" and "Gala" (29 May 09:30) and needs 35.'
    assert (violation.sessions, violation.rooms) == ((TALK, GALA), ("lab",))


def test_it_has_nothing_to_say_where_nothing_needs_time():
    programme = conference()
    assert RoomChangeover().applies(programme)
    assert RoomChangeover().applies(programme.replace(sessions=programme.sessions[:2]))
    lab, gala = programme.rooms[1:], with_teardown().sessions[2].model_copy(update={"setup_minutes": 0})
    assert RoomChangeover().applies(programme.replace(rooms=lab, sessions=(gala, *programme.sessions[:2])))
    assert RoomChangeover().applies(programme.replace(rooms=programme.rooms[1:]))
    assert not RoomChangeover().applies(programme.replace(rooms=programme.rooms[1:], sessions=programme.sessions[:2]))


def test_breaks_that_are_long_enough_ask_for_no_exact_times():
    # Two blocks of one session each and 30 minutes between them: a need of 30 minutes can not be too much.
    from agenda_solver.cpsat.compiler import compile_conference

    built = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    built.block("09:00", "10:00", slot_minutes=30).block("10:30", "11:30", slot_minutes=30)
    built.room("Hall", changeover_minutes=30).session("One", minutes=60).session("Two", minutes=60)
    for severity in (HARD, soft(1)):
        assert not compile_conference(built.done(), [RoomChangeover(severity=severity)]).decisions.exact


def test_a_hard_rule_leaves_the_time_that_is_needed():
    # One room, one hour: 15 minutes of talk, 10 of changeover, so the panel of 15 can not be beside it; the gala would
    # need 35 minutes after anything, or come first: 30 + 10 + 15 + 10 + 15 is too long for the hour.
    programme = conference(severity="hard")
    agenda = solve(programme.replace(rooms=programme.rooms[:1], blocks=programme.blocks[:1]), workers=1).agenda
    assert agenda is not None
    assert abs(agenda[TALK].slot - agenda[PANEL].slot) >= 2
    assert GALA not in agenda


def test_a_soft_rule_finds_the_least_shortage():
    # Hall only, the morning only, and the gala must be held: it comes first (09:00 to 09:30, no set-up needed), then
    # talk and panel back to back: 10 short before each of them, 15 minutes or more between the first and the third.
    programme = conference(severity=3)
    gala = programme.sessions[2].model_copy(update={"optional": False})
    programme = programme.replace(
        rooms=programme.rooms[:1], blocks=programme.blocks[:1], sessions=(*programme.sessions[:2], gala)
    )
    result = solve(programme, workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 3 * 20


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_on_every_agenda(severity):
    rule, programme = RoomChangeover(severity=severity), conference()
    assert assert_contract(programme, rule) > 0
    assert assert_contract(programme.replace(rooms=programme.rooms[:1]), rule) > 0
    assert assert_contract(programme.replace(rooms=programme.rooms[1:]), rule) > 0
    assert assert_contract(programme.replace(sessions=programme.sessions[:2]), rule) > 0


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_where_blocks_are_single_slots_or_overlap(severity):
    # Blocks of one slot each, one of which overlaps two others; a day later another one, within a need of 20 hours.
    built = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    built.block("09:00", "09:30", id="a").block("09:30", "10:00", id="b").block("09:15", "10:15", id="c")
    built.day("2025-05-30").block("00:00", "01:00", id="d")
    built.room("Hall", changeover_minutes=10).room("Lab", changeover_minutes=20 * 60)
    built.session("One", minutes=15).session("Two", minutes=30, setup_minutes=25, optional=True)
    built.session("Three", duration_slots=1)
    assert assert_contract(built.done(), RoomChangeover(severity=severity)) > 0
