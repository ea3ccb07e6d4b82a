"""On large conferences the sessions that must move are moved first, and what is proven is proven all the same."""

from __future__ import annotations

import math
from typing import Any

import pytest

from agenda_solver import Status
from agenda_solver.replanning.replan import replan
from tests.replanning.meeting import meeting

LOST_HALL = {"change": "room lost", "room": "hall"}
LATE_ADA = {"change": "person available", "person": "ada", "not_before": "2025-05-29T12:00+05:00"}
# Only C has to leave the hall, and the den is free then.
LOST_AFTERNOON = {
    "change": "room lost",
    "room": "hall",
    "start": "2025-05-29T13:00+05:00",
    "end": "2025-05-29T16:00+05:00",
}


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.replanning.shared_solves.MANY_PLACES", 0)


@pytest.fixture
def there_is_no_time_for_more(everything_is_large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("fewest_moves", "replan"):
        monkeypatch.setattr(f"agenda_solver.replanning.{module}.LEAST_FOR_ALL", math.inf)
    monkeypatch.setattr("agenda_solver.replanning.fewest_moves.LEAST_FOR_ROUNDS", math.inf)


@pytest.mark.usefixtures("everything_is_large")
@pytest.mark.parametrize(
    ("change", "least"),
    # As on small conferences: see test_replan.
    [(LOST_HALL, 8), (LATE_ADA, 5), (LOST_AFTERNOON, 1)],
)
def test_the_fewest_moves_are_the_same_as_on_small_conferences(change: dict[str, Any], least: int) -> None:
    found = replan(meeting(), changes=[change], workers=1)
    assert (found.minimal, found.least) == (True, least)


@pytest.mark.usefixtures("there_is_no_time_for_more")
def test_another_room_at_the_same_time_needs_no_large_model_to_be_proven() -> None:
    found = replan(meeting(), changes=[LOST_AFTERNOON], workers=1)
    # What the hall's closure forbids at its place is C alone, which gets another room at least.
    assert (found.minimal, found.least) == (True, 1)
    assert found.agenda is not None
    assert found.agenda["c"].room == "den"
    assert found.result.scorecard is not None
    assert "held" not in {rule.key for rule in found.result.scorecard.rules}


@pytest.mark.usefixtures("there_is_no_time_for_more")
def test_what_is_only_best_with_the_rest_held_is_not_called_proven() -> None:
    # Ada's A moves in time, which costs 5; without a solve only the room is certain, which costs 1.
    found = replan(meeting(), changes=[LATE_ADA], workers=1)
    assert found.result.scorecard is not None
    assert found.result.scorecard.costs[1] == 5
    assert (found.minimal, found.least, found.result.status) == (False, 1, Status.FEASIBLE)


@pytest.mark.usefixtures("there_is_no_time_for_more")
def test_where_holding_the_rest_leaves_no_place_everything_is_tried() -> None:
    # Without the hall A and B cannot both stay at 10 in the den, and B need not move by itself.
    found = replan(meeting(), changes=[LOST_HALL], workers=1)
    assert found.agenda is not None
    assert found.result.scorecard is not None
    assert found.result.scorecard.is_legal
