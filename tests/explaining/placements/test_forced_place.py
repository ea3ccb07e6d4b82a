"""What it takes to have a session at a certain place while the others may move."""

from __future__ import annotations

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.explaining.placements.forced_place import HeldPlace, cost_of_placing
from agenda_solver.model.agenda import Placement
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from tests.contracts import assert_contract


def two_talks(*, clash: bool = False, optional: bool = False) -> Conference:
    """Return two talks of an hour, a hall for 100 and a den for 10, one hour; 50 and 20 people are expected."""
    builder = Conference.build("two", "Two talks", "UTC").day("2026-06-01").block("09:00", "10:00", id="am")
    builder.room("Hall", id="hall", capacity=100).room("Den", id="den", capacity=10).person("Ada", id="ada")
    speakers = ["ada"] if clash else []
    builder.session("Large", id="large", minutes=60, expected_audience=50, speakers=speakers)
    builder.session("Small", id="small", minutes=60, expected_audience=20, speakers=speakers, optional=optional)
    builder.only_these_rules().rule("room_capacity", 1).rule("speaker_clash", "hard")
    return builder.rule("unscheduled", 5).done()


def test_the_others_make_way_and_the_change_is_told_by_rule() -> None:
    """The small talk wants the hall: the large one goes to the den, 40 seats short instead of the 10 that were."""
    conference = two_talks()
    agenda = conference.agenda({"large": ("hall", "am", 0), "small": ("den", "am", 0)})
    hall = conference.placement("small", "hall", "am", 0)
    found = cost_of_placing(conference, agenda, "small", hall, time_limit=None, workers=1)
    assert found.result.status is Status.OPTIMAL
    assert (found.delta, found.by_rule) == ({0: 30}, {"room_capacity": 30})
    assert found.moved == {id: (agenda[id], found.result.agenda[id]) for id in ("large", "small")}  # type: ignore[index]
    assert agenda.get("small") != hall == found.result.agenda["small"]  # type: ignore[index]


def test_a_place_that_nobody_can_make_way_for_is_infeasible() -> None:
    """Ada gives both talks, and there is one hour: no agenda has the small one anywhere."""
    conference = two_talks(clash=True)
    agenda = conference.agenda({"large": ("hall", "am", 0)})
    den = conference.placement("small", "den", "am", 0)
    found = cost_of_placing(conference, agenda, "small", den, time_limit=None, workers=1)
    assert found.result.status is Status.INFEASIBLE
    assert (found.delta, found.by_rule, found.moved) == (None, None, {})
    assert found.as_dict()["moved"] == []


def test_an_optional_session_that_was_left_out_can_be_tried() -> None:
    """It comes in, which mends what leaving it out cost (5), and is 10 seats short in the den."""
    conference = two_talks(optional=True)
    agenda = conference.agenda({"large": ("hall", "am", 0)})
    den = conference.placement("small", "den", "am", 0)
    found = cost_of_placing(conference, agenda, "small", den, time_limit=None, workers=1)
    assert found.delta == {0: 10 - 5}
    assert found.by_rule == {"room_capacity": 10, "unscheduled": -5}
    assert found.moved == {"small": (None, den)}


def test_a_place_that_does_not_exist_is_refused() -> None:
    conference = two_talks()
    agenda = conference.agenda({})
    with pytest.raises(InvalidInput, match='there is no room with the id "roof"'):
        cost_of_placing(conference, agenda, "small", Placement("roof", "am", 0, 540, 600))


@pytest.mark.parametrize("optional", [False, True])
def test_both_faces_of_the_question_agree(optional: bool) -> None:
    """The two talks have 4 agendas without the optional one missing, of which those with it elsewhere are illegal."""
    conference = two_talks(optional=optional)
    legal = assert_contract(conference, HeldPlace(session="small", room="den", block="am", slot=0))
    assert legal == 1  # the small talk in the den, the large one in the hall
