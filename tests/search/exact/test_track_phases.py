"""The search by parts: never worse, never a bound that is not one, and the best of all where it says so."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, solve
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.exact import level_minimisation
from agenda_solver.search.exact.hints import tightest_values
from agenda_solver.search.exact.large_neighbourhood_search import run_lns
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.exact.track_phases import begin_with_skeleton
from agenda_solver.search.limits import Limits
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences_in_tracks
from tests.profiles import examples
from tests.rules.test_contract import THOROUGH, rule_of
from tests.settings import SETTINGS

SEVERITIES = st.sampled_from(["hard", 1, 30, 1_000, {"priority": 1, "weight": 2}])
ONE_TRACK_A_CELL = rule_of("track_cell", "hard", {})
TRACKS = ("art", "bio", "law", "sea", "tea", "zoo")


def a_search(conference: Conference, *, by_track: bool = True, seed: int = 0) -> PhaseState:
    """Return a search that has not begun; its limit is deterministic and is not reached."""
    compiled = compile_conference(conference, rules_of(conference), by_track=by_track)
    limits = Limits(workers=1, seed=seed, deterministic=100.0)
    state = PhaseState(compiled, limits, Event(), lambda _progress: None, time.perf_counter())
    compiled.model.minimize(compiled.expression(0))
    return state


def six_tracks(*, rooms: int = 2, blocks: int = 6, **tables: list[dict[str, Any]]) -> Conference:
    """Return six tracks of two talks in blocks of one slot."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01")
    for number in range(rooms):
        builder.room(f"Room {number}")
    for number in range(blocks):
        builder.block(f"{9 + number:02}:00", f"{10 + number:02}:00", id=f"b{number}", slot_count=1)
    for track in TRACKS:
        builder.track(track, id=track)
        for number in range(2):
            builder.session(f"{track} {number}", id=f"{track}{number}", duration_slots=1, track=track)
    builder.rule("track_cell", "hard")
    for label, found in tables.items():
        builder.rule("time_preference", 1, label=label, tables=found)
    return builder.done()


def homes() -> list[dict[str, Any]]:
    """Return a table in which each track likes one block, another for each, and pays 2 elsewhere."""
    return [
        {"track": track, "block": f"b{block}", "amount": 2}
        for number, track in enumerate(TRACKS)
        for block in range(6)
        if block != number
    ]


def shifted(conference: Conference, by: int) -> Agenda:
    """Return the agenda with each track in two rooms of one block, so many after the one that it likes."""
    return conference.agenda(
        {
            f"{track}{talk}": (f"room-{talk}", f"b{(number + by) % 6}", 0)
            for number, track in enumerate(TRACKS)
            for talk in range(2)
        }
    )


def with_agenda(state: PhaseState, agenda: Agenda) -> PhaseState:
    values = tightest_values(state.compiled, agenda)
    assert values is not None
    state.keep_solution(values)
    return state


# --- the first agenda ------------------------------------------------------------------------------------------------


def test_the_first_agenda_is_legal_and_its_cost_is_not_below_what_the_skeleton_proves():
    conference = six_tracks(homes=homes())
    state = a_search(conference)
    begin_with_skeleton(state)
    assert state.outcome.agenda is not None
    scorecard = score(conference, state.outcome.agenda, rules_of(conference))
    assert scorecard.is_legal
    assert 0 <= state.proven[0] <= scorecard.costs[0]


def test_huge_penalties_that_nobody_can_avoid_are_proven():
    # Twelve talks in twelve cells: two of them are in the last block, where each of them costs 1,000.
    late = [{"track": track, "block": "b5", "amount": 1_000} for track in TRACKS]
    early = [{"track": "art", "block": "b0", "amount": 1}]
    state = a_search(six_tracks(late=late, early=early))
    begin_with_skeleton(state)
    assert state.outcome.incumbent is not None
    assert 1_000 <= state.proven[0] <= 2_000 <= state.outcome.incumbent.cost(0)


def test_where_no_huge_penalty_is_needed_the_first_agenda_has_none():
    # With a third room the other five blocks have fifteen cells for twelve talks.
    late = [{"track": track, "block": "b5", "amount": 1_000} for track in TRACKS]
    early = [{"track": track, "block": "b0", "amount": 1} for track in TRACKS]
    state = a_search(six_tracks(rooms=3, late=late, early=early))
    begin_with_skeleton(state)
    assert state.outcome.incumbent is not None
    assert state.outcome.incumbent.cost(0) < 1_000


