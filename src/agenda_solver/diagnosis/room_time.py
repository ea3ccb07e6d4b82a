"""More sessions than the rooms have time for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.finding import Finding, impossible_for, lengths, listed
from agenda_solver.diagnosis.packing import Overfull
from agenda_solver.diagnosis.pauses import pitches_in_rooms
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.diagnosis.sum_sentences import can_take, sessions_of
from agenda_solver.rules.room_capacity import RoomCapacity
from agenda_solver.rules.room_features import RoomFeatures

__all__ = ["too_little_space"]


def too_little_space(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return the sets of sessions that need more room-minutes than all rooms and times open to them have."""
    sessions = list(leftover.placeable)
    open_to = {session: leftover.slots(session) for session in sessions}
    needs = {session: leftover.need(session) for session in sessions}
    pitches = pitches_in_rooms(leftover, sessions)
    for found in too_many(needs, open_to, leftover.minutes_in_cell, pitches=pitches):
        if len(found.sessions) == 2 and _always_overlap(leftover, *found.sessions):
            continue  # the check for clashes has a better sentence
        open_rooms = {room for session in found.sessions for _, room in open_to[session]}
        yield (_by_minutes if found.at_least is None else _by_blocks)(leftover, found, open_rooms)


def _always_overlap(leftover: RemainingPlaces, first: str, second: str) -> bool:
    """Whether two sessions overlap whatever times they get, although the blocks have enough minutes for both."""
    blocks = {block for session in (first, second) for block, _ in leftover.slots(session)}
    minutes = sum(leftover.conference.block_by_id[block].minutes for block in blocks)
    return leftover.need(first) + leftover.need(second) <= minutes and leftover.never_apart(first, second)


def _by_minutes(leftover: RemainingPlaces, found: Overfull, open_rooms: Collection[str]) -> Finding:
    number = len(found.sessions)
    who = f"{number:,} sessions need" if number > 1 else "One session needs"
    need, size = lengths(found.need, found.size)
    rooms = [room.name for room in leftover.conference.rooms if room.id in open_rooms]
    where = "; ".join([listed(rooms), *_why_there(leftover, found.sessions)])
    words = f"{who} {need} in rooms, but what is open to them has only {size} ({where})"
    return impossible_for(leftover.conference, words, found.sessions, rooms=open_rooms)


def _by_blocks(leftover: RemainingPlaces, found: Overfull, open_rooms: Collection[str]) -> Finding:
    needs = {session: leftover.need(session) for session in found.sessions}
    conference = leftover.conference
    rooms = [room.name for room in conference.rooms if room.id in open_rooms]
    where = "a room" if len(rooms) == len(conference.rooms) > 1 else listed(rooms, word="or")
    if set(found.takes.values()) == {1}:
        need = f"{sessions_of(needs, found.sessions)} need {where}"
    else:
        most, longest = max((taken, needs[session]) for session, taken in found.takes.items())
        need = (
            f"{len(found.sessions):,} sessions need {found.need:,} places of {found.at_least} minutes in {where}, "
            f"since one of {longest} minutes takes {most}"
        )
    apart = ", with a pause between two of them" if found.apart else ""
    why = "; ".join(_why_there(leftover, found.sessions))
    words = f"{need}{apart}{f' ({why})' if why else ''}; {can_take(found)}"
    return impossible_for(conference, words, found.sessions, rooms=open_rooms)


def _why_there(leftover: RemainingPlaces, sessions: Collection[str]) -> Iterator[str]:
    """Return what keeps the sessions out of other rooms."""
    yield from _features_needed(leftover, sessions)
    if any(isinstance(rule, RoomCapacity) for rule in leftover.rules):
        conference = leftover.conference
        least = min(conference.session_by_id[id].expected_audience for id in sessions)
        seats = [room.capacity for room in conference.rooms if room.capacity is not None]
        if least > min(seats, default=least):
            expect = "they expect" if len(sessions) > 1 else "it expects"
            yield f"{expect} at least {least:,} people"


def _features_needed(leftover: RemainingPlaces, sessions: Collection[str]) -> Iterator[str]:
    """Return which features keep some of the sessions out of other rooms, and how many of them."""
    if not any(isinstance(rule, RoomFeatures) for rule in leftover.rules):
        return
    conference = leftover.conference
    needed = [set(conference.session_by_id[id].required_features) for id in sessions]
    for feature in sorted(set[str]().union(*needed)):
        if all(feature in room.features for room in conference.rooms):
            continue
        number = sum(feature in features for features in needed)
        if 2 * number < len(needed):
            continue  # if only a few need it, it is not the reason
        who = "all of them need" if number == len(needed) > 1 else f"{number:,} of them need{'s' * (number == 1)}"
        yield f"{'it needs' if len(needed) == 1 else who} {feature}"
