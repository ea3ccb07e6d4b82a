"""The command run within a test's own process, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Command", "Run"]


@dataclass(frozen=True)
class Run:
    """How a run of the command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The whole of standard output as one JSON object."""
        data: dict[str, Any] = json.loads(self.out)
        return data


Command = Callable[..., Run]
