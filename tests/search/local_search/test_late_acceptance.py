"""Local search knows what its agendas cost, and finds the best one where there is hardly a choice."""

from __future__ import annotations

import random
from itertools import cycle, islice, repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.evaluation.grid import Spot
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.local_search.greedy_construction import construct
from agenda_solver.search.local_search.late_acceptance import LateAcceptance, first_history
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.testing.strategies import conferences
from tests.conferences import three_talks, tug_of_war
from tests.profiles import examples


def walked(conference: Conference, seed: int, turns: int = 3) -> tuple[WorkingAgenda, LateAcceptance]:
    """Build an agenda, and walk for some times two hundred steps."""
    draft = WorkingAgenda(conference, rules_of(conference))
    rng = random.Random(seed)
    construct(draft, rng)
    walk = LateAcceptance(draft, rng)
    keeps_going = islice(repeat(True), turns)
    walk.run(lambda: next(keeps_going, False))
    return draft, walk


@settings(deadline=None, max_examples=examples(20), suppress_health_check=list(HealthCheck))
@given(conference=conferences(), seed=st.integers(0, 1000))
def test_what_the_search_counts_is_what_the_score_counts(conference: Conference, seed: int) -> None:
    draft, walk = walked(conference, seed, turns=1)
    agenda = draft.grid.agenda(draft.state.time, draft.state.room)
    card = score(conference, agenda)
    hard, wishes = draft.scale.split(draft.cost)
    assert hard == sum(rule.amount for rule in card.rules if rule.severity.is_hard)
    assert wishes == card.objective  # the rules that every conference has are all on one level
    if walk.best is not None and walk.best_places is not None:
        best = score(conference, draft.grid.agenda(*walk.best_places))
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


# --- what is accepted, and how long ---------------------------------------------------------------------------------


def begun(conference: Conference, *places: tuple[int, int]) -> LateAcceptance:
    """Return a walk that begins with the sessions at these times, in these rooms."""
    draft = WorkingAgenda(conference, rules_of(conference))
    for session, place in enumerate(places):
        draft.put(session, *place)
    return LateAcceptance(draft, random.Random(0))


# Bread and then cheese in the hall, wine in the attic beside cheese: Ada speaks at the first hour and at the second.
BEST = ((0, 0), (1, 0), (1, 1))
# Two talks in the attic lack 40 seats each.
WORSE = ((0, 0), (0, 1), (1, 1))


def test_an_agenda_is_accepted_that_is_no_worse_than_now_or_than_ten_moves_ago() -> None:
    walk = begun(three_talks(), *BEST)
    assert (walk.best, walk.evaluations) == (40, 0)
    assert walk._accepts(40)
    assert walk._accepts(30)
    assert walk._accepts(40)  # worse than now, and as good as ten moves ago
    assert walk._accepts(40)
    assert not walk._accepts(41)
    assert walk.evaluations == 5
    # What was refused leaves the present value, 40 again, in the history; ten moves after the 30 that is compared with.
    assert [walk._accepts(50) for _ in range(4)] == [False] * 4


def test_hard_violations_weigh_at_least_a_hundred_or_four_times_the_greatest_wish() -> None:
    draft = WorkingAgenda(three_talks(), rules_of(three_talks()))
    hard = draft.scale.hard
    for greatest, penalty in ((1, 100), (25, 100), (26, 104), (1000, 4000)):
        walk = LateAcceptance(WorkingAgenda(three_talks(), rules_of(three_talks())), random.Random(0), greatest)
        assert walk._value(2 * hard + 7) == 2 * penalty + 7


def test_an_agenda_that_is_offered_is_taken_only_if_it_is_better_than_the_best() -> None:
    walk = begun(three_talks(), *WORSE)
    assert walk.best == 80
    walk.offer([0, 0, 1], [1, 0, 1])
    assert (walk.best, walk.draft.state.room[:3]) == (80, [0, 1, 1])  # the same cost is no better
    walk.offer([0, 1, 1], [0, 0, 1])
    assert (walk.best, walk.draft.cost, walk.best_places) == (40, 40, ([0, 1, 1], [0, 0, 1]))
    walk.offer([0, -1, 1], [0, -1, 1])
    assert (walk.best, walk.draft.cost) == (40, 40)


