"""The independent score: what every agenda must have, and its tables by rule, session and person."""

from __future__ import annotations

import json

import pytest

from agenda_solver import Agenda, Conference, score
from agenda_solver.evaluation.scorecard import RuleScore
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.room_capacity import RoomCapacity
from agenda_solver.rules.speaker_clash import SpeakerClash
from agenda_solver.rules.unscheduled import Unscheduled

RULES = (SpeakerClash(), RoomCapacity(severity=soft(3)), Unscheduled(severity=soft(7, 2)))


def conference() -> Conference:
    """Return two talks of Ada's and an optional workshop; talks in the hall, workshops in the lab, early or late."""
    builder = Conference.build("c", "C", "Europe/Berlin").only_these_rules().day("2026-06-01")
    builder.block("09:00", "10:00", id="early", slot_minutes=30).block("10:00", "11:00", id="late", slot_minutes=30)
    builder.block("11:00", "12:00", id="talks", slot_minutes=30, session_types=["talk"])
    builder.room("Hall", id="hall", capacity=100, session_types=["talk"])
    builder.room("Lab", id="lab", capacity=10, session_types=["talk", "workshop"])
    builder.person("Ada", id="ada").person("Grace", id="grace")
    builder.session('A <"1">', id="a", type="talk", minutes=60, speakers=["Ada"], expected_audience=120)
    builder.session("B", id="b", type="talk", minutes=30, speakers=["Ada", "Grace"], expected_audience=15)
    return builder.session("W", id="w", type="workshop", minutes=60, optional=True, priority=4).done()


def faults(places: dict[str, tuple[str, str, int]]) -> list[str]:
    programme = conference()
    structure = score(programme, programme.agenda(places), ())["structure"]
    assert structure.amount == len(structure.violations)  # each fault counts once
    return [v.message for v in structure.violations]


LEGAL = {"a": ("hall", "early", 0), "b": ("lab", "late", 0), "w": ("lab", "early", 0)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, None),
        # An optional session may be left out, another may not.
        ({"w": None}, None),
        ({"b": None}, '"B" has no place.'),
        # Types of rooms, and of blocks.
        ({"w": ("hall", "late", 0)}, '"W" is of type workshop, which Hall does not take.'),
        ({"w": ("lab", "talks", 0)}, '"W" is of type workshop, which 1 Jun 11:00 is not for.'),
        # Two in one room, also where only their later halves meet; what merely touches is no fault.
        ({"b": ("lab", "early", 0)}, '"B" and "W" are both in Lab at 1 Jun 09:00.'),
        ({"b": ("lab", "early", 1)}, '"B" and "W" are both in Lab at 1 Jun 09:30.'),
        ({"b": ("hall", "late", 0)}, None),
    ],
)
def test_structure(changes, message) -> None:
    places = {id: place for id, place in {**LEGAL, **changes}.items() if place is not None}
    assert faults(places) == ([] if message is None else [message])


def test_every_fault_is_counted() -> None:
    programme = conference()
    scorecard = score(programme, Agenda(programme, {}), ())
    assert (scorecard["structure"].amount, scorecard.is_legal, scorecard.costs) == (2, False, {0: 0})


def test_amounts_and_costs_by_rule_and_by_level() -> None:
    programme = conference()
    # A is 20 seats short in the hall, B 5 in the lab; both are Ada's and run at once; W (priority 4) is left out.
    agenda = programme.agenda({"a": ("hall", "early", 0), "b": ("lab", "early", 0)})
    scorecard = score(programme, agenda, RULES)
    assert {rule.key: rule.amount for rule in scorecard.rules} == {
        "structure": 0,
        "speaker_clash": 1,
        "room_capacity": 25,
        "unscheduled": 4,
    }
    # A hard rule is not weighed; the highest level comes first.
    assert list(scorecard.costs.items()) == [(2, 28), (0, 75)]
    assert (scorecard.objective, scorecard.is_legal, scorecard["speaker_clash"].cost) == (75, False, 0)
    assert [rule.key for rule, _ in scorecard.violations] == [
        "speaker_clash",
        "unscheduled",
        "room_capacity",
        "room_capacity",
    ]
    with pytest.raises(KeyError, match="plenary"):
        scorecard["plenary"]


def test_by_session_and_by_person() -> None:
    programme = conference()
    agenda = programme.agenda({"a": ("hall", "early", 0), "b": ("lab", "early", 0)})
    scorecard = score(programme, agenda, RULES)
    assert scorecard.by_session() == {
        "a": {"speaker_clash": 1, "room_capacity": 20},
        "b": {"speaker_clash": 1, "room_capacity": 5},
        "w": {"unscheduled": 4},
    }
    assert scorecard.by_person() == {"ada": {"speaker_clash": 1}}


def test_as_dict_is_json_as_it_stands() -> None:
    programme = conference()
    data = score(programme, programme.agenda(LEGAL), RULES).as_dict()
    assert json.loads(json.dumps(data))["costs"] == {"2": 0, "0": 75}
    assert data["legal"] is True
    capacity = next(rule for rule in data["rules"] if rule["rule"] == "room_capacity")
    assert (capacity["severity"], capacity["amount"], capacity["cost"]) == ("weight 3", 25, 75)
    assert capacity["violations"][0]["sessions"] == ("a",)


def test_the_tables_say_whether_it_is_legal_and_escape_what_they_show() -> None:
    programme = conference()
    rule = RoomCapacity(severity=HARD, label="seats")
    scorecard = score(programme, programme.agenda(LEGAL), [rule])
    assert str(scorecard).splitlines()[-1] == "NOT LEGAL, cost 0 on level 0"
    assert "<td>room_capacity:seats</td><td>hard</td><td>25</td>" in scorecard._repr_html_()


def test_the_agenda_of_an_equal_conference_is_scored_the_same() -> None:
    one, other = conference(), conference()
    agenda = one.agenda(LEGAL)
    assert score(other, agenda, RULES) == score(one, agenda, RULES)


@pytest.mark.parametrize(
    ("unit", "one", "two"),
    [
        ("minutes", "1 minute", "2 minutes"),
        ("clashes", "1 clash", "2 clashes"),
        ("pairs of sessions", "1 pair of sessions", "2 pairs of sessions"),
        ("rooms over one", "1 room over one", "2 rooms over one"),
        ("priority points", "1 priority point", "2 priority points"),
    ],
)
def test_an_amount_is_told_with_its_unit_in_the_singular_or_the_plural(unit: str, one: str, two: str) -> None:
    def measure(amount: int) -> str:
        return RuleScore("rule", "rule", unit, soft(1), (Violation(amount, ""),)).measure

    assert (measure(1), measure(2), measure(1200)) == (one, two, f"1,200 {unit}")
