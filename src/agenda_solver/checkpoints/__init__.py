"""Long searches that survive their process: the best agenda so far in a file, and resuming from it."""

from __future__ import annotations

from agenda_solver.checkpoints.file import Checkpoint, read_checkpoint
from agenda_solver.checkpoints.long_run import solve_with_checkpoint

__all__ = ["Checkpoint", "read_checkpoint", "solve_with_checkpoint"]
