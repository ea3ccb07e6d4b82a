"""What a measurement keeps of each run, and what the peer found."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Peer", "Run", "read_peers"]

PEERS = Path(__file__).parent.parent.parent / "peers" / "koma.json"


@dataclass(frozen=True)
class Run:
    """One solve of one problem.

    Attributes
    ----------
    instance, seed
        The file's name without its ending, and the seed.
    status
        What the library says.
    value, bound
        What the agenda is worth, and what none is worth more than; None for nothing.
    most
        What it would be worth if everybody could be everywhere.
    seconds
        Wall-clock seconds of everything but reading and judging.
    judged
        What the judge found the solution to be worth; None where it was not judged.
    verdict
        "agrees", "differs", "illegal", "no agenda", "not judged", or "no answer".
    details
        What is wrong, if anything is.
    """

    instance: str
    seed: int
    status: str
    value: float | None
    bound: float | None
    most: float
    seconds: float
    judged: float | None = None
    verdict: str = "not judged"
    details: list[str] = field(default_factory=list)

    @property
    def is_trouble(self) -> bool:
        """Whether somebody should look at it."""
        return self.verdict not in ("agrees", "not judged")


@dataclass(frozen=True)
class Peer:
    """What KoMa's own planner found and proved of a problem, and the seconds it had; None for nothing."""

    value: float | None
    bound: float | None
    seconds: float


def read_peers(path: Path = PEERS) -> dict[str, Peer]:
    """Return what the peer found, by the names of the problems."""
    instances = json.loads(path.read_text(encoding="utf-8"))["instances"]
    return {name: Peer(**entry) for name, entry in instances.items()}
