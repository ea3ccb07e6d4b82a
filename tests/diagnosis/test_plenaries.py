"""What plenaries take from all rooms is counted: the sum that decides is the first sentence."""

from __future__ import annotations

import random
from typing import Any

import pytest

from agenda_solver import Conference, solve
from agenda_solver.diagnosis.diagnose import diagnose
from tests.profiles import rounds


def conference(talks: int, *plenaries: int, blocks: int = 2, **rule: Any) -> Conference:
    """Return a day of blocks of two hours in two rooms, with talks of half an hour and plenaries of some minutes."""
    built = Conference.build("small", "Small", "UTC").day("2026-03-12").room("Hall").room("Studio")
    for number in range(blocks):
        built.block(f"{8 + 3 * number:02d}:00", f"{10 + 3 * number:02d}:00", slot_minutes=30)
    for number, minutes in enumerate(plenaries):
        built.session(f"Plenary {number}", minutes=minutes, plenary=True)
    for number in range(talks):
        built.session(f"Talk {number}", minutes=30)
    if rule:
        built.rule("plenary", **rule)
    return built.done()


def impossible(found: Conference) -> list[str]:
    return [finding.message for finding in diagnose(found) if finding.kind == "impossible"]


# Two blocks of 120 minutes in two rooms are 480 minutes. A plenary of 60 minutes takes 60 from each room: 360 are left,
# which are 12 talks of 30 minutes.
@pytest.mark.parametrize(
    ("talks", "plenaries", "rule", "told"),
    [
        (12, (60,), {}, ""),
        (13, (60,), {}, '13 sessions need 390 minutes in rooms, but only 360 are left beside the plenary "Plenary 0"'),
        # Two of 60 and 30 minutes take 180 together: 300 are left, 10 talks.
        (10, (60, 30), {}, ""),
        (11, (60, 30), {}, 'only 300 are left beside the plenaries "Plenary 0" and "Plenary 1" (Hall and Studio)'),
        # A plenary that wants a block for itself takes 240 minutes of it, however short it is: 8 talks are left.
        (8, (30,), {"scope": "block"}, ""),
        (9, (30,), {"scope": "block"}, "9 sessions need 270 minutes in rooms, but only 240 are left"),
        # As a wish it takes nothing for certain.
        (14, (60,), {"severity": 1}, ""),
    ],
)
def test_the_time_that_plenaries_take_is_counted(
    talks: int, plenaries: tuple[int, ...], rule: dict[str, Any], told: str
) -> None:
    found = impossible(conference(talks, *plenaries, **rule))
    assert bool(found) == bool(told)
    assert not told or told in found[0]


def test_a_plenary_that_can_lie_where_few_rooms_are_open_takes_only_these() -> None:
    built = Conference.build("small", "Small", "UTC").day("2026-03-12").room("Hall").room("Annex")
    built.block("08:00", "10:00", slot_minutes=60, id="early").block("10:00", "12:00", slot_minutes=60, id="late")
    built.room("Studio", closed_blocks=["late"])
    built.session("Opening", minutes=60, plenary=True)
    for number in range(8):
        built.session(f"Talk {number}", minutes=60)
    # Two rooms have four hours and the Studio two: ten hours. Early the opening would take an hour from three rooms,
    # late from two: eight hours are left, which the talks just need.
    assert impossible(built.done()) == []
    built.session("One more", minutes=60)
    assert "9 sessions need 540 minutes in rooms, but only 480 are left beside" in impossible(built.done())[0]


def test_sessions_that_need_one_room_are_counted_in_it_alone() -> None:
    built = Conference.build("small", "Small", "UTC").day("2026-03-12").block("08:00", "12:00", slot_minutes=60)
    built.room("Hall", features=["stage"]).room("Studio").session("Opening", minutes=60, plenary=True)
    for number in range(4):
        built.session(f"Show {number}", minutes=60, required_features=["stage"])
    (told,) = impossible(built.done())
    assert told.startswith('4 sessions need 240 minutes in rooms, but only 180 are left beside the plenary "Opening" ')
    assert told.endswith('(Hall): "Show 0", "Show 1", "Show 2" and "Show 3".')


def test_nothing_is_called_impossible_that_the_solver_finds() -> None:
    rng = random.Random(5)
    told = 0
    for _ in range(rounds(60, 15)):
        plenaries = [rng.choice([30, 60, 90]) for _ in range(rng.randint(1, 2))]
        found = conference(rng.randint(4, 13), *plenaries, blocks=2)
        if impossible(found):
            told += 1
            assert solve(found, time_limit=20, workers=1, explain=False).status == "infeasible"
    assert told
