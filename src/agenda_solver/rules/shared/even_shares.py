"""Even shares of time: lengths in units, the distance from a share, and phrases for messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, Session
from agenda_solver.model.time_texts import hours

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["block_called", "charge_share", "distance", "share_words", "units_for_solver", "units_of"]


# --- in CP-SAT -----------------------------------------------------------------------------------------------------


def units_for_solver(conference: Conference, sessions: Iterable[Session], unit: int) -> dict[str, int]:
    """Return the units that sessions take at their first positions; ``check`` uses :func:`units_of` instead."""
    first = {session.id: conference.positions[session.id][0] for session in sessions}
    return {id: -(-(position.end - position.start) // unit) for id, position in first.items()}


def charge_share(
    decisions: Decisions, cost: Cost, units: Mapping[str, int], stretch: Sequence[Block], lower: int, upper: int
) -> None:
    """Charge the units in one block, or in the blocks of a day, that are above or below the bounds of a share."""
    amounts = [(n, inside) for id, n in units.items() if (inside := _is_in(decisions, id, stretch)) is not None]
    cost.add(decisions.convex(amounts, lambda placed: distance(lower, upper, placed)))


def _is_in(decisions: Decisions, session: str, stretch: Sequence[Block]) -> Literal | None:
    possible = [block for block in stretch if block.id in decisions.blocks(session)]
    if len(possible) > 1:
        return decisions.on_day(session, possible[0].day)
    return decisions.in_block(session, possible[0].id) if possible else None


def distance(lower: int, upper: int, placed: int) -> int:
    """Return how far a number is outside its bounds."""
    return max(0, placed - upper, lower - placed)


# --- in Python -----------------------------------------------------------------------------------------------------


def units_of(conference: Conference, session: Session, unit: int) -> int:
    """Return the units that a session takes."""
    return ceil(Fraction(_minutes(conference, session), unit))


def block_called(conference: Conference, block: Block) -> str:
    """Return the day of a block with its name, or with its hours if it has no name: ``Thursday, Session 1``."""
    span = conference.block_span[block.id]
    when = block.name or hours(conference.local(span.start), conference.local(span.end))
    return f"{conference.day_by_id[block.day].label}, {when}"


def share_words(
    conference: Conference, sessions: Iterable[Session], placed: int, share: Fraction, unit: int
) -> tuple[str, str]:
    """Return phrases for the placed amount and for the even share, both in minutes.

    If the length of a session is not a whole number of units, the second phrase says that lengths were rounded up.
    """
    rounded = f", lengths rounded up to {unit}" if any(_minutes(conference, s) % unit for s in sessions) else ""
    least, most = floor(share) * unit, ceil(share) * unit
    fair = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return f"{placed * unit:,} minutes", f"{fair}{rounded}"


def _minutes(conference: Conference, session: Session) -> int:
    if session.duration_minutes is not None:
        return session.duration_minutes
    first = conference.positions[session.id][0]
    return first.end - first.start
