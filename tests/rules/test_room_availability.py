"""No session in a closed room."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.room_availability import RoomAtATime, RoomAvailability
from tests.contracts import assert_contract

TALK, LAB, EXTRA = "talk", "lab", "extra"
GRADED = (
    RoomAtATime(room="tent", block="morning", amount=7),
    RoomAtATime(room="tent", block="morning", amount=1),
    RoomAtATime(room="shed", block="noon", amount=4),
    RoomAtATime(room="hall", block="noon", amount=0),
)


def window(start: str, end: str) -> dict[str, str]:
    return {"start": f"2025-05-29T{start}+05:00", "end": f"2025-05-29T{end}+05:00"}


def conference(**rule) -> Conference:
    """A morning of three slots of 20 minutes, a noon of 61 minutes cut in two: 31 and 30 minutes.

    The hall is always open. The shed is open until 09:30 and from 09:40 to 11:00, told in windows that overlap. The
    tent is open all the time but closed at noon. The vault is closed in the morning and never open.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=20).block("10:00", "11:01", id="noon", slot_count=2)
    builder.room("Hall", id="hall")
    shed = [window("08:00", "09:30"), window("09:40", "10:20"), window("10:10", "11:00")]
    builder.room("Shed", id="shed", available=shed)
    builder.room("Tent", id="tent", closed_blocks=["noon"])
    builder.room("Vault", id="vault", available=[window("20:00", "21:00")], closed_blocks=["morning"])
    builder.session("Talk", id=TALK, minutes=20).session("Lab", id=LAB, duration_slots=1)
    builder.session("Extra", id=EXTRA, minutes=60, optional=True)
    return builder.rule("room_availability", **rule).done() if rule else builder.done()


def amount(rule: RoomAvailability, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "expected", "graded"),
    [
        ({TALK: ("hall", "morning", 1)}, 0, 0),
        # 09:00 to 09:20, and from 09:40 on, to the minute: open.
        ({TALK: ("shed", "morning", 0)}, 0, 0),
        ({TALK: ("shed", "morning", 2)}, 0, 0),
        # 09:20 to 09:40: closed from 09:30 on.
        ({TALK: ("shed", "morning", 1)}, 10, 10),
        # The slots of noon are 10:00 to 10:31 and 10:31 to 11:01: the last minute is too late. Graded: 4 on top.
        ({LAB: ("shed", "noon", 0)}, 0, 4),
        ({LAB: ("shed", "noon", 1)}, 1, 1 + 4),
        # The tent is closed at noon: all 31 minutes; and graded in the morning, by two rows.
        ({LAB: ("tent", "noon", 0)}, 31, 31),
        ({LAB: ("tent", "morning", 0)}, 0, 8),
        # Closed for the block and outside the windows: its minutes are counted once.
        ({EXTRA: ("vault", "morning", 0)}, 60, 60),
        ({EXTRA: ("vault", "noon", 0)}, 60, 60),
        # The sessions add up: 10, 31 and 60.
        ({TALK: ("shed", "morning", 1), LAB: ("tent", "noon", 0), EXTRA: ("vault", "noon", 0)}, 101, 101),
        # A row with the amount 0 costs nothing, nor does what has no place.
        ({EXTRA: ("hall", "noon", 0)}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_minutes_in_a_closed_room_and_the_table_are_counted(places, expected, graded):
    assert amount(RoomAvailability(), places) == expected
    assert amount(RoomAvailability(table=GRADED), places) == graded


def test_the_messages_name_the_room_the_session_and_the_time():
    programme = conference()
    agenda = programme.agenda({LAB: ("shed", "noon", 1)})
    closed, graded = RoomAvailability(table=GRADED).check(programme, agenda)
    assert closed.message == 'Shed is closed for 1 minute of "Lab" (29 May 10:31 to 11:01).'
    assert graded.message == 'Shed should not be used for "Lab" at that time (29 May 10:31 to 11:01).'
    assert (graded.sessions, graded.rooms) == ((LAB,), ("shed",))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # Two sessions in the tent in the morning: its two rows count once, 7 + 1.
        ({TALK: ("tent", "morning", 0), LAB: ("tent", "morning", 1)}, 8),
        # The minutes of a closed room count as ever: 31 in the tent at noon, whose rows are for the morning.
        ({TALK: ("tent", "morning", 0), LAB: ("tent", "noon", 0)}, 8 + 31),
        # Two cells: 8 for the tent in the morning, 4 for the shed at noon.
        ({TALK: ("tent", "morning", 0), LAB: ("shed", "noon", 0)}, 8 + 4),
        # The hall's row is 0.
        ({EXTRA: ("hall", "noon", 0)}, 0),
        ({}, 0),
    ],
)
def test_a_row_can_count_once_for_all_that_are_there(places, expected):
    assert amount(RoomAvailability(table=GRADED, table_by="cell"), places) == expected


