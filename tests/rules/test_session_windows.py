"""Sessions lie within the times that they may have, in any room or in some."""

import pytest

from agenda_solver import Conference, InvalidInput, solve
from agenda_solver.formats.planner.conference_workbook import read_workbook, write_workbook
from agenda_solver.rules.base.rule_settings import read_rule, rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.session_windows import SessionWindows
from tests.contracts import assert_contract

TALK, PANEL, EXTRA = "talk", "panel", "extra"


def at(clock: str, day: int = 29) -> str:
    return f"2025-05-{day}T{clock}+05:00"


def window(start: str, end: str) -> dict[str, str]:
    return {"start": at(start), "end": at(end)}


def conference(*table, **rule) -> Conference:
    """Two rooms; on Thursday a morning of four slots, and a night past midnight; on Friday an hour of one slot.

    Talk and Panel are of the track Food and 30 minutes long, Extra is optional, of no track, and a slot long.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29", id="thu", name="Thursday").block("09:00", "11:00", id="morning", slot_minutes=30)
    builder.block(at("23:00"), at("01:00", 30), id="night", slot_minutes=60)
    builder.day("2025-05-30", id="fri", name="Friday").block("09:00", "10:00", id="friday")
    builder.room("Hall", id="h").room("Lab", id="l").track("Food", id="food")
    builder.session("Talk", id=TALK, minutes=30, track="food").session("Panel", id=PANEL, minutes=30, track="food")
    builder.session("Extra", id=EXTRA, duration_slots=1, optional=True)
    return builder.rule("session_windows", table=list(table), **rule).done() if table else builder.done()


def rule_of(*table, severity=HARD) -> SessionWindows:
    (rule,) = rules_of(conference(*table, severity="hard"))
    return rule.model_copy(update={"severity": severity})


EARLY = {"session": "Talk", "windows": [window("09:00", "09:40"), window("09:50", "10:20"), window("10:10", "11:00")]}
FRIDAY_IN_HALL = {"session": "Talk", "days": ["Friday"], "rooms": ["Hall"]}
FOOD_ON_THURSDAY = {"track": "Food", "days": ["thu"]}
EVENING = {"session": "Extra", "windows": [window("23:30", "23:45")], "days": ["2025-05-30"]}


@pytest.mark.parametrize(
    ("table", "places", "expected"),
    [
        # 09:00 to 09:30 lies within the first window; one that begins when the session does is enough.
        ([EARLY], {TALK: ("h", "morning", 0)}, 0),
        # 09:30 to 10:00: of these, 09:40 to 09:50 is in no window.
        ([EARLY], {TALK: ("h", "morning", 1)}, 10),
        # 10:00 to 10:30 touches two windows that overlap: together they cover it.
        ([EARLY], {TALK: ("h", "morning", 2)}, 0),
        # On Friday and at night there is no window; the room does not matter.
        ([EARLY], {TALK: ("l", "friday", 0)}, 30),
        # The row is not about the panel, nor about what has no place.
        ([EARLY], {PANEL: ("h", "morning", 1)}, 0),
        # In the hall only on Friday. In the lab the row has nothing to say.
        ([FRIDAY_IN_HALL], {TALK: ("h", "friday", 0)}, 0),
        ([FRIDAY_IN_HALL], {TALK: ("h", "morning", 0)}, 30),
        ([FRIDAY_IN_HALL], {TALK: ("l", "morning", 0)}, 0),
        # After midnight the night is Thursday's still: it is a block of that day.
        ([FOOD_ON_THURSDAY], {TALK: ("h", "night", 1), PANEL: ("h", "morning", 0)}, 0),
        # Each session of the track counts.
        ([FOOD_ON_THURSDAY], {TALK: ("h", "friday", 0), PANEL: ("l", "friday", 0), EXTRA: ("l", "friday", 0)}, 60),
        # A window and a day count together: of an hour from 23:00 on, a quarter is within; all of Friday's block is.
        ([EVENING], {EXTRA: ("h", "night", 0)}, 45),
        ([EVENING], {EXTRA: ("h", "friday", 0)}, 0),
        # Each row counts by itself: in the hall on Thursday at 09:30 it is 10 outside the one and 30 outside the other.
        ([EARLY, FRIDAY_IN_HALL], {TALK: ("h", "morning", 1)}, 40),
        ([EARLY, EARLY], {TALK: ("h", "morning", 1)}, 20),
    ],
)
def test_minutes_outside_the_times_of_each_row_are_counted(table, places, expected):
    programme = conference(*table)
    (rule,) = rules_of(programme)
    assert rule.amount_in(programme.agenda(places)) == expected


def test_the_message_names_the_session_the_time_and_the_room_where_that_matters():
    programme = conference()
    agenda = programme.agenda({TALK: ("h", "morning", 1)})
    first, second = rule_of(EARLY, FRIDAY_IN_HALL).check(programme, agenda)
    assert first.message == '"Talk" is outside its times for 10 minutes (29 May 09:30 to 10:00).'
    assert second.message == '"Talk" is outside its times in Hall for 30 minutes (29 May 09:30 to 10:00).'
    assert (first.sessions, first.rooms, second.rooms) == ((TALK,), (), ("h",))


def test_what_a_row_names_has_to_be_there():
    rows = [
        {"session": "Walk", "days": ["Friday", "Sunday"]},
        {"track": "Drink", "days": ["Friday"], "rooms": ["Hall", "Loft"]},
    ]
    with pytest.raises(InvalidInput) as caught:
        conference(*rows)
    assert [mistake.place for mistake in caught.value.mistakes] == [
        "rules[0].table[0].session",
        "rules[0].table[0].days[1]",
        "rules[0].table[1].track",
        "rules[0].table[1].rooms[1]",
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"session": "talk"}, "give windows or days"),
        ({"days": ["fri"]}, "give exactly one of session and track"),
        ({"session": "talk", "track": "food", "days": ["fri"]}, "give exactly one of session and track"),
        ({"session": "talk", "days": ["fri"], "rooms": []}, "at least 1 item"),
        ({"session": "talk", "days": []}, "at least 1 item"),
    ],
)
def test_a_row_says_who_and_when(row, message):
    with pytest.raises(ValueError, match=message):
        read_rule({"rule": "session_windows", "table": [row]})


def test_it_has_nothing_to_say_without_rows_or_where_a_track_has_no_sessions():
    programme = conference()
    assert not SessionWindows().applies(programme)
    assert rule_of(EARLY).applies(programme)
    assert not rule_of(FOOD_ON_THURSDAY).applies(programme.replace(sessions=programme.sessions[2:]))


def test_a_hard_rule_puts_a_session_where_it_may_be():
    # There is only the hall, where the talk may be only on Friday, and the panel only on Thursday.
    programme = conference(FRIDAY_IN_HALL, {**FOOD_ON_THURSDAY, "track": None, "session": "panel"}, severity="hard")
    agenda = solve(programme.replace(rooms=programme.rooms[:1]), workers=1).agenda
    assert agenda is not None
    assert agenda[TALK].block == "friday"
    assert agenda[PANEL].block != "friday"


def test_a_soft_rule_finds_the_least_minutes():
    # The panel, too, may be in the hall only on Friday, and both may be nowhere else but in the hall. Only one of them
    # finds a place there on Friday; 30 minutes of the other are outside, at weight 3.
    rows = [FRIDAY_IN_HALL, {**FRIDAY_IN_HALL, "session": "panel"}]
    programme = conference(*rows, severity=3)
    assert solve(programme.replace(rooms=programme.rooms[:1]), workers=1).objective == 90


def test_the_sheet_of_rules_of_a_workbook_keeps_the_rows(tmp_path):
    programme = conference(EARLY, FRIDAY_IN_HALL, EVENING, severity=3)
    write_workbook(programme, tmp_path / "forum.xlsx")
    assert read_workbook(tmp_path / "forum.xlsx").rules == programme.rules


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize(
    "table", [[EARLY, FRIDAY_IN_HALL], [FOOD_ON_THURSDAY, EVENING], [{**EARLY, "rooms": ["Lab", "Hall", "l"]}]]
)
def test_both_faces_agree(severity, table):
    assert assert_contract(conference(), rule_of(*table, severity=severity), most=120) > 0
