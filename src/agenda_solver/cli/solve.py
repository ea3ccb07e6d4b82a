"""The commands that solve: ``solve`` for a file, ``demo`` for the forum that comes with the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agenda_solver.cli.exits import Exit
from agenda_solver.cli.live import watching
from agenda_solver.cli.options import AsJson, ConferenceFile, Gap, Quiet, Seed, TimeLimit, Workers, seconds
from agenda_solver.cli.outputs import NotWritten, plan_outputs, save
from agenda_solver.cli.screen import answer, answer_json, note
from agenda_solver.cli.signals import stopping_on_signals
from agenda_solver.cli.words import count, costs_table, verdict

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.model.conference import Conference
    from agenda_solver.result import Result

__all__ = ["demo", "solve"]

TIME_LIMIT = 60.0


def solve(
    file: ConferenceFile,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", "-o", metavar="OUT",
            show_default="FILE's name with -agenda.json and -agenda.html, in this folder",
            help="Where the agenda goes: a .json file, or a page as .html. May be given several times.",
        ),
    ] = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    gap: Gap = 0.0,
    deterministic_limit: Annotated[
        float | None,
        typer.Option(
            "--deterministic-limit", metavar="SECONDS", parser=seconds, show_default=False,
            help="Instead of a time limit: so many of the solver's own seconds, on one thread. The same agenda each time.",
        ),
    ] = None,
    hint: Annotated[
        Path | None,
        typer.Option("--hint", metavar="AGENDA", show_default=False, help="An agenda to start from, as JSON."),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find the best agenda of a conference.

    The outputs are tried before the search begins and written at its end, all of each or nothing. Ctrl-C (or SIGTERM)
    ends the search early; the best agenda so far is checked and saved like any other. A second Ctrl-C ends at once.
    """
    if deterministic_limit is not None and (time_limit is not None or workers is not None):
        raise typer.BadParameter(
            "it uses one thread and no clock, so --time-limit and --workers cannot be given with it.",
            param_hint="'--deterministic-limit'",
        )
    options = {"workers": workers, "seed": seed, "gap": gap, "deterministic_limit": deterministic_limit}
    outputs = output or [Path(f"{file.stem}-agenda{suffix}") for suffix in (".json", ".html")]
    if deterministic_limit is None:
        options["time_limit"] = time_limit or TIME_LIMIT
    else:
        options["time_limit"] = None
    _solve(file, outputs, hint, options, as_json=as_json, quiet=quiet)


def demo(
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the agenda; made if it is missing.")
    ] = Path("forum-agenda"),
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    gap: Gap = 0.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Solve the two-day forum that comes with agenda-solver.

    Writes agenda.json and agenda.html into a folder; open agenda.html in a browser.
    """
    from agenda_solver.demo import demo_path

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(f"the folder {folder} cannot be made: {(error.strerror or str(error)).lower()}") from error
    options = {"workers": workers, "seed": seed, "gap": gap, "time_limit": time_limit or TIME_LIMIT}
    outputs = [folder / "agenda.json", folder / "agenda.html"]
    _solve(demo_path(), outputs, None, options, as_json=as_json, quiet=quiet)


def _solve(
    file: Path, outputs: list[Path], hint: Path | None, options: dict[str, Any], *, as_json: bool, quiet: bool
) -> None:
    from agenda_solver.formats.native import read_agenda, read_conference

    planned = plan_outputs(outputs, [file])
    conference = read_conference(file)
    start = None if hint is None else read_agenda(hint, conference)
    if not quiet:
        sizes = [count(len(conference.sessions), "session"), count(len(conference.rooms), "room")]
        note(f"{conference.name}: {', '.join([*sizes, count(len(conference.blocks), 'block')])}.")
    result = _run(conference, start, options, quiet=quiet)
    words = verdict(result)
    written = planned if result.agenda is not None else ()
    if result.agenda is not None:
        save(result, planned, words[0])
    if as_json:
        scorecard = None if result.scorecard is None else result.scorecard.as_dict()
        files = [str(path) for path in written]
        answer_json({**result.as_dict(), "message": " ".join(words), "scorecard": scorecard, "files": files})
    elif result.agenda is None:
        note("\n".join(words), style="red")
    elif not quiet:
        _tell(result, words, written)
    raise typer.Exit(_exit_code(result))


def _run(conference: Conference, hint: Agenda | None, options: dict[str, Any], *, quiet: bool) -> Result:
    with stopping_on_signals() as stop, watching(options["time_limit"], stop, quiet=quiet) as tell:
        # OR-Tools takes half a second to import; the display is up by then.
        from agenda_solver.solving import solve as solve_conference

        return solve_conference(conference, hint=hint, on_progress=tell, stop=stop, **options)


def _tell(result: Result, words: list[str], written: tuple[Path, ...]) -> None:
    assert result.scorecard is not None
    answer(words[0], style="bold green")
    for sentence in words[1:]:
        answer(sentence)
    if any(rule.cost for rule in result.scorecard.rules):
        answer(costs_table(result.scorecard))
    for path in written:
        answer(f"Saved {path}")


def _exit_code(result: Result) -> Exit:
    from agenda_solver.progress import Status

    if result.agenda is not None:
        return Exit.SUCCESS
    if result.status is Status.INFEASIBLE:
        return Exit.INFEASIBLE
    return Exit.STOPPED if result.interrupted else Exit.NO_ANSWER
