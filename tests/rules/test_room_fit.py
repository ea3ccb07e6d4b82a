"""Rooms of the right size."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.room_fit import RoomFit
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger

SHOW, TALK, CLUB, GUESS = "show", "talk", "club", "guess"


def conference(**rule) -> Conference:
    """A hall of 100 seats, a lab of 30, a lawn whose seats nobody counts; for 60, 20, 20 people, and nobody knows."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:30", id="am", slot_minutes=30)
    builder.room("Hall", id="h", capacity=100).room("Lab", id="l", capacity=30).room("Lawn", id="x")
    builder.session("Show", id=SHOW, minutes=60, expected_audience=60)
    builder.session("Talk", id=TALK, minutes=30, expected_audience=20)
    builder.session("Club", id=CLUB, minutes=30, expected_audience=20, optional=True)
    builder.session("Guess", id=GUESS, minutes=30, optional=True)
    return builder.rule("room_fit", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "seats", "sessions", "pairs"),
    [
        # 100 seats for 60 people: no more than twice as many. 30 seats for 20 neither.
        ({SHOW: ("h", "am", 0), TALK: ("l", "am", 0)}, 0, 0, 0),
        # The other way round: 60 of the 100 seats are too many for 20, and 60 people do not sit on 30 seats.
        ({SHOW: ("l", "am", 0), TALK: ("h", "am", 0)}, 60, 1, 1),
        # One after the other the two do not compete.
        ({SHOW: ("l", "am", 0), TALK: ("h", "am", 2)}, 60, 1, 0),
        # Half an hour of the show is enough; both small ones are in the larger room while it runs.
        ({SHOW: ("l", "am", 0), TALK: ("h", "am", 0), CLUB: ("h", "am", 1)}, 120, 1, 2),
        # As many people, and one room: neither is a pair to exchange.
        ({TALK: ("h", "am", 0), CLUB: ("l", "am", 0)}, 60, 0, 0),
        # Nobody counts the seats of the lawn, and nobody has estimated the audience of the guess.
        ({SHOW: ("x", "am", 0), TALK: ("h", "am", 0)}, 60, 0, 0),
        ({SHOW: ("l", "am", 0), GUESS: ("h", "am", 0)}, 0, 1, 0),
        ({}, 0, 0, 0),
    ],
)
def test_seats_sessions_and_pairs_are_counted(places, seats, sessions, pairs):
    made = conference()
    agenda = made.agenda(places)
    amounts = [RoomFit(of=of).amount_in(agenda) for of in ("seats", "sessions", "pairs")]
    assert amounts == [seats, sessions, pairs]


@pytest.mark.parametrize(
    ("times", "amount"),
    [
        # 20 people and 60 in the hall of 100 seats.
        (1, 80 + 40),
        (2, 60),
        (4, 20),
        (5, 0),
    ],
)
def test_so_many_seats_for_each_person_are_not_too_many(times, amount):
    made = conference()
    agenda = made.agenda({SHOW: ("h", "am", 0), TALK: ("h", "am", 2)})
    assert RoomFit(times=times).amount_in(agenda) == amount


def test_the_messages_name_sessions_rooms_and_numbers():
    made = conference()
    agenda = made.agenda({SHOW: ("l", "am", 0), TALK: ("h", "am", 1)})
    (seats,), (sessions,), (pairs,) = (RoomFit(of=of).check(made, agenda) for of in ("seats", "sessions", "pairs"))
    assert seats.message == '20 people are expected at "Talk", but Hall seats 100.'
    assert sessions.message == '60 people are expected at "Show", but Lab seats 30.'
    assert pairs.message == (
        '"Talk" (20 expected) is in Hall, and "Show" (60) at the same time in Lab, which is smaller (29 May 09:30).'
    )
    assert (seats.sessions, sessions.sessions, pairs.sessions) == ((TALK,), (SHOW,), (TALK, SHOW))
    assert (seats.rooms, sessions.rooms, pairs.rooms) == (("h",), ("l",), ("h", "l"))


def test_amounts_are_told_in_what_is_counted():
    assert {of: RoomFit(of=of).measured_in for of in ("seats", "sessions", "pairs")} == {
        "seats": "seats",
        "sessions": "sessions",
        "pairs": "pairs",
    }


def test_it_is_off_until_somebody_asks_and_needs_sizes_that_may_not_fit():
    made = conference()
    assert RoomFit().severity.is_off
    assert RoomFit().applies(made)
    assert not RoomFit(times=5).applies(made)
    assert RoomFit(of="sessions").applies(made)
    assert not RoomFit(of="sessions").applies(made.replace(sessions=made.sessions[1:]))
    assert RoomFit(of="pairs").applies(made)
    assert not RoomFit(of="pairs").applies(made.replace(sessions=made.sessions[1:]))  # two of 20, and nobody knows
    assert not RoomFit(of="pairs").applies(made.replace(rooms=made.rooms[1:]))


@pytest.mark.parametrize("of", ["seats", "sessions", "pairs"])
def test_the_best_agenda_has_the_rooms_that_fit(of):
    made = conference(severity=3, of=of)
    assert solve(made, workers=1).objective == 0
    # Without hall and lawn: 60 people on 30 seats, in one room nothing is at once, and no seat too many is left.
    lab = made.replace(rooms=made.rooms[1:2])
    assert solve(lab, workers=1).objective == (3 if of == "sessions" else 0)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("of", ["seats", "sessions", "pairs"])
def test_both_faces_agree(severity, of):
    made = conference()
    wrong = made.agenda({SHOW: ("l", "am", 0), TALK: ("h", "am", 0), CLUB: ("h", "am", 1)})
    right = made.agenda({SHOW: ("h", "am", 0), TALK: ("l", "am", 0)})
    assert assert_contract(made, RoomFit(severity=severity, of=of), most=60, planted=[wrong, right])


@pytest.mark.parametrize("of", ["seats", "sessions", "pairs"])
def test_the_ledger_counts_the_same(of):
    assert_ledger(conference(), [RoomFit(severity=soft(1), of=of)], moves=25, seed=3)
