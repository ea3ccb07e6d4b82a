"""Remarks on tags that nothing has, with their cells: a wish for such a tag has no effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.mistake_cells import MistakeCells
from agenda_solver.formats.planner.sheet_columns import SHEETS
from agenda_solver.model.conference import Conference
from agenda_solver.model.pydantic_messages import guess

__all__ = ["blocks_of_breaks", "unknown_tags"]

OF_ROOMS = ("required_features", "prohibited_features", "preferred_features", "undesired_features")
OF_TIMES = ("required_times", "prohibited_times", "preferred_times", "undesired_times")
MOST_LISTED = 12
BREAK = re.compile(
    r"\b(?:lunch|break|coffee|mittag|mittagspause|kaffeepause|pause|pausa|almuerzo|pranzo)\b", re.IGNORECASE
)


def unknown_tags(conference: Conference, places: MistakeCells) -> Iterator[Remark]:
    """Return a remark for each tag in cells that no room, or no block, has, with the first of the cells."""
    of_rooms = {tag for room in conference.rooms for tag in room.features}
    of_times = {tag for block in conference.blocks for tag in block.tags}
    found: dict[tuple[str, str], dict[str, None]] = {}
    for kind in SHEETS:
        fields = {column.field for column in kind.columns}
        for number, part in enumerate(getattr(conference, kind.parts) or ()):
            for names, noun, known in ((OF_ROOMS, "room", of_rooms), (OF_TIMES, "block", of_times)):
                for field in (name for name in names if name in fields):
                    cell = places.cell(f"{kind.parts}[{number}].{field}")
                    for tag in getattr(part, field):
                        if cell is not None and tag not in known:
                            found.setdefault((noun, tag), {})[cell] = None
    for (noun, tag), cells in found.items():
        more = f"; it is in {len(cells)} cells" if len(cells) > 1 else ""
        known = of_rooms if noun == "room" else of_times
        sentence = _sentence(tag, noun, known)
        if noun == "room" and len(conference.names["rooms"].ids_of(tag)) == 1:
            sentence = (
                f'no room has the tag "{tag}", but one has this name: if the session must be in it, use Fixed room'
            )
        yield Remark("tag", next(iter(cells)), sentence + more)


def blocks_of_breaks(conference: Conference, places: MistakeCells) -> Iterator[Remark]:
    """Return a remark for each block whose name is that of a break, since sessions may be in it."""
    for number, block in enumerate(conference.blocks):
        name = block.name or block.id
        if BREAK.search(name):
            place = places.cell(f"blocks[{number}]") or ""
            yield Remark(
                "break", place, f'sessions may be in "{name[:60]}"; if it is a break, move the row to the sheet Breaks'
            )


def _sentence(tag: str, noun: str, known: Iterable[str]) -> str:
    names = sorted(known)
    hint = guess(tag, names)
    listed = f"; choose from {', '.join(names)}" if names and not hint and len(names) <= MOST_LISTED else ""
    return f'no {noun} has the tag "{tag}"{hint}{listed}'
