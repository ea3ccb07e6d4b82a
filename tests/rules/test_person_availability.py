"""Nobody is needed when they are not there."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.person_availability import PersonAvailability
from tests.contracts import assert_contract

PANEL, TALK, EXTRA = "panel", "talk", "extra"


def at(clock: str) -> str:
    return f"2025-05-29T{clock}+05:00"


def conference(**rule) -> Conference:
    """Two rooms; a morning of three slots of 20 minutes, an afternoon of two of 30.

    Ada is there until 09:30 and again from 09:40 to 15:00, told in windows that overlap. Bo is there from 14:30 on, as
    it was told twice. Cy is always there.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=20)
    builder.block("14:00", "15:00", id="afternoon", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l")
    builder.person(
        "Ada", available=[(at("09:00"), at("09:30")), (at("09:40"), at("14:30")), (at("14:00"), at("15:00"))]
    )
    builder.person("Bo", available=[(at("14:30"), at("15:00")), (at("14:30"), at("15:00"))]).person("Cy")
    builder.session("Panel", id=PANEL, minutes=20, speakers=["Ada"], moderators=["Ada"], required_people=["Bo"])
    builder.session("Talk", id=TALK, duration_slots=1, speakers=["Ada", "Cy"])
    builder.session("Extra", id=EXTRA, minutes=60, chairs=["Bo"], optional=True)
    return builder.rule("person_availability", **rule).done() if rule else builder.done()


def amount(rule: PersonAvailability, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # 09:00 to 09:20 lies within Ada's first window.
        ({TALK: ("h", "morning", 0)}, 0),
        # 09:20 to 09:40: Ada is away from 09:30 on, 10 minutes. Cy is always there.
        ({TALK: ("h", "morning", 1)}, 10),
        # 09:40 to 10:00 begins at the very minute at which Ada comes back.
        ({TALK: ("h", "morning", 2)}, 0),
        # 14:00 to 14:30 touches two of Ada's windows that overlap: together they cover it.
        ({TALK: ("h", "afternoon", 0)}, 0),
        # Bo misses all of 09:20 to 09:40, Ada half of it, and only once though she has two roles.
        ({PANEL: ("h", "morning", 1)}, 30),
        # 14:30 to 14:50: both are there, Bo from that minute on.
        ({PANEL: ("h", "afternoon", 1)}, 0),
        # Bo misses the first half of 14:00 to 15:00; his window, told twice, covers the second half once.
        ({EXTRA: ("l", "afternoon", 0)}, 30),
        # The sessions add up: 30 of the panel, 10 of the talk, and all 60 minutes of the extra one in the morning.
        ({PANEL: ("h", "morning", 1), TALK: ("l", "morning", 1), EXTRA: ("l", "morning", 0)}, 100),
        # What has no place needs nobody.
        ({}, 0),
    ],
)
def test_minutes_outside_the_windows_of_each_person_are_counted(places, expected):
    assert amount(PersonAvailability(), places) == expected


def test_only_the_roles_that_count_need_to_be_there():
    # Without the required people Bo's 20 minutes are nobody's matter: Ada's 10 are left.
    places = {PANEL: ("h", "morning", 1)}
    assert amount(PersonAvailability(roles=("speakers", "moderators")), places) == 10


def test_the_message_names_the_person_the_session_and_the_time():
    programme = conference()
    (violation,) = PersonAvailability().check(programme, programme.agenda({TALK: ("h", "morning", 1)}))
    assert violation.message == 'Ada is not available for 10 minutes of "Talk" (29 May 09:20 to 09:40).'
    assert (violation.sessions, violation.people) == ((TALK,), ("ada",))


def test_it_has_nothing_to_say_where_everybody_who_counts_is_always_there():
    assert PersonAvailability().applies(conference())
    assert not PersonAvailability(roles=("chairs",)).applies(conference().replace(sessions=conference().sessions[:2]))


def test_a_hard_rule_puts_sessions_where_their_people_are():
    # The panel needs Ada and Bo: only 14:30 suits both. The extra session suits Bo nowhere and is left out.
    agenda = solve(conference(severity="hard"), workers=1).agenda
    assert agenda is not None
    assert (agenda[PANEL].block, agenda[PANEL].slot) == ("afternoon", 1)
    assert EXTRA not in agenda
    assert agenda[TALK].slot in (0, 2) or agenda[TALK].block == "afternoon"


def test_a_slot_in_the_middle_of_a_block_can_be_struck_out_when_no_rule_asks_for_times():
    # Talks of 20 minutes in one room, one of them Ada's: only the second slot does not suit her, wherever others are.
    programme = conference(severity="hard")
    talks = [session.model_copy(update={"id": f"talk-{n}"}) for n in range(2) for session in programme.sessions[1:2]]
    programme = programme.replace(rooms=programme.rooms[:1], blocks=programme.blocks[:1], sessions=tuple(talks))
    result = solve(programme, workers=1)
    assert result.agenda is not None
    assert {placement.slot for placement in result.agenda.values()} == {0, 2}


def test_a_soft_rule_finds_the_least_minutes():
    # Only the morning is left. Panel: Bo misses 20 minutes anywhere, Ada none in the first and last slot. Talk: 0 in
    # the other of these, or in the other room. The extra session is left out. So 20 minutes, at weight 3.
    programme = conference(severity=3)
    sessions = tuple(session for session in programme.sessions if session.id != EXTRA)
    result = solve(programme.replace(blocks=programme.blocks[:1], sessions=sessions), workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 60


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize(
    "parameters", [{}, {"roles": ("speakers",)}, {"roles": ("chairs", "required_people")}], ids=["all", "one", "two"]
)
def test_both_faces_agree_on_every_agenda(severity, parameters):
    assert assert_contract(conference(), PersonAvailability(severity=severity, **parameters)) > 0
