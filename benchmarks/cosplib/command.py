"""The commands ``cosplib`` and ``cosplib-growth`` of ``python -m benchmarks``."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from agenda_solver.errors import InvalidInput
from benchmarks.cosplib.campaign import RESULTS, Campaign, Plan, troubles
from benchmarks.cosplib.caption import caption, remarks
from benchmarks.cosplib.comparison import comparison, differences_of_provenance
from benchmarks.cosplib.growth import Growth, draw_growth, growth_sheet
from benchmarks.cosplib.library import find_judge, find_library
from benchmarks.cosplib.peers import read_peers
from benchmarks.cosplib.profile import profile_sheet
from benchmarks.cosplib.record import FAILED, Document, load
from benchmarks.cosplib.tables import Sheet, answers, times, to_markdown, to_rich
from benchmarks.cosplib.terms import terms_sheet
from benchmarks.options import Judge, Seeds, Workers

__all__ = [
    "INTERRUPTED",
    "TROUBLE",
    "cosplib",
    "cosplib_growth",
    "draw_all",
    "folder_for",
    "print_sheets",
    "say",
    "told",
    "was_interrupted",
    "whole_numbers",
]

INTERRUPTED, UNUSABLE, TROUBLE = 130, 2, 1
WIDTH_ELSEWHERE = 200  # a file or a pipe has no width; nothing should be folded there

Data = Annotated[
    Path | None,
    typer.Option("--data", envvar="AGENDA_SOLVER_DATA", help="Folder of CoSPLib's instance workbooks, or one above."),
]
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for results and pictures.")]


def cosplib(
    *,
    data: Data = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 120.0,
    seeds: Seeds = 3,
    workers: Workers = 2,
    instances: Annotated[str | None, typer.Option(help="Names of instances, separated by commas; else all.")] = None,
    smallest: Annotated[int | None, typer.Option(min=1, help="Only so many instances, the smallest files.")] = None,
    output: Output = Path("benchmark-results"),
    judge: Judge = None,
    terms: Annotated[float | None, typer.Option(min=0.1, help="Solve each rule alone for so many seconds.")] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Show where the time goes, phase by phase.")] = False,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option(metavar="BEFORE AFTER", help="Measure nothing: compare two results.")
    ] = None,
    table: Annotated[Path | None, typer.Option(help="Measure nothing: show the table of these results.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Show the table in Markdown, with a caption.")] = False,
) -> None:
    """Solve CoSPLib's instances, let a judge check every agenda, and set the results beside those of others."""
    with told():
        if compare is not None:
            show_comparison(load(compare[0]), load(compare[1]))
        elif table is not None:
            show(load(table), markdown=markdown)
        else:
            library = find_library(_needed(data))
            plan = Plan(
                instances=library.chosen(instances, smallest),
                seconds=seconds,
                workers=workers,
                seeds=seeds,
                judge=_existing(judge) or find_judge(library),
                output=folder_for(output),
                terms=terms,
                profile=profile,
            )
            raise typer.Exit(measured(plan))


def cosplib_growth(
    *,
    instance: Annotated[str, typer.Option(help="Name of the instance that is copied.")],
    data: Data = None,
    times: Annotated[str, typer.Option(help="How many copies, separated by commas.")] = "1,2,4,8",
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 120.0,
    workers: Workers = 2,
    output: Output = Path("benchmark-results"),
) -> None:
    """Solve several copies of an instance side by side, and show how time and memory grow with the size."""
    with told():
        workbook = find_library(_needed(data)).named(instance, "--instance")
        growth = Growth(workbook, whole_numbers(times, "--times"), seconds, workers, folder_for(output), say)
        interrupted = was_interrupted(growth.carry_out)
        if growth.runs:
            print_sheets([growth_sheet(growth.runs)])
            say(caption(growth.provenance, growth.settings))
            draw_all(lambda: draw_growth(growth.runs, output / "cosplib-growth"))
        failed = [line for run in growth.runs if run.status == FAILED for line in run.failure]
        for line in failed:
            say(line)
        raise typer.Exit(INTERRUPTED if interrupted else TROUBLE if failed else 0)


