"""The next move with the largest improvement, by the ledger alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.move_deltas import Standard
from agenda_solver.model.agenda import Placement

__all__ = ["best_step"]

Worth: TypeAlias = tuple[int, ...]


def best_step(
    ledger: Ledger, moved: Collection[str], most: int, is_over: Callable[[], bool]
) -> dict[str, Placement] | None:
    """Return the move or the exchange that is worth most; None where none is better.

    Parameters
    ----------
    ledger
        The agenda; it stays as it is.
    moved, most
        The sessions that have moved already, and how many may have moved in the end.
    is_over
        Whether to give up.
    """
    standard = ledger.standard
    best = (0, *(0 for _ in standard.costs({})))
    found: dict[str, Placement] | None = None
    for session in ledger.grid.conference.sessions:
        if is_over():
            return None
        for worth, step in _steps(ledger, session.id, standard):
            if worth < best and len({*moved, *step}) <= most:
                best, found = worth, step
    return found


def _steps(ledger: Ledger, session: str, standard: Standard) -> Iterator[tuple[Worth, dict[str, Placement]]]:
    """Yield the moves and the exchanges of a session that break no hard rule further, with what they are worth."""
    heat = ledger.heat_map(session)
    for place in heat:
        if (worth := _worth(heat[place].amounts, standard)) is not None:
            yield worth, {session: place}
    for swap in ledger.best_swaps(session, len(ledger.grid.conference.sessions)):
        if (worth := _worth(swap.change.amounts, standard)) is not None:
            yield worth, {swap.session: swap.placement, swap.other: swap.other_placement}


def _worth(amounts: Mapping[str, int], standard: Standard) -> Worth | None:
    """Return what a change does to all hard rules together and to the costs; None where it breaks one further."""
    hard = [amount for key, amount in amounts.items() if standard.severities[key].is_hard]
    if any(amount > 0 for amount in hard):
        return None
    return (sum(hard), *standard.costs(amounts).values())
