"""A solve begins from what is published already, and never ends worse than that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agenda_solver import Agenda, Conference, Progress, Result, Status, score, solve
from agenda_solver.errors import ScoreMismatch
from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import soft
from agenda_solver.scenarios.alternatives import alternatives
from agenda_solver.scenarios.pareto_front import tradeoff
from agenda_solver.scenarios.repeated_solves import StepResult
from agenda_solver.scenarios.whatif import what_if
from agenda_solver.search.exact.phases import Outcome
from agenda_solver.starting import START, Start, costs_less, start_of


def queue(places: dict[str, str] | None, severity: Any = 1) -> Conference:
    """Return three sessions of an hour for three hours in one hall; session N costs N + 1 for each hour that it waits.

    In the order s0, s1, s2 that is 0 + 2 + 6 = 8; the best is the reverse, 0 + 2 + 2 = 4.
    """
    builder = Conference.build("queue", "Queue", "Europe/Berlin").only_these_rules().day("2026-06-01")
    for number in range(3):
        builder.block(f"{9 + number:02}:00", f"{10 + number:02}:00", id=f"b{number}")
    builder.room("Hall", id="hall")
    for number in range(3):
        builder.session(f"Session {number}", id=f"s{number}", minutes=60)
    waits = [{"session": f"s{s}", "block": f"b{b}", "amount": (s + 1) * b} for s in range(3) for b in range(3) if b]
    conference = builder.rule("time_preference", severity, tables=waits).done()
    if places is None:
        return conference
    agenda = conference.agenda({id: ("hall", block, 0) for id, block in places.items()})
    published = [{"session": id, "room": "hall", "start": agenda.start(id)} for id in agenda]
    return conference.replace(published=published)


IN_ORDER = {"s0": "b0", "s1": "b1", "s2": "b2"}
REVERSED = {"s0": "b2", "s1": "b1", "s2": "b0"}


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every search end before it has found or proven anything."""
    monkeypatch.setattr("agenda_solver.search.strategies.whole_model.search", lambda *_args, **_options: Outcome())


@pytest.mark.usefixtures("no_time")
def test_a_legal_published_agenda_is_the_answer_where_there_is_no_time_for_another() -> None:
    conference = queue(IN_ORDER)
    result = solve(conference)
    assert result.agenda == conference.published_agenda
    assert (result.objective, result.status) == (8, Status.FEASIBLE)
    # Without it there is nothing to answer with.
    assert solve(queue(None)).agenda is None


def test_the_search_goes_on_from_the_published_agenda_to_the_best_one() -> None:
    told: list[int] = []
    result = solve(queue(IN_ORDER), workers=1, on_agenda=lambda _, costs: told.append(costs[0]))
    assert (result.status, result.objective) == (Status.OPTIMAL, 4)
    assert (told[0], told[-1]) == (8, 4)


@pytest.mark.parametrize("places", [{"s0": "b0"}, {"s0": "b0", "s1": "b0", "s2": "b2"}])
def test_a_partial_or_illegal_published_agenda_is_no_answer(places: dict[str, str]) -> None:
    conference = queue(places)
    start = start_of(conference, rules_of(conference), None, from_published=True)
    assert (start.hint, start.draft, start.scorecard) == (None, conference.published_agenda, None)
    assert solve(conference, workers=1).objective == 4


@pytest.mark.usefixtures("no_time")
def test_of_a_hint_and_the_published_agenda_the_better_is_taken() -> None:
    conference = queue(IN_ORDER)
    better = conference.agenda({id: ("hall", block, 0) for id, block in REVERSED.items()})
    assert solve(conference, hint=better).objective == 4
    worse = queue(REVERSED)
    hint = worse.agenda({id: ("hall", block, 0) for id, block in IN_ORDER.items()})
    assert solve(worse, hint=hint).objective == 4
    assert solve(worse, hint=hint, from_published=False).objective == 8


@pytest.mark.usefixtures("no_time")
def test_an_illegal_hint_does_not_lose_the_published_agenda() -> None:
    conference = queue(IN_ORDER)
    hint = Agenda(conference, {"s0": conference.placement("s0", "hall", "b2", 0)})
    assert solve(conference, hint=hint).objective == 8


