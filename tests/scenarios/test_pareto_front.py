"""The front between two groups of rules: complete, proven, and equal to that of all agendas that there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import prod
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, InvalidInput, Status, score
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.scenarios import Front, tradeoff
from agenda_solver.scenarios.front_points import Gap, Point, not_dominated
from agenda_solver.scenarios.repeated_solves import Explorer, StepResult
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.conferences import three_talks, tug_of_war
from tests.profiles import examples

MOST_AGENDAS = 600
EARLY, LATE = "time_preference:early", "time_preference:late"


def costs_of(front: Front) -> list[tuple[int, int]]:
    return [(point.first, point.second) for point in front.points]


def legal_agendas(conference: Conference, rules: Iterable[Rule] | None = None) -> list[Agenda]:
    """Return all legal agendas of a tiny conference."""
    active = rules_of(conference) if rules is None else tuple(rules)
    assert number_of_agendas(conference) <= MOST_AGENDAS  # or they would only be some
    return [a for a in agendas_of(conference, MOST_AGENDAS) if score(conference, a, active).is_legal]


def number_of_agendas(conference: Conference) -> int:
    """Return how many agendas there are, those with sessions where their type may not be among them."""
    starts = [(block, slot) for block in conference.blocks for slot in range(block.slots)]
    long_enough = [sum(conference.position(s, *start) is not None for start in starts) for s in conference.sessions]
    rooms = len(conference.rooms)
    return prod(many * rooms + s.optional for many, s in zip(long_enough, conference.sessions, strict=True))


def front_of(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that no other is as good as in both and better in one, naively."""
    found = set(pairs)
    return sorted(p for p in found if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in found))


def cost_by(agenda: Agenda, rules: Iterable[Rule], keys: Iterable[str]) -> int:
    wanted = set(keys)
    return sum(rule.cost for rule in score(agenda.conference, agenda, tuple(rules)).rules if rule.key in wanted)


def test_the_whole_front_is_found_and_proven() -> None:
    conference = tug_of_war(3)
    rules = rules_of(conference)
    pairs = [(cost_by(a, rules, [EARLY]), cost_by(a, rules, [LATE])) for a in legal_agendas(conference)]
    front = tradeoff(conference, [EARLY], [LATE], points=100, workers=1, time_limit=None)
    assert len(front_of(pairs)) > 4  # or there would be little to find
    assert costs_of(front) == front_of(pairs)
    assert (front.is_complete, front.status, front.reason) == (True, Status.OPTIMAL, ())
    assert all(point.is_proven and point.gap == 0.0 for point in front.points)


def test_a_few_points_are_spread_and_all_of_them_are_on_the_front() -> None:
    conference = tug_of_war(3)
    whole = costs_of(tradeoff(conference, [EARLY], [LATE], points=100, workers=1, time_limit=None))
    front = tradeoff(conference, [EARLY], [LATE], points=4, workers=1, time_limit=None)
    some = costs_of(front)
    assert len(some) == 4
    assert set(some) <= set(whole)
    assert (some[0], some[-1]) == (whole[0], whole[-1])  # both ends are there
    assert (front.is_complete, front.status) == (False, Status.FEASIBLE)
    assert all(point.is_proven for point in front.points)


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(conference=conferences(most_sessions=3, most_rooms=2, most_blocks=3), data=st.data())
def test_the_front_is_that_of_all_agendas_whatever_the_rules(conference: Conference, data: st.DataObject) -> None:
    rules = rules_of(conference)
    wishes = [rule.key for rule in rules if not rule.is_hard and rule.applies(conference)]
    assume(len(wishes) >= 2)
    assume(number_of_agendas(conference) <= MOST_AGENDAS)
    order = data.draw(st.permutations(wishes))
    cut = data.draw(st.integers(1, len(order) - 1))
    first, second = order[:cut], order[cut:][: data.draw(st.integers(1, 2))]

    legal = legal_agendas(conference)
    front = tradeoff(conference, first, second, points=1000, workers=1, time_limit=None)
    expected = front_of((cost_by(a, rules, first), cost_by(a, rules, second)) for a in legal)
    assert costs_of(front) == expected
    assert front.status is (Status.OPTIMAL if legal else Status.INFEASIBLE)
    assert front.is_complete == bool(legal)
    for point in front.points:
        by_both = [point.first, point.second]
        assert by_both == [cost_by(point.agenda, rules, keys) for keys in (first, second)]
        same = [a for a in legal if [cost_by(a, rules, keys) for keys in (first, second)] == by_both]
        # With only level 0 the other rules cost the least that they can at this point.
        assert point.rest == min(sum(r.cost for r in score(conference, a, rules).rules) for a in same) - sum(by_both)


