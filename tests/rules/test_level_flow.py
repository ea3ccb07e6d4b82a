"""First the introduction, then what builds on it."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.level_flow import LevelFlow
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger

LEVELS = ("easy", "middle", "hard")
# Intro is easy, Use is of the middle, both are about rust and async. Core is hard and about rust, Twin easy and about
# rust. Guest has a level that nobody has named, and Open none at all.
SESSIONS = {
    "intro": {"minutes": 30, "tags": ["rust", "async"], "level": "easy"},
    "use": {"minutes": 60, "tags": ["async", "rust"], "level": "middle"},
    "core": {"minutes": 30, "tags": ["rust"], "level": "hard", "optional": True},
    "twin": {"minutes": 30, "tags": ["rust"], "level": "easy"},
    "guest": {"minutes": 30, "tags": ["rust"], "level": "odd"},
    "open": {"minutes": 30, "tags": ["rust"]},
}
TOPICS = {"topics": ("rust", "async"), "levels": LEVELS}


def conference(*ids: str, **rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29").block("09:00", "10:30", id="a", slot_minutes=30)
    builder.day("2025-05-30").block("09:00", "10:00", id="b", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l")
    for id in ids or SESSIONS:
        builder.session(id.title(), id=id, **SESSIONS[id])
    return builder.rule("level_flow", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "pairs", "minutes"),
    [
        # Use begins at the minute at which Intro ends.
        ({"intro": ("h", "a", 0), "use": ("l", "a", 1)}, 0, 0),
        # Use comes first: two topics, 30 + 60 minutes.
        ({"intro": ("h", "a", 2), "use": ("h", "a", 0)}, 2, 180),
        # At once is too early as well; so is the day before.
        ({"intro": ("h", "a", 0), "use": ("l", "a", 0)}, 2, 180),
        ({"intro": ("h", "b", 0), "use": ("l", "a", 0)}, 2, 180),
        # One topic, two steps between the levels.
        ({"intro": ("h", "b", 0), "core": ("l", "a", 0)}, 1, 60),
        # Two of one level may be in any order, and so may those whose level is unknown or none.
        ({"intro": ("h", "b", 0), "twin": ("l", "a", 0)}, 0, 0),
        ({"guest": ("h", "b", 0), "core": ("l", "a", 0), "open": ("h", "a", 0)}, 0, 0),
        # Core before all others: Use and Core share one topic, 90 minutes; Intro and Core, and Twin and Core, 60 each.
        ({"core": ("h", "a", 0), "intro": ("h", "a", 1), "use": ("h", "b", 0), "twin": ("l", "a", 1)}, 3, 210),
        # What has no place is in nobody's way.
        ({"core": ("h", "a", 0)}, 0, 0),
    ],
)
def test_pairs_of_which_the_harder_one_begins_too_early_count_for_each_topic(places, pairs, minutes):
    programme = conference()
    agenda = programme.agenda(places)
    amounts = [LevelFlow(**TOPICS, count=count).amount_in(agenda) for count in ("pairs", "minutes")]
    assert amounts == [pairs, minutes]


def test_the_message_names_both_sessions_with_their_levels_and_times():
    programme = conference()
    agenda = programme.agenda({"use": ("h", "a", 0), "intro": ("h", "a", 2)})
    (violation,) = LevelFlow(**TOPICS).check(programme, agenda)
    assert violation.message == (
        '"Use" (middle) begins at 29 May 09:00, before the easier "Intro" (easy) is over (29 May 10:30); both are '
        'about "rust" and "async".'
    )
    assert violation.sessions == ("intro", "use")


def test_it_is_silent_until_levels_and_topics_are_named():
    programme = conference()
    assert LevelFlow().severity == soft(1)
    assert LevelFlow(**TOPICS).applies(programme)
    assert not LevelFlow(levels=LEVELS).applies(programme)
    assert not LevelFlow(topics=("rust",)).applies(programme)
    assert not LevelFlow(topics=("rust",), levels=LEVELS).applies(conference("intro", "twin", "open", "guest"))
    assert (LevelFlow().measured_in, LevelFlow(count="minutes").measured_in) == ("pairs", "minutes")


def test_levels_that_no_session_has_or_that_stand_there_twice_are_told():
    rule = LevelFlow(topics=("rusty",), levels=("easy", "midle", "easy"))
    assert list(rule.problems(conference())) == [
        ("topics[0]", 'no session carries the tag "rusty" (did you mean "rust"?)'),
        ("levels[1]", 'no session has the level "midle" (did you mean "middle"?)'),
        ("levels[2]", '"easy" occurs twice'),
    ]
    assert not list(LevelFlow(**TOPICS).problems(conference()))


def test_the_best_agenda_is_in_order_as_far_as_can_be():
    # Intro and Use fill the first day one after the other, and Core has time on the second.
    whole = conference("intro", "use", "core", severity=1, topics=["rust"], levels=[*LEVELS])
    assert solve(whole, workers=1).objective == 0
    # Half an hour for Intro and half an hour for Twin, beside Use for an hour: each is a pair, 90 minutes, times 2.
    crowded = conference(
        "intro", "use", "twin", severity=2, topics=["rust"], levels=["easy", "middle"], count="minutes"
    )
    assert solve(crowded.replace(days=crowded.days[1:], blocks=crowded.blocks[1:]), workers=1).objective == 360


def test_hard_everything_is_in_order():
    agenda = solve(
        conference("intro", "use", "core", severity="hard", topics=["rust"], levels=[*LEVELS]), workers=1
    ).agenda
    assert agenda is not None
    assert agenda["intro"].end <= agenda["use"].start


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("count", ["pairs", "minutes"])
def test_both_faces_agree(severity, count):
    rule = LevelFlow(severity=severity, count=count, **TOPICS)
    assert assert_contract(conference("intro", "use", "core"), rule, most=80) > 0


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_where_a_session_is_longer_in_one_block_than_in_another(severity):
    # One slot of half an hour, of 45 minutes, or of the second block's 20.
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2025-05-29").room("Hall", id="h")
    builder.block("09:00", "09:30", id="a").block("10:00", "10:45", id="b").block(
        "11:00", "11:40", id="c", slot_minutes=20
    )
    for id, level in (("x", "easy"), ("y", "hard"), ("z", "easy")):
        builder.session(id, id=id, duration_slots=1, tags=["t"], level=level)
    rule = LevelFlow(severity=severity, topics=("t",), levels=("easy", "hard"), count="minutes")
    assert assert_contract(builder.done(), rule) > 0


@pytest.mark.parametrize("count", ["pairs", "minutes"])
def test_the_ledger_counts_the_same(count):
    assert_ledger(conference(), [LevelFlow(**TOPICS, count=count)], moves=25, seed=3)
