"""Sessions about the same thing are not at once."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, read_conference, solve, write_conference
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.level_flow import LevelFlow
from agenda_solver.rules.topic_clash import TopicClash
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger

# Dams is about rivers and energy, for both audiences. Fish is about rivers, Wind about energy and (a plain tag) about
# policy. Tea is about nothing.
SESSIONS = {
    "dams": {
        "minutes": 60,
        "tags": ["Topic: Rivers", "Topic: Energy", "new"],
        "audience_types": ["Engineers", "Mayors"],
    },
    "fish": {"minutes": 30, "tags": ["topic: Rivers", "Topic: Rivers", "new"], "audience_types": ["Mayors"]},
    "wind": {
        "minutes": 30,
        "tags": ["policy", "Topic: Energy", "Topic: Rivers"],
        "audience_types": ["Mayors", "Engineers"],
    },
    "tea": {"minutes": 30, "tags": ["new"], "optional": True},
}
KINDS = {"kinds": ("topic",)}


def conference(*ids: str, **rule) -> Conference:
    """Some of the sessions, three rooms, a morning of three half hours, and an hour beside the last of them."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:30", id="morning", slot_minutes=30).block("10:00", "11:00", id="late")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    for id in ids or SESSIONS:
        builder.session(id.title(), id=id, **SESSIONS[id])
    return builder.rule("topic_clash", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("parameters", "places", "amount"),
    [
        # Dams runs from 9:00 to 10:00, Fish from 9:30: half an hour, one topic. "topic: Rivers" is another tag of the
        # same kind.
        (KINDS, {"dams": ("h", "morning", 0), "fish": ("l", "morning", 1)}, 30),
        # Fish begins as Dams ends.
        (KINDS, {"dams": ("h", "morning", 0), "fish": ("l", "morning", 2)}, 0),
        # Dams and Wind share rivers and energy: each minute counts twice.
        (KINDS, {"dams": ("h", "morning", 0), "wind": ("l", "morning", 0)}, 60),
        # Half an hour of the late block is beside the morning's end.
        (KINDS, {"dams": ("h", "late", 0), "wind": ("l", "morning", 2)}, 60),
        # Without that kind only what is named is a topic.
        ({"topics": ("Topic: Energy",)}, {"dams": ("h", "morning", 0), "wind": ("l", "morning", 0)}, 30),
        ({"topics": ("policy", "new")}, {"dams": ("h", "morning", 0), "wind": ("l", "morning", 0)}, 0),
        # What is named and of the kind is one topic all the same.
        ({**KINDS, "topics": ("Topic: Energy",)}, {"dams": ("h", "morning", 0), "wind": ("l", "morning", 0)}, 60),
        # Three at once: Dams-Fish 30, Dams-Wind 60, Fish-Wind 30.
        (KINDS, {"dams": ("h", "morning", 0), "fish": ("l", "morning", 0), "wind": ("a", "morning", 0)}, 120),
        # Two topics times two audiences; and one of each.
        ({**KINDS, "share_audience": True}, {"dams": ("h", "morning", 0), "wind": ("l", "morning", 0)}, 120),
        ({**KINDS, "share_audience": True}, {"dams": ("h", "morning", 0), "fish": ("l", "morning", 0)}, 30),
        # Dams and Tea are both new, for whom is not said of Tea.
        ({"topics": ("new",)}, {"dams": ("h", "morning", 0), "tea": ("l", "morning", 0)}, 30),
        ({"topics": ("new",), "share_audience": True}, {"dams": ("h", "morning", 0), "tea": ("l", "morning", 0)}, 0),
        # Nothing is a topic.
        ({}, {"dams": ("h", "morning", 0), "wind": ("l", "morning", 0)}, 0),
    ],
)
def test_minutes_count_for_each_topic_that_two_sessions_at_once_share(parameters, places, amount):
    programme = conference()
    assert TopicClash(**parameters).amount_in(programme.agenda(places)) == amount


