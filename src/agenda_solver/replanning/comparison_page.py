"""A self-contained page with two agendas side by side and the changes marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike

from agenda_solver.argument_types import typed
from agenda_solver.formats.files import write_text
from agenda_solver.formats.track_colours import NEUTRAL, Swatch, track_swatches
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.time_texts import hours
from agenda_solver.replanning.diff import Diff, Kind, Move, diff
from agenda_solver.replanning.diff_text import summary
from agenda_solver.report.page import asset, rendered
from agenda_solver.report.words import dates, long_date
from agenda_solver.safe_text import one_line

__all__ = ["comparison_page", "write_comparison_page"]

BADGES = {
    Kind.TIME: "new time",
    Kind.ROOM: "new room",
    Kind.BOTH: "new time and room",
    Kind.LENGTH: "new length",
    Kind.NEW: "new",
    Kind.DROPPED: "dropped",
    Kind.UNCHANGED: None,
}


@dataclass(frozen=True)
class ComparisonEntry:
    """A session in one of the two columns; ``other`` says where it is in the other column, and ``link`` leads there."""

    anchor: str
    link: str | None
    hours: str
    room: str
    title: str
    colour: str
    badge: str | None
    other: str | None


@dataclass(frozen=True)
class Changed:
    """A changed session in the list at the top; ``link`` leads to its new place, or to the old one if it is dropped."""

    link: str
    title: str
    badge: str
    before: str | None
    after: str | None
    colour: str


@dataclass(frozen=True)
class ComparisonDay:
    """A date with its sessions before and after."""

    heading: str
    before: tuple[ComparisonEntry, ...]
    after: tuple[ComparisonEntry, ...]


@typed
def comparison_page(before: Agenda, after: Agenda, *, title: str | None = None) -> str:
    """Return a self-contained HTML page that shows two agendas side by side, with the changes marked.

    The arguments are those of :func:`write_comparison_page`.
    """
    found = diff(before, after)
    colours, swatches = _colours(after)
    conference = after.conference
    return rendered(
        "comparison.html.jinja",
        title=title or conference.name,
        dates=dates([day.date for day in conference.days]),
        zone=conference.zone_words,
        summary=summary(found),
        moves=list(_changes(found, after, colours)),
        days=_days(found, before, after, colours),
        people=f"{len(found.told):,}",
        told=[(name, _sentences(moves)) for (_, name), moves in found.told.items()],
        swatches=swatches,
        more_style=asset("comparison.css"),
    )


@typed
def write_comparison_page(
    path: str | PathLike[str], before: Agenda, after: Agenda, *, title: str | None = None
) -> None:
    """Write a self-contained HTML page that shows two agendas side by side, with the changes marked.

    The file is written completely or not at all.

    Parameters
    ----------
    path
        The file.
    before, after
        Agendas as for :func:`agenda_solver.replanning.diff.diff`.
    title
        The title of the page; by default the name of the later conference.

    Raises
    ------
    InvalidInput
        If the agendas belong to different conferences, or the file cannot be written.
    TypeError
        If an argument has the wrong type.
    """
    write_text(path, comparison_page(before, after, title=title))


def _sentences(moves: Sequence[Move]) -> list[str]:
    return [one_line(move.sentence) for move in moves]


def _colours(after: Agenda) -> tuple[dict[str, str], list[tuple[str, Swatch]]]:
    """Return the colour name of each track in the style sheet, and the shades of each name."""
    tracks = after.conference.tracks
    shades = track_swatches([track.colour for track in tracks])
    names = {track.id: str(number) for number, track in enumerate(tracks)}
    return names, [("none", NEUTRAL), *zip(names.values(), shades, strict=True)]


def _changes(found: Diff, after: Agenda, colours: dict[str, str]) -> Iterator[Changed]:
    """Yield the changed sessions in the order of their new times; dropped ones come last."""
    changed = [(number, move) for number, move in enumerate(found.moves) if BADGES[move.kind] is not None]
    rank = {id: number for number, id in enumerate(after.chronological())}
    for number, move in sorted(changed, key=lambda pair: rank.get(pair[1].session, len(rank))):
        session = after.conference.session_by_id.get(move.session)
        yield Changed(
            link=f"{'before' if move.after is None else 'after'}-{number}",
            title=move.title,
            badge=BADGES[move.kind] or "",
            before=None if move.before is None else str(move.before),
            after=None if move.after is None else str(move.after),
            colour=colours.get((session.track if session else None) or "", "none"),
        )


def _days(found: Diff, before: Agenda, after: Agenda, colours: dict[str, str]) -> list[ComparisonDay]:
    sides = {
        name: list(_entries(found, agenda, name, colours)) for name, agenda in (("before", before), ("after", after))
    }
    every = sorted({day for entries in sides.values() for day, _ in entries})
    return [
        ComparisonDay(
            long_date(day), *(tuple(entry for at, entry in sides[name] if at == day) for name in ("before", "after"))
        )
        for day in every
    ]


def _entries(found: Diff, agenda: Agenda, side: str, colours: dict[str, str]) -> Iterator[tuple[date, ComparisonEntry]]:
    """Yield the entries of a column in chronological order, each with its date."""
    moves = {move.session: (number, move) for number, move in enumerate(found.moves)}
    for id in agenda.chronological():
        number, move = moves[id]
        yield agenda.start(id).date(), _entry(agenda, id, move, number, side, colours)


def _entry(agenda: Agenda, id: str, move: Move, number: int, side: str, colours: dict[str, str]) -> ComparisonEntry:
    elsewhere, name = (move.after, "after") if side == "before" else (move.before, "before")
    session = agenda.conference.session_by_id[id]
    marked = move.kind is not Kind.UNCHANGED
    words = None if elsewhere is None or not marked else f"{'now' if side == 'before' else 'was'} {elsewhere}"
    return ComparisonEntry(
        anchor=f"{side}-{number}",
        link=None if elsewhere is None else f"{name}-{number}",
        hours=hours(agenda.start(id), agenda.end(id), "\N{EN DASH}"),
        room=agenda.conference.room_by_id[agenda[id].room].name,
        title=session.title,
        colour=colours.get(session.track or "", "none"),
        badge=BADGES[move.kind],
        other=words,
    )
