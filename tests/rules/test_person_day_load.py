"""Not too many sessions of a person on one day."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.person_day_load import PersonDayLoad
from tests.contracts import assert_contract

TALK, PANEL, DINNER, EXTRA = "talk", "panel", "dinner", "extra"


def conference(**rule) -> Conference:
    """Two days, the first with two blocks; Ada has four sessions, one of them optional, Bo two."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29", name="Thursday")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("09:30", "10:30", id="noon")
    builder.day("2025-05-30").block("09:00", "10:00", id="friday", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l").person("Ada").person("Bo")
    builder.session("Talk", id=TALK, minutes=30, speakers=["Ada"], moderators=["Ada"])
    builder.session("Panel", id=PANEL, minutes=30, moderators=["Ada"], chairs=["Bo"])
    builder.session("Dinner", id=DINNER, minutes=60, chairs=["Ada"], required_people=["Bo"])
    builder.session("Extra", id=EXTRA, minutes=30, speakers=["Ada", "Bo"], optional=True)
    return builder.rule("person_day_load", **rule).done() if rule else builder.done()


def amount(rule: PersonDayLoad, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


THURSDAY = {TALK: ("h", "morning", 0), PANEL: ("h", "morning", 1), DINNER: ("l", "noon", 0), EXTRA: ("l", "morning", 0)}


@pytest.mark.parametrize(
    ("rule", "places", "expected"),
    [
        # Four sessions of Ada on Thursday, three are fine. Bo has two that count.
        (PersonDayLoad(), THURSDAY, 1),
        # Without the optional one it is just what is fine.
        (PersonDayLoad(), {id: place for id, place in THURSDAY.items() if id != EXTRA}, 0),
        # Limit 1: Ada has three too many, Bo one (as chair and as speaker, not as a required person).
        (PersonDayLoad(limit=1), THURSDAY, 4),
        # Two on each day: with limit 1 one too many on Thursday and on Friday for Ada; Bo has one on each day.
        (
            PersonDayLoad(limit=1),
            {**THURSDAY, DINNER: ("h", "friday", 0), EXTRA: ("l", "friday", 0)},
            2,
        ),
        # Nobody may have any: four of Ada's and two of Bo's.
        (PersonDayLoad(limit=0), THURSDAY, 6),
        # Only speakers: Ada has two, Bo one; a person with two roles in a session has it once.
        (PersonDayLoad(limit=1, roles=("speakers",)), THURSDAY, 1),
        # All roles: Bo has three.
        (PersonDayLoad(limit=2, roles=("speakers", "moderators", "chairs", "required_people")), THURSDAY, 2 + 1),
        (PersonDayLoad(limit=0), {}, 0),
    ],
)
def test_sessions_beyond_the_limit_are_counted_for_each_person_and_day(rule, places, expected):
    assert amount(rule, places) == expected


def test_the_message_names_the_person_the_day_and_the_sessions():
    programme = conference()
    (violation,) = PersonDayLoad().check(programme, programme.agenda(THURSDAY))
    assert violation.message == ('Ada has 4 sessions on Thursday, more than 3: "Talk", "Panel", "Dinner" and "Extra".')
    assert (violation.people, violation.sessions) == (("ada",), (TALK, PANEL, DINNER, EXTRA))


def test_it_has_nothing_to_say_where_nobody_has_more_sessions_than_the_limit():
    assert PersonDayLoad().applies(conference())
    assert not PersonDayLoad(limit=4).applies(conference())


def test_a_hard_rule_spreads_sessions_over_the_days():
    # Ada has three sessions that must be held and two a day: one day gets two, the other one.
    agenda = solve(conference(severity="hard", limit=2), workers=1).agenda
    assert agenda is not None
    thursday = [id for id, placed in agenda.items() if placed.block != "friday" and id != EXTRA]
    assert len(thursday) in (1, 2)


def test_a_soft_rule_finds_the_least_load():
    # Three sessions of Ada over two days with one a day: one too many at best; the optional one is left out. Bo's
    # panel is his only one then. Weight 5.
    result = solve(conference(severity=5, limit=1), workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 5


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize(
    "parameters",
    [{}, {"limit": 2}, {"limit": 1}, {"limit": 1, "roles": ("speakers", "required_people")}, {"limit": 0}],
    ids=str,
)
def test_both_faces_agree_on_every_agenda(severity, parameters):
    programme = conference()
    rule = PersonDayLoad(severity=severity, **parameters)
    legal = assert_contract(programme, rule, planted=[programme.agenda(THURSDAY)])
    # Ada's three sessions that must be held do not fit into two days with one a day.
    assert legal > 0 or (rule.is_hard and rule.limit < 2)
