"""The difference between two agendas as plain text and as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from agenda_solver.replanning.session_moves import Kind, Move
from agenda_solver.safe_text import joined, one_line

if TYPE_CHECKING:
    from agenda_solver.replanning.diff import Diff

__all__ = ["diff_markdown", "diff_text", "summary"]

SHOWN = tuple(kind for kind in Kind if kind is not Kind.UNCHANGED)
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
# At the beginning of a line, these characters start a list or a horizontal rule.
BEGINNING = re.compile(r"^([0-9]*)([-+=.)])")


def summary(diff: Diff) -> str:
    """Return the number of sessions for each kind of change, in a sentence."""
    parts = [f"{number:,} {kind}" for kind, number in diff.counts.items() if number]
    return f"Sessions: {', '.join(parts)}." if parts else "Neither agenda has a session."


def diff_text(diff: Diff) -> str:
    """Return the difference as text: the sessions by kind of change, then the people to inform."""
    lines = [summary(diff)]
    often = Counter(move.title for move in diff.moves)
    for kind in SHOWN:
        moves = diff.of_kind(kind)
        lines += ["", str(kind).capitalize()] if moves else []
        lines += [f"  {_called(move, often)}: {_change(move)}" for move in moves]
    if diff.told:
        lines += ["", f"People to tell: {len(diff.told):,}"]
        for (_, name), moves in diff.told.items():
            lines += [f"  {name}", *(f"    {move.sentence}" for move in moves)]
    return joined(lines)


def _called(move: Move, often: Counter[str]) -> str:
    """Return the title of a session, with its id if several sessions have this title."""
    return f"{move.title} ({move.session})" if often[move.title] > 1 else move.title


def _change(move: Move) -> str:
    before, after = move.before, move.after
    if before is None or after is None:
        return str(after or before)
    if move.kind is Kind.ROOM:
        return f"{before.room_name} -> {after.room_name} ({after.when})"
    if move.kind is Kind.TIME:
        return f"{before.when} -> {after.when} ({after.room_name})"
    return f"{before} -> {after}"


def diff_markdown(diff: Diff) -> str:
    """Return the difference as Markdown; markup in names and titles is escaped."""
    lines = [_plain(summary(diff)), ""]
    if diff.changed:
        lines += ["| Session | What | Before | After |", "|---|---|---|---|"]
        lines += [
            f"| {_plain(move.title)} | {move.kind} | {_side(move.before)} | {_side(move.after)} |"
            for kind in SHOWN
            for move in diff.of_kind(kind)
        ]
    if diff.told:
        lines += ["", f"People to tell: {len(diff.told):,}", ""]
        for (_, name), moves in diff.told.items():
            lines += [f"- {_plain(name)}", *(f"  - {_plain(move.sentence)}" for move in moves)]
    return "\n".join(lines) + "\n"


def _side(stand: object | None) -> str:
    return "" if stand is None else _plain(str(stand))


def _plain(text: str) -> str:
    """Return a text on one line that Markdown shows literally; a backslash does not protect ``&`` and ``@``."""
    text = " ".join(one_line(text).split())
    text = SPECIAL.sub(r"\\\1", text).replace("&", "&amp;").replace("@", "&#64;")
    return BEGINNING.sub(r"\1\\\2", text)
