"""The command ``board`` as a process of its own, and a browser that has come to it by the link that it prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

__all__ = ["Process"]


class Process:
    """A running ``agenda-solver board``.

    Parameters
    ----------
    file
        The conference or the board.
    """

    def __init__(self, file: Path) -> None:
        command = [sys.executable, "-m", "agenda_solver.cli", "board", file.name, "--no-browser", "--name", "Ada"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=file.parent, env={**os.environ}
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert " at " in line, self.process.communicate()
        self.link = line.rpartition(" at ")[2].strip()
        address = self.link.partition("/join")[0]
        self.browser = httpx.Client(base_url=address, headers={"Origin": address}, timeout=60)
        assert self.browser.get(self.link).status_code == 200

    def do(self, **command: Any) -> httpx.Response:
        return self.browser.post("/do", json={"command": command})

    def end(self, signal: int | None = None) -> tuple[int, str, str]:
        """Send a signal, and return the exit code and what was printed."""
        if signal is not None:
            self.process.send_signal(signal)
        out, err = self.process.communicate(timeout=60)
        self.browser.close()
        return self.process.returncode, out, err
