"""Run the command as ``python -m agenda_solver.cli``."""

from __future__ import annotations

from agenda_solver.cli import main

if __name__ == "__main__":
    main()
