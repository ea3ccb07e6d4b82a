"""Neighbourhoods in the ordinary model: some sessions are free, all others are fixed."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.cpsat.variables.decisions import Decisions
from agenda_solver.search.neighbourhoods.tracks import Kind, Parts

__all__ = ["SessionParts"]


class SessionParts(Parts):
    """Draws neighbourhoods in solutions of one ordinary model.

    Free are the sessions of some tracks, the sessions in some blocks, or any sessions; or only the rooms and starts of
    the sessions in some blocks (``sessions_stay``).

    Parameters
    ----------
    decisions
        The variables of the model.
    seed
        Seed of all that is drawn.
    before
        Another one of the same conference whose experience is taken over.
    """

    def __init__(self, decisions: Decisions, seed: int, before: Parts | None = None) -> None:
        kinds = [
            Kind("tracks", sessions_stay=False, rooms_stay=False, size=2.0),
            Kind("blocks", sessions_stay=False, rooms_stay=False, size=1.6),
            Kind("sessions", sessions_stay=False, rooms_stay=False, size=12.0),
            Kind("blocks", sessions_stay=True, rooms_stay=False, size=1.0),
        ]
        super().__init__(decisions.conference, seed, kinds, before)
        self._decisions = decisions
        self._sessions = [session.id for session in decisions.conference.sessions]

    def everything(self, kind: Kind) -> bool:
        """Whether a neighbourhood of this kind leaves nothing fixed."""
        return not kind.sessions_stay and round(kind.size) >= len(self._choice(kind))

    def fixed(self, kind: Kind, values: Sequence[int]) -> dict[int, int]:
        """Return the fixed variables of a neighbourhood of this kind, by index, with their values."""
        drawn = set(self._drawn(self._choice(kind), kind))
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
        return {i: v for i, v in fixed.items() if i not in (self._decisions.always.index, self._decisions.never.index)}

    def _choice(self, kind: Kind) -> Sequence[str]:
        return {"tracks": self._tracks, "blocks": self._blocks, "sessions": self._sessions}[kind.free]
