"""The outcome of a command, and an entry of the log, as a browser shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agenda_solver.board.board import Board
from agenda_solver.board.change_log import Entry
from agenda_solver.evaluation.scorecard import STRUCTURE
from agenda_solver.report.words import rule_label

__all__ = ["entry_as_data", "name_of_rule", "outcome_of"]

PLACES = "Sessions without a place, or two in one"


def name_of_rule(key: str) -> str:
    """Return the name of a rule on a board; the structure of the agenda has one as well."""
    return PLACES if key == STRUCTURE else rule_label(key)


def outcome_of(board: Board, act: Callable[[], Entry]) -> dict[str, Any]:
    """Make a change to a board, and return its effect on the score, rule by rule."""
    with board.held() as (_, ledger):
        before, costs = dict(ledger.amounts), dict(ledger.costs)
        entry = act()
        after = board.ledger
        severities = after.severities
        changes = {key: after.amounts.get(key, 0) - before.get(key, 0) for key in {**before, **after.amounts}}
        return {
            "version": entry.version,
            "words": entry.words,
            "costs": list(after.costs.values()),
            "before": list(costs.values()),
            "legal": after.is_legal,
            "undo": board.can_undo,
            "redo": board.can_redo,
            "rules": [
                {"rule": name_of_rule(key), "change": change, "hard": key in severities and severities[key].is_hard}
                for key, change in changes.items()
                if change
            ],
        }


def entry_as_data(entry: Entry) -> dict[str, Any]:
    """Return an entry of the log."""
    return {
        "version": entry.version,
        "author": entry.author,
        "at": entry.at.isoformat(timespec="seconds"),
        "kind": entry.kind,
        "words": entry.words,
        "back": entry.takes_back,
    }
