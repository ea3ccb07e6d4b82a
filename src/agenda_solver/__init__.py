"""Conference scheduling with proofs: sessions to rooms and times, by OR-Tools CP-SAT, every agenda checked.

>>> from agenda_solver import Conference, solve
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from agenda_solver.model.settings_check import settings_are_checked_by
from agenda_solver.version import __version__ as __version__

if TYPE_CHECKING:
    from agenda_solver.errors import AgendaSolverError, InvalidInput, Mistake, ScoreMismatch
    from agenda_solver.evaluation.scorecard import Scorecard, score
    from agenda_solver.explaining import Explanation, WayOut, explain_infeasible
    from agenda_solver.formats.native import read_agenda, read_conference, write_agenda, write_conference
    from agenda_solver.model.agenda import Agenda, Placement
    from agenda_solver.model.conference import Conference
    from agenda_solver.progress import Progress, Status
    from agenda_solver.replanning.apply_changes import apply_changes
    from agenda_solver.replanning.diff import Diff, diff
    from agenda_solver.replanning.frontier import frontier_of_moves
    from agenda_solver.replanning.move_points import MoveFrontier
    from agenda_solver.replanning.replan import Replan, replan
    from agenda_solver.report.page import write_agenda_page
    from agenda_solver.report.picture import write_day_picture
    from agenda_solver.result import Result
    from agenda_solver.rules.base.rule import Rule, Violation
    from agenda_solver.rules.base.rule_registry import register_rule
    from agenda_solver.rules.base.severity import Severity
    from agenda_solver.search.strategies.strategy import Strategy
    from agenda_solver.search.strategy_registry import register_strategy
    from agenda_solver.solving import solve

# Each public name with its home. They are imported when first used: OR-Tools alone takes half a second.
_HOMES = {
    "Agenda": "model.agenda",
    "AgendaSolverError": "errors",
    "Conference": "model.conference",
    "Diff": "replanning.diff",
    "Explanation": "explaining",
    "InvalidInput": "errors",
    "Mistake": "errors",
    "MoveFrontier": "replanning.move_points",
    "Placement": "model.agenda",
    "Progress": "progress",
    "Replan": "replanning.replan",
    "Result": "result",
    "Rule": "rules.base.rule",
    "ScoreMismatch": "errors",
    "Scorecard": "evaluation.scorecard",
    "Severity": "rules.base.severity",
    "Status": "progress",
    "Strategy": "search.strategies.strategy",
    "Violation": "rules.base.rule",
    "apply_changes": "replanning.apply_changes",
    "diff": "replanning.diff",
    "WayOut": "explaining",
    "explain_infeasible": "explaining",
    "frontier_of_moves": "replanning.frontier",
    "read_agenda": "formats.native",
    "read_conference": "formats.native",
    "register_rule": "rules.base.rule_registry",
    "register_strategy": "search.strategy_registry",
    "replan": "replanning.replan",
    "score": "evaluation.scorecard",
    "solve": "solving",
    "write_agenda": "formats.native",
    "write_agenda_page": "report.page",
    "write_conference": "formats.native",
    "write_day_picture": "report.picture",
}

__all__ = [
    "Agenda",
    "AgendaSolverError",
    "Conference",
    "Diff",
    "Explanation",
    "InvalidInput",
    "Mistake",
    "MoveFrontier",
    "Placement",
    "Progress",
    "Replan",
    "Result",
    "Rule",
    "ScoreMismatch",
    "Scorecard",
    "Severity",
    "Status",
    "Strategy",
    "Violation",
    "WayOut",
    "apply_changes",
    "diff",
    "explain_infeasible",
    "frontier_of_moves",
    "read_agenda",
    "read_conference",
    "register_rule",
    "register_strategy",
    "replan",
    "score",
    "solve",
    "write_agenda",
    "write_agenda_page",
    "write_conference",
    "write_day_picture",
]


def _with_checked_settings(conference: Conference) -> Conference:
    from agenda_solver.rules.base.setting_names import with_checked_settings

    return with_checked_settings(conference)


# The model does not know the rules; this module knows both.
settings_are_checked_by(_with_checked_settings)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
