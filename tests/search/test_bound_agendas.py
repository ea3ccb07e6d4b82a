"""An agenda is of one state of its conference: of another it is made anew, or refused, and never taken for legal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from agenda_solver import Agenda, Conference, InvalidInput, Placement, replan, score, solve
from agenda_solver.explaining.placements.cost_reasons import why_here
from agenda_solver.explaining.placements.forced_place import cost_of_placing
from agenda_solver.explaining.placements.other_places import other_places
from agenda_solver.explaining.placements.swaps import best_swaps
from agenda_solver.scenarios import alternatives, distance


def day(id: str = "day", start: str = "09:00", end: str = "11:00", **block: Any) -> Conference:
    """One talk of Ada's, who is there until ten, in a block of whole hours."""
    return (
        Conference.build(id, "A day", "Europe/Berlin")
        .day("2026-03-12")
        .block(start, end, id="only", **{"slot_minutes": 60, **block})
        .room("Hall")
        .room("Attic")
        .person("Ada", available=[("2026-03-12 09:00", "2026-03-12 10:00")])
        .session("Talk", minutes=60, speakers=["Ada"])
        .done()
    )


AT_NINE = {"talk": ("hall", "only", 0)}


def test_where_the_block_has_moved_the_old_agenda_is_not_scored() -> None:
    old = day().agenda(AT_NINE)
    assert score(day(), old).is_legal
    with pytest.raises(InvalidInput, match="no slot of a block begins at 2026-03-12T09:00"):
        score(day(start="14:00", end="16:00"), old)


def test_where_the_same_time_is_another_slot_the_agenda_keeps_its_time() -> None:
    # With a slot more before it, nine o'clock is the second one.
    earlier = day(start="08:00")
    bound = day().agenda(AT_NINE).bound_to(earlier)
    assert bound == earlier.agenda({"talk": ("hall", "only", 1)})
    assert score(earlier, day().agenda(AT_NINE)).is_legal


def test_where_the_room_is_gone_the_agenda_is_refused() -> None:
    conference = day()
    smaller = conference.replace(rooms=conference.rooms[1:])
    with pytest.raises(InvalidInput, match='talk: room: there is no room "hall"'):
        score(smaller, conference.agenda(AT_NINE))


ASKED: dict[str, Callable[[Conference, Agenda], object]] = {
    "score": score,
    "solve": lambda c, a: solve(c, hint=a, time_limit=1),
    "alternatives": lambda c, a: alternatives(c, hint=a, time_limit=1),
    "replan": lambda c, a: replan(c, a, time_limit=1),
    "distance": lambda c, a: distance(c.agenda({}), a),
    "why_here": lambda c, a: why_here(c, a, session="talk"),
    "other_places": lambda c, a: other_places(c, a, "talk"),
    "best_swaps": lambda c, a: best_swaps(c, a, "talk"),
    "cost_of_placing": lambda c, a: cost_of_placing(c, a, "talk", a["talk"], time_limit=1),
}


@pytest.mark.parametrize("asked", ASKED)
def test_an_agenda_of_another_conference_is_refused(asked: str) -> None:
    with pytest.raises(InvalidInput, match=r'of "(other|day)", not of "(day|other)"'):
        ASKED[asked](day(), day("other").agenda(AT_NINE))


def test_a_hint_of_before_a_change_is_taken_as_far_as_it_goes() -> None:
    old = day().agenda(AT_NINE)
    moved = day(start="09:30", end="10:30", slot_minutes=30)
    assert len(old.kept_in(moved)) == 0
    assert solve(moved, hint=old, time_limit=5, workers=1, explain=False).agenda is None  # Ada leaves at ten


def test_an_id_that_is_only_the_title_of_another_session_now_leads_to_no_place() -> None:
    (talk,) = day().sessions
    renamed = day().with_fields(sessions=(talk.model_copy(update={"id": "lecture", "title": "talk"}),))
    assert len(day().agenda(AT_NINE).kept_in(renamed)) == 0
    with pytest.raises(InvalidInput, match='no session has the id "talk"'):
        day().agenda(AT_NINE).bound_to(renamed)


@pytest.mark.parametrize(
    ("placement", "told"),
    [
        (Placement("hall", "only", 0, 540, 660), "slot 0 of block \"only\" on it takes minutes 540 to 600, not 540"),
        (Placement("hall", "only", 0, 0, 60), "minutes 540 to 600, not 0 to 60"),
        (Placement("hall", "only", 2, 660, 720), "does not fit into block \"only\" from slot 2 on"),
        (Placement("cellar", "only", 0, 540, 600), "there is no room with the id \"cellar\""),
        (Placement("hall", "night", 0, 540, 600), "there is no block with the id \"night\""),
    ],
)  # fmt: skip
def test_a_placement_that_cannot_be_makes_no_agenda(placement: Placement, told: str) -> None:
    conference = day()
    for make in (
        lambda: Agenda(conference, {"talk": placement}),
        lambda: conference.agenda(AT_NINE).with_placement("talk", placement),
        lambda: score(conference, {"talk": placement}),
    ):
        with pytest.raises(InvalidInput, match=f"talk: .*{told}"):
            make()


def test_what_is_no_placement_is_a_type_error_with_the_session() -> None:
    with pytest.raises(TypeError, match=r"placements\['talk'\] must be a Placement"):
        Agenda(day(), {"talk": ("hall", "only", 0)})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match=r"placements\['talk'\] must be a Placement"):
        Agenda(day(), {"talk": Placement("hall", "only", "0", 540, 600)})  # type: ignore[arg-type]


def test_places_may_be_said_by_names_and_by_the_conferences_clock() -> None:
    conference = day()
    nine = conference.placement("Talk", "HALL", "only", 0)
    assert conference.agenda({"TALK": ("Hall", "only", 0)})["talk"] == nine
    assert conference.placement_at("talk", "Hall", datetime(2026, 3, 12, 9)) == nine
    assert conference.minute_of(datetime(2026, 3, 12, 9)) == 540
