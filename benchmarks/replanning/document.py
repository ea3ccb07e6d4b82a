"""The file of a measurement of replanning: where its numbers come from, how it was measured, and a row a change."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from agenda_solver.formats.files import write_text
from benchmarks.cosplib.provenance import provenance
from benchmarks.replanning.measuring import Row

__all__ = ["Document", "Goal", "open_document"]

FORMAT = "agenda-solver/replanning/1"


@dataclass(frozen=True)
class Goal:
    """How many changes of an instance are replanned, and for how many the fewest moves should be proven."""

    instance: str
    changes: int
    proven: int


@dataclass
class Document:
    """A measurement, finished or not."""

    provenance: dict[str, Any]
    settings: dict[str, Any]
    rows: list[Row] = field(default_factory=list)

    def row(self, instance: str, number: int) -> Row | None:
        """Return the row of a change, if it was measured."""
        return next((row for row in self.rows if (row.instance, row.number) == (instance, number)), None)

    def save(self, path: Path) -> None:
        """Write everything, replacing the file in one step."""
        raw = {"format": FORMAT, "provenance": self.provenance, "settings": self.settings}
        write_text(path, json.dumps({**raw, "rows": [asdict(row) for row in self.rows]}, indent=1) + "\n")


def open_document(path: Path, settings: dict[str, Any]) -> Document:
    """Return the measurement in a file to go on with, or a new one.

    Raises
    ------
    ValueError
        When the file is of another code or has other settings: such rows cannot stand in one table.
    """
    fresh = Document(provenance(), settings)
    if not path.exists():
        return fresh
    raw = json.loads(path.read_text(encoding="utf-8"))
    if raw.get("format") != FORMAT:
        raise ValueError(f"{path} holds no measurement of replanning")
    if raw["settings"] != settings or raw["provenance"]["source"] != fresh.provenance["source"]:
        raise ValueError(f"{path} was measured with other settings or other code; choose another folder")
    return Document(raw["provenance"], raw["settings"], [Row(**row) for row in raw["rows"]])
