"""The outside opinion: what an independent judge says of assignments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.families.judging import MOST_DETAILS, NO_ANSWER, Verdict, answer_of
from benchmarks.families.optaplanner.problem import Score

__all__ = ["judged"]


def judged(
    judge: Path, problem: Path, assignments: Mapping[str, Any], score: Score, rows: Mapping[str, list[int]]
) -> Verdict:
    """Return what the judge says of assignments.

    Its answer has ``score`` and ``constraints``; see :func:`~benchmarks.families.judging.answer_of`.

    Parameters
    ----------
    judge, problem
        The files of the judge and of the problem.
    assignments
        Timeslot and room of each talk.
    score, rows
        Our own score, and what we say of each constraint.
    """
    try:
        answer = answer_of(judge, problem, assignments)
        total, theirs = tuple(answer["score"]), answer["constraints"]
    except NO_ANSWER as error:
        return Verdict.without_answer(error)
    # Two mistakes may have the right sum.
    details = [
        f"{name}: judged {theirs.get(name, [0, 0, 0])}, scored {rows.get(name, [0, 0, 0])}"
        for name in sorted({*theirs, *rows})
        if theirs.get(name, [0, 0, 0]) != rows.get(name, [0, 0, 0])
    ]
    if total != score:
        details.insert(0, f"judged {list(total)}, scored {list(score)}")
    return Verdict("differs" if details else "agrees", total, details[:MOST_DETAILS])
