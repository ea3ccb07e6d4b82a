"""After some changes as little as possible moves, and what is said of it is proven."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, InvalidInput, Progress, Status, score
from agenda_solver.model.parts import RuleSetting
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.diff import Kind
from agenda_solver.replanning.first_cpsat_solution import any_agenda
from agenda_solver.replanning.held_places import HeldPlaces, must_move
from agenda_solver.replanning.replan import replan
from agenda_solver.replanning.shared_solves import ReplanRun
from agenda_solver.replanning.stability_weights import keeping, level_of_moves, with_published
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.contracts import assert_contract
from tests.profiles import examples
from tests.replanning.meeting import meeting, published

THOROUGH = settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))


def test_without_a_change_nothing_moves() -> None:
    found = replan(meeting(), workers=1)
    assert found.diff is not None
    assert found.diff.counts[Kind.UNCHANGED] == 4
    assert (found.minimal, found.result.status) == (True, Status.OPTIMAL)


def test_only_what_must_move_moves() -> None:
    # Ada comes at noon. Of her two sessions only A lies before that, and from 13 to 16 there are two hours beside C.
    late = {"change": "person available", "person": "ada", "not_before": "2025-05-29T12:00+05:00"}
    found = replan(meeting(), changes=[late], workers=1)
    assert found.diff is not None
    # The hall is free at 14 and at 15: another room would be one move more.
    assert [(move.session, move.kind) for move in found.diff.changed] == [("a", Kind.TIME)]
    assert (found.minimal, found.least) == (True, 5)


def test_a_lost_room_moves_rooms_and_not_times() -> None:
    lost = {"change": "room lost", "room": "hall"}
    found = replan(meeting(), changes=[lost], workers=1)
    assert found.diff is not None
    # The opening and C go to the den at their times. A and B are at 10, and the den has place for one: either A moves
    # in room and B in time (6), or A in time and room (6). The rooms of opening, A and C are 3, one time is 5: 8.
    assert found.least == 8
    assert found.minimal is True
    assert found.diff.counts[Kind.TIME] + found.diff.counts[Kind.BOTH] == 1


def test_moves_weigh_more_than_every_wish_unless_the_planner_says_otherwise() -> None:
    # The opening would cost 50 in its room and nothing in the other.
    wish = {"rule": "room_preference", "severity": 50, "tables": [{"session": "opening", "room": "hall", "amount": 1}]}
    conference = meeting(rules=(wish,), default_rules=False)
    assert replan(conference, workers=1).result.objective == 50
    cheap = replan(conference, keep=5, workers=1)  # another time 5, another room 1
    assert cheap.agenda is not None
    assert cheap.agenda["opening"].room == "den"
    assert cheap.minimal is None
    dear = replan(conference, keep=1000, workers=1)  # another time 1000, another room 200
    assert dear.agenda is not None
    assert dear.agenda["opening"].room == "hall"


def test_the_rules_of_the_conference_can_say_what_moves_are_worth() -> None:
    conference = meeting(rules=({"rule": "published_room", "severity": "off"},))
    assert keeping(conference, "rules") is conference
    kept = keeping(conference, "first")
    assert [setting.parameters()["severity"] for setting in kept.rules] == [
        {"priority": 1, "weight": 5},
        {"priority": 1, "weight": 1},
    ]
    assert level_of_moves(kept) == 1
    assert level_of_moves(keeping(conference, 100)) is None


def test_a_priority_level_above_all_others_has_to_be_there() -> None:
    top = {"rule": "parallel_limit", "limit": 1, "severity": {"priority": 9, "weight": 1}}
    with pytest.raises(InvalidInput, match="no level is above"):
        replan(meeting(rules=(top,)))
    with pytest.raises(InvalidInput, match="keep: must be"):
        replan(meeting(), keep=0)


def test_there_has_to_be_a_published_agenda() -> None:
    with pytest.raises(InvalidInput, match="no published agenda"):
        replan(meeting().replace(published=None))


def test_it_is_told_when_there_is_no_agenda_any_more() -> None:
    found = replan(meeting(), changes=[{"change": "day lost", "day": "d1"}], workers=1)
    assert (found.result.status, found.diff, found.minimal) == (Status.INFEASIBLE, None, None)
    assert found.result.reason


def test_locks_hold() -> None:
    late = {"change": "person available", "person": "ada", "not_before": "2025-05-29T12:00+05:00"}
    room = {"change": "lock", "sessions": ["a"], "aspects": ["room"]}
    busy = {"change": "room lost", "room": "hall", "start": "2025-05-29T14:00+05:00", "end": "2025-05-29T16:00+05:00"}
    free = replan(meeting(), changes=[late, busy], workers=1)
    held = replan(meeting(), changes=[room, late, busy], workers=1)
    # The hall is left at 13 only, where C is. Without the lock A goes to the den (5 + 1); with it, C has to make way.
    assert (free.least, held.least) == (6, 11)
    assert held.agenda is not None
    assert held.agenda["a"].room == "hall"


def test_a_stop_from_the_start_still_gives_an_answer_that_is_honest() -> None:
    stop = Event()
    stop.set()
    found = replan(meeting(), workers=1, stop=stop)
    assert found.result.status in (Status.FEASIBLE, Status.OPTIMAL, Status.NO_ANSWER)
    assert (found.agenda is None) == (found.diff is None)


def test_the_progress_tells_the_phases_in_order() -> None:
    events: list[Progress] = []
    replan(meeting(), changes=[{"change": "room lost", "room": "hall"}], workers=1, on_progress=events.append)
    phases = list(dict.fromkeys(event.phase for event in events))
    assert phases[:2] == ["repair", "moves"]
    assert [event.elapsed for event in events] == sorted(event.elapsed for event in events)


def test_what_must_move_has_no_place_or_breaks_a_hard_rule() -> None:
    conference = meeting()
    assert must_move(published(conference), score(conference, published(conference))) == frozenset()
    closed = conference.replace(
        rooms=tuple(r.model_copy(update={"closed_blocks": ("pm",)}) if r.id == "hall" else r for r in conference.rooms)
    )
    partial = closed.agenda({"opening": ("hall", "am", 0), "a": ("hall", "am", 1), "c": ("hall", "pm", 0)})
    assert must_move(partial, score(closed, partial)) == {"b", "c"}


def test_both_faces_of_what_is_held_agree() -> None:
    # A stays at 10 o'clock in the hall, where it was published, and C in its room.
    held = HeldPlaces(starts=(("a", 600),), blocks=(("opening", "am"),), rooms=(("a", "hall"), ("c", "hall")))
    assert assert_contract(meeting(), held, most=200, planted=[published(meeting())])


@given(data=st.data())
@THOROUGH
def test_no_agenda_at_all_moves_less_than_what_is_called_minimal(data: Any) -> None:
    conference = data.draw(conferences(most_sessions=3, most_blocks=3))
    every = list(agendas_of(conference, 1_500))
    if len(every) == 1_500:
        return
    chosen = data.draw(st.sampled_from(every))
    session = data.draw(st.sampled_from(conference.sessions))
    several = len(conference.sessions) > len(conference.occurrences.get(session.id, (session.id,)))
    changes = data.draw(
        st.sampled_from(
            [
                [],
                [{"change": "block lost", "block": conference.blocks[0].id}],
                [{"change": "room lost", "room": conference.rooms[-1].id}],
                [{"change": "cancel", "session": session.id}] if several else [],
                [{"change": "length", "session": session.id, "minutes": 15}],
            ]
        )
    )
    found = replan(with_published(conference, chosen), changes=changes, workers=1, time_limit=30.0)
    level = level_of_moves(found.conference)
    assert level is not None
    left = list(agendas_of(found.conference, 1_500))
    if len(left) == 1_500:
        return  # a shorter session may have more places than before
    scores = [score(found.conference, agenda) for agenda in left]
    best = min((list(card.costs.values()) for card in scores if card.is_legal), default=None)
    assert (found.agenda is None) == (best is None)
    if found.result.scorecard is not None:
        assert list(found.result.scorecard.costs.values()) == best
        assert found.minimal
        assert found.result.scorecard == score(found.conference, found.result.agenda or {})


def test_somebody_who_is_late_counts_also_where_the_committee_has_no_rule_for_it() -> None:
    off = {"rule": "person_availability", "severity": "off"}
    late = {"change": "person available", "person": "ada", "not_before": "2025-05-29T12:00+05:00"}
    found = replan(meeting(rules=(off,)), changes=[late], workers=1)
    # As with the rule: A of Ada goes to the afternoon, in its hall.
    assert (found.minimal, found.least) == (True, 5)


def in_tracks(scope: str) -> Conference:
    """Two rooms, two blocks of two slots; T has A and B in room R in the morning, U has C in room S."""
    made = Conference.build("tracks", "Tracks", "UTC").day("2026-06-01", id="d").track("T", id="t").track("U", id="u")
    made.block("09:00", "11:00", id="am", slot_minutes=60).block("13:00", "15:00", id="pm", slot_minutes=60)
    made.room("R", id="r").room("S", id="s").person("Ada", id="ada")
    made.session("A", id="a", duration_slots=1, track="T", speakers=["ada"])
    made.session("B", id="b", duration_slots=1, track="T").session("C", id="c", duration_slots=1, track="U")
    rules = ({"rule": "track_cell", "severity": "hard"}, {"rule": "published_time", "severity": 9, "scope": scope})
    conference = made.done().replace(rules=tuple(map(RuleSetting.model_validate, rules)), default_rules=False)
    places = {"a": ("r", "am", 0), "b": ("r", "am", 1), "c": ("s", "am", 0)}
    return with_published(conference, conference.agenda(places))


# Ada comes at ten, when B is in their room, and the other room belongs to the other track in that block. If starts
# count, either A and B change places, or A goes to the afternoon, which is one move in time (5). If blocks count,
# changing places is no move at all.
@pytest.mark.parametrize(("scope", "least"), [("time", 5), ("block", 0)])
def test_where_tracks_choose_the_rooms_starts_or_blocks_are_kept(scope: str, least: int) -> None:
    late = {"change": "person available", "person": "ada", "not_before": "2026-06-01T10:00+00:00"}
    found = replan(in_tracks(scope), changes=[late], workers=1)
    assert (found.minimal, found.least) == (True, least)


def test_any_legal_agenda_keeps_the_hard_rules() -> None:
    late = {"change": "person available", "person": "ada", "not_before": "2026-06-01T10:00+00:00"}
    conference = keeping(apply_changes(in_tracks("time"), [late]), "first")
    run = ReplanRun(conference, None, {"workers": 1, "seed": 0}, None, Event())
    found = any_agenda(run, Agenda(conference, dict(conference.published_agenda or {})), 600.0)
    assert found is not None
    assert score(conference, found).is_legal
