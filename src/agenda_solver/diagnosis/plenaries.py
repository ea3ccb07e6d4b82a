"""More sessions than fit beside the plenaries, during which no room has anything else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from agenda_solver.diagnosis.finding import Finding, lengths, listed, titles
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.model.parts import Session
from agenda_solver.rules.plenary import Plenary

__all__ = ["beside_plenaries", "by_rooms", "open_cells", "too_little_beside_plenaries"]

# Sets of rooms that are looked at, each with the sessions that can be nowhere else.
MOST_SETS = 100


def too_little_beside_plenaries(leftover: Leftover, stuck: Collection[str]) -> Iterator[Finding]:
    r"""Return the sets of sessions for which the plenaries leave too little time in the rooms open to them.

    Each plenary takes from all rooms the time at which it runs, wherever that is:

    .. math:: \sum_{s \in S} d_s > \sum_{r \in R} \mathrm{open}_r - \sum_{p} \min_{t}
              \sum_{r \in R} \left|\mathrm{open}_r \cap [t, t + d_p)\right|

    for sessions :math:`S` that can be in the rooms :math:`R` only, and the starts :math:`t` that are left to a plenary.
    Two plenaries are never at once, so that what they take adds up.

    Parameters
    ----------
    leftover
        What the hard rules leave.
    stuck
        Sessions that have no place at all, and are not looked at.
    """
    beside = beside_plenaries(leftover, stuck)
    if beside is None:
        return
    rule, plenaries, others = beside
    for rooms, sessions in by_rooms(leftover, others):
        open_time = _OpenTime.of(leftover, sessions)
        need = sum(_shortest(leftover, session.id) for session in sessions)
        taken = sum(_least_taken(leftover, open_time, plenary.id, rule) for plenary in plenaries)
        if open_time.total - taken < need <= open_time.total:  # what is more than all of it is told without plenaries
            yield _finding(leftover, rooms, sessions, plenaries, need, open_time.total - taken)
            return


class Beside(NamedTuple):
    """The rule about plenaries, the plenaries, and the sessions that have to be beside them."""

    rule: Plenary
    plenaries: list[Session]
    others: list[Session]


def beside_plenaries(leftover: Leftover, stuck: Collection[str]) -> Beside | None:
    """Return what the sums beside plenaries are about, without stuck sessions; None where there is no plenary."""
    rule = next((rule for rule in leftover.rules if isinstance(rule, Plenary)), None)
    needed = [session for session in leftover.needed if session.id not in stuck]
    plenaries = [session for session in needed if session.plenary]
    if rule is None or not plenaries:
        return None
    return Beside(rule, plenaries, [session for session in needed if not session.plenary])


def open_cells(leftover: Leftover, sessions: Iterable[str]) -> dict[tuple[str, str], set[int]]:
    """Return the slots of each block and room that are open to some of the sessions."""
    found: dict[tuple[str, str], set[int]] = {}
    for session in sessions:
        for cell, slots in leftover.slots(session).items():
            found.setdefault(cell, set()).update(slots)
    return found


def by_rooms(leftover: Leftover, sessions: Sequence[Session]) -> Iterator[tuple[frozenset[str], list[Session]]]:
    """Return sets of rooms with the sessions that can be in no other room, the smallest sets first."""
    rooms = {session.id: frozenset(leftover.rooms(session.id)) for session in sessions}
    for chosen in sorted(set(rooms.values()), key=lambda found: (len(found), sorted(found)))[:MOST_SETS]:
        leftover.deadline.check()
        yield chosen, [session for session in sessions if rooms[session.id] <= chosen]


class _OpenTime(NamedTuple):
    """How many rooms are open to some of the sessions, slot by slot of each block, as sums from the block's beginning.

    ``sums[k]`` are the minutes, times rooms, before the k-th of the ``marks``.
    """

    marks: Mapping[str, Sequence[int]]
    sums: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, leftover: Leftover, sessions: Iterable[Session]) -> _OpenTime:
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
        return sum(self._until(block, end) - self._until(block, start) for block in self.marks)

    def _until(self, block: str, minute: int) -> int:
        marks, sums = self.marks[block], self.sums[block]
        if minute <= marks[0]:
            return 0
        if minute >= marks[-1]:
            return sums[-1]
        before = bisect_right(marks, minute) - 1
        per_minute = (sums[before + 1] - sums[before]) // (marks[before + 1] - marks[before])
        return sums[before] + per_minute * (minute - marks[before])


def _shortest(leftover: Leftover, session: str) -> int:
    return min((position.end - position.start for position in leftover.positions(session)), default=0)


def _least_taken(leftover: Leftover, open_time: _OpenTime, plenary: str, rule: Plenary) -> int:
    """Return the open minutes that a plenary takes from all rooms, where it takes least."""
    spans = set()
    for position in leftover.positions(plenary):
        leftover.deadline.check()
        whole = leftover.conference.block_span[position.block]
        spans.add((whole.start, whole.end) if rule.scope == "block" else (position.start, position.end))
    return min((open_time.between(*span) for span in spans), default=0)


def _finding(
    leftover: Leftover,
    rooms: frozenset[str],
    sessions: Sequence[Session],
    plenaries: Sequence[Session],
    need: int,
    left: int,
) -> Finding:
    conference = leftover.conference
    found = [room for room in conference.rooms if room.id in rooms]
    need_words, left_words = lengths(need, max(0, left))
    who = f"{len(sessions):,} sessions need" if len(sessions) > 1 else "One session needs"
    names = titles(conference, [plenary.id for plenary in plenaries])
    beside = f"the plenary {names}" if len(plenaries) == 1 else f"the plenaries {names}"
    where = listed(room.name for room in found)
    words = f"{who} {need_words} of rooms, but only {left_words} are left beside {beside} ({where})"
    return Finding(
        "impossible",
        f"{words}: {titles(conference, [session.id for session in sessions])}.",
        tuple(session.id for session in (*plenaries, *sessions)),
        (),
        tuple(room.id for room in found),
    )