def measured(plan: Plan) -> int:
    """Carry out a plan, show what came of it, and return the exit code."""
    if plan.judge is None:
        say("NOT JUDGED: there is no judge beside the data; name one with --judge.")
    campaign = Campaign(plan, say)
    interrupted = was_interrupted(campaign.carry_out)
    document = campaign.document
    if document.runs:
        show(document)
        draw_all(lambda: _curves(document, plan.output / "curves"))
    say(f"Results: {plan.output / RESULTS}")
    found = list(troubles(document))
    for trouble in found:
        say(trouble)
    return INTERRUPTED if interrupted else TROUBLE if found else 0


def show(document: Document, *, markdown: bool = False) -> None:
    """Print the tables of a measurement, with where they come from."""
    peers = read_peers()
    sheets = [answers(document, peers), times(document)]
    sheets += [profile_sheet(document)] if document.settings.get("profile") else []
    sheets += [terms_sheet(document)] if document.terms else []
    notes = " ".join([caption(document.provenance, document.settings), *remarks(document)])
    if markdown:
        typer.echo("\n\n".join([notes, *(f"**{sheet.title}**\n\n{to_markdown(sheet)}" for sheet in sheets)]))
        return
    print_sheets(sheets)
    say(notes)


def show_comparison(before: Document, after: Document) -> None:
    """Print what changed, and what makes the two hard to compare."""
    print_sheets([comparison(before, after)])
    for difference in differences_of_provenance(before, after):
        say(f"Warning: {difference}")


def print_sheets(sheets: Sequence[Sheet]) -> None:
    """Print tables, one below the other."""
    for sheet in sheets:
        screen().print(to_rich(sheet))


def screen() -> Console:
    """Return the console of tables."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH_ELSEWHERE
    return console


def say(sentence: str) -> None:
    """Print a sentence as it stands."""
    typer.echo(sentence)


def was_interrupted(carry_out: Callable[[], None]) -> bool:
    """Carry something out; return whether somebody interrupted it."""
    try:
        carry_out()
    except KeyboardInterrupt:
        say("Interrupted; this is what there is.")
        return True
    return False


def _curves(document: Document, folder: Path) -> list[Path]:
    from benchmarks.cosplib.pictures import draw_curves

    return draw_curves(document, read_peers(), folder)


def draw_all(draw: Callable[[], list[Path]]) -> None:
    """Draw pictures where that can be, and say where they are."""
    try:
        files = draw()
    except ImportError:
        say("No pictures: Matplotlib is not installed; the extra benchmarks has it.")
        return
    if files:
        say(f"Pictures: {files[0].parent}, {len(files)} files")


# --- what was asked for ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Tell what cannot be used in one message, and end with the code for that."""
    try:
        yield
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error


def _needed(data: Path | None) -> Path:
    if data is None:
        raise InvalidInput.single("name the folder of the instances, or set AGENDA_SOLVER_DATA", "--data")
    return data


def _existing(judge: Path | None) -> Path | None:
    if judge is not None and not judge.is_file():
        raise InvalidInput.single(f"there is no file {judge}", "--judge")
    return judge


def folder_for(output: Path) -> Path:
    """Return a folder for results, made where there is none.

    Raises
    ------
    InvalidInput
        When it cannot be made.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput.single(f"{output} cannot be made: {error.strerror}", "--output") from error
    return output


def whole_numbers(text: str, option: str) -> list[int]:
    """Return the numbers of an option, separated by commas.

    Raises
    ------
    InvalidInput
        When one is not a whole number from 1 on, or there is none.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words or not all(word.isdecimal() and int(word) for word in words):
        raise InvalidInput.single(f'must be whole numbers from 1 on, separated by commas, not "{text}"', option)
    return [int(word) for word in words]
