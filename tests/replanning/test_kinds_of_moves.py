"""Replanning where moves count by minutes, by buildings, or once whatever has changed: what is proven of them holds."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from agenda_solver import Agenda, Conference, score
from agenda_solver.replanning import fewest_moves as fewest
from agenda_solver.replanning.held_places import Nearest
from agenda_solver.replanning.replan import replan
from agenda_solver.replanning.shared_solves import ReplanRun
from agenda_solver.replanning.stability_weights import keeping, level_of_moves, with_published
from agenda_solver.rules.published_time import PublishedTime
from agenda_solver.testing import agendas_of
from tests.contracts import assert_contract

MINUTES = {"rule": "published_time", "count": "minutes"}
PLACE = {"rule": "published_time", "of": "place"}
BUILDINGS = {"rule": "published_room", "other_building": 4}


def meeting(*rules: dict[str, Any], **options: Any) -> Conference:
    """A and B of Ada's at 9 and 10 in the hall, C at 9 in the barn across the yard; four half hours, then two."""
    builder = Conference.build("m", "M", "UTC").only_these_rules().day("2025-05-29")
    builder.block("09:00", "11:00", id="am", slot_minutes=30).block("13:00", "14:00", id="pm", slot_minutes=30)
    builder.building("Main", id="main").building("Yard", id="yard").person("Ada", id="ada")
    builder.room("Hall", id="h", building="main").room("Barn", id="b", building="yard")
    builder.session("A", id="a", minutes=30, speakers=["ada"]).session("B", id="b", minutes=30, speakers=["ada"])
    builder.session("C", id="c", minutes=30, **options)
    for rule in ({"rule": "speaker_clash", "severity": "hard"}, {"rule": "pinned", "severity": "hard"}, *rules):
        builder.rule(rule["rule"], **{name: value for name, value in rule.items() if name != "rule"})
    conference = builder.done()
    return with_published(
        conference, conference.agenda({"a": ("h", "am", 0), "b": ("h", "am", 2), "c": ("b", "am", 0)})
    )


def with_pin(conference: Conference, id: str, **pin: str) -> Conference:
    """Return the conference with a session pinned."""
    sessions = [{**s.model_dump(), "pin": pin} if s.id == id else s.model_dump() for s in conference.sessions]
    return conference.replace(sessions=sessions)


PINS = {
    "A at B's time": ("a", {"start": "2025-05-29T10:00+00:00"}),
    "A in the barn": ("a", {"room": "b"}),
    "A in the barn in the afternoon": ("a", {"room": "b", "block": "pm"}),
    "nothing": ("a", {"room": "h"}),
}


RULES = {
    "minutes": [MINUTES],
    "minutes up to 50": [{**MINUTES, "most_minutes": 50}],
    "places": [PLACE],
    "buildings": [BUILDINGS],
    "minutes and buildings": [MINUTES, BUILDINGS],
    "minutes beyond the block": [{**MINUTES, "scope": "block"}],
}


@pytest.mark.thorough
@pytest.mark.parametrize("pin", PINS)
@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_no_agenda_at_all_moves_less_than_what_is_called_minimal(rules: list[dict[str, Any]], pin: str) -> None:
    id, where = PINS[pin]
    conference = with_pin(meeting(*rules, optional=True), id, **where)
    found = replan(conference, workers=1, time_limit=30)
    level = level_of_moves(found.conference)
    assert level is not None
    every = [score(found.conference, agenda) for agenda in agendas_of(found.conference, 5_000)]
    assert len(every) < 5_000
    best = min(list(card.costs.values()) for card in every if card.is_legal)
    assert found.result.scorecard is not None
    assert list(found.result.scorecard.costs.values()) == best
    assert (found.minimal, found.least) == (True, best[0])


def test_what_makes_room_is_charged_its_way_and_not_its_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    # A goes from 9 to 10, 60 minutes; B makes room and goes half an hour, to either side. Five for each minute. Left
    # out, B alone would count 1440: the rounds, which leave it out at first, must not take that for a bound.
    monkeypatch.setattr(fewest, "times_first", lambda *_: None)
    monkeypatch.setattr(fewest, "_solve_whole_model", lambda *_: None)
    conference = keeping(with_pin(meeting(MINUTES), "a", start="2025-05-29T10:00+00:00"), "first")
    run = ReplanRun(conference, 30.0, {"workers": 1, "seed": 0}, None, Event())
    known = fewest.fewest_moves(run, Agenda(conference, dict(conference.published_agenda or {})), 1)
    assert (known.bound, known.cost) == (5 * 90, 5 * 90)


def test_another_room_and_another_time_are_one_move() -> None:
    # A goes to the barn in the afternoon: one move of five, whatever rooms count elsewhere.
    conference = with_pin(meeting(PLACE), "a", room="b", block="pm")
    found = replan(conference, workers=1, time_limit=30)
    assert (found.minimal, found.least) == (True, 5)


@pytest.mark.parametrize("published", [{}, {"gone": True}])
@pytest.mark.parametrize("scope", ["time", "block"])
def test_left_out_counts_as_little_as_the_nearest_other_time(published: dict[str, Any], scope: str) -> None:
    conference = meeting(MINUTES, optional=True)
    entries = tuple(entry.model_copy(update=published) for entry in conference.published or ())
    conference = conference.replace(published=entries)
    rule = Nearest(**dict(PublishedTime(count="minutes", scope=scope, most_minutes=500, severity={"weight": 3})))
    # Half an hour is the next start; the next block begins four hours after 9 and three after 10 o'clock.
    amounts = [rule.when_left_out(conference, entry) for entry in entries]
    assert amounts == ([500] * 3 if published else [30] * 3 if scope == "time" else [240, 180, 240])
    assert assert_contract(conference, rule, most=60)


@pytest.mark.parametrize(
    ("rules", "least"),
    [
        # A session at its time in another room costs 1, one at another time 5 at least.
        ([], 1),
        # Within a building nothing counts.
        ([{"rule": "published_room", "other_room": 0}], 0),
        ([{"rule": "published_room", "other_room": 3}], 1),
        # Whatever has changed, it is one move.
        ([PLACE], 5),
        # Within a block nothing counts.
        ([{"rule": "published_time", "scope": "block"}], 0),
    ],
)
def test_a_move_costs_at_least_what_the_cheapest_kind_does(rules: list[dict[str, Any]], least: int) -> None:
    kept = keeping(meeting(*rules), "first")
    run = ReplanRun(kept, 10.0, {"workers": 1, "seed": 0}, None, Event())
    level = level_of_moves(kept)
    assert level is not None
    assert fewest.least_of_a_move(run, level) == least


def test_of_several_rules_those_that_count_blocks_do_not_make_a_move_dear() -> None:
    level = {"priority": 1, "weight": 100}
    times = {"rule": "published_time", "label": "times", "severity": {"priority": 1, "weight": 2}}
    blocks = {"rule": "published_time", "label": "blocks", "scope": "block", "severity": level}
    for rules in ([times, blocks], [blocks, times]):
        conference = meeting(*rules, {"rule": "published_room", "severity": level})
        run = ReplanRun(conference, 10.0, {"workers": 1, "seed": 0}, None, Event())
        assert fewest.least_of_a_move(run, 1) == 2
