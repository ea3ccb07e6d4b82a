"""What the same people want to see is not at once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, solve
from agenda_solver.errors import InvalidInput
from agenda_solver.rules.audience_clash import AudienceClash
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.testing.strategies import conferences
from tests.contracts import assert_contract
from tests.profiles import examples

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
    assert AudienceClash(**parameters).amount_in(programme.agenda(places)) == amount


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
    assert assert_contract(conference(), rule, most=125)


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


# --- voters who have a part in sessions ----------------------------------------------------------------------------


def with_parts(**rule) -> Conference:
    """Ada votes for Rain and Talk, speaks in Sun and chairs the track Energy; Linus votes for Rain; Grace for nothing.

    Rain is of the track Water, Sun and Wind of Energy; Ada votes for Wind as well.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=20).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    builder.person("Ada").person("Linus").person("Grace")
    builder.track("Energy", id="energy", chairs=["ada", "grace"]).track("Water", id="water")
    builder.session("Sun", id=SUN, minutes=40, track="energy", speakers=["Ada"], moderators=["Linus"])
    builder.session("Wind", id=WIND, minutes=20, track="energy", speakers=["Grace"])
    builder.session("Rain", id=RAIN, minutes=40, track="water").session("Talk", id="talk", minutes=20, optional=True)
    builder.votes("ada", RAIN, "talk", WIND).votes("linus", RAIN).votes("somebody", "talk")
    return builder.rule("audience_clash", **rule).done() if rule else builder.done()


SPEAKS = {"roles": ("speakers",)}
SUN_AND_RAIN = {SUN: ("h", "morning", 0), RAIN: ("l", "morning", 0)}
SUN_AND_WIND = {SUN: ("h", "morning", 0), WIND: ("l", "morning", 0)}
WIND_AND_RAIN = {WIND: ("h", "morning", 0), RAIN: ("l", "morning", 0)}


@pytest.mark.parametrize(
    ("parameters", "places", "amount"),
    [
        # Nobody voted for both.
        ({}, SUN_AND_RAIN, 0),
        # Ada voted for Rain and speaks in Sun.
        (SPEAKS, SUN_AND_RAIN, 1),
        # Linus, too, voted for Rain and moderates Sun.
        ({"roles": ("speakers", "moderators")}, SUN_AND_RAIN, 2),
        ({"roles": ("speakers", "moderators"), "count": "pairs"}, SUN_AND_RAIN, 1),
        ({"roles": ("speakers", "moderators"), "at_least": 2}, SUN_AND_RAIN, 2),
        ({"roles": ("speakers",), "at_least": 2}, SUN_AND_RAIN, 0),
        # Ada voted for Wind and speaks in Sun. Grace speaks in Wind, but she has not voted for anything.
        (SPEAKS, SUN_AND_WIND, 1),
        # As a chair of Energy, Ada wants to be in Sun when she voted for Rain or Talk, which are not of Energy.
        ({"track_chairs": True}, SUN_AND_RAIN, 1),
        ({"track_chairs": True}, {SUN: ("h", "morning", 0), "talk": ("l", "morning", 0)}, 1),
        # Wind is of Energy: that she chairs Sun does not count for it.
        ({"track_chairs": True}, SUN_AND_WIND, 0),
        # Ada voted for Rain and for Wind, and chairs Wind: she is one attendee.
        ({"track_chairs": True}, WIND_AND_RAIN, 1),
        ({"track_chairs": True, **SPEAKS}, SUN_AND_RAIN, 1),
        # Two sessions of hers that nobody voted for: her presence there is the matter of another rule.
        ({"roles": ("speakers", "moderators"), "track_chairs": True}, {SUN: ("h", "noon", 0)}, 0),
    ],
)
def test_who_has_a_part_in_a_session_wants_to_be_there(parameters, places, amount):
    programme = with_parts()
    assert AudienceClash(**parameters).amount_in(programme.agenda(places)) == amount


def test_the_message_tells_seeing_from_being_there():
    programme = with_parts()
    agenda = programme.agenda({**SUN_AND_RAIN, "talk": ("a", "morning", 0)})
    messages = [violation.message for violation in AudienceClash(**SPEAKS, count="slots").check(programme, agenda)]
    assert messages == [
        '1 attendee wants to be in both "Sun" and "Rain", which are at once for 2 slots (29 May 09:00).',
        '1 attendee wants to be in both "Sun" and "Talk", which are at once for 1 slot (29 May 09:00).',
        '1 attendee wants to see both "Rain" and "Talk", which are at once for 1 slot (29 May 09:00).',
    ]


