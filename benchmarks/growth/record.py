"""What is stored of a measurement of growth: the conferences, the runs, and where the numbers are from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from agenda_solver import Conference, score
from benchmarks.cosplib.record import Run, run_from
from benchmarks.documents import keep, kept
from benchmarks.growth.generator import Planted

__all__ = ["Document", "Drawn", "drawn_of", "load", "save"]

FORMAT = "agenda-solver/growth/1"


@dataclass(frozen=True)
class Drawn:
    """The size of a drawn conference, and what its planted agenda costs."""

    instance: str
    sessions: int
    days: int
    rooms: int
    people: int
    tracks: int
    attendees: int
    planted: int


def drawn_of(planted: Planted) -> Drawn:
    """Return the size of a drawn conference.

    Raises
    ------
    ValueError
        When the planted agenda is not legal, so that nobody knows whether there is one.
    """
    conference: Conference = planted.conference
    card = score(conference, planted.agenda)
    if not card.is_legal:
        raise ValueError(f"the planted agenda of {conference.id} is not legal")
    return Drawn(
        instance=conference.id,
        sessions=len(conference.sessions),
        days=len(conference.days),
        rooms=len(conference.rooms),
        people=len(conference.people),
        tracks=len(conference.tracks),
        attendees=len(conference.votes),
        planted=card.objective,
    )


@dataclass(frozen=True)
class Document:
    """A whole measurement.

    Attributes
    ----------
    provenance, settings
        The code, the machine and the moment; seconds, workers, seeds and sizes that were asked for.
    conferences
        What was drawn, in the order in which it was measured.
    runs
        What was measured.
    """

    provenance: dict[str, Any]
    settings: dict[str, Any]
    conferences: list[Drawn] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def runs_of(self, instance: str) -> list[Run]:
        """Return the runs of a conference."""
        return [run for run in self.runs if run.instance == instance]

    def best_known(self, drawn: Drawn) -> int:
        """Return the least cost that is known of a conference: the best run's, or that of the planted agenda."""
        found = (run.objective for run in self.runs_of(drawn.instance))
        return min([drawn.planted, *(cost for cost in found if cost is not None)])


def save(document: Document, path: Path) -> None:
    """Write a document as strict JSON, replacing the file in one step."""
    keep(FORMAT, asdict(document), path)


def load(path: Path) -> Document:
    """Read a document that :func:`save` wrote.

    Raises
    ------
    InvalidInput
        When the file cannot be read, or is something else.
    """

    def document(data: dict[str, Any]) -> Document:
        runs = [run_from(run) for run in data["runs"]]
        return Document(data["provenance"], data["settings"], [Drawn(**one) for one in data["conferences"]], runs)

    return kept(FORMAT, path, "results of the growth benchmark", document)
