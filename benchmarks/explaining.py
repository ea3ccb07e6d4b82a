"""How long it takes to explain why a conference has no agenda, and how good the explanations are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer

from agenda_solver import Conference, InvalidInput, Status, read_conference, solve
from agenda_solver.demo import demo_path
from agenda_solver.diagnosis import diagnose
from agenda_solver.explaining import explain_infeasible
from agenda_solver.replanning.apply_changes import apply_changes
from benchmarks.harness.command import OUTPUT, Output, Workers
from benchmarks.harness.files import folder_for
from benchmarks.harness.journal import Journal, Measure
from benchmarks.harness.reporting import errors_reported, finish, say, was_interrupted
from benchmarks.harness.table import Sheet, sheet_of

Case = tuple[str, str, Callable[[], Conference]]
"""The group, the name, and what makes the conference."""

LEAVES_AT_FOUR = {"change": "person available", "person": "head-a", "not_after": "2025-05-29T16:00+05:00"}


def _limit(label: str, resource: str, tag: str, available: int) -> dict[str, Any]:
    setting = {"rule": "resource_limit", "label": label, "severity": "hard", "resource": resource, "tag": tag}
    return {"change": "rule", "setting": {**setting, "available": available}}


CAMERAS = _limit("cameras", "camera crews", "filmed", 1)
FORUM: dict[str, list[dict[str, Any]]] = {
    "a head of state leaves at four": [LEAVES_AT_FOUR],
    "one camera crew": [CAMERAS],
    "one team of interpreters": [_limit("interpreters", "interpreter teams", "interpreted", 1)],
    "the auditorium is lost": [{"change": "room lost", "room": "auditorium"}],
    "Thursday is lost": [{"change": "day lost", "day": "d1"}],
    "a head of state leaves at four, and one camera crew": [LEAVES_AT_FOUR, CAMERAS],
}


def cases() -> list[Case]:
    """Return all conferences; the planted ones are those of the tests, so that all hard rules are among them."""
    from tests.explaining.hopeless import HOPELESS
    from tests.explaining.planted import PLANTED

    planted: list[Case] = [("planted", name, partial(_built, PLANTED[name])) for name in sorted(PLANTED)]
    sums: list[Case] = [("sum", name, HOPELESS[name].make) for name in sorted(HOPELESS)]
    return [*planted, *sums, *(("forum", name, _changed(changes)) for name, changes in FORUM.items())]


def _built(build: Callable[[], Any]) -> Conference:
    conference: Conference = build().done()
    return conference


def _changed(changes: list[dict[str, Any]]) -> Callable[[], Conference]:
    return lambda: apply_changes(read_conference(demo_path()), changes)


# Seconds to solve a conference after its first way out: an answer is needed, however long it takes.
LONGEST_SOLVE = 300.0


@dataclass(frozen=True)
class Row:
    """The result for one conference."""

    group: str
    name: str
    quick: float  # seconds for what is seen without solving
    seen: int  # the number of such findings
    seconds: float  # for the whole explanation
    questions: int  # the number of solves by CP-SAT
    facts: int
    minimal: bool  # whether it is proven that no fact can be spared
    ways: int  # the number of ways out
    complete: bool  # whether the search for ways out was finished
    solved: bool | None  # whether there is an agenda after the first way out

    @property
    def is_explained(self) -> bool:
        """Whether there are facts of which none can be spared, and a way out after which there is an agenda."""
        return self.facts > 0 and self.minimal and self.solved is True


def measured(group: str, name: str, conference: Conference, seconds: float, workers: int) -> Row:
    """Explain a conference within a time limit, and solve it after the first way out."""
    begin = time.perf_counter()
    seen = [finding for finding in diagnose(conference) if finding.kind == "impossible"]
    quick = time.perf_counter() - begin
    explanation = explain_infeasible(conference, time_limit=seconds, workers=workers)
    return Row(
        group=group,
        name=name,
        quick=quick,
        seen=len(seen),
        seconds=explanation.seconds,
        questions=explanation.questions,
        facts=len(explanation.facts),
        minimal=explanation.is_minimal,
        ways=len(explanation.ways_out),
        complete=explanation.is_complete,
        solved=_solvable(explanation.ways_out[0].apply(conference), workers) if explanation.ways_out else None,
    )


def _solvable(conference: Conference, workers: int) -> bool | None:
    """Whether a conference has an agenda; None if that is not known."""
    from agenda_solver.rules.base.rule_settings import rules_of

    hard = [rule for rule in rules_of(conference) if rule.is_hard]
    result = solve(conference, rules=hard, time_limit=LONGEST_SOLVE, workers=workers, explain=False)
    if result.agenda is not None:
        return True
    return False if result.status is Status.INFEASIBLE else None


HEADINGS = (
    "conference",
    "seen at once, s",
    "facts",
    "none can be spared",
    "ways out",
    "agenda after the first",
    "all, s",
)


def explaining(
    *,
    only: Annotated[str | None, typer.Option(help="Only the conferences whose name contains this.")] = None,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each explanation.")] = 60.0,
    quick: Annotated[float, typer.Option(min=0.1, help="Seconds within which the first reasons should appear.")] = 1.0,
    full: Annotated[
        float, typer.Option(min=0.1, help="Seconds within which the explanation should be complete.")
    ] = 30.0,
    workers: Workers = 2,
    output: Output = OUTPUT,
) -> None:
    """Explain conferences that have no agenda, and solve each after its first way out.

    The exit code is 1 if something is not explained, or too late.
    """
    with errors_reported():
        chosen = [case for case in cases() if only is None or only in case[1]]
        if not chosen:
            raise InvalidInput.single(f'no conference has "{only}" in its name', "--only")
        folder_for(output)
        journal = EXPLAINING.begin({"seconds": seconds, "workers": workers})
        rows: list[Row] = journal.lists["rows"]

        def carry_out() -> None:
            for group, name, make in chosen:
                row = measured(group, name, make(), seconds, workers)
                rows.append(row)
                journal.keep(output)
                say(f"{group}, {name}: {row.facts} facts, {row.ways} ways out, {row.seconds:.1f} s")

        interrupted = was_interrupted(carry_out)
        missed = shortfalls(rows, quick, full)
        code = finish(journal.keep(output), *EXPLAINING.shown(journal), missed, interrupted=interrupted)
    raise typer.Exit(code)


def _words(journal: Journal) -> str:
    """Return a summary of the planted ones."""
    planted = [row for row in journal.lists["rows"] if row.group == "planted"]
    if not planted:
        return ""
    return (
        f"Of {len(planted)} planted contradictions {sum(row.is_explained for row in planted)} are explained: facts "
        "of which none can be spared, and a first way out after which there is an agenda. The first reasons take "
        f"{max(row.quick for row in planted):.2f} s at most, all of it {max(row.seconds for row in planted):.1f} s."
    )


def _sheets(journal: Journal) -> list[Sheet]:
    others = [row for row in journal.lists["rows"] if row.group != "planted"]
    return [sheet_of("Conferences that cannot be", HEADINGS, map(_cells, others))]


def _cells(row: Row) -> list[object]:
    solved = {True: "yes", False: "no", None: "not known"}[row.solved]
    seen = f"{row.quick:.2f}" if row.seen else f"nothing ({row.quick:.2f})"
    ways = f"{row.ways}" if row.complete else f"{row.ways} in time"
    minimal = "yes" if row.minimal else "not proven"
    return [f"{row.group}: {row.name}", seen, row.facts, minimal, ways, solved, f"{row.seconds:.1f}"]


def shortfalls(rows: Sequence[Row], quick: float, full: float) -> Iterator[str]:
    """Return a sentence for everything that is not explained or took too long."""
    for row in rows:
        if not row.is_explained:
            yield f"{row.group}, {row.name}: not explained, or the facts are not minimal, or there is no way out."
        if row.quick > quick:
            yield f"{row.group}, {row.name}: the first reasons took {row.quick:.1f} s."
        if row.seconds > full:
            yield f"{row.group}, {row.name}: the explanation took {row.seconds:.1f} s."


EXPLAINING = Measure("explaining", {"rows": Row}, _words, _sheets)
