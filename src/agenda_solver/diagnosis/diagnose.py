"""Everything that can be said about a conference without solving it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agenda_solver.arguments import typed
from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.diagnosis.clashes import too_much_at_once
from agenda_solver.diagnosis.days import too_few_days
from agenda_solver.diagnosis.finding import Finding
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.diagnosis.nowhere import sessions_without_place
from agenda_solver.diagnosis.order import out_of_time
from agenda_solver.diagnosis.places_beside import too_few_beside_plenaries
from agenda_solver.diagnosis.plenaries import too_little_beside_plenaries
from agenda_solver.diagnosis.shared import too_much_shared
from agenda_solver.diagnosis.space import too_little_space
from agenda_solver.diagnosis.suspicions import suspicions
from agenda_solver.diagnosis.tags import unknown_tags
from agenda_solver.diagnosis.tracks import too_few_rooms_for_tracks
from agenda_solver.diagnosis.unbroken import no_stretch_for_series, too_many_rows
from agenda_solver.diagnosis.walks import too_far_apart
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["diagnose", "impossible", "is_counted_out"]


@typed
def diagnose(conference: Conference, rules: Sequence[Rule] | None = None) -> tuple[Finding, ...]:
    """Return what is impossible or suspicious in a conference, the impossible first.

    Only hard rules can make something impossible, and only what is proven is called so. The opposite does not hold: a
    conference without findings may still be infeasible, which takes a solver to find out. The rules are those of the
    conference unless others are given.

    Parameters
    ----------
    conference
        The conference.
    rules
        The rules to keep, instead of those of the conference.

    Returns
    -------
    What was found, each in a sentence.

    Raises
    ------
    InvalidInput
        If the conference's rule settings are wrong.
    TypeError
        If an argument has the wrong type.
    """
    active = rules_of(conference) if rules is None else rules
    leftover = Leftover(conference, [rule for rule in active if rule.is_hard and rule.applies(conference)])
    return (*_impossible(leftover), *suspicions(leftover), *unknown_tags(conference))


def impossible(conference: Conference, rules: Sequence[Rule], deadline: Deadline) -> tuple[Finding, ...]:
    """Return what is impossible in a conference, as far as that is found until a deadline.

    Parameters
    ----------
    conference, rules
        The conference, and the rules to keep.
    deadline
        When to end with what was found so far.
    """
    found: list[Finding] = []
    try:
        leftover = Leftover(conference, [rule for rule in rules if rule.is_hard and rule.applies(conference)], deadline)
        for finding in _impossible(leftover):
            found.append(finding)
            deadline.check()
    except OutOfTime:
        pass  # what was found is true
    return tuple(found)


def is_counted_out(conference: Conference, rules: Sequence[Rule], deadline: Deadline) -> bool:
    """Whether anything impossible is found until a deadline; as soon as something is."""
    try:
        leftover = Leftover(conference, [rule for rule in rules if rule.is_hard and rule.applies(conference)], deadline)
        return next(_impossible(leftover), None) is not None
    except OutOfTime:
        return False


def _impossible(leftover: Leftover) -> Iterator[Finding]:
    stuck: set[str] = set()
    for finding in sessions_without_place(leftover):
        # A session that can be nowhere would be told again by everything that counts places.
        stuck.update(finding.sessions)
        yield finding
    crowded = []
    for finding in too_little_space(leftover, stuck):
        crowded.append(finding.sessions)
        yield finding
    clashing = list(too_much_at_once(leftover, stuck, crowded))
    yield from clashing
    yield from too_much_shared(leftover, stuck)
    if not crowded:
        yield from _beside_plenaries(leftover, stuck, clashing)
    yield from too_few_days(leftover, stuck)
    rows = list(no_stretch_for_series(leftover, stuck))
    yield from rows
    if not crowded and not rows:
        yield from too_many_rows(leftover, stuck)
    yield from too_few_rooms_for_tracks(leftover, stuck)
    yield from too_far_apart(leftover, stuck)
    yield from out_of_time(leftover, stuck)


def _beside_plenaries(leftover: Leftover, stuck: set[str], clashing: Sequence[Finding]) -> Iterator[Finding]:
    """Count by minutes, and where these are enough by places; what two sessions clash for is told already."""
    if found := list(too_little_beside_plenaries(leftover, stuck)):
        yield from found
        return
    for finding in too_few_beside_plenaries(leftover, stuck):
        if not any(set(known.sessions) <= set(finding.sessions) for known in clashing):
            yield finding
