"""What a move is said to change is what it changes, whatever the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, Rule, Severity, Violation, score
from agenda_solver.rules.base.amount_tables import Grid, GroupTable, Numbers, PairTable, PlaceTable, Tables
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.search.tabu.cost_arrays import CostArrays, cost_arrays_of
from agenda_solver.search.tabu.move_costs import MoveCosts
from agenda_solver.search.tabu.tabu_search import TabuSearch
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples

THOROUGH = settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))


class Drawn(Rule):
    """Any costs of places, pairs and groups, drawn by a seed."""

    id: ClassVar[str] = "drawn"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    seed: int = 0

    def applies(self, conference: Conference) -> bool:
        return True

    def post(self, decisions: Any) -> Any:
        raise NotImplementedError

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        grid = Grid(conference)
        if amount := self.as_tables(grid).total(grid, agenda):
            yield Violation(amount, "Drawn.")

    def as_tables(self, grid: Grid) -> Tables:
        draw = np.random.default_rng(self.seed)
        sessions, times, rooms = grid.shape
        classes = draw.integers(-1, 3, times)
        return Tables(
            (
                PlaceTable(draw.integers(0, 9, (sessions, times, 1))),
                PlaceTable(draw.integers(0, 9, (sessions, 1, rooms))),
                PairTable(draw.integers(0, 9, (sessions, sessions)), draw.integers(0, 9, (times, times))),
                PairTable(
                    draw.integers(-3, 9, (sessions, sessions)),
                    draw.integers(0, 3, (times, times)),
                    draw.integers(0, 3, (rooms, rooms)),
                ),
                GroupTable(draw.integers(0, 2, sessions).astype(bool), classes, _squares),
            ),
            constant=5,
        )


class Strict(Drawn):
    """A few places and pairs that are forbidden, drawn by a seed."""

    id: ClassVar[str] = "strict"
    default_severity: ClassVar[Severity] = HARD

    def as_tables(self, grid: Grid) -> Tables:
        draw = np.random.default_rng(self.seed)
        sessions, times, rooms = grid.shape
        together = np.eye(times, dtype=np.int64)
        return Tables(
            (
                PlaceTable(draw.integers(0, 8, (sessions, times, rooms)) // 7),
                PairTable.unordered(draw.integers(0, 2, (sessions, sessions)), together),
            )
        )


def _squares(counts: Numbers) -> int:
    return int((counts**2).sum())


def two_at_once() -> Conference:
    """Return two sessions that are at the same time, in either of two rooms."""
    return (
        Conference.build("c", "C", "Europe/Berlin")
        .day("2026-06-01")
        .block("09:00", "10:00")
        .room("Hall")
        .room("Den")
        .session("A", minutes=60)
        .session("B", minutes=60)
        .done()
    )


def all_needed(conference: Conference) -> Conference:
    """Return the conference with no session that may be left out."""
    needed = tuple({**session.model_dump(), "optional": False} for session in conference.sessions)
    return conference.replace(sessions=needed)


def drawn(conference: Conference, seed: int) -> CostArrays:
    """Return a conference's arrays with drawn costs on two levels, all of whose sessions must have a place."""
    rules = [Drawn(seed=seed), Drawn(seed=seed + 1, severity=soft(3, priority=1), label="above")]
    found = cost_arrays_of(all_needed(conference), rules)
    assert found is not None
    return found


def cost_of(arrays: CostArrays, places: Numbers, seed: int) -> float:
    """Return what the scorecard says of an agenda, as one number on the scales of the arrays, without constants."""
    conference = arrays.grid.conference
    rules = [Drawn(seed=seed), Drawn(seed=seed + 1, severity=soft(3, priority=1), label="above")]
    card = score(conference, arrays.agenda_of(places), rules)
    double = sum("are both in" in violation.message for violation in card["structure"].violations)
    levels = arrays.scales
    return levels[None] * double + levels[0] * (card.costs[0] - 5) + levels[1] * (card.costs[1] - 15)


@given(conferences(least_sessions=2), st.integers(0, 1_000), st.data())
@THOROUGH
def test_moves_and_exchanges_change_what_they_are_said_to(
    conference: Conference, seed: int, data: st.DataObject
) -> None:
    arrays = drawn(conference, seed)
    current = MoveCosts(arrays, TabuSearch(arrays, seed).best)
    assert current.cost == cost_of(arrays, current.places, seed)
    for _ in range(3):
        if data.draw(st.booleans()):
            changes = current.changes_of_moves()
            options = [(a, p) for a, p in np.argwhere(np.isfinite(changes)).tolist() if current.places[a] != p]
            moves = [((a,), (p,), changes[a, p]) for a, p in options]
        else:
            changes = current.changes_of_exchanges()
            options = [(a, b) for a, b in np.argwhere(np.isfinite(changes)).tolist() if a < b]
            moves = [((a, b), (int(current.places[b]), int(current.places[a])), changes[a, b]) for a, b in options]
        if not moves:
            continue
        sessions, places, change = data.draw(st.sampled_from(moves))
        current.move(sessions, places, change + current.change_of_groups(sessions, places))
        assert current.cost == cost_of(arrays, current.places, seed)
        kept = current.costs.copy()
        current.reset(current.places)
        assert np.array_equal(kept, current.costs)


