"""One model of everything finds as few moves as the rounds of a replanning, and proves it."""

from __future__ import annotations

import random
from threading import Event

import pytest

from agenda_solver import Agenda, Conference, replan, score
from agenda_solver.board.proposals import pinned_at
from agenda_solver.replanning import single_model as at_once
from agenda_solver.replanning.single_model import least_moved
from tests.board.meeting import agenda, meeting
from tests.profiles import rounds

MEETING = meeting()


def asked(seed: int) -> tuple[Conference, Agenda]:
    """Return the meeting with one session pinned somewhere, and its agenda with this session there."""
    rng = random.Random(seed)
    session = rng.choice(MEETING.sessions).id
    where, room = rng.choice(MEETING.positions[session]), rng.choice(MEETING.rooms).id
    place = MEETING.placement(session, room, where.block, where.slot)
    pinned = pinned_at(MEETING, {session: place})
    return pinned, agenda(MEETING).with_placement(session, place).bound_to(pinned)


def moves(before: Agenda, after: Agenda) -> int:
    """Return what the moves of the sessions cost that had a place: no place or another start five, another room one."""
    pairs = [(place, after.get(id)) for id, place in before.items()]
    return sum(5 if new is None else 5 * (old.start != new.start) + (old.room != new.room) for old, new in pairs)


@pytest.mark.parametrize("seed", range(rounds(24, 6)))
def test_it_moves_as_little_as_a_replanning(seed: int) -> None:
    conference, wanted = asked(seed)
    quick = least_moved(conference, wanted, time_limit=20, workers=1)
    slow = replan(conference, wanted, time_limit=20, workers=1)
    assert (quick.agenda is None) == (slow.agenda is None)
    if quick.agenda is None or slow.agenda is None:
        assert quick.reason
        return
    assert quick.is_minimal
    assert slow.minimal
    assert moves(wanted, quick.agenda) == moves(wanted, slow.agenda)
    assert score(conference, quick.agenda.bound_to(conference)).is_legal


def test_what_is_legal_stays_as_it_is() -> None:
    found = least_moved(MEETING, agenda(MEETING), time_limit=20)
    assert (found.agenda, found.is_minimal) == (agenda(MEETING), True)


def test_a_large_conference_is_left_to_the_rounds_of_a_replanning(monkeypatch: pytest.MonkeyPatch) -> None:
    conference, wanted = asked(0)
    here = least_moved(conference, wanted, time_limit=20, workers=1)
    monkeypatch.setattr(at_once, "MOST_PLACES", 0)
    there = least_moved(conference, wanted, time_limit=20, workers=1)
    assert here.is_minimal
    assert there.is_minimal
    assert here.agenda is not None
    assert there.agenda is not None
    assert moves(wanted, here.agenda) == moves(wanted, there.agenda)


def test_where_somebody_stops_it_there_is_a_reason() -> None:
    conference, wanted = asked(0)
    stop = Event()
    stop.set()
    found = least_moved(conference, wanted, time_limit=20, stop=stop)
    assert found.agenda is not None or found.reason
