"""The command ``plan-b``: what to do if a room is lost, a person does not come, or a session is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agenda_solver.cli.cluster import Cluster, working_for
from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.options import AgendaFile, AsJson, ConferenceFile, Quiet, Seed, TimeLimit, Workers, output_option
from agenda_solver.cli.outputs import refuse_output
from agenda_solver.cli.part_options import Named, ids_in, part_option
from agenda_solver.cli.printing import answer, answer_json
from agenda_solver.cli.result_words import sizes
from agenda_solver.cli.run_search import LimitOptions, searching
from agenda_solver.cli.solve import TIME_LIMIT

if TYPE_CHECKING:
    from agenda_solver.scenarios.plan_b import PlanB

__all__ = ["plan_b"]

ROOM = part_option(
    "rooms",
    "--room",
    "A room that may be lost, by id or name. May be given several times.",
    show_default="all rooms that AGENDA uses",
)
PERSON = part_option(
    "people",
    "--person",
    "Somebody who may not come, by id or name. May be given several times.",
    show_default="whoever is required in a session, or has a part in two or more",
)
SESSION = part_option(
    "sessions",
    "--session",
    "A session that may be refused, by id or title. May be given several times.",
    show_default="all sessions in AGENDA that are not confirmed",
)


def plan_b(
    file: ConferenceFile,
    agenda: AgendaFile,
    *,
    room: Annotated[list[Named] | None, ROOM] = None,
    person: Annotated[list[Named] | None, PERSON] = None,
    session: Annotated[list[Named] | None, SESSION] = None,
    output: Annotated[Path | None, output_option("A page (.html), or data (.json).")] = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    cluster: Cluster = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Work out in advance what to do if a room is lost, somebody does not come, or a session is refused.

    Each room is lost on each day that it is used; each key person does not come, or is away on a day: as few sessions
    as possible move. If a session that is not confirmed is refused, nothing moves, and a waiting session may take its
    place. With --room, --person or --session only the named ones are tried. The time limit is for all cases together;
    cases that it did not reach are reported as not tried. Ctrl-C ends the search early; what was found by then is
    printed and saved.
    """
    if output is not None:
        refuse_output(output, [file, agenda], (".html", ".json"), "a plan B")
    conference = read_conference_file(file, quiet=quiet)
    published = read_agenda_file(agenda, conference, quiet=quiet)
    every = None if not (room or person or session) else ()
    rooms = ids_in(conference, room) if room else every
    people = ids_in(conference, person) if person else every
    sessions = ids_in(conference, session) if session else every
    limits = LimitOptions(time_limit or TIME_LIMIT, workers, seed)
    what = f"{conference.name}: {sizes(conference)}."
    with searching(what, limits, quiet=quiet) as options, working_for(cluster) as executor:
        from agenda_solver.scenarios.plan_b import plan_b as find

        found = find(conference, published, rooms=rooms, people=people, sessions=sessions, executor=executor, **options)
    code = _exit_code(found, stopped=options["stop"].is_set())
    # If no loss has an answer, an existing file is not replaced.
    files = [output] if output is not None and code is Exit.SUCCESS else []
    for path in files:
        _save(path, found)
    if as_json:
        answer_json({**found.as_dict(), "files": [str(path) for path in files]})
    elif not quiet:
        answer(*str(found).split("\n"), *(f"Saved {path}" for path in files))
    raise typer.Exit(code)


def _save(output: Path, found: PlanB) -> None:
    import json

    from agenda_solver.formats.files import write_text
    from agenda_solver.scenarios.plan_b_page import write_plan_b_page

    if output.suffix.lower() == ".html":
        write_plan_b_page(output, found)
    else:
        write_text(output, json.dumps(found.as_dict(), indent=1, allow_nan=False) + "\n")


def _exit_code(found: PlanB, *, stopped: bool) -> Exit:
    """Return the exit code. A proof that no agenda is possible after a loss is an answer too."""
    from agenda_solver.progress import Status
    from agenda_solver.scenarios.fallback import NOT_TRIED

    without = (NOT_TRIED, str(Status.NO_ANSWER))
    if not found.fallbacks or any(each.status not in without for each in found.fallbacks):
        return Exit.SUCCESS
    return Exit.STOPPED if stopped else Exit.NO_ANSWER
