"""The data for a browser while somebody drags a session: the change for every place, in few bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from agenda_solver.board.board import Board
from agenda_solver.board.place_costs import Shade, shades
from agenda_solver.web.command_outcome import name_of_rule

__all__ = ["BEST", "shades_as_data", "swaps_as_data"]

BEST = 12
"""How many of the best places and exchanges are described in words."""


def shades_as_data(board: Board, session: str) -> dict[str, Any]:
    """Return every place of a session: ``[room, start, end, block, slot, changes by level, reason]``.

    Rooms, blocks and reasons are indices into lists, since each of them occurs hundreds of times.
    """
    with board.held() as (state, ledger):
        version, conference = board.version, state.conference
        found = shades(board, session)
        here = state.agenda.get(session)
        hard = {key for key, severity in ledger.severities.items() if severity.is_hard}
    rooms = {room.id: n for n, room in enumerate(conference.rooms)}
    blocks = {block.id: n for n, block in enumerate(conference.blocks)}
    reasons: dict[str, int] = {"": 0}
    places = []
    for shade in found:
        place = shade.placement
        reason = reasons.setdefault(shade.reason, len(reasons))
        spot = [rooms[place.room], place.start, place.end, blocks[place.block], place.slot]
        places.append([*spot, list(shade.delta.values()), reason])
    others = (n for n, shade in enumerate(found) if shade.placement != here)
    best = sorted(others, key=lambda n: _rank(found[n], hard))[:BEST]
    return {
        "version": version,
        "session": session,
        "rooms": list(rooms),
        "roomNames": [room.name for room in conference.rooms],
        "blocks": list(blocks),
        "reasons": list(reasons),
        "places": places,
        "times": {start: conference.clock(start) for start in {shade.placement.start for shade in found}},
        "here": next((n for n, shade in enumerate(found) if shade.placement == here), None),
        "best": [
            {
                "place": n,
                "when": conference.clock(found[n].placement.start),
                "rules": _rules_in_words(found[n].by_rule),
            }
            for n in best
        ],
    }


def _rank(shade: Shade, hard: Collection[str]) -> tuple[Any, ...]:
    broken = sum(change for key, change in shade.by_rule.items() if key in hard)
    return bool(shade.reason), broken, tuple(shade.delta.values()), shade.placement.start


def _rules_in_words(changes: Mapping[str, int]) -> list[str]:
    """Return the change of each rule in short: ``Room capacity -5``."""
    return [f"{name_of_rule(key)} {change:+,}" for key, change in changes.items() if change]


def swaps_as_data(board: Board, session: str) -> dict[str, Any]:
    """Return the best exchanges of a session with others."""
    with board.held() as (state, ledger):
        found = ledger.best_swaps(session, BEST)
        titles = state.conference.session_by_id
        return {
            "session": session,
            "swaps": [
                {
                    "other": swap.other,
                    "title": titles[swap.other].title,
                    "delta": list(swap.costs.values()),
                    "legal": swap.is_legal,
                    "rules": _rules_in_words(swap.change.amounts),
                }
                for swap in found
            ],
        }
