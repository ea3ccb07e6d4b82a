"""A small conference on which every kind of term matters, and rules that tell terms of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from agenda_solver.authoring import Reach, sharing, track_mates
from agenda_solver.evaluation.grid import By
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.reach import EVERYTHING
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.parallel_limit import ParallelLimit
from agenda_solver.rules.person_gap import PersonGap
from agenda_solver.rules.room_changeover import RoomChangeover
from agenda_solver.rules.track_balance import TrackBalance
from agenda_solver.rules.track_order import TrackOrder
from tests.contracts import rule_of

if TYPE_CHECKING:
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = [
    "CASES",
    "Asked",
    "AskedBalance",
    "AskedChangeover",
    "AskedGap",
    "AskedLimit",
    "AskedOrder",
    "a_crowded_agenda",
    "a_legal_agenda",
    "fair",
]


@cache
def fair() -> Conference:
    """Return a fair of two days: blocks that overlap, sessions of three lengths, two that may be left out.

    Bread takes place twice, Wine is pinned, the cellar is for talks only and closed for an hour, and Ada and Bo have
    sessions in both tracks. Sessions of one length differ in their audience, which is a small number that counts as
    units below.
    """
    built = Conference.build("fair", "Fair", "Europe/Berlin").only_these_rules()
    built.day("2026-06-01", id="mon").block("09:00", "11:00", id="early", slot_minutes=30, tags=["prime"])
    built.block("10:30", "12:00", id="late", slot_minutes=15, session_types=["talk"]).day("2026-06-02", id="tue")
    built.block("09:00", "10:30", id="second").block("09:30", "10:00", id="beside")
    built.block("10:10", "11:10", id="third", slot_count=2)
    built.block("11:30", "12:00", id="fourth")
    built.building("North", id="north").building("South", id="south").walk("North", "South", 20)
    built.room("Hall", id="hall", building="north", capacity=2, changeover_minutes=10, features=["stage"])
    built.room("Attic", id="attic", building="south", capacity=1, available=[("2026-06-01 10:00", "2026-06-02 10:30")])
    built.room(
        "Cellar", id="cellar", capacity=0, session_types=["talk"], closed_blocks=["third"], changeover_minutes=31
    )
    built.person("Ada", id="ada", available=[("2026-06-01 09:30", "2026-06-02 10:00")])
    built.person("Bo", id="bo", available=[("2026-06-01 09:00", "2026-06-01 11:15")])
    built.track("Food", id="food", chairs=["ada"]).track("Drink", id="drink", chairs=["ada"])
    talk: dict[str, Any] = {"type": "talk"}
    built.session(
        "Bread", id="bread", minutes=30, track="food", speakers=["ada"], expected_audience=1, occurrences=2, **talk
    )
    built.session(
        "Cheese",
        id="cheese",
        minutes=30,
        track="food",
        speakers=["ada", "bo"],
        expected_audience=3,
        position=1,
        setup_minutes=20,
        preferred_times=["prime"],
        **talk,
    )
    built.session(
        "Soup",
        id="soup",
        minutes=60,
        track="food",
        moderators=["bo", "ada"],
        expected_audience=2,
        position=3,
        setup_minutes=15,
        level="expert",
        required_features=["stage"],
    )
    built.session(
        "Wine",
        id="wine",
        minutes=30,
        track="drink",
        speakers=["bo"],
        expected_audience=2,
        level="expert",
        pin={"room": "hall", "block": "second"},
        **talk,
    )
    built.session(
        "Tea",
        id="tea",
        duration_slots=1,
        track="drink",
        speakers=["ada"],
        expected_audience=1,
        optional=True,
        priority=3,
        preferred_features=["stage"],
        **talk,
    )
    built.session(
        "Milk",
        id="milk",
        minutes=60,
        track="drink",
        speakers=["bo"],
        expected_audience=3,
        position=2,
        level="beginner",
        time_zone="Asia/Kathmandu",
        **talk,
    )
    built.session("Songs", id="songs", minutes=90, expected_audience=2, optional=True, plenary=True)
    return _published(built.done())


def _published(conference: Conference) -> Conference:
    """Publish two sessions, one of them in a room that it cannot have."""
    places = {"cheese": ("attic", "2026-06-01T10:00:00+02:00"), "songs": ("cellar", "2026-06-01T09:00:00+02:00")}
    rows = [{"session": id, "room": room, "start": start} for id, (room, start) in places.items()]
    return conference.replace(published=tuple(rows))


def a_legal_agenda() -> Agenda:
    """Return an agenda of the fair in which nothing is wrong with the places themselves."""
    return fair().agenda(
        {
            "soup": ("hall", "early", 0),
            "cheese": ("hall", "early", 2),
            "tea": ("attic", "early", 3),
            "milk": ("hall", "late", 1),
            "bread": ("cellar", "late", 1),
            "wine": ("hall", "second", 0),
            "songs": ("attic", "second", 0),
            "bread#2": ("hall", "third", 0),
        }
    )


def a_crowded_agenda() -> Agenda:
    """Return an agenda of the fair in which everything is in the cellar, at once or with little time between."""
    places = {
        "soup": ("early", 1),
        "tea": ("early", 3),
        "cheese": ("late", 4),
        "songs": ("second", 0),
        "wine": ("beside", 0),
        "milk": ("third", 0),
        "bread": ("third", 1),
        "bread#2": ("fourth", 0),
    }
    return fair().agenda({id: ("cellar", *place) for id, place in places.items()})


class Crowds(Rule):
    """What the audiences of a class of places add up to costs a number that looks like no other: no rule has this."""

    id: ClassVar[str] = "crowds"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    by: By

    def applies(self, conference: Conference) -> bool:
        return True

    def post(self, decisions: Any) -> None:
        raise NotImplementedError

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        audiences = dict.fromkeys(_classes(conference, self.by), 0)
        for id, placement in agenda.items():
            audiences[_class(conference, placement, self.by)] += conference.session_by_id[id].expected_audience
        for rank, people in enumerate(audiences.values()):
            yield Violation(_points(rank, people), f"{people} people")

    def quick(self, terms: Terms) -> bool:
        units = {number: session.expected_audience for number, session in enumerate(terms.grid.conference.sessions)}
        terms.charge_counts(units, self.by, _points)
        return True


def _points(rank: int, people: int) -> int:
    """Return neither a line nor a convex curve, another one for each class, and not 0 where nobody is."""
    return (people * people * (rank + 1) + rank % 3 + 1) % 7


def _classes(conference: Conference, by: By) -> list[tuple[str, ...]]:
    blocks, days, rooms = (
        [part.id for part in parts] for parts in (conference.blocks, conference.days, conference.rooms)
    )
    stretches = {"block": blocks, "cell": blocks, "day": days, "day and room": days}.get(by, [])
    if by in ("block", "day"):
        return [(one,) for one in stretches]
    if by in ("cell", "day and room"):
        return [(one, room) for one in stretches for room in rooms]
    return [(room,) for room in rooms] if by == "room" else [()]


def _class(conference: Conference, placement: Placement, by: By) -> tuple[str, ...]:
    block, room = placement.block, placement.room
    day = conference.block_by_id[block].day
    return {
        "block": (block,),
        "day": (day,),
        "room": (room,),
        "cell": (block, room),
        "day and room": (day, room),
        "conference": (),
    }[by]


class Asked(Rule):
    """A rule without a quick face."""

    def quick(self, terms: Terms) -> Literal[False]:
        return False


class AskedGap(Asked, PersonGap):
    """Others matter on one day, and at a distance."""

    def reach(self, conference: Conference, session: str) -> Reach:
        others = sharing(conference, session, conference.session_by_id[session].people(self.roles))
        farthest = max((walk.minutes for walk in conference.walks), default=0) if self.walk else 0
        return Reach(others, room=self.walk, within="day", apart_minutes=self.pause_minutes + farthest)


class AskedChangeover(Asked, RoomChangeover):
    """Others matter in one room, at a distance."""

    def reach(self, conference: Conference, session: str) -> Reach:
        between = max(s.teardown_minutes for s in conference.sessions) + max(
            s.setup_minutes for s in conference.sessions
        )
        pauses = [*(r.changeover_minutes for r in conference.rooms), between]
        return Reach(same_room=True, apart_minutes=max(pauses))


class AskedBalance(Asked, TrackBalance):
    """The amount of no session at all is not 0; of a track, nothing is said of any other."""

    def reach(self, conference: Conference, session: str) -> Reach:
        if self.counts_largest:
            return EVERYTHING
        return Reach(track_mates(conference, session), room=False, time="block")

    def about(self, conference: Conference, session: str) -> Self:
        if self.counts_largest:
            return self
        track = conference.session_by_id[session].track
        return self.model_copy(update={"tracks": tuple(one.id for one in self.chosen(conference) if one.id == track)})


class AskedOrder(Asked, TrackOrder):
    """Others matter wherever they are."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return EVERYTHING if self.counts_largest else Reach(track_mates(conference, session))


