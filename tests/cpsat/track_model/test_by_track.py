"""Where every cell belongs to one track, tracks choose the rooms: a relaxation that is nearly always exact."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.exact.hints import tightest_costs
from agenda_solver.solving import solve
from agenda_solver.testing import agendas_of, double_booked
from agenda_solver.testing.strategies import conferences_in_tracks
from tests.profiles import examples, some
from tests.rules.test_contract import THOROUGH, rule_of
from tests.settings import SETTINGS

SEVERITIES = st.sampled_from(["hard", 1, 7, {"priority": 1, "weight": 2}])
BRISK = settings(THOROUGH, max_examples=examples(6))
# The quick run takes the soft ones, whose amounts are compared, and not only whether there is one.
EVERY = pytest.mark.parametrize("id", some(sorted(set(SETTINGS) - {"track_cell"})))
EITHER = pytest.mark.parametrize("severity", [pytest.param("hard", marks=pytest.mark.thorough), 3])
ONE_TRACK_A_CELL = rule_of("track_cell", "hard", {})


def one_room_a_track(conference: Conference, agenda: Agenda) -> bool:
    """Whether no track has two rooms in a block."""
    rooms: dict[tuple[str, str], set[str]] = {}
    for id, place in agenda.items():
        rooms.setdefault((str(conference.session_by_id[id].track), place.block), set()).add(place.room)
    return all(len(found) == 1 for found in rooms.values())


def starts_are_told(compiled: Compiled, agenda: Agenda) -> bool:
    """Whether every session begins at a start that is left to it: the model need not say which of those it is."""
    return all(
        any((p.block, p.slot) == (place.block, place.slot) for p in compiled.decisions.positions(id))
        for id, place in agenda.items()
    )


def all_are_told(compiled: Compiled) -> bool:
    """Whether the model says of every session in which room it is."""
    assert isinstance(compiled.decisions, TrackDecisions)
    return compiled.decisions.exact_tracks.issuperset(track.id for track in compiled.conference.tracks)


def assert_relaxation(conference: Conference, rules: list[Rule], seed: int, told: Collection[str] = ()) -> None:
    compiled = compile_conference(conference, [*rules, ONE_TRACK_A_CELL], by_track=True, told=told)
    assert isinstance(compiled.decisions, TrackDecisions)
    for agenda in agendas_of(conference, 12, seed):
        # Sessions whose starts nobody asks about are only counted: of two in one slot the model says nothing.
        if not double_booked(agenda):
            assert_not_above(compiled, agenda, [*rules, ONE_TRACK_A_CELL])


def assert_not_above(compiled: Compiled, agenda: Agenda, rules: list[Rule]) -> None:
    scorecard = score(compiled.conference, agenda, rules)
    solved = tightest_costs(compiled, agenda)
    # Positions within a track are counted by block: the order inside a block is found when it is laid out.
    ordered = any(rule.id == "track_order" for rule in rules)
    loose = not all_are_told(compiled) and (ordered or not one_room_a_track(compiled.conference, agenda))
    exact = starts_are_told(compiled, agenda) and not loose
    if solved is None:
        assert not scorecard.is_legal, f"the model forbids what the score calls legal:\n{agenda}"
        return
    assert scorecard.is_legal or not exact, f"the model allows what the score calls broken:\n{agenda}\n{scorecard}"
    if scorecard.is_legal:
        scored = {rule.key: rule.cost for rule in scorecard.rules if not rule.severity.is_hard}
        solved = dict.fromkeys(scored, 0) | solved
        assert all(solved[key] <= scored[key] for key in scored), f"{solved} above {scored}\n{agenda}"
        assert solved == scored or not exact, f"{solved} is not {scored}\n{agenda}"


@EITHER
@EVERY
@given(data=st.data())
@BRISK
def test_no_rule_costs_more_than_it_does_and_with_one_room_a_track_it_costs_the_same(
    id: str, severity: Any, data: st.DataObject
) -> None:
    conference = data.draw(conferences_in_tracks())
    choices = SETTINGS[id](conference)
    if choices:
        rule = rule_of(id, severity, data.draw(st.sampled_from(choices)))
        assert_relaxation(conference, [rule], data.draw(st.integers(0, 10_000)))


@EITHER
@EVERY
@given(data=st.data())
@BRISK
def test_where_tracks_are_told_no_rule_costs_more_than_it_does_and_where_all_are_it_costs_the_same(
    id: str, severity: Any, data: st.DataObject
) -> None:
    conference = data.draw(conferences_in_tracks())
    choices = SETTINGS[id](conference)
    if choices:
        rule = rule_of(id, severity, data.draw(st.sampled_from(choices)))
        every = [track.id for track in conference.tracks]
        told = every if data.draw(st.booleans()) else every[:1]
        assert_relaxation(conference, [rule], data.draw(st.integers(0, 10_000)), told)


@given(data=st.data())
@BRISK
def test_the_agenda_that_is_called_optimal_is_the_best_of_all(data: st.DataObject) -> None:
    conference = data.draw(conferences_in_tracks())
    rules = [
        rule_of(id, data.draw(SEVERITIES), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if id != "track_cell" and (choices := make(conference)) and data.draw(st.booleans())
    ]
    rules.append(ONE_TRACK_A_CELL)
    every = list(agendas_of(conference, 2_000))
    if len(every) == 2_000:
        return
    result = solve(conference, rules=rules, time_limit=20.0, workers=1)
    legal = [card for card in (score(conference, agenda, rules) for agenda in every) if card.is_legal]
    best = min((list(card.costs.values()) for card in legal), default=None)
    found = None if result.scorecard is None else list(result.scorecard.costs.values())
    if str(result.status) in ("infeasible", "optimal"):
        assert found == best
    assert found is not None or best is None


def test_a_track_with_one_room_beside_one_with_two_is_charged_for_both_pairs_of_rooms() -> None:
    """Each track may have other rooms than the other: the number of pairs is not limited by the fewer of them."""
    conference = (
        Conference.build("c", "C", "UTC")
        .day("2026-06-01")
        .block("09:00", "10:00", id="b")
        .room("Hall", id="hall")
        .room("Lab", id="lab", session_types=["workshop"])
        .room("Loft", id="loft", session_types=["workshop"])
        .track("Talks", id="talks")
        .track("Workshops", id="workshops")
        .session("A talk", id="talk", minutes=60, track="talks")
        .session("Weaving", id="weaving", minutes=60, track="workshops", type="workshop")
        .session("Welding", id="welding", minutes=60, track="workshops", type="workshop")
        .done()
    )
    similar = rule_of(
        "similar_tracks", 3, {"pairs": [{"tracks": ["talks", "workshops"], "amount": 1}], "scope": "block"}
    )
    compiled = compile_conference(conference, [similar, ONE_TRACK_A_CELL], by_track=True)
    places = {"talk": ("hall", "b", 0), "weaving": ("lab", "b", 0), "welding": ("loft", "b", 0)}
    # The hall beside the lab and the hall beside the loft, 3 each.
    assert tightest_costs(compiled, conference.agenda(places)) == {"similar_tracks": 6}
