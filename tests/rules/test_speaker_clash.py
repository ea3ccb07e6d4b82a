"""No speaker is in two places at once."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.rule import HARD, soft
from agenda_solver.rules.speaker_clash import SpeakerClash
from tests.contract import assert_contract

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
    return sum(violation.amount for violation in rule.check(programme, programme.agenda(places)))


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