class AskedLimit(Asked, ParallelLimit):
    """It promises nothing, so all of the agenda is looked at."""


def _rules(*named: tuple[str, dict[str, Any]]) -> list[Rule]:
    """Return rules with labels and different severities, on two priority levels."""
    severities = (2, {"priority": 1, "weight": 3}, 5)
    return [
        rule_of(id, severities[rank % 3], {**parameters, "label": f"number {rank}"})
        for rank, (id, parameters) in enumerate(named)
    ]


FOODS = ["bread", "cheese", "soup"]
EVERYBODY = [*FOODS, "wine", "tea", "milk", "songs"]
TABLES = [{"session": "soup", "block": "early", "amount": 2}, {"track": "drink", "day": "tue", "amount": 1}]
ROOM_TABLES = [{"session": "wine", "room": "cellar", "amount": 2}, {"track": "food", "room": "attic", "amount": 3}]
CLOSED = [{"room": "hall", "block": "early", "amount": 2}, {"room": "attic", "block": "late", "amount": 3}]
ORDERS = [
    {"before": "cheese", "after": "milk", "min_gap_minutes": 45},
    {"before": "tea", "after": "bread", "other_day": True},
]
KINDS: tuple[By, ...] = ("block", "day", "room", "cell", "day and room", "conference")

