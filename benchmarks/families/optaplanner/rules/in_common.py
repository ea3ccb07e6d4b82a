"""Rules about pairs of sessions that have something in common: a speaker, or a tag of some kind."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.model.agenda import Placement
from agenda_solver.model.field_types import Minutes
from agenda_solver.model.parts import Session
from agenda_solver.rules.base.amount_tables import Numbers
from benchmarks.families.optaplanner.rules.pairs import PairRule, Times

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

Aspects: TypeAlias = Annotated[
    tuple[str, ...],
    Field(
        min_length=1,
        description='What makes a group: "speakers", or the kind of a tag ("theme" for tags such as "theme:Cloud"). '
        "Each value of each of these makes a group.",
    ),
]
Group: TypeAlias = tuple[int, str]
"""The number of the aspect, and the value."""


class InCommonRule(PairRule):
    """A rule about pairs of sessions with something in common; a pair counts by default once for each such thing."""

    by: Aspects

    def weights(self, conference: Conference) -> Numbers:
        groups = self.members(conference)
        belongs = np.zeros((len(conference.sessions), len(groups)), dtype=np.int64)
        for number, sessions in enumerate(groups.values()):
            belongs[[conference.session_rank[session] for session in sessions], number] = 1
        shared: Numbers = belongs @ belongs.T
        return shared

    def _groups_of(self, session: Session) -> frozenset[Group]:
        return frozenset((n, value) for n, aspect in enumerate(self.by) for value in _values(session, aspect))

    def members(self, conference: Conference) -> dict[Group, list[str]]:
        """Return the ids of the sessions of each group that has two or more."""
        found: dict[Group, list[str]] = {}
        for session in conference.sessions:
            for group in sorted(self._groups_of(session)):
                found.setdefault(group, []).append(session.id)
        return {group: sessions for group, sessions in found.items() if len(sessions) > 1}

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every two placed sessions that have something in common."""
        of = {id: self._groups_of(conference.session_by_id[id]) for id in agenda}
        for first, second in combinations(agenda, 2):
            if shared := of[first] & of[second]:
                amount, fault = self.fault(conference, agenda[first], agenda[second])
                if amount:
                    titles = [f'"{conference.session_by_id[id].title}"' for id in (first, second)]
                    message = f"{' and '.join(titles)} have {self._words(conference, shared)} in common, and {fault}."
                    yield Violation(amount * self.count(shared), message, (first, second))

    @abstractmethod
    def fault(self, conference: Conference, a: Placement, b: Placement) -> tuple[int, str]:
        """Return what a pair in these places costs for each thing in common, and why."""

    def count(self, shared: frozenset[Group]) -> int:
        """Return how often a pair counts."""
        return len(shared)

    def _words(self, conference: Conference, shared: frozenset[Group]) -> str:
        *others, last = (
            conference.person_by_id[value].name if self.by[number] == "speakers" else value
            for number, value in sorted(shared)
        )
        return f"{', '.join(others)} and {last}" if others else last


def _values(session: Session, aspect: str) -> tuple[str, ...]:
    if aspect == "speakers":
        return session.speakers
    return tuple(tag.removeprefix(f"{aspect}:") for tag in session.tags if tag.startswith(f"{aspect}:"))


def _both(a: Placement, b: Placement) -> int:
    return a.end - a.start + b.end - b.start


@register_rule
class MinutesAtOnce(InCommonRule):
    r"""Sessions of one group do not run at once.

    The amount is the number of minutes that pairs share, for each group that they have in common:

    .. math:: \sum_{\{a, b\}} |G_a \cap G_b| \cdot \left|[\mathrm{start}_a, \mathrm{end}_a) \cap
              [\mathrm{start}_b, \mathrm{end}_b)\right|

    Source: "Speaker conflict". For tags in common there is the library's ``topic_clash``.
    """

    id: ClassVar[str] = "optaplanner_minutes_at_once"

    def times(self, times: Times) -> Numbers:
        return times.overlap

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge n (n - 1) / 2 for the n sessions of a group that run at a time, for as long as they do."""
        from agenda_solver.cpsat.variables.overlap_minutes import minutes_at_once

        cost = decisions.cost(self.is_hard)
        for sessions in self.members(decisions.conference).values():
            for minutes, pairs in minutes_at_once(decisions, sessions):
                cost.add(pairs, minutes)
        return cost

    def fault(self, conference: Conference, a: Placement, b: Placement) -> tuple[int, str]:
        begin, end = max(a.start, b.start), min(a.end, b.end)
        return (end - begin, f"run at once, {conference.clocks(begin, end)}") if begin < end else (0, "")


@register_rule
class RoomStability(InCommonRule):
    r"""Sessions of one day that have something in common are in one room.

    The amount is the sum over the pairs on one day and in different rooms of both lengths, for each group that the two
    have in common.

    Source: "Theme track room stability".
    """

    id: ClassVar[str] = "optaplanner_room_stability"

    def times(self, times: Times) -> Numbers:
        return times.both * times.same_day

    def rooms(self, conference: Conference) -> Numbers:
        return 1 - np.eye(len(conference.rooms), dtype=np.int64)

    def fault(self, conference: Conference, a: Placement, b: Placement) -> tuple[int, str]:
        if a.room == b.room or _day(conference, a) != _day(conference, b):
            return 0, ""
        rooms = " and ".join(conference.room_by_id[place.room].name for place in (a, b))
        return _both(a, b), f"are on one day in different rooms, {rooms}"


@register_rule
class DaysApart(InCommonRule):
    r"""Sessions that have something in common are on one day.

    The amount is the sum over the pairs on different days of both lengths, for each group that the two have in common.

    Source: "Same day talks".
    """

    id: ClassVar[str] = "optaplanner_days_apart"

    def times(self, times: Times) -> Numbers:
        apart: Numbers = times.both * ~times.same_day
        return apart

    def fault(self, conference: Conference, a: Placement, b: Placement) -> tuple[int, str]:
        days = [conference.day_by_id[_day(conference, place)].label for place in (a, b)]
        apart = _day(conference, a) != _day(conference, b)
        return (_both(a, b), f"are on different days, {' and '.join(days)}") if apart else (0, "")


@register_rule
class Consecutive(InCommonRule):
    r"""Between two sessions of a speaker on one day there is a pause.

    The amount is the sum of both lengths over the pairs of sessions that share a speaker and are too close together:
    they overlap, or they are on one day and less than ``pause_minutes`` apart. A pair counts once, however
    many speakers it shares.

    Source: "Consecutive talks pause".
    """

    id: ClassVar[str] = "optaplanner_consecutive"

    by: Aspects = ("speakers",)
    pause_minutes: Minutes = Field(description="Minutes that must lie between two sessions of a speaker.")

    def weights(self, conference: Conference) -> Numbers:
        return np.minimum(super().weights(conference), 1)

    def count(self, shared: frozenset[Group]) -> int:  # noqa: ARG002 - of the base
        return 1

    def times(self, times: Times) -> Numbers:
        close: Numbers = (times.overlap > 0) | (times.same_day & (times.gap < self.pause_minutes))
        return times.both * close

    def fault(self, conference: Conference, a: Placement, b: Placement) -> tuple[int, str]:
        gap = max(a.start, b.start) - min(a.end, b.end)
        if gap >= 0 and (_day(conference, a) != _day(conference, b) or gap >= self.pause_minutes):
            return 0, ""
        return _both(a, b), "overlap" if gap < 0 else f"are only {gap} minutes apart"


def _day(conference: Conference, place: Placement) -> str:
    return conference.block_by_id[place.block].day
