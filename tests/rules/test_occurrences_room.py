"""Occurrences of a session keep their room."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.amount_tables import Grid
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.occurrences_room import OccurrencesRoom
from tests.contracts import assert_contract


def conference(occurrences: int = 3, optional: bool = False, **rule) -> Conference:
    """A session A that takes place several times, and a session B that takes place once; three rooms, three blocks."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="t")
    builder.day("2026-06-01")
    for hour in (9, 10, 11):
        builder.block(f"{hour}:00", f"{hour + 1}:00", id=f"b{hour}")
    builder.session("A", id="a", minutes=60, occurrences=occurrences, optional=optional)
    builder.session("B", id="b", minutes=60)
    return builder.rule("occurrences_room", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("rooms", "expected"),
    [
        ({"a": "h", "a#2": "h", "a#3": "h", "b": "l"}, 0),
        # Two rooms are one more than one, whoever is alone.
        ({"a": "h", "a#2": "l", "a#3": "h"}, 1),
        ({"a": "h", "a#2": "l", "a#3": "l"}, 1),
        ({"a": "h", "a#2": "l", "a#3": "t"}, 2),
        # What has no place has no room.
        ({"a#2": "l", "a#3": "t"}, 1),
        ({"a#3": "t"}, 0),
    ],
)
def test_rooms_over_one_are_counted(rooms, expected):
    programme = conference()
    blocks = dict(zip(("a", "a#2", "a#3", "b"), ("b9", "b10", "b11", "b9"), strict=True))
    agenda = programme.agenda({id: (room, blocks[id], 0) for id, room in rooms.items()})
    assert OccurrencesRoom().amount_in(agenda) == expected


def test_the_message_names_the_session_and_the_rooms():
    programme = conference()
    agenda = programme.agenda({"a": ("t", "b9", 0), "a#2": ("h", "b10", 0), "a#3": ("l", "b11", 0)})
    (violation,) = OccurrencesRoom().check(programme, agenda)
    assert violation.message == 'The occurrences of "A" are spread over 3 rooms: Hall, Lab and Attic.'
    assert violation.sessions == ("a", "a#2", "a#3")
    assert violation.rooms == ("h", "l", "t")


def test_it_has_nothing_to_say_where_nothing_repeats_or_there_is_one_room():
    assert not OccurrencesRoom().applies(conference(occurrences=1))
    assert OccurrencesRoom().applies(conference())
    assert not OccurrencesRoom().applies(conference().replace(rooms=conference().rooms[:1]))


def test_a_session_keeps_its_room_where_it_can():
    # B can go anywhere, and A is on its own in each of three blocks.
    programme = conference().replace(default_rules=True)
    result = solve(programme, workers=1)
    assert len({result.agenda[id].room for id in ("a", "a#2", "a#3")}) == 1


def test_a_room_that_closes_costs_one_move():
    # The hall closes after 10:00, the others open only at 10:00: A is in two rooms, one more than it should.
    programme = conference(severity=7)
    hall, lab, attic = programme.rooms
    rooms = (
        hall.model_copy(update={"closed_blocks": ("b10", "b11")}),
        lab.model_copy(update={"closed_blocks": ("b9",)}),
        attic.model_copy(update={"closed_blocks": ("b9",)}),
    )
    with_rules = programme.replace(
        rooms=rooms,
        rules=(
            {"rule": "occurrences_room", "severity": 7},
            {"rule": "room_availability"},
            {"rule": "occurrences_apart"},
        ),
    )
    assert solve(with_rules, workers=1).objective == 7


def test_there_are_tables_where_nothing_takes_place_more_than_twice():
    assert OccurrencesRoom().as_tables(Grid(conference(2))) is not None
    assert OccurrencesRoom().as_tables(Grid(conference(3))) is None


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize(("occurrences", "optional"), [(2, False), (2, True), (3, False), (3, True)])
def test_both_faces_and_the_tables_agree(severity, occurrences, optional):
    programme = conference(occurrences, optional)
    blocks = dict(zip(("a", "a#2", "a#3"), ("b9", "b10", "b11"), strict=True))
    places = {id: ("h", block, 0) for id, block in blocks.items() if id in programme.session_by_id}
    planted = [programme.agenda({**places, "b": ("l", "b9", 0)})]
    assert assert_contract(programme, OccurrencesRoom(severity=severity), most=250, planted=planted)
