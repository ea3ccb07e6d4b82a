"""No speaker is in two places at once."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, solve
from agenda_solver.errors import InvalidInput
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.speaker_clash import SpeakerClash
from agenda_solver.testing.strategies import conferences
from tests.contracts import assert_contract
from tests.profiles import examples

# Ada speaks in A, moderates B and is needed in C; Grace speaks in A and B; Linus chairs D.
SESSIONS = {
    "a": {"speakers": ["Ada", "Grace"], "minutes": 30},
    "b": {"speakers": ["Grace"], "moderators": ["Ada"], "minutes": 60},
    "c": {"required_people": ["Ada"], "minutes": 30},
    "d": {"chairs": ["Linus"], "minutes": 30, "optional": True},
}


def conference(*ids: str, **rule) -> Conference:
    """Some of the sessions, two rooms, a morning of three half hours and a noon of one hour."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:30", id="morning", slot_minutes=30).block("10:30", "11:30", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").person("Ada").person("Grace").person("Linus")
    for id in ids or SESSIONS:
        builder.session(id.upper(), id=id, **SESSIONS[id])
    return builder.rule("speaker_clash", **rule).done() if rule else builder.done()


def amount(rule: SpeakerClash, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("rule", "places", "expected"),
    [
        # A ends at the minute at which B begins: half-open times do not overlap.
        (SpeakerClash(), {"a": ("h", "morning", 0), "b": ("l", "morning", 1)}, 0),
        # A runs in the first half of B. They share Ada and Grace, but are one pair.
        (SpeakerClash(), {"a": ("h", "morning", 0), "b": ("l", "morning", 0)}, 1),
        # Ada is only a required person in C, and that role does not count here.
        (SpeakerClash(), {"a": ("h", "morning", 0), "c": ("l", "morning", 0)}, 0),
        # Where that role counts, it does.
        (SpeakerClash(roles=("speakers", "required_people")), {"a": ("h", "morning", 0), "c": ("l", "morning", 0)}, 1),
        # A and C are each at the time of a part of B, but not at the same time: two pairs of three.
        (
            SpeakerClash(roles=("speakers", "moderators", "required_people")),
            {"a": ("h", "morning", 0), "b": ("l", "morning", 0), "c": ("h", "morning", 1)},
            2,
        ),
        # As speakers only, Grace alone has two sessions; she still has them at once.
        (SpeakerClash(roles=("speakers",)), {"a": ("h", "morning", 1), "b": ("l", "morning", 0)}, 1),
        # As moderators only, nobody has two sessions.
        (SpeakerClash(roles=("moderators",)), {"a": ("h", "morning", 1), "b": ("l", "morning", 0)}, 0),
        # Linus has one session, so whatever is beside it does not matter.
        (SpeakerClash(), {"b": ("h", "morning", 0), "d": ("l", "morning", 0)}, 0),
        # One block, different rooms: a clash by block, though one follows the other.
        (SpeakerClash(scope="block"), {"a": ("h", "morning", 0), "b": ("l", "morning", 1)}, 1),
        # One block, one room: people can stay where they are.
        (SpeakerClash(scope="block"), {"a": ("h", "morning", 0), "b": ("h", "morning", 1)}, 0),
        # Different blocks.
        (SpeakerClash(scope="block"), {"a": ("h", "morning", 0), "b": ("l", "noon", 0)}, 0),
        # One of the two has no place.
        (SpeakerClash(), {"b": ("h", "morning", 0)}, 0),
    ],
)
def test_pairs_of_sessions_of_one_person_at_once_are_counted(rule, places, expected):
    assert amount(rule, places) == expected


@pytest.mark.parametrize(
    ("scope", "places", "expected"),
    [
        # Ada and Grace are both in A and in B.
        ("time", {"a": ("h", "morning", 0), "b": ("l", "morning", 0)}, 2),
        ("block", {"a": ("h", "morning", 0), "b": ("l", "morning", 1)}, 2),
        ("block", {"a": ("h", "morning", 0), "b": ("h", "morning", 1)}, 0),
        # Ada is required in C, which the roles below say.
        ("time", {"b": ("h", "morning", 0), "c": ("l", "morning", 1)}, 1),
        # Two of A and B, and Ada of B and C.
        ("time", {"a": ("l", "morning", 0), "b": ("h", "morning", 0), "c": ("l", "morning", 1)}, 3),
    ],
)
def test_everybody_whom_a_pair_shares_counts_where_people_are_counted(scope, places, expected):
    roles = ("speakers", "moderators", "required_people")
    assert amount(SpeakerClash(scope=scope, roles=roles, count="people"), places) == expected


def test_the_unit_is_what_is_counted():
    units = [SpeakerClash(count=count).measured_in for count in ("pairs", "slots", "people")]
    assert units == ["pairs of sessions", "slots", "people"]


def test_the_message_names_everybody_who_would_have_to_be_in_two_places():
    programme = conference()
    agenda = programme.agenda({"a": ("h", "morning", 1), "b": ("l", "morning", 0)})
    (violation,) = SpeakerClash().check(programme, agenda)
    assert violation.message == 'Ada and Grace cannot be in "A" and in "B" at once (29 May 09:30).'
    assert violation.sessions == ("a", "b")
    assert violation.people == ("ada", "grace")


def test_it_has_nothing_to_say_where_nobody_has_two_sessions():
    assert SpeakerClash().applies(conference("a", "b"))
    assert not SpeakerClash().applies(conference("a", "d"))
    assert not SpeakerClash(roles=("required_people",)).applies(conference())


def test_a_hard_rule_keeps_the_sessions_of_a_person_apart():
    result = solve(conference(severity="hard"), workers=1)
    assert list(SpeakerClash().check(result.agenda.conference, result.agenda)) == []


def test_a_soft_rule_is_broken_only_as_often_as_it_must_be():
    # One hour for two sessions of Ada and Grace that take an hour and half an hour: they overlap, which is one pair of
    # weight 7.
    programme = conference("a", "b", severity=7)
    crowded = programme.replace(blocks=tuple(block for block in programme.blocks if block.id == "noon"))
    assert solve(crowded, workers=1).objective == 7


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("roles", [("speakers",), ("speakers", "moderators", "chairs", "required_people")])
def test_both_faces_agree(severity, scope, roles):
    assert assert_contract(conference(), SpeakerClash(severity=severity, scope=scope, roles=roles), most=120)
    by_person = SpeakerClash(severity=severity, scope=scope, roles=roles, count="people")
    assert assert_contract(conference("a", "b"), by_person, most=60)


# --- chairs of tracks ----------------------------------------------------------------------------------------------


def chaired(**rule) -> Conference:
    """Ada chairs the track Energy and speaks in Rain, of Water, and in Wind, of Energy; Linus chairs Water."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=20).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").person("Ada").person("Linus")
    builder.track("Energy", id="energy", chairs=["ada"]).track("Water", id="water", chairs=["linus"])
    builder.session("Sun", id="sun", minutes=20, track="energy")
    builder.session("Wind", id="wind", minutes=40, track="energy", speakers=["Ada"])
    builder.session("Rain", id="rain", minutes=40, track="water", speakers=["Ada"])
    builder.session("Talk", id="talk", minutes=20, speakers=["Linus"], optional=True)
    return builder.rule("speaker_clash", **rule).done() if rule else builder.done()


CHAIRS = SpeakerClash(track_chairs=True)


@pytest.mark.parametrize(
    ("places", "without", "expected"),
    [
        # Ada speaks in Rain while a session of her track runs.
        ({"rain": ("h", "morning", 0), "sun": ("l", "morning", 0)}, 0, 1),
        # The session of her track begins as she is done.
        ({"rain": ("h", "morning", 0), "sun": ("l", "morning", 2)}, 0, 0),
        # She speaks in Wind, and Sun is of the same track: a chair is not asked to be in two rooms of the own track.
        ({"wind": ("h", "morning", 0), "sun": ("l", "morning", 0)}, 0, 0),
        # She speaks in both, and chairs the track of one of them: one pair all the same.
        ({"wind": ("h", "morning", 0), "rain": ("l", "morning", 0)}, 1, 1),
        # Linus speaks in a session without a track, and chairs the track of Rain.
        ({"talk": ("h", "morning", 0), "rain": ("l", "morning", 0)}, 0, 1),
        # Nobody who is in Talk chairs Energy.
        ({"talk": ("h", "morning", 0), "sun": ("l", "morning", 0)}, 0, 0),
        # All of them: Rain with each of the three others; Sun and Talk have nobody in common.
        (
            {
                "rain": ("h", "morning", 0),
                "wind": ("l", "morning", 0),
                "sun": ("l", "morning", 0),
                "talk": ("l", "morning", 0),
            },
            1,
            3,
        ),
    ],
)
def test_chairs_of_a_track_are_busy_with_each_of_its_sessions(places, without, expected):
    programme = chaired()
    agenda = programme.agenda(places)
    for rule, number in ((SpeakerClash(), without), (CHAIRS, expected)):
        assert rule.amount_in(agenda) == number


def test_tracks_that_share_a_chair_are_not_its_matter():
    programme = chaired()
    both = programme.replace(tracks=tuple(t.model_copy(update={"chairs": ("linus",)}) for t in programme.tracks))
    # Linus chairs the tracks of Sun and of Rain, but has no part in either.
    agenda = both.agenda({"sun": ("h", "morning", 0), "rain": ("l", "morning", 0)})
    assert not list(CHAIRS.check(both, agenda))


def test_the_message_says_who_chairs_what():
    programme = chaired()
    agenda = programme.agenda({"rain": ("h", "morning", 0), "sun": ("l", "morning", 1), "talk": ("l", "morning", 0)})
    messages = [violation[1:4] for violation in CHAIRS.check(programme, agenda)]
    assert messages == [
        (
            'Ada cannot be in "Rain" and chair "Sun" of the track "Energy" at once (29 May 09:20).',
            ("sun", "rain"),
            ("ada",),
        ),
        (
            'Linus cannot be in "Talk" and chair "Rain" of the track "Water" at once (29 May 09:00).',
            ("rain", "talk"),
            ("linus",),
        ),
    ]


def test_the_message_tells_those_who_are_in_both_from_those_who_chair():
    programme = chaired()
    linus_too = tuple(
        s.model_copy(update={"speakers": ("ada", "linus")}) if s.id == "wind" else s for s in programme.sessions
    )
    programme = programme.replace(sessions=linus_too)
    agenda = programme.agenda({"wind": ("h", "morning", 0), "rain": ("l", "morning", 1)})
    (violation,) = SpeakerClash(track_chairs=True, count="slots").check(programme, agenda)
    assert violation.message == (
        'Ada cannot be in "Wind" and in "Rain" at once, and Linus cannot be in "Wind" and chair "Rain" of the track '
        '"Water" at once for 1 slot (29 May 09:20).'
    )
    assert violation.people == ("ada", "linus")
    (of_both,) = SpeakerClash(track_chairs=True, count="people").check(programme, agenda)
    assert of_both.amount == 2


def test_it_applies_where_somebody_has_one_session_and_chairs_another():
    programme = chaired()
    lonely = programme.replace(sessions=tuple(s for s in programme.sessions if s.id in ("sun", "rain")))
    assert CHAIRS.applies(lonely)
    assert not SpeakerClash().applies(lonely)
    own = programme.replace(sessions=tuple(s for s in programme.sessions if s.id in ("sun", "wind")))
    assert not CHAIRS.applies(own)


@pytest.mark.parametrize("severity", ["hard", 3])
@pytest.mark.parametrize("more", [{}, {"scope": "block"}, {"count": "slots"}])
def test_chairs_can_be_kept_free(severity, more):
    # Wind and Sun fill the morning, Rain is at noon, and Talk in the morning.
    result = solve(chaired(severity=severity, track_chairs=True, **more), workers=1)
    assert str(result.status) == "optimal"
    assert not list(SpeakerClash(track_chairs=True, **more).check(result.agenda.conference, result.agenda))


# --- slots ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # 40 minutes from 9:00 and from 9:20: they share the slot of 9:20.
        ({"wind": ("h", "morning", 0), "rain": ("l", "morning", 1)}, 1),
        # Both from 9:20: they share two slots.
        ({"wind": ("h", "morning", 1), "rain": ("l", "morning", 1)}, 2),
        # Noon is one slot.
        ({"wind": ("h", "noon", 0), "rain": ("l", "noon", 0)}, 1),
        ({"wind": ("h", "morning", 0), "rain": ("l", "noon", 0)}, 0),
    ],
)
def test_a_pair_counts_for_each_slot_in_common(places, expected):
    programme = chaired()
    assert SpeakerClash(count="slots").amount_in(programme.agenda(places)) == expected


def overlapping() -> Conference:
    """Two blocks that overlap, of slots of 20 and of 30 minutes; Ada speaks in all."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").person("Ada")
    builder.block("09:00", "10:00", id="x", slot_minutes=20).block("09:30", "10:30", id="y", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l")
    builder.session("A", id="a", minutes=45, speakers=["Ada"]).session("B", id="b", minutes=25, speakers=["Ada"])
    return builder.session("C", id="c", duration_slots=1, speakers=["Ada"], optional=True).done()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # 9:00-9:45 and 9:30-9:55 share 9:30-9:45, and A's block has slots that end at 9:40: two of them.
        ({"a": ("h", "x", 0), "b": ("l", "y", 0)}, 2),
        # 9:30-10:15 and 9:20-9:45 share the same minutes, but now A's block has slots of half an hour: one.
        ({"a": ("h", "y", 0), "b": ("l", "x", 1)}, 1),
        # 9:30-10:15 and 10:00-10:25 share half of a slot.
        ({"a": ("h", "y", 0), "b": ("l", "y", 1)}, 1),
        # B is over at 9:25 and C begins at 9:30: both touch the slot of 9:20, but they are not at once.
        ({"b": ("h", "x", 0), "c": ("l", "y", 0)}, 0),
        # All three: 9:00-9:45, 9:00-9:25 and 9:20-9:40. A and B share two slots, A and C one, B and C one.
        ({"a": ("h", "x", 0), "b": ("l", "x", 0), "c": ("l", "x", 1)}, 4),
    ],
)
def test_slots_are_those_of_the_block_of_the_first(places, expected):
    programme = overlapping()
    assert SpeakerClash(count="slots").amount_in(programme.agenda(places)) == expected


