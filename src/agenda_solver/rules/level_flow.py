"""Introductions before the sessions that build on them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Tag
from agenda_solver.model.parts import Session
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.rules.base.rule import Problem, Violation
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.topics import TopicRule, topics_in_words

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.rule_cost import Literal as Truth
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms
    from agenda_solver.rules.base.amount_tables import Grid, Tables

__all__ = ["LevelFlow"]

Pair = tuple[str, str]


class LevelFlow(TopicRule):
    r"""Of two sessions about one topic, the easier one is over when the harder one begins.

    With :math:`T_s` the topics of a session and :math:`\ell_s` the position of its ``level`` in ``levels``, the amount
    is

    .. math:: \sum_{(a, b):\ \ell_a < \ell_b,\ \mathrm{end}_a > \mathrm{start}_b} |T_a \cap T_b| \cdot n_{ab}

    with :math:`n_{ab} = 1`; or, with ``count="minutes"``, with :math:`n_{ab}` the minutes of both sessions together. A
    pair that shares two topics counts twice. A harder session that begins at the very minute at which the easier one
    ends is in order, and so are two of the same level, in either order. A session without a level, or with
    a level that is not in ``levels``, does not count.

    Topics are the tags of the sessions that are named in ``topics``, and those whose part before the first colon is
    one of the ``kinds``. Without levels, or without topics and kinds, the rule does not apply.

    Source: OptaPlanner's "Content audience level flow violation", which counts minutes.
    """

    id: ClassVar[str] = "level_flow"
    unit: ClassVar[str] = "pairs or minutes"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True

    levels: tuple[Tag, ...] = Field(default=(), description="The levels of sessions, the easiest first.")
    count: Literal["pairs", "minutes"] = Field(
        default="pairs", description="Whether a pair counts once for each common topic, or as long as its sessions are."
    )

    @property
    def measured_in(self) -> str:
        """Pairs, or the minutes of both sessions."""
        return self.count

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each level that no session has, and for each mistake in the topics."""
        yield from super().problems(conference)
        known = {session.level for session in conference.sessions if session.level is not None}
        for number, level in enumerate(self.levels):
            if level not in known:
                message = f'no session has the level "{level}"{guess(level, sorted(known))}'
                yield Problem(f"levels[{number}]", message)
            elif level in self.levels[:number]:
                yield Problem(f"levels[{number}]", f'"{level}" occurs twice')

    def applies(self, conference: Conference) -> bool:
        """Whether two sessions of different levels share a topic."""
        return bool(self._ordered(conference))

    def _rank(self, session: Session) -> int | None:
        """Return the rank of a session's level, 0 for the easiest; None if it has none of these levels."""
        return self.levels.index(session.level) if session.level in self.levels else None

    def _ordered(self, conference: Conference) -> dict[Pair, int]:
        """Return the number of common topics of each pair of an easier and a harder session that has any."""
        found = {}
        for pair, topics in self.pairs(conference).items():
            a, b = (self._rank(conference.session_by_id[id]) for id in pair)
            if a is not None and b is not None and a != b:
                found[pair if a < b else (pair[1], pair[0])] = topics
        return found

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each pair that is out of order, either once or by the lengths of its sessions at their positions."""
        from agenda_solver.cpsat.variables.ordering import out_of_order

        cost = decisions.cost(self.is_hard)
        for (easier, harder), topics in self._ordered(decisions.conference).items():
            broken = out_of_order(decisions, easier, harder)
            if broken is None:
                continue
            if self.count == "pairs" or self.is_hard:
                cost.add(broken, topics)
                continue
            for session in (easier, harder):
                self._charge_minutes(decisions, cost, broken, session, topics)
        return cost

    @staticmethod
    def _charge_minutes(decisions: Decisions, cost: Cost, broken: Truth, session: str, topics: int) -> None:
        """Charge the length of a session if a pair is out of order: its minimum length, and any excess."""
        positions = decisions.positions(session)
        least = min(p.end - p.start for p in positions)
        cost.add(broken, topics * least)
        for minutes in sorted({p.end - p.start for p in positions} - {least}):
            longer = [decisions.starts_at(session, p) for p in positions if p.end - p.start == minutes]
            charged = decisions.model.new_bool_var("")
            decisions.model.add(broken + sum(longer) <= 1 + charged)
            cost.add(charged, topics * (minutes - least))

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the levels and times of every pair of sessions with a common topic."""
        levelled = [conference.session_by_id[id] for id in agenda if conference.session_by_id[id].level in self.levels]
        for first, second in combinations(levelled, 2):
            if not (topics := self.in_common(first, second)) or first.level == second.level:
                continue
            easier, harder = sorted((first, second), key=lambda session: self.levels.index(str(session.level)))
            here, there = agenda[easier.id], agenda[harder.id]
            if here.end > there.start:
                minutes = here.end - here.start + there.end - there.start
                message = (
                    f'"{harder.title}" ({harder.level}) begins at {conference.clock(there.start)}, before the easier '
                    f'"{easier.title}" ({easier.level}) is over ({conference.clock(here.end)}); both are about '
                    f"{topics_in_words(topics)}."
                )
                amount = len(topics) * (minutes if self.count == "minutes" else 1)
                yield Violation(amount, message, (easier.id, harder.id))

    # --- for a quick search ----------------------------------------------------------------------------------------

    def as_tables(self, grid: Grid) -> Tables:
        """Return the pairs of different levels, and their amounts at any two times."""
        import numpy as np

        from agenda_solver.rules.base.amount_tables import PairTable, Tables

        late = (grid.ends[:, None] > grid.starts[None, :]).astype(np.int64)
        if self.count == "minutes":
            lengths = grid.ends - grid.starts
            late = late * (lengths[:, None] + lengths[None, :])
        return Tables((PairTable(self.weights(grid, self._ordered(grid.conference)), late),))

    def quick(self, terms: Terms) -> bool:
        """Charge each pair of different levels by its times."""
        grid, by_minutes = terms.grid, self.count == "minutes"
        start, end = grid.start, grid.end

        def relation(t: int, _r: int, u: int, _q: int) -> int:
            if end[t] <= start[u]:
                return 0
            return end[t] - start[t] + end[u] - start[u] if by_minutes else 1

        late: Relation = relation
        for (easier, harder), topics in self._ordered(grid.conference).items():
            terms.charge_pair(grid.number_of_session[easier], grid.number_of_session[harder], late, topics)
        return True
