"""What is not recorded can be missed only once."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, OFF, soft
from agenda_solver.rules.unrecorded_clash import UnrecordedClash
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger

# A and B are not recorded, C and D are where there is a camera: in the hall.
SESSIONS = {
    "a": {"minutes": 60, "tags": ["not recorded"]},
    "b": {"minutes": 30, "tags": ["round table", "not recorded"]},
    "c": {"minutes": 30, "tags": ["round table"]},
    "d": {"minutes": 30, "optional": True},
}
CAMERA = {"camera": "camera"}


def conference(*ids: str, **rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:30", id="morning", slot_minutes=30).block("10:30", "11:30", id="noon", slot_minutes=30)
    builder.room("Hall", id="h", features=["camera"]).room("Lab", id="l").room("Attic", id="t")
    for id in ids or SESSIONS:
        builder.session(id.upper(), id=id, **SESSIONS[id])
    return builder.rule("unrecorded_clash", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("parameters", "places", "by_time", "by_block"),
    [
        # A runs from 9:00 to 10:00, B from 9:30.
        ({}, {"a": ("h", "morning", 0), "b": ("l", "morning", 1)}, 1, 1),
        # B begins as A ends: in one block all the same, but in one room nobody has to choose.
        ({}, {"a": ("h", "morning", 0), "b": ("l", "morning", 2)}, 0, 1),
        ({}, {"a": ("h", "morning", 0), "b": ("h", "morning", 2)}, 0, 0),
        ({}, {"a": ("h", "morning", 0), "b": ("l", "noon", 0)}, 0, 0),
        # C is recorded.
        ({}, {"a": ("h", "morning", 0), "c": ("l", "morning", 0)}, 0, 0),
        # But not in the lab, where the camera is asked for; A is not even in the hall.
        (CAMERA, {"a": ("h", "morning", 0), "c": ("l", "morning", 0)}, 1, 1),
        (CAMERA, {"a": ("l", "morning", 0), "c": ("h", "morning", 0)}, 0, 0),
        # Neither C nor D is recorded beside the hall.
        (CAMERA, {"c": ("l", "morning", 0), "d": ("t", "morning", 0)}, 1, 1),
        (CAMERA, {"c": ("l", "morning", 0), "d": ("h", "morning", 0)}, 0, 0),
        # Other tags: B and C.
        ({"unrecorded": ("round table",)}, {"b": ("l", "morning", 0), "c": ("h", "morning", 0)}, 1, 1),
        ({"unrecorded": ("round table",)}, {"a": ("l", "morning", 0), "c": ("h", "morning", 0)}, 0, 0),
        # By rooms alone: A and B are recorded in the hall.
        ({"unrecorded": (), **CAMERA}, {"a": ("h", "morning", 0), "b": ("l", "morning", 0)}, 0, 0),
        # A, B and C, three pairs.
        (CAMERA, {"a": ("h", "morning", 0), "b": ("l", "morning", 0), "c": ("t", "morning", 0)}, 3, 3),
    ],
)
def test_pairs_at_once_of_which_neither_is_recorded_are_counted(parameters, places, by_time, by_block):
    programme = conference()
    agenda = programme.agenda(places)
    amounts = [UnrecordedClash(**parameters, scope=scope).amount_in(agenda) for scope in ("time", "block")]
    assert amounts == [by_time, by_block]


def test_the_message_names_both_sessions_and_when():
    programme = conference()
    agenda = programme.agenda({"a": ("h", "morning", 0), "b": ("l", "morning", 1)})
    (by_time,) = UnrecordedClash().check(programme, agenda)
    assert by_time.message == '"A" and "B" are at once (29 May 09:30), and neither is recorded.'
    assert (by_time.sessions, by_time.rooms) == (("a", "b"), ("h", "l"))
    (by_block,) = UnrecordedClash(scope="block").check(programme, agenda)
    assert "are in different rooms of one block (29 May 09:30)" in by_block.message


def test_it_is_off_until_somebody_asks_and_needs_two_sessions_without_a_recording():
    programme = conference()
    assert UnrecordedClash().severity == OFF
    assert UnrecordedClash().applies(programme)
    assert not UnrecordedClash().applies(conference("a", "c", "d"))
    assert UnrecordedClash(**CAMERA).applies(conference("a", "c"))
    in_the_hall = programme.replace(rooms=programme.rooms[:1])
    assert not UnrecordedClash(unrecorded=(), **CAMERA).applies(in_the_hall)


def test_tags_and_features_that_nothing_has_are_told_with_their_places():
    rule = UnrecordedClash(unrecorded=("round table", "not recorderd"), camera="camra")
    assert list(rule.problems(conference())) == [
        ("unrecorded[1]", 'no session carries the tag "not recorderd" (did you mean "not recorded"?)'),
        ("camera", 'no room has the feature "camra" (did you mean "camera"?)'),
    ]
    # The usual tag need not be there.
    assert not list(UnrecordedClash(**CAMERA).problems(conference("c", "d")))


def test_the_best_agenda_misses_as_little_as_can_be():
    # An hour for A of an hour, B of half an hour and C of half an hour: B is beside A. C is recorded in the hall.
    programme = conference("a", "b", "c", severity=5, camera="camera")
    noon = programme.replace(blocks=programme.blocks[1:])
    result = solve(noon, workers=1)
    assert result.objective == 5
    assert result.agenda["c"].room == "h"


@pytest.mark.parametrize("scope", ["time", "block"])
def test_hard_nothing_is_missed(scope):
    programme = conference("a", "b", "c", severity="hard", camera="camera", scope=scope)
    agenda = solve(programme, workers=1).agenda
    assert agenda is not None
    assert not list(UnrecordedClash(**CAMERA, scope=scope).check(programme, agenda))
    if scope == "time":
        assert str(solve(programme.replace(blocks=programme.blocks[1:]), workers=1).status) == "infeasible"


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("parameters", [{}, CAMERA, {"unrecorded": (), **CAMERA}])
def test_both_faces_agree(severity, scope, parameters):
    programme = conference("a", "b", "d")
    rule = UnrecordedClash(severity=severity, scope=scope, **parameters)
    assert assert_contract(programme, rule, most=60) > 0


@pytest.mark.parametrize("scope", ["time", "block"])
def test_the_ledger_counts_the_same(scope):
    assert_ledger(conference(), [UnrecordedClash(**CAMERA, scope=scope, severity=soft(1))], moves=25, seed=3)
