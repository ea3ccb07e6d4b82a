"""How the time of many solves is shared, and what a scenario says of itself."""

from __future__ import annotations

import math
from threading import Event

import pytest

from agenda_solver.progress import Status
from agenda_solver.scenarios.repeated_solves import SHORTEST, SharedDeadline
from agenda_solver.scenarios.whatif import BASE, what_if
from tests.conferences import three_talks


def clock(limit: float | None, passed: float, monkeypatch: pytest.MonkeyPatch) -> SharedDeadline:
    """Return a clock that stands still after so many seconds."""
    monkeypatch.setattr("agenda_solver.deadline.time.perf_counter", lambda: 100.0 + passed)
    here = SharedDeadline(limit, Event())
    here.began = 100.0
    return here


def test_each_part_has_its_share_of_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    here = clock(60.0, 20.0, monkeypatch)
    assert (here.elapsed(), here.share(4), here.share(1), here.share(0)) == (20.0, 10.0, 40.0, 40.0)
    assert clock(60.0, 59.99, monkeypatch).share(4) == SHORTEST
    assert clock(None, 20.0, monkeypatch).share(4) is None


def test_the_time_is_over_when_the_limit_is_reached_or_somebody_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = [clock(limit, 20.0, monkeypatch).is_over for limit in (20.0, 19.0, 21.0, None)]
    assert ended == [True, True, False, False]
    stopped = clock(None, 0.0, monkeypatch)
    stopped.stop.set()
    assert stopped.is_over


def test_the_deadline_is_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [clock(limit, 20.0, monkeypatch).left() for limit in (60.0, 10.0, None)]
    assert seconds == [40.0, 0.0, math.inf]


def test_a_scenario_as_data_has_its_costs_by_rule_and_its_moves() -> None:
    without_attic = {"no attic": lambda c: c.replace(rooms=c.rooms[:1])}
    found = what_if(three_talks(), without_attic, workers=1, time_limit=None)
    base, changed = found.as_dict()["scenarios"]
    # Whichever talk is in the attic lacks 40 seats; the other rules cost nothing and are not told.
    assert (base["name"], base["by_rule"], base["moves"], base["people_told"]) == (BASE, {"room_capacity": 40}, [], 0)
    assert (changed["name"], changed["status"]) == ("no attic", str(Status.INFEASIBLE))
    assert (changed["by_rule"], changed["moves"], changed["people_told"]) == (None, None, None)


def test_a_base_without_an_agenda_leaves_nothing_to_compare_with() -> None:
    one_room = three_talks().replace(rooms=three_talks().rooms[:1])
    larger = {"two rooms": lambda c: three_talks()}
    found = what_if(one_room, larger, workers=1, time_limit=None)
    assert found.base.moves is None
    assert [(s.moves, s.result is not None and s.result.objective) for s in found.scenarios] == [(None, 40)]


def test_all_people_of_a_dropped_session_are_told_once() -> None:
    # Without bread and wine Ada has nothing left; she is told of both.
    cheese_only = {"cheese": lambda c: c.replace(sessions=c.sessions[1:2])}
    (scenario,) = what_if(three_talks(), cheese_only, workers=1, time_limit=None).scenarios
    dropped = {move.session for move in scenario.moves or () if move.after is None}
    assert dropped == {"bread", "wine"}
    told = {person for move in scenario.moves or () for person, _ in move.people}
    assert scenario.people_told == len(told)
    assert "ada" in told
