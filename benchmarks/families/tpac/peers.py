"""What others have published of the same events, by the event's name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.families.tpac.problem import COUNTS

__all__ = ["Peer", "read_peers"]

FILE = Path(__file__).resolve().parents[2] / "peers" / "tpac.json"


@dataclass(frozen=True)
class Peer:
    """A schedule of others: whose it is, and what it falls short of."""

    by: str
    counts: dict[str, int]


def read_peers(file: Path = FILE) -> dict[str, Peer]:
    """Return the peers of each event that has some."""
    raw = json.loads(file.read_text(encoding="utf-8"))
    return {
        event: Peer(str(entry["by"]), {name: int(entry["counts"][name]) for name in COUNTS})
        for event, entry in raw.items()
    }
