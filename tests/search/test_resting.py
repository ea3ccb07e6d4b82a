"""Local search that has stalled leaves the cores to the others, and goes on when they get no further."""

from __future__ import annotations

import threading
import time

import pytest

from agenda_solver import solve
from agenda_solver.deadline import Deadline
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.limits import checked_limits
from agenda_solver.search.local_search.late_acceptance import LateAcceptance
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies import local_search
from agenda_solver.search.strategies.local_search import LocalSearch
from agenda_solver.search.turn_budget import Budget
from benchmarks.families.growth.generator import generate
from tests.conferences import three_talks

SECONDS = 30.0


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> SearchState:
    """Return a conference whose local search stalls at once, and rests for a fifth of a second at least."""
    monkeypatch.setattr(local_search, "EVALUATIONS_TO_STALL", 200)
    monkeypatch.setattr(local_search, "STALLING_A_PLACE", 0)
    monkeypatch.setattr(local_search, "TIMES_TO_STALL", 0)
    monkeypatch.setattr(local_search, "QUIET_SECONDS", 0.2)
    monkeypatch.setattr(local_search, "QUIET_SHARE", 0.0)
    conference = generate(40, 0).conference
    return SearchState(conference, rules_of(conference), checked_limits(SECONDS, 2, 0), Deadline(SECONDS))


def lengths(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a list in which every longer history is noted, by its time."""
    noted: list[float] = []
    lengthen = LateAcceptance.lengthen

    def watched(walk: LateAcceptance) -> None:
        noted.append(time.perf_counter())
        lengthen(walk)

    monkeypatch.setattr(LateAcceptance, "lengthen", watched)
    return noted


def beside(state: SearchState, ended: threading.Event) -> threading.Thread:
    """Let local search work in a thread of its own, as in a solve."""
    state.running.add(LocalSearch.id)
    budget = Budget(SECONDS, state.deadline, ended=ended)
    thread = threading.Thread(target=LocalSearch().run, args=(state, budget), daemon=True)
    thread.start()
    return thread


def wait_for(what: object, condition: object) -> None:
    until = time.perf_counter() + SECONDS
    while not condition():  # type: ignore[operator]
        assert time.perf_counter() < until, f"in vain waited for {what}"
        time.sleep(0.01)


def test_it_rests_once_stalled_and_goes_on_with_a_longer_history_when_all_is_quiet(
    state: SearchState, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted, ended = lengths(monkeypatch), threading.Event()
    # Whether a legal agenda is found before it stalls depends on the machine; without one it would rest for 20 s.
    monkeypatch.setattr(local_search, "QUIET_SECONDS_WITHOUT", 0.2)
    monkeypatch.setattr(local_search, "QUIET_SHARE_WITHOUT", 0.0)
    thread = beside(state, ended)
    wait_for("a stalled search", lambda: LocalSearch.id in state.stalled)
    wait_for("a longer history", lambda: noted)
    wait_for("a search that is awake", lambda: LocalSearch.id not in state.stalled)
    ended.set()
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_it_rests_as_long_as_there_is_news(state: SearchState, monkeypatch: pytest.MonkeyPatch) -> None:
    noted, ended = lengths(monkeypatch), threading.Event()
    monkeypatch.setattr(SearchState, "quiet", lambda _state: 0.0)
    thread = beside(state, ended)
    wait_for("a stalled search", lambda: LocalSearch.id in state.stalled)
    time.sleep(0.5)  # more than twice as long as it would have to be quiet
    assert LocalSearch.id in state.stalled
    assert noted == []
    ended.set()
    thread.join(SECONDS)
    assert not thread.is_alive(), "the rest ends with the search"


@pytest.mark.parametrize("evaluations", [200, 10**9])
def test_what_others_do_better_ends_awake_or_at_rest(
    state: SearchState, monkeypatch: pytest.MonkeyPatch, evaluations: int
) -> None:
    noted, ended = lengths(monkeypatch), threading.Event()
    monkeypatch.setattr(local_search, "EVALUATIONS_TO_STALL", evaluations)
    monkeypatch.setattr(SearchState, "quiet", lambda _state: 0.0)
    thread = beside(state, ended)
    if evaluations == 200:
        wait_for("a search at rest", lambda: LocalSearch.id in state.stalled)
    state.retired.add(LocalSearch.id)  # as the exact model does where its own moves are better
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert noted == []
    assert not LocalSearch().suits(state)


def test_alone_and_without_a_limit_it_ends_when_it_stalls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_search, "EVALUATIONS_TO_STALL", 200)
    result = solve(three_talks(), strategies=["local_search"], workers=2)
    assert result.objective == 40


@pytest.fixture
def crowded(state: SearchState) -> SearchState:
    """Return forty sessions of an hour for four hours in one room: thirty-six have no place in any agenda."""
    assert state.limits.seconds == SECONDS
    builder = Conference.build("crowd", "A crowd", "Europe/Berlin").only_these_rules().day("2026-06-01").room("Hall")
    builder.block("09:00", "13:00", id="morning", slot_minutes=60)
    for number in range(40):
        builder.session(f"Session {number}", id=f"s{number}", minutes=60)
    conference = builder.done()
    return SearchState(conference, rules_of(conference), checked_limits(SECONDS, 2, 0), Deadline(SECONDS))


def test_far_from_a_legal_agenda_it_leaves_the_cores_to_the_model(
    crowded: SearchState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five evaluations a session later more than half of what was violated at first still is."""
    monkeypatch.setattr(local_search, "EVALUATIONS_TO_STALL", 10**9)
    noted, ended = lengths(monkeypatch), threading.Event()
    crowded.working = frozenset({"whole_model", LocalSearch.id})
    thread = beside(crowded, ended)
    wait_for("a search that rests", lambda: LocalSearch.id in crowded.stalled)
    time.sleep(0.5)  # without an agenda of the model it waits longer than the fifth of a second
    assert noted == []
    crowded.suggest(crowded.conference.agenda({}))
    wait_for("a search that goes on from what the model has found", lambda: noted)
    ended.set()
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_without_a_model_it_never_leaves_the_cores_to_anybody(
    crowded: SearchState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_search, "EVALUATIONS_TO_STALL", 10**9)
    ended = threading.Event()
    crowded.working = frozenset({LocalSearch.id})
    thread = beside(crowded, ended)
    time.sleep(1.0)
    assert LocalSearch.id not in crowded.stalled
    ended.set()
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_the_model_alone_solves_what_is_very_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.search.conference_size.MOST_PLACES", 10)
    result = solve(three_talks(), strategies=["whole_model"], time_limit=20, workers=2)
    assert (result.objective, result.found_by) == (40, "whole_model")
