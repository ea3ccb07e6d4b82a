"""The score of a move is the difference of two full scores, rule by rule, for every rule of the registry."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.scorecard import STRUCTURE, score
from agenda_solver.explaining.placements.other_places import OtherPlace, other_places
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples, some
from tests.settings import SETTINGS

OFTEN = settings(max_examples=examples(13), deadline=None, suppress_health_check=list(HealthCheck))
# People, tracks and blocks enough that most sessions are none of a rule's business.
LARGER = {"most_sessions": 8, "most_people": 4, "most_tracks": 3, "most_blocks": 5}


def agenda_and_move(data: st.DataObject, conference: Conference) -> tuple[Agenda, str, list[Placement | None]]:
    """Draw an agenda in which some sessions may be missing, a session, and places that it could have."""
    agenda = next(agendas_of(conference, 1, seed=data.draw(st.integers(0, 10_000))))
    draw = random.Random(data.draw(st.integers(0, 10_000)))
    kept = {id: place for id, place in agenda.items() if draw.random() < 0.85}
    session = draw.choice(conference.sessions)
    positions = [
        conference.position(session, block, slot) for block in conference.blocks for slot in range(block.slots)
    ]
    places: list[Placement | None] = [
        Placement(room.id, p.block, p.slot, p.start, p.end) for p in positions if p for room in conference.rooms
    ]
    return Agenda(conference, kept), session.id, [*draw.sample(places, min(len(places), 15)), None]


def some_rules(data: st.DataObject, conference: Conference) -> list[Rule]:
    """Draw some rules of the registry, with random settings and severities."""
    severities = st.sampled_from(["hard", 1, 7, {"priority": 1, "weight": 2}])
    return [
        read_rule({"rule": id, "severity": data.draw(severities), **data.draw(st.sampled_from(choices))})
        for id, make in SETTINGS.items()
        if (choices := make(conference)) and data.draw(st.booleans())
    ]


def added(ledger: Ledger, session: str, places: list[Placement | None]) -> list[dict[str, int]]:
    """Return by how much a session that stands nowhere changes each rule at each place; nowhere it changes none."""
    ledger.take_out(session)
    return [{} if place is None else dict(ledger.peek(session, place).amounts) for place in places]


def amount(rule: Rule, conference: Conference, agenda: Agenda) -> int:
    """Return what the full check says."""
    return rule.amount_in(agenda)


@pytest.mark.parametrize("id", some(sorted(SETTINGS)))
@given(data=st.data())
@OFTEN
def test_what_a_session_adds_to_a_rule_is_the_difference_of_two_full_checks(id: str, data: st.DataObject) -> None:
    conference = data.draw(conferences(**LARGER))
    choices = SETTINGS[id](conference)
    if not choices:
        return
    rule = read_rule({"rule": id, "severity": 3, **data.draw(st.sampled_from(choices))})
    agenda, session, places = agenda_and_move(data, conference)
    if rule.applies(conference):
        without = amount(rule, conference, agenda.with_placement(session, None))
        expected = [amount(rule, conference, agenda.with_placement(session, place)) - without for place in places]
    else:  # no score counts it, whatever its check would say of an agenda with other faults
        expected = [0 for _ in places]
    found = added(Ledger(conference, [rule], agenda), session, places)
    assert [changes.get(rule.key, 0) for changes in found] == expected


@given(data=st.data())
@OFTEN
def test_what_a_session_adds_to_the_structure_is_the_difference_of_two_full_scores(data: st.DataObject) -> None:
    conference = data.draw(conferences(**LARGER))
    agenda, session, places = agenda_and_move(data, conference)

    def faults(place: Placement | None) -> int:
        return score(conference, agenda.with_placement(session, place), [])[STRUCTURE].amount

    found = added(Ledger(conference, [], agenda), session, places)
    assert [changes.get(STRUCTURE, 0) for changes in found] == [faults(place) - faults(None) for place in places]


@given(data=st.data())
@settings(OFTEN, max_examples=examples(20))
def test_other_places_say_what_scoring_anew_would_say(data: st.DataObject) -> None:
    """Amounts, costs, levels and legality, with all rules at random severities."""
    conference = data.draw(conferences(**LARGER))
    rules = some_rules(data, conference)
    agenda, session, _ = agenda_and_move(data, conference)
    before = score(conference, agenda, rules)
    for other in other_places(conference, agenda, session, rules=rules):
        after = score(conference, agenda.with_placement(session, other.placement), rules)
        changes = {rule.key: after[rule.key].amount - rule.amount for rule in before.rules}
        assert other.amounts == {key: change for key, change in changes.items() if change}
        costs = {rule.key: after[rule.key].cost - rule.cost for rule in before.rules}
        assert other.costs == {key: change for key, change in costs.items() if change}
        assert other.delta == {level: after.costs[level] - before.costs[level] for level in before.costs}
        assert other.legal == after.is_legal
        assert set(other.broken) == {r.key for r in before.rules if r.severity.is_hard and changes[r.key] > 0}


def hall_and_cellar() -> Conference:
    """Return two sessions of one speaker; 50 people want to see the second, and the cellar seats 10."""
    return (
        Conference.build("small", "Small", "UTC")
        .day("2026-06-01")
        .block("09:00", "10:00", id="am")
        .block("11:00", "12:00", id="pm")
        .room("Hall", id="hall", capacity=100)
        .room("Cellar", id="cellar", capacity=10)
        .person("Ada", id="ada")
        .session("A", id="a", minutes=60, speakers=["ada"])
        .session("B", id="b", minutes=60, speakers=["ada"], expected_audience=50)
        .done()
    )


def test_other_places_come_best_first_with_their_changes_by_rule() -> None:
    """Ada speaks in both sessions; the second one draws 50 people, of whom 40 find no seat in the cellar."""
    conference = hall_and_cellar()
    agenda = conference.agenda({"a": ("hall", "am", 0), "b": ("cellar", "pm", 0)})
    found = other_places(conference, agenda, "b")
    places = [(other.placement.room, other.placement.block) for other in found if other.placement]
    # The hall in the afternoon seats everybody. In the morning Ada is in the hall already (hard), wherever B is; the
    # hall saves 40 seats but has two sessions at once, and the cellar saves nothing.
    assert places == [("hall", "pm"), ("hall", "am"), ("cellar", "am")]
    best, taken, clash = found
    assert (best.legal, best.amounts, best.delta, best.is_better) == (True, {"room_capacity": -40}, {0: -40}, True)
    assert taken.amounts == {STRUCTURE: 1, "speaker_clash": 1, "room_capacity": -40}
    assert set(taken.broken) == {STRUCTURE, "speaker_clash"}
    assert (clash.legal, clash.amounts, clash.is_better) == (False, {"speaker_clash": 1}, False)


def test_a_place_is_better_only_if_the_highest_level_that_changes_gets_cheaper() -> None:
    def other(delta: dict[int, int], *, legal: bool = True) -> OtherPlace:
        return OtherPlace(session="a", placement=None, legal=legal, amounts={}, costs={}, delta=delta, broken=())

    assert other({1: 0, 0: -1}).is_better
    assert other({1: -1, 0: 100}).is_better
    assert not other({1: 1, 0: -100}).is_better
    assert not other({1: 0, 0: 0}).is_better
    assert not other({0: -5}, legal=False).is_better
