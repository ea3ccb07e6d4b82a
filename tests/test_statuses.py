"""How a solve ends: every status for its own reason, levels in order, nothing returned that was not checked."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, Progress, ScoreMismatch, Status, score, solve
from agenda_solver.rules.room_capacity import RoomCapacity
from benchmarks.families.run.generator import generate


def two_rooms() -> Any:
    """Return a builder with one hour in a hall of 100 and an attic of 20."""
    builder = Conference.build("small", "Small", "Europe/Berlin").day("2026-06-01")
    return builder.block("09:00", "10:00").room("Hall", capacity=100).room("Attic", capacity=20)


def test_the_best_agenda_is_called_optimal_and_its_bound_is_its_cost() -> None:
    builder = two_rooms().session("A", minutes=60, expected_audience=50).session("B", minutes=60, expected_audience=70)
    result = solve(builder.done())
    # One of them is in the attic: 50 - 20 = 30 seats short, against 70 - 20 = 50.
    assert (result.status, result.objective, result.bound, result.gap) == (Status.OPTIMAL, 30, 30, 0.0)


def test_a_conference_that_cannot_be_is_infeasible_with_a_reason() -> None:
    builder = two_rooms()
    for title in "ABC":
        builder.session(title, minutes=60)
    result = solve(builder.done())
    assert (result.status, result.agenda, result.objective, result.gap) == (Status.INFEASIBLE, None, None, None)
    assert result.reason
    assert result.reason[0].endswith(".")


def test_no_answer_in_time_is_neither_infeasible_nor_an_agenda() -> None:
    # A stop that is set before the search begins leaves it no time at all.
    stop = Event()
    stop.set()
    result = solve(generate(50), stop=stop)
    assert result.status is Status.NO_ANSWER
    assert (result.agenda, result.scorecard, result.objective, result.gap) == (None, None, None, None)


def test_a_stop_at_the_first_agenda_returns_it_checked() -> None:
    stop = Event()

    def stop_at_first(progress: Progress) -> None:
        if progress.objective is not None:
            stop.set()

    conference = generate(50)
    result = solve(conference, stop=stop, on_progress=stop_at_first)
    assert result.interrupted
    assert result.agenda is not None
    assert result.scorecard == score(conference, result.agenda)


def test_a_higher_level_is_settled_before_every_weight_below_it() -> None:
    builder = two_rooms().block("10:00", "11:00", tags=["late"])
    builder.session("A", minutes=60, expected_audience=100, preferred_times=["late"])
    builder.session("B", minutes=60, expected_audience=90, preferred_times=["late"])
    builder.rule("room_capacity", 1000).rule("time_preference", {"priority": 1, "weight": 1})
    result = solve(builder.done())
    # Both go late, whatever it costs below: B is in the attic, 70 seats short at 1000 each.
    assert result.scorecard is not None
    assert result.scorecard.costs == {1: 0, 0: 70_000}
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize(("rooms", "cost"), [(2, 0), (1, 100_000)])
def test_huge_penalties_are_paid_only_where_they_must_be(rooms: int, cost: int) -> None:
    builder = Conference.build("huge", "Huge", "Europe/Berlin").day("2026-06-01").block("09:00", "10:00")
    builder.block("10:00", "11:00", tags=["late"])
    for number in range(rooms):
        builder.room(f"Room {number}", capacity=10)
    builder.session("A", minutes=60, preferred_times=["late"]).session("B", minutes=60, preferred_times=["late"])
    builder.session("C", minutes=60, optional=True, expected_audience=10 if rooms == 2 else 11)
    # With one room one of A and B is not late (100,000) and C has no slot left (100); with two all is well.
    builder.rule("time_preference", 100_000).rule("unscheduled", 100)
    result = solve(builder.done())
    assert result.status is Status.OPTIMAL
    assert result.objective == cost + (100 if rooms == 1 else 0)
    assert result.bound == result.objective


@pytest.mark.thorough
def test_the_deterministic_mode_gives_the_same_agenda_every_time() -> None:
    conference = generate(50)
    first, second = (solve(conference, deterministic_limit=1.0, seed=3) for _ in range(2))
    assert first.agenda == second.agenda
    assert (first.status, first.objective, first.bound) == (second.status, second.objective, second.bound)


@pytest.mark.thorough
def test_a_large_conference_begins_from_a_coarser_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.search.exact.phase_state.LARGE_MODEL", 100)
    result = solve(generate(50), time_limit=5.0, strategies=["whole_model"])
    assert "first agenda" in result.seconds
    assert result.agenda is not None


def test_an_agenda_that_the_score_finds_dearer_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomCapacity, "post", lambda self, decisions: None)
    builder = two_rooms().session("A", minutes=60, expected_audience=50).session("B", minutes=60, expected_audience=70)
    with pytest.raises(ScoreMismatch, match=r"room_capacity: scored (30|50)"):
        solve(builder.done())


def test_what_a_listener_raises_reaches_the_caller() -> None:
    def fail(progress: Progress) -> None:
        raise LookupError(progress.phase)

    with pytest.raises(LookupError, match="compile"):
        solve(two_rooms().session("A", minutes=60).done(), on_progress=fail)


def test_partial_and_illegal_hints_do_no_harm() -> None:
    conference = two_rooms().session("A", minutes=60).session("B", minutes=60).done()
    block = conference.blocks[0].id
    partial = conference.agenda({"a": ("hall", block, 0)})
    illegal = conference.agenda({"a": ("hall", block, 0), "b": ("hall", block, 0)})
    for hint in (partial, illegal):
        assert solve(conference, hint=hint).status is Status.OPTIMAL


@pytest.mark.parametrize(
    ("argument", "value"),
    [("time_limit", 0.0), ("workers", 0), ("gap", -0.1), ("seed", -1), ("deterministic_limit", -1.0)],
)
def test_a_senseless_argument_is_told_by_its_name(argument: str, value: float) -> None:
    arguments: dict[str, Any] = {argument: value}
    with pytest.raises(InvalidInput, match=argument):
        solve(two_rooms().session("A", minutes=60).done(), **arguments)
