"""How much it is worth that what was published stays: the settings of the rules that keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import PublishedPlacement, RuleSetting
from agenda_solver.rules.registry import rules_of
from agenda_solver.rules.rule import HARD, MAX_WEIGHT, Rule, Severity, Violation, soft

if TYPE_CHECKING:
    from agenda_solver.solver.cost import Cost
    from agenda_solver.solver.decisions import Decisions

__all__ = ["KEEPING", "Keep", "Proven", "keeping", "level_of_moves", "with_published"]

Keep: TypeAlias = Literal["first", "rules"] | int
"""``"first"``: above all wishes. ``"rules"``: as the conference sets its rules. A number: the cost of another time."""

KEEPING = ("published_time", "published_room")
# A session at another time counts as much as so many in another room: everybody has to change plans, not only the way.
ROOMS_IN_A_TIME = 5
TOP_LEVEL = 9


def with_published(conference: Conference, agenda: Agenda) -> Conference:
    """Return a conference with an agenda of it as the published one."""
    published = tuple(
        PublishedPlacement(session=id, room=place.room, start=agenda.start(id), block=place.block)
        for id, place in agenda.items()
    )
    return conference.replace(published=published)


def keeping(conference: Conference, keep: Keep) -> Conference:
    """Return a conference in which keeping what was published is worth that much.

    Raises
    ------
    InvalidInput
        When there is no priority level above those of the wishes, or the worth is no positive number.
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
    others = tuple(setting for setting in conference.rules if setting.rule not in KEEPING)
    kept = tuple(_setting(conference, id, severity) for id, severity in zip(KEEPING, severities, strict=True))
    return conference.replace(rules=(*others, *kept))


def _setting(conference: Conference, id: str, severity: Severity) -> RuleSetting:
    """Return the conference's own setting of a rule with another severity, or a new one."""
    own = next((setting.parameters() for setting in conference.rules if setting.rule == id), {})
    raw = {"priority": severity.priority, "weight": severity.weight} if severity.priority else severity.weight
    return RuleSetting.model_validate({**own, "rule": id, "severity": raw})


def level_of_moves(conference: Conference) -> int | None:
    """Return the priority level on which only moves count, or None where they share theirs with wishes."""
    rules = rules_of(conference)
    levels = {rule.severity.priority for rule in rules if rule.id in KEEPING and not rule.is_hard}
    wishes = {rule.severity.priority for rule in rules if rule.id not in KEEPING and not rule.is_hard}
    return max(levels) if len(levels) == 1 and max(levels) > max(wishes, default=0) else None


class Proven(Rule):
    """No agenda costs less in moves than was proven before; said again, it need not be proven again."""

    id: ClassVar[str] = "proven"
    unit: ClassVar[str] = "cost"
    default_severity: ClassVar[Severity] = HARD

    least: int
    kept: tuple[Rule, ...]

    def applies(self, conference: Conference) -> bool:  # noqa: ARG002 - the same for all
        """Whether there is something to say."""
        return self.least > 0

    def post(self, decisions: Decisions) -> Cost | None:
        """Say the bound, where each literal of the moves is what an agenda pays for."""
        if decisions.by_track:
            return None  # tracks leave rooms open, so that an agenda's moves may be counted too low there
        charged: list[Any] = []
        for rule in self.kept:
            cost = rule.post(decisions)
            if cost is not None:
                charged += [rule.severity.weight * amount * literal for amount, literal in cost.terms]
                charged.append(rule.severity.weight * cost.constant)
        decisions.model.add(sum(charged) >= self.least)
        return None

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:  # noqa: ARG002 - proven for all
        """Return nothing: it is true of every legal agenda."""
        yield from ()
