"""The Pareto front of moves and cost as a table, as plain text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agenda_solver.safe_text import joined

if TYPE_CHECKING:
    from agenda_solver.replanning.move_points import MoveFrontier, MovePoint

__all__ = ["frontier_heading", "frontier_markdown", "frontier_rows", "frontier_text"]


def frontier_heading(found: MoveFrontier) -> str:
    """Say how many sessions have to move, and whether this is proven."""
    if not found.points:
        return " ".join(found.reason)
    fewest, known = len(found.points[0].moved), found.least is not None
    if fewest == 0:
        return "What was published is legal: nothing has to move."
    sessions = "One session has" if fewest == 1 else f"{fewest:,} sessions have"
    return f"{sessions} to move, {'proven' if known else 'as far as is known'}."


def frontier_rows(found: MoveFrontier) -> list[list[str]]:
    """Return the column names, then a row for each number of moves."""
    levels = list(found.points[0].costs) if found.points else [0]
    costs = ["Cost" if level == 0 else f"Cost on level {level}" for level in levels]
    rows = [["Moves", *costs, "People to tell", "Proof"]]
    step: MovePoint | None = None
    for point in found.points:
        is_step = step is None or point.agenda != step.agenda
        step = point if is_step else step
        told = str(len(point.diff.told)) if is_step else ""
        proof = _proof(point) if is_step or step is None else f"{_proof(point)}; the same as with {step.most:,}"
        rows.append([f"{point.most:,}", *(f"{cost:,}" for cost in point.costs.values()), told, proof])
    return rows


def _proof(point: MovePoint) -> str:
    if point.is_proven:
        return "proven"
    bounds = [(level, point.bounds.get(level) or 0) for level in point.costs]
    level, bound = next((level, bound) for level, bound in bounds if bound < point.costs[level])
    return f"not below {bound:,}" + (f" on level {level}" if level else "")


def frontier_text(found: MoveFrontier) -> str:
    """Return the table as text in aligned columns."""
    if not found.points:
        return joined(found.reason)
    rows = frontier_rows(found)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    last = len(widths) - 1
    lines = [
        "  ".join(
            cell.ljust(width) if column == last else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return joined([frontier_heading(found), *lines])


def frontier_markdown(found: MoveFrontier) -> str:
    """Return the table as Markdown."""
    lines = [frontier_heading(found), ""]
    if found.points:
        head, *rows = frontier_rows(found)
        lines += [f"| {' | '.join(head)} |", "|" + "---:|" * (len(head) - 1) + "---|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines).rstrip() + "\n"
