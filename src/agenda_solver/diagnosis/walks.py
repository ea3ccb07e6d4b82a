"""Two sessions of one person with too little time between them for the pause and the walk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import NamedTuple

from agenda_solver.diagnosis.finding import Finding
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.model.conference import Position
from agenda_solver.rules.person_gap import PersonGap
from agenda_solver.rules.speaker_clash import SpeakerClash

__all__ = ["too_far_apart"]

MOST_PLACES = 200  # of a session; with more places than that, two sessions are hardly ever too close


class WalkShortage(NamedTuple):
    """The minutes between two sessions and the minutes needed, for the places at which the fewest are missing."""

    missing: int
    gap: int
    needed: int
    first_end: int
    second_start: int
    turned: bool


def too_far_apart(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return pairs of sessions of a person for which the pause is too short, whatever places they get."""
    conference = leftover.conference
    busy = _busy(leftover)
    for rule in leftover.rules:
        if not isinstance(rule, PersonGap):
            continue
        for person, sessions in conference.sessions_by_person(rule.roles).items():
            if rule.people is not None and person not in rule.people:
                continue
            for pair in combinations([session for session in sessions if session in leftover.placeable], 2):
                together = set(pair) <= busy.get(person, set())
                if together and (found := _least_missing(leftover, rule, pair)) is not None:
                    yield _finding(leftover, rule, person, pair, found)


def _busy(leftover: RemainingPlaces) -> dict[str, set[str]]:
    """Return for each person the sessions of which no two may overlap."""
    found: dict[str, set[str]] = {}
    for rule in leftover.rules:
        if isinstance(rule, SpeakerClash) and rule.scope == "time":
            for person, sessions in leftover.conference.sessions_by_person(rule.roles).items():
                found.setdefault(person, set()).update(sessions)
    return found


def _least_missing(leftover: RemainingPlaces, rule: PersonGap, pair: tuple[str, str]) -> WalkShortage | None:
    """Return the best pair of places; None if some pair suits the person, or if there are too many places to try."""
    places = [_places(leftover, session) for session in pair]
    if any(len(found) > MOST_PLACES for found in places):
        return None
    best, walks = None, leftover.conference.walk_minutes
    for (first, one), (second, other) in product(*places):
        if _day(leftover, first) != _day(leftover, second):
            return None
        turned = second.end <= first.start
        early, late = (second, first) if turned else (first, second)
        if early.end > late.start:
            continue
        gap = late.start - early.end
        needed = rule.pause_minutes + (walks.get((one, other), 0) if rule.walk else 0)
        between = WalkShortage(needed - gap, gap, needed, early.end, late.start, turned)
        if between.missing <= 0:
            return None
        best = between if best is None or between < best else best
    return best


def _places(leftover: RemainingPlaces, session: str) -> list[tuple[Position, str]]:
    """Return the starts that are left to a session, each with one room per building."""
    found: dict[tuple[Position, str | None], str] = {}
    for position, room in leftover.places(session):
        found.setdefault((position, leftover.conference.room_by_id[room].building), room)
        if len(found) > MOST_PLACES:
            break
    return [(position, room) for (position, _), room in found.items()]


def _day(leftover: RemainingPlaces, position: Position) -> str:
    return leftover.conference.block_by_id[position.block].day


def _finding(
    leftover: RemainingPlaces, rule: PersonGap, person: str, pair: tuple[str, str], found: WalkShortage
) -> Finding:
    conference = leftover.conference
    first, second = (f'"{conference.session_by_id[id].title}"' for id in (pair[::-1] if found.turned else pair))
    what = "for the walk" if rule.walk and found.needed > rule.pause_minutes else "as a pause"
    if what == "for the walk" and rule.pause_minutes:
        what = "for the pause and the walk"
    words = (
        f"{conference.person_by_id[person].name} needs {found.needed} minutes {what} between {first} and {second}, but "
        f"has only {found.gap}: {first} is over at {conference.clock(found.first_end)}, {second} begins at "
        f"{conference.clock(found.second_start)}."
    )
    return Finding("impossible", words, pair, (person,))
