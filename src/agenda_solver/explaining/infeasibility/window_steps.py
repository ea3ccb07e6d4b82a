"""Longer windows as ways out: how much longer a person has to be there, or a room has to be open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.fact_sentences import windows_in_words
from agenda_solver.explaining.infeasibility.relaxation_step import ChangeOrder, Ladder, RelaxationStep, changing
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Day, Window
from agenda_solver.model.time_intervals import TimeSlot, merged

__all__ = ["longer_windows"]

ALL_THE_TIME = 8 * 60  # minutes: the assumed size of being there all the time
LATER, EARLIER = "later", "earlier"


def longer_windows(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Yield ladders of later ends and earlier beginnings of each window, times on other days, and finally all the time.

    Each sentence is about one window; the others stay as they are.
    """
    owners: dict[str, Any] = {"people": conference.person_by_id, "rooms": conference.room_by_id}
    name, windows = owners[fact.part][fact.id].name, tuple(fact.detail)
    for number, window in enumerate(windows):
        span = conference.span(window)
        rest = (*windows[:number], *windows[number + 1 :])
        for how, ways in _stretched(conference, window):
            if steps := [_stretch(conference, fact, name, rest, how, span, pieces) for pieces in ways]:
                yield steps
    for day in conference.days:
        if not any(_is_on(conference, window, day) for window in windows):
            yield from _on_another_day(conference, fact, name, windows, day)
    verb = "there" if fact.part == "people" else "open"
    group_words = ("Ask that any one of these", f"is {verb} all the time")
    words = f"Ask that {name} is {verb} all the time."
    yield [RelaxationStep(words, ALL_THE_TIME, fact.relax, _order(fact), group_words, name, is_last_resort=True)]


def _order(fact: Fact) -> ChangeOrder:
    return ChangeOrder.PEOPLES_TIMES if fact.part == "people" else ChangeOrder.ROOMS


def _stretch(
    conference: Conference,
    fact: Fact,
    name: str,
    rest: tuple[Window, ...],
    how: str,
    span: TimeSlot,
    pieces: list[TimeSlot],
) -> RelaxationStep:
    """Return the step that extends one window."""
    longer = tuple(_window(conference, piece) for piece in pieces)
    available = tuple(sorted((*rest, *longer), key=lambda window: window.start))
    change = changing(fact.part, fact.id, available=available)
    before, after, now = _in_words(conference, fact.part, how, span, pieces)
    message = f"{before} {name} {after}, instead of {now}." if now else f"{before} {name} {after}."
    one = f"{name} (now {now})" if now else name
    minutes = sum(piece.minutes for piece in pieces) - span.minutes
    return RelaxationStep(message, minutes, change, _order(fact), (f"{before} any one of these", after), one)


def _on_another_day(
    conference: Conference, fact: Fact, name: str, windows: tuple[Window, ...], day: Day
) -> Iterator[Ladder]:
    """Yield a ladder of times on a day without a window, from the beginning of the day, with tighter steps."""
    spans = [conference.block_span[block.id] for block in conference.blocks_by_day[day.id]]
    marks = sorted({mark for block in conference.blocks_by_day[day.id] for mark in conference.boundaries[block.id]})
    begin = min((span.start for span in spans), default=0)

    def step(start: int, end: int, tighter: tuple[RelaxationStep, ...] = ()) -> RelaxationStep:
        added = _window(conference, TimeSlot(start, end))
        words = f"is {'there' if fact.part == 'people' else 'open'} {windows_in_words(conference, (added,))} as well"
        change = changing(fact.part, fact.id, available=(*windows, added))
        group_words = ("Ask that any one of these", words)
        return RelaxationStep(
            f"Ask that {name} {words}.", end - start, change, _order(fact), group_words, name, tighter=tighter
        )

    steps = [
        step(begin, end, tuple(step(start, end) for start in reversed(marks) if start < end))
        for end in marks
        if end > begin
    ]
    if steps:  # a day may have no blocks
        yield steps


def _is_on(conference: Conference, window: Window, day: Day) -> bool:
    span = conference.span(window)
    return conference.local(span.start).date() <= day.date <= conference.local(span.end - 1).date()


def _in_words(
    conference: Conference, part: str, how: str, span: TimeSlot, pieces: list[TimeSlot]
) -> tuple[str, str, str]:
    """Return the demand before and after the name, and the current time: ``until 17:00 or later``, now ``16:30``."""
    here = next(piece for piece in pieces if piece.start <= span.start and span.end <= piece.end)
    more = [piece for piece in pieces if piece is not here]
    demands, now = [], ""
    if how == LATER and here.end > span.end:
        verb = "stays until" if part == "people" else "is open until"
        demands.append(f"{verb} {conference.clock(here.end)} or later")
        now = _current_time(conference, span.end, here.end)
    if how == EARLIER and here.start < span.start:
        verb = "comes at" if part == "people" else "is open from"
        demands.append(f"{verb} {conference.clock(here.start)} or earlier")
        now = _current_time(conference, span.start, here.start)
    if more:
        is_there = "is there" if part == "people" else "is open"
        words = windows_in_words(conference, tuple(_window(conference, piece) for piece in more))
        demands.append(f"{is_there} {words} as well")
    return "Ask that", " and ".join(demands), now


def _current_time(conference: Conference, now: int, then: int) -> str:
    """Return the current time, without its day if the day stays the same."""
    day, _, time = conference.clock(now).rpartition(" ")
    return time if conference.clock(then).rpartition(" ")[0] == day else f"{day} {time}"


def _stretched(conference: Conference, window: Window) -> Iterator[tuple[str, list[list[TimeSlot]]]]:
    """Yield extensions on the same days: to each boundary after the window, and from each boundary before it."""
    span = conference.span(window)
    days = [day for day in conference.days if _is_on(conference, window, day)]
    blocks = [block for day in days for block in conference.blocks_by_day[day.id]]
    marks = sorted({mark for block in blocks for mark in conference.boundaries[block.id]})
    after = [TimeSlot(span.end, mark) for mark in marks if mark > span.end]
    before = [TimeSlot(mark, span.start) for mark in reversed(marks) if mark < span.start]
    for how, more in ((LATER, after), (EARLIER, before)):
        yield how, [found for added in more if (found := _parts_within_programme(conference, span, added)) != [span]]


def _parts_within_programme(conference: Conference, span: TimeSlot, added: TimeSlot) -> list[TimeSlot]:
    """Return an interval and the added time, as far as it is within the programme of a day."""
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
