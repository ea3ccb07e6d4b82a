"""Attendees can attend what they wish to attend."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, InvalidInput, solve
from agenda_solver.evaluation.grid import PlaceGrid
from agenda_solver.rules.audience_attendance import AudienceAttendance
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.shared.seating_flow import Audience, BestSeating
from agenda_solver.search.attendance.greedy_seating import QuickSeating
from agenda_solver.testing.contract import agendas_of
from tests.contracts import assert_contract
from tests.profiles import examples

# Two slots of an hour. The hall seats two, the nook one. Ada and Bo are people of the conference, Cy and Di are not.
ADA = {"voter": "ada", "sessions": ["bread", "cheese", "wine"], "strong": ["wine"]}
BO = {"voter": "bo", "sessions": ["bread", "cheese"], "strong": ["bread"]}
CY = {"voter": "cy", "sessions": ["bread"]}
DI = {"voter": "di", "sessions": ["bread"]}


def conference(*votes: dict[str, Any], **changes: Any) -> Conference:
    builder = Conference.build("c", "C", "Europe/Berlin").only_these_rules().day("2026-03-13")
    builder.block("09:00", "11:00", id="morning", slot_minutes=60)
    builder.room("Hall", id="h", capacity=2, features=["stairs"]).room("Nook", id="n", capacity=1, features=["screen"])
    builder.person("Ada").person("Bo")
    for title, minutes in (("Bread", 60), ("Cheese", 60), ("Wine", 120)):
        builder.session(title, minutes=minutes, **changes.get(title.lower(), {}))
    made = builder.done()
    people = [{"id": id, "name": id.title(), **changes.get(id, {})} for id in ("ada", "bo")]
    return made.replace(votes=votes, people=people, **{k: changes[k] for k in ("rooms",) if k in changes})


EVERYBODY = (ADA, BO, CY, DI)
SPLIT = {"bread": ("h", "morning", 0), "cheese": ("h", "morning", 1), "wine": ("n", "morning", 0)}
LATE = [{"start": "2026-03-13T10:00+01:00", "end": "2026-03-13T12:00+01:00"}]


def amount(made: Conference, places: Any, **parameters: Any) -> int:
    return AudienceAttendance(**parameters).amount_in(made.agenda(places))


@pytest.mark.parametrize(
    ("votes", "changes", "places", "parameters", "lost"),
    [
        # Bread and cheese one after the other: Bo attends both.
        ([BO], {}, SPLIT, {}, 0),
        # Bread and cheese at once: Bo takes bread, the strong wish, and loses 1.
        ([BO], {}, {"bread": ("h", "morning", 0), "cheese": ("n", "morning", 0)}, {}, 1),
        # Wine takes both hours: Ada's 2 for it are no more than her 1 + 1 for the others. 2 are lost in any case.
        ([ADA], {}, SPLIT, {}, 2),
        # With 3 for strong wishes she drinks, and loses 1 + 1.
        ([ADA], {}, SPLIT, {"strong": 3}, 2),
        # Bread is wanted by Bo for 2, by Cy and Di for 1 each, and the hall has two seats: one of those two is out.
        ([BO, CY, DI], {}, SPLIT, {}, 1),
        ([BO, CY, DI], {}, SPLIT, {"seats": False}, 0),
        # One of the two seats is Ada's, whom bread requires; a speaker takes none.
        ([BO, CY, DI], {"bread": {"required_people": ["ada"]}}, SPLIT, {}, 2),
        ([BO, CY, DI], {"bread": {"speakers": ["ada"]}}, SPLIT, {}, 1),
        # Whoever speaks cannot attend what is at the same time; their own session is no wish of theirs.
        ([ADA], {"wine": {"speakers": ["ada"]}}, SPLIT, {}, 2),
        ([ADA], {"wine": {"speakers": ["ada"]}}, SPLIT, {"roles": ["chairs"]}, 2),
        ([BO], {"wine": {"speakers": ["bo"]}}, SPLIT, {}, 3),
        ([BO], {"wine": {"speakers": ["bo"]}}, SPLIT, {"roles": ["chairs"]}, 0),
        # Bo comes at ten: bread at nine is lost.
        ([BO], {"bo": {"available": LATE}}, SPLIT, {}, 2),
        # Bo cannot use stairs, or needs the screen: both sessions are in the hall.
        ([BO], {"bo": {"prohibited_features": ["stairs"]}}, SPLIT, {}, 3),
        ([BO], {"bo": {"required_features": ["screen"]}}, SPLIT, {}, 3),
        # What has no place is attended by nobody.
        ([BO, CY], {}, {"cheese": ("h", "morning", 1)}, {}, 3),
        ([], {}, SPLIT, {}, 0),
        # 12 points each: Bo's wishes are worth 24 / 2 and 12 / 2, Cy's 12. Bo, then Cy, gets a seat; Di loses 12.
        ([BO, CY, DI], {}, SPLIT, {"share": 12}, 12),
        # Bo's three sessions (two wishes, and one to speak in) share: 24 / 3 + 12 / 3 are lost beside the talk.
        ([BO], {"wine": {"speakers": ["bo"]}}, SPLIT, {"share": 12}, 12),
        # 2 / 2 and 1 / 2, rounded up to 1: with one point to share, strong and weak are alike.
        ([BO], {}, {"bread": ("h", "morning", 0), "cheese": ("n", "morning", 0)}, {"share": 1}, 1),
    ],
)
def test_what_the_best_attendance_leaves_over_is_counted(votes, changes, places, parameters, lost):
    if "roles" in parameters:
        parameters = {**parameters, "roles": tuple(parameters["roles"])}
    assert amount(conference(*votes, **changes), places, **parameters) == lost


def messages(made: Conference, places: Any) -> list[str]:
    return [v.message for v in AudienceAttendance().check(made, made.agenda(places))]


def test_the_sentence_says_who_cannot_attend_what_and_why():
    rooms = [{"id": "h", "name": "Hall"}, {"id": "n", "name": "Nook", "capacity": 0}]
    made = conference(BO, DI, bo={"available": LATE}, rooms=rooms)
    places = {"bread": ("n", "morning", 0), "wine": ("h", "morning", 0)}
    assert messages(made, places) == [
        'Bo cannot attend "Bread" (13 Mar 09:00): it is at a time when Bo is not there.',
        'Bo wishes to attend "Cheese", but it has no place.',
        'di cannot attend "Bread" (13 Mar 09:00): Nook has no seat left.',
    ]
    made = conference(ADA, ADA | {"voter": "eve"}, cheese={"moderators": ["ada"]}, bo={"required_features": ["x"]})
    places = {"bread": ("h", "morning", 1), "cheese": ("n", "morning", 0), "wine": ("h", "morning", 0)}
    found = messages(made, places)
    assert 'Ada cannot attend "Wine" (13 Mar 09:00): "Cheese" needs them at that time.' in found
    made = conference(BO, bo={"required_features": ["x"]})
    assert messages(made, {"bread": ("h", "morning", 0)})[0].endswith("Hall is not suitable for Bo.")
    made = conference(BO)
    at_once = {"bread": ("h", "morning", 0), "cheese": ("n", "morning", 0)}
    assert messages(made, at_once) == ['Bo cannot attend "Cheese" (13 Mar 09:00): at that time they attend "Bread".']


def test_a_violation_names_people_of_the_conference_only():
    made = conference(BO, CY)
    found = list(AudienceAttendance().check(made, made.agenda({})))
    assert [(v.sessions, v.people) for v in found] == [
        (("bread",), ("bo",)),
        (("cheese",), ("bo",)),
        (("bread",), ()),
    ]


def test_it_is_off_until_somebody_asks_for_it_and_silent_without_wishes():
    assert "audience_attendance" not in [
        rule.id for rule in rules_of(conference(*EVERYBODY)) if not rule.severity.is_off
    ]
    assert AudienceAttendance().applies(conference(CY))
    assert not AudienceAttendance().applies(conference())
    # The only wish is for the voter's own talk.
    assert not AudienceAttendance().applies(conference(ADA | {"sessions": ["wine"]}, wine={"speakers": ["ada"]}))


def test_a_strong_wish_has_to_be_a_wish():
    with pytest.raises(InvalidInput, match=r'its strong wish "wine" is not among its sessions'):
        conference({"voter": "x", "sessions": ["bread"], "strong": ["wine"]})


CHANGES: list[dict[str, Any]] = [
    {},
    {"bread": {"optional": True}, "cheese": {"optional": True}},
    {"wine": {"required_people": ["bo"]}},
    {"wine": {"speakers": ["bo"], "optional": True}, "ada": {"available": LATE}},
    {"ada": {"prohibited_features": ["stairs"]}, "bo": {"required_features": ["screen"]}},
    {"rooms": [{"id": "h", "name": "H"}, {"id": "n", "name": "N", "capacity": 0}, {"id": "o", "name": "O"}]},
]


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_all_faces_agree(changes, severity):
    for votes, parameters in ((EVERYBODY, {}), ([ADA], {"share": 7}), ([CY, DI], {"seats": False})):
        made = conference(*votes, **changes)
        assert_contract(made, AudienceAttendance(severity=severity, **parameters), most=60)


def test_all_faces_agree_where_blocks_overlap():
    builder = Conference.build("c", "C", "Europe/Berlin").day("2026-03-13").only_these_rules()
    builder.block("09:00", "10:00", id="a").block("09:30", "10:30", id="b", slot_minutes=30)
    builder.room("Hall", capacity=1).room("Nook", capacity=1)
    builder.session("Bread", minutes=60).session("Cheese", minutes=30, optional=True).session("Wine", minutes=30)
    for who in ("x", "y"):
        builder.votes(who, "Bread", "Cheese", strong=["Wine"])
    assert assert_contract(builder.done(), AudienceAttendance(severity=soft(1)), most=100)


def test_nobody_has_to_choose_where_that_can_be_helped():
    made = conference(*EVERYBODY).replace(rules=[{"rule": "audience_attendance", "severity": 1}])
    result = solve(made, workers=1)
    # All wishes are worth 9. With bread and cheese in the hall one after the other, Ada has wine (2) in the nook, Bo
    # both of his (2 + 1), and one of Cy and Di the other seat at bread (1): 3 are lost. Were Ada at bread and cheese
    # instead, she would have 2 as well, and take a seat. Were wine in the hall, bread and cheese had one seat each.
    assert (str(result.status), result.scorecard.objective) == ("optimal", 3)


def test_the_check_finds_no_less_than_every_attendance_that_is_tried():
    """Every set of wishes that can be fulfilled is tried one by one."""
    made = conference(*EVERYBODY)
    for agenda in agendas_of(made, 30, 1):
        wishes = [(v["voter"], id) for v in EVERYBODY for id in v["sessions"] if id in agenda]
        best = max(
            sum(2 if id in v.strong else 1 for who, id in kept for v in made.votes if v.voter == who)
            for chosen in product([False, True], repeat=len(wishes))
            if is_possible(agenda, kept := [w for w, yes in zip(wishes, chosen, strict=True) if yes])
        )
        assert AudienceAttendance().amount_in(agenda) == 9 - best


def is_possible(agenda: Agenda, kept: list[tuple[str, str]]) -> bool:
    seats = {"h": 2, "n": 1}
    for id, place in agenda.items():
        if sum(1 for _, other in kept if other == id) > seats[place.room]:
            return False
    pairs = [(a, b) for who, a in kept for other, b in kept if who == other and a < b]
    return all(agenda[a].end <= agenda[b].start or agenda[b].end <= agenda[a].start for a, b in pairs)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=examples(25), deadline=None)
def test_the_quick_face_finds_what_the_model_finds_where_seats_are_short(seed: int) -> None:
    """Chains of three and more who make room for each other: many voters, few seats, all sessions at once."""
    rng = random.Random(seed)
    builder = Conference.build("c", "C", "Europe/Berlin").day("2026-03-13").block("09:00", "10:00", id="b")
    sessions = [f"s{n}" for n in range(5)]
    for id in sessions:
        builder.room(f"Room {id}", id=f"r-{id}", capacity=rng.randint(0, 4))
        builder.session(id, minutes=60, id=id)
    for n in range(14):
        mine = rng.sample(sessions, rng.randint(1, 5))
        builder.votes(f"v{n}", *mine, strong=mine[: rng.randint(0, 2)])
    made = builder.done()
    agenda = made.agenda({id: (f"r-{id}", "b", 0) for id in sessions})
    rule = AudienceAttendance(share=rng.choice([None, 60]))
    audience = Audience(rule, grid := PlaceGrid(made))
    spots = [grid.spot(id, place) for id, place in agenda.items()]
    lost = rule.amount_in(agenda)
    assert audience.total - BestSeating(audience).value(spots) == lost
    assert audience.total - QuickSeating(audience).value(spots) >= lost
