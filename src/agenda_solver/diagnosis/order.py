"""Orders that cannot be kept: cycles, and chains that run out of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import networkx as nx

from agenda_solver.diagnosis.finding import Finding, listed
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.model.conference import Position
from agenda_solver.model.graphs import circle_in, order_graph
from agenda_solver.rules.precedence import Precedence
from agenda_solver.rules.series import Series

__all__ = ["out_of_time"]


class OrderStep(NamedTuple):
    """A session that must end at least ``gap`` minutes before another begins; with ``other_day``, on an earlier day."""

    before: str
    after: str
    gap: int
    other_day: bool


class EarliestStart(NamedTuple):
    """The earliest end of a session in minutes, and the earliest date on which it can be, in ISO format."""

    end: int
    day: str


def out_of_time(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return a cycle in the order of sessions, or the sessions that come too late for every time open to them."""
    steps = [step for step in _steps(leftover) if {step.before, step.after} <= leftover.placeable.keys()]
    graph = order_graph((step.before, step.after) for step in steps)
    if circle := circle_in(graph):
        by_id = leftover.conference.session_by_id
        way = " before ".join(f'"{by_id[id].title}"' for id in [*circle, circle[0]])
        yield Finding("impossible", f"The order of sessions is circular: {way}.", tuple(circle))
        return
    earliest: dict[str, EarliestStart] = {}  # without the sessions that have no time
    deciding: dict[str, str] = {}  # the session that each one waits for longest
    for session in nx.topological_sort(graph):
        before = [step for step in steps if step.after == session and step.before in earliest]
        later = [p for p in leftover.positions(session) if all(_is_after(leftover, earliest, s, p) for s in before)]
        if before:
            deciding[session] = max(before, key=lambda step: earliest[step.before].end + step.gap).before
        if later:
            days = (_day(leftover, position) for position in later)
            earliest[session] = EarliestStart(min(position.end for position in later), min(days))
        else:
            yield _too_late(leftover, session, before, earliest, _chain(session, deciding))


def _steps(leftover: RemainingPlaces) -> Iterator[OrderStep]:
    for rule in leftover.rules:
        if isinstance(rule, Precedence):
            for pair in rule.pairs:
                yield OrderStep(pair.before, pair.after, pair.min_gap_minutes, pair.other_day)
        if isinstance(rule, Series):
            for group in rule.groups:
                if group.in_order:
                    yield from (OrderStep(first, second, 0, False) for first, second in pairwise(group.sessions))


def _is_after(
    leftover: RemainingPlaces, earliest: dict[str, EarliestStart], step: OrderStep, position: Position
) -> bool:
    first = earliest[step.before]
    if step.other_day and _day(leftover, position) <= first.day:
        return False
    return position.start >= first.end + step.gap


def _day(leftover: RemainingPlaces, position: Position) -> str:
    conference = leftover.conference
    return conference.day_by_id[conference.block_by_id[position.block].day].date.isoformat()


def _chain(session: str, deciding: Mapping[str, str]) -> list[str]:
    """Return the sessions before a session, each of which waits for the previous one."""
    chain = [session]
    while chain[-1] in deciding:
        chain.append(deciding[chain[-1]])
    return chain[:0:-1]


def _too_late(
    leftover: RemainingPlaces,
    session: str,
    before: list[OrderStep],
    earliest: dict[str, EarliestStart],
    chain: list[str],
) -> Finding:
    conference = leftover.conference
    firsts = [step.before for step in before]
    earliest_start = max(earliest[step.before].end + step.gap for step in before)
    title = conference.session_by_id[session].title
    last = max(leftover.positions(session), key=lambda position: (position.start, position.end))
    if last.start >= earliest_start:
        return _no_later_day(leftover, session, before, earliest, chain)
    minutes = [leftover.shortest(id) for id in chain]
    took = f"{' + '.join(map(str, minutes))} = {sum(minutes)} minutes" if len(chain) > 1 else f"{minutes[0]} minutes"
    names = listed((f'"{conference.session_by_id[id].title}"' for id in chain), most=len(chain))
    message = (
        f'"{title}" can begin at {conference.clock(earliest_start)} at the earliest, after {names} ({took} and what '
        f"lies between them), but has to begin at {conference.clock(last.start)} at the latest, to be over at "
        f"{conference.clock(last.end)}."
    )
    return Finding("impossible", message, (*dict.fromkeys((*chain, *firsts)), session))


def _no_later_day(
    leftover: RemainingPlaces,
    session: str,
    before: list[OrderStep],
    earliest: dict[str, EarliestStart],
    chain: list[str],
) -> Finding:
    """Return a finding about a session for which there is no later day."""
    conference = leftover.conference
    firsts = [step.before for step in before]
    day_of = {day.date.isoformat(): day for day in conference.days}
    first = day_of[max(earliest[step.before].day for step in before if step.other_day or len(before) == 1)]
    last = day_of[max(_day(leftover, position) for position in leftover.positions(session))]
    names = listed((f'"{conference.session_by_id[id].title}"' for id in chain), most=len(chain))
    when = f"{first.date.day} {first.date:%B}"
    message = (
        f'"{conference.session_by_id[session].title}" has to come after {names}, on a later day than {when}, which is '
        f"the earliest for what comes before it; the last day that is open to it is {last.date.day} {last.date:%B}."
    )
    return Finding("impossible", message, (*dict.fromkeys((*chain, *firsts)), session))
