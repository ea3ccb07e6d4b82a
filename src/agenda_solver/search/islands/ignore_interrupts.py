"""Makes a worker process on this machine ignore Ctrl-C, which is meant for the command.

A terminal sends Ctrl-C to all processes that it runs. The command ends the search and then its worker processes. A
worker that was interrupted itself would only print a traceback.
"""

from __future__ import annotations

import signal
from typing import Any

__all__ = ["dask_setup"]


def dask_setup(_worker: Any) -> None:
    """Let SIGINT do nothing in this process: Dask calls this when a worker starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