def test_the_message_about_a_cell_names_the_room_and_the_block():
    programme = conference()
    agenda = programme.agenda({TALK: ("tent", "morning", 1), LAB: ("tent", "morning", 0)})
    (violation,) = RoomAvailability(table=GRADED, table_by="cell").check(programme, agenda)
    sentence = "Tent should not be used in the block of 29 May 09:00."
    assert violation == (8, sentence, (TALK, LAB), (), ("tent",), ())


def test_counted_by_cells_two_sessions_share_a_graded_room():
    # Only the morning, in the tent or the hall, graded 8 and 9: one after the other in the tent both sessions cost 8.
    table = [row.model_dump() for row in GRADED[:2]] + [{"room": "hall", "block": "morning", "amount": 9}]
    programme = conference(severity=1, table_by="cell", table=table)
    rooms = (programme.rooms[0], programme.rooms[2].model_copy(update={"closed_blocks": ()}))
    small = programme.replace(rooms=rooms, blocks=programme.blocks[:1], sessions=programme.sessions[:2])
    result = solve(small, workers=1)
    assert (result.objective, result.bounds[0]) == (8, 8)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_where_rows_count_by_cell(severity):
    programme, rule = conference(), RoomAvailability(severity=severity, table=GRADED, table_by="cell")
    assert assert_contract(programme, rule) > 0
    assert assert_contract(programme.replace(sessions=programme.sessions[:2]), rule) > 0


def test_unknown_rooms_and_blocks_are_problems():
    table = (RoomAtATime(room="attic", block="dawn", amount=1),)
    assert list(RoomAvailability(table=table).problems(conference())) == [
        ("table[0].room", 'there is no room "attic"'),
        ("table[0].block", 'there is no block "dawn"; choose from "morning", "noon"'),
    ]


def test_the_table_can_be_read_from_a_file():
    (rule,) = rules_of(conference(severity=1, table=[{"room": "tent", "block": "noon", "amount": 3}]))
    assert rule == RoomAvailability(severity=soft(1), table=(RoomAtATime(room="tent", block="noon", amount=3),))


def test_it_has_nothing_to_say_where_every_room_is_always_open():
    programme = conference().replace(rooms=conference().rooms[:1])
    assert not RoomAvailability().applies(programme)
    assert RoomAvailability(table=(RoomAtATime(room="hall", block="noon", amount=1),)).applies(programme)
    assert RoomAvailability().applies(conference())


def test_a_hard_rule_keeps_sessions_out_of_closed_rooms():
    # Shed and tent, the morning only. The hour-long session can not be in the shed, closed in the middle, and fills the
    # tent; talk and lab have the first and the last of the shed's slots.
    programme = conference(severity="hard")
    extra = programme.sessions[2].model_copy(update={"optional": False})
    sessions = (*programme.sessions[:2], extra)
    rooms = (programme.rooms[1], programme.rooms[2].model_copy(update={"closed_blocks": ()}))
    programme = programme.replace(rooms=rooms, blocks=programme.blocks[:1], sessions=sessions)
    agenda = solve(programme, workers=1).agenda
    assert agenda is not None
    assert agenda[EXTRA].room == "tent"
    assert {(agenda[id].room, agenda[id].slot) for id in (TALK, LAB)} == {("shed", 0), ("shed", 2)}


def test_a_soft_rule_finds_the_least_minutes():
    # Only the vault and the tent at noon are left, both closed: the talk's 20 minutes, and 30 of the lab in the shorter
    # slot; 50 in all. The optional session is left out.
    programme = conference(severity=1)
    noon = programme.replace(blocks=programme.blocks[1:], rooms=programme.rooms[2:3])
    result = solve(noon, workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 50


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("table", [(), GRADED], ids=["plain", "graded"])
def test_both_faces_agree_on_every_agenda(severity, table):
    programme, rule = conference(), RoomAvailability(severity=severity, table=table)
    assert assert_contract(programme, rule) > 0
    for number in range(3):
        assert assert_contract(programme.replace(sessions=programme.sessions[number : number + 1]), rule) > 0
