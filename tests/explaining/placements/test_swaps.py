"""An exchange of two sessions is worth what scoring the whole agenda anew would say, by rule and by level."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import STRUCTURE, score
from agenda_solver.explaining.placements.swaps import Swap, best_swaps
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.explaining.placements.test_other_places import LARGER, OFTEN, some_rules
from tests.profiles import examples, some
from tests.settings import SETTINGS


def exchanged(agenda: Agenda, swap: Swap) -> Agenda:
    """Return the agenda after the exchange."""
    return agenda.with_placement(swap.session, swap.placement).with_placement(swap.other, swap.other_placement)


def drawn(data: st.DataObject, conference: Conference) -> tuple[Agenda, str]:
    """Draw an agenda in which some sessions may be missing and rooms may be taken twice, and a session."""
    agenda = next(agendas_of(conference, 1, seed=data.draw(st.integers(0, 10_000))))
    draw = random.Random(data.draw(st.integers(0, 10_000)))
    kept = {id: place for id, place in agenda.items() if draw.random() < 0.85}
    return Agenda(conference, kept), draw.choice(conference.sessions).id


@pytest.mark.parametrize("id", some(sorted(SETTINGS)))
@given(data=st.data())
@settings(OFTEN, max_examples=examples(12))
def test_an_exchange_changes_each_rule_by_the_difference_of_two_full_checks(id: str, data: st.DataObject) -> None:
    conference = data.draw(conferences(**LARGER))
    choices = SETTINGS[id](conference)
    if not choices:
        return
    rule = read_rule({"rule": id, "severity": 3, **data.draw(st.sampled_from(choices))})
    agenda, session = drawn(data, conference)

    def amount(agenda: Agenda) -> int:
        return rule.amount_in(agenda)

    if not rule.applies(conference):
        return
    for swap in best_swaps(conference, agenda, session, rules=[rule]):
        assert swap.amounts.get(rule.key, 0) == amount(exchanged(agenda, swap)) - amount(agenda)


@given(data=st.data())
@settings(OFTEN, max_examples=examples(13))
def test_exchanges_say_what_scoring_anew_would_say_and_come_best_first(data: st.DataObject) -> None:
    conference = data.draw(conferences(**LARGER))
    rules = some_rules(data, conference)
    agenda, session = drawn(data, conference)
    before = score(conference, agenda, rules)
    swaps = best_swaps(conference, agenda, session, rules=rules, scorecard=before)
    for swap in swaps:
        after = score(conference, exchanged(agenda, swap), rules)
        changes = {rule.key: after[rule.key].amount - rule.amount for rule in before.rules}
        assert swap.amounts == {key: change for key, change in changes.items() if change}
        assert swap.delta == {level: after.costs[level] - before.costs[level] for level in before.costs}
        assert swap.legal == after.is_legal
        assert (swap.placement.room, swap.placement.start) == (agenda[swap.other].room, agenda[swap.other].start)
        mine = agenda[session]
        assert (swap.other_placement.room, swap.other_placement.start) == (mine.room, mine.start)
    assert swaps == sorted(swaps, key=lambda swap: (not swap.legal, *swap.delta.values()))


def morning() -> Conference:
    """Return a hall for 100, a den for 10, and two hours; the film takes both of them."""
    return (
        Conference.build("morning", "Morning", "UTC")
        .day("2026-06-01")
        .block("09:00", "11:00", slot_minutes=60, id="am")
        .room("Hall", id="hall", capacity=100)
        .room("Den", id="den", capacity=10)
        .room("Lab", id="lab", session_types=["lab"])
        .person("Ada", id="ada")
        .session("Large", id="large", minutes=60, expected_audience=50, speakers=["ada"])
        .session("Small", id="small", minutes=60, expected_audience=5, speakers=["ada"])
        .session("Film", id="film", minutes=120, expected_audience=20)
        .session("Soldering", id="soldering", minutes=60, type="lab")
        .only_these_rules()
        .rule("room_capacity", 1)
        .rule("speaker_clash", "hard")
        .done()
    )


def test_two_sessions_change_places_and_each_keeps_its_length() -> None:
    """Large (50) is in the den from 9 to 10: 40 seats short. Film (20) has the hall all morning."""
    conference = morning()
    agenda = conference.agenda(
        {"large": ("den", "am", 0), "small": ("den", "am", 1), "film": ("hall", "am", 0), "soldering": ("lab", "am", 0)}
    )
    small, film = best_swaps(conference, agenda, "large")
    # With the small talk the two of them change hours in the den, which changes nothing. The film would be 10 seats
    # short in the den until 11, where the small talk is from 10 on; large would have the seats it needs in the hall.
    assert (small.other, small.legal, small.amounts, small.delta) == ("small", True, {}, {0: 0})
    assert (film.other, film.legal, film.broken, film.is_better) == ("film", False, (STRUCTURE,), False)
    assert film.amounts == {"room_capacity": -40 + 10, STRUCTURE: 1}


def test_a_session_that_does_not_fit_where_another_one_is_does_not_change_with_it() -> None:
    """From 10 on there is one hour: too short for the film. The lab takes nothing but labs."""
    conference = morning()
    agenda = conference.agenda(
        {
            "small": ("hall", "am", 1),
            "film": ("den", "am", 0),
            "soldering": ("lab", "am", 0),
            "large": ("hall", "am", 0),
        }
    )
    assert [swap.other for swap in best_swaps(conference, agenda, "film")] == ["large"]
    assert best_swaps(conference, agenda, "soldering") == []


def test_a_session_without_a_place_has_nothing_to_exchange() -> None:
    conference = morning()
    assert best_swaps(conference, conference.agenda({"large": ("hall", "am", 0)}), "small") == []


def test_there_are_no_exchanges_of_an_unknown_session() -> None:
    conference = morning()
    with pytest.raises(InvalidInput, match='session: there is no session "x"'):
        best_swaps(conference, conference.agenda({}), "x")


def test_an_exchange_is_told_as_plain_data() -> None:
    conference = morning()
    agenda = conference.agenda({"large": ("den", "am", 0), "small": ("hall", "am", 1)})
    (swap,) = best_swaps(conference, agenda, "large")
    assert swap.as_dict() == {
        "session": "large",
        "other": "small",
        "placement": {"room": "hall", "block": "am", "slot": 1},
        "other_placement": {"room": "den", "block": "am", "slot": 0},
        "legal": False,  # the film and the soldering have no place
        "delta": {"0": -40},
        "amounts": {"room_capacity": -40},
        "costs": {"room_capacity": -40},
        "broken": [],
    }
