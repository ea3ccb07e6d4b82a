"""What a solve may be given, what it tells while it runs, and what its numbers mean."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, Progress, Status, score, solve
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.rules.base.severity import HARD, OFF, soft
from agenda_solver.rules.precedence import Order, Precedence
from agenda_solver.rules.room_capacity import RoomCapacity
from agenda_solver.search.exact.hints import tightest_costs
from agenda_solver.search.exact.run_in_thread import SolverAnswer


def two_rooms(*titles: str, **fields: Any) -> Conference:
    """Return sessions of an hour for one hour in a hall of 100 and an attic of 20."""
    builder = Conference.build("small", "Small", "Europe/Berlin").only_these_rules().day("2026-06-01")
    builder.block("09:00", "10:00", id="nine").room("Hall", capacity=100).room("Attic", capacity=20)
    for title in titles:
        builder.session(title, minutes=60, **fields)
    return builder.done()


def one_long_or_many_short(severity: Any = 1) -> Conference:
    """Return a long session (11 where it is late) and twelve short ones (1 each): either it is early or they are.

    11 is huge beside 1. Without huge penalties the best costs 12; with them, 11.
    """
    builder = Conference.build("early", "Early", "Europe/Berlin").only_these_rules().day("2026-06-01").room("Hall")
    builder.block("09:00", "10:00", id="early", slot_minutes=5).block("10:00", "12:00", id="late", slot_minutes=5)
    wishes = [{"session": "long", "block": "late", "amount": 11}]
    builder.session("Long", id="long", minutes=60)
    for number in range(12):
        builder.session(f"Short {number}", id=f"s{number}", minutes=5)
        wishes.append({"session": f"s{number}", "block": "late", "amount": 1})
    return builder.rule("time_preference", severity, tables=wishes).done()


# --- bounds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("severity", [1, {"priority": 2, "weight": 1}])
def test_a_huge_penalty_that_pays_off_is_paid_and_no_bound_on_the_way_is_false(severity: Any) -> None:
    result = solve(one_long_or_many_short(severity), workers=2)
    level = 0 if severity == 1 else 2
    assert result.scorecard is not None
    assert (result.status, result.scorecard.costs[level], result.bounds[level]) == (Status.OPTIMAL, 11, 11)
    # While the huge penalty is forbidden the best is 12; that is no bound for what may pay it.
    assert [event.phase for event in result.history[:2]] == ["compile", "strict"]
    bounds = [event.bound for event in result.history if event.bound is not None]
    assert bounds
    assert max(bounds) <= 11


def test_a_bound_holds_however_wide_the_gap_that_ends_the_search() -> None:
    result = solve(one_long_or_many_short(), workers=2, gap=0.9)
    assert result.objective is not None
    assert result.bound is not None
    assert result.bound <= 11 <= result.objective


@pytest.mark.parametrize("people", [10, 50])  # the 10 fit everywhere, so that nothing is charged at all
def test_wishes_on_higher_levels_alone_leave_nothing_unproven_on_any_level(people: int) -> None:
    result = solve(two_rooms("A", expected_audience=people), rules=[RoomCapacity(severity=soft(1, 3))])
    assert (result.status, result.bounds[0], result.gap) == (Status.OPTIMAL, 0, 0.0)


def test_costs_that_cannot_be_added_up_exactly_are_refused() -> None:
    # 10**6 - 20 people without a seat at 10**9 each are 10**15; in twelve sessions that is beyond 2**53.
    titles = [f"S{number}" for number in range(12)]
    conference = two_rooms(*titles, expected_audience=1_000_000)
    with pytest.raises(InvalidInput, match=r"priority level 1 could add up to .* room_capacity: give it a smaller"):
        compile_conference(conference, [RoomCapacity(severity=soft(10**9, 1))])
    compile_conference(conference, [RoomCapacity(severity=soft(10**8, 1))])


# --- progress ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 4])
def test_on_a_level_costs_only_fall_and_bounds_only_rise(workers: int) -> None:
    told: list[Progress] = []
    result = solve(one_long_or_many_short(), workers=workers, on_progress=told.append)
    assert tuple(told) == result.history
    assert all(a.elapsed <= b.elapsed for a, b in pairwise(told))
    costs = [event.objective for event in told if event.objective is not None]
    bounds = [event.bound for event in told if event.bound is not None]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert costs[-1] >= 11


def test_what_a_listener_raises_during_the_search_ends_it() -> None:
    def fail(progress: Progress) -> None:
        if progress.objective is not None:
            raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        solve(one_long_or_many_short(), on_progress=fail)
    assert not [thread for thread in threading.enumerate() if thread.name == "cp-sat"]


def test_whoever_stops_a_search_is_not_told_that_the_time_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SolverAnswer(None, None, float("-inf"), proven=False, interrupted=True, deterministic_time=0.0)
    monkeypatch.setattr("agenda_solver.search.exact.phase_runs.run", lambda *_arguments, **_options: nothing)
    result = solve(two_rooms("A"))
    assert (result.status, result.interrupted) == (Status.NO_ANSWER, True)
    assert result.reason[0].startswith("The search was stopped before a legal agenda was found")


def test_an_interrupted_check_is_not_taken_for_an_illegal_agenda(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SolverAnswer(None, None, float("-inf"), proven=False, interrupted=True, deterministic_time=0.0)
    conference = two_rooms("A")
    compiled = compile_conference(conference, ())
    monkeypatch.setattr("agenda_solver.search.exact.hints.run", lambda *_arguments, **_options: nothing)
    with pytest.raises(KeyboardInterrupt):
        tightest_costs(compiled, conference.agenda({"a": ("hall", "nine", 0)}))


# --- hints ---------------------------------------------------------------------------------------------------------


def test_a_hint_among_equals_is_kept() -> None:
    # All places cost the same, so the search ends with the agenda that it began with.
    conference = two_rooms("A", "B")
    for rooms in (("hall", "attic"), ("attic", "hall")):
        hint = conference.agenda({id: (room, "nine", 0) for id, room in zip("ab", rooms, strict=True)})
        assert solve(conference, hint=hint, deterministic_limit=1.0).agenda == hint


def test_the_answer_is_never_worse_than_a_legal_hint() -> None:
    conference = one_long_or_many_short()
    # The optimum, and no time at all to find it, or anything.
    places = {f"s{number}": ("hall", "early", number) for number in range(12)}
    hint = conference.agenda({**places, "long": ("hall", "late", 0)})
    stop = threading.Event()
    stop.set()
    result = solve(conference, hint=hint, stop=stop)
    assert (result.agenda, result.objective, result.interrupted) == (hint, 11, True)


def test_the_agenda_of_an_earlier_state_of_the_conference_is_a_hint_as_far_as_it_goes() -> None:
    before = two_rooms("A", "B")
    hint = before.agenda({"a": ("attic", "nine", 0), "b": ("hall", "nine", 0)})
    without_b = before.replace(sessions=before.sessions[:1])
    assert solve(without_b, hint=hint).status is Status.OPTIMAL
    without_the_attic = without_b.replace(rooms=before.rooms[:1])
    result = solve(without_the_attic, hint=hint)
    assert result.agenda == without_the_attic.agenda({"a": ("hall", "nine", 0)})


# --- rules from Python ---------------------------------------------------------------------------------------------


def test_rules_that_are_given_are_checked_against_the_conference() -> None:
    order = Precedence(pairs=(Order(before="a", after="nobody"),))
    with pytest.raises(InvalidInput, match=r"rules\[1\]\.pairs\[0\]\.after: there is no session"):
        solve(two_rooms("A", "B"), rules=[RoomCapacity(), order])
    with pytest.raises(InvalidInput, match=r'rules\[1\]: "room_capacity" is set twice'):
        solve(two_rooms("A"), rules=[RoomCapacity(), RoomCapacity(severity=soft(5))])


def test_a_given_rule_that_is_off_is_not_looked_at() -> None:
    conference = two_rooms("A", expected_audience=500)
    rules = [RoomCapacity(severity=OFF)]
    result = solve(conference, rules=rules)
    assert result.agenda is not None
    assert result.objective == 0
    assert [rule.key for rule in score(conference, result.agenda, rules).rules] == ["structure"]


def test_the_reason_is_looked_for_among_the_rules_that_were_given() -> None:
    # The conference itself minds nothing; the given rule lets 500 people into no room.
    result = solve(two_rooms("A", expected_audience=500), rules=[RoomCapacity(severity=HARD)])
    assert result.status is Status.INFEASIBLE
    assert "room_capacity" in " ".join(result.reason) or "seats" in " ".join(result.reason)


def test_without_any_rule_there_is_an_agenda_of_no_cost() -> None:
    result = solve(two_rooms("A", "B"), rules=())
    assert (result.status, result.objective, result.bound) == (Status.OPTIMAL, 0, 0)


def test_an_agenda_with_no_session_in_it_prints() -> None:
    builder = Conference.build("empty", "Empty <i>", "Europe/Berlin").day("2026-06-01").block("09:00", "10:00")
    builder.room("Hall", capacity=10).session("A", minutes=60, optional=True, expected_audience=500)
    result = solve(builder.rule("unscheduled", 1).rule("room_capacity", 10).done())
    assert result.agenda is not None
    assert (len(result.agenda), result.objective) == (0, 1)
    assert "0 of 1 sessions placed" in str(result.agenda)
    assert "Status: optimal" in str(result)
    assert "<i>" not in result._repr_html_()
