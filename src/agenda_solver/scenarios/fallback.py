"""The reaction to one loss, found by replanning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agenda_solver.progress import Status
from agenda_solver.replanning.diff import Move
from agenda_solver.replanning.replan import Replan
from agenda_solver.scenarios.losses import Loss

__all__ = ["NOT_TRIED", "Fallback"]

NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Fallback:
    """What would be done about one loss.

    Attributes
    ----------
    loss
        What is lost.
    replan
        The agenda with the fewest moves after the loss; None if the time ran out before it was tried.
    """

    loss: Loss
    replan: Replan | None

    @property
    def status(self) -> str:
        """The status of the search; ``"not tried"`` if it did not begin."""
        return NOT_TRIED if self.replan is None else str(self.replan.result.status)

    @property
    def moves(self) -> tuple[Move, ...] | None:
        """The sessions that would move or be left out; None if there is no agenda."""
        return None if self._changed is None else tuple(move for move in self._changed if move.before is not None)

    @property
    def _changed(self) -> tuple[Move, ...] | None:
        """The changed sessions, including new ones, without the sessions that are the loss itself."""
        if self.replan is None or self.replan.diff is None:
            return None
        known = self.replan.conference.session_by_id
        return tuple(move for move in self.replan.diff.changed if move.session in known)

    @property
    def told(self) -> tuple[str, ...]:
        """The names of the people to inform."""
        if self.replan is None or self.replan.diff is None:
            return ()
        return tuple(name for _, name in self.replan.diff.told)

    @property
    def proof(self) -> str:
        """What is proven about the moves, in a sentence; empty if nothing was found."""
        return "" if self.replan is None else self.replan.verdict or ""

    @property
    def answer(self) -> str:
        """What would be done, in a few words: ``3 moves``, ``no agenda is possible``, ``not tried``."""
        moves = self.moves
        if moves is None:
            found = self.replan is not None and self.replan.result.status is Status.INFEASIBLE
            return "no agenda is possible" if found else NOT_TRIED if self.replan is None else "nothing found in time"
        return "nothing moves" if not moves else "1 move" if len(moves) == 1 else f"{len(moves):,} moves"

    @property
    def is_uneventful(self) -> bool:
        """Whether nothing moves and there is nothing else to report."""
        return self.moves == () and not self.sentences

    @property
    def sentences(self) -> tuple[str, ...]:
        """Why there is no agenda, or what moves and which sessions have nobody left."""
        if self.replan is None:
            return ()
        warning = (self.replan.warning,) if self.replan.warning and self.moves is not None else ()
        return (*self.replan.result.reason, *warning, *(_would(move) for move in self._changed or ()))

    def as_dict(self) -> dict[str, Any]:
        """Return the fallback as plain data for JSON."""
        moves = self.moves
        return {
            **self.loss.as_dict(),
            "answer": self.answer,
            **({"status": NOT_TRIED} if self.replan is None else self.replan.as_dict()),
            "moves": None if moves is None else len(moves),
        }


def _would(move: Move) -> str:
    """Describe a change as a plan: nothing has moved yet."""
    if move.after is None:
        return f'"{move.title}" is left out (it is {move.before}).'
    if move.before is None:
        return f'"{move.title}" takes place: {move.after}.'
    return f'"{move.title}" goes to {move.after} (it is {move.before}).'
