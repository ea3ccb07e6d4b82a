"""Why a session, a person, a track or a rule costs what it costs."""

from __future__ import annotations

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.explaining.placements.cost_reasons import dearest_sessions, why_here
from agenda_solver.explaining.placements.other_places import other_places
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import read_rule


def evening() -> Conference:
    """Return three talks; Ada gives two of them, and 50 people want to see the second one."""
    return (
        Conference.build("evening", "Evening", "UTC")
        .day("2026-06-01")
        .block("18:00", "20:00", slot_minutes=60, id="late")
        .room("Hall", id="hall", capacity=100)
        .room("Cellar", id="cellar", capacity=10)
        .person("Ada", id="ada")
        .person("Ben", id="ben")
        .track("Bread", id="bread")
        .session("A", id="a", minutes=60, speakers=["ada"])
        .session("B", id="b", minutes=60, speakers=["ada"], track="bread", expected_audience=50)
        .session("C", id="c", minutes=60, speakers=["ben"], track="bread")
        .only_these_rules()
        .rule("room_capacity", 2)
        .rule("speaker_clash", "hard")
        .done()
    )


def clashing() -> tuple[Conference, Agenda]:
    """Return an agenda in which Ada is in two rooms at once, and 40 of the people find no seat."""
    conference = evening()
    places = {"a": ("hall", "late", 0), "b": ("cellar", "late", 0), "c": ("hall", "late", 1)}
    return conference, conference.agenda(places)


CLASH = 'Ada cannot be in "A" and in "B" at once (1 Jun 18:00).'
SEATS = '50 people are expected at "B", but Cellar seats 10.'


@pytest.mark.parametrize(
    ("subject", "name", "unmet", "cost"),
    [
        ({"session": "b"}, "B", [CLASH, SEATS], 80),  # 40 seats, weight 2
        ({"session": "a"}, "A", [CLASH], 0),
        ({"session": "c"}, "C", [], 0),
        ({"person": "ada"}, "Ada", [CLASH, SEATS], 80),  # the seats are missing in a session of hers
        ({"person": "ben"}, "Ben", [], 0),
        ({"track": "bread"}, "Bread", [CLASH, SEATS], 80),
        ({"rule": "room_capacity"}, "room_capacity", [SEATS], 80),
    ],
)
def test_what_concerns_somebody_is_told_with_its_cost(
    subject: dict[str, str], name: str, unmet: list[str], cost: int
) -> None:
    conference, agenda = clashing()
    why = why_here(conference, agenda, **subject)  # type: ignore[arg-type]
    assert (why.name, why.unmet, why.costs) == (name, unmet, {0: cost})


def test_a_rule_stands_for_all_its_labels_unless_one_is_named() -> None:
    conference, agenda = clashing()
    rules = [read_rule({"rule": "room_capacity", "severity": 1, "label": label}) for label in ("one", "two")]
    assert why_here(conference, agenda, rule="room_capacity", rules=rules).costs == {0: 80}  # 40 seats, twice
    assert why_here(conference, agenda, rule="room_capacity:two", rules=rules).costs == {0: 40}


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ({"session": "x"}, 'session: there is no session "x"'),
        ({"person": "x"}, 'person: nobody is called "x"'),
        ({"track": "x"}, 'track: there is no track "x"'),
        ({"rule": "plenary"}, 'rule: no rule that is on and applies is "plenary"'),
        ({}, "give exactly one of session, person, track and rule"),
        ({"session": "a", "rule": "plenary"}, "give exactly one of session, person, track and rule"),
    ],
)
def test_a_wrong_question_is_refused_with_its_place(subject: dict[str, str], message: str) -> None:
    conference, agenda = clashing()
    with pytest.raises(InvalidInput, match=message):
        why_here(conference, agenda, **subject)  # type: ignore[arg-type]


def test_there_are_no_other_places_of_an_unknown_session() -> None:
    conference, agenda = clashing()
    with pytest.raises(InvalidInput, match='session: there is no session "x"'):
        other_places(conference, agenda, "x")


def test_the_dearest_sessions_come_first_and_a_higher_level_counts_before_a_lower_one() -> None:
    """Ada's two talks clash, which is a wish on level 1 here; B is 40 seats short as well, at a weight of 2."""
    conference, agenda = clashing()
    rules = [
        read_rule({"rule": "room_capacity", "severity": 2}),
        read_rule({"rule": "speaker_clash", "severity": {"priority": 1, "weight": 3}}),
    ]
    first, second = dearest_sessions(conference, score(conference, agenda, rules))
    assert (first.session, first.costs, first.by_rule) == (
        "b",
        {1: 3, 0: 80},
        {"room_capacity": 80, "speaker_clash": 3},
    )
    assert (second.session, second.costs, second.by_rule) == ("a", {1: 3, 0: 0}, {"speaker_clash": 3})


def test_what_hard_rules_say_of_a_session_is_no_cost() -> None:
    conference, agenda = clashing()  # speaker_clash is hard: A has nothing else
    assert [cost.session for cost in dearest_sessions(conference, score(conference, agenda))] == ["b"]
