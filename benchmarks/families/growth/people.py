"""Speakers with their sessions and times, and what attendees wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.families.growth.dice import Dice, falling
from benchmarks.families.growth.shape import Shape
from benchmarks.families.growth.venue import BLOCKS, Spot, Venue

# Somebody who is there for half a day comes or goes when the first block of the afternoon begins.
AFTERNOON = 2
# How many sessions are drawn until one suits a speaker: it needs somebody, and is not at once with their others.
TRIES = 12


@dataclass
class Speaker:
    """Somebody with sessions, by their numbers; ``window`` is from when until when they are there, if not always."""

    sessions: list[int] = field(default_factory=list)
    window: tuple[str, str] | None = None


def draw_speakers(
    tracks: Sequence[int], spots: Sequence[Spot], venue: Venue, shape: Shape, dice: Dice
) -> list[Speaker]:
    """Return the speakers; nobody is planted twice at once, or when they are not there."""
    counts, weights = zip(*shape.speakers, strict=True)
    free = {number: counts[draw] for number, draw in enumerate(dice.many_by_weight(weights, len(spots)))}
    by_track: dict[int, list[int]] = {}
    for number, track in enumerate(tracks):
        by_track.setdefault(track, []).append(number)
    numbers, shares = zip(*shape.sessions_a_speaker, strict=True)
    speakers = []
    for first in dice.shuffled(free):
        while free[first] > 0:
            speaker = Speaker([first])
            free[first] -= 1
            for _ in range(numbers[dice.by_weight(shares)] - 1):
                nearby = by_track[tracks[first]] if dice.hits(shape.same_track) else range(len(spots))
                _add_one(speaker, nearby, spots, free, dice)
            speaker.window = _window(speaker, spots, venue, dice) if dice.hits(shape.part_time) else None
            speakers.append(speaker)
    return speakers


def _add_one(
    speaker: Speaker, candidates: Sequence[int], spots: Sequence[Spot], free: dict[int, int], dice: Dice
) -> None:
    """Give a speaker one more session that still needs somebody, at another time than the ones before."""
    for _ in range(TRIES):
        number = dice.one_of(candidates)
        if free[number] > 0 and not any(spots[number].overlaps(spots[own]) for own in speaker.sessions):
            speaker.sessions.append(number)
            free[number] -= 1
            return


def _window(speaker: Speaker, spots: Sequence[Spot], venue: Venue, dice: Dice) -> tuple[str, str]:
    """Draw from when until when a speaker is there: it includes what is planted, and perhaps more before and after."""
    own = [spots[number] for number in speaker.sessions]
    first, last = min(spot.day for spot in own), max(spot.day for spot in own)
    is_early, is_late = all(s.block < AFTERNOON for s in own), all(s.block >= AFTERNOON for s in own)
    noon = BLOCKS[AFTERNOON][0]
    if first == last and (is_early or is_late) and dice.hits(500):
        arrives, leaves = ("00:00", noon) if is_early else (noon, "23:59")
    else:
        arrives, leaves = "00:00", "23:59"
        first -= dice.below(2) if first > 0 else 0
        last += dice.below(2) if last < venue.days - 1 else 0
    return f"{venue.date(first)}T{arrives}+02:00", f"{venue.date(last)}T{leaves}+02:00"


# --- attendees -------------------------------------------------------------------------------------------------------


def popularity(sessions: int, shape: Shape, dice: Dice) -> list[int]:
    """Return how popular each session is, as weights."""
    return dice.shuffled(falling(sessions, shape.popularity_flatness))


def ballots(popular: Sequence[int], tracks: Sequence[int], shape: Shape, dice: Dice) -> list[list[int]]:
    """Return for each attendee the numbers of the sessions that are wanted, in ascending order."""
    members: dict[int, list[int]] = {}
    for number, track in enumerate(tracks):
        members.setdefault(track, []).append(number)
    attendees = shape.attendees_a_session * len(popular)
    wishes = [dice.one_of(shape.wishes) for _ in range(attendees)]
    # All sessions outside of the favourite tracks are drawn in one call, because each call adds up the weights again.
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
    """Return how many people are expected at each session, by its popularity; at most all attendees.

    The number is ``attendees / sessions at once * popularity / mean popularity``.
    """
    attendees = shape.attendees_a_session * len(popular)
    at_once = max(1, rooms * shape.full // 100)
    total = sum(popular)
    return [min(attendees, attendees * len(popular) * weight // (at_once * total)) for weight in popular]


def order_pairs(spots: Sequence[Spot], per_mille: int, dice: Dice, *, ordered: bool) -> list[tuple[int, int]]:
    """Draw pairs of sessions that are planted one after the other, or only not at once.

    No session is in two pairs, so the pairs cannot form a cycle.
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
