"""Rooms that are counted: a block holds exactly what can be matched with its rooms."""

from __future__ import annotations

from itertools import permutations

import pytest
from ortools.sat.python import cp_model

from agenda_solver import Conference, score, solve
from agenda_solver.cpsat.agenda_values import agenda_of, values_of
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.variables.room_counting import MOST_UNIONS, _unions
from agenda_solver.rules.base.rule_settings import read_rule, rules_of

TYPES = ("talk", "lab", "poster")


def built(rooms: list[tuple[str, ...]], types: str, *, closed: tuple[str, ...] = (), slots: int = 1) -> Conference:
    """Return a conference of one block and rooms for these types, with sessions by the first letters of their types."""
    builder = Conference.build("c", "C", "UTC").day("2026-06-01").block("09:00", "10:00", id="b", slot_count=slots)
    for number, open_to in enumerate(rooms):
        room = f"r{number}"
        builder.room(f"R{number}", id=room, session_types=open_to, closed_blocks=["b"] if room in closed else [])
    for number, letter in enumerate(types):
        kind = next(kind for kind in TYPES if kind[0] == letter)
        builder.session(f"S{number}", id=f"s{number}", duration_slots=1, type=kind, optional=True)
    builder.rule("room_availability", "hard").rule("unscheduled", 1)
    return builder.only_these_rules().done()


def solved(compiled: Compiled) -> tuple[int, dict[str, str]]:
    """Return how many sessions have a place at most, and the rooms of those that have."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    compiled.model.minimize(compiled.expression(0))
    assert solver.solve(compiled.model) == cp_model.OPTIMAL
    agenda = agenda_of(compiled.decisions, solver.value)
    assert score(compiled.conference, agenda).is_legal
    return len(agenda), {id: place.room for id, place in agenda.items()}


def most_by_trying(conference: Conference) -> int:
    """Return how many sessions can have a room of their own, by trying every way to give the rooms out."""
    rooms = [room for room in conference.rooms if "b" not in room.closed_blocks]
    ways = permutations([*rooms, *(None for _ in conference.sessions)], len(conference.sessions))
    return max(
        sum(
            room is not None and (not room.session_types or session.type in room.session_types)
            for session, room in zip(conference.sessions, way, strict=True)
        )
        for way in ways
    )


@pytest.mark.parametrize(
    ("rooms", "types", "closed"),
    [
        ([(), ()], "ttt", ()),
        ([("talk",), ("lab",)], "ttl", ()),
        ([("talk",), ("talk", "lab")], "tll", ()),
        # Each pair of types would fit, all three have but two rooms.
        ([("talk", "lab", "poster"), ("talk", "lab", "poster")], "tlp", ()),
        ([("talk", "lab"), ("lab", "poster"), ("poster", "talk")], "tlpt", ()),
        ([("talk",), ("talk", "lab"), ("lab",)], "ttll", ("r1",)),
        ([("talk",), ("lab",)], "tl", ("r1",)),
    ],
)
def test_a_block_holds_what_can_be_matched_with_its_rooms(
    rooms: list[tuple[str, ...]], types: str, closed: tuple[str, ...]
) -> None:
    conference = built(rooms, types, closed=closed)
    compiled = compile_conference(conference, rules_of(conference))
    assert compiled.decisions.unnamed == {session.id for session in conference.sessions}
    number, found = solved(compiled)
    assert number == len(set(found.values())) == most_by_trying(conference)


def test_who_has_a_room_by_name_takes_it_from_the_others() -> None:
    # s0 wants r0, which only costs where it is elsewhere; s1 and s2 are talks and may have r0 and r1.
    conference = built([("talk",), ("talk", "lab")], "ttt")
    wish = {"rule": "room_preference", "severity": 9, "tables": [{"session": "s0", "room": "r1", "amount": 1}]}
    compiled = compile_conference(conference, [read_rule(wish), read_rule({"rule": "unscheduled", "severity": 1})])
    assert compiled.decisions.unnamed == {"s1", "s2"}
    number, rooms = solved(compiled)
    assert number == 2
    assert rooms.get("s0", "r0") == "r0"


def test_rooms_are_named_where_sessions_share_a_block_or_most_have_wishes() -> None:
    assert not compile_conference(built([(), ()], "tt", slots=2), []).decisions.unnamed
    tables = [{"session": f"s{number}", "room": "r1", "amount": 1} for number in (0, 1)]
    wishes = read_rule({"rule": "room_preference", "severity": 1, "tables": tables})
    assert not compile_conference(built([(), ()], "ttt"), [wishes]).decisions.unnamed


def test_whoever_asks_too_late_for_a_room_by_name_is_told() -> None:
    decisions = compile_conference(built([(), ()], "tt"), []).decisions
    with pytest.raises(RuntimeError, match='the room of "s0" is counted'):
        decisions.in_room("s0", "r0")


def test_a_room_that_is_not_for_a_session_is_still_refused() -> None:
    conference = built([("talk",), ("lab",)], "t")
    decisions = compile_conference(conference, []).decisions
    assert values_of(decisions, conference.agenda({"s0": ("r0", "b", 0)})) is not None
    assert values_of(decisions, conference.agenda({"s0": ("r1", "b", 0)})) is None


def test_who_stays_in_the_block_stays_in_the_room() -> None:
    conference = built([(), (), ()], "ttt")
    for rooms in permutations(("r0", "r1", "r2")):
        agenda = conference.agenda({f"s{number}": (room, "b", 0) for number, room in enumerate(rooms)})
        assert solve(conference, hint=agenda, deterministic_limit=1.0).agenda == agenda


def test_unions_are_few_or_none() -> None:
    chain = [frozenset(range(number)) for number in range(9)]
    assert _unions(map(_as_rooms, chain)) == [_as_rooms(one) for one in chain]
    # Of nine single rooms there are 511 unions, more than are looked at.
    assert MOST_UNIONS < 2**9 - 1
    assert _unions(_as_rooms(frozenset({number})) for number in range(9)) is None


def _as_rooms(numbers: frozenset[int]) -> frozenset[str]:
    return frozenset(f"r{number}" for number in numbers)
