"""The commands that talk to a pretalx server: ``pretalx pull``, ``pretalx diff`` and ``pretalx push``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.options import AgendaFile, AsJson, ConferenceFile, Quiet, option, output_option, whole_option
from agenda_solver.cli.outputs import refuse_unwritable
from agenda_solver.cli.pretalx_words import lines, push_as_dict, tell_plan, tell_pull, tell_push, warn_of
from agenda_solver.cli.printing import answer, answer_json, note
from agenda_solver.errors import InvalidInput, Mistake

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.pretalx.client import PretalxClient
    from agenda_solver.pretalx.journal import Journal
    from agenda_solver.pretalx.push_plan import Plan, Target

__all__ = ["COMMANDS", "HELP"]

PERHAPS_RELEASED = "It may have been released nevertheless: check in pretalx."
HELP = "Import an event from a pretalx server, and write an agenda back into its unreleased schedule."

Address = Annotated[
    str, typer.Argument(metavar="URL", help="The server, such as https://pretalx.example.org.", show_default=False)
]
EventName = Annotated[
    str, typer.Argument(metavar="EVENT", help="The event's short name in addresses.", show_default=False)
]


def pull(
    url: Address,
    event: EventName,
    output: Annotated[Path, output_option("The conference's file (.json).")],
    hours: Annotated[
        str, typer.Option("--hours", metavar="HH:MM-HH:MM", help="The hours of rooms that are always open.")
    ] = "09:00-18:00",
    step: Annotated[
        int | None,
        whole_option(
            "--step",
            metavar="MINUTES",
            low=1,
            high=240,
            help="Minutes from one possible start to the next.",
            show_default="the coarsest that suits all lengths",
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Import an event from a pretalx server as a conference.

    The API token is taken from the environment: AGENDA_SOLVER_PRETALX_TOKEN. Nothing is changed on the server.
    """
    from agenda_solver.formats.native import write_conference
    from agenda_solver.pretalx.day_hours import Hours
    from agenda_solver.pretalx.pulling import pull as pull_event

    if output.suffix.lower() != ".json":
        raise InvalidInput.single('the conference is written as ".json"', source=str(output))
    opens, closes = _hours(hours)
    refuse_unwritable(output)
    with _connection(url, event) as client:
        imported = pull_event(client, usual=Hours(opens, closes), step=step)
    write_conference(imported.conference, output)
    tell_pull(imported, output, as_json=as_json, quiet=quiet)


def diff(url: Address, event: EventName, file: ConferenceFile, agenda: AgendaFile, as_json: AsJson = False) -> None:
    """Show what a push of an agenda would change in the schedule of a pretalx server.

    Nothing is changed on the server.
    """
    from agenda_solver.pretalx.event import read_slots
    from agenda_solver.pretalx.push_plan import agenda_of_slots, refuse_other_event
    from agenda_solver.replanning.diff import diff as compare

    wanted = _agenda(file, agenda)
    refuse_other_event(wanted.conference, event)
    with _connection(url, event) as client:
        there, odd = agenda_of_slots(wanted.conference, read_slots(client))
    found = compare(there, wanted)
    if as_json:
        answer_json({"status": "done", "off_grid": odd, **found.as_dict()})
    else:
        lines("", odd)
        answer(*str(found).split("\n"))


def push(
    url: Address,
    event: EventName,
    file: ConferenceFile,
    agenda: AgendaFile,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be changed.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also overwrite what others have changed in pretalx since the pull.")
    ] = False,
    release: Annotated[
        str | None,
        option(
            "--release",
            metavar="VERSION",
            help="Release the schedule under this name, if all of it was written and read back.",
            show_default="nothing is released",
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write an agenda into the unreleased schedule of a pretalx server, and read it back.

    What was written is recorded in a file beside the agenda (.pretalx.json). After a broken connection run the same
    command again: it continues where it stopped. Exit code 5 means that not everything was written.
    """
    from agenda_solver.pretalx.journal import Journal, journal_path
    from agenda_solver.pretalx.pushing import prepare

    if release is not None and not (release.strip() and release.isprintable() and len(release) <= 100):
        raise InvalidInput.single("the name of a version is needed, such as 1.0", "--release")
    wanted = _agenda(file, agenda)
    with _connection(url, event) as client:
        journal = Journal.of(journal_path(agenda), client.url, client.event)
        plan = prepare(client, wanted, journal)
        if plan.conflicts and not force and not dry_run:
            hint = "pull again, or overwrite it with --force"
            raise InvalidInput(Mistake("", f"{conflict}; {hint}") for conflict in plan.conflicts)
        warn_of(wanted, plan, quiet=quiet)
        if dry_run:
            tell_plan(plan, as_json=as_json, quiet=quiet)
            return
        code = _push(client, plan, journal, release, as_json=as_json, quiet=quiet)
    raise typer.Exit(code)


COMMANDS: tuple[Callable[..., None], ...] = (pull, diff, push)


def _push(
    client: PretalxClient, plan: Plan, journal: Journal, version: str | None, *, as_json: bool, quiet: bool
) -> Exit:
    from agenda_solver.pretalx.pushing import push as push_plan

    def tell(target: Target) -> None:
        if not (as_json or quiet):
            note(f"{target.where}: {target.title}")

    done = push_plan(client, plan, journal, tell)
    released = _release(client, version) if version is not None and done.is_complete else None
    is_done = done.is_complete and released in (None, "")
    if as_json:
        answer_json({"status": "done" if is_done else "not written", **push_as_dict(done, version, released)})
    else:
        tell_push(done, version, released, quiet=quiet)
    return Exit.SUCCESS if is_done else Exit.NOT_WRITTEN


def _release(client: PretalxClient, version: str) -> str:
    """Release the schedule, and return what went wrong; empty if nothing did."""
    from agenda_solver.pretalx.client import PretalxTrouble
    from agenda_solver.pretalx.pushing import STOPPED, release

    try:
        release(client, version)
    except KeyboardInterrupt:
        return f"{STOPPED}. {PERHAPS_RELEASED}"
    except PretalxTrouble as trouble:
        return f"{trouble}." + (f" {PERHAPS_RELEASED}" if trouble.may_be_written else "")
    return ""


def _agenda(file: Path, agenda: Path) -> Agenda:
    return read_agenda_file(agenda, read_conference_file(file))


@contextmanager
def _connection(url: str, event: str) -> Iterator[PretalxClient]:
    """Connect to a server with the token from the environment."""
    from agenda_solver.pretalx.api_token import token_from_environment
    from agenda_solver.pretalx.connecting import connected

    with connected(url, event, token_from_environment()) as client:
        yield client


def _hours(text: str) -> tuple[time, time]:
    found = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", text)
    try:
        if found:
            opens, closes = map(time.fromisoformat, found.groups())
            if opens != closes:
                return opens, closes
    except ValueError:
        pass  # reported below
    raise InvalidInput.single(f'"{text}" are not hours such as 09:00-18:00', "--hours")
