"""The commands that solve: ``solve`` for a file, ``demo`` for the library's example conference."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agenda_solver.cli.board import board_of, refuse_without_board, serve_board
from agenda_solver.cli.cluster import Cluster, working_for
from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.exit_codes import Exit, exit_after
from agenda_solver.cli.live_display import watching
from agenda_solver.cli.options import (
    AsJson,
    ConferenceFile,
    Gap,
    Quiet,
    Seed,
    TimeLimit,
    Workers,
    option,
    output_option,
    seconds_option,
)
from agenda_solver.cli.outputs import new_folder, plan_outputs, refuse_unwritable, save
from agenda_solver.cli.printing import answer, answer_json, note
from agenda_solver.cli.result_words import costs_table, resumed, sizes, verdict
from agenda_solver.cli.signals import stopping_on_signals, was_terminated

if TYPE_CHECKING:
    from agenda_solver.checkpoints import Checkpoint
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.model.conference import Conference
    from agenda_solver.result import Result

__all__ = ["demo", "exit_code", "solve"]

TIME_LIMIT = 60.0

Outputs = Annotated[
    list[Path] | None,
    output_option(
        "Where the agenda goes: a .json file, a page as .html, a workbook as .xlsx. May be given several times.",
        show_default="FILE's name with -agenda.json and -agenda.html, in this folder",
    ),
]
DeterministicLimit = Annotated[
    float | None,
    seconds_option(
        "--deterministic-limit",
        help="Instead of a time limit: a limit in the solver's own seconds, for the same agenda each time.",
    ),
]
Hint = Annotated[Path | None, option("--hint", metavar="AGENDA", help="An agenda to start from: JSON or a solution.")]
CheckpointFile = Annotated[
    Path | None,
    option(
        "--checkpoint",
        metavar="FILE",
        help="Keep the best agenda so far in this file, in case the search is interrupted.",
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Continue from the checkpoint, if the file already exists.")]


def solve(
    file: ConferenceFile,
    *,
    output: Outputs = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    gap: Gap = 0.0,
    deterministic_limit: DeterministicLimit = None,
    hint: Hint = None,
    checkpoint: CheckpointFile = None,
    resume: Resume = False,
    cluster: Cluster = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find the best agenda of a conference.

    The outputs are tested before the search begins and written at its end, each completely or not at all. Ctrl-C (or
    SIGTERM) ends the search early; the best agenda so far is checked and saved like any other. A second Ctrl-C ends at
    once.
    """
    if deterministic_limit is not None:
        _refuse_clocks(time_limit, workers, cluster)
    if resume and checkpoint is None:
        raise typer.BadParameter("it needs the --checkpoint to continue from.", param_hint="'--resume'")
    limit = None if deterministic_limit is not None else time_limit or TIME_LIMIT
    limits = {"time_limit": limit, "workers": workers, "deterministic_limit": deterministic_limit}
    outputs = output or [Path(f"{file.stem}-agenda{suffix}") for suffix in (".json", ".html")]
    options = {**limits, "seed": seed, "gap": gap}
    job = SolveCommand(file, outputs, hint, options, as_json, quiet, checkpoint, resume, cluster)
    raise typer.Exit(exit_code(job.run()))


def _refuse_clocks(time_limit: float | None, workers: int | None, cluster: str | None) -> None:
    """Raise an error for options that make a search with a deterministic limit depend on the clock."""
    if time_limit is not None or workers is not None:
        raise typer.BadParameter(
            "it uses one thread and no clock, so --time-limit and --workers cannot be given with it.",
            param_hint="'--deterministic-limit'",
        )
    if cluster is not None:
        raise typer.BadParameter(
            "its answers depend on the clock, so it cannot be given with --deterministic-limit.",
            param_hint="'--cluster'",
        )


