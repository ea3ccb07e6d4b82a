"""What Timefold has reached, to be compared with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Peers", "read_peers"]

PEERS = Path(__file__).parents[2] / "peers" / "optaplanner.json"


@dataclass(frozen=True)
class Peers:
    """The soft scores of one problem by seconds; None where there was no legal agenda. With remarks by seconds."""

    values: Mapping[int, int | None] = field(default_factory=dict)
    remarks: Mapping[int, str] = field(default_factory=dict)


def read_peers(path: Path = PEERS) -> dict[str, Peers]:
    """Return the peers of every problem in the file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    remarks = data["remarks"]
    return {
        name: Peers(
            {int(seconds): value for seconds, value in values.items()},
            {int(seconds): words for seconds, words in remarks.get(name, {}).items()},
        )
        for name, values in data["problems"].items()
    }
