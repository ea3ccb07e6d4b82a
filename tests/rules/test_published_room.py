"""What was published stays in its room."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.published_room import PublishedRoom
from tests.contracts import assert_contract


def conference(**talk: Any) -> Conference:
    """Return a conference in which the talk was published in the hall, the panel in the den, the new one not at all."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "11:00", id="am", slot_minutes=60).room("Hall", id="h").room("Den", id="d")
    builder.session("Talk", id="talk", minutes=60, **talk).session("Panel", id="panel", minutes=60)
    builder.session("New one", id="new", minutes=60)
    start = "2025-05-29T09:00+05:00"
    published = ({"session": "talk", "room": "h", "start": start}, {"session": "panel", "room": "d", "start": start})
    return builder.done().replace(published=published)


@pytest.mark.parametrize(
    ("places", "amount"),
    [
        ({"talk": ("h", "am", 0), "panel": ("d", "am", 0), "new": ("h", "am", 1)}, 0),  # as published
        ({"talk": ("h", "am", 1), "panel": ("d", "am", 1), "new": ("h", "am", 0)}, 0),  # a time is no room
        ({"talk": ("d", "am", 0), "panel": ("h", "am", 0), "new": ("h", "am", 1)}, 2),  # the two changed rooms
        ({"panel": ("d", "am", 0), "new": ("h", "am", 1)}, 0),  # left out: published_time counts that
    ],
)
def test_the_sessions_in_another_room_are_counted(places: Any, amount: int) -> None:
    programme = conference(optional=True)
    assert PublishedRoom().amount_in(programme.agenda(places)) == amount


def in_two_buildings() -> Conference:
    """Hall and Den are in the north, the Barn in the south, the Tent nowhere; the talk was published in the hall."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "11:00", id="am", slot_minutes=60).building("North", id="n").building("South", id="s")
    builder.room("Hall", id="h", building="n").room("Den", id="d", building="n").room("Barn", id="b", building="s")
    builder.room("Tent", id="t").session("Talk", id="talk", minutes=60, optional=True)
    published = ({"session": "talk", "room": "h", "start": "2025-05-29T09:00+05:00"},)
    return builder.done().replace(published=published)


@pytest.mark.parametrize(
    ("parameters", "amounts"),
    [
        # In the hall, the den, the barn, the tent.
        ({}, [0, 1, 1, 1]),
        ({"other_room": 0}, [0, 0, 1, 1]),
        ({"other_building": 4}, [0, 1, 4, 4]),
        ({"other_room": 2, "other_building": 0}, [0, 2, 0, 0]),
    ],
)
def test_a_room_of_another_building_counts_what_it_is_said_to_count(parameters: Any, amounts: list[int]) -> None:
    programme, rule = in_two_buildings(), PublishedRoom(**parameters)
    agendas = [programme.agenda({"talk": (room, "am", 0)}) for room in "hdbt"]
    assert [sum(found.amount for found in rule.check(programme, agenda)) for agenda in agendas] == amounts
    assert rule.measured_in == ("points" if max(amounts) > 1 else "sessions")
    for severity in (HARD, soft(3)):
        assert assert_contract(programme, PublishedRoom(severity=severity, **parameters))


def test_rooms_of_no_building_are_all_in_one() -> None:
    assert not PublishedRoom(other_room=0).applies(conference())
    assert PublishedRoom(other_room=0).applies(in_two_buildings())
    assert PublishedRoom(other_building=0).applies(conference())
    assert not PublishedRoom(other_room=0, other_building=0).applies(in_two_buildings())


def test_the_message_says_that_it_is_another_building_where_that_counts() -> None:
    programme = in_two_buildings()
    agenda = programme.agenda({"talk": ("b", "am", 0)})
    messages = [v.message for n in (1, 4) for v in PublishedRoom(other_building=n).check(programme, agenda)]
    assert messages == [
        '"Talk" was published in Hall, but is now in Barn.',
        '"Talk" was published in Hall, but is now in Barn, in another building.',
    ]


def test_the_message_says_where_it_was_and_where_it_is() -> None:
    programme = conference()
    (violation,) = PublishedRoom().check(programme, programme.agenda({"talk": ("d", "am", 0)}))
    assert violation.message == '"Talk" was published in Hall, but is now in Den.'
    assert (violation.sessions, violation.rooms) == (("talk",), ("h", "d"))


def test_it_has_nothing_to_say_where_nothing_was_published() -> None:
    assert PublishedRoom().applies(conference())
    assert not PublishedRoom().applies(conference().replace(published=None))


def test_a_session_leaves_its_room_only_where_that_is_worth_it() -> None:
    # The talk wants a beamer, which only the den has: worth 4, and the room 10. With the room at 1 it moves.
    wish = {"rule": "room_preference", "severity": 4, "tables": [{"session": "talk", "room": "h", "amount": 1}]}
    for weight, room, cost in ((10, "h", 4), (1, "d", 1)):
        rules = (wish, {"rule": "published_room", "severity": weight})
        result = solve(conference().replace(rules=rules), workers=1)
        assert (str(result.status), result.objective) == ("optimal", cost)
        assert result.agenda is not None
        assert result.agenda["talk"].room == room


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree(severity: Any) -> None:
    assert assert_contract(conference(optional=True), PublishedRoom(severity=severity), most=150)
