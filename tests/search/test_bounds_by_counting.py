"""Inequalities that only help the relaxation: they must hold, and they must be as strong as promised."""

from __future__ import annotations

from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from agenda_solver import Conference
from agenda_solver.cpsat.cuts.pigeonhole import add_pigeonhole_cuts
from agenda_solver.cpsat.cuts.room_minutes import occupied_minutes
from agenda_solver.cpsat.variables.variables_for_rules import Decisions


def crowded(sessions: int, blocks: int, slots: int = 1, minutes: int = 60) -> Decisions:
    """Return the decisions of sessions of one length in blocks of an hour."""
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab")
    for number in range(blocks):
        builder.block(f"{9 + number:02}:00", f"{10 + number:02}:00", slot_count=slots)
    for number in range(sessions):
        builder.session(f"Talk {number}", id=f"s{number}", minutes=minutes)
    return Decisions(builder.done(), cp_model.CpModel())


def bound_on_pairs(decisions: Decisions, amounts: dict[tuple[str, str], int]) -> float:
    """Return what the crowding bounds alone say about the sum of the amounts of the pairs at once."""
    charged = {pair: (amount, decisions.model.new_bool_var("")) for pair, amount in amounts.items()}
    add_pigeonhole_cuts(decisions, charged)
    decisions.model.minimize(sum(amount * literal for amount, literal in charged.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.solve(decisions.model)
    return solver.objective_value


def all_pairs(decisions: Decisions, amount: int = 1) -> dict[tuple[str, str], int]:
    ids = [session.id for session in decisions.conference.sessions]
    return dict.fromkeys(combinations(ids, 2), amount)


@pytest.mark.parametrize(
    ("sessions", "blocks", "slots", "minutes", "pairs"),
    [
        (3, 3, 1, 60, 0),  # a block for each
        (4, 3, 1, 60, 1),  # one block has two
        (6, 3, 1, 60, 3),  # two in each: three pairs
        (7, 3, 1, 60, 5),  # 3 + 2 + 2 sessions: 3 + 1 + 1 pairs
        (4, 2, 2, 30, 0),  # a slot for each
        (5, 2, 2, 30, 1),  # four slots for five
        (3, 2, 4, 45, 1),  # of 45 minutes only one fits into an hour: two moments for three
    ],
)
def test_sessions_spread_evenly_over_moments_make_the_fewest_pairs(sessions, blocks, slots, minutes, pairs):
    decisions = crowded(sessions, blocks, slots, minutes)
    assert bound_on_pairs(decisions, all_pairs(decisions)) == pairs


def test_amounts_that_all_pairs_reach_are_all_bounded():
    # Four sessions in three blocks: one pair. Each pair costs 2, some 5: the cheapest pair is at once.
    decisions = crowded(4, 3)
    assert bound_on_pairs(decisions, {**all_pairs(decisions, 2), ("s0", "s1"): 5, ("s2", "s3"): 5}) == 2


def test_pairs_that_cost_nothing_are_no_crowd():
    # Without the pair s0-s1 the two can share a block: then the four fit three blocks at no cost.
    decisions = crowded(4, 3)
    amounts = all_pairs(decisions)
    del amounts["s0", "s1"]
    assert bound_on_pairs(decisions, amounts) == 0


@pytest.mark.parametrize(
    ("slots", "minutes", "occupied"),
    [
        (1, 45, 60),  # the rest of the only slot is lost
        (2, 30, 30),
        (2, 31, 60),  # one minute of the second slot takes all of it
        (4, 31, 45),
        (7, 10, 17),  # slots of 8 and 9 minutes: two of them, at best 17
    ],
)
def test_a_session_occupies_whole_slots(slots, minutes, occupied):
    conference = crowded(1, 1, slots, minutes).conference
    assert occupied_minutes(conference, "s0", conference.blocks[0].id) == occupied
