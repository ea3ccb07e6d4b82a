"""The skeleton of a tracks' model: its bounds hold for every agenda, and so does its answer that there is none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver import Conference
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.evaluation.scorecard import score
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.relaxations.objective_coefficients import ObjectiveCoefficients
from agenda_solver.search.relaxations.track_skeleton import TrackSkeleton
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences_in_tracks
from tests.profiles import examples
from tests.rules.test_contract import THOROUGH, rule_of
from tests.settings import SETTINGS

SEVERITIES = st.sampled_from(["hard", 1, 3, 40, 1_000, {"priority": 1, "weight": 2}])
ONE_TRACK_A_CELL = rule_of("track_cell", "hard", {})


def skeleton_of(compiled: Compiled, level: int = 0) -> TrackSkeleton:
    assert isinstance(compiled.decisions, TrackDecisions)
    return TrackSkeleton(compiled, compiled.decisions, ObjectiveCoefficients.of(compiled, level))


def least(model: cp_model.CpModel) -> int | None:
    """Return the least cost of a model, None where it has no solution."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def drawn_rules(data: st.DataObject, conference: Conference) -> list[Rule]:
    """Return a random choice of rules, of any severity, with each cell for one track."""
    rules = [
        rule_of(id, data.draw(SEVERITIES), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if id != "track_cell" and (choices := make(conference)) and data.draw(st.integers(0, 2)) == 0
    ]
    return [*rules, ONE_TRACK_A_CELL]


# --- for all agendas ---------------------------------------------------------------------------------------------


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(13))
def test_no_legal_agenda_costs_less_than_a_skeleton(data: st.DataObject) -> None:
    conference = data.draw(conferences_in_tracks(most_sessions=4))
    rules = drawn_rules(data, conference)
    compiled = compile_conference(conference, rules, by_track=True)
    level = max(compiled.levels, default=0)
    bound = least(skeleton_of(compiled, level).model)
    for agenda in agendas_of(conference, 300, data.draw(st.integers(0, 10_000))):
        scorecard = score(conference, agenda, rules)
        if scorecard.is_legal:
            cost = scorecard.costs.get(level, 0)
            assert bound is not None, f"a legal agenda that the skeleton cannot say:\n{agenda}"
            assert bound <= cost, f"{bound} above {cost}\n{agenda}"


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(20))
def test_a_skeleton_is_never_above_the_ordinary_model(data: st.DataObject) -> None:
    """Where the conference has too many agendas to look at: the best of all is what the ordinary model finds."""
    conference = data.draw(conferences_in_tracks())
    rules = drawn_rules(data, conference)
    compiled = compile_conference(conference, rules, by_track=True)
    level = max(compiled.levels, default=0)
    ordinary = compile_conference(conference, rules)
    ordinary.model.minimize(ordinary.expression(level))
    best, bound = least(ordinary.model), least(skeleton_of(compiled, level).model)
    assert best is None or (bound is not None and bound <= best)


# --- what it knows -----------------------------------------------------------------------------------------------


def two_tracks(*, talks: int, rooms: int = 1, slots: int = 2, **rules: Any) -> Compiled:
    """Return two tracks of so many talks of a slot each, in a morning and an evening."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01")
    builder.block("09:00", "10:00", id="morning", slot_count=slots)
    builder.block("18:00", "19:00", id="evening", slot_count=slots)
    for number in range(rooms):
        builder.room(f"Room {number}")
    for track in ("art", "law"):
        builder.track(track, id=track)
        for number in range(talks):
            builder.session(f"On {track} {number}", id=f"{track}{number}", duration_slots=1, track=track)
    builder.rule("track_cell", "hard")
    for rule, (severity, parameters) in rules.items():
        builder.rule(rule, severity, **parameters)
    conference = builder.done()
    return compile_conference(conference, rules_of(conference), by_track=True)


def evening(amount: int, weight: int = 1) -> tuple[int, dict[str, Any]]:
    """Return a charge for each talk on law in the evening."""
    return weight, {"tables": [{"track": "law", "block": "evening", "amount": amount}]}


@pytest.mark.parametrize(
    ("talks", "rooms", "cost"),
    [
        (2, 1, 0),  # art in the evening, law in the morning
        (2, 2, 0),
        (3, 2, 0),  # art leaves law both rooms of the morning, which have four slots
        (5, 2, None),  # ten talks in eight slots
        (3, 1, None),  # each track needs two cells, and there are two in all
        (4, 2, 0),  # law in both rooms of the morning
    ],
)
def test_sessions_and_rooms_are_counted_against_the_slots(talks, rooms, cost):
    compiled = two_tracks(talks=talks, rooms=rooms, time_preference=evening(7))
    assert least(skeleton_of(compiled).model) == cost


def test_sessions_in_dear_blocks_are_charged_by_their_number():
    # Five talks each in three rooms of two slots: twelve slots for ten talks, and no cell is shared. With all three
    # rooms of the morning for law nothing is charged; with a plenary in one of them it would be. Art has the evening.
    assert least(skeleton_of(two_tracks(talks=5, rooms=3, time_preference=evening(7))).model) == 0
    # One talk a room: of law's three talks only two fit the morning's two rooms, and the third costs 7; but then art
    # has one cell left for three talks. With three rooms law has the morning, and with both tracks dear one pays.
    both = {"tables": [{"track": track, "block": "evening", "amount": 7} for track in ("art", "law")]}
    compiled = two_tracks(talks=3, rooms=3, slots=1, time_preference=(2, both))
    assert least(skeleton_of(compiled).model) == 2 * 7 * 3  # three of the six talks, at 14 each


@pytest.mark.parametrize(
    ("art", "law", "cost"),
    [
        ((3, 5), (4, 4), 7),  # art in the first room
        ((3, 5), (3, 5), 8),  # one of them has the dearer room
        ((3, 5), (4, 5), 8),  # 3 + 5; with the rooms exchanged it is 9
    ],
)
def test_rooms_are_charged_the_cheapest_ones_first(art, law, cost):
    tables = [
        {"track": track, "room": f"room-{number}", "amount": amount}
        for track, amounts in (("art", art), ("law", law))
        for number, amount in enumerate(amounts)
    ]
    # Each track has a talk, and nobody likes the evening: both are in the morning, in a room of their own.
    late = {"tables": [{"track": track, "block": "evening", "amount": 100} for track in ("art", "law")]}
    compiled = two_tracks(
        talks=1, rooms=2, room_preference=(1, {"tables": tables, "tracks_by": "cell"}), time_preference=(1, late)
    )
    assert least(skeleton_of(compiled).model) == cost


def test_its_first_variables_are_those_of_the_tracks_model():
    compiled = two_tracks(talks=2, rooms=2, time_preference=evening(7))
    skeleton = skeleton_of(compiled)  # a view of the variables of a model that is gone reads freed memory
    ours, theirs = skeleton.model.proto.variables, compiled.model.proto.variables
    assert [list(v.domain) for v in ours][: len(theirs)] == [list(v.domain) for v in theirs]
    assert len(ours) > len(theirs)
