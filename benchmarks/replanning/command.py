"""The command ``replanning`` of ``python -m benchmarks``, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from agenda_solver import Agenda, Conference, InvalidInput, read_agenda, solve, write_agenda
from agenda_solver.formats.any_format import read_any_conference
from benchmarks.families.run.read import conference_of
from benchmarks.harness.command import OUTPUT, Output, Workers
from benchmarks.harness.files import folder_for
from benchmarks.harness.journal import Journal, Measure
from benchmarks.harness.reporting import errors_reported, finish, say, was_interrupted
from benchmarks.harness.table import Sheet, sheet_of
from benchmarks.replanning.draw import draw_change
from benchmarks.replanning.measuring import LEGAL, Row, measured, ready_for_replanning

HEADINGS = (
    "#",
    "change",
    "legal after",
    "other time",
    "other room",
    "fewest, proven",
    "proof after",
    "moved if solved anew",
)
IMPOSSIBLE = "infeasible"
SOON = 5.0
"""Seconds within which a first legal agenda is soon."""


@dataclass(frozen=True)
class Goal:
    """How many changes of an instance are replanned, and for how many the fewest moves should be proven."""

    instance: str
    changes: int
    proven: int


def sheets(journal: Journal) -> list[Sheet]:
    """Return a table for each instance."""
    rows: list[Row] = journal.lists["rows"]
    names = dict.fromkeys(row.instance for row in rows)
    return [sheet_of(name, HEADINGS, [_cells(row) for row in rows if row.instance == name]) for name in names]


def _cells(row: Row) -> list[object]:
    if row.status != LEGAL:
        what = "cannot be" if row.status == IMPOSSIBLE else row.status.split("\n")[0]
        return [row.number, row.kind, what, *[""] * 5]
    proven = "yes" if row.minimal else "no"
    anew = "" if row.anew is None else row.anew
    return [row.number, row.kind, _seconds(row.legal), row.in_time, row.in_room, proven, _seconds(row.proof), anew]


def _words(journal: Journal) -> str:
    s, rows = journal.settings, journal.lists["rows"]
    by = "block" if s["scope"] == "block" else "start"
    names = dict.fromkeys(row.instance for row in rows)
    summaries = [f"{name}: {summary([row for row in rows if row.instance == name], SOON)}" for name in names]
    return " ".join([f"{s['anew']:g} s for each solve anew; times are compared by {by}.", *summaries])


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


def shortfalls(rows: Sequence[Row], goals: Sequence[Goal], legal_within: float) -> Iterator[str]:
    """Return a sentence for each goal that was not reached."""
    for goal in goals:
        found = [row for row in rows if row.instance == goal.instance]
        proven = sum(bool(row.minimal) for row in found)
        if proven < goal.proven:
            yield f"{goal.instance}: for {proven} changes the fewest moves are proven, not for {goal.proven}."
        for row in found:
            if row.status not in (LEGAL, IMPOSSIBLE):
                yield f"{goal.instance}, change {row.number}: {row.status}."
            elif row.status == LEGAL and (row.legal is None or row.legal > legal_within):
                yield f"{goal.instance}, change {row.number}: a legal agenda after {_seconds(row.legal)} only."


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"


REPLANNING = Measure("replanning", {"rows": Row}, _words, sheets)


def replanning(
    instances: Annotated[
        list[str] | None,
        typer.Argument(
            help="INSTANCE:CHANGES:PROVEN, each: forum, a conference file, or a workbook's name in --data; how many "
            "random changes; and for how many the fewest moves should be proven.",
            show_default="forum:10:9",
        ),
    ] = None,
    *,
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder of CoSPLib's instance workbooks.", show_default=False)
    ] = None,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each replanning.")] = 60.0,
    legal: Annotated[float, typer.Option(min=0.1, help="Seconds within which there should be a legal agenda.")] = 5.0,
    publish: Annotated[float, typer.Option(min=1.0, help="Seconds for the agenda that is published.")] = 60.0,
    anew: Annotated[float, typer.Option(min=1.0, help="Seconds for each new solve.")] = 20.0,
    workers: Workers = 2,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the changes.")] = 0,
    scope: Annotated[str, typer.Option(help="What counts as the time of a session: time, or block.")] = "time",
    output: Output = OUTPUT,
) -> None:
    """Publish an agenda, make random changes, replan, and compare with a new solve.

    Results of the same measurement in the folder are not measured again. The exit code is 1 if a goal is not reached.
    """
    with errors_reported():
        goals = [_goal(text) for text in instances or ["forum:10:9"]]
        settings = {"seconds": seconds, "publish": publish, "anew": anew, "workers": workers, "seed": seed}
        journal = _opened(folder_for(output), {**settings, "scope": scope})

        def carry_out() -> None:
            for goal in goals:
                _measure(goal, data, journal, output)

        interrupted = was_interrupted(carry_out)
        missed = shortfalls(journal.lists["rows"], goals, legal)
        code = finish(journal.keep(output), *REPLANNING.shown(journal), missed, interrupted=interrupted)
    raise typer.Exit(code)


def _opened(output: Path, settings: dict[str, Any]) -> Journal:
    """Return the measurement in a folder, if it has the same settings and code, or a new one."""
    fresh, path = REPLANNING.begin(settings), output / f"{REPLANNING.name}.json"
    if not path.exists():
        return fresh
    found = REPLANNING.load(path)
    if found.settings != settings or found.provenance["source"] != fresh.provenance["source"]:
        message = f"{path} was measured with other settings or other code; choose another folder"
        raise InvalidInput.single(message, "--output")
    return found


def _goal(text: str) -> Goal:
    name, *numbers = text.rsplit(":", 2)
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        raise InvalidInput.single(f'"{text}" is not INSTANCE:CHANGES:PROVEN, as in forum:50:45')
    return Goal(name, int(numbers[0]), int(numbers[1]))


def _measure(goal: Goal, data: Path | None, journal: Journal, output: Path) -> None:
    """Measure what is missing, and save it after each change."""
    rows, s = journal.lists["rows"], journal.settings
    known = {(row.instance, row.number) for row in rows}
    missing = [number for number in range(goal.changes) if (goal.instance, number) not in known]
    if not missing:
        return
    conference = _conference(goal.instance, data)
    agenda = _published(conference, s["publish"], s["workers"], output)
    published = ready_for_replanning(conference, agenda, s["scope"])
    before = published.published_agenda
    assert before is not None
    for number in missing:
        drawn = draw_change(number, published, before, s["seed"])
        rows.append(measured((goal.instance, number), drawn, published, s))
        journal.keep(output)
        say(str(rows[-1]))


def _conference(name: str, data: Path | None) -> Conference:
    found = [] if data is None else sorted(data.rglob(f"{name}.xlsx"))
    if found:
        return read_any_conference(found[0])
    if name == "forum" or Path(name).is_file():
        return conference_of(name)
    raise InvalidInput.single(f'there is no conference "{name}"; workbooks are looked for in the folder after --data')


def _published(conference: Conference, seconds: float, workers: int, output: Path) -> Agenda:
    """Return the agenda that is published: that of an earlier run in this folder, or a new one."""
    path = output / f"{conference.id}-published.json"
    if path.exists():
        return read_agenda(path, conference)
    result = solve(conference, time_limit=seconds, workers=workers)
    if result.agenda is None:
        raise InvalidInput.single(f"no agenda to publish was found in {seconds:g} s: {result.status}")
    write_agenda(result.agenda, path)
    return result.agenda
