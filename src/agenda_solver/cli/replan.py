"""The commands for what comes after publication: ``replan`` after some changes, ``diff`` between two agendas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agenda_solver.cli.conference_files import write_conference_as_named
from agenda_solver.cli.inputs import read_agenda_file, read_conference_file, tell_remarks
from agenda_solver.cli.live import watching
from agenda_solver.cli.options import AsJson, ConferenceFile, Gap, Quiet, Seed, TimeLimit, Workers
from agenda_solver.cli.outputs import plan_outputs, refuse_output, save
from agenda_solver.cli.pointing import change_option
from agenda_solver.cli.screen import answer, answer_json, note
from agenda_solver.cli.signals import stopping_on_signals
from agenda_solver.cli.solve import TIME_LIMIT, exit_code
from agenda_solver.cli.words import costs_table, sizes, verdict
from agenda_solver.errors import InvalidInput, Mistake

if TYPE_CHECKING:
    from agenda_solver.formats.imported import Remark
    from agenda_solver.formats.planner.earlier import Earlier
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.model.conference import Conference
    from agenda_solver.replanning.changes import Change
    from agenda_solver.replanning.replan import Replan

__all__ = ["diff", "replan"]

MAX_WORTH = 1_000_000_000


def _worth(text: Any) -> Any:
    from agenda_solver.model.words import shortened, whole_number

    words = str(text).strip().casefold()
    if words in ("first", "rules"):
        return words
    try:
        return whole_number(words, 1, MAX_WORTH)
    except ValueError as error:
        message = f'"{shortened(str(text))}" is neither first nor rules nor a cost from 1 to {MAX_WORTH}.'
        raise typer.BadParameter(message) from error


def replan(
    file: ConferenceFile,
    *,
    published: Annotated[
        Path | None,
        typer.Option(
            "--published", metavar="AGENDA", show_default="the one in FILE", help="The agenda that was published."
        ),
    ] = None,
    change: Annotated[
        list[str] | None,
        change_option(
            "--change",
            "What has changed, in short: cancel:SESSION, length:SESSION:MINUTES, room-lost:ROOM[:DAY], "
            "day-lost:DAY, block-lost:BLOCK, person-gone:PERSON, person-from:PERSON:TIME, person-until:PERSON:TIME, "
            "lock:all, lock:session=SESSION:room,start, unlock:... Everything by id or name, times by the conference's "
            "clock. May be given several times; comes after --changes.",
        ),
    ] = None,
    changes: Annotated[
        Path | None,
        typer.Option("--changes", metavar="FILE", show_default=False, help="A JSON file with changes of every kind."),
    ] = None,
    keep: Annotated[
        Any,
        typer.Option(
            "--keep",
            metavar="WORTH",
            parser=_worth,
            help="first: fewest moves before all wishes; rules: as the conference says; or the cost of another time.",
        ),
    ] = "first",
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            show_default="FILE's name with -new-agenda.json, in this folder",
            help="Where the new agenda goes: .json, .html (a page) or .xlsx (a workbook). May be given several times.",
        ),
    ] = None,
    conference_output: Annotated[
        Path | None,
        typer.Option(
            "--conference", metavar="OUT", show_default=False, help="Save the changed conference (.json or .xlsx)."
        ),
    ] = None,
    comparison: Annotated[
        Path | None,
        typer.Option("--comparison", metavar="OUT", show_default=False, help="A page with before and after (.html)."),
    ] = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    gap: Gap = 0.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Change a published agenda as little as possible after something has changed.

    FILE is the conference as it was. Prints what moves, who has to be told, and whether fewer moves would do. Ctrl-C
    ends the search early with the best agenda so far.
    """
    outputs = output or [Path(f"{file.stem}-new-agenda.json")]
    options = {"time_limit": time_limit or TIME_LIMIT, "workers": workers, "seed": seed, "gap": gap, "keep": keep}
    job = _Job(file, published, changes, tuple(change or ()), outputs, conference_output, comparison, options)
    found = job.run(quiet=quiet)
    job.tell(found, as_json=as_json, quiet=quiet)
    raise typer.Exit(exit_code(found.result))


