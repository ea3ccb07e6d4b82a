"""Strategies share what they find, take turns, and everything ends when it should."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event
from typing import Any, ClassVar

import pytest

from agenda_solver import solve
from agenda_solver.deadline import Deadline
from agenda_solver.errors import InvalidInput, ScoreMismatch
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.search.limits import checked_limits
from agenda_solver.search.portfolio import run_portfolio
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies.strategy import Strategy
from agenda_solver.search.strategy_registry import all_strategies, built_in_strategies, chosen, register_strategy
from agenda_solver.search.turn_budget import Budget
from benchmarks.families.run.generator import generate
from tests.conferences import three_talks, tug_of_war


def state_of(conference: Conference, seconds: float = 5.0, workers: int = 2) -> SearchState:
    limits = checked_limits(seconds, workers, 0)
    return SearchState(conference, rules_of(conference), limits, Deadline(seconds))


def in_order(conference: Conference) -> Agenda:
    """Return the first agenda that any strategy would find: the solver's own."""
    agenda = solve(conference, workers=1).agenda
    assert agenda is not None
    return agenda


class Giver(Strategy):
    """Offers an agenda that it was given, and says what it costs."""

    id: ClassVar[str] = "giver"

    def __init__(self, agenda: Agenda, cost: int) -> None:
        self.agenda, self.cost, self.turns = agenda, cost, 0

    def suits(self, state: SearchState) -> bool:
        return self.turns == 0

    def run(self, state: SearchState, budget: Budget) -> None:
        self.turns += 1
        state.offer(self.agenda, self.id, {0: self.cost})


class Stubborn(Strategy):
    """Works beside the others until its budget is over."""

    id: ClassVar[str] = "stubborn"
    beside: ClassVar[bool] = True

    def suits(self, state: SearchState) -> bool:
        return True

    def run(self, state: SearchState, budget: Budget) -> None:
        while not budget.is_over:
            time.sleep(0.005)


class Broken(Stubborn):
    id: ClassVar[str] = "broken"

    def run(self, state: SearchState, budget: Budget) -> None:
        raise ZeroDivisionError("a defect of a stranger's strategy")


def test_an_agenda_that_is_offered_is_scored_and_kept() -> None:
    conference = three_talks()
    giver = Giver(in_order(conference), 40)  # whichever talk is in the attic lacks 40 seats
    state = state_of(conference)
    run_portfolio(state, [giver])
    assert state.incumbent is not None
    assert (state.incumbent.scorecard.objective, state.incumbent.found_by, giver.turns) == (40, "giver", 1)


def test_a_strategy_that_says_a_wrong_cost_is_found_out() -> None:
    conference = three_talks()
    with pytest.raises(ScoreMismatch, match="giver and the score disagree: level 0: scored 40, searched 39"):
        run_portfolio(state_of(conference), [Giver(in_order(conference), 39)])


def test_what_goes_wrong_in_a_thread_is_raised_where_the_solve_was_begun() -> None:
    with pytest.raises(ZeroDivisionError):
        solve(three_talks(), strategies=[Broken()], workers=2, time_limit=5)


def test_those_beside_end_when_the_others_are_done() -> None:
    result = solve(three_talks(), strategies=[Stubborn(), "whole_model"], workers=2)  # without any limit of time
    assert (result.status, result.objective, result.found_by) == (Status.OPTIMAL, 40, "whole_model")


def test_a_stop_ends_those_beside_too() -> None:
    stop = Event()
    stop.set()
    result = solve(three_talks(), strategies=[Stubborn()], workers=2, stop=stop)
    assert (result.status, result.interrupted) == (Status.NO_ANSWER, True)


@pytest.mark.parametrize("workers", [1, 2])
def test_local_search_alone_finds_agendas_and_counting_bounds_them(workers: int) -> None:
    conference = generate(sessions=40, seed=1)
    result = solve(
        conference, strategies=["local_search", "counted_bounds"], workers=workers, time_limit=9, explain=False
    )
    assert result.status is Status.FEASIBLE
    assert result.found_by == "local_search"
    assert result.bound is not None
    assert result.objective is not None
    assert 0 < result.bound <= result.objective
    assert sum(result.bounds_by_rule.values()) <= result.objective
    assert all(
        result.bounds_by_rule[rule.key] <= rule.cost
        for rule in (result.scorecard.rules if result.scorecard else ())
        if rule.key in result.bounds_by_rule
    )


def test_a_deterministic_solve_with_local_search_gives_the_same_agenda_twice() -> None:
    conference = generate(sessions=40, seed=1)
    first, second = (
        solve(conference, strategies=["local_search"], deterministic_limit=0.5, explain=False) for _ in range(2)
    )
    assert first.agenda == second.agenda
    assert first.objective is not None


def test_where_the_bound_is_reached_by_counting_no_model_is_made() -> None:
    # Each of six sessions has an hour of its own that costs least, and there is a room for each: the bound is reached.
    conference = tug_of_war(2)
    result = solve(conference, strategies=["whole_model"], workers=1)
    counted = solve(conference, strategies=["counted_bounds"], workers=2, time_limit=5)
    assert counted.bound is not None
    assert result.objective is not None
    assert counted.bound <= result.objective
    assert "compile" not in counted.seconds


def test_a_model_is_not_made_to_its_end_once_others_have_proven_the_best_agenda() -> None:
    conference, begun = tug_of_war(2), Event()
    without_wishes = conference.replace(rules=())

    class Endless(Rule):
        """Posts without end, and finds no fault with any agenda: so each one is the best."""

        id: ClassVar[str] = "endless"
        unit: ClassVar[str] = "points"
        default_severity: ClassVar[Severity] = soft(1)

        def applies(self, conference: Conference) -> bool:
            return True

        def post(self, decisions: Any) -> None:
            while True:
                begun.set()
                decisions.model.new_bool_var("")

        def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
            return iter(())

    class Late(Stubborn):
        id: ClassVar[str] = "late"

        def run(self, state: SearchState, budget: Budget) -> None:
            begun.wait()
            state.offer(in_order(without_wishes), self.id, {0: 0})

    result = solve(without_wishes, rules=[Endless()], strategies=[Late(), "whole_model"], workers=2)
    assert (result.status, result.found_by, result.bounds) == (Status.OPTIMAL, "late", {0: 0})


def test_strategies_are_named_by_id_class_or_object() -> None:
    register_strategy(Stubborn)
    assert [type(one) for one in chosen(["stubborn", Stubborn])] == [Stubborn, Stubborn]
    assert list(built_in_strategies()) == ["islands", "attendance", "local_search", "counted_bounds", "whole_model"]
    assert all_strategies()["stubborn"] is Stubborn


@pytest.mark.parametrize(
    ("strategies", "message"),
    [
        (
            ["lokal_search"],
            r'strategies\[0\]: there is no search strategy "lokal_search" \(did you mean "local_search"',
        ),
        ([], "strategies: there has to be at least one"),
    ],
)
def test_a_strategy_that_nobody_has_is_refused(strategies: list[str], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        solve(three_talks(), strategies=strategies)


def test_a_class_that_is_no_strategy_is_not_registered() -> None:
    with pytest.raises(TypeError, match="is not a subclass of Strategy"):
        register_strategy(int)  # type: ignore[type-var]


def test_two_strategies_cannot_have_one_id() -> None:
    class Other(Stubborn):
        id: ClassVar[str] = "local_search"

    with pytest.raises(ValueError, match='there is already a strategy "local_search"'):
        register_strategy(Other)