def test_a_gap_has_as_many_pairs_as_there_are_multiples_of_the_weights_in_it() -> None:
    def gap(left: int, right: int, low: int, high: int, units: tuple[int, int]) -> int:
        first, last = (cast("Point", SimpleNamespace(first=cost)) for cost in (left, right))
        return Gap(first, last, low, high, units).area

    assert gap(4, 8, 3, 7, (1, 1)) == 15  # 5, 6 and 7 with 3 to 7
    assert gap(4, 8, 3, 7, (2, 5)) == 1  # 6 with 5
    assert gap(4, 6, 3, 7, (2, 1)) == 0  # no even number between 4 and 6
    assert gap(4, 8, 6, 9, (1, 5)) == 0  # no multiple of 5 from 6 to 9
    assert gap(-1, 3, 0, 0, (2, 3)) == 2  # 0 and 2 with 0


def test_wishes_that_do_not_pull_apart_have_one_point() -> None:
    """Three talks in a hall and an attic: nothing is in the way of both wishes at once."""
    wish = {"rule": "room_preference", "severity": 1, "tables": [{"session": "bread", "room": "attic", "amount": 7}]}
    conference = three_talks()
    conference = conference.replace(rules=(*conference.rules, wish))
    front = tradeoff(conference, ["room_capacity"], ["room_preference"], workers=1, time_limit=None)
    assert costs_of(front) == [(40, 0)]
    assert front.is_complete


def test_an_infeasible_conference_has_a_reason_and_no_front() -> None:
    conference = three_talks().replace(blocks=(three_talks().blocks[0].model_copy(update={"slot_minutes": 120}),))
    wish = {"rule": "room_preference", "severity": 1, "tables": [{"session": "bread", "room": "attic", "amount": 7}]}
    front = tradeoff(
        conference.replace(rules=(*conference.rules, wish)),
        ["room_capacity"],
        ["room_preference"],
        workers=1,
        time_limit=None,
    )
    assert (front.points, front.status, front.is_complete) == ((), Status.INFEASIBLE, False)
    assert front.reason


def test_without_proofs_nothing_is_called_proven_or_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """CP-SAT finds the same, but the time ends before it proves more than that no cost is below 0."""
    least = Explorer.minimise

    def unproven(self: Explorer, *arguments: Any) -> StepResult:
        return replace(least(self, *arguments), bound=0, proven=False)

    monkeypatch.setattr(Explorer, "minimise", unproven)
    front = tradeoff(tug_of_war(3), [EARLY], [LATE], points=4, workers=1, time_limit=None)
    assert len(front.points) == 4
    assert (front.is_complete, front.status) == (False, Status.FEASIBLE)
    for point in front.points:
        assert (point.is_proven, point.least_first, point.least_second) == (False, 0, 0)
        assert point.gap == 1.0  # at least one of the costs is above 0, and all of it could be saved


def test_points_that_another_makes_needless_are_left_out() -> None:
    points = tradeoff(tug_of_war(3), [EARLY], [LATE], points=3, workers=1, time_limit=None).points
    worse = [replace(points[1], second=points[1].second + 1), replace(points[1], first=points[1].first + 1)]
    twin = replace(points[1], is_proven=False)
    assert not_dominated([*worse, twin, *reversed(points)]) == points


def test_a_search_that_is_stopped_at_once_has_no_points_and_says_so() -> None:
    stop = Event()
    stop.set()
    front = tradeoff(tug_of_war(3), [EARLY], [LATE], workers=1, time_limit=None, stop=stop)
    assert not front.is_complete
    if not front.points:  # presolve alone may already find the ends of so small a front
        assert front.status is Status.NO_ANSWER
        assert front.reason[0].startswith("The search was stopped before a legal agenda was found")


@pytest.mark.parametrize(
    ("first", "second", "options", "message"),
    [
        (["early"], [LATE], {}, r'first: no rule of this conference that is switched on is "early"'),
        ([EARLY], ["time_preference"], {}, f'second: "{EARLY}" is in both groups'),
        ([EARLY], ["speaker_clash"], {}, r'second: no rule of this conference .* "speaker_clash"'),
        ([], [LATE], {}, "first: names no rule"),
        ([EARLY], [LATE], {"points": 1}, "points: must be at least 2, not 1"),
        ([EARLY], [LATE], {"time_limit": -1.0}, "time_limit: must be a positive number of seconds"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(
    first: list[str], second: list[str], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        tradeoff(tug_of_war(3), first, second, **options)


def test_a_hard_rule_is_nothing_to_trade() -> None:
    with pytest.raises(InvalidInput, match=r'second: "speaker_clash" is hard: it is never broken'):
        tradeoff(three_talks(), ["room_capacity"], ["speaker_clash"])
