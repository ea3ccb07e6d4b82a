"""The commands for the time after publication: ``replan`` after some changes, ``diff`` between two agendas."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file, read_earlier_file
from agenda_solver.cli.conference_output import write_conference_as_named
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
    whole_option,
)
from agenda_solver.cli.outputs import plan_outputs, refuse_output, save
from agenda_solver.cli.part_options import change_option
from agenda_solver.cli.printing import answer, answer_json, note
from agenda_solver.cli.replan_frontier import FrontierJob
from agenda_solver.cli.replan_inputs import ReplanFiles
from agenda_solver.cli.replan_words import tell_replan
from agenda_solver.cli.result_words import sizes, verdict
from agenda_solver.cli.run_search import LimitOptions, searching
from agenda_solver.cli.solve import TIME_LIMIT, exit_code
from agenda_solver.errors import InvalidInput, Mistake

if TYPE_CHECKING:
    from agenda_solver.replanning.replan import Replan

__all__ = ["diff", "replan"]

MAX_WORTH = 1_000_000_000
MOST_MOVES = 1_000


def _worth(text: Any) -> Any:
    from agenda_solver.model.pydantic_messages import shortened, whole_number

    words = str(text).strip().casefold()
    if words in ("first", "rules"):
        return words
    try:
        return whole_number(words, 1, MAX_WORTH)
    except ValueError as error:
        message = f'"{shortened(str(text))}" is neither first nor rules nor a cost from 1 to {MAX_WORTH}.'
        raise typer.BadParameter(message) from error


Published = Annotated[
    Path | None,
    option("--published", metavar="AGENDA", help="The agenda that was published.", show_default="the one in FILE"),
]
Changes = Annotated[
    list[str] | None,
    change_option(
        "--change",
        "What has changed, in short: cancel:SESSION, length:SESSION:MINUTES, room-lost:ROOM[:DAY], "
        "day-lost:DAY, block-lost:BLOCK, person-gone:PERSON, person-from:PERSON:TIME, person-until:PERSON:TIME, "
        "lock:all, lock:session=SESSION:room,start, unlock:... Everything by id or name, times by the conference's "
        "clock. May be given several times; comes after --changes.",
    ),
]
ChangesFile = Annotated[
    Path | None, option("--changes", metavar="FILE", help="A JSON file with changes of every kind.")
]
Keep = Annotated[
    Any,
    option(
        "--keep",
        metavar="WORTH",
        parser=_worth,
        help="first: fewest moves before all wishes; rules: as the conference says; or the cost of another time.",
        show_default=True,
    ),
]
Outputs = Annotated[
    list[Path] | None,
    output_option(
        "Where the new agenda goes: .json, .html (a page) or .xlsx (a workbook). May be given several times.",
        show_default="FILE's name with -new-agenda.json, in this folder",
    ),
]
ConferenceOutput = Annotated[
    Path | None, option("--conference", metavar="OUT", help="Save the changed conference (.json or .xlsx).")
]
Comparison = Annotated[Path | None, option("--comparison", metavar="OUT", help="A page with before and after (.html).")]
Frontier = Annotated[
    Any,
    whole_option(
        "--frontier",
        metavar="K",
        low=0,
        high=MOST_MOVES,
        help="The best agenda for each number of moved sessions up to K. OUT is then a folder for all of them.",
    ),
]
Picture = Annotated[Path | None, option("--picture", metavar="OUT", help="Draw the frontier: .png, .svg or .pdf.")]


def replan(
    file: ConferenceFile,
    *,
    published: Published = None,
    change: Changes = None,
    changes: ChangesFile = None,
    keep: Keep = "first",
    output: Outputs = None,
    conference_output: ConferenceOutput = None,
    comparison: Comparison = None,
    frontier: Frontier = None,
    picture: Picture = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    gap: Gap = 0.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Change a published agenda as little as possible after something has changed.

    FILE is the conference as it was. Prints what moves, who has to be told, and whether fewer moves would be enough;
    with --frontier, what more moves would buy. Ctrl-C ends the search early with the best agenda so far.
    """
    files = ReplanFiles(file, published, changes, tuple(change or ()))
    limits = LimitOptions(time_limit or TIME_LIMIT, workers, seed)
    _refuse_mixed(
        frontier,
        output,
        {"--picture": picture is not None},
        {"--keep": keep != "first", "--conference": conference_output, "--comparison": comparison, "--gap": gap},
    )
    if frontier is not None:
        job_of_moves = FrontierJob(files, frontier, output[0] if output else None, picture, limits)
        raise typer.Exit(job_of_moves.run(as_json=as_json, quiet=quiet))
    outputs = output or [Path(f"{file.stem}-new-agenda.json")]
    job = _Job(files, outputs, conference_output, comparison, limits, gap, keep)
    found = job.run(quiet=quiet)
    job.report(found, as_json=as_json, quiet=quiet)
    raise typer.Exit(exit_code(found.result))


