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
from agenda_solver.search.exact import level_minimisation
from agenda_solver.search.exact import tabu_phase as by_moves
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.exact.tabu_phase import begin_by_moves, improve_by_moves
from agenda_solver.search.limits import Limits
from agenda_solver.search.tabu.tabu_search import Tabu

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


def search_of(conference: Conference, limits: Limits, tell: Callable[[Progress], None] = lambda _: None) -> PhaseState:
    return PhaseState(compile_conference(conference, rules_of(conference)), limits, Event(), tell, time.perf_counter())


@pytest.mark.parametrize("limits", [{"time_limit": None}, {"time_limit": None, "deterministic_limit": 60}])
def test_that_there_is_no_agenda_is_proven_without_a_limit_of_time(limits: dict[str, Any]) -> None:
    # Four times in three blocks.
    assert solve(workshops(times=4), workers=1, **limits).status is Status.INFEASIBLE


def test_moves_end_at_once_where_no_agenda_can_be_better() -> None:
    told: list[Progress] = []
    run_ = search_of(workshops(times=3), Limits(deterministic=60), told.append)
    assert begin_by_moves(run_)
    assert run_.outcome.found is not None
    assert run_.tabu is not None
    assert run_.tabu.steps == run_.tabu.last_better


@pytest.mark.parametrize(
    "limits",
    [
        Limits(deterministic=60),
        *(pytest.param(one, marks=pytest.mark.thorough) for one in (Limits(), Limits(seconds=1e9))),
    ],
)
def test_a_search_that_is_stopped_makes_no_more_moves(limits: Limits) -> None:
    run_ = search_of(workshops(times=4), limits)
    assert begin_by_moves(run_)
    assert run_.tabu is not None
    run_.tabu = Tabu(run_.tabu.weighing, 1)
    run_.stop.set()
    improve_by_moves(run_, 0, 0.0)
    assert run_.tabu.steps == 0


def test_an_interrupt_in_the_middle_of_moves_keeps_the_agenda(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Tabu.step

    def interrupted_once_legal(tabu: Tabu) -> bool:
        if tabu.is_legal:
            raise KeyboardInterrupt
        return step(tabu)

    monkeypatch.setattr(Tabu, "step", interrupted_once_legal)
    monkeypatch.setattr(Tabu, "is_settled", False)
    result = solve(workshops(times=3, later=1), workers=1)
    assert result.agenda is not None
    assert result.interrupted


def test_the_same_seed_gives_the_same_moves_under_a_deterministic_limit() -> None:
    found = []
    for _ in range(2):
        run_ = search_of(workshops(times=3, later=1), Limits(deterministic=2, seed=3))
        begin_by_moves(run_)
        assert run_.tabu is not None
        found.append((run_.tabu.steps, run_.tabu.best.tolist(), run_.spent))
    assert found[0] == found[1]


def test_a_proof_gets_more_time_after_each_round_in_which_nothing_better_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    minimise, given = level_minimisation._minimise, []

    def stalls(*args: Any, longer: float = 1.0, **options: Any) -> Any:
        given.append(longer)
        return level_minimisation._Ended.STALLED if len(given) < 4 else minimise(*args, longer=longer, **options)

    monkeypatch.setattr(level_minimisation, "_minimise", stalls)
    # All three blocks are needed, so the one that costs is.
    result = solve(workshops(times=3, later=1), workers=1)
    assert result.status is Status.OPTIMAL
    assert given[1:] == [2 * before for before in given[:-1]]


@pytest.mark.parametrize(
    ("moved", "found", "tells", "moves", "whole"),
    [
        (True, True, False, 1.0, 1.0),  # the model found something: it is worth its time
        (True, False, False, 2.0, 0.5),  # the model neither finds nor will prove anything: the moves get its time
        (False, False, False, 2.0, 0.5),
        (True, False, True, 1.0, 1.0),
        (False, False, True, 1.0, 2.0),  # a proof may be near, and nothing else brings anything
    ],
)
def test_who_is_of_use_gets_more_time(moved: bool, found: bool, tells: bool, moves: float, whole: float) -> None:
    turns = level_minimisation._Turns()
    turns.adapt(moved=moved, found=found, tells=tells)
    assert (turns.moves, turns.whole) == (moves, whole)


def test_a_better_agenda_is_handed_over_while_moves_go_on_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    run_ = search_of(workshops(times=2), Limits())
    assert begin_by_moves(run_)
    assert run_.tabu is not None
    taken: list[float] = []
    monkeypatch.setattr(by_moves, "_take", lambda _, tabu: taken.append(tabu.best_cost))
    monkeypatch.setattr(Tabu, "is_settled", False)
    monkeypatch.setattr(by_moves, "HAND_OVER_EVERY", -1.0)
    turn = by_moves._Turn(run_, run_.tabu, 0, 1e9, lambda _quiet, _searched: False)
    assert not turn.over()
    assert taken == []  # nothing is better than when the turn began
    run_.tabu.best_cost -= 1
    assert not turn.over()
    assert not turn.over()
    assert taken == [run_.tabu.best_cost]
