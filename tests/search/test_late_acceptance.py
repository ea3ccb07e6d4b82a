"""Local search knows what its agendas cost, and finds the best one where there is hardly a choice."""

from __future__ import annotations

import random
from itertools import islice, repeat

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import rules_of
from agenda_solver.scoring import score
from agenda_solver.search.construction import construct
from agenda_solver.search.floor import Floor, apart
from agenda_solver.search.late_acceptance import LateAcceptance
from agenda_solver.testing.strategies import conferences
from tests.conferences import three_talks, tug_of_war
from tests.profiles import examples


def walked(conference: Conference, seed: int, turns: int = 3) -> tuple[Floor, LateAcceptance]:
    """Build an agenda, and walk for some times two hundred steps."""
    floor = Floor(conference, rules_of(conference))
    rng = random.Random(seed)
    construct(floor, rng)
    walk = LateAcceptance(floor, rng)
    going_on = islice(repeat(True), turns)
    walk.run(lambda: next(going_on, False))
    return floor, walk


@settings(deadline=None, max_examples=examples(20), suppress_health_check=list(HealthCheck))
@given(conference=conferences(), seed=st.integers(0, 1000))
def test_what_the_search_counts_is_what_the_score_counts(conference: Conference, seed: int) -> None:
    floor, walk = walked(conference, seed, turns=1)
    agenda = floor.grid.agenda(floor.state.time, floor.state.room)
    card = score(conference, agenda)
    hard, wishes = apart(floor.cost)
    assert hard == sum(rule.amount for rule in card.rules if rule.severity.is_hard)
    assert wishes == card.objective  # the rules that every conference has are all on one level
    if walk.best is not None and walk.best_places is not None:
        best = score(conference, floor.grid.agenda(*walk.best_places))
        assert (best.is_legal, best.objective) == (True, walk.best)


def test_the_best_agenda_of_three_talks_is_found() -> None:
    # Whichever talk is in the attic lacks 40 seats.
    _, walk = walked(three_talks(), 0)
    assert walk.best == 40


def test_the_best_agenda_of_a_tug_of_war_is_found() -> None:
    # Session n costs (n + 1)(3 - b) + (4 - n)b in hour b: least in the first hour for the first two (3 and 6), in the
    # last one for the others (6 and 3). There are two rooms, so two can share an hour.
    _, walk = walked(tug_of_war(), 0, turns=10)
    assert walk.best == 3 + 6 + 6 + 3


def test_the_same_seed_gives_the_same_agenda() -> None:
    assert walked(tug_of_war(6), 3)[1].best_places == walked(tug_of_war(6), 3)[1].best_places
