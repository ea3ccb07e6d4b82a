"""The choice of the next neighbourhood, and of its size, for all models.

The free tracks, blocks or sessions are drawn at random. Kinds of neighbourhoods with more successes for their time are
chosen more often. The size of a neighbourhood is adapted to the time that its submodels take.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, ClassVar, Generic, TypeVar

from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["NeighbourhoodKind", "Neighbourhoods"]

# If a submodel is solved in less than this share of its time limit, the size is multiplied by this factor.
QUICK = ((0.1, 1.4), (0.5, 1.15))
SHRINK = 0.85


@dataclass
class NeighbourhoodKind:
    """One kind of neighbourhood, with its record of success."""

    # "tracks", "blocks" and "sessions" are free as a whole; "neighbours" frees all tracks that use the drawn rooms, and
    # "exchange" only the rooms of these tracks.
    free: str
    # Whether the sessions of the other tracks keep their blocks, and not only the tracks themselves.
    sessions_stay: bool
    # Whether the other tracks keep their rooms.
    rooms_stay: bool
    # The number of drawn tracks, blocks, sessions or rooms.
    size: float = 3.0
    successes: int = 0
    seconds: float = 0.0


D = TypeVar("D", bound=Decisions)


class Neighbourhoods(ABC, Generic[D]):
    """Draws neighbourhoods in solutions of one model.

    The random number generator and the records of the kinds are taken from ``earlier``, an object for an earlier model
    of the same conference, if there is one.
    """

    KINDS: ClassVar[tuple[NeighbourhoodKind, ...]]

    def __init__(self, decisions: D, seed: int, earlier: Neighbourhoods[Any] | None = None) -> None:
        self.random: Random = Random(seed) if earlier is None else earlier.random  # noqa: S311 - nothing here is secret
        self.kinds: list[NeighbourhoodKind] = list(map(replace, self.KINDS)) if earlier is None else earlier.kinds
        self._decisions = decisions
        conference = decisions.conference
        self._tracks = [track.id for track in conference.tracks]
        self._blocks = [block.id for block in conference.blocks]
        self._rooms = [room.id for room in conference.rooms]
        self._sessions = [session.id for session in conference.sessions]

    def draw(self) -> NeighbourhoodKind:
        """Draw the kind to try next; kinds with more successes per second are more likely."""
        return max(self.kinds, key=lambda kind: (kind.successes + 1) / (kind.seconds + 1) * self.random.random())

    def record(self, kind: NeighbourhoodKind, *, better: bool, decided: bool, seconds: float, limit: float) -> None:
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
    def frees_everything(self, kind: NeighbourhoodKind) -> bool:
        """Whether a neighbourhood of this kind leaves nothing fixed."""

    def fixed(self, kind: NeighbourhoodKind, values: Sequence[int]) -> dict[int, int]:
        """Return the fixed variables of a neighbourhood of this kind, by index, with their values."""
        choice = self._choice(kind)
        drawn = self.random.sample(choice, min(len(choice), max(1, round(kind.size)))) if choice else []
        constants = (self._decisions.always.index, self._decisions.never.index)
        return {i: v for i, v in self._fixed(kind, set(drawn), values).items() if i not in constants}

    @abstractmethod
    def _fixed(self, kind: NeighbourhoodKind, drawn: set[str], values: Sequence[int]) -> dict[int, int]:
        """Return the fixed variables for the drawn tracks, rooms, blocks or sessions; constants may be among them."""

    def _choice(self, kind: NeighbourhoodKind) -> Sequence[str]:
        """Return the tracks, rooms, blocks or sessions to draw from."""
        if kind.free in ("neighbours", "exchange"):
            return self._rooms
        return {"tracks": self._tracks, "blocks": self._blocks, "sessions": self._sessions}[kind.free]
