"""What the neighbourhoods of all models have in common: which one to try next, and how large it is.

Which tracks, blocks or sessions are free is drawn at random. The kind of neighbourhood is chosen by its improvement for
the time it took. The number of free variables is adapted to the time that submodels take.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, ClassVar, Generic, TypeVar

from agenda_solver.cpsat.variables.decisions import Decisions

__all__ = ["Kind", "Neighbourhoods"]

# A neighbourhood that was solved in less than such a share of its time grows so much; one that was not solved shrinks.
QUICK = ((0.1, 1.4), (0.5, 1.15))
SHRINK = 0.85


@dataclass
class Kind:
    """One kind of neighbourhood, with its record of success.

    Attributes
    ----------
    free
        What is free: whole "tracks", all tracks that are "neighbours" in some rooms, whole "blocks", some "sessions",
        or only an "exchange" of rooms among all tracks that use some rooms.
    sessions_stay
        Whether the sessions of other tracks keep their blocks, not only the tracks themselves.
    rooms_stay
        Whether the other tracks keep their rooms.
    size
        The number of free tracks, blocks or sessions, or of rooms whose neighbours are free.
    """

    free: str
    sessions_stay: bool
    rooms_stay: bool
    size: float = 3.0
    successes: int = 0
    seconds: float = 0.0


D = TypeVar("D", bound=Decisions)


class Neighbourhoods(ABC, Generic[D]):
    """Draws neighbourhoods in solutions of one model.

    Parameters
    ----------
    decisions
        The variables of the model.
    seed
        Seed of all that is drawn.
    before
        Another one of the same conference whose experience is taken over.

    Attributes
    ----------
    random, kinds
        The random number generator, and the kinds of neighbourhoods with their records.
    """

    KINDS: ClassVar[tuple[Kind, ...]]

    def __init__(self, decisions: D, seed: int, before: Neighbourhoods[Any] | None = None) -> None:
        self.random: Random = Random(seed) if before is None else before.random  # noqa: S311 - nothing here is secret
        self.kinds: list[Kind] = list(map(replace, self.KINDS)) if before is None else before.kinds
        self._decisions = decisions
        conference = decisions.conference
        self._tracks = [track.id for track in conference.tracks]
        self._blocks = [block.id for block in conference.blocks]
        self._rooms = [room.id for room in conference.rooms]
        self._sessions = [session.id for session in conference.sessions]

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
        """Whether a neighbourhood of this kind leaves nothing fixed."""

    def fixed(self, kind: Kind, values: Sequence[int]) -> dict[int, int]:
        """Return the fixed variables of a neighbourhood of this kind, by index, with their values."""
        of = self._choice(kind)
        drawn = self.random.sample(of, min(len(of), max(1, round(kind.size)))) if of else []
        constants = (self._decisions.always.index, self._decisions.never.index)
        return {i: v for i, v in self._fixed(kind, set(drawn), values).items() if i not in constants}

    @abstractmethod
    def _fixed(self, kind: Kind, drawn: set[str], values: Sequence[int]) -> dict[int, int]:
        """Return the fixed variables, and maybe constants, if these tracks, rooms, blocks or sessions are drawn."""

    def _choice(self, kind: Kind) -> Sequence[str]:
        """Return the tracks, rooms, blocks or sessions of which some are drawn."""
        if kind.free in ("neighbours", "exchange"):
            return self._rooms
        return {"tracks": self._tracks, "blocks": self._blocks, "sessions": self._sessions}[kind.free]
