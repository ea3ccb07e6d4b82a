"""Changes that would take a fact back, smallest first.

Sizes are rough estimates in minutes: the minutes that are given up, or an assumed equivalent for other kinds of
changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agenda_solver.diagnosis.finding import listed
from agenda_solver.explaining.infeasibility.demand_sentences import demand_in_words, owner_in_words
from agenda_solver.explaining.infeasibility.fact import Change, Fact
from agenda_solver.explaining.infeasibility.number_steps import (
    fewer_minutes,
    fewer_people,
    more_of_it,
    more_seats,
    shorter,
    shorter_gap,
    shorter_walk,
)
from agenda_solver.explaining.infeasibility.relaxation_step import ChangeOrder, Ladder, RelaxationStep, changing
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.explaining.infeasibility.window_steps import longer_windows
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Room
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.severity import Severity

__all__ = ["ladders", "softened"]

TROUBLE = {"field": 60, "parameter": 60, "rule": 90, "person": 180, "session": 240, "rooms": 300}
UNPIN, FEATURE = 30, 45
MOST_ROOMS = 5
# Fields that no way out changes: a room stays in its building.
UNCHANGED = {("rooms", "building")}


def ladders(fact: Fact, case: Case) -> Iterator[Ladder]:
    """Yield the ways to take one fact back, each as a ladder; the last step of one of them removes the fact."""
    conference = case.conference
    if fact.kind == "session":
        yield [_left_out(conference, fact)]
    elif fact.kind == "length":
        yield from shorter(conference, conference.session_by_id[fact.id])
    elif fact.kind == "person":
        yield [_without_person(conference, fact)]
    elif fact.kind == "rooms":
        yield from _one_more_room(conference)
    elif fact.kind == "rule":
        yield from more_of_it(case, fact.id)
    elif fact.kind == "parameter":
        yield from shorter_gap(conference, fact)
        words, group_words = f"Do without this: {fact.message}", ("Do without any one of these", "")
        yield [
            RelaxationStep(
                words, TROUBLE["parameter"], fact.relax, ChangeOrder.RULES, group_words, fact.message.removesuffix(".")
            )
        ]
    elif (fact.part, fact.name) not in UNCHANGED:
        yield from FIELDS.get((fact.part, fact.name), _dropped)(conference, fact)


def softened(case: Case, rule: Rule, amount: int) -> RelaxationStep:
    """Return the step that turns a hard rule into a wish on the highest priority level, violated by ``amount``."""
    highest = max((other.severity.priority for other in case.rules if not other.is_hard), default=0)
    severity = Severity(weight=1, priority=min(9, highest + 1))
    minutes = amount if rule.unit.startswith("minutes") else 30 * amount
    message = f"Let {rule.key} be a wish above all others instead of a hard rule."
    size = TROUBLE["rule"] + minutes
    return RelaxationStep(message, size, lambda draft: draft.change_rule(rule.key, severity=severity), ChangeOrder.WISH)


def _left_out(conference: Conference, fact: Fact) -> RelaxationStep:
    title = f'"{conference.session_by_id[fact.id].title}"'
    group_words = ("Let any one of these", "be left out where it has no place")
    words = f"Let {title} be left out where it has no place."
    return RelaxationStep(words, TROUBLE["session"], fact.relax, ChangeOrder.LEAVING_OUT, group_words, title)


def _without_person(conference: Conference, fact: Fact) -> RelaxationStep:
    title = f'"{conference.session_by_id[fact.id].title}"'
    name = conference.person_by_id[fact.detail].name
    group_words = ("Let any one of these", f"take place without {name}")
    words = f"Let {title} take place without {name}."
    return RelaxationStep(words, TROUBLE["person"], fact.relax, ChangeOrder.SESSIONS, group_words, title)


# --- fields ----------------------------------------------------------------------------------------------------------


def _opened_blocks(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    room = conference.room_by_id[fact.id]
    for block in room.closed_blocks:
        left = tuple(other for other in room.closed_blocks if other != block)
        when = conference.clock(conference.block_span[block].start)
        yield [
            RelaxationStep(
                f"Open {room.name} in the block of {when}.",
                conference.block_by_id[block].minutes,
                changing("rooms", room.id, closed_blocks=left),
                ChangeOrder.ROOMS,
                (f"Open {room.name} in any one of these", "blocks"),
                when,
            )
        ]
    if len(room.closed_blocks) > 1:
        yield [_opened_together(conference, room, number) for number in range(2, len(room.closed_blocks) + 1)]


def _opened_together(conference: Conference, room: Room, number: int) -> RelaxationStep:
    """Return the step that opens a room in the earliest ``number`` of its closed blocks."""
    spans = conference.block_span
    opened = sorted(room.closed_blocks, key=lambda block: spans[block].start)[:number]
    left = tuple(block for block in room.closed_blocks if block not in opened)
    times = listed((conference.clock(spans[block].start) for block in opened), most=number)
    minutes = sum(conference.block_by_id[block].minutes for block in opened)
    change = changing("rooms", room.id, closed_blocks=left)
    words = f"Open {room.name} in the blocks of {times}."
    return RelaxationStep(words, minutes, change, ChangeOrder.ROOMS, is_last_resort=True)


def _dropped(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    several = demand_in_words(conference, fact, "any one of these")
    before, _, after = several.removesuffix(".").partition("any one of these")
    group_words = (f"{before}any one of these", after.strip()) if several else ("", "")
    order = ChangeOrder.ROOMS if fact.part in ("rooms", "blocks") else ChangeOrder.SESSIONS
    words = demand_in_words(conference, fact)
    yield [RelaxationStep(words, TROUBLE["field"], fact.relax, order, group_words, owner_in_words(conference, fact))]


def _unpinned(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    session = conference.session_by_id[fact.id]
    title, pin = f'"{session.title}"', session.pin
    aspects = {"start": "begin at another time", "block": "be in another block", "day": "be on another day"}
    what = aspects.get(fact.detail, "be in another room")
    start = None
    if fact.detail == "start" and pin is not None and pin.start is not None:
        start = (session.id, conference.minute_of(pin.start))
    group_words = ("Let any one of these", what)
    yield [RelaxationStep(f"Let {title} {what}.", UNPIN, fact.relax, ChangeOrder.PINS, group_words, title, start)]


def _features(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Yield the ways to equip each room that lacks a feature, and the way to do without it."""
    wanted = set(fact.detail)
    for room in conference.rooms:
        lacking = sorted(wanted - set(room.features))
        if lacking:
            change = changing("rooms", room.id, features=(*room.features, *lacking))
            what = listed(lacking, most=len(lacking))
            words, group_words = f"Equip {room.name} with {what}.", ("Equip any one of these", f"rooms with {what}")
            yield [RelaxationStep(words, FEATURE * len(lacking), change, ChangeOrder.ROOMS, group_words, room.name)]
    yield from _dropped(conference, fact)