def test_a_hint_of_another_state_of_the_conference_is_not_scored_by_its_old_times() -> None:
    conference = queue(None)
    moved = conference.replace(
        blocks=[block.model_copy(update={"id": f"new-{block.id}"}) for block in conference.blocks], rules=()
    )
    old = conference.agenda({id: ("hall", block, 0) for id, block in IN_ORDER.items()})
    start = start_of(moved, rules_of(moved), old, from_published=True)
    assert (start.hint, start.scorecard) == (old, None)


def test_a_run_with_deterministic_limits_gives_the_same_agenda_each_time() -> None:
    results = [solve(queue(IN_ORDER), deterministic_limit=1.0) for _ in range(2)]
    assert results[0].agenda == results[1].agenda
    assert results[0].objective == 4


@pytest.mark.usefixtures("no_time")
def test_scenarios_begin_from_the_published_agenda_too() -> None:
    conference = queue(IN_ORDER)
    base = what_if(conference, {"same": lambda c: c}).base.result
    assert base is not None
    assert base.objective == 8
    assert alternatives(conference).best.objective == 8


def test_a_front_has_the_published_agenda_where_there_was_no_time_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    table = [{"session": "s2", "block": "b2", "amount": 5}]
    conference = queue(IN_ORDER)
    (waits,) = conference.rules
    labelled = [{**waits.model_dump(), "label": "waits"}, {"rule": "time_preference", "label": "end", "tables": table}]
    sides = ["time_preference:waits"], ["time_preference:end"]
    monkeypatch.setattr(
        "agenda_solver.scenarios.repeated_solves.Explorer.minimise", lambda *_, **__: StepResult(None, None, False)
    )
    front = tradeoff(conference.replace(rules=labelled), *sides)
    # s0, s1, s2 costs 8 by the first group and 5 by the second.
    assert [(point.first, point.second) for point in front.points] == [(8, 5)]
    assert not front.is_complete


# --- what a result may say of it -------------------------------------------------------------------------------------


def result_of(conference: Conference, status: Status, **fields: Any) -> Result:
    return Result(status, None, None, **{"bounds": {0: None}, **fields})


def test_bounds_of_lower_levels_hold_only_under_proven_costs_above() -> None:
    conference = queue(IN_ORDER, {"priority": 1, "weight": 1})
    agenda = conference.published_agenda
    assert agenda is not None
    start = Start(agenda, scorecard=score(conference, agenda))
    # 8 on level 1 and 0 on level 0; with less than 8 proven above, the 0 of level 0 says nothing.
    found = start.at_least(result_of(conference, Status.NO_ANSWER, bounds={1: 4, 0: 0}))
    assert (found.status, found.bounds) == (Status.FEASIBLE, {1: 4, 0: None})
    found = start.at_least(result_of(conference, Status.NO_ANSWER, bounds={1: 8, 0: 0}))
    assert (found.status, found.bounds) == (Status.OPTIMAL, {1: 8, 0: 0})


def test_a_solver_that_denies_a_legal_agenda_is_told_so() -> None:
    conference = queue(IN_ORDER)
    agenda = conference.published_agenda
    assert agenda is not None
    start = Start(agenda, scorecard=score(conference, agenda))
    with pytest.raises(ScoreMismatch, match="infeasible, but there is a legal agenda"):
        start.at_least(result_of(conference, Status.INFEASIBLE))
    with pytest.raises(ScoreMismatch, match="costs 8, less than the proven 9"):
        start.at_least(result_of(conference, Status.NO_ANSWER, bounds={0: 9}))


def test_the_highest_level_that_differs_decides_what_costs_less() -> None:
    conference = queue(IN_ORDER, {"priority": 1, "weight": 1})
    cards = [
        score(conference, conference.agenda({id: ("hall", block, 0) for id, block in places.items()}))
        for places in (REVERSED, IN_ORDER)
    ]
    dear_below = replace(cards[0], rules=(*cards[0].rules, replace(cards[0].rules[-1])))
    assert costs_less(cards[0], cards[1])
    assert not costs_less(cards[0], cards[0])
    assert not costs_less(dear_below, cards[0])


