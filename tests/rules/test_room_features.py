"""Rooms have what sessions and people need."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.room_features import RoomFeatures
from tests.contracts import assert_contract

TALK, PANEL, EXTRA = "talk", "panel", "extra"


def conference(**rule) -> Conference:
    """Ada needs step-free access and can not have stairs; the talk needs a stage and a projector."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30)
    builder.room("Hall", id="hall", features=["stage", "projector", "step-free"])
    builder.room("Attic", id="attic", features=["projector", "stairs"]).room("Lab", id="lab")
    builder.person("Ada", required_features=["step-free"], prohibited_features=["stairs"])
    builder.person("Bo", required_features=["step-free", "step-free"])
    builder.session("Talk", id=TALK, minutes=30, required_features=["stage", "projector"])
    builder.session("Panel", id=PANEL, minutes=30, speakers=["Ada"], required_people=["Bo"], moderators=["Ada"])
    builder.session(
        "Extra", id=EXTRA, minutes=30, chairs=["Ada"], optional=True,
        required_features=["step-free"], prohibited_features=["projector", "stairs", "stairs"],
    )  # fmt: skip
    return builder.rule("room_features", **rule).done() if rule else builder.done()


def amount(places) -> int:
    programme = conference()
    return RoomFeatures().amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # The hall has all that the talk needs.
        ({TALK: ("hall", "morning", 0)}, 0),
        # The attic has no stage; the lab has neither.
        ({TALK: ("attic", "morning", 0)}, 1),
        ({TALK: ("lab", "morning", 0)}, 2),
        # Step-free access, which both people need, is lacking once.
        ({PANEL: ("lab", "morning", 0)}, 1),
        # The attic lacks it and has stairs.
        ({PANEL: ("attic", "morning", 0)}, 2),
        # Lacks step-free access (session and chair, once); has stairs (both, once) and a projector.
        ({EXTRA: ("attic", "morning", 0)}, 3),
        # The hall has a projector, which is in the way.
        ({EXTRA: ("hall", "morning", 0)}, 1),
        # The sessions add up.
        ({TALK: ("attic", "morning", 0), PANEL: ("lab", "morning", 0), EXTRA: ("hall", "morning", 0)}, 3),
        # What has no place needs nothing.
        ({}, 0),
    ],
)
def test_tags_that_are_lacking_or_in_the_way_are_counted(places, expected):
    assert amount(places) == expected


def test_the_messages_name_the_room_and_who_asks():
    programme = conference()
    agenda = programme.agenda({EXTRA: ("attic", "morning", 0)})
    messages = [violation.message for violation in RoomFeatures().check(programme, agenda)]
    assert messages == [
        '"Extra" is in Attic, which lacks step-free (needed by the session and Ada).',
        '"Extra" is in Attic, which has projector (ruled out by the session).',
        '"Extra" is in Attic, which has stairs (ruled out by the session and Ada).',
    ]
    first, second, _ = RoomFeatures().check(programme, agenda)
    assert (first.sessions, first.people, first.rooms) == ((EXTRA,), ("ada",), ("attic",))
    assert second.people == ()


def test_it_has_nothing_to_say_where_nobody_asks_for_anything():
    programme = conference()
    assert RoomFeatures().applies(programme)
    assert RoomFeatures().applies(programme.replace(sessions=programme.sessions[1:2]))  # people ask, too
    silent = tuple(
        person.model_copy(update={"required_features": (), "prohibited_features": ()}) for person in programme.people
    )
    assert not RoomFeatures().applies(programme.replace(people=silent, sessions=programme.sessions[1:2]))


def test_a_hard_rule_finds_the_only_room_that_suits():
    # The talk and the panel both suit the hall only, one after the other; the extra session suits no room.
    agenda = solve(conference(severity="hard"), workers=1).agenda
    assert agenda is not None
    assert agenda[TALK].room == agenda[PANEL].room == "hall"
    assert EXTRA not in agenda


def test_a_soft_rule_finds_the_fewest_tags():
    # Without the hall: the talk lacks a stage in the attic (1), the panel lacks step-free access in the lab (1). The
    # optional session is left out. At weight 4 that is 8.
    programme = conference(severity=4)
    result = solve(programme.replace(rooms=programme.rooms[1:]), workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 8


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_on_every_agenda(severity):
    assert assert_contract(conference(), RoomFeatures(severity=severity), most=800) > 0