# --- rooms -----------------------------------------------------------------------------------------------------------


def _one_more_room(conference: Conference) -> Iterator[Ladder]:
    for room in conference.rooms:
        steps: Ladder = []
        for more in range(1, MOST_ROOMS + 1):
            what = f"one more room like {room.name}" if more == 1 else f"{more} more rooms like {room.name}"
            steps.append(
                RelaxationStep(
                    f"Find {what}.", TROUBLE["rooms"] * more, _copying(room.id, more), ChangeOrder.MORE_ROOMS
                )
            )
        yield steps


def _copying(room: str, more: int) -> Change:
    def change(draft: ConferenceDraft) -> None:
        like = draft.part("rooms", room)
        for number in range(more):
            id = f"{room} ({number + 2})"
            draft.parts["rooms"][id] = like.model_copy(update={"id": id, "name": f"{like.name} ({number + 2})"})

    return change


FIELDS: dict[tuple[str, str], Callable[[Conference, Fact], Iterator[Ladder]]] = {
    ("people", "available"): longer_windows,
    ("rooms", "available"): longer_windows,
    ("rooms", "closed_blocks"): _opened_blocks,
    ("rooms", "capacity"): more_seats,
    ("sessions", "expected_audience"): fewer_people,
    ("rooms", "changeover_minutes"): fewer_minutes,
    ("sessions", "setup_minutes"): fewer_minutes,
    ("sessions", "teardown_minutes"): fewer_minutes,
    ("sessions", "pin"): _unpinned,
    ("sessions", "required_features"): _features,
    ("people", "required_features"): _features,
    ("walks", "minutes"): shorter_walk,
}
