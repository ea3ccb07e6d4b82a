"""Not too much at once."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.parallel_limit import ParallelLimit
from tests.contracts import assert_contract


def conference(**rule) -> Conference:
    """A, B (an hour; the others half of one), C and D (optional); three rooms; two half hours, and an hour at noon."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="am", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="x")
    for id in "abcd":
        builder.session(id.upper(), id=id, minutes=60 if id == "b" else 30, optional=id == "d")
    return builder.rule("parallel_limit", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "limit", "by_time", "by_block"),
    [
        # Three at once, at the limit and above it.
        ({"a": ("h", "am", 0), "b": ("l", "am", 0), "c": ("x", "am", 0)}, 3, 0, 0),
        ({"a": ("h", "am", 0), "b": ("l", "am", 0), "c": ("x", "am", 0)}, 1, 2, 2),
        # A and C follow each other beside B: two at once, three in the block.
        ({"a": ("h", "am", 0), "b": ("l", "am", 0), "c": ("h", "am", 1)}, 2, 0, 1),
        # Each block is counted for itself.
        ({"a": ("h", "am", 0), "c": ("l", "am", 0), "b": ("h", "noon", 0), "d": ("l", "noon", 0)}, 1, 2, 2),
        # The worst moment of a block counts, not every moment: two and two are one too many by time.
        ({"a": ("h", "am", 0), "c": ("l", "am", 0), "b": ("x", "noon", 0), "d": ("l", "am", 1)}, 1, 1, 2),
        # Nothing at all is allowed.
        ({"a": ("h", "am", 0), "b": ("h", "noon", 0)}, 0, 2, 2),
        # An empty programme.
        ({}, 0, 0, 0),
    ],
)
def test_the_excess_of_each_block_is_counted(places, limit, by_time, by_block):
    programme = conference()
    agenda = programme.agenda(places)
    amounts = [ParallelLimit(limit=limit, scope=scope).amount_in(agenda) for scope in ("time", "block")]
    assert amounts == [by_time, by_block]


def test_overlapping_blocks_are_counted_each_for_itself():
    programme = overlapping()
    agenda = programme.agenda({"a": ("h", "a", 0), "b": ("l", "b", 0)})
    assert list(ParallelLimit(limit=1).check(programme, agenda)) == []


def overlapping() -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="a", slot_count=2).block("09:30", "10:30", id="b", slot_minutes=20)
    builder.room("Hall", id="h").room("Lab", id="l")
    return builder.session("A", id="a", duration_slots=1).session("B", id="b", minutes=35).done()


@pytest.mark.parametrize(
    ("scope", "places", "sentence"),
    [
        ("time", {"a": ("h", "am", 1), "b": ("l", "am", 0)}, "2 sessions run at once at 29 May 09:30"),
        ("block", {"a": ("h", "am", 1), "b": ("l", "am", 0)}, "2 sessions run in the block at 29 May 09:00"),
    ],
)
def test_the_message_gives_number_and_time(scope, places, sentence):
    programme = conference()
    (violation,) = ParallelLimit(limit=1, scope=scope).check(programme, programme.agenda(places))
    assert violation.message == f"{sentence}; there should be at most 1."
    assert violation.sessions == ("a", "b")


def test_it_has_nothing_to_say_without_a_limit_that_can_be_exceeded():
    assert not ParallelLimit().applies(conference())
    assert not ParallelLimit(limit=4).applies(conference())
    assert ParallelLimit(limit=3).applies(conference())


def test_a_hard_limit_of_one_makes_a_single_track():
    # Half an hour, an hour, and half an hour, in two hours, with never two of them at once.
    result = solve(conference(severity="hard", limit=1), workers=1)
    assert result.agenda is not None
    assert list(ParallelLimit(limit=1).check(result.agenda.conference, result.agenda)) == []


def test_a_soft_limit_is_exceeded_as_little_as_possible():
    # 09:00 to 10:00 for sessions of 30, 60 and 30 minutes: two at once are enough, one above the limit; three are in
    # the block, two above it.
    for scope, expected in (("time", 4), ("block", 8)):
        programme = conference(severity=4, limit=1, scope=scope)
        assert solve(programme.replace(blocks=programme.blocks[:1]), workers=1).objective == expected


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("limit", [0, 1, 2, 3])
def test_both_faces_agree(severity, scope, limit):
    programme = conference()
    spread = programme.agenda({"a": ("h", "am", 0), "b": ("l", "noon", 0), "c": ("x", "am", 1)})
    wish = ParallelLimit(severity=severity, limit=limit, scope=scope)
    legal = assert_contract(programme, wish, most=80, planted=[spread])
    # Three sessions have to be somewhere, and there are two blocks.
    possible = limit > (1 if scope == "block" else 0)
    assert bool(legal) == (possible or not severity.is_hard)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_where_blocks_overlap(severity):
    assert assert_contract(overlapping(), ParallelLimit(severity=severity, limit=1), most=400)
