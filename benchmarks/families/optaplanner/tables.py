"""The measurement as tables: what was reached after how many seconds, beside what Timefold reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.cosplib.spread import NOTHING
from benchmarks.cosplib.tables import Cell, Sheet
from benchmarks.families.optaplanner.measuring import Run
from benchmarks.families.optaplanner.peers import Peers

__all__ = ["answers", "side_by_side", "words"]

LOWEST = -(10**18)
TIMES = 10  # so many times as long as ours is what the peer is given as well


def words(score: Sequence[int] | None) -> str:
    """Return a score in words: the soft one where nothing hard is broken."""
    if score is None:
        return "no agenda"
    hard, medium, soft = score
    if hard < 0:
        return f"not legal (hard {hard:,})"
    return f"{soft:,}" + (f", medium {medium:,}" if medium else "")


def side_by_side(runs: Sequence[Run], peers: Mapping[str, Peers], seconds: float) -> Sheet:
    """Return for each problem, after each of the peer's times and a tenth of it, what Timefold and we have reached."""
    longer = f"Timefold, {TIMES} times as long"
    ours = ("problem", "after s", "agenda_solver, median", "best seed")
    headings = (*ours, "Timefold", "beside it", longer, "beside that")
    rows = []
    for problem in dict.fromkeys(run.problem for run in runs):
        mine, others = [run for run in runs if run.problem == problem], peers.get(problem, Peers())
        tenths = {mark // TIMES for mark in others.values if mark % TIMES == 0}
        for limit in sorted({limit for limit in {*others.values, *tenths} if 1 <= limit <= seconds} | {round(seconds)}):
            # What a solve with this limit returns is its answer, also if it was checked after the limit.
            reached = (run.score if limit == round(seconds) else run.score_at(limit) for run in mine)
            scores = sorted(reached, key=_worth, reverse=True)
            # Of an even number of seeds the worse of the two in the middle.
            middle = scores[len(scores) // 2]
            row = [problem, str(limit), words(middle), words(scores[0])]
            for seconds_of_peer in (limit, TIMES * limit):
                row += [_peer(others, seconds_of_peer), _beside(middle, others, seconds_of_peer)]
            rows.append([Cell(text) for text in row])
    return Sheet("Beside Timefold", headings, rows)


def _worth(score: Sequence[int] | None) -> tuple[int, ...]:
    return (LOWEST,) * 3 if score is None else tuple(score)


def _peer(peers: Peers, limit: int) -> str:
    if limit not in peers.values:
        return NOTHING
    value = peers.values[limit]
    remark = peers.remarks.get(limit)
    return "not legal" if value is None else f"{value:,}" + (f" ({remark})" if remark else "")


def _beside(score: Sequence[int] | None, peers: Peers, limit: int) -> str:
    """Compare with the peer after the same seconds, whose hard score is 0 where it has a value."""
    if limit not in peers.values:
        return NOTHING
    value, legal = peers.values[limit], score is not None and score[0] == 0
    if value is None or score is None or not legal:
        return "better" if legal else "neither" if value is None else "worse"
    return "equal" if score[2] == value else "better" if score[2] > value else "worse"


def answers(runs: Sequence[Run]) -> Sheet:
    """Return each run: how it ended, its score and bound, and the judge's word."""
    headings = ("problem", "talks", "seed", "status", "hard", "medium", "soft", "soft bound", "first agenda s", "judge")
    return Sheet("Every run", headings, [[Cell(text) for text in _texts(run)] for run in runs])


def _texts(run: Run) -> Iterator[str]:
    yield from (run.problem, str(run.talks), str(run.seed), run.status)
    yield from (f"{value:,}" for value in run.score) if run.score is not None else (NOTHING,) * 3
    yield NOTHING if run.bound is None else f"{run.bound:,}"
    yield NOTHING if run.first_legal is None else f"{run.first_legal:.1f}"
    yield NOTHING if run.score is None else "not judged" if run.verdict is None else run.verdict.kind
