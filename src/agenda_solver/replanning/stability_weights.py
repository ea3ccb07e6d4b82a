"""The value of stability: settings of the rules that keep the published agenda."""

from __future__ import annotations

from typing import Literal, TypeAlias

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import PublishedPlacement, RuleSetting
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import MAX_WEIGHT, OFF, Severity, soft

__all__ = ["KEEPING", "Keep", "keeping", "level_of_moves", "with_published"]

Keep: TypeAlias = Literal["first", "rules"] | int
"""``"first"``: above all wishes. ``"rules"``: as the conference sets its rules. A number: the cost of another time."""

KEEPING = ("published_time", "published_room")
ROOMS_IN_A_TIME = 5  # a move in time counts as much as this number of moves in room
TOP_LEVEL = 9


def with_published(conference: Conference, agenda: Agenda) -> Conference:
    """Return a conference with one of its agendas as the published one."""
    published = tuple(
        PublishedPlacement(
            session=id,
            room=place.room,
            start=agenda.start(id),
            block=place.block,
            place=agenda.conference.place_of(place),
        )
        for id, place in agenda.items()
    )
    return conference.replace(published=published)


def keeping(conference: Conference, keep: Keep) -> Conference:
    """Return a conference with rules that keep the published agenda, with the given weight.

    InvalidInput is raised if there is no priority level above those of the wishes, or the weight is not a positive
    number.
    """
    if keep == "rules":
        return conference
    if keep == "first":
        level = 1 + max((r.severity.priority for r in rules_of(conference) if r.id not in KEEPING), default=0)
        if level > TOP_LEVEL:
            raise InvalidInput.single(f"a wish is on priority level {TOP_LEVEL}, and no level is above that", "keep")
        severities = (soft(ROOMS_IN_A_TIME, level), soft(1, level))
    elif isinstance(keep, int) and not isinstance(keep, bool) and 1 <= keep <= MAX_WEIGHT:
        severities = (soft(keep), soft(-(-keep // ROOMS_IN_A_TIME)))
    else:
        raise InvalidInput.single(f'must be "first", "rules", or a cost from 1 to {MAX_WEIGHT}, not {keep!r}', "keep")
    if any(s.rule == KEEPING[0] and s.parameters().get("of") == "place" for s in conference.rules):
        # That rule already counts another room as a move, so published_room is off.
        severities = (severities[0], OFF)
    others = tuple(setting for setting in conference.rules if setting.rule not in KEEPING)
    kept = tuple(_setting(conference, id, severity) for id, severity in zip(KEEPING, severities, strict=True))
    return conference.replace(rules=(*others, *kept))


def _setting(conference: Conference, id: str, severity: Severity) -> RuleSetting:
    """Return the conference's own setting of a rule with another severity, or a new one."""
    own = next((setting.parameters() for setting in conference.rules if setting.rule == id), {})
    return RuleSetting.model_validate({**own, "rule": id, "severity": severity.model_dump()})


def level_of_moves(conference: Conference) -> int | None:
    """Return the priority level on which only moves count; None if moves are weighed against wishes."""
    rules = rules_of(conference)
    levels = {rule.severity.priority for rule in rules if rule.id in KEEPING and not rule.is_hard}
    wishes = {rule.severity.priority for rule in rules if rule.id not in KEEPING and not rule.is_hard}
    return max(levels) if len(levels) == 1 and max(levels) > max(wishes, default=0) else None
