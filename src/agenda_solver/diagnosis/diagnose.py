"""Everything that can be said about a conference without solving it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agenda_solver.argument_types import typed
from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.diagnosis.clashes import too_much_at_once
from agenda_solver.diagnosis.days import too_few_days
from agenda_solver.diagnosis.finding import Finding
from agenda_solver.diagnosis.no_possible_place import sessions_without_place
from agenda_solver.diagnosis.order import out_of_time
from agenda_solver.diagnosis.places_beside import too_few_beside_plenaries
from agenda_solver.diagnosis.plenaries import too_little_beside_plenaries
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.diagnosis.room_time import too_little_space
from agenda_solver.diagnosis.shared_resources import too_much_shared
from agenda_solver.diagnosis.suspicions import suspicions
from agenda_solver.diagnosis.tracks import too_few_rooms_for_tracks
from agenda_solver.diagnosis.unbroken import no_stretch_for_series, too_many_rows
from agenda_solver.diagnosis.unused_tags import unknown_tags
from agenda_solver.diagnosis.walks import too_far_apart
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["diagnose", "impossible", "is_counted_out"]


@typed
def diagnose(conference: Conference, rules: Sequence[Rule] | None = None) -> tuple[Finding, ...]:
    """Return what is impossible or suspicious in a conference, the impossible first.

    Only hard rules can make something impossible, and only what is proven is called impossible. A conference without
    findings may still be infeasible; only a solve can show that.

    Parameters
    ----------
    conference
        The conference.
    rules
        The rules to keep, instead of those of the conference.

    Raises
    ------
    InvalidInput
        If the conference's rule settings are wrong.
    TypeError
        If an argument has the wrong type.
    """
    active = rules_of(conference) if rules is None else rules
    leftover = RemainingPlaces(conference, [rule for rule in active if rule.is_hard and rule.applies(conference)])
    return (*_impossible(leftover), *suspicions(leftover), *unknown_tags(conference))


def impossible(conference: Conference, rules: Sequence[Rule], deadline: Deadline) -> tuple[Finding, ...]:
    """Return what is proven to be impossible in a conference before a deadline."""
    return tuple(_impossible_in_time(conference, rules, deadline))


def is_counted_out(conference: Conference, rules: Sequence[Rule], deadline: Deadline) -> bool:
    """Whether anything is proven to be impossible before a deadline; the search ends with the first finding."""
    return next(_impossible_in_time(conference, rules, deadline), None) is not None


def _impossible_in_time(conference: Conference, rules: Sequence[Rule], deadline: Deadline) -> Iterator[Finding]:
    leftover = RemainingPlaces(
        conference, [rule for rule in rules if rule.is_hard and rule.applies(conference)], deadline
    )
    try:
        for finding in _impossible(leftover):
            yield finding
            deadline.check()
    except OutOfTime:
        pass  # the findings so far are true


def _impossible(leftover: RemainingPlaces) -> Iterator[Finding]:
    yield from sessions_without_place(leftover)
    crowded = []
    for finding in too_little_space(leftover):
        crowded.append(finding.sessions)
        yield finding
    clashing = list(too_much_at_once(leftover, crowded))
    yield from clashing
    yield from too_much_shared(leftover)
    if not crowded:
        yield from _beside_plenaries(leftover, clashing)
    yield from too_few_days(leftover)
    rows = list(no_stretch_for_series(leftover))
    yield from rows
    if not crowded and not rows:
        yield from too_many_rows(leftover)
    yield from too_few_rooms_for_tracks(leftover)
    yield from too_far_apart(leftover)
    yield from out_of_time(leftover)


def _beside_plenaries(leftover: RemainingPlaces, clashing: Sequence[Finding]) -> Iterator[Finding]:
    """Count by minutes and, if these are enough, by places; without the clashes that are already reported."""
    if findings := list(too_little_beside_plenaries(leftover)):
        yield from findings
        return
    for finding in too_few_beside_plenaries(leftover):
        if not any(set(known.sessions) <= set(finding.sessions) for known in clashing):
            yield finding
