"""Time to breathe, and to walk, between two sessions of a person."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.model.parts import Walk
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.person_gap import PersonGap
from tests.contracts import assert_contract
from tests.ledgers import assert_account, assert_ledger

ONE, TWO, THREE = "one", "two", "three"


def builder():
    """A block of four slots of 15 minutes, one of two hours later, and one that overlaps it; and another day.

    The hall and the lab are in the main building, the annex is 20 minutes away, the tent is in no building.
    """
    built = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29", id="thu")
    built.block("09:00", "10:00", id="first", slot_minutes=15).block("10:10", "11:10", id="second", slot_count=2)
    built.block("10:30", "11:00", id="beside").day("2025-05-30", id="fri").block("00:00", "00:30", id="night")
    built.building("Main", id="main").building("Annex", id="annex").walk("Main", "Annex", 20)
    built.room("Hall", id="h", building="Main").room("Lab", id="l", building="Main")
    built.room("Annex", id="a", building="Annex").room("Tent", id="t")
    return built.person("Ada").person("Bo").person("Cy")


def conference(**rule) -> Conference:
    """Ada has three sessions, in different roles; Bo shares the first two with her."""
    built = builder()
    built.session("One", id=ONE, minutes=15, speakers=["Ada", "Bo"])
    built.session("Two", id=TWO, minutes=30, moderators=["Ada"], required_people=["Bo", "Ada"])
    built.session("Three", id=THREE, duration_slots=1, chairs=["Ada"], speakers=["Cy"], optional=True)
    return built.rule("person_gap", **rule).done() if rule else built.done()


def small(**fields) -> Conference:
    """Two sessions of Ada, three rooms in two buildings, two blocks: every agenda of it can be looked at."""
    built = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    built.block("09:00", "10:00", id="first", slot_minutes=30).block("10:10", "10:40", id="second")
    built.building("Main", id="main").building("Annex", id="annex").walk("Main", "Annex", 20)
    built.room("Hall", id="h", building="Main").room("Annex", id="a", building="Annex").room("Tent", id="t")
    built.person("Ada").person("Bo")
    built.session("One", id=ONE, minutes=30, speakers=["Ada", "Bo"])
    return built.session("Two", id=TWO, minutes=30, speakers=["Bo", "Ada"], **fields).done()


def amount(rule: PersonGap, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "walk_only", "with_pause"),
    [
        # Back to back in one building: no walk. A pause of 10 minutes is lacking for Ada and for Bo.
        ({ONE: ("h", "first", 0), TWO: ("l", "first", 1)}, 0, 20),
        # Back to back across the walk of 20 minutes, for two people; with the pause they need 30.
        ({ONE: ("h", "first", 0), TWO: ("a", "first", 1)}, 40, 60),
        # The other way round: from 09:30 to 09:45, 5 (or 15) minutes short, twice.
        ({TWO: ("a", "first", 0), ONE: ("h", "first", 3)}, 10, 30),
        # Nobody said how far the tent is.
        ({ONE: ("t", "first", 0), TWO: ("a", "first", 1)}, 0, 20),
        # 09:50 would be needed; from 09:45 it is 25 minutes to 10:10: enough for the walk, 5 short with the pause.
        ({ONE: ("h", "first", 2), TWO: ("a", "second", 0)}, 0, 10),
        # From 10:00 to 10:10 exactly the pause; the walk is 10 minutes short, 20 with the pause.
        ({ONE: ("h", "first", 3), TWO: ("h", "second", 0)}, 0, 0),
        ({ONE: ("h", "first", 3), TWO: ("a", "second", 0)}, 20, 40),
        # At once, even if one is inside the other: not the matter of this rule.
        ({ONE: ("h", "first", 0), TWO: ("a", "first", 0)}, 0, 0),
        ({ONE: ("h", "beside", 0), TWO: ("a", "second", 0)}, 0, 0),
        # All pairs count: One-Three 5 for Ada (09:15 to 09:30), Three-Two 0 minutes: 20 for Ada; One-Two has 30.
        ({ONE: ("h", "first", 0), THREE: ("a", "first", 2), TWO: ("h", "first", 2)}, 5, 15),
        # What has no place needs no pause.
        ({ONE: ("h", "first", 0)}, 0, 0),
    ],
)
def test_minutes_short_are_counted_for_each_person_and_pair(places, walk_only, with_pause):
    assert amount(PersonGap(), places) == walk_only
    assert amount(PersonGap(pause_minutes=10), places) == with_pause


def test_the_walk_can_be_left_out():
    # Back to back in different buildings: the pause of 10 minutes only, for Ada and for Bo.
    places = {ONE: ("h", "first", 0), TWO: ("a", "first", 1)}
    assert amount(PersonGap(pause_minutes=10, walk=False), places) == 20


def test_only_the_people_and_roles_that_are_named_count():
    places = {ONE: ("h", "first", 0), TWO: ("a", "first", 1)}
    assert amount(PersonGap(people=("bo",)), places) == 20
    assert amount(PersonGap(roles=("speakers", "moderators")), places) == 20  # Bo is only required in the second one
    assert amount(PersonGap(people=("cy",)), places) == 0


def test_a_pause_does_not_reach_into_the_next_day():
    # Two ends at 11:10 on one day, One begins at midnight: less than 13 hours, but another day.
    assert amount(PersonGap(pause_minutes=13 * 60), {TWO: ("h", "second", 1), ONE: ("h", "night", 0)}) == 0


def test_the_message_names_the_person_both_sessions_and_the_need():
    programme = conference()
    places = {ONE: ("a", "first", 2), TWO: ("h", "second", 0)}
    (violation,) = PersonGap(pause_minutes=10, people=("ada",)).check(programme, programme.agenda(places))
    assert violation.message == (
        'Ada has 25 minutes between "One" and "Two" (29 May 09:45, Annex and Hall) and needs 30.'
    )
    assert (violation.sessions, violation.people, violation.rooms) == ((ONE, TWO), ("ada",), ("a", "h"))


def test_unknown_people_are_a_problem():
    (problem,) = PersonGap(people=("ada", "nemo")).problems(conference())
    assert problem == ("people[1]", 'nobody is called "nemo"')


def test_it_has_nothing_to_say_without_pauses_and_walks():
    assert PersonGap().applies(conference())
    assert not PersonGap(walk=False).applies(conference())
    assert not PersonGap().applies(conference().replace(walks=()))
    assert not PersonGap(people=("cy",), pause_minutes=10).applies(conference())
    assert PersonGap(walk=False, pause_minutes=1).applies(conference())
    no_way = Walk(between=("main", "annex"), minutes=0)
    assert not PersonGap().applies(conference().replace(walks=(no_way,)))
    assert PersonGap().applies(conference().replace(walks=(no_way.model_copy(update={"minutes": 1}),)))
    assert rules_of(conference(pause_minutes=10))[0] == PersonGap(pause_minutes=10)


def test_a_hard_rule_keeps_sessions_apart():
    # Two sessions in rooms of different buildings, one block of an hour: 15 + 20 + 15 minutes leave 09:00 and 09:45.
    # Both at once would be fine with this rule; the other one rules it out.
    built = builder().session("One", id=ONE, minutes=15, speakers=["Ada"], pin={"room": "h", "block": "first"})
    built.session("Two", id=TWO, minutes=15, speakers=["Ada"], pin={"room": "a", "block": "first"})
    programme = built.rule("person_gap").rule("speaker_clash").rule("pinned").done()
    agenda = solve(programme, workers=1).agenda
    assert agenda is not None
    assert {agenda[ONE].slot, agenda[TWO].slot} == {0, 3}


def test_a_soft_rule_finds_the_least_shortage():
    # One block of an hour, sessions of 30 and 15 minutes a walk of 20 apart, with a pause of 10: 15 minutes are
    # between them at best, so 15 of the 30 are lacking.
    built = builder().session("One", id=ONE, minutes=30, speakers=["Ada"], pin={"room": "h", "block": "first"})
    built.session("Two", id=TWO, minutes=15, speakers=["Ada"], pin={"room": "a", "block": "first"})
    programme = built.rule("person_gap", 2, pause_minutes=10).rule("speaker_clash").rule("pinned").done()
    result = solve(programme, workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 2 * 15


PARAMETERS = [
    {},
    {"pause_minutes": 10},
    {"pause_minutes": 45},
    {"pause_minutes": 15, "walk": False},
    {"pause_minutes": 30, "people": ("ada",), "roles": ("speakers", "moderators")},
]


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
def test_both_faces_agree_on_every_agenda(severity, parameters):
    rule = PersonGap(severity=severity, **parameters)
    assert assert_contract(small(), rule) > 0
    assert assert_contract(small(optional=True), rule, most=100) > 0
    assert assert_contract(conference(), rule, most=60) > 0


@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
def test_the_ledger_counts_the_same(parameters):
    rule = PersonGap(severity=soft(2), **parameters)
    for programme in (small(), conference()):
        assert_ledger(programme, [rule], moves=30, seed=0)
        assert_account(programme, [rule], moves=30, seed=0)
