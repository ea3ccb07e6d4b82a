"""The rule of personal wishes: its two faces agree, its sentences say why, and wrong wishes are refused."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, score
from agenda_solver.rules.registry import rules_of
from benchmarks.families.koma.wishes import PersonalWishes, WishesOfPerson
from tests.benchmarks.families.koma.wished import LATE, conference, sessions, wished_conferences
from tests.contracts import assert_contract


@pytest.mark.parametrize("made", list(wished_conferences()))
@pytest.mark.parametrize("severity", [3, "hard"])
def test_both_faces_agree_on_every_agenda(made: Conference, severity: Any) -> None:
    (rule,) = rules_of(made)
    with_severity = PersonalWishes(severity=severity, wishes=rule.wishes)
    legal = assert_contract(made, with_severity, most=150)
    assert severity == "hard" or legal > 0


def amount(made: Conference, places: dict[str, tuple[str, str, int]]) -> int:
    return score(made, made.agenda(places))["personal_wishes"].amount


def test_what_does_not_overlap_and_has_seats_costs_nothing() -> None:
    made = conference({"ada": {"bread": 3, "cheese": 2}})
    assert amount(made, {"bread": ("hall", "morning", 0), "cheese": ("hall", "morning", 1)}) == 0


def test_of_two_wishes_at_once_the_lighter_one_is_lost() -> None:
    made = conference({"ada": {"bread": 3, "cheese": 2}})
    assert amount(made, {"bread": ("hall", "morning", 0), "cheese": ("nook", "morning", 0)}) == 2


def test_two_light_wishes_together_can_be_better_than_a_heavy_long_one() -> None:
    # Wine (4) takes both hours; bread and cheese (3 + 2) one after the other are worth more.
    made = conference({"ada": {"bread": 3, "cheese": 2, "wine": 4}})
    places = {"bread": ("hall", "morning", 0), "cheese": ("hall", "morning", 1), "wine": ("nook", "morning", 0)}
    assert amount(made, places) == 4


def test_a_seat_goes_to_whom_it_is_worth_most_all_together() -> None:
    # The nook has one seat for bread: Cy's 7 is worth more than Ada's 3, who then can be at cheese (2), worth 5 to Bo,
    # for the hall has two seats. Lost are Ada's 3, and Bo's 1 since he is at cheese.
    made = conference({"ada": {"bread": 3, "cheese": 2}, "bo": {"bread": 1, "cheese": 5}, "cy": {"bread": 7}})
    assert amount(made, {"bread": ("nook", "morning", 0), "cheese": ("hall", "morning", 0)}) == 4


def test_required_people_take_seats_first() -> None:
    made = conference({"bo": {"bread": 4}}, sessions=sessions(bread={"required_people": ["ada"]}))
    assert amount(made, {"bread": ("nook", "morning", 0)}) == 4
    assert amount(made, {"bread": ("hall", "morning", 0)}) == 0


def test_each_lost_wish_has_a_sentence_that_says_why() -> None:
    made = conference(
        {"ada": {"bread": 3, "cheese": 2}, "bo": {"bread": 1}, "cy": {"cheese": 1, "wine": 1}},
        sessions=sessions(wine={"required_people": ["bo"]}),
        people=[
            {"id": "ada", "name": "Ada"},
            {"id": "bo", "name": "Bo"},
            {"id": "cy", "name": "Cy", "available": LATE},
        ],
        rooms=[{"id": id, "name": id.title(), "capacity": 1} for id in ("hall", "nook", "den")],
    )
    agenda = made.agenda(
        {"bread": ("hall", "morning", 0), "cheese": ("nook", "morning", 0), "wine": ("den", "morning", 0)}
    )
    assert [violation.message for violation in score(made, agenda)["personal_wishes"].violations] == [
        'Ada cannot attend "Cheese" (13 Mar 09:00): at that time Ada attends "Bread".',
        'Bo cannot attend "Bread" (13 Mar 09:00): "Wine" needs Bo at that time.',
        'Cy cannot attend "Cheese" (13 Mar 09:00): it is at a time or in a room that is not for Cy.',
        'Cy cannot attend "Wine" (13 Mar 09:00): it is at a time or in a room that is not for Cy.',
    ]


def test_want_of_seats_and_of_a_place_are_told_too() -> None:
    made = conference({"ada": {"bread": 3}, "bo": {"bread": 2, "wine": 1}}, sessions=sessions(wine={"optional": True}))
    agenda = made.agenda({"bread": ("nook", "morning", 0)})
    assert [violation.message for violation in score(made, agenda)["personal_wishes"].violations] == [
        'Bo cannot attend "Bread" (13 Mar 09:00): Nook has no seat left.',
        'Bo wishes to attend "Wine", which has no place.',
    ]


def test_wishes_that_cannot_be_meant_are_refused_with_their_places() -> None:
    rows = [
        {"person": "ada", "weights": {"bread": 1, "brad": 1}},
        {"person": "ada", "weights": {"cheese": 1}},
        {"person": "eve", "weights": {}},
    ]
    made = conference(
        {}, rules=[{"rule": "personal_wishes", "wishes": rows}], sessions=sessions(cheese={"required_people": ["ada"]})
    )
    with pytest.raises(InvalidInput) as refused:
        rules_of(made)
    assert [str(mistake) for mistake in refused.value.mistakes] == [
        'rules[0].wishes[0].person: "ada" has 2 rows of wishes',
        'rules[0].wishes[0].weights.brad: no session has the id "brad"',
        'rules[0].wishes[1].person: "ada" has 2 rows of wishes',
        'rules[0].wishes[1].weights.cheese: "ada" is required there and needs no wish',
        'rules[0].wishes[2].person: nobody has the id "eve"',
    ]


def test_without_wishes_there_is_nothing_to_look_at() -> None:
    made = conference({})
    assert not PersonalWishes().applies(made)
    assert not PersonalWishes(wishes=(WishesOfPerson(person="ada", weights={}),)).applies(made)
