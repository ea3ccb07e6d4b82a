"""The programme of a person or a room, in sentences: pauses, walks, free time and problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agenda_solver.board.state import BoardState
from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Placement
from agenda_solver.model.time_intervals import TimeSlot, merged, overlaps
from agenda_solver.model.time_texts import hours

__all__ = ["programme_of_person", "programme_of_room"]


def programme_of_person(state: BoardState, person: str, scorecard: Scorecard) -> list[str]:
    """Return the programme of a person in sentences: availability, pauses, unplaced sessions and violations.

    An unknown id raises KeyError. ``scorecard`` is the score of the state.
    """
    conference, agenda = state.conference, state.agenda
    known = conference.person_by_id[person]
    sentences = []
    if known.available:
        spans = [conference.span(window) for window in known.available]
        sentences.append(f"Available {', '.join(conference.clocks(span.start, span.end) for span in spans)}.")
    mine = [id for id in agenda.chronological() if person in conference.session_by_id[id].people()]
    for first, second in pairwise(agenda[id] for id in mine):
        if conference.block_by_id[first.block].day == conference.block_by_id[second.block].day:
            sentences.append(_between(state, first, second))
    away = [s.title for s in conference.sessions if person in s.people() and s.id not in agenda]
    sentences += [f'"{title}" has no place.' for title in away]
    return sentences + _remarks(scorecard, person)


def _between(state: BoardState, first: Placement, second: Placement) -> str:
    conference = state.conference
    rooms = [conference.room_by_id[place.room] for place in (first, second)]
    if overlaps(first, second):
        return f"In {rooms[0].name} and {rooms[1].name} at once ({conference.clock(second.start)})."
    when = hours(conference.local(first.end), conference.local(second.start), "\N{EN DASH}")
    pause = f"{conference.clock(first.end).rpartition(' ')[0]} {when}: {second.start - first.end} min free"
    walk = conference.walk_minutes.get((rooms[0].id, rooms[1].id), 0)
    if rooms[0] is rooms[1]:
        return f"{pause}, in the same room."
    way = f", {walk} min of them for the walk" if walk else ""
    return f"{pause}{way}, from {rooms[0].name} to {rooms[1].name}."


def _remarks(scorecard: Scorecard, person: str) -> list[str]:
    active = (rule for rule in scorecard.rules if not rule.severity.is_off)
    return [violation.message for rule in active for violation in rule.violations if person in violation.people]


def programme_of_room(state: BoardState, room: str) -> list[str]:
    """Return a sentence for each day that says when a room is free; an unknown id raises KeyError."""
    conference, known = state.conference, state.conference.room_by_id[room]
    taken = sorted((place.start, place.end) for place in state.agenda.values() if place.room == room)
    windows = [conference.span(window) for window in known.available]
    sentences = []
    for day in conference.days:
        spans = [
            conference.block_span[b.id] for b in conference.blocks_by_day[day.id] if b.id not in known.closed_blocks
        ]
        open_ = [cut for span in merged(spans) for cut in _within(span, windows)]
        free = [gap for span in open_ for gap in _gaps(span, taken)]
        words = ", ".join(hours(conference.local(gap.start), conference.local(gap.end), "\N{EN DASH}") for gap in free)
        name = day.name or f"{day.date:%a} {day.date.day} {day.date:%b}"
        sentences.append(f"{name}: {'free ' + words if words else 'no free time' if open_ else 'closed'}.")
    return sentences


def _within(span: TimeSlot, windows: Sequence[TimeSlot]) -> Iterator[TimeSlot]:
    """Yield the parts of an interval that are inside the windows, or the whole interval if there are no windows."""
    if not windows:
        yield span
    for window in windows:
        if overlaps(span, window):
            yield TimeSlot(max(span.start, window.start), min(span.end, window.end))


def _gaps(span: TimeSlot, taken: Sequence[tuple[int, int]]) -> Iterator[TimeSlot]:
    """Yield the free parts of an interval; ``taken`` is sorted by start."""
    at = span.start
    for start, end in taken:
        if end <= at or start >= span.end:
            continue
        if start > at:
            yield TimeSlot(at, start)
        at = max(at, end)
    if at < span.end:
        yield TimeSlot(at, span.end)