def test_slots_need_exact_times():
    with pytest.raises(InvalidInput, match='needs the scope "time"'):
        SpeakerClash(count="slots", scope="block")


def test_as_few_slots_as_can_be_are_shared():
    # An hour of three slots for two talks of 40 minutes: whatever they do, they share one slot.
    programme = chaired(severity=5, count="slots")
    pair = tuple(session for session in programme.sessions if session.id in ("wind", "rain"))
    crowded = programme.replace(
        blocks=tuple(block for block in programme.blocks if block.id == "morning"), sessions=pair
    )
    result = solve(crowded, workers=1)
    assert (str(result.status), result.objective) == ("optimal", 5)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("parameters", [{}, {"scope": "block"}, {"count": "slots"}])
def test_both_faces_agree_on_chairs_and_slots(severity, parameters):
    for track_chairs in (True, False):
        rule = SpeakerClash(severity=severity, track_chairs=track_chairs, **parameters)
        assert assert_contract(chaired(), rule, most=100)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_on_slots_where_blocks_overlap(severity):
    legal = assert_contract(overlapping(), SpeakerClash(severity=severity, count="slots"), most=120)
    assert legal or severity.is_hard


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(conference=conferences(), seed=st.integers(0, 1_000))
def test_both_faces_agree_on_slots_whatever_the_conference(conference, seed):
    rule = SpeakerClash(severity=soft(3), count="slots", track_chairs=True)
    assert_contract(conference, rule, most=40, seed=seed)


