"""No legal agenda costs less than what the small models of single tracks say."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.registry import read_rule
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.bounds.counting_model import least_in_rooms, least_in_time
from agenda_solver.search.bounds.dynamic_programming import least_by_partition
from agenda_solver.search.bounds.lagrangian import least_alone
from agenda_solver.search.bounds.track_terms import pieces_of
from agenda_solver.search.local_search.working_agenda import Floor
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples

RULES = (
    {"rule": "track_balance", "severity": 3},
    {"rule": "track_parallel", "severity": 2},
    {"rule": "track_rooms", "severity": 5},
    {"rule": "room_capacity", "severity": 1},
    {"rule": "time_preference", "severity": 4},
    {"rule": "track_cell", "severity": 1},
)


def bound(conference: Conference, rules: list[Rule]) -> int:
    """Add up what each track costs at least, and what all sessions cost by themselves."""
    floor = Floor(conference, rules)
    told = []
    for rule in rules:
        if rule.applies(conference):
            terms = Terms(floor.grid)
            assert rule.quick(terms)
            told.append((rule.severity.weight, terms))
    number = floor.grid.number_of_session
    sets = [frozenset(number[s.id] for s in sessions) for sessions in conference.sessions_by_track.values() if sessions]
    total = least_alone(floor.grid, floor.times, floor.rooms, told)
    for pieces in pieces_of(told, sets):
        modelled = least_in_time(floor.grid, floor.times, pieces, 5.0)
        counted, is_final = least_by_partition(floor.grid, floor.times, pieces)
        # Where the program says that a model knows no more, both have the same optimum.
        assert counted == modelled if is_final else counted <= modelled
        total += modelled
        total += least_in_rooms(floor.grid, floor.rooms, pieces, 5.0)
    return total


@settings(deadline=None, max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(
    conference=conferences(least_tracks=1, least_sessions=2, most_sessions=4), chosen=st.sets(st.sampled_from(range(6)))
)
def test_no_legal_agenda_costs_less_than_the_bound(conference: Conference, chosen: set[int]) -> None:
    assume(chosen)
    rules = [read_rule(RULES[number]) for number in sorted(chosen)]
    least = bound(conference, rules)
    for agenda in agendas_of(conference, 300):
        card = score(conference, agenda, rules)
        assert not card.is_legal or card.objective >= least
