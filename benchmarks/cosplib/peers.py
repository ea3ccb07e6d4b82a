"""What others have found for an instance, to be compared with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Peers", "peers_of", "read_peers"]

PEERS = Path(__file__).parent.parent / "peers" / "cosplib.json"


@dataclass(frozen=True)
class Peers:
    """The judged values of an instance by who found them, and the best bound that was proven."""

    values: dict[str, int] = field(default_factory=dict)
    bound: int | None = None

    @property
    def best(self) -> int | None:
        """The best value; None where there are no peers."""
        return min(self.values.values(), default=None)

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better than the best value."""
        return self.best is not None and self.best == self.bound

    def verdict(self, objective: float | None) -> str | None:
        """Return how a value stands beside the best: better, equal or worse; None where one of them is missing."""
        if objective is None or self.best is None:
            return None
        if objective == self.best:
            return "equal"
        return "better" if objective < self.best else "worse"


def read_peers(path: Path = PEERS) -> dict[str, Peers]:
    """Return the peers of every instance in the file."""
    instances = json.loads(path.read_text(encoding="utf-8"))["instances"]
    return {name: Peers(entry["peers"], entry["bound"]) for name, entry in instances.items()}


def peers_of(instance: str, peers: Mapping[str, Peers]) -> Peers:
    """Return the peers of an instance; one that nobody knows has none."""
    return peers.get(instance, Peers())
