"""A full draft with many clashes: the fewest moves in time are proven before anybody asks for rooms."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from agenda_solver import Agenda, Conference, replan
from agenda_solver.replanning import fewest_moves as fewest
from agenda_solver.replanning import single_model as at_once
from agenda_solver.replanning.move_bounds import MoveBounds
from agenda_solver.replanning.shared_solves import ReplanRun
from agenda_solver.replanning.single_model import least_moved
from agenda_solver.replanning.stability_weights import keeping, level_of_moves, with_published
from agenda_solver.replanning.times_first import times_first

SLOTS, ROOMS, CLASHES = 5, 4, 4


def full_draft(**settings: Any) -> Conference:
    """Return a conference whose published agenda takes every place, with a clash in each slot but the last.

    Two sessions of such a slot have one speaker; everybody else has one session. The pairs are disjoint, so that of
    each at least one session gets another time: as many as there are clashes. If those in the first room change places
    in a ring, that is enough, and none needs another room.
    """
    build = Conference.build("full", "Full", "UTC").day("2027-04-29").only_these_rules()
    build.rule("speaker_clash", "hard").rule("published_time", **settings)
    for slot in range(SLOTS):
        build.block(f"{9 + slot:02}:00", f"{10 + slot:02}:00", id=f"b{slot}", slot_minutes=60)
        build.person(f"Speaker {slot}", id=f"p{slot}")
    for number in range(ROOMS):
        build.room(f"Room {number}", id=f"r{number}")
    places = {f"s{slot}{number}": (f"r{number}", f"b{slot}", 0) for slot in range(SLOTS) for number in range(ROOMS)}
    for id, (room, block, _) in places.items():
        speakers = [f"p{block[1:]}"] if block != f"b{SLOTS - 1}" and room in ("r0", "r1") else []
        build.session(id.title(), id=id, minutes=60, speakers=speakers)
    conference = build.done()
    return with_published(conference, conference.agenda(places))


def sought(conference: Conference, seconds: float = 20) -> MoveBounds:
    """Return what is known after times came before rooms."""
    kept, known = keeping(conference, "first"), MoveBounds()
    run = ReplanRun(kept, seconds, {"workers": 1, "seed": 0}, None, Event())
    level = level_of_moves(kept)
    assert level is not None
    times_first(run, Agenda(kept, dict(kept.published_agenda or {})), known, level, seconds)
    return known


def in_time(conference: Conference, agenda: Agenda) -> int:
    """Return how many sessions are at another time than in the published agenda."""
    draft = conference.published_agenda
    assert draft is not None
    return sum(agenda[id].start != place.start for id, place in draft.items())


def test_the_fewest_moves_in_time_are_proven_and_the_rooms_come_after() -> None:
    conference = full_draft()
    known = sought(conference)
    assert known.agenda is not None
    assert (known.in_time, in_time(conference, known.agenda)) == (CLASHES, CLASHES)
    # What has moved takes the places of what has moved, so that at most as many rooms are new. Each counts one, and
    # another time five.
    assert known.bound == 5 * CLASHES
    assert known.cost is not None
    assert 5 * CLASHES <= known.cost <= 6 * CLASHES


def test_people_are_counted_where_the_conference_counts_them() -> None:
    # Of each pair only one moves, and it has one speaker.
    assert sought(full_draft(count="people")).in_time == CLASHES


def test_what_no_agenda_keeps_is_said() -> None:
    conference = full_draft()
    # One speaker of all has twenty sessions in five slots.
    sessions = tuple(s.model_copy(update={"speakers": ("p0",)}) for s in conference.sessions)
    assert sought(conference.replace(sessions=sessions)).impossible is not None


def test_replanning_goes_this_way_where_holding_the_rest_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*args: Any) -> Any:
        return args[3]  # what is free stays so

    monkeypatch.setattr(fewest, "_solve_with_held_times", nothing)
    monkeypatch.setattr(fewest, "_solve_whole_model", nothing)
    monkeypatch.setattr(fewest, "_free_in_rounds", nothing)
    found = replan(full_draft(), workers=1, time_limit=20)
    assert found.agenda is not None
    assert (found.least_in_time, in_time(found.conference, found.agenda)) == (CLASHES, CLASHES)
    assert found.minimal_in_time
    assert found.verdict is not None
    assert found.verdict.startswith("Proven: no agenda moves less")


def test_a_full_draft_is_repaired_with_as_many_moves_as_it_has_clashes() -> None:
    found = replan(full_draft(), workers=1, time_limit=20)
    assert (found.minimal, found.least) == (True, 5 * CLASHES)


@pytest.mark.parametrize("many", [0, 1_000])
def test_one_model_of_everything_finds_as_few_whichever_comes_first(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_once, "MANY_BROKEN", many)
    conference = full_draft()
    draft = conference.published_agenda
    assert draft is not None
    found = least_moved(conference, draft, time_limit=20, workers=1)
    assert found.agenda is not None
    assert found.is_minimal
    assert in_time(conference, found.agenda) == CLASHES
