"""More moves never cost more, and each number of them has its best agenda."""

from __future__ import annotations

import random
from itertools import pairwise, product
from threading import Event
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, Status, frontier_of_moves, score
from agenda_solver.replanning.move_points import MoveFrontier
from agenda_solver.replanning.moves_at_most import MovesAtMost, moved
from agenda_solver.replanning.stability_weights import with_published
from agenda_solver.rules.base.severity import soft
from agenda_solver.testing import agendas_of
from tests.contracts import assert_contract
from tests.profiles import rounds
from tests.replanning.meeting import PLACES, meeting, published
from tests.replanning.test_times_first import CLASHES, full_draft


def wishes(**more: Any) -> Conference:
    """Return a meeting in which A, B and the opening would rather be in the other room, at 9, 4 and 1.

    There are three hours in the afternoon and two in the morning, in two rooms: place enough for every change of room
    but that of A and B, which are there at once and have to trade.
    """
    tables = more.pop("tables", None) or [
        {"session": "a", "room": "hall", "amount": 9},
        {"session": "b", "room": "den", "amount": 4},
        {"session": "opening", "room": "hall", "amount": 1},
    ]
    rule = {"rule": "room_preference", "severity": 1, "tables": tables}
    fixed = {"rule": "published_time", "severity": "hard"}
    return meeting(rules=(rule, fixed, *more.pop("rules", ())), default_rules=False, **more)


def found(conference: Conference, *, most: int = 4, **options: Any) -> MoveFrontier:
    return frontier_of_moves(conference, most=most, workers=1, time_limit=20, **options)


def test_each_number_of_moves_has_its_best_agenda() -> None:
    frontier = found(wishes())
    # Nothing moved costs 14. A and B can only move together, which saves 13; the opening alone saves 1.
    assert [(p.most, p.costs[0], len(p.moved), p.is_proven) for p in frontier.points] == [
        (0, 14, 0, True),
        (1, 13, 1, True),
        (2, 1, 2, True),
        (3, 0, 3, True),
        (4, 0, 3, True),
    ]
    assert (frontier.least, frontier.status) == (0, Status.OPTIMAL)
    assert [point.most for point in frontier.steps] == [0, 1, 2, 3]


@pytest.mark.parametrize("seed", range(rounds(6, 2)))
def test_no_agenda_at_all_with_so_few_moves_costs_less(seed: int) -> None:
    draw = random.Random(seed)
    ids, rooms = ("opening", "a", "b", "c"), ("hall", "den")
    tables = [{"session": id, "room": room, "amount": draw.randint(0, 9)} for id in ids for room in rooms]
    conference = wishes(tables=tables)
    least = dict.fromkeys(range(5), 1_000)
    # All stay at their times, so these are all agendas; in some A and B are in one room.
    for chosen in product(rooms, repeat=len(ids)):
        places = {id: (room, *PLACES[id][1:]) for id, room in zip(ids, chosen, strict=True)}
        agenda = conference.agenda(places)
        card = score(conference, agenda)
        for most in range(len(moved(conference, agenda)) if card.is_legal else 5, 5):
            least[most] = min(least[most], card.objective)
    assert {point.most: point.costs[0] for point in found(conference).points} == least


def test_who_has_to_be_told_is_known_at_each_point() -> None:
    told = [{id for id, _ in point.diff.told} for point in found(wishes()).points]
    # Ben has the opening and Ada has A; nobody has B.
    assert told == [set(), {"ben"}, {"ada"}, {"ada", "ben"}, {"ada", "ben"}]


def test_every_point_costs_what_the_score_says_of_its_agenda() -> None:
    conference = wishes()
    for point in found(conference).points:
        card = score(conference, point.agenda.bound_to(conference))
        assert card.is_legal
        assert card.objective == point.costs[0]
        assert moved(conference, point.agenda) == point.moved
        assert len(point.moved) <= point.most


