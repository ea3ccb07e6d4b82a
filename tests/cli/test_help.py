"""The help needs no heavy library and names every command and every exit code."""

from __future__ import annotations

import re
import subprocess
import sys

from typer.testing import CliRunner

from agenda_solver import __version__
from agenda_solver.cli.app import app
from agenda_solver.cli.exit_codes import MEANINGS, Exit
from tests.commands import Command, Run


def test_the_help_names_every_command_and_every_exit_code() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    for name in ("demo", "check", "solve", "score", "rules", "schema"):
        assert re.search(rf"^\W*{name} ", shown.output, re.MULTILINE), name
    for code in Exit:
        assert f"{code:>3}  {MEANINGS[code]}" in shown.output


def test_the_help_needs_neither_ortools_nor_pydantic_nor_networkx() -> None:
    code = (
        "import sys; from agenda_solver.cli import app; code = app.run(['--help']); "
        "loaded = {'ortools', 'pydantic', 'networkx', 'jinja2', 'numpy'} & set(sys.modules); "
        "sys.exit(' '.join(loaded) or code)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_without_a_command_the_help_is_shown(command: Command) -> None:
    shown = command()
    assert shown.code == Exit.INVALID
    assert "Exit codes" in shown.out


def test_every_command_has_a_help(command: Command) -> None:
    for name in ("demo", "check", "solve", "score", "rules", "schema"):
        shown = command(name, "--help")
        assert shown.code == 0
        assert "--json" in shown.out


def test_the_version_is_the_library_s(command: Command) -> None:
    assert command("--version") == Run(0, f"agenda-solver {__version__}\n", "")
