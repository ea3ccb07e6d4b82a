"""Searches that can be resumed: the best agenda so far is kept in a file."""

from __future__ import annotations

from agenda_solver.checkpoints.checkpoint_file import Checkpoint, read_checkpoint
from agenda_solver.checkpoints.long_run import solve_with_checkpoint

__all__ = ["Checkpoint", "read_checkpoint", "solve_with_checkpoint"]
