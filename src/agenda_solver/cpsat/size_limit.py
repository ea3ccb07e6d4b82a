"""The size limit of CP-SAT models, with messages that say why a conference exceeds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block

__all__ = ["refuse_what_is_too_large"]

# 5,000 sessions in 160 rooms and 140 slots are below this limit; their first agenda takes a minute and about 7 GB.
MOST_POSITIONS = 150_000_000
MOST_ROOMS = 2_000

# The usual length of the finest slots. Shorter ones mostly exist for a few sessions that begin in between.
USUAL_SLOT = 5
MOST_NAMED = 6


def refuse_what_is_too_large(conference: Conference) -> None:
    """Raise InvalidInput if a conference is too large to be solved.

    The message names the factors of its size, the block with the most slots, sessions that begin between usual slots,
    and what helps.
    """
    sessions, rooms = len(conference.sessions), len(conference.rooms)
    slots = sum(block.slots for block in conference.blocks)
    mistakes = []
    if rooms > MOST_ROOMS:
        mistakes.append(Mistake("rooms", f"there are {rooms:,}; with more than {MOST_ROOMS:,} nothing can be solved"))
    elif sessions * slots * rooms > MOST_POSITIONS:
        mistakes.append(Mistake("blocks", " ".join(_sentences(conference, slots))))
    if mistakes:
        raise InvalidInput(mistakes)


def _sentences(conference: Conference, slots: int) -> Iterator[str]:
    sessions, rooms = len(conference.sessions), len(conference.rooms)
    counted_rooms = "1 room" if rooms == 1 else f"{rooms:,} rooms"
    yield (
        f"{sessions:,} sessions, {slots:,} slots and {counted_rooms} are too many together to be solved: their product "
        f"is {sessions * slots * rooms:,}, and more than {MOST_POSITIONS:,} cannot be handled "
        "(reading, checking, scoring, pages and exports have no such limit)."
    )
    largest = max(conference.blocks, key=lambda block: block.slots)
    yield (
        f'The block with the most slots is "{largest.id}": {largest.slots:,} of {_length(largest)}. Longer slots would '
        "help, and so would fewer days, rooms or sessions at a time."
    )
    fine = [block for block in conference.blocks if block.minutes < USUAL_SLOT * block.slots]
    odd = _between_usual_slots(conference, {block.id for block in fine})
    who = "1 published session" if len(odd) == 1 else f"{len(odd):,} published sessions"
    if odd and 2 * len(odd) <= sessions:
        yield f"Slots of {USUAL_SLOT} minutes would be enough except for {who}: {_named(conference, odd)}."
        yield "Give them other times, or a block of their own."
    elif odd:
        begin = "begins" if len(odd) == 1 else "begin"
        yield f"{who} {begin} at a time that is not a multiple of {USUAL_SLOT} minutes."


def _length(block: Block) -> str:
    minutes = block.minutes // block.slots
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"


def _between_usual_slots(conference: Conference, blocks: set[str]) -> list[str]:
    """Return the published sessions of these blocks that do not begin at a multiple of ``USUAL_SLOT`` minutes."""
    agenda: Mapping[str, Placement] = conference.published_agenda or {}
    return [id for id, p in agenda.items() if p.block in blocks and conference.local(p.start).minute % USUAL_SLOT]


def _named(conference: Conference, ids: Iterable[str]) -> str:
    agenda: Mapping[str, Placement] = conference.published_agenda or {}
    every = list(ids)
    names = [f'"{conference.session_by_id[id].title}" ({conference.clock(agenda[id].start)})' for id in every]
    more = len(names) - MOST_NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:MOST_NAMED])} and {more:,} more"