def test_many_small_penalties_that_cost_more_than_a_huge_one_prove_no_more_than_that():
    # Twelve talks of a slot: in twelve blocks of a slot each cell costs 1, in one long block the only cell costs 10.
    # Without what costs 10 the least is 12, and yet the best agenda costs 10.
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01").room("Hall").room("Lab")
    for number in range(12):
        builder.block(f"{number:02}:00", f"{number:02}:10", id=f"b{number}", slot_minutes=10)
    builder.block("13:00", "15:00", id="long", slot_minutes=10)
    builder.track("Art", id="art").track("Law", id="law").session("Law", id="law1", minutes=10, track="law")
    for number in range(12):
        builder.session(f"Art {number}", minutes=10, track="art")
    tables = [{"track": "art", "block": f"b{number}", "amount": 1} for number in range(12)]
    tables.append({"track": "art", "block": "long", "amount": 10})
    builder.rule("track_cell", "hard").rule("time_preference", 1, tables=tables, tracks_by="cell")
    state = a_search(builder.done())
    begin_with_skeleton(state)
    assert state.outcome.incumbent is not None
    assert 0 < state.proven[0] <= 10 <= state.outcome.incumbent.cost(0)


def test_nothing_is_claimed_where_there_is_no_agenda():
    # Twelve talks, ten cells.
    conference = six_tracks(blocks=5, homes=homes()[:4])
    state = a_search(conference)
    begin_with_skeleton(state)
    assert state.outcome.incumbent is None
    result = solve(conference, workers=1)
    assert (str(result.status), result.objective, result.bound) == ("infeasible", None, None)


def test_the_ordinary_model_has_no_skeleton_and_no_parts():
    state = a_search(six_tracks(homes=homes()), by_track=False)
    begin_with_skeleton(state)
    run_lns(state, 0, 0.0)
    assert state.outcome.incumbent is None
    assert state.outcome.seconds == {}


# --- one part after the other ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1])
def test_parts_improve_an_agenda_and_say_nothing_of_the_bound(seed):
    conference = six_tracks(homes=homes())
    state = with_agenda(a_search(conference, seed=seed), shifted(conference, by=1))
    before = state.outcome.incumbent
    # Every talk is in a block that its track does not like.
    assert before is not None
    assert before.cost(0) == 24
    run_lns(state, 0, 0.0)
    assert state.outcome.agenda is not None
    after = score(conference, state.outcome.agenda, rules_of(conference))
    assert after.is_legal
    assert after.costs[0] < 24
    assert state.proven == {}


def test_the_best_agenda_is_never_given_up():
    conference = six_tracks(homes=homes())
    state = with_agenda(a_search(conference), shifted(conference, by=0))
    run_lns(state, 0, 0.0)
    assert state.outcome.incumbent is not None
    assert state.outcome.incumbent.cost(0) == 0


def test_the_same_seed_leads_to_the_same_agenda():
    conference = six_tracks(homes=homes())
    agendas = []
    for _ in range(2):
        state = with_agenda(a_search(conference, seed=5), shifted(conference, by=2))
        run_lns(state, 0, 0.0)
        assert state.outcome.agenda is not None
        agendas.append(dict(state.outcome.agenda.items()))
    assert agendas[0] == agendas[1]


def test_without_a_solution_there_are_no_parts():
    state = a_search(six_tracks(homes=homes()))
    run_lns(state, 0, 0.0)
    assert state.outcome.incumbent is None


def test_who_is_told_to_stop_does_not_begin_with_a_part():
    conference = six_tracks(homes=homes())
    state = with_agenda(a_search(conference), shifted(conference, by=1))
    state.stop.set()
    before = state.best_values
    run_lns(state, 0, 0.0)
    assert state.best_values is before
    assert "improve" not in state.outcome.seconds


# --- the whole search ------------------------------------------------------------------------------------------------


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(13))
def test_a_search_that_begins_with_a_skeleton_calls_optimal_only_the_best_of_all(data: st.DataObject) -> None:
    """Small models are tried as a whole at first; here even the smallest are not."""
    conference = data.draw(conferences_in_tracks(most_sessions=4))
    rules = [
        rule_of(id, data.draw(SEVERITIES), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if id != "track_cell" and (choices := make(conference)) and data.draw(st.integers(0, 2)) == 0
    ]
    rules.append(ONE_TRACK_A_CELL)
    every = list(agendas_of(conference, 2_000))
    if len(every) == 2_000:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(level_minimisation, "SMALL_MODEL", 0)
        result = solve(conference, rules=rules, deterministic_limit=60.0)
    legal = [card for card in (score(conference, agenda, rules) for agenda in every) if card.is_legal]
    best = min((list(card.costs.values()) for card in legal), default=None)
    found = None if result.scorecard is None else list(result.scorecard.costs.values())
    assert str(result.status) == ("infeasible" if best is None else "optimal")
    assert found == best
    if any(not rule.is_hard for rule in rules if rule.applies(conference)):
        assert "skeleton" in result.seconds
