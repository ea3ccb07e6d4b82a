"""The file of a result may be of a conference from which parts were deleted since; a file by hand may not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.agenda_file import agenda_to_data
from agenda_solver.formats.any_format import read_earlier_agenda
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.template import example_conference
from tests.formats.test_planner_agenda import PLACES

CONFERENCE = example_conference()
SMALLER = CONFERENCE.replace(
    sessions=tuple(session for session in CONFERENCE.sessions if session.id != "drought"),
    rooms=CONFERENCE.rooms[:2],  # without the library, in which the workshop stands
    votes=(),
    rules=(),
)


def test_sessions_and_rooms_that_a_result_names_and_the_conference_has_no_more_are_cancelled_and_lost(
    tmp_path: Path,
) -> None:
    path = tmp_path / "agenda.json"
    path.write_text(json.dumps(agenda_to_data(CONFERENCE.agenda(PLACES), {"status": "optimal"})))
    remarks: list[Remark] = []
    earlier = read_earlier_agenda(path, SMALLER, remarks)
    assert earlier.changes == [
        {"change": "cancel", "session": "drought"},
        {"change": "room lost", "room": "library"},
    ]
    assert (len(earlier.agenda), earlier.agenda["workshop"].room) == (len(PLACES), "library")
    # From 9:00 to 10:30 it was; that is all that the file tells of its length.
    assert earlier.agenda.conference.session_by_id["drought"].duration_minutes == 90
    assert [str(remark) for remark in remarks] == [
        'the conference no longer has the session "drought": it counts as cancelled',
        'the conference no longer has the room "library": it counts as lost',
    ]


def test_an_unknown_id_in_a_file_without_a_result_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    path.write_text(json.dumps(agenda_to_data(CONFERENCE.agenda(PLACES))))
    with pytest.raises(InvalidInput, match='there is no session "drought"'):
        read_earlier_agenda(path, SMALLER, [])
