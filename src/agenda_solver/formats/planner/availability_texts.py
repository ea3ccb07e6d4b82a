"""Availability as planners write it: ``Tue``, ``Tue morning``, ``Tue 9-12``, ``14.9.2027 from 14:00``."""

from __future__ import annotations

import re
from datetime import date, datetime

from agenda_solver.formats.planner.cell_references import References
from agenda_solver.formats.planner.number_texts import clock_in
from agenda_solver.formats.planner.times import DATE, day_and_rest, instant_in
from agenda_solver.model.moment_parsing import at_clock
from agenda_solver.model.name_lookup import folded

__all__ = ["windows_in"]

SHORT_WINDOW = re.compile(rf"({DATE}) +([0-9]{{1,2}}:[0-9]{{2}}) *(?:-|\u2013|to) *([0-9]{{1,2}}:[0-9]{{2}})")
LONG_WINDOW = re.compile(rf"({DATE}[ T].*?) +(?:-|\u2013|to) +({DATE}[ T].*)")
TO = r"\s*(?:-|\u2013|\u2014|\bto\b|\buntil\b|\btill\b|\bbis\b)\s*"
HALF_OF_DAY = re.compile(r"[ap]\.? ?m\.?", re.IGNORECASE)
START, END = "00:00", "24:00"
Span = dict[str, datetime]


def windows_in(text: str, names: References) -> list[Span]:
    """Return the windows that are in a cell, with semicolons, commas or line breaks between them.

    A day alone is a whole day; a block alone is its time. Hours without a day are on the day that was named last. A
    ValueError says what is not a window.
    """
    found: list[Span] = []
    for piece in re.split(r"[;\n\uff1b]", text):
        if piece.strip():
            found += _windows(piece.strip(), names, found)
    return found


def _windows(piece: str, names: References, before: list[Span]) -> list[Span]:
    try:
        return _windows_of_part(piece, names, before)
    except ValueError:
        parts = [part.strip() for part in re.split(r"[,\uff0c\u3001]|\band\b|\bund\b", piece) if part.strip()]
        if len(parts) < 2:
            raise
    found: list[Span] = []
    for part in parts:
        found += _windows_of_part(part, names, before + found)
    whole = [_is_whole_day(window, names) for window in found]
    if any(whole) and not all(whole):
        # "Tue, Wed 9-12" may be one of two things.
        raise ValueError(f'"{piece[:80]}" is ambiguous; write a semicolon between stretches of time')
    return found


def _is_whole_day(window: Span, names: References) -> bool:
    start, end = (window[name].astimezone(names.zone) for name in ("start", "end"))
    return f"{start:%H:%M}" == f"{end:%H:%M}" == START


def _windows_of_part(text: str, names: References, before: list[Span]) -> list[Span]:
    """Return the windows of a stretch of time; a block's name without a day is that block on every day."""
    if match := SHORT_WINDOW.fullmatch(text):
        return [_span(date.fromisoformat(match[1]), match[2], match[3], names)]
    if match := LONG_WINDOW.fullmatch(text):
        return [{"start": instant_in(match[1], names), "end": instant_in(match[2], names)}]
    found = [_of_block(id, names) for id in names.ids_of("blocks", text) if id in names.calendar.spans]
    windows = found or _of_words(text, names, before)
    if not windows:
        raise ValueError(f'"{text[:80]}" is not a stretch of time such as {names.example()}')
    return windows


def _of_words(text: str, names: References, before: list[Span]) -> list[Span]:
    """Return the windows of a day with or without hours, of several days, of hours on the last named day, of a tag."""
    found = day_and_rest(text, names)
    if found is not None and (windows := _on_day(*found, names)):
        return windows
    if days := _days_between(text, names):
        first, last = days
        return [{"start": at_clock(first, START, names.zone), "end": at_clock(last, END, names.zone)}]
    if found is None and before and (clocks := _clocks(text)):
        return [_span(before[-1]["start"].astimezone(names.zone).date(), *clocks, names)]
    return _tagged(None, text, names)


def _on_day(day: date, rest: str, names: References) -> list[Span]:
    if not rest:
        return [_span(day, START, END, names)]
    if clocks := _clocks(rest):
        return [_span(day, *clocks, names)]
    of_day = [id for id in names.ids_of("blocks", rest) if id in names.calendar.spans and names.date_of(id) == day]
    return [_of_block(id, names) for id in of_day] or _tagged(day, rest, names)


def _tagged(day: date | None, text: str, names: References) -> list[Span]:
    """Return the blocks, of a day if one is given, that have a text as a tag."""
    return [
        _of_block(id, names)
        for id, tags in names.calendar.tags.items()
        if day in (None, names.date_of(id)) and folded(text) in map(folded, tags)
    ]


def _of_block(id: str, names: References) -> Span:
    _, start, end = names.calendar.spans[id]
    return {"start": start, "end": end}


def _span(day: date, start: str, end: str, names: References) -> Span:
    return {"start": at_clock(day, start, names.zone), "end": at_clock(day, end, names.zone)}


def _days_between(text: str, names: References) -> tuple[date, date] | None:
    for match in re.finditer(TO, text):
        try:
            first, last = (day_and_rest(half, names) for half in (text[: match.start()], text[match.end() :]))
        except ValueError:
            continue
        if first is not None and last is not None and not first[1] and not last[1] and first[0] < last[0]:
            return first[0], last[0]
    return None


def _clocks(text: str) -> tuple[str, str] | None:
    """Return the two ends of "9-12", "9 to 12", "from 14:00", "until noon"; None for anything else."""
    try:
        if match := re.fullmatch(r"(?:from|after|ab|since) (.+?)(?: on(?:wards)?)?", text, re.IGNORECASE):
            ends = re.split(TO, match[1])
            return _with_shared_half_of_day(*ends) if len(ends) == 2 else (clock_in(match[1]), END)
        if match := re.fullmatch(r"(?:until|till|before|to|bis) (.+)", text, re.IGNORECASE):
            return START, clock_in(match[1])
        ends = re.split(TO, text)
        return _with_shared_half_of_day(*ends) if len(ends) == 2 else None
    except ValueError:
        return None


def _with_shared_half_of_day(start: str, end: str) -> tuple[str, str]:
    half = HALF_OF_DAY.search(end)
    if half is not None and HALF_OF_DAY.search(start) is None:
        until = clock_in(end)
        # 2-4 pm begins in the afternoon, 10-2 pm in the morning.
        begin = next((clock for half in ("pm", "am") if (clock := clock_in(start + half)) < until), None)
        if begin is None:
            raise ValueError(f'"{start}" is not before "{end}"')
        return begin, until
    return clock_in(start), clock_in(end)
