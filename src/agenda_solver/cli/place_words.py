"""Places and cost changes in words and tables, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from agenda_solver.cli.printing import new_table
from agenda_solver.cli.result_words import costs_words

if TYPE_CHECKING:
    from rich.table import Table

    from agenda_solver.explaining.placements.cost_reasons import SessionCost
    from agenda_solver.explaining.placements.other_places import OtherPlace
    from agenda_solver.explaining.placements.swaps import Swap
    from agenda_solver.model.agenda import Agenda, Placement
    from agenda_solver.model.conference import Conference

__all__ = ["change_words", "dearest_table", "label", "moves_table", "places_table", "swaps_table", "where"]

TAKEN = "the room is taken"
MISSING = "it must have a place"


def where(conference: Conference, placement: Placement | None) -> str:
    """Return a place as people read it: ``Hall 3, 29 May 10:30``."""
    if placement is None:
        return "left out"
    return f"{conference.room_by_id[placement.room].name}, {conference.clock(placement.start)}"


def label(conference: Conference, session: str) -> str:
    """Return the title of a session, with its id if the title is not unique."""
    title = conference.session_by_id[session].title
    return title if conference.names["sessions"].is_unique(session) else f"{title} ({session})"


def change_words(delta: Mapping[int, int], by_rule: Mapping[str, int]) -> str:
    """Return changes of cost in words: by level, then by rule.

    ``delta`` has the change on each priority level, highest level first; ``by_rule`` the change of each rule's cost.
    """
    levels = [f"{change:+,} on priority level {level}" for level, change in delta.items() if level and change]
    whole = ", ".join([*levels, _signed(delta.get(0, 0))])
    return f"{whole} ({_by_rule(by_rule)})" if by_rule else whole


def _signed(change: int) -> str:
    return f"{change:+,}" if change else "0"


def _by_rule(changes: Mapping[str, int]) -> str:
    """Return the changes of the rules in words, largest first."""
    ordered = sorted(changes.items(), key=lambda item: -abs(item[1]))
    return ", ".join(f"{key} {change:+,}" for key, change in ordered)


def places_table(conference: Conference, others: Sequence[OtherPlace]) -> Table:
    """Return a table of other places of a session, with the change of the cost in total and by rule."""
    table = new_table("Place", "Change", "By rule", right=("Change",))
    for other in others:
        words = [*_broken(other), *([_by_rule(other.costs)] if other.costs else [])]
        style = "green" if other.is_better else None if other.legal else "red"
        change = change_words(other.delta, {})
        table.add_row(where(conference, other.placement), change, "; ".join(words), style=style)
    return table


def _broken(other: OtherPlace) -> Iterator[str]:
    """Say why a place is not legal: the room is taken, or certain rules would be violated."""
    from agenda_solver.evaluation.scorecard import STRUCTURE

    if STRUCTURE in other.broken:
        yield MISSING if other.placement is None else TAKEN
    if rules := [key for key in other.broken if key != STRUCTURE]:
        yield f"breaks {', '.join(rules)}"
    if not other.legal and not other.broken:
        yield "not legal in the current agenda"


def swaps_table(conference: Conference, swaps: Sequence[Swap]) -> Table:
    """Return a table of swaps of a session, with the other session, its place, and the change of the cost."""
    table = new_table("With", "Now in", "Change", "By rule", right=("Change",))
    for swap in swaps:
        title, place = label(conference, swap.other), where(conference, swap.placement)
        style = "green" if swap.is_better else None
        table.add_row(title, place, change_words(swap.delta, {}), _by_rule(swap.costs), style=style)
    return table


def dearest_table(conference: Conference, agenda: Agenda, dearest: Sequence[SessionCost]) -> Table:
    """Return a table of sessions with their places and their costs by rule."""
    table = new_table("ID", "Session", "Place", "Cost", "By rule", right=("Cost",))
    for cost in dearest:
        place = where(conference, agenda.get(cost.session))
        by_rule = ", ".join(f"{key} {amount:,}" for key, amount in cost.by_rule.items() if amount)
        table.add_row(cost.session, cost.title, place, costs_words(cost.costs), by_rule)
    return table


def moves_table(conference: Conference, moved: Mapping[str, tuple[Placement | None, Placement | None]]) -> Table:
    """Return a table of moved sessions with their old and new places."""
    table = new_table("Session", "From", "To")
    for id, (before, after) in moved.items():
        table.add_row(label(conference, id), where(conference, before), where(conference, after))
    return table