def test_an_illegal_agenda_is_never_the_best() -> None:
    # Ada speaks twice at once.
    walk = begun(three_talks(), (0, 0), (1, 0), (0, 1))
    assert (walk.best, walk.best_places) == (None, None)
    walk.offer([1, 0, 1], [0, 0, 1])
    assert walk.best is None
    walk.offer([0, 1, 1], [0, 0, 1])
    assert walk.best == 40


def test_the_history_grows_fourfold_and_begins_again_when_it_is_longest() -> None:
    walk = begun(three_talks(), *BEST)
    lengths = []
    for _ in range(8):
        lengths.append(len(walk._history))
        walk.lengthen()
    assert lengths == [10, 40, 160, 640, 2560, 10240, 20_000, 40]
    # The walk begins again from the best agenda, and 5 % worse is accepted at first: 40 + 2.
    assert (walk.draft.cost, set(walk._history)) == (40, {42})
    assert walk._accepts(42)
    assert not walk._accepts(43)


def test_places_overlap_in_one_room_only_and_only_where_they_share_a_minute() -> None:
    walk = begun(three_talks(), *BEST)
    assert walk._overlaps((0, 0), (0, 0))
    assert not walk._overlaps((0, 0), (0, 1))
    assert not walk._overlaps((0, 0), (1, 0))
    assert not walk._overlaps((1, 0), (0, 0))


def test_what_is_in_the_way_goes_into_the_hole_in_turn_if_it_fits() -> None:
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01").room("Hall").room("Attic")
    builder.block("09:00", "12:00", id="b", slot_minutes=60)
    for name, minutes in {"Long": 120, "A": 60, "B": 60, "C": 60}.items():
        builder.session(name, minutes=minutes)
    draft = WorkingAgenda(builder.done(), ())
    times = {name: [draft.grid.start[t] for t in draft.times[n]] for n, name in enumerate(("Long", "A"))}
    assert [(minute - times["A"][0]) // 60 for minute in times["A"]] == [0, 1, 2]
    nine, ten, eleven = draft.times[1]
    long_nine, long_ten = draft.times[0]
    draft.put(0, long_nine, 0)
    draft.put(1, nine, 1)
    draft.put(2, ten, 1)
    walk = LateAcceptance(draft, random.Random(0))
    # Two hours in the hall for A and then B.
    assert walk._ejection_targets(Spot(0, long_nine, 0), [1, 2]) == [Spot(1, nine, 0), Spot(2, ten, 0)]
    # From the place of A, the two hours of Long reach up to B only: they do not fit.
    assert walk._ejection_targets(Spot(1, nine, 1), [0]) is None
    # From ten on the attic is free until noon, but for B itself.
    assert walk._ejection_targets(Spot(2, ten, 1), [0]) == [Spot(0, long_ten, 1)]
    draft.remove(2)
    draft.put(2, eleven, 1)
    # From eleven the hole goes back to ten.
    assert walk._ejection_targets(Spot(2, eleven, 1), [0]) == [Spot(0, long_ten, 1)]


class Drawn(random.Random):
    """Draws these numbers, again and again."""

    def __init__(self, *numbers: float) -> None:
        self.numbers = cycle(numbers)

    def random(self) -> float:
        return next(self.numbers)


def test_a_refuge_is_the_cheapest_of_the_free_places_that_were_drawn() -> None:
    walk = begun(three_talks(), *BEST)
    first, second, hall, attic = 0.0, 0.9, 0.0, 0.9
    # For bread the hall at the second hour and the attic at the second hour are taken.
    walk.rng = Drawn(second, hall, second, attic)
    assert walk._random_free_place(0, lambda *_: 0) is None
    # Its own place and the attic at the first hour are free: 60 people lack 40 seats there.
    walk.rng = Drawn(first, attic, second, hall, first, hall)
    assert walk._random_free_place(0, walk.draft.shift) == Spot(0, 0, 0)
    # Of two that cost the same the first is taken.
    assert walk._random_free_place(0, lambda *_: 5) == Spot(0, 0, 1)


@pytest.mark.parametrize(("sessions", "history"), [(1, 3_000), (50, 332), (64, 124), (120, 10), (1_000, 10)])
def test_a_small_conference_begins_with_a_longer_history(sessions: int, history: int) -> None:
    # 10 * (120 / 50)^4 = 331.8 and 10 * (120 / 64)^4 = 123.6; never more than 3,000, never less than 10.
    assert first_history(sessions) == history
