"""The best next move of a local search on the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.move_change_types import Standard
from agenda_solver.model.agenda import Placement

__all__ = ["best_step"]

Worth: TypeAlias = tuple[int, ...]


def best_step(
    ledger: Ledger, moved: Collection[str], most: int, is_over: Callable[[], bool]
) -> dict[str, Placement] | None:
    """Return the move or exchange with the largest improvement; None if there is none, or if ``is_over`` says to stop.

    At most ``most`` sessions may move in total; those in ``moved`` already have. The ledger does not change.
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
    """Yield the moves and exchanges of a session that do not worsen any hard rule, with their value."""
    heat = ledger.heat_map(session)
    for place in heat:
        if (worth := _worth(heat[place].amounts, standard)) is not None:
            yield worth, {session: place}
    for swap in ledger.best_swaps(session, len(ledger.grid.conference.sessions)):
        if (worth := _worth(swap.change.amounts, standard)) is not None:
            yield worth, {swap.session: swap.placement, swap.other: swap.other_placement}


def _worth(amounts: Mapping[str, int], standard: Standard) -> Worth | None:
    """Return the change of all hard rules together and of the costs; None if it worsens a hard rule."""
    hard = [amount for key, amount in amounts.items() if standard.severities[key].is_hard]
    if any(amount > 0 for amount in hard):
        return None
    return (sum(hard), *standard.costs(amounts).values())
