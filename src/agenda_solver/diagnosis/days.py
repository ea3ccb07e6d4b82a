"""More sessions than days can take: of a person, of a session that meets on different days, of a group on one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.finding import Finding, impossible_for, in_order, lengths
from agenda_solver.diagnosis.packing import by_number
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.diagnosis.sum_sentences import can_take
from agenda_solver.rules.occurrences_apart import OccurrencesApart
from agenda_solver.rules.person_day_load import PersonDayLoad
from agenda_solver.rules.same_day import SameDay

__all__ = ["too_few_days"]


def too_few_days(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return the sessions for which there are too few days, or too little time on each of them."""
    for rule in leftover.rules:
        if isinstance(rule, PersonDayLoad):
            yield from _too_many_a_day(leftover, rule)
        if isinstance(rule, OccurrencesApart) and rule.apart == "day":
            yield from _too_many_meetings(leftover)
        if isinstance(rule, SameDay):
            for group in rule.groups:
                members = [id for id in group.members(leftover.conference) if id in leftover.placeable]
                yield from _too_much_for_a_day(leftover, members)


def _days(leftover: RemainingPlaces, session: str) -> frozenset[tuple[str, int]]:
    by_id = leftover.conference.block_by_id
    return frozenset((by_id[block].day, 0) for block in leftover.slots_in_time(session))


def _too_many_a_day(leftover: RemainingPlaces, rule: PersonDayLoad) -> Iterator[Finding]:
    conference = leftover.conference
    for person, sessions in conference.sessions_by_person(rule.roles).items():
        mine = [session for session in sessions if session in leftover.placeable]
        for found in by_number(mine, {session: _days(leftover, session) for session in mine}, rule.limit):
            words = (
                f"{len(found.sessions):,} sessions have {conference.person_by_id[person].name}, who has at most "
                f"{rule.limit} a day; {can_take(found, 'day')}"
            )
            yield impossible_for(conference, words, found.sessions, people=(person,))


def _too_many_meetings(leftover: RemainingPlaces) -> Iterator[Finding]:
    conference = leftover.conference
    for session, occurrences in conference.occurrences.items():
        mine = [id for id in occurrences if id in leftover.placeable]
        for found in by_number(mine, {id: _days(leftover, id) for id in mine}, 1):
            title = conference.session_by_id[session].title
            words = f'{len(found.sessions):,} meetings of "{title}" need a day each; {can_take(found, "day")}.'
            yield Finding("impossible", words, in_order(conference, found.sessions))


def _too_much_for_a_day(leftover: RemainingPlaces, sessions: Sequence[str]) -> Iterator[Finding]:
    """Return a finding if no day has enough space for all sessions of a group."""
    if len(sessions) < 2:
        return
    conference = leftover.conference
    needs = {session: leftover.need(session) for session in sessions}
    most = 0
    for day in conference.days:
        blocks = {block.id for block in conference.blocks_by_day[day.id]}
        open_to = {
            session: {cell: slots for cell, slots in leftover.slots(session).items() if cell[0] in blocks}
            for session in sessions
        }
        if all(open_to.values()) and not too_many(needs, open_to, leftover.minutes_in_cell):
            return
        most = max(most, _open_minutes(leftover, open_to.values()))
    need, size = lengths(sum(needs.values()), most)
    words = f"{len(sessions):,} sessions have to be on one day and need {need} in rooms, but "
    words += f"no day has more than {size} for them" if sum(needs.values()) > most else "no day has a place for each"
    yield impossible_for(conference, words, sessions)


def _open_minutes(leftover: RemainingPlaces, open_to: Iterable[Mapping[tuple[str, str], frozenset[int]]]) -> int:
    slots = {(cell, slot) for cells in open_to for cell, open_ in cells.items() for slot in open_}
    return sum(leftover.minutes_in_cell(cell, slot) for cell, slot in slots)
