"""The best agenda with the blocks and rooms of a solution: what the tracks' model leaves open, decided exactly."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver import Agenda
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.deadline import Deadline
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.conference import Conference
from agenda_solver.search.exact.hints import tightest_values
from agenda_solver.search.exact.nearest_agenda import agenda_close_to, places_in
from agenda_solver.testing import agendas_of, double_booked
from agenda_solver.testing.strategies import conferences_in_tracks
from tests.profiles import examples
from tests.rules.test_contract import THOROUGH, rule_of
from tests.settings import SETTINGS

SEVERITIES = st.sampled_from(["hard", 1, 7, {"priority": 1, "weight": 2}])
ONE_TRACK_A_CELL = rule_of("track_cell", "hard", {})
MOST_AGENDAS = 1_000


def one_worker() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver


def rooms_of_tracks(conference: Conference, agenda: Agenda) -> set[tuple[str, str, str]]:
    """Return which track has which room in which block."""
    return {(str(conference.session_by_id[id].track), place.block, place.room) for id, place in agenda.items()}


def blocks_of(agenda: Agenda) -> dict[str, str]:
    return {id: place.block for id, place in agenda.items()}


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(20))
def test_the_agenda_is_the_best_of_all_that_keep_to_these_blocks_and_rooms(data: st.DataObject) -> None:
    conference = data.draw(conferences_in_tracks(most_sessions=3))
    rules = [
        rule_of(id, data.draw(SEVERITIES), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if id != "track_cell" and (choices := make(conference)) and data.draw(st.integers(0, 2)) == 0
    ]
    rules.append(ONE_TRACK_A_CELL)
    every = list(agendas_of(conference, MOST_AGENDAS))
    compiled = compile_conference(conference, rules, by_track=True)
    assert isinstance(compiled.decisions, TrackDecisions)
    if len(every) == MOST_AGENDAS:
        return
    clear = [agenda for agenda in every if not double_booked(agenda)]
    legal = [agenda for agenda in clear if score(conference, agenda, rules).is_legal]
    for hint in data.draw(st.lists(st.sampled_from(legal or clear), max_size=6)) if clear else ():
        values = tightest_values(compiled, hint)
        if values is None:
            continue
        found, answers = agenda_close_to(compiled, places_in(compiled.decisions, values), hint, one_worker, Deadline())
        allowed = [
            agenda
            for agenda in every
            if blocks_of(agenda).items() <= blocks_of(hint).items()  # optional sessions may be left out
            and rooms_of_tracks(conference, agenda) <= rooms_of_tracks(conference, hint)
        ]
        cards = [card for card in (score(conference, agenda, rules) for agenda in allowed) if card.is_legal]
        best = min((list(card.costs.values()) for card in cards), default=None)
        assert all(answer.proven for answer in answers)
        assert (found is None) == (best is None)
        if found is not None:
            scorecard = score(conference, found.agenda, rules)
            assert scorecard.is_legal
            assert blocks_of(found.agenda).items() <= blocks_of(hint).items()
            assert list(scorecard.costs.values()) == best
            assert {level: found.cost(level) for level in scorecard.costs} == scorecard.costs
