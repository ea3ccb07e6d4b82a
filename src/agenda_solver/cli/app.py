"""The whole command: its subcommands, its help, and its error handling."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from agenda_solver.cli.alternatives import alternatives
from agenda_solver.cli.audience import COMMANDS as AUDIENCE_COMMANDS
from agenda_solver.cli.audience import HELP as AUDIENCE_HELP
from agenda_solver.cli.board import board
from agenda_solver.cli.check import check, score
from agenda_solver.cli.exit_codes import MEANINGS, Exit
from agenda_solver.cli.explain import explain
from agenda_solver.cli.export import export
from agenda_solver.cli.failures import NAME, STOPPED_WORD, WITH_RULES, tell
from agenda_solver.cli.import_file import import_
from agenda_solver.cli.init import init
from agenda_solver.cli.page import page
from agenda_solver.cli.picture import picture
from agenda_solver.cli.plan_b import plan_b
from agenda_solver.cli.pretalx import COMMANDS as PRETALX_COMMANDS
from agenda_solver.cli.pretalx import HELP as PRETALX_HELP
from agenda_solver.cli.printing import STDOUT, ReaderGone, answer, note
from agenda_solver.cli.replan import diff, replan
from agenda_solver.cli.rules_and_schema import rules, schema
from agenda_solver.cli.signals import ignoring_signals, was_interrupted
from agenda_solver.cli.solve import demo, solve
from agenda_solver.cli.tradeoff import tradeoff
from agenda_solver.cli.whatif import whatif
from agenda_solver.formats.files import reason_of

__all__ = ["app", "main", "run"]


EXAMPLES = """
Examples
  agenda-solver demo
  agenda-solver init my-forum.xlsx
  agenda-solver check conference.json
  agenda-solver solve conference.json -o agenda.json -o agenda.html --time-limit 120
  agenda-solver solve conference.json --hint agenda.json --gap 2%
  agenda-solver explain conference.json --apply 1 -o changed.json
  agenda-solver score conference.json agenda.json --json
  agenda-solver explain conference.json --agenda agenda.json --session opening
  agenda-solver alternatives conference.json --number 3 --within 5% -o alternatives
  agenda-solver tradeoff conference.json --rule track_rooms --against room_capacity
  agenda-solver solve my-forum.xlsx -o agenda.xlsx
  agenda-solver replan conference.json --published agenda.json --change person-gone:ada -o new.json
  agenda-solver page conference.json agenda.json -o programme.html --public
  agenda-solver board my-forum.xlsx
  agenda-solver import schedule.xml -o conference.json --agenda agenda.json
  agenda-solver audience favourites conference.json favourites.csv -o wished.json
  agenda-solver pretalx pull https://pretalx.example.org democon -o conference.json
  agenda-solver rules speaker_clash

Exit codes
"""
EPILOG = EXAMPLES + "\n".join(f"  {code:>3}  {meaning}" for code, meaning in MEANINGS.items())


class _Group(TyperGroup):
    """The commands; the examples and exit codes are printed below the help without reflowing."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        super().format_help(ctx, formatter)
        answer(*EPILOG.split("\n"))


app = typer.Typer(
    name=NAME,
    help="Make the best agenda of a conference: a room and a time for every session, with a proof of how good it is.",
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
COMMANDS = (
    demo,
    init,
    check,
    solve,
    score,
    explain,
    replan,
    diff,
    plan_b,
    whatif,
    alternatives,
    tradeoff,
    import_,
    export,
    page,
    picture,
    board,
    rules,
    schema,
)
pretalx = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help=PRETALX_HELP)
app.add_typer(pretalx, name="pretalx")
audience = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help=AUDIENCE_HELP)
app.add_typer(audience, name="audience")
for group, commands in ((app, COMMANDS), (pretalx, PRETALX_COMMANDS), (audience, AUDIENCE_COMMANDS)):
    for command in commands:
        # Without this, Typer keeps the line breaks of the source.
        text = re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.getdoc(command) or "")
        group.command(command.__name__.rstrip("_").replace("_", "-"), help=text)(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        from agenda_solver.version import __version__

        answer(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    with_rules: Annotated[
        list[str] | None,
        typer.Option(
            WITH_RULES,
            metavar="FILE",
            help="A Python file or a module with your own rules. Its code is run.",
            show_default=False,
        ),
    ] = None,
) -> None:
    if with_rules:
        from agenda_solver.rules.base.rules_from_file import load_rules

        for source in with_rules:
            load_rules(source)


def main() -> NoReturn:
    """Run the command with the arguments of the process, and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # escapes characters that the console cannot write
            stream.reconfigure(errors="backslashreplace")
    code = _flushed(run(sys.argv[1:]))
    ignoring_signals()
    sys.exit(code)


def _flushed(code: int) -> int:
    """Flush the output, and return the exit code; if flushing fails, a zero code is replaced by one that says so."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget(sys.stdout)
        return code or Exit.READER_GONE
    except OSError as error:
        _forget(sys.stdout)
        if not code:
            note(f"{STDOUT}: cannot be written: {reason_of(error)}", style="red")
        return code or Exit.NOT_WRITTEN
    return code


def _forget(stream: Any) -> None:
    """Discard unprinted output: otherwise the interpreter tries to print it at exit, and complains."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@cache
def _tree() -> Any:
    """Return the Click command tree; it is cached because ``run`` may be called many times."""
    return typer.main.get_command(app)


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code. Every error is reported; none is raised."""
    as_json = "--json" in arguments
    try:
        try:
            code = int(_tree()(args=list(arguments), prog_name=NAME, standalone_mode=False) or Exit.SUCCESS)
        except Exception as error:  # noqa: BLE001 - the user gets a sentence and an exit code for any error
            return tell(error, as_json=as_json)
        if code == Exit.STOPPED and was_interrupted():  # Typer does not report it
            note(STOPPED_WORD, style="red")
    except ReaderGone:
        _forget(sys.stdout)
        return Exit.READER_GONE
    except KeyboardInterrupt:
        note(STOPPED_WORD, style="red")
        return Exit.STOPPED
    except SystemExit as ended:  # Rich exits if the reader of the help closes the output
        if isinstance(ended.__context__, BrokenPipeError):
            return Exit.READER_GONE
        raise
    return code
