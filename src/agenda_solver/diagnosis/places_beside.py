"""More long sessions than fit beside the plenaries: the rest of a block may be too short for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from agenda_solver.diagnosis.finding import Finding, listed, titles
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.diagnosis.plenaries import beside_plenaries, by_rooms, open_cells
from agenda_solver.diagnosis.sums import sessions_of
from agenda_solver.model.parts import Block, Session

__all__ = ["too_few_beside_plenaries"]

MOST_PLENARIES = 8  # all sets of them are looked at; of more, the longest
MOST_LENGTHS = 6


def too_few_beside_plenaries(leftover: Leftover, stuck: Collection[str]) -> Iterator[Finding]:
    r"""Return the sessions of which too many are long for what the plenaries leave of the blocks.

    Plenaries of :math:`P` minutes together leave at most :math:`\\lfloor (B - P) / L \\rfloor` places of :math:`L`
    minutes in a room that is open for all of a block of :math:`B` minutes. The plenaries are spread over the blocks
    that are open to them so that as many places as possible are left.

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
        needs = {session.id: leftover.need(session.id) for session in sessions}
        for length in sorted(set(needs.values()), reverse=True)[:MOST_LENGTHS]:
            long = [session for session, need in needs.items() if need >= length > 0]
            number = sum(needs[session] // length for session in long)
            left = _most_places(leftover, _Cells.of(leftover, long), plenaries, length, whole=rule.scope == "block")
            if left is not None and number > left:
                yield _finding(leftover, rooms, {session: needs[session] for session in long}, plenaries, length, left)
                return


class _Cells(NamedTuple):
    """What is open in each block: the number of rooms that are open all through, and the runs of the others."""

    whole: Mapping[str, int]
    runs: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, leftover: Leftover, sessions: Collection[str]) -> _Cells:
        """Collect what is open to some of the sessions."""
        whole: dict[str, int] = {}
        runs: dict[str, list[int]] = {}
        for (block, _), open_ in open_cells(leftover, sessions).items():
            leftover.deadline.check()
            if len(open_) == len(leftover.conference.boundaries[block]) - 1:
                whole[block] = whole.get(block, 0) + 1
            else:
                runs.setdefault(block, []).extend(_minutes_of_runs(leftover, block, open_))
        return cls(whole, runs)


def _minutes_of_runs(leftover: Leftover, block: str, slots: Collection[int]) -> list[int]:
    found: list[int] = []
    for slot in sorted(slots):
        minutes = leftover.minutes_of_slot(block, slot)
        if slot - 1 in slots:
            found[-1] += minutes
        else:
            found.append(minutes)
    return found


def _most_places(
    leftover: Leftover, cells: _Cells, plenaries: Sequence[Session], length: int, *, whole: bool
) -> int | None:
    """Return how many places of a length are left at most; None where the plenaries themselves find no place."""
    lengths = {p.id: min((q.end - q.start for q in leftover.positions(p.id)), default=0) for p in plenaries}
    chosen = sorted(lengths, key=lambda id: -lengths[id])[:MOST_PLENARIES]
    blocks_of = {id: {position.block for position in leftover.positions(id)} for id in chosen}
    best = {0: 0}  # the most places by the set of plenaries that have a block, as bits
    for block in leftover.conference.blocks:
        here = {1 << number: lengths[id] for number, id in enumerate(chosen) if block.id in blocks_of[id]}
        values = dict(_values(cells, block, here, length, whole=whole))
        following: dict[int, int] = {}
        for before, places in best.items():
            leftover.deadline.check()
            for added, value in values.items():
                if not before & added:
                    after = before | added
                    following[after] = max(following.get(after, -1), places + value)
        best = following
    return best.get((1 << len(chosen)) - 1)


def _values(
    cells: _Cells, block: Block, here: Mapping[int, int], length: int, *, whole: bool
) -> Iterator[tuple[int, int]]:
    """Return sets of plenaries that can be in a block, as bits, with the places that are left then at most."""
    for inside in (some for number in range(len(here) + 1) for some in combinations(here, number)):
        taken = sum(here[bit] for bit in inside)
        if taken > block.minutes or (whole and len(inside) > 1):
            continue  # they would be at once
        if whole and inside:
            left = 0
        else:
            left = cells.whole.get(block.id, 0) * ((block.minutes - taken) // length)
            left += sum(run // length for run in cells.runs.get(block.id, ()))
        yield sum(inside), left


def _finding(
    leftover: Leftover,
    rooms: Collection[str],
    needs: Mapping[str, int],
    plenaries: Sequence[Session],
    length: int,
    left: int,
) -> Finding:
    conference = leftover.conference
    found = [room for room in conference.rooms if room.id in rooms]
    names = titles(conference, [plenary.id for plenary in plenaries])
    beside = f"the plenary {names}" if len(plenaries) == 1 else f"the plenaries {names}"
    places = f"only {left:,} places of {length} minutes are" if left > 1 else "only one place of that length is"
    if not left:
        places = f"no place of {length} minutes is"
    number = sum(need // length for need in needs.values())
    who = f"{sessions_of(needs, needs)} need a place each"
    if number > len(needs):
        who = f"{sessions_of(needs, needs)} need {number:,} places of {length} minutes"
    words = f"{who}, but {places} left beside {beside} ({listed(room.name for room in found)})"
    return Finding(
        "impossible",
        f"{words}: {titles(conference, needs)}.",
        tuple(session.id for session in (*plenaries, *(s for s in conference.sessions if s.id in needs))),
        (),
        tuple(room.id for room in found),
    )
