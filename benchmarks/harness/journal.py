"""Measurements without a family of problems: lists of records of their own, stored and shown like all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.harness.provenance import provenance
from benchmarks.harness.record import load_as, save_data
from benchmarks.harness.reporting import caption
from benchmarks.harness.table import Sheet


@dataclass
class Journal:
    """A measurement, complete or not: its records, dataclasses of plain data, by the name of their list."""

    family: str
    settings: dict[str, Any]
    lists: dict[str, list[Any]]
    provenance: dict[str, Any] = field(default_factory=provenance)

    def keep(self, folder: Path) -> Path:
        """Write everything, replacing the file in one step; return the file."""
        lists = {name: [asdict(record) for record in records] for name, records in self.lists.items()}
        path = folder / f"{self.family}.json"
        save_data({"family": self.family, "provenance": self.provenance, "settings": self.settings, **lists}, path)
        return path


@dataclass(frozen=True)
class Measure:
    """A kind of measurement: the kinds of records in its lists, a summary in words, and its tables."""

    name: str
    kinds: Mapping[str, Callable[..., Any]]
    words: Callable[[Journal], str]
    sheets: Callable[[Journal], Sequence[Sheet]]

    def begin(self, settings: dict[str, Any]) -> Journal:
        """Return a measurement without any record."""
        return Journal(self.name, settings, {name: [] for name in self.kinds})

    def load(self, path: Path) -> Journal:
        """Read a measurement."""
        return load_as(path, self._journal)

    def _journal(self, data: dict[str, Any]) -> Journal:
        if data["family"] != self.name:
            raise ValueError(data["family"])
        lists = {name: [kind(**record) for record in data[name]] for name, kind in self.kinds.items()}
        return Journal(self.name, data["settings"], lists, data["provenance"])

    def shown(self, journal: Journal) -> tuple[str, list[Sheet]]:
        """Return the text before the tables, and the tables that have rows."""
        notes = f"{caption(journal.provenance, journal.settings)} {self.words(journal)}"
        return notes.strip(), [sheet for sheet in self.sheets(journal) if sheet.rows]
