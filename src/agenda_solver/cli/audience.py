"""The commands about the audience: favourites, expected audiences, and similar talks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.conference_output import (
    ConferenceOutput,
    Force,
    refuse_other_names,
    refuse_planners_work,
    write_conference_as_named,
)
from agenda_solver.cli.options import (
    AgendaFile,
    AsJson,
    ConferenceFile,
    Quiet,
    option,
    output_option,
    share_option,
    whole_option,
)
from agenda_solver.cli.outputs import refuse_input, refuse_output, refuse_unwritable
from agenda_solver.cli.printing import answer, answer_json, new_table, note
from agenda_solver.cli.result_words import count
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import is_folder, is_there

if TYPE_CHECKING:
    from rich.table import Table

    from agenda_solver.audience.expected_audience import Expectation
    from agenda_solver.audience.favourites import Favourites
    from agenda_solver.model.conference import Conference

__all__ = ["COMMANDS", "HELP"]

HELP = "Import what participants want, and evaluate it."
MOST_SKIPPED = 20
MOST_PEOPLE = 1_000_000


def favourites(
    *,
    file: ConferenceFile,
    wishes: Annotated[
        Path,
        typer.Argument(metavar="WISHES", help="The favourites: .csv, .json, or a workbook.", show_default=False),
    ],
    output: ConferenceOutput,
    sheet: Annotated[
        str | None, option("--sheet", metavar="NAME", help="The sheet of a workbook.", show_default="the first one")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the existing votes of the conference.")] = False,
    skip_unknown: Annotated[
        bool, typer.Option("--skip-unknown", help="Ignore wishes for sessions that the conference does not have.")
    ] = False,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Add favourites of participants to a conference.

    A table has a row for each wish, with who wants what, or a row for each participant and a column for each session. A
    cell contains x, strong or required.
    """
    from agenda_solver.audience.favourites import with_favourites

    _refuse(output, (file, wishes), force=force)
    conference = read_conference_file(file, quiet=quiet or as_json)
    found = with_favourites(conference, wishes, sheet=sheet, replace=replace, skip_unknown=skip_unknown)
    files = write_conference_as_named(found.conference, output)
    if as_json:
        answer_json({"status": "done", "files": [str(path) for path in files], **_as_dict(found)})
    elif not quiet:
        for mistake in found.skipped[:MOST_SKIPPED]:
            note(f"Left out: {mistake}")
        if len(found.skipped) > MOST_SKIPPED:
            note(f"Left out: and {len(found.skipped) - MOST_SKIPPED:,} more; --json prints them")
        kinds = (
            (found.weak, "wish", "wishes"),
            (found.strong, "strong one", None),
            (found.required, "required", "required"),
        )
        said = ", ".join(count(number, one, many) for number, one, many in kinds if number or one == "wish")
        answer(f"{count(found.voters, 'participant')}: {said}.", f"Saved {output}")


def _as_dict(found: Favourites) -> dict[str, object]:
    numbers = {name: getattr(found, name) for name in ("voters", "weak", "strong", "required")}
    return {**numbers, "skipped": [{"place": each.place, "message": each.message} for each in found.skipped]}


