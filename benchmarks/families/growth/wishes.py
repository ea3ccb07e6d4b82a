"""What attendees and speakers wish, and what has to be before or apart."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.families.growth.dice import Dice, falling
from benchmarks.families.growth.shape import Shape
from benchmarks.families.growth.venue import Spot


def popularity(sessions: int, shape: Shape, dice: Dice) -> list[int]:
    """Return for each session how likely it is wanted."""
    return dice.shuffled(falling(sessions, shape.popularity_flatness))


def ballots(popular: Sequence[int], tracks: Sequence[int], shape: Shape, dice: Dice) -> list[list[int]]:
    """Return for each attendee the numbers of the sessions that are wanted, in ascending order."""
    members: dict[int, list[int]] = {}
    for number, track in enumerate(tracks):
        members.setdefault(track, []).append(number)
    attendees = shape.attendees_a_session * len(popular)
    wishes = [dice.one_of(shape.wishes) for _ in range(attendees)]
    # All draws among all sessions at once: for each one anew, the weights would have to be added up anew.
    anywhere = iter(dice.many_by_weight(popular, sum(wishes)))
    found = []
    for wanted in wishes:
        favourite = members[tracks[next(anywhere, 0)]]
        inside = sum(dice.hits(shape.favourite_track) for _ in range(wanted))
        chosen = {favourite[n] for n in dice.many_by_weight([popular[n] for n in favourite], inside)}
        chosen |= {next(anywhere, 0) for _ in range(wanted - inside)}
        found.append(sorted(chosen))
    return found


def audiences(popular: Sequence[int], rooms: int, shape: Shape) -> list[int]:
    """Return how many people are expected at each session: all attendees, over as many sessions as are at once."""
    attendees = shape.attendees_a_session * len(popular)
    at_once = max(1, rooms * shape.full // 100)
    total = sum(popular)
    return [min(attendees, attendees * len(popular) * weight // (at_once * total)) for weight in popular]


def order_pairs(spots: Sequence[Spot], per_mille: int, dice: Dice, *, ordered: bool) -> list[tuple[int, int]]:
    """Draw pairs of sessions that are planted one after the other, or only not at once.

    No session is in two pairs, so that no circle comes about.
    """
    waiting = dice.shuffled(range(len(spots)))
    found = []
    for _ in range(len(spots) * per_mille // 1_000):
        if len(waiting) < 2:
            break
        one, other = waiting.pop(), waiting.pop()
        first, second = sorted((one, other), key=lambda n: (spots[n].day, spots[n].block, spots[n].into))
        if spots[first].overlaps(spots[second]):
            continue
        found.append((first, second) if ordered else (min(first, second), max(first, second)))
    return found
