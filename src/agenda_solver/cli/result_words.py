"""Results in words and tables, for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agenda_solver.cli.printing import new_table
from agenda_solver.report.words import counted as count

if TYPE_CHECKING:
    from rich.table import Table

    from agenda_solver.checkpoints import Checkpoint
    from agenda_solver.evaluation.scorecard import Scorecard
    from agenda_solver.model.conference import Conference
    from agenda_solver.result import Result

__all__ = [
    "costs_table",
    "costs_words",
    "count",
    "placed_words",
    "resumed",
    "scorecard_table",
    "sizes",
    "verdict",
    "with_ids",
]

MOST_IDS = 6


def with_ids(conference: Conference, sentence: str, sessions: Sequence[str]) -> str:
    """Return a sentence about some sessions, with the ids of those whose titles are not unique."""
    ids = [id for id in sessions if not conference.names["sessions"].is_unique(id)]
    shown = [*ids[:MOST_IDS], *(["..."] if len(ids) > MOST_IDS else [])]
    return f"{sentence} (ids: {', '.join(shown)})" if ids else sentence


def sizes(conference: Conference) -> str:
    """Return the size of a conference: ``64 sessions, 10 rooms, 12 blocks``."""
    parts = ((conference.sessions, "session"), (conference.rooms, "room"), (conference.blocks, "block"))
    return ", ".join(count(len(items), noun) for items, noun in parts)


def verdict(result: Result) -> list[str]:
    """Describe the outcome of a solve in sentences."""
    from agenda_solver.progress import Status

    stopped = ["Stopped by you."] if result.interrupted else []
    if result.status is Status.INFEASIBLE:
        return ["Infeasible: no agenda keeps every hard rule.", *result.reason, *stopped]
    if result.agenda is None:
        return ["Stopped by you before there was an agenda."] if stopped else ["No agenda.", *result.reason]
    return [_proof(result, optimal=result.status is Status.OPTIMAL), *_higher_levels(result), *placed_words(result)]


def placed_words(result: Result) -> list[str]:
    """Say how many sessions are placed, how long it took, and whether the search was stopped."""
    if result.agenda is None:
        return []
    placed, sessions = len(result.agenda), len(result.agenda.conference.sessions)
    took = f"{placed:,} of {count(sessions, 'session')} placed in {result.seconds.get('total', 0.0):.1f} s."
    return [took, *(["Stopped by you."] if result.interrupted else [])]


def resumed(before: Checkpoint, same: bool) -> str:
    """Say from which state a search is resumed."""
    placed, sessions = len(before.agenda), len(before.agenda.conference.sessions)
    words = f"Resumed after {before.elapsed:.0f} s of search, with {placed:,} of {count(sessions, 'session')} placed"
    if not same:
        return f"{words}; something has changed since, so its cost and its bounds are not used."
    costs = ", ".join(f"{cost:,}" + (f" on level {level}" if level else "") for level, cost in before.costs.items())
    words = f"{words} at a cost of {costs}"
    if not before.is_sealed:
        return f"{words}. Its bounds are not used, because nothing shows that one of your searches wrote this file."
    return f"{words}."


def _proof(result: Result, *, optimal: bool) -> str:
    if optimal:
        return (
            f"Optimal: no agenda costs less than {result.objective:,}." if result.objective else "Optimal: it costs 0."
        )
    gap = "" if result.gap is None else f", a gap of {result.gap:.1%}"
    known = "" if result.bound is None else f"; no agenda can cost less than {result.bound:,}{gap}"
    return f"Feasible: every hard rule is kept, at a cost of {result.objective:,}{known}."


def _higher_levels(result: Result) -> list[str]:
    costs = {} if result.scorecard is None else result.scorecard.costs
    words = []
    for level, cost in ((level, cost) for level, cost in costs.items() if level):
        bound = result.bounds.get(level)
        proof = "not proven to be the least" if bound is None or bound < cost else "proven to be the least"
        words.append(f"On priority level {level} it costs {cost:,}, {proof}.")
    return words


def costs_words(costs: Mapping[int, int]) -> str:
    """Return costs on priority levels in words, highest level first: ``5 on priority level 1, 40``."""
    return ", ".join(f"{cost:,} on priority level {level}" if level else f"{cost:,}" for level, cost in costs.items())


def costs_table(scorecard: Scorecard, *, but: int | None = None) -> Table:
    """Return a table of the rules with a cost, highest priority level and cost first.

    Rules on the priority level ``but`` are left out; they are reported separately.
    """
    table = new_table("Rule", "Falls short by", "Cost", right=("Cost",))
    levels = len(scorecard.costs.keys() - {but}) > 1
    for rule in sorted(scorecard.rules, key=lambda rule: (-rule.severity.priority, -rule.cost)):
        if rule.cost and rule.severity.priority != but:
            level = f" on level {rule.severity.priority}" if levels else ""
            table.add_row(rule.key, rule.measure, f"{rule.cost:,}{level}")
    return table


def scorecard_table(scorecard: Scorecard) -> Table:
    """Return a table of the whole scorecard, hard rules first."""
    table = new_table("Rule", "Severity", "Amount", "Unit", "Cost", right=("Amount", "Cost"))
    for rule in sorted(scorecard.rules, key=lambda rule: not rule.severity.is_hard):
        cost = ("broken" if rule.amount else "kept") if rule.severity.is_hard else f"{rule.cost:,}"
        style = "red" if rule.severity.is_hard and rule.amount else None
        table.add_row(rule.key, str(rule.severity), f"{rule.amount:,}", rule.unit, cost, style=style)
    return table
