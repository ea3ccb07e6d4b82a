"""Neighbourhoods in the track model.

If the blocks of most tracks are fixed, the remaining model is small, and CP-SAT nearly always solves it to optimality.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.cpsat.variables.rule_cost import Literal
from agenda_solver.search.neighbourhoods.neighbourhood_choice import NeighbourhoodKind, Neighbourhoods

__all__ = ["TrackNeighbourhoods"]


class TrackNeighbourhoods(Neighbourhoods[TrackDecisions]):
    """Draws neighbourhoods in solutions of one model in which tracks choose the rooms."""

    KINDS = (
        NeighbourhoodKind("tracks", sessions_stay=False, rooms_stay=False),
        NeighbourhoodKind("tracks", sessions_stay=False, rooms_stay=True),
        NeighbourhoodKind("tracks", sessions_stay=True, rooms_stay=True),
        NeighbourhoodKind("neighbours", sessions_stay=False, rooms_stay=True, size=2.0),
        NeighbourhoodKind("neighbours", sessions_stay=True, rooms_stay=True, size=2.0),
        NeighbourhoodKind("blocks", sessions_stay=False, rooms_stay=True, size=2.0),
        NeighbourhoodKind("blocks", sessions_stay=True, rooms_stay=True, size=2.0),
        NeighbourhoodKind("exchange", sessions_stay=False, rooms_stay=True, size=4.0),
        NeighbourhoodKind("exchange", sessions_stay=True, rooms_stay=True, size=4.0),
    )

    def frees_everything(self, kind: NeighbourhoodKind) -> bool:
        """Whether a neighbourhood of this kind leaves nothing fixed."""
        return kind.free in ("tracks", "neighbours") and round(kind.size) >= len(self._choice(kind))

    def _fixed(self, kind: NeighbourhoodKind, drawn: set[str], values: Sequence[int]) -> dict[int, int]:
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
        return fixed

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
        """Fix whether the other tracks are in each block, except in free blocks."""
        fixed = {}
        for track, block, _ in self._other_tracks(free, blocks):
            used = self._decisions.track_in_block(track, block).index
            fixed[used] = values[used]
        return fixed

    def _rooms_of_tracks(self, free: set[str], blocks: set[str], values: Sequence[int]) -> dict[int, int]:
        """Fix the rooms of the other tracks, except in free blocks."""
        return {
            literal.index: values[literal.index]
            for _, _, rooms in self._other_tracks(free, blocks)
            for literal in rooms.values()
        }

    def _other_tracks(self, free: set[str], blocks: set[str]) -> Iterator[tuple[str, str, dict[str, Literal]]]:
        """Yield the other tracks with each block that is not free, and the literals of their rooms there."""
        for track in self._tracks:
            for block in self._blocks:
                rooms = self._decisions.rooms_made(track, block)
                if rooms and track not in free and block not in blocks:
                    yield track, block, rooms

    def _blocks_of_sessions(self, tracks: set[str], blocks: set[str], values: Sequence[int]) -> dict[int, int]:
        """Fix the blocks of other tracks' sessions; those in a free block may move to another free one."""
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
