"""Neighbourhoods in the ordinary model: some sessions are free, all others are fixed."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.search.neighbourhoods.neighbourhood_choice import NeighbourhoodKind, Neighbourhoods

__all__ = ["SessionNeighbourhoods"]


class SessionNeighbourhoods(Neighbourhoods[Decisions]):
    """Draws neighbourhoods in solutions of one ordinary model.

    The free sessions are those of some tracks, those in some blocks, or any. With ``sessions_stay`` they keep their
    blocks, and only their rooms and starts are free.
    """

    KINDS = (
        NeighbourhoodKind("tracks", sessions_stay=False, rooms_stay=False, size=2.0),
        NeighbourhoodKind("blocks", sessions_stay=False, rooms_stay=False, size=1.6),
        NeighbourhoodKind("sessions", sessions_stay=False, rooms_stay=False, size=12.0),
        NeighbourhoodKind("blocks", sessions_stay=True, rooms_stay=False, size=1.0),
    )

    def frees_everything(self, kind: NeighbourhoodKind) -> bool:
        """Whether a neighbourhood of this kind leaves nothing fixed."""
        return not kind.sessions_stay and round(kind.size) >= len(self._choice(kind))

    def _fixed(self, kind: NeighbourhoodKind, drawn: set[str], values: Sequence[int]) -> dict[int, int]:
        fixed: dict[int, int] = {}
        for session in self._decisions.conference.sessions:
            blocks = {b: self._decisions.in_block(session.id, b).index for b in self._decisions.blocks(session.id)}
            is_free = {
                "tracks": session.track in drawn,
                "sessions": session.id in drawn,
                "blocks": any(block in drawn and values[index] for block, index in blocks.items()),
            }[kind.free]
            if not is_free or kind.sessions_stay:
                fixed |= {index: values[index] for index in blocks.values()}
            if not is_free:
                made = self._decisions.made(session.id)
                for literals in (made.rooms, made.cells, made.starts, made.places):
                    fixed |= {literal.index: values[literal.index] for literal in (literals or {}).values()}
                present = self._decisions.present(session.id).index
                fixed[present] = values[present]
        return fixed
