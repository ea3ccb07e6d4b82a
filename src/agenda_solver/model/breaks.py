"""The check that breaks with a title do not overlap each other, or blocks that have places in an order."""

from __future__ import annotations

from datetime import UTC

from agenda_solver.model.known_parts import KnownParts
from agenda_solver.model.partial_conference import WellFormedFields
from agenda_solver.model.parts import Break

__all__ = ["breaks_are_apart"]


def breaks_are_apart(known: KnownParts) -> None:
    """Report breaks that overlap another one, or a block with places in an order, which have no times of their own."""
    sound: list[tuple[WellFormedFields[Break], Break]] = [
        (s, s.sound) for s in known.well_formed["breaks"] if s.sound is not None
    ]
    latest: tuple[WellFormedFields[Break], Break] | None = None
    for sketch, pause in sorted(sound, key=lambda pair: pair[1].start.astimezone(UTC)):
        if latest is not None and pause.start < latest[1].end:
            known.say(sketch.place, f'overlaps the break "{latest[1].title}" at {latest[0].place}')
        if latest is None or pause.end > latest[1].end:
            latest = sketch, pause
    ordered = [block for s in known.well_formed["blocks"] if (block := s.sound) is not None and block.is_in_order]
    for sketch, pause in sound if ordered else ():
        beside = next((b for b in ordered if pause.start < b.end and b.start < pause.end), None)
        if beside is not None:
            known.say(sketch.place, f'overlaps the block "{beside.id}", whose slots give only an order and no times')
