"""Alternatives: within their costs, as far apart as can be, and honest where there are none."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from agenda_solver import Agenda, Conference, InvalidInput, Status, score
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.scenarios import alternatives, distance
from agenda_solver.scenarios.repeated_solves import Explorer, StepResult
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.conferences import three_talks, tug_of_war
from tests.profiles import examples

MOST_AGENDAS = 600


def put(**places: tuple[str, str, int]) -> Agenda:
    return three_talks().agenda(places)


def test_the_distance_counts_rooms_and_starts_each_by_itself() -> None:
    one = put(bread=("hall", "morning", 0), cheese=("attic", "morning", 0), wine=("hall", "morning", 1))
    assert distance(one, one) == 0
    other = put(bread=("attic", "morning", 0), cheese=("hall", "morning", 1), wine=("hall", "morning", 1))
    assert distance(one, other) == 1 + 2 + 0  # a room; a room and a start; nothing
    some = put(bread=("hall", "morning", 0), cheese=("attic", "morning", 0))
    assert distance(one, some) == distance(some, one) == 2  # a session without a place


def test_each_alternative_is_as_far_as_can_be_from_those_before_it() -> None:
    """Counted over all agendas; within 50 % of 40 there are many, for only one talk can be in the attic."""
    conference = three_talks()
    found = alternatives(conference, number=4, within=0.5, workers=1, time_limit=None)
    assert (found.best.status, found.most, found.reason) == (Status.OPTIMAL, {0: 60}, "")
    legal = [a for a in agendas_of(conference, MOST_AGENDAS) if score(conference, a).is_legal]
    cheap = [a for a in legal if score(conference, a).objective <= 60]
    chosen = [alternative.agenda for alternative in found.agendas]
    assert chosen[0] == found.best.agenda
    for number, alternative in enumerate(found.agendas[1:], 1):
        assert alternative.agenda in cheap
        assert alternative.scorecard.costs == score(conference, alternative.agenda).costs
        farthest = max(min(distance(a, b) for b in chosen[:number]) for a in cheap)
        assert (alternative.distance, alternative.bound, alternative.is_proven) == (farthest, farthest, True)
    assert found.least_distance == min(distance(a, b) for a in chosen for b in chosen if a is not b)


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(conference=conferences(most_sessions=3, most_rooms=2, most_blocks=3))
def test_alternatives_are_the_farthest_of_all_agendas_whatever_the_rules(conference: Conference) -> None:
    choices = [len(conference.positions[s.id]) * len(conference.rooms) + s.optional for s in conference.sessions]
    assume(prod(choices) * 2 <= MOST_AGENDAS)
    rules = rules_of(conference)
    cards = [(a, score(conference, a, rules)) for a in agendas_of(conference, MOST_AGENDAS)]
    found = alternatives(conference, number=3, within=0.3, workers=1, time_limit=None)
    legal = [(a, card) for a, card in cards if card.is_legal]
    assert bool(found.agendas) == bool(legal)
    if not legal:
        assert found.best.status is Status.INFEASIBLE
        return
    cheap = [a for a, card in legal if card.objective <= found.most[0]]
    chosen = [alternative.agenda for alternative in found.agendas]
    for number in range(1, 3):
        farthest = max(min(distance(a, b) for b in chosen[:number]) for a in cheap)
        if number < len(chosen):
            assert found.agendas[number].distance == found.agendas[number].bound == farthest
        else:
            assert farthest == 0  # every agenda that is cheap enough was chosen already
            assert found.reason == "There is no other agenda that costs as little."
            break


def test_without_a_proof_the_distance_has_a_bound_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    least = Explorer.minimise

    def unproven(self: Explorer, *arguments: Any) -> StepResult:
        return replace(least(self, *arguments), bound=0, proven=False)

    monkeypatch.setattr(Explorer, "minimise", unproven)
    other = alternatives(three_talks(), number=2, within=0.5, workers=1, time_limit=None).agendas[1]
    # Nothing is proven of what the two have in common, so all three rooms and starts could differ.
    assert (other.bound, other.is_proven) == (6, other.distance == 6)


def test_the_share_is_taken_as_it_is_written() -> None:
    """15 % of 40 are 6; with binary fractions 1.15 * 40 would fall just short of 46."""
    assert alternatives(three_talks(), number=2, within=0.15, workers=1, time_limit=None).most == {0: 46}


def test_levels_above_the_lowest_are_held() -> None:
    conference = three_talks()
    rules = [
        {"rule": "room_capacity", "severity": {"priority": 1, "weight": 1}},
        {"rule": "room_preference", "severity": 1, "tables": [{"session": "bread", "room": "hall", "amount": 10}]},
    ]
    # Two talks in the hall and Bread in the attic: 40 on level 1 and 0 on level 0. Nothing else costs as little.
    found = alternatives(conference.replace(rules=tuple(rules)), number=3, within=0.9, workers=1, time_limit=None)
    assert found.most == {1: 40, 0: 0}
    assert all(alternative.scorecard.costs == {1: 40, 0: 0} for alternative in found.agendas)
    assert all(alternative.agenda["bread"].room == "attic" for alternative in found.agendas)
    assert len(found.agendas) == 3


def test_where_there_is_no_other_agenda_that_is_said() -> None:
    conference = tug_of_war(2)
    pins = ({"room": "hall", "block": "b0"}, {"room": "attic", "block": "b1"})
    sessions = [{**s.model_dump(), "pin": pin} for s, pin in zip(conference.sessions, pins, strict=True)]
    pinned = conference.replace(sessions=tuple(sessions), rules=(*conference.rules, {"rule": "pinned"}))
    found = alternatives(pinned, workers=1, time_limit=None)
    assert len(found.agendas) == 1
    assert found.reason == "There is no other agenda that costs as little."
    assert found.least_distance is None


def test_a_search_that_is_stopped_says_so() -> None:
    stop = Event()
    found = alternatives(three_talks(), workers=1, time_limit=None, stop=stop, on_progress=lambda p: stop.set())
    assert len(found.agendas) < 3
    assert found.reason.startswith("The search was stopped")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"number": 1}, "number: must be at least 2, not 1"),
        ({"within": 1.5}, "within: must be a share"),
        ({"workers": 0}, "workers: must be at least 1, not 0"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        alternatives(three_talks(), **options)