def expect(
    *,
    file: ConferenceFile,
    participants: Annotated[
        int, whole_option("--participants", low=1, high=MOST_PEOPLE, help="How many people attend in total.")
    ],
    confidence: Annotated[
        float, share_option("--confidence", help="How sure the range is: 0.95 or 95%.", show_default=True)
    ] = 0.95,
    output: Annotated[
        Path | None,
        output_option("The conference with these audiences.", show_default="it is not written"),
    ] = None,
    high: Annotated[bool, typer.Option("--high", help="Write the upper end of the range.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write it even where the conference already has an expected audience.")
    ] = False,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Estimate from votes how many people will want each session.

    Whoever voted is taken for a random sample of all participants. Nothing is changed unless an output is named, and
    then only sessions that expect nobody yet, unless --replace is there.
    """
    from agenda_solver.audience.expected_audience import expected_audiences, with_expected_audiences

    if output is not None:
        _refuse(output, (file,), force=force)
    conference = read_conference_file(file, quiet=quiet or as_json)
    found = expected_audiences(conference, participants, confidence=confidence)
    files: list[Path] = []
    if output is not None:
        changed = with_expected_audiences(conference, found, replace=replace, high=high)
        files = write_conference_as_named(changed, output)
    if as_json:
        rows = [vars(each) for each in found]
        answer_json({"status": "done", "files": [str(path) for path in files], "sessions": rows})
    elif not quiet:
        answer(_table(conference, found, confidence))
        if output is not None:
            kept = 0 if replace else sum(1 for each in found if each.stated)
            whose = "its" if kept == 1 else "their"
            answer(f"Saved {output}" + (f"; {count(kept, 'session')} kept {whose} previous audience" if kept else ""))


def _table(conference: Conference, found: list[Expectation], confidence: float) -> Table:
    table = new_table(
        "Session", "Votes", "Expected", f"Range ({confidence:.0%})", "So far", right=("Votes", "Expected", "So far")
    )
    for each in sorted(found, key=lambda each: -each.votes):
        title = conference.session_by_id[each.session].title
        table.add_row(title, str(each.votes), str(each.expected), f"{each.low} to {each.high}", str(each.stated or "-"))
    return table


def similar(
    *,
    file: ConferenceFile,
    output: Annotated[Path, output_option("The proposals: .csv or .xlsx.")],
    least: Annotated[
        float, share_option("--least", help="How similar two sessions have to be.", show_default=True)
    ] = 0.25,
    most: Annotated[
        int, whole_option("--most", low=1, high=10_000, help="The maximum number of pairs.", show_default=True)
    ] = 100,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Propose pairs of sessions that are similar in the words of their titles, descriptions and tags.

    Nothing is changed. Write yes into the column Apart of those that should not be at once, and give the table to
    `audience accept`.
    """
    from agenda_solver.audience.similar import similar_sessions
    from agenda_solver.audience.similar_talks_table import write_proposals

    refuse_output(output, (file,), (".csv", ".xlsx"), "a table of proposals")
    if not force and is_there(output):
        raise InvalidInput.single("already exists; --force replaces it", source=str(output))
    conference = read_conference_file(file, quiet=quiet or as_json)
    found = similar_sessions(conference, least=least, most=most)
    write_proposals(conference, found, output)
    if as_json:
        answer_json({"status": "done", "files": [str(output)], "pairs": [vars(each) for each in found]})
    elif not quiet:
        answer(f"{count(len(found), 'pair')} to review.", f"Saved {output}")


def accept(
    *,
    file: ConferenceFile,
    proposals: Annotated[
        Path,
        typer.Argument(metavar="PROPOSALS", help="The table, with yes in the column Apart.", show_default=False),
    ],
    output: ConferenceOutput,
    weight: Annotated[
        int, whole_option("--weight", low=1, high=10**9, help="What a pair costs.", show_default=True)
    ] = 1,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Add the wish that the accepted pairs of a table of proposals are not at once.

    They become a rule not_in_parallel with the label "similar", instead of the one that there was.
    """
    from agenda_solver.audience.similar import with_similar_apart
    from agenda_solver.audience.similar_talks_table import read_accepted

    _refuse(output, (file, proposals), force=force)
    conference = read_conference_file(file, quiet=quiet or as_json)
    pairs = read_accepted(conference, proposals)
    files = write_conference_as_named(with_similar_apart(conference, pairs, weight=weight), output)
    if as_json:
        answer_json({"status": "done", "files": [str(path) for path in files], "pairs": [list(pair) for pair in pairs]})
    elif not quiet:
        answer(f"{count(len(pairs), 'pair')} to be kept apart.", f"Saved {output}")


def pages(
    *,
    file: ConferenceFile,
    agenda: AgendaFile,
    output: Annotated[Path, output_option("A folder; or, for one voter, a page (.html).")],
    voter: Annotated[
        list[str] | None,
        option(
            "--voter",
            metavar="NAME",
            help="The voter whose page to write. May be given several times.",
            show_default="all who voted",
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Make a page for each participant: what they attend, what they cannot attend, and why.

    A page is for the one person only: it names nobody else.
    """
    from agenda_solver.formats.files import write_text
    from agenda_solver.report.participant import participant_page, write_participant_pages

    is_page = output.suffix.lower() in (".html", ".htm")
    if is_page and len(voter or ()) != 1:
        raise InvalidInput.single("one page is for one --voter; leave out the ending for a folder", source=str(output))
    refuse_input(output, (file, agenda))
    refuse_unwritable(output, folder=not is_page)
    conference = read_conference_file(file, quiet=quiet or as_json)
    placed = read_agenda_file(agenda, conference, quiet=quiet or as_json)
    wanted = None if voter is None else [_voter(conference, name) for name in voter]
    if is_page and wanted is not None:
        write_text(output, participant_page(placed, wanted[0]))
        files = [output]
    else:
        files = write_participant_pages(output, placed, wanted)
    if as_json:
        answer_json({"status": "done", "files": [str(path) for path in files]})
    elif not quiet:
        answer(f"Saved {output}" if is_page else f"Saved {count(len(files), 'page')} in {output}")


def _voter(conference: Conference, name: str) -> str:
    """Return a voter: the text as it is in the votes, or else the id of the only person with that name."""
    people = conference.names["people"].ids_of(name)
    is_voter = any(ballot.voter == name for ballot in conference.votes)
    return people[0] if len(people) == 1 and not is_voter else name


COMMANDS: tuple[Callable[..., None], ...] = (favourites, expect, similar, accept, pages)


def _refuse(output: Path, inputs: tuple[Path, ...], *, force: bool) -> None:
    refuse_other_names(output)
    refuse_input(output, inputs)
    refuse_unwritable(output, folder=is_folder(output) or not output.suffix)
    if not force:
        refuse_planners_work(output)