def test_the_message_names_the_sessions_the_minutes_and_the_topics():
    programme = conference()
    agenda = programme.agenda({"dams": ("h", "morning", 0), "wind": ("l", "morning", 1)})
    (violation,) = TopicClash(kinds=("Topic",)).check(programme, agenda)
    assert violation.message == (
        '"Dams" and "Wind" are at once for 30 minutes (29 May 09:30), and both are about "Topic: Rivers" and '
        '"Topic: Energy".'
    )
    assert violation.sessions == ("dams", "wind")
    (for_them,) = TopicClash(topics=("Topic: Energy",), share_audience=True).check(programme, agenda)
    assert for_them.message.endswith('both are about "Topic: Energy" for Engineers and Mayors.')


def test_it_is_silent_until_topics_are_named_and_shared():
    programme = conference()
    assert TopicClash().severity == soft(1)
    assert not TopicClash().applies(programme)
    assert TopicClash(**KINDS).applies(programme)
    assert not TopicClash(topics=("policy",)).applies(programme)
    # Tea is new like Dams, but for nobody.
    assert TopicClash(topics=("new",)).applies(conference("dams", "tea"))
    assert not TopicClash(topics=("new",), share_audience=True).applies(conference("dams", "tea"))


def test_topics_and_kinds_that_no_session_carries_are_told_with_their_places():
    rule = TopicClash(topics=("new", "polici"), kinds=("topics", "TOPIC"))
    assert list(rule.problems(conference())) == [
        ("topics[1]", 'no session carries the tag "polici" (did you mean "policy"?)'),
        ("kinds[0]", 'no session carries a tag that begins with "topics:" (did you mean "topic"?)'),
    ]


def test_the_best_agenda_shares_as_few_minutes_as_can_be():
    # In the morning there are 90 minutes, and the three take 120: of any two of them at once, Fish is one, with one
    # topic in common, for half an hour. Weight 2.
    programme = conference("dams", "fish", "wind", severity=2, kinds=["topic"])
    morning = programme.replace(blocks=programme.blocks[:1])
    assert solve(morning, workers=1).objective == 60


def test_hard_no_two_sessions_about_one_topic_are_at_once():
    programme = conference("dams", "fish", "wind", severity="hard", kinds=["topic"])
    agenda = solve(programme, workers=1).agenda
    assert agenda is not None
    assert not list(TopicClash(**KINDS).check(agenda.conference, agenda))
    assert str(solve(programme.replace(blocks=programme.blocks[:1]), workers=1).status) == "infeasible"


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("parameters", [KINDS, {**KINDS, "share_audience": True}, {"topics": ("new",)}])
def test_both_faces_agree(severity, parameters):
    apart = {
        "dams": ("h", "morning", 0),
        "fish": ("h", "morning", 2),
        "wind": ("h", "late", 0),
        "tea": ("l", "morning", 2),
    }
    programme = conference()
    rule = TopicClash(severity=severity, **parameters)
    assert assert_contract(programme, rule, most=60, planted=[programme.agenda(apart)])


@pytest.mark.parametrize("share", [False, True])
def test_the_ledger_counts_the_same(share):
    assert_ledger(conference(), [TopicClash(**KINDS, share_audience=share)], moves=25, seed=3)


@pytest.mark.parametrize("name", ["c.json", "c.xlsx"])
def test_the_rules_about_topics_and_recordings_come_back_from_a_file(name, tmp_path):
    flow = {"kinds": ["topic"], "levels": ["easy", "hard"], "count": "minutes"}
    settings = [
        {"rule": "topic_clash", "severity": 3, "topics": ["new"], "kinds": ["Topic"], "share_audience": True},
        {"rule": "level_flow", **flow},
        {"rule": "unrecorded_clash", "severity": 1, "unrecorded": ["policy"], "camera": "camera", "scope": "block"},
    ]
    programme = conference()
    levels = dict(zip(SESSIONS, ("easy", "hard", None, None), strict=True))
    written = programme.replace(
        sessions=[{**session.model_dump(), "level": levels[session.id]} for session in programme.sessions],
        rooms=[{**room.model_dump(), "features": ["camera"]} for room in programme.rooms],
        rules=settings,
    )
    write_conference(written, tmp_path / name)
    rules = rules_of(read_conference(tmp_path / name))
    assert rules == rules_of(written)
    assert rules[1] == LevelFlow(kinds=("topic",), levels=("easy", "hard"), count="minutes")