@pytest.mark.parametrize(
    ("parameters", "places", "amount"),
    [
        # Ada wants to be in Sun and in Rain, and Linus moderates Sun: one pair, which shares two slots.
        ({"roles": ("speakers", "moderators")}, SUN_AND_RAIN, 2),
        # Sun from 9:20 shares one slot with Rain from 9:00.
        (SPEAKS, {**SUN_AND_RAIN, SUN: ("h", "morning", 1)}, 1),
        # Noon is one slot.
        (SPEAKS, {SUN: ("h", "noon", 0), RAIN: ("l", "noon", 0)}, 1),
        (SPEAKS, {**SUN_AND_RAIN, RAIN: ("l", "noon", 0)}, 0),
        # Only pairs that enough want.
        ({**SPEAKS, "at_least": 2}, SUN_AND_RAIN, 0),
        # Sun with Rain 2, Sun with Wind 1, Wind with Rain 1.
        (SPEAKS, {**SUN_AND_RAIN, WIND: ("a", "morning", 0)}, 4),
    ],
)
def test_pairs_count_for_each_slot_in_common(parameters, places, amount):
    programme = with_parts()
    assert AudienceClash(count="slots", **parameters).amount_in(programme.agenda(places)) == amount


def test_slots_need_exact_times():
    with pytest.raises(InvalidInput, match='needs the scope "time"'):
        AudienceClash(count="slots", scope="block")


def test_it_applies_where_a_voter_has_a_part_in_something_else():
    programme = with_parts()
    few = programme.replace(
        sessions=tuple(session for session in programme.sessions if session.id in (SUN, RAIN)),
        votes=({"voter": "ada", "sessions": [RAIN]},),
    )
    assert not AudienceClash().applies(few)
    assert AudienceClash(**SPEAKS).applies(few)
    assert AudienceClash(track_chairs=True).applies(few)
    assert not AudienceClash(roles=("moderators",)).applies(few)


@pytest.mark.parametrize("severity", ["hard", 3])
def test_as_few_slots_as_can_be_are_shared(severity):
    # Sun and Rain take 40 minutes each. In an hour of three slots they share one slot at least; a second hour helps.
    programme = with_parts(severity=severity, count="slots", roles=["speakers"])
    pair = tuple(session for session in programme.sessions if session.id in (SUN, RAIN))
    votes = ({"voter": "ada", "sessions": [RAIN]},)
    roomy = programme.replace(sessions=pair, votes=votes)
    assert solve(roomy, workers=1).objective == 0
    result = solve(roomy.replace(blocks=roomy.blocks[:1]), workers=1)
    assert str(result.status) == ("infeasible" if severity == "hard" else "optimal")
    if severity != "hard":
        assert result.objective == 3


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("count", [{}, {"count": "slots"}, {"scope": "block", "count": "pairs"}, {"at_least": 2}])
@pytest.mark.parametrize("people", [{"roles": ("speakers", "moderators")}, {"track_chairs": True}])
def test_both_faces_agree_on_parts_and_slots(people, count, severity):
    rule = AudienceClash(severity=severity, **people, **count)
    apart = {SUN: ("h", "morning", 0), WIND: ("h", "morning", 2), RAIN: ("l", "noon", 0)}
    programme = with_parts()
    assert assert_contract(programme, rule, most=80, planted=[programme.agenda(apart)])


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(conference=conferences(), seed=st.integers(0, 1_000), hard=st.booleans())
@pytest.mark.parametrize("count", ["voters", "slots"])
def test_both_faces_agree_where_people_vote_whatever_the_conference(count, hard, conference, seed):
    named = [person.id for person in conference.people] + ["x", "y", "z"]
    votes = tuple(v.model_copy(update={"voter": id}) for v, id in zip(conference.votes, named, strict=False))
    roles = ("speakers", "moderators", "chairs", "required_people")
    rule = AudienceClash(severity=HARD if hard else soft(3), count=count, roles=roles, track_chairs=True)
    assert_contract(conference.replace(votes=votes), rule, most=40, seed=seed)


def test_the_bounds_that_counting_gives_hold_for_slots_as_well():
    # Three sessions of an hour, of which any two share both half hours of the only block: 3 pairs, 6 slots.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.room("Hall").room("Lab").room("Attic").block("09:00", "10:00", id="a", slot_count=2)
    for id in "pqr":
        builder.session(id.upper(), id=id, minutes=60)
    programme = builder.votes("v1", *"pqr").rule("audience_clash", 1, count="slots").done()
    assert solve(programme, workers=1).objective == 6
    assert assert_contract(programme, AudienceClash(severity=soft(1), count="slots"), most=200)