@given(conferences(least_sessions=2), st.integers(0, 1_000))
@THOROUGH
def test_a_search_in_progress_knows_what_its_agenda_costs_and_whether_its_best_is_legal(
    conference: Conference, seed: int
) -> None:
    conference = all_needed(conference)
    rules = [Drawn(seed=seed), Drawn(seed=seed + 1, severity=soft(3, priority=1), label="above"), Strict(seed=seed)]
    arrays = cost_arrays_of(conference, rules)
    assert arrays is not None
    tabu = TabuSearch(arrays, seed)
    for _ in range(40):
        tabu.step()
        kept, places = tabu._current.cost, tabu._current.places
        assert kept == MoveCosts(arrays, places).cost
    card = score(conference, arrays.agenda_of(tabu.best), rules)
    assert tabu.is_legal == card.is_legal
    if card.is_legal:
        levels = arrays.scales
        assert tabu.best_cost == levels[0] * (card.costs[0] - 5) + levels[1] * (card.costs[1] - 15)


def test_a_legal_agenda_is_not_given_away_where_hard_rules_weigh_too_little(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dear(Drawn):
        id: ClassVar[str] = "dear"

        def as_tables(self, grid: Grid) -> Tables:
            return Tables((PlaceTable(np.array([[[0, 30]]])),))

    # At once in both rooms costs 30; both in the first one would seem to cost a quarter of the most that is exact.
    monkeypatch.setattr("agenda_solver.search.tabu.level_scales.MOST_COST", 31.0)
    arrays = cost_arrays_of(two_at_once(), [Dear()])
    assert arrays is not None
    tabu = TabuSearch(arrays, 0, np.array([0, 0]))
    tabu.offer(np.array([0, 1]))
    tabu.run(lambda: tabu.steps >= 50)
    assert (tabu.is_legal, tabu.best_cost) == (True, 30)


def test_no_move_gives_a_level_away_for_the_groups_below_it() -> None:
    class Apart(Drawn):
        id: ClassVar[str] = "apart"

        def as_tables(self, grid: Grid) -> Tables:
            def amount(counts: Numbers) -> int:
                assert counts.sum() == grid.shape[0]  # everybody is somewhere
                return 100 * int(counts[0] > 0)

            return Tables((GroupTable(np.ones(grid.shape[0], dtype=bool), grid.blocks, amount),))

    conference = two_at_once()
    later = {**conference.blocks[0].model_dump(), "id": "later", "start": "11:00", "end": "12:00"}
    conference = conference.replace(blocks=(*conference.blocks, later))
    arrays = cost_arrays_of(conference, [Apart(), Drawn(severity=soft(1, priority=1), label="above")])
    assert arrays is not None
    assert arrays.scales[1] > 100


@given(conferences(least_sessions=2, most_sessions=3, most_rooms=2, most_blocks=2), st.integers(0, 1_000))
@settings(THOROUGH, max_examples=examples(20))
def test_a_search_by_moves_finds_the_best_agenda_of_a_tiny_conference(conference: Conference, seed: int) -> None:
    arrays = drawn(conference, seed)
    options = [np.flatnonzero(row >= 0).tolist() for row in arrays.times]
    every = np.array(np.meshgrid(*options)).T.reshape(-1, len(options))
    if len(every) > 500:
        return
    best = min(cost_of(arrays, places, seed) for places in every)
    tabu = TabuSearch(arrays, seed)
    tabu.run(lambda: tabu.steps >= 1_500 or tabu.best_cost == best)
    assert tabu.best_cost == best


def test_a_rule_without_tables_leaves_nothing_to_weigh() -> None:
    class Silent(Drawn):
        id: ClassVar[str] = "silent"

        def as_tables(self, grid: Grid) -> None:  # type: ignore[override]
            return None

    conference = two_at_once()
    assert cost_arrays_of(conference, [Drawn()]) is not None
    assert cost_arrays_of(conference, [Drawn(), Silent()]) is None
    assert cost_arrays_of(conference, [Drawn(severity=HARD)]) is not None
