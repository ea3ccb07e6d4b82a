"""Groups of sessions of which no two may be at once, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.key_people import KeyPeople
from agenda_solver.rules.not_in_parallel import NotInParallel
from agenda_solver.rules.occurrences_apart import OccurrencesApart
from agenda_solver.rules.speaker_clash import SpeakerClash
from agenda_solver.rules.track_parallel import TrackParallel

__all__ = ["ExclusiveGroup", "groups_of"]


@dataclass(frozen=True)
class ExclusiveGroup:
    """Sessions of which no two may run at once, and the reason.

    With ``by_time``, their exact times may not overlap. Otherwise two of them may not be in one block, or only in the
    same room of it; then they do not overlap within a block either. With ``one_a_block``, no two may be in one block,
    whatever the room.
    """

    sessions: tuple[str, ...]
    why: str
    person: str | None = None
    by_time: bool = True
    one_a_block: bool = False


def groups_of(leftover: RemainingPlaces) -> Iterator[ExclusiveGroup]:
    """Return the groups of all rules, those of speakers first."""
    for rule in sorted(leftover.rules, key=lambda rule: not isinstance(rule, SpeakerClash)):
        yield from _groups_of_rule(leftover.conference, rule)


def _groups_of_rule(conference: Conference, rule: Rule) -> Iterator[ExclusiveGroup]:
    if isinstance(rule, SpeakerClash):
        yield from _of_speakers(conference, rule)
    elif isinstance(rule, KeyPeople):
        yield from _of_key_people(conference, rule)
    elif isinstance(rule, NotInParallel):
        for chosen in rule.sets:
            why, by_time = f"{rule.key} keeps them apart", rule.scope == "time"
            yield ExclusiveGroup(chosen.members(conference), why, None, by_time, one_a_block=not by_time)
    elif isinstance(rule, OccurrencesApart) and rule.apart != "day":
        by_time = rule.apart == "time"
        for first, occurrences in conference.occurrences.items():
            why = f'they are meetings of "{conference.session_by_id[first].title}"'
            yield ExclusiveGroup(tuple(occurrences), why, None, by_time, one_a_block=not by_time)
    elif isinstance(rule, TrackParallel):
        for track in rule.chosen(conference):  # within a block; in two blocks that overlap they may be at once
            sessions = tuple(session.id for session in conference.sessions if session.track == track.id)
            yield ExclusiveGroup(sessions, f"the track {track.name} runs in one room at a time", by_time=False)


def _of_speakers(conference: Conference, rule: SpeakerClash) -> Iterator[ExclusiveGroup]:
    sessions_of: dict[str, list[str]] = {person.id: [] for person in conference.people}
    for session in conference.sessions:
        for person in session.people(rule.roles):
            sessions_of[person].append(session.id)
    for id, sessions in sessions_of.items():
        name = conference.person_by_id[id].name
        yield ExclusiveGroup(tuple(sessions), f"{name} is in each of them", id, rule.scope == "time")


def _of_key_people(conference: Conference, rule: KeyPeople) -> Iterator[ExclusiveGroup]:
    by_time = rule.scope == "time"
    for person, sessions in conference.sessions_by_person(("required_people",)).items():
        why = f"{conference.person_by_id[person].name} has to be able to follow each of them"
        yield ExclusiveGroup(tuple(sessions), why, person, by_time, one_a_block=not by_time)
