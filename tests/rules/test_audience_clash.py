"""What the same people want to see is not at once."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.audience_clash import AudienceClash
from agenda_solver.rules.rule import HARD, soft
from tests.contract import assert_contract

# A morning of two half hours and a noon of one hour; three rooms. Two voters want sun and wind, one of them also the
# dam; a third wants the dam and the rain.
SUN, WIND, DAM, RAIN = "sun", "wind", "dam", "rain"


def conference(**rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    builder.session("Sun", id=SUN, minutes=30).session("Wind", id=WIND, minutes=30)
    builder.session("Dam", id=DAM, minutes=60).session("Rain", id=RAIN, minutes=30, optional=True)
    builder.votes("v1", SUN, WIND).votes("v2", DAM, WIND, SUN).votes("v3", DAM, RAIN).votes("v4", SUN)
    return builder.rule("audience_clash", **rule).done() if rule else builder.done()


AT_ONCE = {SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), DAM: ("h", "noon", 0)}


@pytest.mark.parametrize(
    ("parameters", "places", "amount"),
    [
        # One after the other, touching: nobody misses anything.
        ({}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 1), DAM: ("h", "noon", 0)}, 0),
        # In one block, but in different rooms of it: two voters have to choose a room.
        ({"scope": "block"}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 1), DAM: ("h", "noon", 0)}, 2),
        # In the same room of one block they do not.
        ({"scope": "block"}, {SUN: ("h", "morning", 0), WIND: ("h", "morning", 1), DAM: ("h", "noon", 0)}, 0),
        # Sun and wind at once: two voters, or one pair; a pair of three voters there is none.
        ({}, AT_ONCE, 2),
        ({"count": "pairs"}, AT_ONCE, 1),
        ({"at_least": 2}, AT_ONCE, 2),
        ({"at_least": 3}, AT_ONCE, 0),
        # All three at once: 2 for sun and wind, 1 for each of them with the dam.
        ({}, {**AT_ONCE, DAM: ("a", "morning", 0)}, 4),
        ({"count": "pairs"}, {**AT_ONCE, DAM: ("a", "morning", 0)}, 3),
        ({"at_least": 2}, {**AT_ONCE, DAM: ("a", "morning", 0)}, 2),
        ({"at_least": 2, "count": "pairs"}, {**AT_ONCE, DAM: ("a", "morning", 0)}, 1),
        # Nobody wants both rain and sun; one wants rain and the dam, which is somewhere else.
        ({}, {SUN: ("h", "noon", 0), RAIN: ("l", "noon", 0), DAM: ("a", "morning", 0)}, 0),
        # What has no place is missed by no one.
        ({}, {SUN: ("h", "morning", 0)}, 0),
    ],
)
def test_voters_for_two_sessions_at_once_are_counted(parameters, places, amount):
    programme = conference()
    found = AudienceClash(**parameters).check(programme, programme.agenda(places))
    assert sum(violation.amount for violation in found) == amount


@pytest.mark.parametrize(
    ("scope", "how"), [("time", "at once (29 May 09:30)"), ("block", "in different rooms of one block (29 May 09:30)")]
)
def test_the_message_says_how_many_want_what(scope, how):
    programme = conference()
    agenda = programme.agenda({SUN: ("h", "morning", 1), WIND: ("l", "morning", 1), DAM: ("a", "morning", 0)})
    messages = [violation.message for violation in AudienceClash(scope=scope).check(programme, agenda)]
    assert messages == [
        f'2 attendees want to see both "Sun" and "Wind", which are {how}.',
        f'1 attendee wants to see both "Sun" and "Dam", which are {how}.',
        f'1 attendee wants to see both "Wind" and "Dam", which are {how}.',
    ]


def test_it_applies_where_enough_attendees_want_the_same_two():
    programme = conference()
    assert AudienceClash(at_least=2).applies(programme)
    assert not AudienceClash(at_least=3).applies(programme)
    assert not AudienceClash().applies(programme.replace(votes=()))


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", ["hard", 3])
def test_nobody_has_to_choose_where_that_can_be_helped(severity, scope):
    # Sun and wind one after the other in the hall, the dam at noon.
    result = solve(conference(severity=severity, scope=scope), workers=1)
    assert str(result.status) == "optimal"
    assert not list(AudienceClash(scope=scope).check(result.agenda.conference, result.agenda))


def test_the_pair_that_the_fewest_want_is_put_at_once():
    # Three sessions of an hour for two moments: the pair with one voter, not those with two and three.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall").room("Lab")
    builder.block("09:00", "10:00").block("10:00", "11:00").rule("audience_clash", 5)
    for id in "abc":
        builder.session(id.upper(), id=id, minutes=60)
    for number, pair in enumerate(["ab", "ac", "ac", "bc", "bc", "bc"]):
        builder.votes(f"v{number}", *pair)
    result = solve(builder.done(), workers=1)
    assert (str(result.status), result.scorecard.objective) == ("optimal", 5)
    assert result.agenda["a"].block == result.agenda["b"].block


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("parameters", [{}, {"count": "pairs"}, {"at_least": 2}])
def test_both_faces_agree(parameters, severity, scope):
    rule = AudienceClash(severity=severity, scope=scope, **parameters)
    assert assert_contract(conference(), rule, most=100)


@pytest.mark.parametrize("scope", ["time", "block"])
def test_both_faces_agree_where_blocks_overlap_and_slots_differ(scope):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab")
    builder.block("09:00", "10:00", id="a", slot_count=3).block("09:30", "10:30", id="b", slot_minutes=60)
    builder.session("Sun", id=SUN, duration_slots=1).session("Dam", id=DAM, minutes=45, optional=True)
    builder.session("Rain", id=RAIN, duration_slots=1).votes("v1", SUN, DAM, RAIN).votes("v2", RAIN, SUN)
    for severity in (HARD, soft(1)):
        assert assert_contract(builder.done(), AudienceClash(severity=severity, scope=scope), most=150)


@pytest.mark.parametrize("scope", ["time", "block"])
def test_both_faces_agree_where_there_are_more_sessions_than_moments(scope):
    # Four sessions whose every place contains 09:30: the bounds that counting gives have to hold with equality.
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab").room("Attic")
    builder.block("09:00", "10:00", id="a", slot_count=2).block("10:00", "11:00", id="b", slot_count=2)
    for id in "pqrs":
        builder.session(id.upper(), id=id, minutes=60, optional=id == "s")
    builder.votes("v1", *"pqrs").votes("v2", *"pqs").votes("v3", *"rs")
    assert assert_contract(builder.done(), AudienceClash(severity=soft(1), scope=scope), most=200)