CASES: dict[str, list[Rule]] = {
    "times": _rules(("time_preference", {"tables": TABLES}), ("person_availability", {}), ("local_hours", {})),
    "rooms": _rules(("room_capacity", {}), ("room_features", {}), ("published_room", {})),
    "places": _rules(("pinned", {}), ("room_preference", {"tables": ROOM_TABLES, "per_slot": True})),
    "anybody": _rules(("room_availability", {"table": CLOSED}), ("pinned", {})),
    "absence": _rules(("unscheduled", {}), ("published_time", {}), ("unscheduled", {"by": "likelihood"})),
    "overlaps": _rules(
        ("speaker_clash", {}),
        ("plenary", {}),
        ("not_in_parallel", {"sets": [{"sessions": FOODS}, {"sessions": FOODS[::-1]}]}),
    ),
    "pairs": _rules(
        ("precedence", {"pairs": ORDERS}),
        ("same_day", {"groups": [{"sessions": EVERYBODY[3:]}]}),
        ("speaker_clash", {"scope": "block"}),
        ("person_gap", {"pause_minutes": 20}),
        ("series", {"groups": [{"sessions": FOODS[1:], "same_room": False}, {"sessions": FOODS}]}),
    ),
    "one room": _rules(("room_changeover", {})),
    "counts": _rules(
        ("track_balance", {}),
        ("offer_diversity", {"blocks": ["early"]}),
        ("person_day_load", {"limit": 1}),
        ("room_availability", {"table": CLOSED, "table_by": "cell"}),
        ("track_rooms", {"per": "day"}),
        ("one_of", {"sets": [{"sessions": FOODS}, {"sessions": EVERYBODY}], "count": 2}),
    ),
    # The first kind is there twice: one account adds the two up.
    "classes": [Crowds(severity=soft(rank), label=f"{rank}", by=by) for rank, by in enumerate((*KINDS, KINDS[0]), 1)],
    "peaks": _rules(
        ("parallel_limit", {"limit": 1, "scope": "time"}),
        ("resource_limit", {"resource": "cameras", "available": 0, "sessions": EVERYBODY}),
        ("track_parallel", {"scope": "time"}),
    ),
    "groups": _rules(("track_order", {}), ("chair_clash", {})),
    "largest": _rules(
        ("person_gap", {"pause_minutes": 20, "counts": "largest"}),
        ("track_balance", {"counts": "largest"}),
        ("person_availability", {"counts": "largest"}),
        ("track_order", {"counts": "largest"}),
        ("compactness", {"of": "room", "counts": "largest"}),
    ),
    "patterns": _rules(("track_contiguity", {"per": "conference"}), ("track_contiguity", {"per": "day"})),
    "asked": [
        AskedGap(severity=soft(2), pause_minutes=20),
        AskedChangeover(severity=soft(3)),
        AskedBalance(severity=soft(1)),
        AskedOrder(severity=soft(1, priority=1)),
        AskedLimit(severity=soft(1), limit=1),
    ],
}
"""Rules by what they let the ledger keep."""
