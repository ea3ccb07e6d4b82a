"""Days, blocks and rooms, and a place for each session, so that there certainly is a legal agenda."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from benchmarks.families.growth.dice import Dice
from benchmarks.families.growth.shape import Shape, Weighted

FIRST_DAY = date(2026, 9, 7)
SLOT_MINUTES = 15
# The first block of a day is the keynote's, the others are of one length.
BLOCKS = (("09:00", "10:00"), ("10:15", "11:45"), ("12:45", "14:15"), ("14:30", "16:00"), ("16:30", "18:00"))
BLOCK_MINUTES = 90
TABLES = "tables"


class Item(NamedTuple):
    """A session without a place: its type and its minutes."""

    type: str
    minutes: int


class Spot(NamedTuple):
    """The place of a session: the numbers of its day, block and room, and its minutes within the block."""

    day: int
    block: int
    room: int
    into: int
    minutes: int

    def overlaps(self, other: Spot) -> bool:
        """Whether two spots are at once."""
        if (self.day, self.block) != (other.day, other.block):
            return False
        return self.into < other.into + other.minutes and other.into < self.into + self.minutes


@dataclass(frozen=True)
class Venue:
    """The number of days, and the features of each room, the largest first."""

    days: int
    features: tuple[frozenset[str], ...]

    def date(self, day: int) -> date:
        """Return the date of a day by its number."""
        return FIRST_DAY + timedelta(days=day)


def draw_items(sessions: int, shape: Shape, dice: Dice) -> tuple[int, list[Item]]:
    """Return the number of days, and the sessions: a keynote for each day, then the others.

    There are about as many rooms as the square root of the number of sessions, and as many days as they need.
    """
    items = [_drawn(shape, dice) for _ in range(sessions)]
    rooms = max(2, math.isqrt(sessions))
    days = math.ceil(sum(item.minutes for item in items) / _minutes_a_day(shape) / rooms)
    days = min(days, shape.most_days)
    return days, [Item("keynote", shape.keynote_minutes)] * min(days, sessions) + items[days:]


def _drawn(shape: Shape, dice: Dice) -> Item:
    if dice.hits(shape.workshops):
        return Item("workshop", _value(shape.workshop_minutes, dice))
    return Item("talk", _value(shape.talk_minutes, dice))


def _value(table: Weighted, dice: Dice) -> int:
    return table[dice.by_weight([weight for _, weight in table])][0]


def _minutes_a_day(shape: Shape) -> float:
    """Return how many minutes of a room are used on a day."""
    return (len(BLOCKS) - 1) * BLOCK_MINUTES * shape.full / 100


def plant(days: int, items: Sequence[Item], shape: Shape, dice: Dice) -> tuple[Venue, list[Spot]]:
    """Return a venue that is as full as wanted, and a spot in it for each of the items."""
    minutes = sum(item.minutes for item in items)
    rooms = max(2, math.ceil(minutes / _minutes_a_day(shape) / days))
    while True:
        venue = Venue(days, _features(rooms, shape, dice))
        spots = _spots(items, venue, dice)
        if spots is not None:
            return venue, spots
        rooms += 1


def _features(rooms: int, shape: Shape, dice: Dice) -> tuple[frozenset[str], ...]:
    """Draw which rooms have recording, and which have tables; one of each at least."""
    found: list[set[str]] = [set() for _ in range(rooms)]
    for feature, share in (("recording", shape.recording_rooms), (TABLES, shape.workshop_rooms)):
        for room in dice.shuffled(range(rooms))[: max(1, rooms * share // 1_000)]:
            found[room].add(feature)
    return tuple(frozenset(features) for features in found)


def _spots(items: Sequence[Item], venue: Venue, dice: Dice) -> list[Spot] | None:
    """Plant workshops before talks, and the long before the short; None if there is no spot for one.

    Each keynote is in the largest room, in the block that nothing else may be in.
    """
    spots: dict[int, Spot] = {}
    used: dict[tuple[int, int, int], int] = {}
    for day, number in enumerate(number for number, item in enumerate(items) if item.type == "keynote"):
        spots[number] = Spot(day, 0, 0, 0, items[number].minutes)
    cells = list(product(range(venue.days), range(1, len(BLOCKS)), range(len(venue.features))))
    others = {item for item in items if item.type != "keynote"}
    for kind in sorted(others, key=lambda item: (item.type == "talk", -item.minutes)):
        rooms = {room for room, has in enumerate(venue.features) if kind.type == "talk" or TABLES in has}
        there = (cell for cell in dice.shuffled(cells) if cell[2] in rooms)
        cell = next(there, None)
        for number in [number for number, item in enumerate(items) if item == kind]:
            while cell is not None and used.get(cell, 0) + kind.minutes > BLOCK_MINUTES:
                cell = next(there, None)
            if cell is None:
                return None
            spots[number] = Spot(*cell, used.get(cell, 0), kind.minutes)
            used[cell] = used.get(cell, 0) + kind.minutes
    return [spots[number] for number in range(len(items))]
