"""Speakers, some of whom have several sessions, and when they are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.families.growth.dice import Dice
from benchmarks.families.growth.shape import Shape
from benchmarks.families.growth.venue import BLOCKS, Spot, Venue

# Somebody who is there for half a day comes or goes when the first block of the afternoon begins.
AFTERNOON = 2
# How often another session is drawn where the first ones would be at the same time.
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
