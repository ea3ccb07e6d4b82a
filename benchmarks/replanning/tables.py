"""The tables of a measurement of replanning, and what it falls short of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.replanning.document import Document, Goal
from benchmarks.replanning.measuring import LEGAL, Row

__all__ = ["shortfalls", "summary", "table", "text_of"]

HEAD = (
    "| # | Change | Legal after | Other time | Other room | Fewest, proven | Proof after | Moved if solved anew |",
    "|---:|---|---:|---:|---:|---|---:|---:|",
)
IMPOSSIBLE = "infeasible"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = list(HEAD)
    for r in rows:
        if r.status != LEGAL:
            what = "cannot be" if r.status == IMPOSSIBLE else r.status.split("\n")[0]
            lines.append(f"| {r.number} | {r.kind} | {what} | | | | | |")
            continue
        cells = (r.number, r.kind, _seconds(r.legal), r.in_time, r.in_room, "yes" if r.minimal else "no")
        anew = "" if r.anew is None else r.anew
        lines.append(f"| {' | '.join(map(str, cells))} | {_seconds(r.proof)} | {anew} |")
    return "\n".join(lines) + "\n"


def summary(rows: Sequence[Row], legal_within: float) -> str:
    """Return in sentences how many changes were possible, how soon there was an agenda, and how much was proven."""
    legal = [row for row in rows if row.status == LEGAL]
    impossible = sum(row.status == IMPOSSIBLE for row in rows)
    text = f"Of {len(rows)} changes {len(legal)} have a legal agenda. "
    if impossible:
        text += f"{impossible} cannot be, which is proven. "
    seconds = [row.legal for row in legal if row.legal is not None]
    if seconds:
        soon = sum(each <= legal_within for each in seconds)
        text += f"The first legal agenda was there within {legal_within:g} s for {soon} "
        text += f"(median {median(seconds):.1f} s, at most {max(seconds):.1f} s). "
        text += f"For {sum(bool(row.minimal) for row in legal)} the moves are proven to be the fewest. "
    both = [row for row in legal if row.anew is not None]
    if both:
        kept = sum((row.in_time or 0) + (row.in_room or 0) for row in both)
        text += f"All together {kept} times or rooms have changed, and {sum(row.anew or 0 for row in both)} sessions "
        text += "would have moved if the same conferences had been solved anew."
    return text.strip()


def shortfalls(document: Document, goals: Sequence[Goal], legal_within: float) -> Iterator[str]:
    """Say what a measurement falls short of, a sentence each."""
    for goal in goals:
        rows = [row for row in document.rows if row.instance == goal.instance]
        proven = sum(bool(row.minimal) for row in rows)
        if proven < goal.proven:
            yield f"{goal.instance}: for {proven} changes the fewest moves are proven, not for {goal.proven}."
        for row in rows:
            if row.status not in (LEGAL, IMPOSSIBLE):
                yield f"{goal.instance}, change {row.number}: {row.status}."
            elif row.status == LEGAL and (row.legal is None or row.legal > legal_within):
                yield f"{goal.instance}, change {row.number}: a legal agenda after {_seconds(row.legal)} only."


def text_of(document: Document, goals: Sequence[Goal], legal_within: float) -> str:
    """Return the page in Markdown: how it was measured, and for each instance the summary and the table."""
    p, s = document.provenance, document.settings
    how = (
        f"Measured on {p['date'][:10]} with version {p['package']} (code {p['source']}) and OR-Tools {p['ortools']} on "
        f"{p['cpu']}, {s['workers']} threads; {s['seconds']:g} s for each replanning, {s['anew']:g} s for each solve "
        f"anew. Times are compared by {'block' if s['scope'] == 'block' else 'start'}."
    )
    parts = [how]
    for goal in goals:
        rows = [row for row in document.rows if row.instance == goal.instance]
        if rows:
            parts += [f"**{goal.instance}.** {summary(rows, legal_within)}", table(rows).rstrip()]
    return "\n\n".join(parts) + "\n"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"
