"""People have their sessions at times that they like."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.rule_settings import read_rule, rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.person_preference import PersonPreference
from tests.contracts import assert_contract


def at(clock: str, day: int = 29) -> str:
    return f"2025-05-{day}T{clock}+05:00"


def window(start: str, end: str) -> dict[str, str]:
    return {"start": at(start), "end": at(end)}


def conference(*table, **rule) -> Conference:
    """One room; a morning of three slots of 20 minutes and a night past midnight on Thursday, an hour on Friday.

    Ada speaks in Talk, of 20 minutes, and speaks and moderates in Panel, a slot long; Bo only has to follow it.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h")
    builder.day("2025-05-29", id="thu", name="Thursday").block("09:00", "10:00", id="am", slot_minutes=20)
    builder.block(at("23:00"), at("01:00", 30), id="night", slot_minutes=60)
    builder.day("2025-05-30", id="fri", name="Friday").block("09:00", "10:00", id="friday")
    builder.person("Ada").person("Bo").session("Talk", id="talk", minutes=20, speakers=["Ada"])
    builder.session("Panel", id="panel", duration_slots=1, speakers=["Ada"], moderators=["Ada"], required_people=["Bo"])
    return builder.rule("person_preference", table=list(table), **rule).done() if table else builder.done()


def rule_of(*table, **more) -> PersonPreference:
    (rule,) = rules_of(conference(*table, **more))
    assert isinstance(rule, PersonPreference)
    return rule


EARLY = {"person": "Ada", "windows": [window("09:00", "09:25"), window("09:20", "09:30")]}
LONGER = {"person": "Ada", "windows": [window("09:00", "09:25"), window("09:20", "09:45")]}
NOT_AT_NIGHT = {"person": "Ada", "wish": "unwanted", "windows": [{"start": at("23:30"), "end": at("08:00", 30)}]}
NOT_ON_FRIDAY = {"person": "ada", "wish": "unwanted", "days": ["Friday"], "amount": 3}
THURSDAY = {"person": "Ada", "days": ["2025-05-29"]}


@pytest.mark.parametrize(
    ("table", "places", "expected"),
    [
        # 09:00 to 09:20 is within; of 09:20 to 09:40, ten minutes are within two windows that overlap; then none are.
        ([EARLY], {"talk": ("h", "am", 0)}, 0),
        ([EARLY], {"talk": ("h", "am", 1)}, 10),
        ([EARLY], {"talk": ("h", "am", 2)}, 20),
        # Of 23:00 to 24:00, the half from 23:30 on is unwanted; after midnight all of it is; the morning is not.
        ([NOT_AT_NIGHT], {"panel": ("h", "night", 0)}, 30),
        ([NOT_AT_NIGHT], {"panel": ("h", "night", 1)}, 60),
        ([NOT_AT_NIGHT], {"panel": ("h", "am", 0)}, 0),
        # A minute of Friday is worth three. She has two roles in the panel, and is one person.
        ([NOT_ON_FRIDAY], {"talk": ("h", "friday", 0)}, 60),
        ([NOT_ON_FRIDAY], {"panel": ("h", "friday", 0)}, 180),
        # After midnight the night is Thursday's still.
        ([THURSDAY], {"panel": ("h", "night", 1)}, 0),
        # Each row counts: on Friday an hour is outside what she prefers, and an hour inside of what she does not want.
        ([THURSDAY, NOT_ON_FRIDAY], {"panel": ("h", "friday", 0)}, 240),
        # Sessions add up: 10 of the talk, and 20 of the panel from 09:40 on.
        ([EARLY], {"talk": ("h", "am", 1), "panel": ("h", "am", 2)}, 30),
        # Bo has to follow the panel, which is no role that counts here; a row with 0 costs nothing.
        ([{**NOT_ON_FRIDAY, "person": "Bo"}], {"panel": ("h", "friday", 0)}, 0),
        ([{**NOT_ON_FRIDAY, "amount": 0}], {"panel": ("h", "friday", 0)}, 0),
        ([EARLY], {}, 0),
    ],
)
def test_minutes_that_are_not_as_somebody_wishes_are_counted_and_graded(table, places, expected):
    programme = conference()
    rule = rule_of(*table)
    assert rule.amount_in(programme.agenda(places)) == expected


def test_the_role_of_a_follower_counts_where_it_is_asked_for():
    programme = conference()
    rule = rule_of({**NOT_ON_FRIDAY, "person": "Bo"}, roles=["required_people"])
    assert rule.amount_in(programme.agenda({"panel": ("h", "friday", 0)})) == 180


def test_the_message_names_the_person_the_session_and_the_time():
    programme = conference()
    agenda = programme.agenda({"talk": ("h", "friday", 0)})
    first, second = rule_of(EARLY, NOT_ON_FRIDAY).check(programme, agenda)
    assert first.message == 'Ada would rather have 20 minutes of "Talk" at other times (30 May 09:00 to 09:20).'
    assert second.message == 'Ada would rather not have 20 minutes of "Talk" (30 May 09:00 to 09:20).'
    assert (second.amount, second.sessions, second.people) == (60, ("talk",), ("ada",))


def test_unknown_people_and_days_are_problems_and_a_row_says_when():
    rule = read_rule({"rule": "person_preference", "table": [{"person": "Cy", "days": ["fri", "Sunday"]}]})
    assert [problem.place for problem in rule.problems(conference())] == ["table[0].person", "table[0].days[1]"]
    with pytest.raises(ValueError, match="give windows or days"):
        read_rule({"rule": "person_preference", "table": [{"person": "Ada"}]})


def test_it_has_nothing_to_say_without_a_wish_of_somebody_who_has_a_session():
    programme = conference()
    assert not PersonPreference().applies(programme)
    assert rule_of(EARLY).applies(programme)
    assert not rule_of({**EARLY, "person": "Bo"}).applies(programme)
    assert not rule_of({**EARLY, "amount": 0}).applies(programme)


def test_a_soft_rule_finds_the_best_times():
    # One of the two is at 09:00. The other is best at 09:20: ten minutes are outside, at weight 2.
    assert solve(conference(EARLY, severity=2), workers=1).objective == 20


def test_a_hard_rule_takes_a_wish_for_a_demand():
    agenda = solve(conference(NOT_AT_NIGHT, {**THURSDAY, "amount": 2}, severity="hard"), workers=1).agenda
    assert agenda is not None
    # Every hour of the night has a part that is unwanted; the talk could be from 23:00 on, but not on Friday.
    assert agenda["panel"].block == "am"
    assert agenda["talk"].block != "friday"


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("table", [[LONGER, NOT_ON_FRIDAY], [THURSDAY], [NOT_AT_NIGHT]])
def test_both_faces_agree(severity, table):
    rule = rule_of(*table).model_copy(update={"severity": severity})
    planted = [conference().agenda({"talk": ("h", "am", 0), "panel": ("h", "am", 1)})]
    assert assert_contract(conference(), rule, most=60, planted=planted) > 0
