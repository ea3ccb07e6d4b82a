"""Neighbourhoods in the tracks' model: what is fixed, and which neighbourhood to try next.

The tracks' model is small once the blocks of most tracks are fixed, and CP-SAT then nearly always solves it to
optimality. Which tracks or blocks are free is drawn at random. The kind of neighbourhood is chosen by its improvement
for the time it took. The number of free variables is adapted to the time that submodels take.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from agenda_solver.cpsat.track_model.decisions import TrackDecisions
from agenda_solver.cpsat.variables.cost_terms import Literal
from agenda_solver.model.conference import Conference

__all__ = ["Kind", "Neighbourhoods", "Parts"]

# A neighbourhood that was solved in less than such a share of its time grows so much; one that was not solved shrinks.
QUICK = ((0.1, 1.4), (0.5, 1.15))
SHRINK = 0.85


@dataclass
class Kind:
    """One kind of neighbourhood, with its record of success.

    Attributes
    ----------
    free
        What is free: whole "tracks", all tracks that are "neighbours" in some rooms, whole "blocks", or only an
        "exchange" of rooms among all tracks that use some rooms.
    sessions_stay
        Whether the sessions of other tracks keep their blocks, not only the tracks themselves.
    rooms_stay
        Whether the other tracks keep their rooms.
    size
        The number of free tracks or blocks, or of rooms whose neighbours are free.
    """

    free: str
    sessions_stay: bool
    rooms_stay: bool
    size: float = 3.0
    successes: int = 0
    seconds: float = 0.0


class Parts(ABC):
    """Draws neighbourhoods in solutions of one model.

    Parameters
    ----------
    conference
        Whose solutions they are.
    seed
        Seed of all that is drawn.
    kinds
        The kinds of neighbourhoods.
    before
        Another one of the same conference whose experience is taken over.

    Attributes
    ----------
    random, kinds
        The random number generator, and the kinds of neighbourhoods with their records.
    """

    def __init__(self, conference: Conference, seed: int, kinds: list[Kind], before: Parts | None = None) -> None:
        self.random: Random = Random(seed) if before is None else before.random  # noqa: S311 - nothing here is secret
        self.kinds: list[Kind] = kinds if before is None else before.kinds
        self._tracks = [track.id for track in conference.tracks]
        self._blocks = [block.id for block in conference.blocks]
        self._rooms = [room.id for room in conference.rooms]

    def draw(self) -> Kind:
        """Return the kind to try next: most likely one with many successes for its time."""
        return max(self.kinds, key=lambda kind: (kind.successes + 1) / (kind.seconds + 1) * self.random.random())

    def learn(self, kind: Kind, *, better: bool, decided: bool, seconds: float, limit: float) -> None:
        """Record the result of a try, and adapt the size of the next neighbourhood of its kind."""
        kind.successes += better
        kind.seconds += seconds
        most = len(self._choice(kind) or "1")
        growth = next((growth for share, growth in QUICK if seconds < share * limit), None)
        if decided and growth is not None:
            kind.size = min(kind.size * growth + 0.1, float(most))
        elif not decided:
            kind.size = max(kind.size * SHRINK, 1.0)

    @abstractmethod
    def everything(self, kind: Kind) -> bool:
        """Whether a part of this kind leaves nothing fixed."""

    @abstractmethod
    def fixed(self, kind: Kind, values: Sequence[int]) -> dict[int, int]:
        """Return the variables that keep their values, by their indices, for a part of this kind."""

    @abstractmethod
    def _choice(self, kind: Kind) -> Sequence[str]:
        """Return the tracks, rooms or blocks of which some are drawn, if any are."""

    def _drawn(self, of: Sequence[str], kind: Kind) -> list[str]:
        return self.random.sample(of, min(len(of), max(1, round(kind.size)))) if of else []


class Neighbourhoods(Parts):
    """Draws neighbourhoods in solutions of one tracks' model.

    Parameters
    ----------
    decisions
        The variables of the model.
    seed
        Seed of all that is drawn.
    before
        Another one of the same conference whose experience is taken over.
    """

    def __init__(self, decisions: TrackDecisions, seed: int, before: Parts | None = None) -> None:
        kinds = [
            Kind("tracks", sessions_stay=False, rooms_stay=False),
            Kind("tracks", sessions_stay=False, rooms_stay=True),
            Kind("tracks", sessions_stay=True, rooms_stay=True),
            Kind("neighbours", sessions_stay=False, rooms_stay=True, size=2.0),
            Kind("neighbours", sessions_stay=True, rooms_stay=True, size=2.0),
            Kind("blocks", sessions_stay=False, rooms_stay=True, size=2.0),
            Kind("blocks", sessions_stay=True, rooms_stay=True, size=2.0),
            Kind("exchange", sessions_stay=False, rooms_stay=True, size=4.0),
            Kind("exchange", sessions_stay=True, rooms_stay=True, size=4.0),
        ]
        super().__init__(decisions.conference, seed, kinds, before)
        self._decisions = decisions

    def everything(self, kind: Kind) -> bool:
        """Whether a part of this kind leaves nothing fixed."""
        return kind.free in ("tracks", "neighbours") and round(kind.size) >= len(self._choice(kind))

    def _choice(self, kind: Kind) -> Sequence[str]:
        """Return the tracks, rooms or blocks of which some are drawn, if any are."""
        rooms = ("neighbours", "exchange")
        return {"tracks": self._tracks, "blocks": self._blocks, **dict.fromkeys(rooms, self._rooms)}.get(kind.free, ())

    def fixed(self, kind: Kind, values: Sequence[int]) -> dict[int, int]:
        """Return the variables that keep their values, by their indices, for a part of this kind."""
        drawn = set(self._drawn(self._choice(kind), kind))
        tracks = drawn if kind.free == "tracks" else set()
        if kind.free == "neighbours":
            tracks = self._neighbours(drawn, values)
        blocks = drawn if kind.free == "blocks" else set()
        exchanging = self._neighbours(drawn, values) if kind.free == "exchange" else set()
        fixed = self._blocks_of_tracks(tracks, blocks, values)
        if kind.rooms_stay:
            fixed |= self._rooms_of_tracks(tracks | exchanging, blocks, values)
        if kind.sessions_stay:
            fixed |= self._blocks_of_sessions(tracks, blocks, values)
        decisions = self._decisions
        return {i: v for i, v in fixed.items() if i not in (decisions.always.index, decisions.never.index)}

    def _neighbours(self, rooms: set[str], values: Sequence[int]) -> set[str]:
        """Return the tracks that use one of the rooms in some block."""
        return {
            track
            for track in self._tracks
            for block in self._blocks
            for room, literal in self._decisions.rooms_made(track, block).items()
            if room in rooms and values[literal.index]
        }

    def _blocks_of_tracks(self, free: set[str], blocks: set[str], values: Sequence[int]) -> dict[int, int]:
        """Keep the other tracks in their blocks, except in free blocks."""
        fixed = {}
        for track, block, _ in self._others(free, blocks):
            used = self._decisions.track_in_block(track, block).index
            fixed[used] = values[used]
        return fixed

    def _rooms_of_tracks(self, free: set[str], blocks: set[str], values: Sequence[int]) -> dict[int, int]:
        """Let the other tracks keep their rooms, except in free blocks."""
        return {
            literal.index: values[literal.index]
            for _, _, rooms in self._others(free, blocks)
            for literal in rooms.values()
        }

    def _others(self, free: set[str], blocks: set[str]) -> Iterator[tuple[str, str, dict[str, Literal]]]:
        """Yield the other tracks with each block that is not free and their rooms there."""
        for track in self._tracks:
            for block in self._blocks:
                rooms = self._decisions.rooms_made(track, block)
                if rooms and track not in free and block not in blocks:
                    yield track, block, rooms

    def _blocks_of_sessions(self, tracks: set[str], blocks: set[str], values: Sequence[int]) -> dict[int, int]:
        """Keep the sessions of other tracks in their blocks; those in a free block may move to another free one."""
        fixed = {}
        for session in (s.id for s in self._decisions.conference.sessions):
            if self._decisions.track_of(session) in tracks:
                continue
            literals = {b: self._decisions.in_block(session, b).index for b in self._decisions.blocks(session)}
            moves = any(block in blocks and values[index] for block, index in literals.items())
            for block, index in literals.items():
                if not moves:
                    fixed[index] = values[index]
                elif block not in blocks:
                    fixed[index] = 0
        return fixed
