"""The command as a whole: its commands, its help, and what becomes of errors."""

from __future__ import annotations

import inspect
import os
import re
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from agenda_solver.cli.alternatives import alternatives
from agenda_solver.cli.check import check, score
from agenda_solver.cli.exits import MEANINGS, Exit
from agenda_solver.cli.explain import explain
from agenda_solver.cli.export import export
from agenda_solver.cli.import_file import import_
from agenda_solver.cli.init import init
from agenda_solver.cli.outputs import NotWritten
from agenda_solver.cli.page import page
from agenda_solver.cli.picture import picture
from agenda_solver.cli.pretalx import COMMANDS as PRETALX_COMMANDS
from agenda_solver.cli.pretalx import HELP as PRETALX_HELP
from agenda_solver.cli.reference import rules, schema
from agenda_solver.cli.replan import diff, replan
from agenda_solver.cli.screen import ReaderGone, answer, answer_json, note
from agenda_solver.cli.solve import demo, solve
from agenda_solver.cli.tradeoff import tradeoff
from agenda_solver.cli.whatif import whatif
from agenda_solver.errors import InvalidInput, Mistake, NoPlace, ScoreMismatch

__all__ = ["app", "main", "run"]

NAME = "agenda-solver"
WITH_RULES = "--with-rules"
DEBUG = "AGENDA_SOLVER_DEBUG"
# Typer's own base of all mistakes on the command line; it has no public name.
UsageError = typer.BadParameter.__mro__[1]

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
  agenda-solver import schedule.xml -o conference.json --agenda agenda.json
  agenda-solver pretalx pull https://pretalx.example.org democon -o conference.json
  agenda-solver rules speaker_clash

Exit codes
"""
EPILOG = EXAMPLES + "\n".join(f"  {code:>3}  {meaning}" for code, meaning in MEANINGS.items())


class _Group(TyperGroup):
    """The commands; the examples and exit codes stand below their help as they are, not filled into paragraphs."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        super().format_help(ctx, formatter)
        answer(EPILOG)


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
    whatif,
    alternatives,
    tradeoff,
    import_,
    export,
    page,
    picture,
    rules,
    schema,
)
pretalx = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help=PRETALX_HELP)
app.add_typer(pretalx, name="pretalx")
for group, commands in ((app, COMMANDS), (pretalx, PRETALX_COMMANDS)):
    for command in commands:
        # Typer would break the lines of the docstrings where the source does.
        text = re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.getdoc(command) or "")
        group.command(command.__name__.rstrip("_"), help=text)(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        from agenda_solver import __version__

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
            help="Rules of your own: a Python file, or a module. It is run.",
            show_default=False,
        ),
    ] = None,
) -> None:
    if with_rules:
        from agenda_solver.rules.loading import load_rules

        for source in with_rules:
            load_rules(source)


def main() -> NoReturn:
    """Run the command with the arguments of the process, and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot write a name gets a substitute, not a crash
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; every error is told, none is raised."""
    as_json = "--json" in arguments
    try:
        try:
            return int(app(args=list(arguments), prog_name=NAME, standalone_mode=False) or Exit.SUCCESS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user gets a sentence and an exit code
            return _tell(error, as_json=as_json)
    except ReaderGone:
        # The interpreter flushes its streams at the end; there is nobody left to hear of that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.READER_GONE


def _tell(error: Exception, *, as_json: bool) -> int:
    """Tell what went wrong, in words or as JSON, and return the exit code."""
    if isinstance(error, ReaderGone):
        raise error
    if isinstance(error, UsageError) and getattr(error, "message", None):
        # What was typed is repeated in full by the parser, be it pages long.
        setattr(error, "message", re.sub(r"(\S{79})\S{2,}", r"\1…", getattr(error, "message", "")))  # noqa: B010
    code, status, mistakes = _meaning(error)
    if os.environ.get(DEBUG):
        note(traceback.format_exc())
    if as_json:
        answer_json({"status": status, "mistakes": [{"place": m.place, "message": m.message} for m in mistakes]})
    elif isinstance(error, UsageError):
        _show_usage(error)
    elif isinstance(error, NoPlace):
        note(f"Infeasible: no agenda can be, whatever the rules.\n{error}", style="red")
    elif isinstance(error, InvalidInput):
        note(str(error), style="red")
    else:
        note("\n".join(str(mistake) for mistake in mistakes), style="red")
    return code


def _show_usage(error: Any) -> None:
    from typer import rich_utils

    if getattr(error, "option_name", None) == WITH_RULES:
        error.message = f"{WITH_RULES} stands before the command: {NAME} {WITH_RULES} FILE COMMAND ..."
    rich_utils.rich_format_error(error)


def _meaning(error: Exception) -> tuple[Exit, str, tuple[Mistake, ...]]:
    """Return the exit code of an error, its status for programs, and what is wrong."""
    if isinstance(error, NoPlace):
        return Exit.INFEASIBLE, "infeasible", _placed(error)
    if isinstance(error, InvalidInput):
        return Exit.INVALID, "invalid input", _placed(error)
    if isinstance(error, UsageError):
        return Exit.INVALID, "invalid input", (Mistake("command line", getattr(error, "format_message", str)()),)
    if isinstance(error, NotWritten):
        return Exit.NOT_WRITTEN, "not written", (Mistake("", str(error)),)
    if isinstance(error, typer.Abort):
        return Exit.STOPPED, "stopped by you", (Mistake("", "Stopped."),)
    return Exit.INTERNAL, "internal error", (Mistake("", _defect(error)),)


def _defect(error: Exception) -> str:
    """Return what somebody can do about an error that nothing in a file can be the cause of."""
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    where = f"{DEBUG}=1 in the environment shows where it happened."
    if (culprit := _at_fault(error)) is not None:
        return (
            f"{culprit}\n{words}\nThe rule is not one of {NAME}: please tell whoever wrote it.\n"
            f"agenda_solver.testing.assert_contract finds such defects. {where}"
        )
    return (
        f"This is a defect of {NAME} (or of its installation); nothing in your file can be the cause.\n{words}\n"
        f"Please report it with the conference file. {where}"
    )


def _at_fault(error: Exception) -> str | None:
    """Return which rule from outside an error comes from, in a sentence; None where it is none of theirs."""
    if isinstance(error, ScoreMismatch):
        named = ", ".join(f'"{id}"' for id in error.rules)
        return f"The two faces of the rule {named} disagree." if named else None
    from agenda_solver.rules.registry import is_from_outside
    from agenda_solver.rules.rule import Rule

    for frame, _ in traceback.walk_tb(error.__traceback__):
        rule = frame.f_locals.get("self")
        if isinstance(rule, Rule) and is_from_outside(type(rule)):
            return f'The rule "{rule.id}" failed ({type(rule).__module__}.{type(rule).__qualname__}).'
    return None


def _placed(error: InvalidInput) -> tuple[Mistake, ...]:
    """Return the mistakes; one of a file as a whole has the file's name for its place."""
    return tuple(Mistake(mistake.place or error.source or "", mistake.message) for mistake in error.mistakes)
