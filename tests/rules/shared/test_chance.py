"""Of pairs that are wanted together by chance alone, no larger a share is kept than was asked for."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from math import comb, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver import Conference
from agenda_solver.rules.audience_clash import AudienceClash
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.shared.chance import more_than_chance, tail
from tests.benchmarks.families.koma.small import FILES, needs_data
from tests.contracts import assert_contract

Ballots = list[list[str]]


@given(voters=st.integers(1, 25), data=st.data())
def test_the_tail_is_the_share_of_all_draws_that_share_so_many(voters: int, data: st.DataObject) -> None:
    first, second = (data.draw(st.integers(0, voters)) for _ in range(2))
    number = data.draw(st.integers(0, min(first, second)))
    # Of all ways to draw the second's voters, those with k among the first's, for k from the number on.
    ways = [comb(first, k) * comb(voters - first, second - k) for k in range(number, min(first, second) + 1)]
    assert tail(number, voters, first, second) == pytest.approx(float(Fraction(sum(ways), comb(voters, second))))


@given(st.integers(1, 30), st.data())
def test_what_is_not_above_the_mean_has_a_tail_of_one_half_at_least(voters: int, data: st.DataObject) -> None:
    """So it is never kept, at a rate below one half, and need not be computed."""
    first, second = (data.draw(st.integers(0, voters)) for _ in range(2))
    assert tail(first * second // voters, voters, first, second) >= 0.5 - 1e-9


def independent(rng: random.Random, sessions: int = 25, voters: int = 120) -> Ballots:
    """Return votes in which each session has its own popularity, and nothing binds two of them."""
    popular = {f"s{n}": rng.uniform(0.05, 0.5) for n in range(sessions)}
    return [[id for id, share in popular.items() if rng.random() < share] for _ in range(voters)]


def test_where_all_is_chance_hardly_ever_anything_is_kept() -> None:
    """If no pair belongs together, all that is kept is by chance: the share is 1, in a tenth of cases at most, or 0.

    In 100 sets of votes, each with a probability of at most 0.1, something is kept in 10 on average, and, with three
    standard deviations of sqrt(100 * 0.1 * 0.9) = 3, in 19 at most.
    """
    rng = random.Random(7)
    kept = [more_than_chance(independent(rng), 0.1) for _ in range(100)]
    assert sum(1 for pairs in kept if pairs) <= 10 + 3 * sqrt(100 * 0.1 * 0.9)
    # Without the test, nearly every pair of them would count.
    assert all(len({frozenset(p) for b in independent(rng) for p in combinations(b, 2)}) > 250 for _ in range(5))


def test_beside_pairs_that_belong_together_the_share_by_chance_is_at_most_the_rate() -> None:
    """Ten pairs of sessions are wanted by the same people in two cases of three; they are found, and little besides.

    Of 40 sets of votes the mean of the shares by chance has to be at most 0.2; a share is between 0 and 1, so three
    standard deviations of the mean are 3 * 0.4 / sqrt(40) = 0.19 at most.
    """
    rng = random.Random(11)
    shares, found = [], 0
    for _ in range(40):
        ballots = independent(rng, 30)
        for ballot in ballots:
            for n in range(10):
                if f"s{n}" in ballot and rng.random() < 0.67:
                    ballot.append(f"t{n}")
        pairs = more_than_chance(ballots, 0.2)
        true = [pair for pair in pairs if {id[0] for id in pair} == {"s", "t"} and len({id[1:] for id in pair}) == 1]
        found += len(true)
        shares.append(1 - len(true) / len(pairs) if pairs else 0.0)
    assert sum(shares) / 40 <= 0.2
    assert found > 0.9 * 40 * 10


def test_popular_sessions_do_not_belong_together_for_being_popular() -> None:
    # Ten voters want both of two sessions that everybody wants, two want both of two that nobody else wants.
    ballots = [["hall", "stage"]] * 8 + [["hall", "stage", "bees", "honey"]] * 2
    # The pair of two: of 45 ways to draw two voters of ten, one is this one. Six pairs are tested, one is kept: 1/45 is
    # not above 0.2 / 6; it is above 0.1 / 6.
    assert more_than_chance(ballots, 0.2) == {frozenset({"bees", "honey"})}
    assert more_than_chance(ballots, 0.1) == set()
    assert more_than_chance([], 0.2) == more_than_chance([[], ["bees"]], 0.2) == set()


def conference() -> Conference:
    builder = Conference.build("c", "C", "Europe/Berlin").only_these_rules().day("2026-03-13")
    builder.block("09:00", "10:00", id="a").block("10:00", "11:00", id="b")
    for id in ("hall", "stage", "bees", "honey"):
        builder.room(f"Room {id}", id=f"r-{id}").session(id.title(), id=id, minutes=60)
    builder.person("Ada")
    for n in range(8):
        builder.votes(f"v{n}", "hall", "stage")
    builder.votes("Ada", "hall", "stage", "bees", "honey").votes("v9", "hall", "stage", "bees", "honey")
    return builder.done()


AT_ONCE = {id: (f"r-{id}", "a", 0) for id in ("hall", "stage", "bees", "honey")}


def test_only_pairs_beyond_chance_count_and_those_that_somebody_has_a_part_in() -> None:
    made = conference()
    agenda = made.agenda(AT_ONCE)

    def amount(**parameters: object) -> int:
        return AudienceClash(**parameters).amount_in(agenda)  # type: ignore[arg-type]

    assert amount() == 10 + 5 * 2
    assert amount(chance_percent=20) == 2
    # Ada speaks about bees, which she and others want beside the three others: these three pairs have two voters each.
    made = made.replace(
        sessions=[s.model_copy(update={"speakers": ("ada",) if s.id == "bees" else ()}) for s in made.sessions]
    )
    agenda = made.agenda(AT_ONCE)
    assert amount(chance_percent=20, roles=("speakers",)) == 3 * 2
    assert amount(chance_percent=10, roles=("speakers",)) == 3 * 2
    assert amount(chance_percent=10) == 0


def test_it_does_not_apply_where_nothing_is_beyond_chance() -> None:
    assert AudienceClash(chance_percent=20).applies(conference())
    assert not AudienceClash(chance_percent=10).applies(conference())


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("scope", ["time", "block"])
def test_all_faces_agree(severity, scope) -> None:
    assert assert_contract(conference(), AudienceClash(severity=severity, scope=scope, chance_percent=20), most=40)


@needs_data
@pytest.mark.data
@pytest.mark.parametrize(("name", "counted", "kept"), [("koma90", 806, 30), ("koma92", 4619, 145)])
def test_of_the_pairs_of_real_wishes_few_are_beyond_chance(name: str, counted: int, kept: int) -> None:
    from benchmarks.families.koma.document import read_problem

    problem = read_problem(next(file for file in FILES if file.stem == name))
    ballots = [[str(o.ak_id) for o in p.opinions if o.is_wish] for p in problem.participants]
    together = {frozenset(pair) for ballot in ballots for pair in combinations(ballot, 2)}
    assert (len(together), len(more_than_chance(ballots, 0.1))) == (counted, kept)
