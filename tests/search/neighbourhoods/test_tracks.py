"""Parts of a solution to be decided anew: what stays, what is free, and what is learned from each try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver import Conference
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.exact.hints import tightest_values
from agenda_solver.search.neighbourhoods.neighbourhood_choice import NeighbourhoodKind
from agenda_solver.search.neighbourhoods.tracks import TrackNeighbourhoods
from agenda_solver.testing.strategies import conferences_in_tracks
from tests.profiles import examples
from tests.rules.test_contract import THOROUGH, rule_of
from tests.settings import SETTINGS

ALL_KINDS = [
    NeighbourhoodKind(free, sessions_stay=sessions, rooms_stay=rooms)
    for free, sessions, rooms in product(("tracks", "neighbours", "blocks", "exchange"), (False, True), (False, True))
]
SOFT = st.sampled_from([1, 3, 1_000])
ONE_TRACK_A_CELL = rule_of("track_cell", "hard", {})


def decisions_of(compiled: Compiled) -> TrackDecisions:
    assert isinstance(compiled.decisions, TrackDecisions)
    return compiled.decisions


def any_solution(compiled: Compiled, seed: int = 0) -> Sequence[int] | None:
    """Return the values of some solution, None where there is none."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    status = solver.solve(compiled.model)
    return None if status == cp_model.INFEASIBLE else list(solver.response_proto.solution)


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(20))
def test_no_part_shuts_out_the_solution_that_it_is_a_part_of(data: st.DataObject) -> None:
    conference = data.draw(conferences_in_tracks())
    rules = [
        rule_of(id, data.draw(SOFT), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if id != "track_cell" and (choices := make(conference)) and data.draw(st.integers(0, 2)) == 0
    ]
    compiled = compile_conference(conference, [*rules, ONE_TRACK_A_CELL], by_track=True)
    values = any_solution(compiled, data.draw(st.integers(0, 100)))
    if values is None:
        return
    neighbourhoods = TrackNeighbourhoods(decisions_of(compiled), data.draw(st.integers(0, 100)))
    for kind in ALL_KINDS:
        kind.size = data.draw(st.sampled_from([1.0, 1.4, 2.6]))
        assert all(values[index] == value for index, value in neighbourhoods.fixed(kind, values).items())


# --- what is free ------------------------------------------------------------------------------------------------

TRACKS = ("art", "bio", "law", "zoo")
BLOCKS = ("b0", "b1", "b2", "b3")


@pytest.fixture(scope="module")
def programme() -> tuple[Compiled, Sequence[int]]:
    """Return four tracks of two talks in four blocks and two rooms, and an agenda: each track has a block."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01").room("Hall").room("Lab")
    for number, block in enumerate(BLOCKS):
        builder.block(f"{9 + number:02}:00", f"{10 + number:02}:00", id=block, slot_count=1)
    for track in TRACKS:
        builder.track(track, id=track)
        builder.session(f"{track} 1", id=f"{track}1", duration_slots=1, track=track)
        builder.session(f"{track} 2", id=f"{track}2", duration_slots=1, track=track)
    conference = builder.rule("track_cell", "hard").done()
    compiled = compile_conference(conference, rules_of(conference), by_track=True)
    places = {
        f"{t}{n}": (room, b, 0) for t, b in zip(TRACKS, BLOCKS, strict=True) for n, room in ((1, "hall"), (2, "lab"))
    }
    values = tightest_values(compiled, conference.agenda(places))
    assert values is not None
    return compiled, values


def tracks_there(decisions: TrackDecisions, block: str) -> dict[str, int]:
    return {track: decisions.track_in_block(track, block).index for track in TRACKS}


def rooms_there(decisions: TrackDecisions, track: str, block: str) -> set[int]:
    return {literal.index for literal in decisions.rooms_made(track, block).values()}


def sessions_there(decisions: TrackDecisions, track: str, block: str) -> set[int]:
    return {decisions.in_block(f"{track}{number}", block).index for number in (1, 2)}


@pytest.mark.parametrize(("size", "free"), [(1.0, 1), (1.4, 1), (2.6, 3), (4.0, 4), (9.0, 4)])
@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind.free == "tracks"], ids=str)
def test_as_many_tracks_are_free_as_the_size_says_and_nothing_of_them_stays(kind, size, free, programme):
    compiled, values = programme
    decisions = decisions_of(compiled)
    kind.size = size
    fixed = set(TrackNeighbourhoods(decisions, seed=1).fixed(kind, values))
    found = 0
    for track in TRACKS:
        used = {tracks_there(decisions, block)[track] for block in BLOCKS}
        rooms = {index for block in BLOCKS for index in rooms_there(decisions, track, block)}
        sessions = {index for block in BLOCKS for index in sessions_there(decisions, track, block)}
        if fixed & (used | rooms | sessions):
            assert used <= fixed
            assert (rooms <= fixed) if kind.rooms_stay else not rooms & fixed
            assert (sessions <= fixed) if kind.sessions_stay else not sessions & fixed
        else:
            found += 1
    assert found == free


@pytest.mark.parametrize(("size", "free"), [(1.0, 1), (2.0, 2), (9.0, 4)])
@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind.free == "blocks"], ids=str)
def test_as_many_blocks_are_free_as_the_size_says_and_their_sessions_may_change_between_them(
    kind, size, free, programme
):
    compiled, values = programme
    decisions = decisions_of(compiled)
    kind.size = size
    fixed = TrackNeighbourhoods(decisions, seed=1).fixed(kind, values)
    open_blocks = {block for block in BLOCKS if not fixed.keys() & set(tracks_there(decisions, block).values())}
    assert len(open_blocks) == free
    for track, block in product(TRACKS, BLOCKS):
        rooms, sessions = rooms_there(decisions, track, block), sessions_there(decisions, track, block)
        if block in open_blocks:
            assert not rooms & fixed.keys()
        elif kind.rooms_stay:
            assert rooms <= fixed.keys()
        # Each track is in one block: its talks are free there, and in the other free blocks.
        home = BLOCKS[TRACKS.index(track)]
        if kind.sessions_stay and not {home, block} <= open_blocks:
            assert sessions <= fixed.keys()
        else:
            assert not sessions & fixed.keys()


def in_one_room_each(decisions, values):
    """Return a solution in which art and zoo have the hall only, bio and law the lab only, in whatever block."""
    moved = list(values)
    for number, (track, block) in enumerate(zip(TRACKS, BLOCKS, strict=True)):
        rooms = decisions.rooms_made(track, block)
        moved[rooms["lab" if number in (0, 3) else "hall"].index] = 0
    return moved


@pytest.mark.parametrize(("size", "free"), [(1.0, {"art", "zoo"}), (2.0, set(TRACKS))])
@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind.free == "neighbours"], ids=str)
def test_the_tracks_that_share_a_drawn_room_are_free_together(kind, size, free, programme):
    compiled, values = programme
    decisions = decisions_of(compiled)
    moved = in_one_room_each(decisions, values)
    kind.size = size
    for seed in range(10):
        fixed = TrackNeighbourhoods(decisions, seed).fixed(kind, moved).keys()
        open_tracks = {t for t in TRACKS if not fixed & {tracks_there(decisions, block)[t] for block in BLOCKS}}
        assert open_tracks in ([free, set(TRACKS) - free] if size == 1.0 else [free])


@pytest.mark.parametrize(("size", "free"), [(1.0, {"art", "zoo"}), (2.0, set(TRACKS))])
@pytest.mark.parametrize("sessions_stay", [False, True])
def test_the_tracks_in_some_rooms_exchange_them_and_every_track_keeps_its_blocks(sessions_stay, size, free, programme):
    compiled, values = programme
    decisions = decisions_of(compiled)
    moved = in_one_room_each(decisions, values)
    kind = NeighbourhoodKind("exchange", sessions_stay=sessions_stay, rooms_stay=True, size=size)
    for seed in range(10):
        fixed = TrackNeighbourhoods(decisions, seed).fixed(kind, moved)
        for track, block in product(TRACKS, BLOCKS):
            assert fixed[tracks_there(decisions, block)[track]] == (TRACKS.index(track) == BLOCKS.index(block))
            sessions = sessions_there(decisions, track, block)
            assert (sessions <= fixed.keys()) if sessions_stay else not sessions & fixed.keys()
        exchanging = {
            track
            for track in TRACKS
            if not fixed.keys() & set.union(*(rooms_there(decisions, track, block) for block in BLOCKS))
        }
        assert exchanging in ([free, set(TRACKS) - free] if size == 1.0 else [free])


def test_only_a_part_of_all_tracks_is_everything(programme):
    neighbourhoods = TrackNeighbourhoods(decisions_of(programme[0]), seed=1)
    # Four tracks and two rooms: with all of either everything is free, with one less something stays.
    for kind, most in product(ALL_KINDS, (4, 2)):
        number = {"tracks": 4, "neighbours": 2}.get(kind.free)
        kind.size = float(most)
        assert neighbourhoods.frees_everything(kind) == (number is not None and most >= number)
        kind.size = most - 1.0
        assert neighbourhoods.frees_everything(kind) == (number is not None and most - 1 >= number)


# --- what is drawn and learned -----------------------------------------------------------------------------------


def history(programme: tuple[Compiled, Sequence[int]], seed: int) -> list[tuple[str, dict[int, int]]]:
    compiled, values = programme
    neighbourhoods = TrackNeighbourhoods(decisions_of(compiled), seed)
    kinds = [neighbourhoods.draw() for _ in range(12)]
    return [(str(kind), neighbourhoods.fixed(kind, values)) for kind in kinds]


def test_the_seed_alone_says_which_parts_are_drawn(programme):
    assert history(programme, 3) == history(programme, 3)
    # Twelve draws of six kinds, and of the parts of each: that another seed draws the same is out of the question.
    assert history(programme, 3) != history(programme, 4)


def test_a_part_that_was_decided_quickly_grows_up_to_all_tracks(programme):
    neighbourhoods = TrackNeighbourhoods(decisions_of(programme[0]), seed=1)
    kind = NeighbourhoodKind("tracks", sessions_stay=False, rooms_stay=False, size=1.0)
    sizes = []
    for _ in range(20):
        neighbourhoods.record(kind, better=False, decided=True, seconds=0.1, limit=4.0)
        sizes.append(kind.size)
    assert sizes == sorted(sizes)
    assert sizes[0] > 1.0
    assert sizes[-1] == len(TRACKS)


def test_a_part_that_was_not_decided_shrinks_down_to_a_single_one(programme):
    neighbourhoods = TrackNeighbourhoods(decisions_of(programme[0]), seed=1)
    kind = NeighbourhoodKind("blocks", sessions_stay=True, rooms_stay=True, size=4.0)
    sizes = []
    for _ in range(20):
        neighbourhoods.record(kind, better=True, decided=False, seconds=4.0, limit=4.0)
        sizes.append(kind.size)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] < 4.0
    assert sizes[-1] == 1.0


def test_a_part_that_was_decided_at_the_last_moment_stays_as_it_is(programme):
    neighbourhoods = TrackNeighbourhoods(decisions_of(programme[0]), seed=1)
    kind = NeighbourhoodKind("tracks", sessions_stay=False, rooms_stay=False, size=2.0)
    neighbourhoods.record(kind, better=True, decided=True, seconds=3.9, limit=4.0)
    assert kind.size == 2.0


def test_a_kind_that_brought_much_for_its_time_is_drawn_more_often(programme):
    neighbourhoods = TrackNeighbourhoods(decisions_of(programme[0]), seed=1)
    good = neighbourhoods.draw()
    seen = {str(good): good}
    for _ in range(200):
        kind = neighbourhoods.draw()
        seen[str(kind)] = kind
    for kind in seen.values():
        neighbourhoods.record(kind, better=False, decided=True, seconds=9.0, limit=4.0)
    for _ in range(9):
        neighbourhoods.record(good, better=True, decided=True, seconds=0.0, limit=4.0)
    # Ten to one against each of the others: more than half of the draws, and not all of them.
    drawn = Counter(id(neighbourhoods.draw()) for _ in range(400))
    assert 200 < drawn[id(good)] < 400