def test_a_large_programme_is_compared_pair_by_pair():
    """The fast comparison says what the definition says, on sessions of many people and tracks."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    for hour in (9, 10, 11):
        builder.block(f"{hour:02}:00", f"{hour + 1:02}:00", id=f"b{hour}", slot_minutes=30)
    for number in range(5):
        builder.room(f"R{number}", id=f"r{number}").person(f"P{number}", id=f"p{number}")
        builder.track(f"T{number}", id=f"t{number}", chairs=[f"p{number * 2 % 5}"])
    places = {}
    for n in range(30):
        builder.session(f"S{n}", id=f"s{n}", minutes=30, track=f"t{n % 5}", speakers=[f"p{n * 3 % 5}"])
        places[f"s{n}"] = (f"r{n * 7 % 5}", f"b{9 + n % 3}", n % 2)
    programme = builder.done()
    agenda = programme.agenda(places)
    by_id, tracks = programme.session_by_id, programme.track_by_id
    expected = {
        (a, b)
        for a, b in combinations(agenda, 2)
        if agenda[a].start == agenda[b].start
        and (
            by_id[a].speakers == by_id[b].speakers
            or (by_id[a].track != by_id[b].track and by_id[a].speakers == tracks[by_id[b].track].chairs)
            or (by_id[a].track != by_id[b].track and by_id[b].speakers == tracks[by_id[a].track].chairs)
        )
    }
    assert {violation.sessions for violation in CHAIRS.check(programme, agenda)} == expected
    assert expected
