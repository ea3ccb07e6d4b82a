"""What is allowed but perhaps not intended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from agenda_solver.diagnosis.finding import Finding, listed, titles
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block
from agenda_solver.model.time_intervals import TimeSlot, overlaps
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["suspicions"]


def suspicions(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return everything that looks like a mistake; findings of the same kind follow each other."""
    for look in (
        _people_nobody_needs,
        _people_who_are_never_there,
        _namesakes,
        _tracks_without_sessions,
        _rooms_nobody_may_use,
        _blocks_nobody_may_use,
        _breaks_beside_blocks,
        _voters_without_votes,
        _sessions_without_people,
        _audiences_without_a_room,
        _unknown_walks,
        _titles_twice,
        _rules_without_effect,
    ):
        yield from look(leftover)


def _suspicious(
    message: str, *, sessions: Iterable[str] = (), people: Iterable[str] = (), rooms: Iterable[str] = ()
) -> Finding:
    return Finding("suspicious", message, tuple(sessions), tuple(people), tuple(rooms))


def _people_nobody_needs(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    needed = {person for session in conference.sessions for person in session.people()}
    needed |= {person for track in conference.tracks for person in track.chairs}
    idle = [person for person in conference.people if person.id not in needed]
    if idle:
        names = listed(person.name for person in idle)
        yield _suspicious(f"No session needs {names}.", people=[person.id for person in idle])


def _people_who_are_never_there(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    spans = list(conference.block_span.values())
    for person in conference.people:
        windows = [conference.span(window) for window in person.available]
        if windows and not any(overlaps(window, span) for window in windows for span in spans):
            mine = [session.id for session in conference.sessions if person.id in session.people()]
            if mine:
                message = f"{person.name} is never available while the programme runs."
                yield _suspicious(message, sessions=mine, people=[person.id])


def _namesakes(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    for name in _twice(person.name for person in conference.people):
        ids = [person.id for person in conference.people if person.name == name]
        yield _suspicious(f'{len(ids)} people are called "{name}".', people=ids)
    for name in _twice(room.name for room in conference.rooms):
        ids = [room.id for room in conference.rooms if room.name == name]
        yield _suspicious(f'{len(ids)} rooms are called "{name}".', rooms=ids)


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def _tracks_without_sessions(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    empty = [track.name for track in conference.tracks if not conference.sessions_by_track[track.id]]
    if empty:
        tracks = "the track" if len(empty) == 1 else "the tracks"
        yield _suspicious(f"No session belongs to {tracks} {listed(empty)}.")


def _rooms_nobody_may_use(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    by_type = {room for rooms in conference.rooms_open_to.values() for room in rooms}
    by_rule = {room for session in conference.sessions for _, room in leftover.slots(session.id)}
    for room in conference.rooms:
        if room.id not in by_type:
            yield _suspicious(f"No session can be in {room.name}: it takes none of their types.", rooms=[room.id])
        elif room.id not in by_rule:
            message = f"No session can be in {room.name}: the hard rules exclude it for each of them."
            yield _suspicious(message, rooms=[room.id])


def _blocks_nobody_may_use(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    used = {position.block for session in conference.sessions for position in leftover.positions(session.id)}
    for block in conference.blocks:
        if block.id not in used:
            when = conference.clock(conference.block_span[block.id].start)
            yield _suspicious(
                f"No session can be in the block of {when}: no session suits its types, its length and the rules."
            )


def _breaks_beside_blocks(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    for pause in conference.breaks:
        span = conference.span(pause)
        block = next((b for b in conference.blocks if _is_open_during(conference, b, span)), None)
        if block is not None:
            when = conference.clocks(span.start, span.end)
            begins = conference.clock(conference.block_span[block.id].start)
            yield _suspicious(
                f'Sessions may be in the break "{pause.title}" ({when}): it is inside the block of {begins}.'
            )


def _is_open_during(conference: Conference, block: Block, pause: TimeSlot) -> bool:
    """Whether some room is open in a block while a break lasts."""
    hours = conference.block_span[block.id]
    both = TimeSlot(max(hours.start, pause.start), min(hours.end, pause.end))
    if both.start >= both.end:
        return False
    return any(
        block.id not in room.closed_blocks
        and (not room.available or any(overlaps(conference.span(window), both) for window in room.available))
        for room in conference.rooms
    )


def _voters_without_votes(leftover: RemainingPlaces) -> Iterator[Finding]:
    silent = [votes.voter for votes in leftover.conference.votes if not votes.sessions]
    if silent:
        words = "1 voter has" if len(silent) == 1 else f"{len(silent):,} voters have"
        yield _suspicious(f"{words} voted for no session: {listed(silent)}.")


def _sessions_without_people(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    alone = [session.id for session in conference.sessions if not session.people()]
    if alone and len(alone) < len(conference.sessions):
        words = "1 session has" if len(alone) == 1 else f"{len(alone):,} sessions have"
        yield _suspicious(f"{words} no people: {titles(conference, alone)}.", sessions=alone)


def _audiences_without_a_room(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    for session in conference.sessions:
        rooms = [conference.room_by_id[room] for room in conference.rooms_open_to[session.id]]
        sizes = [room.capacity for room in rooms if room.capacity is not None]
        if sizes and len(sizes) == len(rooms) and session.expected_audience > max(sizes):
            largest = max(rooms, key=lambda room: room.capacity or 0)
            seats = f"the largest room open to it, {largest.name}, seats {max(sizes):,}"
            message = f'"{session.title}" expects {session.expected_audience:,} people, but {seats}.'
            yield _suspicious(message, sessions=[session.id], rooms=[largest.id])


def _unknown_walks(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    known = {frozenset(walk.between) for walk in conference.walks}
    used = [b for b in conference.buildings if any(room.building == b.id for room in conference.rooms)]
    for first, second in combinations(used, 2):
        if frozenset((first.id, second.id)) not in known:
            names = f"{first.name} and {second.name}"
            yield _suspicious(f"The walk between {names} is not given; it counts as 0 minutes.")


def _titles_twice(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    for title in _twice(session.title for session in conference.sessions):
        ids = [session.id for session in conference.sessions if session.title == title]
        yield _suspicious(f'{len(ids)} sessions have the title "{title}".', sessions=ids)


def _rules_without_effect(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    set_here = _keys_of_settings(conference)
    for rule in rules_of(conference):
        if rule.key in set_here and not rule.applies(conference):
            yield _suspicious(f"The rule {rule.key} is set, but has no effect on this conference.")


def _keys_of_settings(conference: Conference) -> set[str]:
    labels = ((setting.rule, setting.parameters().get("label")) for setting in conference.rules)
    return {f"{rule}:{label}" if label else rule for rule, label in labels}
