"""What rooms hold is counted by the places of a block, where these are more than its minutes."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve


@pytest.mark.parametrize("rule", ["track_rooms", "offer_diversity"])
def test_posters_fit_into_an_order_that_has_more_places_than_minutes(rule: str) -> None:
    # Eight places in two minutes and two rooms: sixteen places for six posters, whatever costs something beside it.
    built = Conference.build("posters", "Posters", "UTC").day("2026-03-12").block("09:00", "09:02", slot_count=8)
    built.room("Hall").room("Foyer").track("Water")
    for number in range(6):
        level = "expert" if number % 2 else "beginner"
        built.session(f"Poster {number}", duration_slots=1, track="Water", level=level)
    assert solve(built.rule(rule, 1).done(), time_limit=20, workers=1).status == "optimal"
