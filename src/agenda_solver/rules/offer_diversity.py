"""Something for everybody in every block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import BlockId
from agenda_solver.model.parts import Block, Session
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import unknown
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["OfferDiversity"]

Kind = Literal["level", "language", "audience_types"]
IN_WORDS = {"level": 'of the level "{}"', "language": 'in the language "{}"', "audience_types": 'for the audience "{}"'}


class OfferDiversity(Rule):
    r"""Every block that is used has something for every level, language and kind of audience of the programme.

    The amount is the number of missing values, summed over the blocks that have at least one session that is not a
    plenary:

    .. math:: \sum_{b\ \text{used}}\ \sum_{\text{kind}}
              \left|\{v \in V_{\text{kind}} : \text{no session in } b \text{ has } v\}\right|

    The values :math:`V` of a kind are those that the conference's sessions have; a kind with a single value offers no
    choice and does not count. Plenaries are ignored: they neither offer nor add values.

    Source: OptaPlanner's "Audience type diversity", "Audience level diversity" and "Language diversity".
    """

    id: ClassVar[str] = "offer_diversity"
    unit: ClassVar[str] = "kinds lacking"
    default_severity: ClassVar[Severity] = soft(1)

    kinds: tuple[Kind, ...] = Field(
        default=("level", "language", "audience_types"),
        min_length=1,
        description="Which properties of sessions should be on offer in each block.",
    )
    blocks: tuple[BlockId, ...] | None = Field(
        default=None,
        min_length=1,
        description="Ids or names of the blocks that the rule is about; all blocks if unset.",
    )

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown block."""
        return unknown(conference.names["blocks"], self.blocks or (), "blocks")

    def _chosen(self, conference: Conference) -> list[Block]:
        return [block for block in conference.blocks if self.blocks is None or block.id in self.blocks]

    def _values(self, conference: Conference) -> list[tuple[Kind, str]]:
        found: dict[Kind, dict[str, None]] = {kind: {} for kind in self.kinds}
        for session in conference.sessions:
            for kind, values in found.items():
                values.update(dict.fromkeys(() if session.plenary else _values_of(session, kind)))
        return [(kind, value) for kind, values in found.items() if len(values) > 1 for value in values]

    def applies(self, conference: Conference) -> bool:
        """Whether the sessions differ in one of the kinds."""
        return bool(self._values(conference))

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each value that is missing in a block in use."""
        from agenda_solver.cpsat.cuts.room_minutes import add_capacity_cut

        cost = decisions.cost(self.is_hard)
        values = self._values(decisions.conference)
        open_to = {s.id: set(decisions.blocks(s.id)) for s in decisions.conference.sessions if not s.plenary}
        for block in self._chosen(decisions.conference):
            here = [decisions.conference.session_by_id[id] for id, blocks in open_to.items() if block.id in blocks]
            if not here:
                continue
            lies = {session.id: decisions.in_block(session.id, block.id) for session in here}
            used = decisions.some(lies.values())
            rooms = {room for session in lies for room in decisions.rooms(session)}
            add_capacity_cut(decisions, lies, [block.id], len(rooms) * used)
            for kind, value in values:
                offers = [lies[session.id] for session in here if value in _values_of(session, kind)]
                if not offers:
                    cost.add(used)
                elif len(offers) < len(here):
                    lacking = decisions.model.new_bool_var("")
                    decisions.model.add_bool_or([*offers, ~used, lacking])
                    cost.add(lacking)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the values in each block with those of the programme."""
        ordinary = [session for session in conference.sessions if not session.plenary]
        by_block: dict[str, list[Session]] = {}
        for session in (session for session in ordinary if session.id in agenda):
            by_block.setdefault(agenda[session.id].block, []).append(session)
        for block in self._chosen(conference):
            here = by_block.get(block.id, [])
            for kind in dict.fromkeys(self.kinds) if here else ():
                wanted = {value for session in ordinary for value in _values_of(session, kind)}
                lacking = wanted - {value for session in here for value in _values_of(session, kind)}
                for value in sorted(lacking) if len(wanted) > 1 else ():
                    when = conference.clock(conference.block_span[block.id].start)
                    message = f"The block of {when} has nothing {IN_WORDS[kind].format(value)}."
                    yield Violation(1, message, tuple(session.id for session in here))

    def quick(self, terms: Terms) -> bool:
        """Charge the values that are missing in each block in use."""
        conference, number = terms.grid.conference, terms.grid.number_of_session
        ordinary = [session for session in conference.sessions if not session.plenary]
        chosen = {block.id for block in self._chosen(conference)}
        blocks = [number for number, block in enumerate(conference.blocks) if block.id in chosen]
        values = self._values(conference)
        # In a block in use, the number of all values, minus those that it has.
        terms.charge_counts(
            dict.fromkeys((number[s.id] for s in ordinary), 1),
            "block",
            lambda _block, count: len(values) if count else 0,
            classes=blocks,
        )
        for kind, value in values:
            having = dict.fromkeys((number[s.id] for s in ordinary if value in _values_of(s, kind)), 1)
            terms.charge_counts(having, "block", lambda _block, count: -1 if count else 0, classes=blocks)
        return True


def _values_of(session: Session, kind: Kind) -> tuple[str, ...]:
    """Return the values of a session of a kind: its audience types, or its level or language if it has one."""
    if kind == "audience_types":
        return session.audience_types
    value = session.level if kind == "level" else session.language
    return () if value is None else (value,)
