"""What is held while the rest is repaired, and what has to move."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import score
from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
from agenda_solver.progress import Status
from agenda_solver.replanning.fewest_moves import MoveBounds
from agenda_solver.replanning.held_places import HeldPlaces, holding, must_move, unmoved, with_their_tracks
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.published_time import PublishedTime
from tests.contracts import assert_contract
from tests.replanning.meeting import PLACES, meeting, published

TEN = published(meeting())["a"].start


@pytest.mark.parametrize(
    "held",
    [
        HeldPlaces(starts=(("a", TEN), ("c", TEN))),
        HeldPlaces(blocks=(("a", "am"), ("b", "pm"))),
        HeldPlaces(rooms=(("a", "hall"), ("c", "den"))),
        HeldPlaces(allowed=(("a", frozenset({("am", TEN)})), ("b", frozenset({("am", TEN), ("am", TEN - 60)})))),
        HeldPlaces(starts=(("a", TEN),), rooms=(("a", "hall"),)),
    ],
)
def test_both_faces_of_what_is_held_agree(held: HeldPlaces) -> None:
    conference = meeting()
    assert held.applies(conference)
    assert assert_contract(conference, held, most=60, planted=[published(conference)]) or held.starts


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ({"starts": (("a", TEN - 60), ("b", TEN))}, '"A" is not at its time.'),
        ({"allowed": (("a", frozenset({("pm", TEN), ("am", TEN - 60)})),)}, '"A" is not where it may be.'),
        ({"allowed": (("a", frozenset({("am", TEN)})),)}, None),
        ({"blocks": (("a", "pm"), ("b", "am"))}, '"A" is not in its block.'),
        ({"rooms": (("a", "den"), ("b", "den"))}, '"A" is not in its room.'),
        ({"starts": (("a", TEN),), "blocks": (("a", "am"),), "rooms": (("a", "hall"),)}, None),
    ],
)
def test_whatever_is_elsewhere_than_it_is_held_is_told(held: dict[str, Any], message: str | None) -> None:
    conference = meeting()
    # A is in the hall from ten on, in the morning; so is B in the den.
    found = list(HeldPlaces(**held).check(conference, published(conference)))
    assert found == ([] if message is None else [Violation(1, message, ("a",))])
    # Without a place nothing is elsewhere.
    assert list(HeldPlaces(**held).check(conference, conference.agenda({}))) == []


def test_nothing_held_is_no_rule() -> None:
    assert not HeldPlaces().applies(meeting())


def test_starts_or_blocks_are_held_by_what_counts_as_the_same_time() -> None:
    agenda = published(meeting())
    assert holding(agenda, ["a"], "time", rooms=["b"]) == HeldPlaces(starts=(("a", TEN),), rooms=(("b", "den"),))
    assert holding(agenda, iter(["a", "c"]), "block") == HeldPlaces(blocks=(("a", "am"), ("c", "pm")))


def test_what_may_be_is_where_one_of_the_rules_says_that_it_has_not_moved() -> None:
    conference = meeting()
    by_start, by_block = PublishedTime(scope="time"), PublishedTime(scope="block")
    assert unmoved(conference, ["a"], [by_start]) == HeldPlaces(allowed=(("a", frozenset({("am", TEN)})),))
    morning = frozenset({("am", TEN), ("am", TEN - 60)})
    assert unmoved(conference, ["a"], [by_start, by_block]) == HeldPlaces(allowed=(("a", morning),))


def test_what_has_no_place_and_what_breaks_a_hard_rule_must_move() -> None:
    conference = meeting()
    agenda = conference.agenda({**PLACES, "c": ("hall", "am", 1)})
    # Both are Ada's, in one room at once; the wish that nobody keeps moves nothing.
    wish = RuleScore("wish", "wish", "sessions", soft(1), (Violation(1, "", ("b",)),))
    card = score(conference, agenda, [])
    assert must_move(agenda, Scorecard((*card.rules, wish))) == {"a", "c"}
    partial = conference.agenda({"a": ("hall", "am", 1)})
    assert must_move(partial, Scorecard(())) == {"opening", "b", "c"}


def test_a_breach_about_a_person_alone_moves_all_that_they_have() -> None:
    agenda = published(meeting())
    breach = RuleScore("load", "load", "sessions", HARD, (Violation(1, "", people=("ada",)),))
    assert must_move(agenda, Scorecard((breach,))) == {"a", "c"}


def test_what_shares_a_track_may_move_too() -> None:
    conference = meeting()
    sessions = [s.model_copy(update={"track": "t"}) if s.id in "ab" else s for s in conference.sessions]
    agenda = conference.replace(sessions=sessions).agenda(PLACES)
    assert with_their_tracks(agenda, frozenset({"a"})) == {"a", "b"}
    # C has no track, and neither has the opening: that is no track in common.
    assert with_their_tracks(agenda, frozenset({"c"})) == {"c"}


# --- what is known of the moves --------------------------------------------------------------------------------------


def result(level_cost: int | None, **fields: Any) -> Result:
    """Return a result whose agenda has moves of this cost on level 1."""
    conference = meeting()
    if level_cost is None:
        return Result(Status.NO_ANSWER, None, None, **{"bounds": {}, **fields})
    rule = RuleScore("moves", "moves", "sessions", soft(1, 1), (Violation(level_cost, "", ("a",)),))
    return Result(Status.FEASIBLE, published(conference), Scorecard((rule,)), **{"bounds": {}, **fields})


def test_the_agenda_that_moves_less_is_kept() -> None:
    known = MoveBounds()
    known.keep_agenda(result(None), 1)
    assert (known.agenda, known.cost, known.is_decided) == (None, None, False)
    first = result(5)
    known.keep_agenda(first, 1)
    assert (known.agenda, known.cost) == (first.agenda, 5)
    known.keep_agenda(result(6), 1)
    known.keep_agenda(result(5), 1)
    assert known.agenda is first.agenda
    known.keep_agenda(result(3), 1)
    assert known.cost == 3
    # Where moves are weighed against wishes, any agenda will do.
    any_agenda = MoveBounds()
    any_agenda.keep_agenda(result(5), None)
    assert (any_agenda.cost, any_agenda.is_decided) == (0, True)


def test_the_moves_are_settled_when_they_reach_their_bound_or_nothing_is_possible() -> None:
    known = MoveBounds()
    known.keep_agenda(result(5), 1)
    known.record_proof(result(None, bounds={1: 4, 0: 9}), 1)
    assert (known.bound, known.is_decided) == (4, False)
    known.record_proof(result(None, bounds={1: None}), 1)
    known.record_proof(result(None, bounds={1: 3}), 1)
    known.record_proof(result(None, bounds={1: 8}), None)
    assert known.bound == 4
    known.record_proof(result(None, bounds={1: 5}), 1)
    assert known.is_decided
    denied, none = MoveBounds(), Result(Status.INFEASIBLE, None, None, bounds={1: 7})
    denied.record_proof(none, 1)
    assert (denied.impossible, denied.bound, denied.is_decided) == (none, 0, True)