def demo(
    *,
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the agenda; created if it is missing.")
    ] = Path("forum-agenda"),
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    gap: Gap = 0.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
    board: Annotated[
        bool, typer.Option("--board", help="Open the agenda on a board, to be moved by hand; needs the extra board.")
    ] = False,
) -> None:
    """Solve the two-day forum that comes with agenda-solver.

    Writes agenda.json and agenda.html into a folder; open agenda.html in a browser. With `--board` the agenda opens in
    the browser by itself, to be moved by hand; forum.board in the folder keeps what is done there.
    """
    if board:
        refuse_without_board()
    from agenda_solver.demo import demo_path

    options = {"time_limit": time_limit or TIME_LIMIT, "workers": workers, "seed": seed, "gap": gap}
    page = folder / "agenda.html"
    with new_folder(folder):
        result = SolveCommand(demo_path(), [folder / "agenda.json", page], None, options, as_json, quiet).run()
    if result.agenda is not None and not quiet and not as_json:
        answer(f"Open {page} in a browser. The conference itself is {demo_path()}")
    if board and result.agenda is not None and not was_terminated():
        serve_board(board_of(result.agenda, folder / "forum.board"))
    raise typer.Exit(exit_code(result))


@dataclass(frozen=True)
class SolveCommand:
    """A conference to read, solve and save; ``options`` are those of :func:`agenda_solver.solve`."""

    file: Path
    outputs: list[Path]
    hint: Path | None
    options: dict[str, Any]
    as_json: bool
    quiet: bool
    checkpoint: Path | None = None
    resume: bool = False
    cluster: str | None = None

    def run(self) -> Result:
        """Solve, save the agenda, and report the result."""
        outputs = plan_outputs(self.outputs, [self.file, *([self.checkpoint] if self.checkpoint else [])])
        if self.checkpoint is not None:
            refuse_unwritable(self.checkpoint)
        conference = read_conference_file(self.file, quiet=self.quiet)
        start = None if self.hint is None else read_agenda_file(self.hint, conference)
        if not self.quiet:
            note(f"{conference.name}: {sizes(conference)}.")
        with stopping_on_signals() as stop:
            with working_for(self.cluster) as executor:
                result = self._solve(conference, start, stop, executor)
            words = verdict(result)
            if result.agenda is not None:
                save(result.agenda, result, outputs, words[0])
        self._report(result, words, outputs if result.agenda is not None else ())
        return result

    def _solve(self, conference: Conference, hint: Agenda | None, stop: Event, executor: Executor | None) -> Result:
        options = {**self.options, "executor": executor}
        with watching(self.options["time_limit"], stop, quiet=self.quiet) as on_progress:
            # Imported here because OR-Tools takes half a second to import, and the display is shown first.
            from agenda_solver.checkpoints import solve_with_checkpoint
            from agenda_solver.solving import solve as solve_conference

            if self.checkpoint is None:
                return solve_conference(conference, hint=hint, on_progress=on_progress, stop=stop, **options)
            return solve_with_checkpoint(
                conference,
                self.checkpoint,
                resume=self.resume,
                hint=hint,
                on_progress=on_progress,
                on_resume=self._note_resumed,
                on_failure=lambda message: note(message, style="red"),
                stop=stop,
                **options,
            )

    def _note_resumed(self, before: Checkpoint, same: bool) -> None:
        if not self.quiet:
            note(f"{resumed(before, same)} (from {self.checkpoint})")

    def _report(self, result: Result, words: list[str], files: tuple[Path, ...]) -> None:
        scorecard = result.scorecard
        if self.as_json:
            scores = None if scorecard is None else scorecard.as_dict()
            names = [str(path) for path in files]
            answer_json({**result.as_dict(), "message": " ".join(words), "scorecard": scores, "files": names})
        elif scorecard is None:
            note(*words, style="red")
        elif not self.quiet:
            answer(words[0], style="bold green")
            answer(*words[1:])
            if any(rule.cost for rule in scorecard.rules):
                answer(costs_table(scorecard))
            answer(*(f"Saved {path}" for path in files))


def exit_code(result: Result) -> Exit:
    """Return the exit code after a solve."""
    return exit_after(result.status, found=result.agenda is not None, stopped=result.interrupted)
