"""Annealing where wishes of attendees count is always legal, never promises too much, and is the same when counted."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, score, solve
from agenda_solver.rules.audience_attendance import AudienceAttendance
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.shared.seating_flow import Audience
from agenda_solver.search.attendance.annealing import AttendanceAnnealing
from agenda_solver.search.attendance.greedy_seating import QuickSeating
from agenda_solver.search.local_search.greedy_construction import construct
from agenda_solver.search.local_search.scalarisation import Scalarisation
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies import attendance
from tests.profiles import examples


def camp(sessions: int = 6, voters: int = 8, seed: int = 0, slots: int = 6, **rule: object) -> Conference:
    """Return sessions of one and two half hours in two rooms; each voter wishes three of them, the first one most."""
    rng = random.Random(seed)
    builder = Conference.build("camp", "Camp", "Europe/Berlin").only_these_rules().day("2026-07-01")
    builder.block("09:00", f"{9 + slots // 2:02}:00", slot_minutes=30)
    builder.block("15:00", "17:00", slot_minutes=30)
    builder.room("Barn", capacity=4).room("Shed", capacity=2)
    builder.person("Ada", available=[("2026-07-01T09:00", "2026-07-01T16:00")])
    ids = [f"s{n}" for n in range(sessions)]
    for n, id in enumerate(ids):
        builder.session(f"Session {n}", id=id, minutes=30 * (1 + n % 2), speakers=["ada"] if n < 2 else [])
    for n in range(voters):
        mine = rng.sample(ids, 3)
        builder.votes("ada" if n == 0 else f"v{n}", mine, strong=mine[:1])
    builder.rule("speaker_clash", "hard").rule("person_availability", "hard")
    return builder.rule("audience_attendance", **({"severity": 2} | rule)).done()


def walk_of(conference: Conference, seed: int) -> AttendanceAnnealing:
    rules = rules_of(conference)
    wished = [rule for rule in rules if isinstance(rule, AudienceAttendance)]
    scale = Scalarisation(rules)
    draft = WorkingAgenda(conference, [rule for rule in rules if rule not in wished], scale)
    construct(draft, rng := random.Random(seed))
    return AttendanceAnnealing(
        draft, [(scale.weight(rule), QuickSeating(Audience(rule, draft.grid))) for rule in wished], rng
    )


@given(seed=st.integers(0, 10_000))
@settings(max_examples=examples(10), deadline=None)
def test_every_agenda_of_a_walk_is_legal_and_costs_no_less_than_the_score_says(seed: int) -> None:
    conference = camp(seed=seed)
    walk = walk_of(conference, seed)
    if walk.draft.cost:  # construction found no legal agenda
        return
    for share in (0.0, 0.3, 0.9, 1.0):
        walk.run(share, 40)
        agenda = walk.draft.grid.agenda(walk.draft.state.time, walk.draft.state.room)
        card = score(conference, agenda)
        assert card.is_legal
        assert walk.cost >= card.objective
        assert walk.best <= walk.cost
        # What was added up move by move is what it costs from the start.
        kept = walk.cost
        walk.restart()
        assert walk.cost == kept
    best = score(conference, walk.draft.grid.agenda(*walk.best_places))
    assert best.is_legal
    assert walk.best >= best.objective


def test_the_walk_finds_the_large_room_and_the_free_time() -> None:
    # Two talks that four people wish, rooms of four seats and of one, two slots. Both in the barn, one after the other,
    # nothing is lost; they begin at once, one of them in the shed.
    builder = Conference.build("two", "Two", "Europe/Berlin").only_these_rules().day("2026-07-01")
    builder.block("09:00", "10:00", id="block", slot_minutes=30).room("Barn", capacity=4).room("Shed", capacity=1)
    builder.session("A", minutes=30).session("B", minutes=30).rule("audience_attendance", 3)
    for n in range(4):
        builder.votes(f"v{n}", "A", "B")
    conference = builder.done()
    walk = walk_of(conference, 1)
    walk.draft.load(*walk.draft.numbers_of(conference.agenda({"a": ("barn", "block", 0), "b": ("shed", "block", 0)})))
    walk.restart()
    assert walk.cost == 3 * 4  # each of the four misses one of the two
    for n in range(20):
        walk.run(n / 20, 10)
    assert walk.best == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_solve_with_it_alone_finds_agendas_that_the_score_judges(workers: int) -> None:
    conference = camp(12, 14)
    result = solve(conference, strategies=["attendance"], workers=workers, time_limit=0.5, explain=False)
    assert result.agenda is not None
    assert result.found_by == "attendance"
    assert result.scorecard is not None
    assert result.scorecard.is_legal


def test_a_counted_solve_gives_the_same_agenda_twice() -> None:
    first, second = (
        solve(camp(12, 14), strategies=["attendance"], deterministic_limit=0.05, explain=False) for _ in range(2)
    )
    assert first.agenda is not None
    assert dict(first.agenda) == dict(second.agenda or {})


def test_it_works_where_soft_wishes_count_and_local_search_leaves_it_to_it() -> None:
    def weighs(conference: Conference) -> bool:
        state = SearchState(conference, rules_of(conference), None, None)  # type: ignore[arg-type]
        return state.weighs_attendance

    assert weighs(camp())
    assert not weighs(camp(severity="hard"))
    assert not weighs(camp(severity="off"))
    assert not weighs(camp().replace(votes=()))


def test_without_a_limit_of_time_it_ends_when_walks_bring_nothing_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendance, "MOVES_A_SESSION", 20)
    monkeypatch.setattr(attendance, "LONGER", 1)
    result = solve(camp(5, 4, slots=4), strategies=["attendance"], workers=2, time_limit=None, explain=False)
    assert result.agenda is not None


def test_where_nothing_can_move_the_one_agenda_is_reported() -> None:
    builder = Conference.build("one", "One", "Europe/Berlin").only_these_rules().day("2026-07-01")
    builder.block("09:00", "10:00").room("Barn", capacity=1).session("A", minutes=60)
    builder.votes("x", "A").votes("y", "A").rule("audience_attendance", 3)
    result = solve(builder.done(), strategies=["attendance"], workers=2, time_limit=None, explain=False)
    assert result.scorecard is not None
    assert result.scorecard.objective == 3  # one seat for two
