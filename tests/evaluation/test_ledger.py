"""What people who move sessions by hand ask of the ledger: every place, every exchange, and back again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.scorecard import score
from agenda_solver.explaining.placements.other_places import other_places
from agenda_solver.explaining.placements.swaps import best_swaps
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.testing.strategies import conferences
from tests.contracts import FULL
from tests.profiles import examples
from tests.settings import SETTINGS


@pytest.fixture
def conference() -> Conference:
    """Two rooms and two hours; Ada has two talks. The attic seats 10, and 30 people are expected at Bread and Wine."""
    return (
        Conference.build("feast", "Feast", "Europe/Berlin")
        .day("2026-03-12")
        .block("09:00", "11:00", slot_minutes=60, id="morning")
        .room("Hall", capacity=30, id="hall")
        .room("Attic", capacity=10, id="attic")
        .person("Ada", id="ada")
        .session("Bread", minutes=60, id="bread", speakers=["ada"], expected_audience=30)
        .session("Cheese", minutes=60, id="cheese", speakers=["ada"], expected_audience=5)
        .session("Wine", minutes=60, id="wine", expected_audience=30)
        .session("Feast", minutes=120, id="feast", optional=True)
        .rule("speaker_clash", severity="hard")
        .rule("room_capacity", severity=1)
        .done()
    )


def agenda(conference: Conference, **places: tuple[str, int]) -> Agenda:
    return conference.agenda({id: (room, "morning", slot) for id, (room, slot) in places.items()})


@pytest.fixture
def ledger(conference: Conference) -> Ledger:
    """Bread is in the attic, where 20 people have no seat, Cheese an hour later in the hall, and Wine before it."""
    return Ledger(conference, agenda=agenda(conference, bread=("attic", 0), cheese=("hall", 1), wine=("hall", 0)))


def test_a_heat_map_has_every_open_place_with_what_stands_there(conference: Conference, ledger: Ledger) -> None:
    heat_map = ledger.heat_map("bread")
    told = [
        (p.room, p.slot, heat_map[p].amounts, heat_map.costs(p)[0], heat_map.is_legal(p), heat_map.in_the_way(p))
        for p in heat_map
    ]
    assert told == [
        # All find a seat, but Wine is there: two sessions in one room at once.
        ("hall", 0, {"structure": 1, "room_capacity": -20}, -20, False, ("wine",)),
        ("attic", 0, {}, 0, True, ()),  # where it is
        # At once with Ada's other talk, and in its room.
        ("hall", 1, {"structure": 1, "speaker_clash": 1, "room_capacity": -20}, -20, False, ("cheese",)),
        ("attic", 1, {"speaker_clash": 1}, 0, False, ()),
    ]
    assert [(p.room, p.slot) for p in heat_map.best(2)] == [("attic", 0), ("hall", 0)]


def test_a_heat_map_of_a_session_without_a_place_counts_what_placing_it_changes(conference: Conference) -> None:
    ledger = Ledger(conference, agenda=agenda(conference, wine=("hall", 0)))
    heat_map = ledger.heat_map("bread")
    # Being nowhere is a fault, so every place takes one away; Cheese is still nowhere, so no place makes it legal.
    assert [heat_map[p].amounts for p in heat_map] == [
        {},  # one fault less, and one more with Wine
        {"structure": -1, "room_capacity": 20},
        {"structure": -1},
        {"structure": -1, "room_capacity": 20},
    ]
    assert not any(heat_map.is_legal(p) for p in heat_map)


def test_a_heat_map_stays_as_it_was_when_the_ledger_goes_on(conference: Conference, ledger: Ledger) -> None:
    heat_map, place = ledger.heat_map("bread"), conference.placement("bread", "hall", "morning", 0)
    ledger.take_out("wine")
    assert heat_map.in_the_way(place) == ("wine",)
    assert not heat_map.is_legal(place)
    assert ledger.heat_map("bread").in_the_way(place) == ()


def test_a_heat_map_knows_no_place_that_is_not_open(conference: Conference, ledger: Ledger) -> None:
    heat_map = ledger.heat_map("bread")
    with pytest.raises(KeyError):
        heat_map[conference.placement("feast", "hall", "morning", 0)]  # the whole morning is too long for Bread
    with pytest.raises(KeyError):
        ledger.place("bread", conference.placement("feast", "hall", "morning", 0))
    with pytest.raises(KeyError):
        ledger.heat_map("soup")


def test_the_best_exchange_comes_first(ledger: Ledger) -> None:
    found = [(swap.other, swap.is_legal, swap.costs[0], swap.change.amounts) for swap in ledger.best_swaps("bread")]
    assert found == [
        # Ada's talks just change their hours, and the 5 of Cheese find a seat in the attic.
        ("cheese", True, -20, {"room_capacity": -20}),
        ("wine", True, 0, {}),  # 20 people have no seat, whichever of the two is in the attic
    ]
    assert [swap.other for swap in ledger.best_swaps("bread", 1)] == ["cheese"]
    assert ledger.best_swaps("feast") == []  # it has no place


def test_an_exchange_does_what_was_foreseen_and_can_be_undone(ledger: Ledger) -> None:
    before, amounts = ledger.agenda, dict(ledger.amounts)
    assert ledger.swap("bread", "cheese").amounts == {"room_capacity": -20}
    assert [(ledger.agenda[id].room, ledger.agenda[id].slot) for id in ("bread", "cheese")] == [
        ("hall", 1),
        ("attic", 0),
    ]
    assert ledger.undo().amounts == {"room_capacity": 20}
    assert (ledger.agenda, ledger.amounts) == (before, amounts)


def test_an_exchange_needs_two_sessions_that_fit(conference: Conference) -> None:
    ledger = Ledger(conference, agenda=agenda(conference, bread=("attic", 1), feast=("hall", 0)))
    with pytest.raises(ValueError, match='"feast" is too long to begin where the other one begins'):
        ledger.swap("bread", "feast")  # there is but one hour left where Bread is
    with pytest.raises(ValueError, match='"wine" has no place'):
        ledger.swap("bread", "wine")
    with pytest.raises(ValueError, match="with itself"):
        ledger.swap("bread", "bread")
    assert ledger.best_swaps("bread") == []
    assert ledger.steps == 0


def test_several_steps_are_taken_back_at_once_and_no_more_than_were_made(
    conference: Conference, ledger: Ledger
) -> None:
    before = ledger.agenda
    ledger.take_out("wine")
    ledger.take_out("wine")  # changes nothing, and is a step all the same
    ledger.place("bread", conference.placement("bread", "hall", "morning", 0))
    assert ledger.steps == 3
    with pytest.raises(ValueError, match="4 steps cannot be taken back: 3 were made"):
        ledger.undo(4)
    with pytest.raises(ValueError, match="-1 steps cannot be taken back"):
        ledger.undo(-1)
    assert ledger.undo(0).amounts == {}
    # Moving Bread back leaves 20 people standing; Wine has a place again.
    assert ledger.undo(3).amounts == {"room_capacity": 20, "structure": -1}
    assert (ledger.agenda, ledger.steps) == (before, 0)


@given(data=st.data())
@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
def test_places_and_exchanges_are_those_that_are_explained_and_change_what_scoring_anew_says(
    data: st.DataObject,
) -> None:
    conference = data.draw(conferences(**FULL, pins=False))
    rules = [
        read_rule({"rule": id, "severity": data.draw(st.sampled_from(["hard", 2])), **choices[-1]})
        for id, make in SETTINGS.items()
        if (choices := make(conference)) and data.draw(st.booleans())
    ]
    places = {
        s.id: data.draw(st.sampled_from(list(Ledger(conference, []).heat_map(s.id)))) for s in conference.sessions
    }
    standing = Agenda(conference, places)
    before = score(conference, standing, rules)
    ledger, session = Ledger(conference, rules, standing), data.draw(st.sampled_from(conference.sessions)).id

    def scored(agenda: Agenda) -> tuple[dict[str, int], bool, dict[int, int]]:
        after = score(conference, agenda, rules)
        changes = {rule.key: after[rule.key].amount - rule.amount for rule in before.rules}
        costs = {level: after.costs[level] - before.costs[level] for level in before.costs}
        return {key: change for key, change in changes.items() if change}, after.is_legal, costs

    heat_map = ledger.heat_map(session)
    others = [o for o in other_places(conference, standing, session, rules=rules) if o.placement is not None]
    assert len(others) == len(heat_map) - 1
    for other in others:
        place = other.placement
        assert place is not None
        expected = scored(standing.with_placement(session, place))
        assert (other.amounts, other.legal, other.delta) == expected
        assert (heat_map[place].amounts, heat_map.is_legal(place), heat_map.costs(place)) == expected
    explained = {swap.other: swap for swap in best_swaps(conference, standing, session, rules=rules)}
    found = {swap.other: swap for swap in ledger.best_swaps(session, len(places))}
    assert set(found) == set(explained)
    for id, swap in found.items():
        other_swap = explained[id]
        after = standing.with_placement(session, swap.placement).with_placement(id, swap.other_placement)
        expected = scored(after)
        assert (swap.change.amounts, swap.is_legal, swap.costs) == expected
        assert (other_swap.amounts, other_swap.legal, other_swap.delta) == expected
