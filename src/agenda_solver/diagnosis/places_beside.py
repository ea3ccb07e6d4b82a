"""More long sessions than fit beside the plenaries: the rest of a block may be too short for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from agenda_solver.diagnosis.finding import Finding
from agenda_solver.diagnosis.plenaries import BesidePlenaries, groups_beside_plenaries, open_cells
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.diagnosis.sum_sentences import sessions_of
from agenda_solver.model.parts import Block

__all__ = ["too_few_beside_plenaries"]

MOST_PLENARIES = 8  # the longest; all subsets of them are tried
MOST_LENGTHS = 6


def too_few_beside_plenaries(leftover: RemainingPlaces) -> Iterator[Finding]:
    r"""Return sessions that are too many and too long for the parts of the blocks that plenaries leave.

    Plenaries of :math:`P` minutes together leave at most :math:`\lfloor (B - P) / L \rfloor` places of :math:`L`
    minutes in a room that is open for all of a block of :math:`B` minutes. The plenaries are spread over the blocks
    that are open to them so that as many places as possible are left.
    """
    for beside in groups_beside_plenaries(leftover):
        needs = {session.id: leftover.need(session.id) for session in beside.sessions}
        for length in sorted(set(needs.values()), reverse=True)[:MOST_LENGTHS]:
            long = {session: need for session, need in needs.items() if need >= length > 0}
            number = sum(need // length for need in long.values())
            left = _most_places(leftover, _Cells.of(leftover, long), beside, length)
            if left is not None and number > left:
                sessions = [session for session in beside.sessions if session.id in long]
                yield beside.finding(leftover.conference, _words(long, number, length, left), sessions)
                return


class _Cells(NamedTuple):
    """What is open in each block: the number of rooms open throughout, and the runs of open minutes in the others."""

    whole: Mapping[str, int]
    runs: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, leftover: RemainingPlaces, sessions: Collection[str]) -> _Cells:
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


def _minutes_of_runs(leftover: RemainingPlaces, block: str, slots: Collection[int]) -> list[int]:
    found: list[int] = []
    for slot in sorted(slots):
        minutes = leftover.minutes_of_slot(block, slot)
        if slot - 1 in slots:
            found[-1] += minutes
        else:
            found.append(minutes)
    return found


def _most_places(leftover: RemainingPlaces, cells: _Cells, beside: BesidePlenaries, length: int) -> int | None:
    """Return how many places of a length are left at most; None if there is no place for the plenaries themselves."""
    whole = beside.rule.scope == "block"
    lengths = {plenary.id: leftover.shortest(plenary.id) for plenary in beside.plenaries}
    chosen = sorted(lengths, key=lambda id: -lengths[id])[:MOST_PLENARIES]
    blocks_of = {id: {position.block for position in leftover.positions(id)} for id in chosen}
    best = {0: 0}  # by the set of plenaries that have a block, as bits: the most places
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
    """Return the sets of plenaries that can be in a block, as bits, with the most places that each set leaves."""
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


def _words(needs: Mapping[str, int], number: int, length: int, left: int) -> str:
    who = f"{sessions_of(needs, needs)} need a place each"
    if number > len(needs):
        who = f"{sessions_of(needs, needs)} need {number:,} places of {length} minutes"
    if not left:
        return f"{who}, but no place of {length} minutes is"
    places = f"only {left:,} places of {length} minutes are" if left > 1 else "only one place of that length is"
    return f"{who}, but {places}"
