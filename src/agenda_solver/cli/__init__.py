"""The command ``agenda-solver``: thin, it reads the command line, calls the library and prints."""

from __future__ import annotations

from agenda_solver.cli.app import main

__all__ = ["main"]
