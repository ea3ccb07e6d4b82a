"""Changes since the published agenda, as marks in the workbook of the new agenda."""

from __future__ import annotations

from datetime import UTC, datetime

from agenda_solver.formats.planner.change_marks import Mark
from agenda_solver.model.time_texts import clock, until
from agenda_solver.replanning.diff import Diff, Kind, Move, Stand

__all__ = ["marks_of"]


def marks_of(diff: Diff) -> tuple[Mark, ...]:
    """Return a mark for each session that has changed, in chronological order; dropped sessions come last."""
    return tuple(_mark(move) for move in sorted(diff.changed, key=_rank))


def _rank(move: Move) -> tuple[bool, datetime]:
    stands = [stand.start.astimezone(UTC) for stand in (move.after, move.before) if stand is not None]
    return move.after is None, stands[0]


def _mark(move: Move) -> Mark:
    people = ", ".join(name for _, name in move.people)
    is_longer = move.kind is Kind.LENGTH
    before, after = (_words(stand, whole=is_longer) for stand in (move.before, move.after))
    return Mark(move.session, move.title, str(move.kind), before, after, people)


def _words(stand: Stand | None, *, whole: bool) -> str | None:
    """Return a place in words, ``Tue 10:30, Hall 2``, with the end if ``whole``."""
    if stand is None:
        return None
    end = f"-{until(stand.start, stand.end)}" if whole else ""
    return f"{stand.start:%a} {clock(stand.start)}{end}, {stand.room_name}"
