"""Moves only help: they end when they should, and take nothing from what the exact model says and proves."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from agenda_solver import Conference, Progress, Status, solve
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.exact import level_minimisation, tabu_phase
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.exact.tabu_phase import begin_with_tabu_search, improve_by_tabu_search
from agenda_solver.search.limits import Limits
from agenda_solver.search.tabu.tabu_search import TabuSearch

pytestmark = pytest.mark.usefixtures("no_model_is_small")


@pytest.fixture
def no_model_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.search.exact.tabu_phase.SMALL_MODEL", 0)


def workshops(*, times: int, later: int = 0) -> Conference:
    """Return a workshop that takes place so many times, in blocks of its own; three blocks, of which the last costs."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01")
    for hour in (10, 11, 12):
        builder.block(f"{hour}:00", f"{hour + 1}:00", id=f"at {hour}", slot_count=1)
    builder.room("Hall").room("Den")
    builder.session("A", id="a", duration_slots=1, occurrences=times)
    builder.session("B", id="b", duration_slots=1)
    builder.rule("occurrences_apart", "hard", apart="block")
    if later:
        builder.rule("time_preference", later, tables=[{"session": "a", "block": "at 10", "amount": 1}])
    return builder.done()


def search_of(
    conference: Conference, limits: Limits, on_progress: Callable[[Progress], None] = lambda _: None
) -> PhaseState:
    return PhaseState(
        compile_conference(conference, rules_of(conference)), limits, Event(), on_progress, time.perf_counter()
    )


@pytest.mark.parametrize("limits", [{"time_limit": None}, {"time_limit": None, "deterministic_limit": 60}])
def test_that_there_is_no_agenda_is_proven_without_a_limit_of_time(limits: dict[str, Any]) -> None:
    # Four times in three blocks.
    assert solve(workshops(times=4), workers=1, **limits).status is Status.INFEASIBLE


def test_moves_end_at_once_where_no_agenda_can_be_better() -> None:
    told: list[Progress] = []
    state = search_of(workshops(times=3), Limits(deterministic=60), told.append)
    assert begin_with_tabu_search(state)
    assert state.outcome.incumbent is not None
    assert state.tabu is not None
    assert state.tabu.steps == state.tabu.last_better


@pytest.mark.parametrize(
    "limits",
    [
        Limits(deterministic=60),
        *(pytest.param(one, marks=pytest.mark.thorough) for one in (Limits(), Limits(seconds=1e9))),
    ],
)
def test_a_search_that_is_stopped_makes_no_more_moves(limits: Limits) -> None:
    state = search_of(workshops(times=4), limits)
    assert begin_with_tabu_search(state)
    assert state.tabu is not None
    state.tabu = TabuSearch(state.tabu.arrays, 1)
    state.stop.set()
    improve_by_tabu_search(state, 0, 0.0)
    assert state.tabu.steps == 0


def test_an_interrupt_in_the_middle_of_moves_keeps_the_agenda(monkeypatch: pytest.MonkeyPatch) -> None:
    step = TabuSearch.step

    def interrupted_once_legal(tabu: TabuSearch) -> bool:
        if tabu.is_legal:
            raise KeyboardInterrupt
        return step(tabu)

    monkeypatch.setattr(TabuSearch, "step", interrupted_once_legal)
    monkeypatch.setattr(TabuSearch, "meets_lower_bound", False)
    result = solve(workshops(times=3, later=1), workers=1)
    assert result.agenda is not None
    assert result.interrupted


def test_the_same_seed_gives_the_same_moves_under_a_deterministic_limit() -> None:
    found = []
    for _ in range(2):
        state = search_of(workshops(times=3, later=1), Limits(deterministic=2, seed=3))
        begin_with_tabu_search(state)
        assert state.tabu is not None
        found.append((state.tabu.steps, state.tabu.best.tolist(), state.spent))
    assert found[0] == found[1]


def test_a_proof_gets_more_time_after_each_round_in_which_nothing_better_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    minimise, given = level_minimisation._minimise, []

    def stalls(*args: Any, patience_factor: float = 1.0, **options: Any) -> Any:
        given.append(patience_factor)
        return (
            level_minimisation._Ending.STALLED
            if len(given) < 4
            else minimise(*args, patience_factor=patience_factor, **options)
        )

    monkeypatch.setattr(level_minimisation, "_minimise", stalls)
    # All three blocks are needed, so the one that costs is.
    result = solve(workshops(times=3, later=1), workers=1)
    assert result.status is Status.OPTIMAL
    assert given[1:] == [2 * before for before in given[:-1]]


@pytest.mark.parametrize(
    ("tabu_improved", "model_improved", "bound_is_close", "tabu_patience", "model_patience"),
    [
        (True, True, False, 1.0, 1.0),  # the model found something: it is worth its time
        (True, False, False, 2.0, 0.5),  # the model neither finds nor will prove anything: the moves get its time
        (False, False, False, 2.0, 0.5),
        (True, False, True, 1.0, 1.0),
        (False, False, True, 1.0, 2.0),  # a proof may be near, and nothing else brings anything
    ],
)
def test_who_is_of_use_gets_more_time(
    tabu_improved: bool, model_improved: bool, bound_is_close: bool, tabu_patience: float, model_patience: float
) -> None:
    turns = level_minimisation._Turns()
    turns.adapt(tabu_improved=tabu_improved, model_improved=model_improved, bound_is_close=bound_is_close)
    assert (turns.tabu_patience, turns.model_patience) == (tabu_patience, model_patience)


def test_a_better_agenda_is_handed_over_while_moves_go_on_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    state = search_of(workshops(times=2), Limits())
    assert begin_with_tabu_search(state)
    assert state.tabu is not None
    taken: list[float] = []
    monkeypatch.setattr(tabu_phase, "_keep_in_exact_model", lambda _, tabu: taken.append(tabu.best_cost))
    monkeypatch.setattr(TabuSearch, "meets_lower_bound", False)
    monkeypatch.setattr(tabu_phase, "HAND_OVER_EVERY", -1.0)
    turn = tabu_phase._Turn(state, state.tabu, 0, 1e9, lambda _quiet, _searched: False)
    assert not turn.over()
    assert taken == []  # nothing is better than when the turn began
    state.tabu.best_cost -= 1
    assert not turn.over()
    assert not turn.over()
    assert taken == [state.tabu.best_cost]
