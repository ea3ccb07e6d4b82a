"""A legal agenda near an illegal one: what must stay stays, and what was found keeps every hard rule."""

from __future__ import annotations

import random

from agenda_solver import Agenda, Conference, score
from agenda_solver.board.repair import mended
from tests.profiles import rounds


def conference(sessions: int = 4, rooms: int = 2) -> Conference:
    built = Conference.build("small", "Small", "UTC").day("2026-03-12").block("09:00", "12:00", slot_minutes=60)
    for number in range(rooms):
        built.room(f"Room {number}")
    for name in ("Ada", "Bo"):
        built.person(name)
    for number in range(sessions):
        built.session(f"Talk {number}", minutes=60, speakers=["Ada" if number % 2 else "Bo"])
    return built.done()


def at(found: Conference, **places: tuple[str, int]) -> Agenda:
    block = found.blocks[0].id
    chosen = {
        f"talk-{key[1:]}": found.placement(f"talk-{key[1:]}", room, block, slot) for key, (room, slot) in places.items()
    }
    return Agenda(found, chosen)


def never() -> bool:
    return False


def test_who_is_in_the_way_goes_elsewhere_and_who_was_put_there_stays() -> None:
    found = conference()
    # The first and the third talk (both of Bo) are in one room at once; the third was put there.
    broken = at(found, t0=("room-0", 0), t1=("room-1", 0), t2=("room-0", 0), t3=("room-1", 1))
    legal = mended(found, broken, {"talk-2"}, never)
    assert legal is not None
    assert score(found, legal).is_legal
    assert legal["talk-2"] == broken["talk-2"]
    # Only the first one has to move, to an hour at which Bo is in no other talk.
    assert [id for id in broken if legal[id] != broken[id]] == ["talk-0"]


def test_a_session_without_a_place_gets_one() -> None:
    found = conference()
    legal = mended(found, at(found, t0=("room-0", 0), t1=("room-1", 0), t2=("room-0", 1)), (), never)
    assert legal is not None
    assert set(legal) == {session.id for session in found.sessions}


def test_there_is_none_where_nothing_may_move_or_nobody_waits() -> None:
    found = conference()
    broken = at(found, t0=("room-0", 0), t1=("room-1", 0), t2=("room-0", 0), t3=("room-1", 1))
    assert mended(found, broken, {session.id for session in found.sessions}, never) is None
    assert mended(found, broken, (), lambda: True) is None
    # Seven talks of an hour have no place in two rooms of three hours.
    assert mended(conference(7), Agenda(conference(7), {}), (), never) is None


def test_whatever_is_found_is_legal_and_keeps_what_must_stay() -> None:
    rng = random.Random(3)
    found = conference(5, 3)
    block, solved = found.blocks[0].id, 0
    for _ in range(rounds(60, 15)):
        places = {
            s.id: found.placement(s.id, rng.choice(found.rooms).id, block, rng.randrange(3)) for s in found.sessions
        }
        broken, kept = Agenda(found, places), {rng.choice(found.sessions).id}
        legal = mended(found, broken, kept, never)
        if legal is not None:
            solved += 1
            assert score(found, legal).is_legal
            assert all(legal[id] == broken[id] for id in kept)
    assert solved
