"""Measurements that are no family of problems: lists of records of their own, stored and shown like all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.harness.page import caption
from benchmarks.harness.provenance import provenance
from benchmarks.harness.store import keep, kept
from benchmarks.harness.table import Sheet


@dataclass
class Journal:
    """A measurement, finished or not."""

    family: str
    settings: dict[str, Any]
    lists: dict[str, list[Any]]
    provenance: dict[str, Any] = field(default_factory=provenance)

    def keep(self, folder: Path) -> Path:
        """Write everything, replacing the file in one step; return the file."""
        lists = {name: [asdict(record) for record in records] for name, records in self.lists.items()}
        path = folder / f"{self.family}.json"
        keep({"family": self.family, "provenance": self.provenance, "settings": self.settings, **lists}, path)
        return path


@dataclass(frozen=True)
class Measure:
    """What is measured."""

    name: str
    kinds: Mapping[str, Callable[..., Any]]
    words: Callable[[Journal], str]
    sheets: Callable[[Journal], Sequence[Sheet]]

    def begin(self, settings: dict[str, Any]) -> Journal:
        """Return a measurement without any record."""
        return Journal(self.name, settings, {name: [] for name in self.kinds})

    def load(self, path: Path) -> Journal:
        """Read a measurement."""
        return kept(path, self._journal)

    def _journal(self, data: dict[str, Any]) -> Journal:
        if data["family"] != self.name:
            raise ValueError(data["family"])
        lists = {name: [kind(**record) for record in data[name]] for name, kind in self.kinds.items()}
        return Journal(self.name, data["settings"], lists, data["provenance"])

    def shown(self, journal: Journal) -> tuple[str, list[Sheet]]:
        """Return what stands before the tables, and the tables that have something to say."""
        notes = f"{caption(journal.provenance, journal.settings)} {self.words(journal)}"
        return notes.strip(), [sheet for sheet in self.sheets(journal) if sheet.rows]
