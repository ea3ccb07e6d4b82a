"""A state is its cells: what changed between two states is told exactly, and can be put back."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, InvalidInput, read_conference
from agenda_solver.board.conference_cells import cells_of, conference_of
from agenda_solver.board.state import (
    ABSENT,
    BoardState,
    patch_between,
    patch_from_text,
    patch_to_text,
    reversed_patch,
)
from agenda_solver.formats.native import conference_to_json
from agenda_solver.testing.contract import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.board.meeting import agenda, meeting
from tests.profiles import examples

FORUM = "examples/astana_forum_2025/conference.json"


def same(one: BoardState, other: BoardState) -> bool:
    return one.to_text() == other.to_text()


@given(conference=conferences())
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_conference_is_the_same_after_it_was_taken_apart_into_cells(conference: Conference) -> None:
    assert conference_to_json(conference_of(cells_of(conference))) == conference_to_json(conference)


def test_the_forum_is_the_same_after_it_was_taken_apart_into_cells() -> None:
    forum = read_conference(FORUM)
    assert conference_to_json(conference_of(cells_of(forum))) == conference_to_json(forum)


@given(pair=st.tuples(conferences(), conferences()), seed=st.integers(0, 99))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_difference_leads_from_one_state_to_the_other_and_back(
    pair: tuple[Conference, Conference], seed: int
) -> None:
    """Conferences of two drawings have hardly anything in common: the change is about everything at once."""
    states = []
    for conference in pair:
        renamed = conference.replace(id="one")
        (found, *_) = [*agendas_of(renamed, 4, seed), renamed.agenda({})]
        states.append(BoardState(renamed, found))
    before, after = states
    patch = patch_from_text(patch_to_text(patch_between(before, after)))
    assert same(before.patched(patch), after)
    assert same(after.patched(reversed_patch(patch)), before)


def test_a_move_is_one_cell_and_the_conference_stays_the_very_same() -> None:
    conference = meeting()
    before = BoardState(conference, agenda(conference))
    after = before.with_placements({"wind": conference.placement("wind", "attic", "late one", 1), "sun": None})
    assert patch_between(before, after) == {
        ("agenda", "wind"): (["hall", "early two", 0], ["attic", "late one", 1]),
        ("agenda", "sun"): (["hall", "early two", 1], ABSENT),
    }
    assert before.patched(patch_between(before, after)).conference is conference
    assert patch_between(before, before.with_placements({})) == {}


def test_an_edited_field_is_one_cell() -> None:
    conference = meeting()
    before = BoardState(conference, agenda(conference))
    cells = {**before.conference_cells, ("sessions", "wind", "title"): "Storm"}
    after = before.with_conference(conference_of(cells))
    assert patch_between(before, after) == {("sessions", "wind", "title"): ("Wind", "Storm")}


def test_a_null_is_a_value_and_not_the_absence_of_one() -> None:
    patch = {("notes", "a"): (ABSENT, None), ("notes", "b"): (None, ABSENT)}
    assert patch_from_text(patch_to_text(patch)) == patch


def test_two_settings_of_one_rule_are_two_cells() -> None:
    conference = meeting().replace(
        rules=(
            {"rule": "time_preference", "severity": 1, "label": "early", "tables": []},
            {"rule": "time_preference", "severity": 2, "label": "late", "tables": []},
        )
    )
    found = {cell for cell in cells_of(conference) if cell[0] == "rules"}
    assert found == {("rules", "time_preference early"), ("rules", "time_preference late")}


def test_a_state_that_cannot_be_is_refused() -> None:
    conference = meeting()
    state = BoardState(conference, agenda(conference))
    with pytest.raises(InvalidInput):
        state.patched({("sessions", "wind", "speakers"): (["cem"], ["nobody"])})
    with pytest.raises(InvalidInput):
        state.patched({("agenda", "grids"): (ABSENT, ["hall", "late two", 2])})


def test_a_state_is_written_and_read_without_loss() -> None:
    conference = meeting()
    state = BoardState(conference, agenda(conference)).with_note(("comments", "wind", "1"), "too long? \u2028 \u202e")
    read = BoardState.from_text(state.to_text())
    assert same(read, state)
    assert read.conference == conference
    assert read.agenda == state.agenda
    assert read.notes == state.notes
    rng = random.Random(0)
    for _ in range(20):  # any order of the same placements is the same state
        shuffled = dict(rng.sample(list(state.agenda.items()), len(state.agenda)))
        assert same(
            BoardState(conference, state.agenda).with_placements(shuffled), BoardState(conference, state.agenda)
        )
