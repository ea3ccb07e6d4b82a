"""Nobody waits for days on which they have no session."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, OFF, soft
from agenda_solver.rules.person_days import PersonDays
from tests.contracts import assert_contract


def conference(**rule) -> Conference:
    """One room; Thursday until after midnight, Friday, and Monday and Tuesday after a free weekend.

    Ada speaks in A and B, and moderates C; Bo speaks in C and has to follow A. C is optional.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h")
    builder.day("2025-05-29", id="thu").block("09:00", "10:00", id="thu-am", slot_minutes=30)
    builder.block("2025-05-29T23:00+05:00", "2025-05-30T01:00+05:00", id="night", slot_minutes=60)
    # Days need not be in the order of their dates.
    builder.day("2025-06-03", id="tue", name="Tuesday").block("09:00", "09:30", id="tue-am")
    builder.day("2025-06-02", id="mon", name="Monday").block("09:00", "09:30", id="mon-am")
    builder.day("2025-05-30", id="fri", name="Friday").block("09:00", "09:30", id="fri-am")
    builder.person("Ada").person("Bo")
    builder.session("A", minutes=30, speakers=["Ada"], required_people=["Bo"])
    builder.session("B", minutes=30, speakers=["Ada"])
    builder.session("C", minutes=30, moderators=["Ada"], speakers=["Bo"], optional=True)
    return builder.rule("person_days", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # On one day, on neighbouring days, or alone: nobody waits.
        ({"a": ("h", "thu-am", 0), "b": ("h", "thu-am", 1)}, 0),
        ({"a": ("h", "thu-am", 0), "b": ("h", "fri-am", 0)}, 0),
        ({"a": ("h", "thu-am", 0)}, 0),
        # Friday to Monday: Saturday and Sunday, though nothing is on.
        ({"a": ("h", "fri-am", 0), "b": ("h", "mon-am", 0)}, 2),
        # Thursday to Monday: Friday, too; with a session on Friday not that one.
        ({"a": ("h", "thu-am", 0), "b": ("h", "mon-am", 0)}, 3),
        ({"a": ("h", "thu-am", 0), "b": ("h", "mon-am", 0), "c": ("h", "fri-am", 0)}, 2),
        # What the night has after midnight is Thursday's: Friday to Sunday lie between.
        ({"a": ("h", "night", 1), "b": ("h", "mon-am", 0)}, 3),
        # Thursday to Tuesday are four days in between, and Monday is one of them.
        ({"a": ("h", "tue-am", 0), "b": ("h", "thu-am", 0)}, 4),
        ({"a": ("h", "tue-am", 0), "b": ("h", "thu-am", 0), "c": ("h", "mon-am", 0)}, 3),
    ],
)
def test_days_without_a_session_between_the_first_and_the_last_are_counted(places, expected):
    programme = conference()
    assert PersonDays().amount_in(programme.agenda(places)) == expected


def test_only_the_roles_and_people_that_are_asked_for_count():
    programme = conference()
    agenda = programme.agenda({"a": ("h", "thu-am", 0), "b": ("h", "thu-am", 1), "c": ("h", "mon-am", 0)})
    # Ada waits for 3 days from A and B to C. Bo only follows A, and where that counts he waits as long.
    everything = ("speakers", "moderators", "required_people")
    found = [
        rule.amount_in(agenda)
        for rule in (PersonDays(), PersonDays(roles=everything), PersonDays(roles=everything, people=("bo",)))
    ]
    assert found == [3, 6, 3]
    assert not list(PersonDays(roles=("speakers",)).check(programme, agenda))


def test_the_message_names_the_person_and_the_days():
    programme = conference()
    agenda = programme.agenda({"a": ("h", "fri-am", 0), "b": ("h", "mon-am", 0)})
    (violation,) = PersonDays().check(programme, agenda)
    assert violation.message == "Ada has 2 days without a session between the first (Friday) and the last (Monday)."
    assert (violation.sessions, violation.people) == (("a", "b"), ("ada",))


def test_unknown_people_are_a_problem():
    assert [tuple(problem) for problem in PersonDays(people=("ada", "cy")).problems(conference())] == [
        ("people[1]", 'nobody is called "cy"')
    ]


def test_it_is_off_unless_somebody_asks_and_needs_two_sessions_and_a_day_in_between():
    programme = conference()
    assert PersonDays().severity == OFF
    assert PersonDays().applies(programme)
    assert not PersonDays(roles=("moderators",)).applies(programme)
    assert not PersonDays(people=("bo",)).applies(programme)
    neighbours = [day for day in programme.days if day.id in ("thu", "fri")]
    blocks = [block for block in programme.blocks if block.day in ("thu", "fri")]
    assert not PersonDays().applies(programme.replace(days=tuple(neighbours), blocks=tuple(blocks)))


def test_a_hard_rule_lets_nobody_wait():
    # Two blocks of one session each on Friday and Monday, and Thursday closed: only Monday and Tuesday are neighbours.
    programme = conference(severity="hard")
    blocks = tuple(block for block in programme.blocks if block.day != "thu")
    agenda = solve(programme.replace(blocks=blocks), workers=1).agenda
    assert agenda is not None
    assert {agenda["a"].block, agenda["b"].block} == {"mon-am", "tue-am"}
    assert "c" not in agenda


def test_a_soft_rule_finds_the_least_days():
    # Without Tuesday, too, A and B are on Friday and Monday, two days apart; at weight 3. Bo has one session only.
    programme = conference(severity=3)
    blocks = tuple(block for block in programme.blocks if block.id in ("fri-am", "mon-am"))
    assert solve(programme.replace(blocks=blocks), workers=1).objective == 6


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("parameters", [{}, {"roles": ("speakers", "required_people"), "people": ("bo", "ada")}])
def test_both_faces_agree(severity, parameters):
    assert assert_contract(conference(), PersonDays(severity=severity, **parameters), most=150) > 0