def _refuse_mixed(frontier: int | None, output: list[Path] | None, its: dict[str, Any], others: dict[str, Any]) -> None:
    """Raise InvalidInput for options that have no effect with, or without, ``--frontier``."""
    wrong, why = (its, "can only be used with") if frontier is None else (others, "cannot be used with")
    mistakes = [Mistake(name, f"{why} --frontier") for name, given in wrong.items() if given]
    if frontier is not None and len(output or ()) > 1:
        mistakes.append(Mistake("--output", "with --frontier, give only one folder"))
    if mistakes:
        raise InvalidInput(mistakes)


@dataclass(frozen=True)
class _Job:
    """A conference to read, replan and save; ``gap`` and ``keep`` are arguments of :func:`agenda_solver.replan`."""

    files: ReplanFiles
    outputs: list[Path]
    conference: Path | None
    comparison: Path | None
    limits: LimitOptions
    gap: float
    keep: Any

    @property
    def extra(self) -> list[Path]:
        """The outputs other than agendas."""
        return [path for path in (self.conference, self.comparison) if path is not None]

    def run(self, *, quiet: bool) -> Replan:
        """Replan, and save the agenda and the other outputs."""
        plan_outputs(self.outputs, self.files.paths)
        self._plan_more(self.files.paths)
        asked = self.files.read(quiet=quiet)
        with searching(f"{asked.named.name}: {sizes(asked.named)}.", self.limits, quiet=quiet) as options:
            # Imported here because OR-Tools takes half a second to import, and the display is shown first.
            from agenda_solver.replanning.lost_parts import without_lost
            from agenda_solver.replanning.replan import replan as replan_conference
            from agenda_solver.replanning.workbook_marks import marks_of

            how: dict[str, Any] = {**options, "gap": self.gap, "keep": self.keep}
            try:
                found = replan_conference(asked.base, asked.before, asked.changes, **how)
            except InvalidInput as error:
                raise self.files.placed(error, asked) from error
            found = without_lost(found, asked.lost)
            if found.agenda is not None:
                marks = marks_of(found.diff) if found.diff is not None else ()
                save(found.agenda, found.result, self.outputs, verdict(found.result)[0], marks=marks)
                self._save_more(found)
        return found

    def _plan_more(self, inputs: list[Path]) -> None:
        """Raise an error unless the other outputs can be written and have the right suffixes."""
        if self.conference is not None:
            refuse_output(self.conference, inputs, (".json", ".xlsx"), "a conference")
        if self.comparison is not None:
            refuse_output(self.comparison, inputs, (".html",), "a comparison")
        names = [path.resolve() for path in (*self.outputs, *self.extra)]
        for number, path in enumerate(names):
            if path in names[:number]:
                raise InvalidInput.single("is given twice as an output", source=str(path))

    def _save_more(self, found: Replan) -> None:
        from agenda_solver.replanning.comparison_page import write_comparison_page

        if self.conference is not None:
            write_conference_as_named(found.conference, self.conference)
        if self.comparison is not None and found.agenda is not None:
            write_comparison_page(self.comparison, found.before, found.agenda)

    def report(self, found: Replan, *, as_json: bool, quiet: bool) -> None:
        """Print the result."""
        files = [*self.outputs, *self.extra] if found.agenda is not None else []
        if as_json:
            message = " ".join([*([found.verdict] if found.verdict else []), *verdict(found.result)])
            answer_json({**found.as_dict(), "message": message, "files": [str(path) for path in files]})
        elif found.diff is None or found.result.scorecard is None:
            note(*verdict(found.result), style="red")
        else:
            tell_replan(found, files, quiet=quiet)


def diff(
    file: ConferenceFile,
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier agenda.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later agenda.", show_default=False)],
    *,
    later: Annotated[
        Path | None,
        option(
            "--conference",
            metavar="FILE",
            help="The conference of AFTER, if it is another one with the same session ids.",
            show_default="the same",
        ),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    output: Annotated[Path | None, output_option("A page with before and after (.html).")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the differences between two agendas, and who has to be told.

    FILE is the conference of both agendas, or of the earlier one.
    """
    from agenda_solver.replanning.comparison_page import write_comparison_page
    from agenda_solver.replanning.diff import diff as compare

    if output is not None:
        plan_outputs([output], [file, before, after])
    conference = read_conference_file(file)
    first = read_earlier_file(before, conference).agenda
    second = read_agenda_file(after, conference if later is None else read_conference_file(later))
    found = compare(first, second)
    if output is not None:
        write_comparison_page(output, first, second)
    if as_json:
        answer_json({"status": "done", **found.as_dict()})
    else:
        # Only the line breaks of the text itself are kept; texts from files are on one line each.
        answer(*(found.markdown().rstrip("\n") if markdown else str(found)).split("\n"))
