"""A page for one participant: the sessions that they attend, those that they cannot attend, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.file_names import file_names
from agenda_solver.formats.files import write_files
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Votes
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.model.time_texts import hours
from agenda_solver.report.page import asset, rendered
from agenda_solver.report.words import counted, dates, long_date
from agenda_solver.rules.audience_attendance import AudienceAttendance, LostWish
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["participant_page", "participant_pages", "write_participant_pages"]

ROLES = {
    "speakers": "you speak",
    "moderators": "you moderate",
    "chairs": "you chair",
    "required_people": "you are needed",
}


@dataclass(frozen=True)
class ProgrammeEntry:
    """A session that a participant attends or misses; ``note`` says why."""

    title: str
    hours: str
    place: str
    note: str
    is_strong: bool


@dataclass(frozen=True)
class ProgrammeDay:
    """The sessions of one date."""

    heading: str
    entries: tuple[ProgrammeEntry, ...]


@typed
def participant_page(agenda: Agenda, voter: str) -> str:
    """Return a page for a participant who has voted; see :func:`participant_pages`."""
    return participant_pages(agenda, [voter])[voter]


@typed
def participant_pages(agenda: Agenda, voters: Collection[str] | None = None) -> dict[str, str]:
    """Return a self-contained HTML page for each participant, by the name or id that they voted with.

    Attendance is the best for all participants together, as the conference's rule ``audience_attendance`` counts it, or
    that rule with its defaults if the conference has none. A page names nobody else except speakers.

    Parameters
    ----------
    agenda
        The agenda; it may be partial.
    voters
        The participants; by default everybody who has voted.

    Raises
    ------
    InvalidInput
        If one of them has not voted.
    """
    conference = agenda.conference
    ballots = {ballot.voter: ballot for ballot in conference.votes}
    wanted = list(ballots) if voters is None else list(dict.fromkeys(voters))
    for voter in wanted:
        if voter not in ballots:
            raise InvalidInput.single(f'nobody has voted as "{voter[:40]}"{guess(voter, ballots)}')
    rule = _rule_of(conference)
    lost: dict[str, list[LostWish]] = {}
    for wish in rule.lost(conference, agenda, to_them=True):
        lost.setdefault(wish.voter, []).append(wish)
    return {voter: _page(agenda, ballots[voter], lost.get(voter, [])) for voter in wanted}


@typed
def write_participant_pages(
    folder: str | PathLike[str], agenda: Agenda, voters: Collection[str] | None = None
) -> list[Path]:
    """Write the pages of :func:`participant_pages` into a folder, all of them or none; return their paths.

    Raises
    ------
    InvalidInput
        If somebody has not voted, or the files cannot be written.
    """
    pages = participant_pages(agenda, voters)
    paths = [Path(folder) / name for name in file_names([_name(agenda.conference, voter) for voter in pages], ".html")]
    contents = [(path, page.encode("utf-8")) for path, page in zip(paths, pages.values(), strict=True)]
    write_files(contents, Path(folder))
    return paths


def _rule_of(conference: Conference) -> AudienceAttendance:
    rules = (rule for rule in rules_of(conference) if isinstance(rule, AudienceAttendance))
    return next(rules, AudienceAttendance())


def _name(conference: Conference, voter: str) -> str:
    person = conference.person_by_id.get(voter)
    return voter if person is None else person.name


def _page(agenda: Agenda, ballot: Votes, lost: Sequence[LostWish]) -> str:
    conference = agenda.conference
    why = {wish.session: wish.reason for wish in lost}
    parts = _parts(conference, ballot.voter)
    wished = [id for id in ballot.sessions if id not in parts]
    mine = [*parts, *(id for id in wished if id not in why)]
    number = len(wished) - len(why)
    return rendered(
        "participant.html.jinja",
        name=_name(conference, ballot.voter),
        conference=conference.name,
        dates=dates([day.date for day in conference.days]),
        zone=conference.zone_words,
        summary=f"{number} of {counted(len(wished), 'wish', 'wishes')} can be fulfilled." if wished else "No wishes.",
        days=_days(agenda, ballot, mine, parts),
        missed=[_entry(agenda, ballot, id, why[id]) for id in _in_time(agenda, why)],
        more_style=asset("participant.css"),
    )


def _parts(conference: Conference, voter: str) -> dict[str, str]:
    """Return the sessions in which a person has a role, with the role in words."""
    found: dict[str, str] = {}
    for role, words in ROLES.items():
        for session in conference.sessions if voter in conference.person_by_id else ():
            if voter in getattr(session, role):
                found.setdefault(session.id, words)
    return found


def _in_time(agenda: Agenda, sessions: Iterable[str]) -> list[str]:
    """Return sessions in chronological order, those without a place at the end."""
    rank = {id: number for number, id in enumerate(agenda.chronological())}
    return sorted(sessions, key=lambda id: rank.get(id, len(rank)))


def _days(agenda: Agenda, ballot: Votes, mine: Iterable[str], parts: Mapping[str, str]) -> list[ProgrammeDay]:
    found: dict[str, list[ProgrammeEntry]] = {}
    for id in _in_time(agenda, (id for id in mine if id in agenda)):
        found.setdefault(long_date(agenda.start(id).date()), []).append(_entry(agenda, ballot, id, parts.get(id, "")))
    return [ProgrammeDay(heading, tuple(entries)) for heading, entries in found.items()]


def _entry(agenda: Agenda, ballot: Votes, id: str, note: str) -> ProgrammeEntry:
    conference = agenda.conference
    is_placed = id in agenda
    return ProgrammeEntry(
        title=conference.session_by_id[id].title,
        hours=hours(agenda.start(id), agenda.end(id), "\N{EN DASH}") if is_placed else "",
        place=conference.room_by_id[agenda[id].room].name if is_placed else "",
        note=note,
        is_strong=id in ballot.strong,
    )
