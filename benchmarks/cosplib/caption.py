"""Where the numbers of a table come from, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.cosplib.record import Document

__all__ = ["caption", "remarks"]


def caption(about: Mapping[str, Any], settings: Mapping[str, Any], *, medians: bool = True) -> str:
    """Return the date, the version, the commit, the machine, and how it was measured, in two sentences.

    Parameters
    ----------
    about, settings
        Provenance and settings of a measurement.
    medians
        Whether its tables have the medians of the seeds, and not each of them.
    """
    commit = "an unknown commit" if about["commit"] is None else f"commit {about['commit'][:12]}"
    commit += " with local changes" if about["dirty"] else ""
    several = ": medians, with the range over them." if medians else "."
    seeds = "1 seed." if settings["seeds"] == 1 else f"{settings['seeds']} seeds{several}"
    workers = "1 worker" if settings["workers"] == 1 else f"{settings['workers']} workers"
    cores = "1 core" if about["cores"] == 1 else f"{about['cores']} cores"
    return (
        f"Measured on {about['date'][:10]} with agenda_solver {about['package']} ({commit}), OR-Tools "
        f"{about['ortools']} and Python {about['python']}, on {about['cpu']}, {cores}, {about['system']}. "
        f"{settings['seconds']:g} s for each solve, {workers}, {seeds}"
    )


def remarks(document: Document) -> Iterator[str]:
    """Return what else a reader has to know of the measurement."""
    if not document.settings["judged"]:
        yield "Not judged: there was no judge."
    asked = document.settings["seeds"] * len(document.settings["instances"])
    if len(document.runs) < asked:
        yield f"Interrupted: only {len(document.runs)} of {asked} runs are there."
    if len({run.source for run in document.runs if run.source} | {document.provenance["source"]}) > 1:
        yield "The code was changed while it was measured."
    loads = [run.load for run in document.runs if run.load is not None]
    if loads:
        yield f"The load average before a solve was {max(loads):g} at most."