def card(cost: int, *levels: int) -> Scorecard:
    """Return a scorecard with a cost on level 0, and with further levels on which nothing costs anything."""
    kept = [RuleScore(f"kept {level}", "kept", "hours", soft(1, level), ()) for level in levels]
    return Scorecard((*kept, RuleScore("waits", "waits", "hours", soft(1), (Violation(cost, ""),))))


def test_a_level_that_an_agenda_does_not_have_costs_it_nothing() -> None:
    # Level 1 is there on one side only, and nothing costs anything on it: level 0 decides, whichever side that is.
    assert costs_less(card(7, 1), card(8))
    assert costs_less(card(7), card(8, 1))
    assert not costs_less(card(8, 1), card(8))
    assert not costs_less(card(8), card(8, 1))


def test_a_bound_of_a_level_that_the_start_does_not_have_is_reached_by_nothing() -> None:
    agenda = queue(IN_ORDER).published_agenda
    assert agenda is not None
    # At least 0 on level 1, where the start has no rule at all: that is proven, and so the 8 below it count.
    nothing = result_of(agenda.conference, Status.NO_ANSWER, bounds={1: 0, 0: 8})
    found = Start(agenda, scorecard=card(8)).at_least(nothing)
    assert (found.status, found.bounds) == (Status.OPTIMAL, {1: 0, 0: 8})


def test_the_first_progress_with_a_cost_is_that_of_the_published_agenda() -> None:
    told: list[Progress] = []
    solve(queue(IN_ORDER), workers=1, on_progress=told.append)
    assert next(event.objective for event in told if event.objective is not None) == 8


def test_an_answer_that_costs_less_stays_and_one_that_costs_as_much_gives_way_to_the_start() -> None:
    conference = queue(IN_ORDER)
    agenda, best = conference.published_agenda, conference.agenda({s: ("hall", b, 0) for s, b in REVERSED.items()})
    assert agenda is not None
    start = Start(agenda, scorecard=score(conference, agenda))
    better = Result(Status.FEASIBLE, best, score(conference, best), bounds={0: 4})
    assert start.at_least(better) is better
    worse = Start(best, scorecard=score(conference, best)).at_least(
        Result(Status.FEASIBLE, agenda, score(conference, agenda), bounds={0: 2}, first_legal=1.5)
    )
    assert (worse.agenda, worse.objective, worse.found_by, worse.first_legal) == (best, 4, START, 1.5)
    # Nobody found a legal one before: it was there from the beginning.
    assert start.at_least(result_of(conference, Status.NO_ANSWER)).first_legal == 0.0
    # Without a legal start a result is what it is.
    assert Start(agenda).at_least(better) is better


def test_a_bound_that_was_known_before_holds_where_the_search_has_none() -> None:
    conference = queue(IN_ORDER)
    agenda = conference.published_agenda
    assert agenda is not None
    start = Start(agenda, scorecard=score(conference, agenda))
    nothing = result_of(conference, Status.NO_ANSWER)
    assert start.at_least(nothing, {0: 3}).bounds == {0: 3}
    proven = start.at_least(nothing, {0: 8})
    assert (proven.status, proven.bounds) == (Status.OPTIMAL, {0: 8})
    assert start.at_least(result_of(conference, Status.NO_ANSWER, bounds={0: 5}), {0: 3}).bounds == {0: 5}


def test_of_two_that_cost_the_same_the_given_one_is_taken() -> None:
    # Nothing costs anything here: the published agenda is no better than the one that is given.
    conference = queue(None, severity="off")
    one, other = (conference.agenda({s: ("hall", b, 0) for s, b in places.items()}) for places in (IN_ORDER, REVERSED))
    published = [{"session": id, "room": "hall", "start": other.start(id)} for id in other]
    both = conference.replace(published=published)
    assert start_of(both, rules_of(both), one, from_published=True).hint == Agenda(both, dict(one))
