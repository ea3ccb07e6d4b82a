"""Longer windows: how much longer somebody has to be there, or a room has to be open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agenda_solver.explaining.fact import Fact
from agenda_solver.explaining.saying import windows_in_words
from agenda_solver.explaining.step import Ladder, Step, changing
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Window
from agenda_solver.model.time import TimeSlot, merged

__all__ = ["longer_windows"]

ALL_THE_TIME = 8 * 60  # minutes: what a window over everything is taken to be worth


def longer_windows(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Return later ends and earlier beginnings of each window, and at last a window over everything."""
    owners: dict[str, Any] = {"people": conference.person_by_id, "rooms": conference.room_by_id}
    name, windows = owners[fact.part][fact.id].name, tuple(fact.detail)
    ask = f"Ask that {name} is {'there' if fact.part == 'people' else 'open'}"
    for number, window in enumerate(windows):
        for ways in _stretched(conference, window):
            steps = []
            for minutes, longer in ways:
                changed = (*windows[:number], *longer, *windows[number + 1 :])
                words = f"{ask} {windows_in_words(conference, longer)}."
                steps.append(Step(words, minutes, changing(fact.part, fact.id, available=changed)))
            if steps:
                yield steps
    yield [Step(f"{ask} all the time.", ALL_THE_TIME, fact.relax)]


def _stretched(conference: Conference, window: Window) -> Iterator[list[tuple[int, tuple[Window, ...]]]]:
    """Return longer stretches with the minutes that were added: to each mark after the window, and from each before."""
    span = conference.span(window)
    marks = sorted({mark for ends in conference.boundaries.values() for mark in ends})
    after = [TimeSlot(span.end, mark) for mark in marks if mark > span.end]
    before = [TimeSlot(mark, span.start) for mark in reversed(marks) if mark < span.start]
    for more in (after, before):
        pieces = [_pieces(conference, span, added) for added in more]
        yield [
            (sum(piece.minutes for piece in found) - span.minutes, tuple(_window(conference, p) for p in found))
            for found in pieces
        ]


def _pieces(conference: Conference, span: TimeSlot, added: TimeSlot) -> list[TimeSlot]:
    """Return a stretch with some more time, of that only what lies within the programme of a day."""
    pieces = [span]
    for blocks in conference.blocks_by_day.values():
        spans = [conference.block_span[block.id] for block in blocks]
        begin = max(added.start, min((s.start for s in spans), default=added.end))
        end = min(added.end, max((s.end for s in spans), default=added.start))
        if begin < end:
            pieces.append(TimeSlot(begin, end))
    return merged(pieces)


def _window(conference: Conference, span: TimeSlot) -> Window:
    return Window(start=conference.local(span.start), end=conference.local(span.end))
