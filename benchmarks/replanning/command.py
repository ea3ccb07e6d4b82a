"""The command ``replanning`` of ``python -m benchmarks``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agenda_solver import Agenda, Conference, read_agenda, solve, write_agenda
from agenda_solver.formats.files import write_text
from agenda_solver.formats.reading import read_any_conference
from benchmarks.options import Output, Workers
from benchmarks.replanning.document import Document, Goal, open_document
from benchmarks.replanning.draw import draw_change
from benchmarks.replanning.measuring import measured, ready_for_replanning
from benchmarks.replanning.tables import shortfalls, text_of
from benchmarks.runner import conference_of

__all__ = ["replanning"]


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
    anew: Annotated[float, typer.Option(min=1.0, help="Seconds for each solve anew.")] = 20.0,
    workers: Workers = 2,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the changes.")] = 0,
    scope: Annotated[str, typer.Option(help="What counts as the time of a session: time, or block.")] = "time",
    output: Output = Path("benchmark-results"),
) -> None:
    """Publish an agenda, disturb it at random, replan, and compare with solving anew.

    What the folder has of the same measurement is not measured again. Ends with 1 where a goal is not reached.
    """
    output.mkdir(parents=True, exist_ok=True)
    goals = [_goal(text) for text in instances or ["forum:10:9"]]
    settings = {"seconds": seconds, "publish": publish, "anew": anew, "workers": workers, "seed": seed, "scope": scope}
    try:
        document = open_document(output / "replanning.json", settings)
    except ValueError as error:
        raise typer.BadParameter(f"{error}", param_hint="--output") from error
    for goal in goals:
        _measure(goal, data, document, output)
    text = text_of(document, goals, legal)
    write_text(output / "replanning.md", text)
    typer.echo(text)
    missed = list(shortfalls(document, goals, legal))
    for sentence in missed:
        typer.echo(sentence, err=True)
    raise typer.Exit(1 if missed else 0)


def _goal(text: str) -> Goal:
    name, *numbers = text.rsplit(":", 2)
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        raise typer.BadParameter(f'"{text}" is not INSTANCE:CHANGES:PROVEN, as in forum:50:45')
    return Goal(name, int(numbers[0]), int(numbers[1]))


def _measure(goal: Goal, data: Path | None, document: Document, output: Path) -> None:
    """Measure what the document does not have yet, and save it after each change."""
    missing = [number for number in range(goal.changes) if document.row(goal.instance, number) is None]
    if not missing:
        return
    s = document.settings
    conference = _conference(goal.instance, data)
    agenda = _published(conference, s["publish"], s["workers"], output)
    published = ready_for_replanning(conference, agenda, s["scope"])
    before = published.published_agenda
    assert before is not None
    for number in missing:
        kind, change = draw_change(number, published, before, s["seed"])
        row = measured(goal.instance, number, kind, change, published, s["seconds"], s["workers"], s["anew"])
        document.rows.append(row)
        document.save(output / "replanning.json")
        typer.echo(str(row))


def _conference(name: str, data: Path | None) -> Conference:
    found = [] if data is None else sorted(data.rglob(f"{name}.xlsx"))
    if found:
        return read_any_conference(found[0])
    if name == "forum" or Path(name).is_file():
        conference: Conference = conference_of(name)
        return conference
    raise typer.BadParameter(f'there is no conference "{name}"; workbooks are looked for in the folder after --data')


def _published(conference: Conference, seconds: float, workers: int, output: Path) -> Agenda:
    """Return the agenda that is published: that of an earlier run in this folder, or a new one."""
    path = output / f"{conference.id}-published.json"
    if path.exists():
        return read_agenda(path, conference)
    result = solve(conference, time_limit=seconds, workers=workers)
    if result.agenda is None:
        raise typer.BadParameter(f"no agenda to publish was found in {seconds:g} s: {result.status}")
    write_agenda(result.agenda, path)
    return result.agenda
