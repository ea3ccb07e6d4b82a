"""An agenda is a mapping from sessions to placements that judges nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.formats.small import SMALL, changed


@pytest.fixture
def conference() -> Conference:
    return Conference.model_validate(changed(SMALL, {"sessions[0].title": "Opening <&> welcome"}))


@pytest.fixture
def agenda(conference: Conference) -> Agenda:
    return conference.agenda({"sets": ("hall", "sun-am", 0), "opening": ("hall", "sat-am", 0)})


def test_an_agenda_is_iterated_in_the_order_of_the_programme(agenda: Agenda) -> None:
    assert list(agenda) == ["opening", "sets"]
    assert len(agenda) == 2
    assert "lab" not in agenda
    assert agenda["sets"].room == "hall"


def test_sessions_without_a_place_are_known(agenda: Agenda) -> None:
    assert [session.id for session in agenda.unplaced] == ["lab"]


def test_an_agenda_tells_local_times(agenda: Agenda) -> None:
    """Saturday is in winter time, Sunday in summer time."""
    berlin = ZoneInfo("Europe/Berlin")
    assert agenda.start("opening") == datetime(2026, 3, 28, 9, tzinfo=berlin)
    assert agenda.end("opening") == datetime(2026, 3, 28, 10, tzinfo=berlin)
    assert agenda.start("sets").isoformat() == "2026-03-29T09:00:00+02:00"


def test_chronological_order_is_by_start_then_by_the_order_of_rooms(conference: Conference) -> None:
    places = {"opening": ("cabin", "sat-am", 0), "lab": ("hall", "sat-am", 0), "sets": ("hall", "sun-am", 0)}
    assert conference.agenda(places).chronological() == ["lab", "opening", "sets"]


def test_agendas_are_equal_when_they_place_the_same_sessions_at_the_same_places(
    conference: Conference, agenda: Agenda
) -> None:
    same = conference.agenda({"opening": ("hall", "sat-am", 0), "sets": ("hall", "sun-am", 0)})
    other = conference.agenda({"opening": ("hall", "sat-am", 1), "sets": ("hall", "sun-am", 0)})
    assert agenda == same
    assert hash(agenda) == hash(same)
    assert agenda != other
    assert agenda != {"opening": agenda["opening"], "sets": agenda["sets"]}


def test_moving_a_session_makes_another_agenda(conference: Conference, agenda: Agenda) -> None:
    moved = agenda.with_placement("opening", conference.placement("opening", "hall", "sat-am", 1))
    assert moved["opening"].slot == 1
    assert agenda["opening"].slot == 0
    assert list(agenda.with_placement("opening", None)) == ["sets"]
    assert list(agenda.with_placement("lab", conference.placement("lab", "cabin", "sat-am", 0))) == [
        "opening",
        "sets",
        "lab",
    ]


def test_an_agenda_may_be_illegal(conference: Conference) -> None:
    """Two sessions in one room at one time, of which one is not for the room: the score says so, not the agenda."""
    assert len(conference.agenda({"opening": ("cabin", "sat-am", 0), "sets": ("cabin", "sat-am", 0)})) == 2


def test_sessions_of_another_conference_are_refused(conference: Conference, agenda: Agenda) -> None:
    with pytest.raises(InvalidInput, match="no sessions of this conference: x, y"):
        Agenda(conference, {"y": agenda["sets"], "opening": agenda["opening"], "x": agenda["sets"]})


def test_rows_are_plain_dictionaries_in_time_order(agenda: Agenda) -> None:
    first, second = agenda.rows()
    assert first == {
        "session": "opening",
        "title": "Opening <&> welcome",
        "track": None,
        "day": "28 March 2026",
        "block": "sat-am",
        "room": "hall",
        "room_name": "Hall",
        "start": agenda.start("opening"),
        "end": agenda.end("opening"),
        "people": ["Ada"],
    }
    assert (second["session"], second["track"], second["people"]) == ("sets", "Logic", ["Ada", "Grace"])


def test_a_table_for_pandas_has_a_row_for_each_placed_session(agenda: Agenda) -> None:
    pandas: Any = pytest.importorskip("pandas")
    frame = agenda.to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["session"]) == ["opening", "sets"]


def test_an_agenda_shows_itself_to_people(agenda: Agenda) -> None:
    assert repr(agenda) == "<Agenda of A small conference: 2 of 3 sessions placed>"
    assert "28 Mar 09:00-10:00  Hall" in str(agenda)
    page = agenda._repr_html_()
    assert "Opening &lt;&amp;&gt; welcome" in page
    assert "<&>" not in page
