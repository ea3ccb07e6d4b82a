"""The one page of every measurement: where its numbers come from in words, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.harness.family import Family
from benchmarks.harness.record import Document
from benchmarks.harness.table import Sheet, to_markdown

PROVEN = "A figure with * is proven: no agenda has a better one while those before it are what they are."


def caption(about: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """Return the date, the version, the commit, the machine, and how it was measured, in two sentences."""
    commit = "an unknown commit" if about["commit"] is None else f"commit {about['commit'][:12]}"
    commit += " with local changes" if about["dirty"] else ""
    words = [f"{settings['seconds']:g} s for each solve"] if "seconds" in settings else []
    words += [_many(settings[name], name[:-1]) for name in ("workers", "seeds") if name in settings]
    return (
        f"Measured on {about['date'][:10]} with agenda_solver {about['package']} ({commit}), OR-Tools "
        f"{about['ortools']} and Python {about['python']}, on {about['cpu']}, {_many(about['cores'], 'core')}, "
        f"{about['system']}. " + ", ".join(words).capitalize() + "."
    )


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def remarks(document: Document) -> Iterator[str]:
    """Return what else a reader has to know of the measurement."""
    if not document.settings.get("judged", True):
        yield "Not judged: there was no judge."
    asked = document.settings["seeds"] * len(document.problems)
    if len(document.runs) < asked:
        yield f"Interrupted: only {len(document.runs)} of {asked} runs are there."
    if len({run.source for run in document.runs if run.source} | {document.provenance["source"]}) > 1:
        yield "The code was changed while it was measured."
    loads = [run.load for run in document.runs if run.load is not None]
    if loads:
        most = f" to {max(loads):g}" if max(loads) > min(loads) else ""
        yield f"The load average before a solve was {min(loads):g}{most}."


def notes_of(family: Family, document: Document) -> str:
    """Return all that stands before the tables."""
    words = [caption(document.provenance, document.settings), *remarks(document)]
    starred = any(family.proven(run.figures, run.bounds) for run in document.runs)
    return " ".join([*words, *([PROVEN] if starred else [])])


def page_of(notes: str, sheets: Sequence[Sheet]) -> str:
    """Return tables in Markdown, each below its title, and before them what a reader has to know."""
    return "\n\n".join([notes, *(f"**{sheet.title}**\n\n{to_markdown(sheet)}" for sheet in sheets)]) + "\n"
