"""The command ``agenda-solver``: a thin layer that parses the command line, calls the library and prints."""

from __future__ import annotations

from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command with the arguments of the process, and end the process."""
    from agenda_solver.cli.signals import ending_at_once

    with ending_at_once():
        from agenda_solver.cli.app import main as run_and_exit
    run_and_exit()
