"""More sessions than fit beside the plenaries, during which every other room is empty."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from agenda_solver.diagnosis.finding import Finding, lengths, listed, titles
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session
from agenda_solver.rules.plenary import Plenary

__all__ = ["BesidePlenaries", "groups_beside_plenaries", "open_cells", "too_little_beside_plenaries"]

MOST_SETS = 100  # sets of rooms to examine, each with the sessions that can be nowhere else


def too_little_beside_plenaries(leftover: RemainingPlaces) -> Iterator[Finding]:
    r"""Return the sets of sessions for which the plenaries leave too little time in the rooms open to them.

    Each plenary takes from all rooms the time at which it runs, wherever that is:

    .. math:: \sum_{s \in S} d_s > \sum_{r \in R} \mathrm{open}_r - \sum_{p} \min_{t}
              \sum_{r \in R} \left|\mathrm{open}_r \cap [t, t + d_p)\right|

    for sessions :math:`S` that can only be in the rooms :math:`R`, and the starts :math:`t` that are left to a plenary.
    No two plenaries are at once, so the times that they take add up.
    """
    for beside in groups_beside_plenaries(leftover):
        open_time = _OpenTime.of(leftover, beside.sessions)
        need = sum(leftover.shortest(session.id) for session in beside.sessions)
        taken = sum(_least_taken(leftover, open_time, plenary.id, beside.rule) for plenary in beside.plenaries)
        if open_time.total - taken < need <= open_time.total:  # more than the total is reported without plenaries
            need_words, left_words = lengths(need, max(0, open_time.total - taken))
            who = f"{len(beside.sessions):,} sessions need" if len(beside.sessions) > 1 else "One session needs"
            words = f"{who} {need_words} in rooms, but only {left_words} are"
            yield beside.finding(leftover.conference, words, beside.sessions)
            return


class BesidePlenaries(NamedTuple):
    """Sessions that can only be in some rooms, and the plenaries beside which they have to fit."""

    rule: Plenary
    plenaries: list[Session]
    rooms: frozenset[str]
    sessions: list[Session]

    def finding(self, conference: Conference, words: str, sessions: Sequence[Session]) -> Finding:
        """Return that some of the sessions do not fit; the words say what is left beside the plenaries."""
        rooms = [room for room in conference.rooms if room.id in self.rooms]
        names = titles(conference, [plenary.id for plenary in self.plenaries])
        beside = f"the plenary {names}" if len(self.plenaries) == 1 else f"the plenaries {names}"
        where = f"{words} left beside {beside} ({listed(room.name for room in rooms)})"
        return Finding(
            "impossible",
            f"{where}: {titles(conference, [session.id for session in sessions])}.",
            tuple(session.id for session in (*self.plenaries, *sessions)),
            rooms=tuple(room.id for room in rooms),
        )


def groups_beside_plenaries(leftover: RemainingPlaces) -> Iterator[BesidePlenaries]:
    """Return the sessions beside plenaries by the rooms that they can only be in, the smallest sets of rooms first."""
    rule = next((rule for rule in leftover.rules if isinstance(rule, Plenary)), None)
    plenaries = [session for session in leftover.placeable.values() if session.plenary]
    if rule is None or not plenaries:
        return
    others = [session for session in leftover.placeable.values() if not session.plenary]
    rooms = {session.id: frozenset(leftover.rooms(session.id)) for session in others}
    for chosen in sorted(set(rooms.values()), key=lambda found: (len(found), sorted(found)))[:MOST_SETS]:
        leftover.deadline.check()
        yield BesidePlenaries(rule, plenaries, chosen, [session for session in others if rooms[session.id] <= chosen])


def open_cells(leftover: RemainingPlaces, sessions: Iterable[str]) -> dict[tuple[str, str], set[int]]:
    """Return the slots of each block and room that are open to some of the sessions."""
    found: dict[tuple[str, str], set[int]] = {}
    for session in sessions:
        for cell, slots in leftover.slots(session).items():
            found.setdefault(cell, set()).update(slots)
    return found


class _OpenTime(NamedTuple):
    """The open minutes of all rooms, as cumulative sums over the slots of each block.

    ``sums[block][k]`` are the minutes, summed over the rooms, before the k-th of the ``marks`` of the block.
    """

    marks: Mapping[str, Sequence[int]]
    sums: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, leftover: RemainingPlaces, sessions: Iterable[Session]) -> _OpenTime:
        """Sum up what is open to some of the sessions."""
        counts: dict[str, dict[int, int]] = {}
        for (block, _), found in open_cells(leftover, (session.id for session in sessions)).items():
            here = counts.setdefault(block, {})
            for slot in found:
                here[slot] = here.get(slot, 0) + 1
        marks = {block: leftover.conference.boundaries[block] for block in counts}
        sums = {
            block: list(
                accumulate(
                    ((end - start) * counts[block].get(slot, 0) for slot, (start, end) in enumerate(pairwise(mark))),
                    initial=0,
                )
            )
            for block, mark in marks.items()
        }
        return cls(marks, sums)

    @property
    def total(self) -> int:
        """All open minutes of all rooms."""
        return sum(found[-1] for found in self.sums.values())

    def between(self, start: int, end: int) -> int:
        """Return the open minutes of all rooms within a stretch of time."""
        return sum(
            self._open_minutes_until(block, end) - self._open_minutes_until(block, start) for block in self.marks
        )

    def _open_minutes_until(self, block: str, minute: int) -> int:
        marks, sums = self.marks[block], self.sums[block]
        if minute <= marks[0]:
            return 0
        if minute >= marks[-1]:
            return sums[-1]
        before = bisect_right(marks, minute) - 1
        per_minute = (sums[before + 1] - sums[before]) // (marks[before + 1] - marks[before])
        return sums[before] + per_minute * (minute - marks[before])


def _least_taken(leftover: RemainingPlaces, open_time: _OpenTime, plenary: str, rule: Plenary) -> int:
    """Return the open minutes that a plenary takes from all rooms at least."""
    spans = set()
    for position in leftover.positions(plenary):
        leftover.deadline.check()
        whole = leftover.conference.block_span[position.block]
        spans.add((whole.start, whole.end) if rule.scope == "block" else (position.start, position.end))
    return min((open_time.between(*span) for span in spans), default=0)
