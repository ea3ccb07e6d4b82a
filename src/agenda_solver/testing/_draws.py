"""Small hypothesis strategies for drawing conferences; most are cached, because creating them takes long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

__all__ = ["Hours", "hours_of", "number", "one_of", "seldom", "some", "windows"]

Value = TypeVar("Value")
Hours: TypeAlias = Sequence[tuple[datetime, datetime]]


@cache
def number(least: int, most: int) -> st.SearchStrategy[int]:
    """Return a strategy for a whole number between two others, both included."""
    return st.integers(least, most)


@cache
def one_of(*values: Value) -> st.SearchStrategy[Value]:
    """Return a strategy for one of the values; a value given twice is drawn twice as often."""
    return st.sampled_from(values)


@cache
def some(items: tuple[str, ...], most: int = 2) -> st.SearchStrategy[list[str]]:
    """Return a strategy for a few of the items, each at most once."""
    if not items:
        return st.just([])
    if most == 1:
        return st.sampled_from([()] * len(items) + [(item,) for item in items]).map(list)
    return st.lists(st.sampled_from(items), max_size=most, unique=True)


@cache
def seldom(lists: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Return a strategy that mostly draws nothing."""
    return number(0, 3).flatmap(lambda drawn: lists if drawn == 0 else st.just([]))


def hours_of(zone: str, days: list[dict[str, Any]], blocks: list[dict[str, Any]]) -> Hours:
    """Return when the blocks begin and end, in the zone +02:00."""
    dates, away = {day["id"]: day["date"] for day in days}, timezone(timedelta(hours=2))

    def instant_of(block: dict[str, Any], name: str) -> datetime:
        local = datetime.fromisoformat(f"{dates[block['day']]}T{block[name]}").replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(away)

    return [(instant_of(block, "start"), instant_of(block, "end")) for block in blocks]


@st.composite
def windows(draw: st.DrawFn, hours: Hours) -> list[dict[str, str]]:
    """Draw no window half of the time, otherwise one or two windows near the hours of blocks, which may overlap.

    Some windows miss a block by one minute, which tests whether a rule counts exact minutes. The windows are in the
    zone +02:00, independent of the zone of the conference.
    """
    found = []
    for _ in range(draw(one_of(0, 0, 1, 2))):
        start, end = draw(st.sampled_from(hours))
        start += timedelta(minutes=draw(one_of(-120, 0, 1)))
        end += timedelta(minutes=draw(one_of(-1, 0, 300)))
        found.append({"start": start.isoformat(), "end": end.isoformat()})
    return found
