"""Blocks that hold what their rooms do, and rooms that are given out afterwards."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver import Agenda, Conference, score
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.deadline import Deadline
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.exact.coarse_model import coarse_agenda
from agenda_solver.search.exact.rooms_later import _counted_slots, _threshold, add_packing_constraints, with_rooms
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples

QUICK = settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))


def later(decisions: Decisions) -> None:
    decisions.rooms_later = True


def built(sizes: list[int], seats: tuple[int, ...], **more: object) -> Conference:
    """Return a conference of one block of six slots of 15 minutes, with sessions of so many slots."""
    builder = Conference.build("c", "C", "UTC").day("2026-06-01").block("09:00", "10:30", id="b", slot_minutes=15)
    for number, capacity in enumerate(seats):
        builder.room(f"R{number}", id=f"r{number}", capacity=capacity)
    for number, slots in enumerate(sizes):
        builder.session(f"S{number}", id=f"s{number}", minutes=15 * slots, **more)
    return builder.only_these_rules().done()


def solved(conference: Conference) -> tuple[Decisions, Callable[[object], int]] | None:
    """Return the decisions and the values of a solution in which the rooms are left open; None where there is none."""
    compiled = compile_conference(conference, [], narrow=later)
    assert compiled.decisions.rooms_later
    add_packing_constraints(compiled.decisions)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(compiled.model) != cp_model.OPTIMAL:
        return None
    return compiled.decisions, solver.value


@given(slots=st.integers(1, 9), needs=st.lists(st.integers(1, 9)))
def test_what_a_room_can_hold_never_counts_for_more_than_the_room(slots: int, needs: list[int]) -> None:
    """So no agenda is forbidden: the sums of a block are sums over its rooms."""
    room: list[int] = []
    for need in needs:
        room += [need] if sum(room) + need <= slots else []
    for least in {1, *(_threshold(need, slots) for need in range(1, slots + 1))}:
        assert sum(_counted_slots(need, least, slots) for need in room) <= slots


def test_two_that_cannot_share_a_room_need_two() -> None:
    """Three of 60 minutes are 180, as long as two rooms of 90 are open; but each room holds one."""
    assert solved(built([4, 4, 4], (10, 10))) is None
    assert solved(built([4, 4], (10, 10))) is not None


def test_sessions_with_fewer_rooms_are_counted_by_themselves() -> None:
    """Two of 60 minutes that need the one room with a feature do not fit, however many other rooms there are."""
    conference = built([4, 4], (10, 10, 10), required_features=["stage"])
    rooms = [
        room.model_copy(update={"features": ("stage",)} if n == 0 else {}) for n, room in enumerate(conference.rooms)
    ]
    conference = conference.replace(rooms=tuple(rooms), default_rules=True)
    rules = [rule for rule in rules_of(conference) if rule.id == "room_features"]
    compiled = compile_conference(conference, rules, narrow=later)
    add_packing_constraints(compiled.decisions)
    assert cp_model.CpSolver().solve(compiled.model) == cp_model.INFEASIBLE


def test_rooms_are_given_by_their_seats() -> None:
    """20 people, then 90: the small room seats the first, and only the large one seats the others."""
    conference = built([6, 6], (100, 30))
    sessions = [
        session.model_copy(update={"expected_audience": audience})
        for session, audience in zip(conference.sessions, (20, 90), strict=True)
    ]
    found = solved(conference.replace(sessions=tuple(sessions)))
    assert found is not None
    agenda = with_rooms(*found)
    assert {id: place.room for id, place in agenda.items()} == {"s0": "r1", "s1": "r0"}


def test_rooms_are_packed_tightly_where_seats_would_leave_somebody_without() -> None:
    """30, 30, 45, 45 and 30 minutes fill two rooms of 90 only as 45 + 45 and 30 + 30 + 30."""
    found = solved(built([2, 2, 3, 3, 2], (10, 10)))
    assert found is not None
    agenda = with_rooms(*found)
    assert len(agenda) == 5
    assert double_booked_rooms(agenda) == []


def test_who_asks_for_rooms_gets_them_at_once() -> None:
    """With a rule about rooms in the model nothing is left for later."""
    conference = built([2, 2], (10, 10))

    def asks(decisions: Decisions) -> None:
        later(decisions)
        decisions.in_room("s0", "r0")

    assert not compile_conference(conference, [], narrow=asks).decisions.rooms_later


def double_booked_rooms(agenda: Agenda) -> list[tuple[str, str]]:
    """Return the pairs of sessions that are at once in one room."""
    return [
        (a, b)
        for a in agenda
        for b in agenda
        if a < b
        and agenda[a].room == agenda[b].room
        and agenda[a].start < agenda[b].end
        and agenda[b].start < agenda[a].end
    ]


@QUICK
@given(conference=conferences())
def test_a_coarse_agenda_books_no_room_twice_and_is_legal_where_everybody_has_a_place(conference: Conference) -> None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    rules = rules_of(conference)
    agenda, _ = coarse_agenda(conference, rules, lambda: solver, Deadline())
    if agenda is None:
        return
    assert double_booked_rooms(agenda) == []
    card = score(conference, agenda, rules)
    if not any(session for session in agenda.unplaced if not session.optional):
        broken = [(rule.key, rule.violations) for rule in card.rules if rule.severity.is_hard and rule.amount]
        assert broken == []