@dataclass(frozen=True)
class _Job:
    """A conference to read, to replan and to save; ``options`` are those of the library's function."""

    file: Path
    published: Path | None
    changes: Path | None
    in_short: tuple[str, ...]
    outputs: list[Path]
    conference: Path | None
    comparison: Path | None
    options: dict[str, Any]

    @property
    def extra(self) -> list[Path]:
        """The outputs that are no agendas."""
        return [path for path in (self.conference, self.comparison) if path is not None]

    def run(self, *, quiet: bool) -> Replan:
        """Do it, and save what came of it."""
        inputs = [path for path in (self.file, self.published, self.changes) if path is not None]
        plan_outputs(self.outputs, inputs)
        self._plan_more(inputs)
        conference = read_conference_file(self.file, quiet=quiet)
        before, lost = self._before(conference, quiet=quiet)
        base = conference if lost is None else lost.agenda.conference
        changes = [*(lost.changes if lost else ()), *self._changes(base)]
        if not quiet:
            note(f"{conference.name}: {sizes(conference)}.")
        with (
            stopping_on_signals() as stop,
            watching(self.options["time_limit"], stop, quiet=quiet) as tell,
        ):
            # OR-Tools takes half a second to import; the display is up by then.
            from agenda_solver.replanning.lost import without_lost
            from agenda_solver.replanning.replan import replan as replan_conference

            try:
                found = replan_conference(base, before, changes, on_progress=tell, stop=stop, **self.options)
            except InvalidInput as error:
                raise self._placed(
                    error, len(changes) - len(self.in_short), len(lost.changes) if lost else 0
                ) from error
            found = found if lost is None else without_lost(found, lost.lost)
            if found.agenda is not None:
                save(found.agenda, found.result, self.outputs, verdict(found.result)[0])
                self._save_more(found)
        return found

    def _before(self, conference: Conference, *, quiet: bool) -> tuple[Agenda | None, Earlier | None]:
        """Return the published agenda, and what was deleted from the conference since, if that is known."""
        if self.published is None:
            return None, None
        from agenda_solver.formats.reading import read_earlier_agenda

        remarks: list[Remark] = []
        earlier = read_earlier_agenda(self.published, conference, remarks)
        if not quiet:
            tell_remarks(self.published, remarks)
        return earlier.agenda, earlier

    def _plan_more(self, inputs: list[Path]) -> None:
        """Make sure that the other outputs can be written, and are what their names say."""
        if self.conference is not None:
            refuse_output(self.conference, inputs, (".json", ".xlsx"), "a conference")
        if self.comparison is not None:
            refuse_output(self.comparison, inputs, (".html",), "a comparison")
        names = [path.resolve() for path in (*self.outputs, *self.extra)]
        for number, path in enumerate(names):
            if path in names[:number]:
                raise InvalidInput.single("stands there twice as an output", source=str(path))

    def _changes(self, conference: Conference) -> list[Change | str]:
        from agenda_solver.replanning.changes_file import read_changes

        listed = [] if self.changes is None else read_changes(self.changes, conference)
        return [*listed, *self.in_short]

    def _placed(self, error: InvalidInput, in_file: int, lost: int) -> InvalidInput:
        """Return mistakes in the changes as mistakes in what was typed, or in the file, whose changes come before.

        Those that are meant by what was deleted come first of all; nobody has written them.
        """
        from agenda_solver.model.words import shortened

        def place_of(place: str) -> str:
            match = re.match(r"changes\[([0-9]+)\]", place)
            if match is None:
                return place
            number = int(match[1]) - in_file
            in_its_file = place.replace(match[0], f"changes[{int(match[1]) - lost}]", 1)
            return f"{self.changes}: {in_its_file}" if number < 0 else f'--change "{shortened(self.in_short[number])}"'

        return type(error)((Mistake(place_of(m.place), m.message) for m in error.mistakes), error.source)

    def _save_more(self, found: Replan) -> None:
        from agenda_solver.replanning.comparison_page import write_comparison_page

        if self.conference is not None:
            write_conference_as_named(found.conference, self.conference)
        if self.comparison is not None and found.agenda is not None:
            write_comparison_page(self.comparison, found.before, found.agenda)

    def tell(self, found: Replan, *, as_json: bool, quiet: bool) -> None:
        """Say what came of it."""
        words = [*([found.verdict] if found.verdict else []), *verdict(found.result)]
        if found.warning is not None and not as_json:
            note(found.warning, style="bold yellow")
        files = [*self.outputs, *self.extra] if found.agenda is not None else []
        scorecard = found.result.scorecard
        if as_json:
            names = [str(path) for path in files]
            answer_json({**found.as_dict(), "message": " ".join(words), "files": names})
        elif found.diff is None or scorecard is None:
            note(*words, style="red")
        elif not quiet:
            answer(*str(found.diff).split("\n"))
            answer("", words[0], style="bold green")
            answer(*words[1:])
            if any(rule.cost for rule in scorecard.rules):
                answer(costs_table(scorecard))
            for path in files:
                answer(f"Saved {path}")


def diff(
    file: ConferenceFile,
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier agenda.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later agenda.", show_default=False)],
    *,
    later: Annotated[
        Path | None,
        typer.Option(
            "--conference",
            metavar="FILE",
            show_default="the same",
            help="The conference that AFTER is of, where that is another one with the same session ids.",
        ),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", show_default=False, help="A page with before and after (.html)."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what is different between two agendas, and who has to be told.

    FILE is the conference that both are of, or the earlier one is.
    """
    from agenda_solver.formats.reading import read_earlier_agenda
    from agenda_solver.replanning.diff import diff as compare

    if output is not None:
        plan_outputs([output], [file, before, after])
    conference = read_conference_file(file)
    remarks: list[Remark] = []
    first = read_earlier_agenda(before, conference, remarks).agenda
    tell_remarks(before, remarks)
    second = read_agenda_file(after, conference if later is None else read_conference_file(later))
    found = compare(first, second)
    if output is not None:
        _write_page(output, first, second)
    if as_json:
        answer_json({"status": "done", **found.as_dict()})
    else:
        # Its own lines; what comes from the files was made one line each.
        answer(*(found.markdown().rstrip("\n") if markdown else str(found)).split("\n"))


def _write_page(path: Path, before: Agenda, after: Agenda) -> None:
    from agenda_solver.replanning.comparison_page import write_comparison_page

    write_comparison_page(path, before, after)
