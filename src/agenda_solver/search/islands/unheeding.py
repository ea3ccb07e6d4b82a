"""What a process of this machine that works for a command loads first: Ctrl-C is for the command, not for it.

A terminal sends Ctrl-C to everything that it runs. The command ends the search and then its processes; a process that
ended by itself would only write where it was interrupted.
"""

from __future__ import annotations

import signal
from typing import Any

__all__ = ["dask_setup"]


def dask_setup(_worker: Any) -> None:
    """Let SIGINT do nothing in this process: Dask calls this when a worker starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
