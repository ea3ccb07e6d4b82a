"""Sessions about the same thing are not at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.sentences import counted, listed, titles_of
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.clashes import pairs_at_once
from agenda_solver.rules.shared.topics import TopicRule, topics_in_words

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import PlaceGrid
    from agenda_solver.evaluation.primitives.terms import Relation, Terms
    from agenda_solver.rules.base.amount_tables import Grid, Tables

__all__ = ["TopicClash"]


class TopicClash(TopicRule):
    r"""Sessions that share a topic do not run at once: whoever is interested in it can follow them all.

    With :math:`T_s` the topics of a session, the amount is the number of minutes that two sessions share, for each
    topic that they have in common:

    .. math:: \sum_{\{a, b\}} |T_a \cap T_b| \cdot \left|[\mathrm{start}_a, \mathrm{end}_a) \cap
              [\mathrm{start}_b, \mathrm{end}_b)\right|

    Topics are the tags of the sessions that are named in ``topics``, and those whose part before the first colon is
    one of the ``kinds``. With ``share_audience=True`` each topic counts once for each of the ``audience_types`` that
    both sessions have: :math:`|T_a \cap T_b| \cdot |A_a \cap A_b|` takes the place of :math:`|T_a \cap T_b|`.

    Without topics and kinds the rule does not apply. For a set of sessions of which no two may be at once, however
    long, use ``not_in_parallel``; for the sessions of one track, use ``track_parallel``.

    Source: OptaPlanner's "Content conflict", "Theme track conflict", "Sector conflict", and "Audience type theme track
    conflict".
    """

    id: ClassVar[str] = "topic_clash"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True

    share_audience: bool = Field(
        default=False,
        description="Whether a topic counts once for each audience type that both sessions are for, not once.",
    )

    def applies(self, conference: Conference) -> bool:
        """Whether two sessions share a topic."""
        return any(count > 1 for count in Counter(g for s in conference.sessions for g in self._groups_of(s)).values())

    def _groups_of(self, session: Session) -> list[tuple[str, str]]:
        """Return the topics of a session, combined with its audience types if these matter."""
        return list(product(self.topics_of(session), session.audience_types if self.share_audience else [""]))

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge n (n - 1) / 2 for each minute at which n sessions of a group run."""
        from agenda_solver.cpsat.variables.overlap_minutes import minutes_at_once

        members: dict[tuple[str, str], list[str]] = {}
        for session in decisions.conference.sessions:
            for group in self._groups_of(session):
                members.setdefault(group, []).append(session.id)
        # Groups with the same sessions are posted once, with a multiplicity.
        sets = Counter(tuple(ids) for ids in members.values() if len(ids) > 1)
        if self.is_hard:
            for ids in sets:
                decisions.at_most_one_at_a_time(ids)
            return None
        cost = decisions.cost(self.is_hard)
        for ids, times in sets.items():
            for minutes, pairs in minutes_at_once(decisions, ids):
                cost.add(pairs, minutes * times)
        return cost

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the topics of every pair of sessions that run at once."""
        for first, second in pairs_at_once(agenda, "time"):
            a, b = conference.session_by_id[first], conference.session_by_id[second]
            topics = self.in_common(a, b)
            audiences = [kind for kind in a.audience_types if kind in b.audience_types]
            times = len(topics) * (len(audiences) if self.share_audience else 1)
            if not times:
                continue
            here, there = agenda[first], agenda[second]
            begin, end = max(here.start, there.start), min(here.end, there.end)
            who = f" for {listed(audiences)}" if self.share_audience else ""
            message = (
                f"{' and '.join(titles_of(agenda, (first, second)))} are at once for {counted(end - begin, 'minute')} "
                f"({conference.clock(begin)}), and both are about {topics_in_words(topics)}{who}."
            )
            yield Violation((end - begin) * times, message, (first, second))

    # --- for a quick search ----------------------------------------------------------------------------------------

    def _times(self, conference: Conference) -> dict[tuple[str, str], int]:
        """Return for each pair of sessions how many times a common minute counts."""
        pairs = self.pairs(conference)
        if self.share_audience:
            kinds = {session.id: frozenset(session.audience_types) for session in conference.sessions}
            pairs = {(a, b): number * len(kinds[a] & kinds[b]) for (a, b), number in pairs.items()}
        return pairs

    def as_tables(self, grid: Grid) -> Tables:
        """Return the pairs with common topics, and the minutes that two times share."""
        from agenda_solver.rules.base.amount_tables import PairTable, Tables

        return Tables((PairTable(self.weights(grid, self._times(grid.conference)), grid.overlap),))

    def quick(self, terms: Terms) -> bool:
        """Charge the common minutes of each pair with common topics."""
        number, shared = terms.grid.number_of_session, _shared_minutes(terms.grid)
        for (first, second), times in self._times(terms.grid.conference).items():
            terms.charge_pair(number[first], number[second], shared, times)
        return True


def _shared_minutes(grid: PlaceGrid) -> Relation:
    start, end = grid.start, grid.end
    return lambda t, _r, u, _q: max(0, min(end[t], end[u]) - max(start[t], start[u]))
