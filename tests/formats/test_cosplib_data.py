"""CoSPLib's own workbooks: each is read whole, written without loss, and seen as the judge sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver.formats.cosplib.read import is_cosplib, read_cosplib
from agenda_solver.formats.cosplib.solution import read_solution
from agenda_solver.formats.cosplib.write import write_cosplib
from tests.formats.cosplib_small import (
    INSTANCES,
    SOLUTIONS,
    instance_of,
    judged_once,
    load_judge,
    needs_data,
    needs_judge,
    read_once,
)

pytestmark = [needs_data, pytest.mark.data]


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_every_instance_is_written_without_loss(path: Path, tmp_path: Path) -> None:
    conference = read_cosplib(path)
    write_cosplib(conference, tmp_path / path.name)
    assert is_cosplib(path)
    assert read_cosplib(tmp_path / path.name) == conference


@needs_judge
@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_every_instance_has_what_the_judge_sees(path: Path, tmp_path: Path) -> None:
    """Also after it was read and written again."""
    judge = load_judge()
    conference, instance = read_once(path), judged_once(path)
    write_cosplib(conference, tmp_path / "again.xlsx")
    again = judge.Instance(tmp_path / "again.xlsx")
    assert [session.id for session in conference.sessions] == instance.subs
    assert [block.id for block in conference.blocks] == instance.sessions
    assert [block.slots for block in conference.blocks] == instance.length
    assert [room.id for room in conference.rooms] == instance.rooms
    assert [track.id for track in conference.tracks] == instance.tracks
    assert vars(again) == vars(instance)


@needs_judge
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_every_published_solution_is_read_as_the_judge_reads_it(path: Path) -> None:
    judge = load_judge()
    conference, instance = read_once(instance_of(path)), judged_once(instance_of(path))
    agenda = read_solution(path, conference)
    _, slots = judge.read_solution(instance, path)
    for s, rooms in enumerate(slots):
        for r, row in enumerate(rooms):
            for k, i in enumerate(row):
                here = [
                    id
                    for id, place in agenda.items()
                    if (place.block, place.room) == (instance.sessions[s], instance.rooms[r])
                    and place.slot <= k < place.slot + (conference.session_by_id[id].duration_slots or 0)
                ]
                assert here == ([] if i == -1 else [instance.subs[i]])
