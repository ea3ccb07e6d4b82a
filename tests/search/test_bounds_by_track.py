"""No legal agenda costs less than what the small models of single tracks say."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agenda_solver.deadline import Deadline
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.search.bounds.counting_model import bound_in_rooms, bound_in_time
from agenda_solver.search.bounds.dynamic_programming import bound_by_partition
from agenda_solver.search.bounds.lagrangian import bound_of_own_costs
from agenda_solver.search.bounds.summed_bounds import SummedBounds
from agenda_solver.search.bounds.track_terms import terms_by_track
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.turn_budget import Budget
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
    draft = WorkingAgenda(conference, rules)
    told = []
    for rule in rules:
        if rule.applies(conference):
            terms = Terms(draft.grid)
            assert rule.quick(terms)
            told.append((rule.severity.weight, terms))
    number = draft.grid.number_of_session
    sets = [frozenset(number[s.id] for s in sessions) for sessions in conference.sessions_by_track.values() if sessions]
    total = bound_of_own_costs(draft.grid, draft.times, draft.rooms, told)
    for track_terms in terms_by_track(told, sets):
        modelled = bound_in_time(draft.grid, draft.times, track_terms, 5.0)
        counted, is_final = bound_by_partition(draft.grid, draft.times, track_terms)
        # Where the program says that a model knows no more, both have the same optimum.
        assert counted == modelled if is_final else counted <= modelled
        total += modelled
        total += bound_in_rooms(draft.grid, draft.rooms, track_terms, 5.0)
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


FAIR = (
    {"rule": "track_balance", "severity": 3, "counts": "largest"},
    {"rule": "track_parallel", "severity": 2, "counts": "largest"},
    {"rule": "track_rooms", "severity": 5, "counts": "largest"},
    {"rule": "person_day_load", "severity": 4, "limit": 1, "counts": "largest"},
    {"rule": "person_availability", "severity": 1, "counts": "largest"},
    {"rule": "track_balance", "severity": 1, "label": "sum"},
)


def least(conference: Conference, rules: list[Rule]) -> int:
    """Return what the strategy proves, with all the time that it wants."""
    draft = WorkingAgenda(conference, rules)
    number = draft.grid.number_of_session
    tracks = [frozenset(number[s.id] for s in sessions) for sessions in conference.sessions_by_track.values()]
    costs = SummedBounds(draft, draft.rule_terms, [members for members in tracks if members])
    budget = Budget(60.0, Deadline())
    costs.add_counting_bounds(budget)
    quick = costs.total
    costs.add_model_bounds(budget)
    assert quick <= costs.total
    return costs.total


@settings(deadline=None, max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(
    conference=conferences(least_tracks=1, least_people=2, least_sessions=2, most_sessions=4),
    chosen=st.sets(st.sampled_from(range(len(FAIR)))),
)
def test_no_legal_agenda_costs_less_where_the_largest_amount_counts(conference: Conference, chosen: set[int]) -> None:
    assume(chosen)
    rules = [read_rule(FAIR[number]) for number in sorted(chosen)]
    bound = least(conference, rules)
    for agenda in agendas_of(conference, 300):
        card = score(conference, agenda, rules)
        assert not card.is_legal or card.objective >= bound


def test_the_largest_amount_is_at_least_what_any_one_has_to_bear() -> None:
    # Of her three sessions of half an hour Ada can have one on each of two days without a word, so there is one too
    # many. Bo has two in two blocks: none. So the largest is at least 1; and each of Ada's sessions misses a quarter of
    # an hour of her time at least, 45 minutes in all, Bo's nothing.
    builder = Conference.build("c", "C", "UTC").only_these_rules().room("Hall").room("Lab")
    builder.day("2026-06-01").block("09:00", "10:00", slot_minutes=30).day("2026-06-02").block("09:00", "09:30")
    there = [(f"2026-06-01T09:{begin}:00Z", f"2026-06-01T09:{end}:00Z") for begin, end in (("15", "30"), ("45", "59"))]
    there.append(("2026-06-02T09:15:00Z", "2026-06-02T12:00:00Z"))
    builder.person("Ada", available=there).person("Bo")
    for number in range(3):
        builder.session(f"A{number}", minutes=30, speakers=["Ada"])
    for number in range(2):
        builder.session(f"B{number}", minutes=30, speakers=["Bo"])
    conference = builder.done()
    load, there_or_not = read_rule({**FAIR[3]}), read_rule({**FAIR[4]})
    assert least(conference, [load]) == 4
    assert least(conference, [there_or_not]) == 45
    assert least(conference, [load, there_or_not]) == 49