def test_the_frontier_begins_with_the_fewest_moves_that_changes_ask_for() -> None:
    late = {"change": "person available", "person": "ada", "not_before": "2025-05-29T12:00+05:00"}
    frontier = found(meeting(), changes=[late])
    # Of Ada's two sessions only A lies before noon.
    assert (frontier.least, [point.most for point in frontier.points]) == (1, [1, 2, 3, 4])
    assert frontier.points[0].moved == ("a",)


def test_a_published_agenda_that_is_illegal_has_a_frontier_too() -> None:
    frontier = found(full_draft(), most=CLASHES + 1)
    assert (frontier.least, [point.most for point in frontier.points]) == (CLASHES, [CLASHES, CLASHES + 1])
    assert all(point.scorecard.is_legal for point in frontier.points)


def test_too_few_moves_are_told_from_none() -> None:
    few = found(full_draft(), most=1)
    assert (few.points, few.status) == ((), Status.INFEASIBLE)
    assert few.reason == (f"At least {CLASHES} sessions have to move; at most 1 may move.",)
    assert str(few) == few.reason[0]
    none = found(meeting(), changes=[{"change": "day lost", "day": "d1"}])
    assert (none.points, none.status) == ((), Status.INFEASIBLE)
    assert none.reason


def test_levels_come_one_after_the_other() -> None:
    above = {"rule": "not_in_parallel", "severity": {"priority": 1, "weight": 2}, "sets": [{"sessions": ["a", "b"]}]}
    frontier = found(wishes(rules=(above,)))
    costs = [tuple(point.costs.values()) for point in frontier.points]
    assert all(later <= earlier for earlier, later in pairwise(costs))
    assert costs[0] == (2, 14)  # A and B are there at once, and may not move in time


def test_a_stop_from_the_start_still_gives_what_was_published() -> None:
    stop = Event()
    stop.set()
    frontier = found(wishes(), stop=stop)
    assert {point.costs[0] for point in frontier.points} == {14}
    assert (frontier.status, frontier.points[0].is_proven) == (Status.FEASIBLE, False)


def test_a_number_of_moves_is_not_negative() -> None:
    with pytest.raises(InvalidInput, match="most: must not be negative"):
        found(wishes(), most=-1)


def test_the_table_says_what_moves_buy() -> None:
    frontier = found(wishes())
    assert str(frontier).splitlines() == [
        "What was published is legal: nothing has to move.",
        "Moves  Cost  People to tell  Proof",
        "    0    14               0  proven",
        "    1    13               1  proven",
        "    2     1               1  proven",
        "    3     0               2  proven",
        "    4     0                  proven; the same as with 3",
    ]
    assert frontier.markdown().splitlines()[2:5] == [
        "| Moves | Cost | People to tell | Proof |",
        "|---:|---:|---:|---|",
        "| 0 | 14 | 0 | proven |",
    ]
    assert [point["costs"] for point in frontier.as_dict()["points"]][:2] == [{"0": 14}, {"0": 13}]


# --- the rule that bounds the moves ----------------------------------------------------------------------------------


@pytest.mark.parametrize("severity", ["hard", "soft"])
@pytest.mark.parametrize("most", [0, 1, 3])
def test_both_faces_of_what_may_move_agree(most: int, severity: str) -> None:
    conference = meeting()
    rule = MovesAtMost(most=most) if severity == "hard" else MovesAtMost(most=most, severity=soft(3))
    assert rule.applies(conference)
    assert assert_contract(conference, rule, most=60, planted=[published(conference)]) or severity == "hard"


def test_what_is_left_out_has_moved_and_what_is_new_has_not() -> None:
    conference = meeting()
    optional = tuple(s.model_copy(update={"optional": s.id == "a"}) for s in conference.sessions)
    agenda = published(conference)
    assert moved(conference, agenda) == ()
    without = conference.replace(sessions=optional)
    assert moved(without, agenda.bound_to(without).with_placement("a", None)) == ("a",)
    less = with_published(conference, conference.agenda({"b": ("den", "am", 1)}))
    assert all(len(moved(less, drawn)) <= 1 for drawn in agendas_of(less, 10, 0))
