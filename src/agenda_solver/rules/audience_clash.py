"""Sessions that the same people want to see are not at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.quick_terms import common_slots
from agenda_solver.rules.base.rule import Role, Rule, Scope, Violation
from agenda_solver.rules.base.sentences import counted, titles_of
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.chance import more_than_chance
from agenda_solver.rules.shared.clashes import pairs_at_once, slots_in_common

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["AudienceClash"]

Pair = tuple[str, str]


class AudienceClash(Rule):
    r"""Sessions that the same attendees want to see are not at once.

    With :math:`n_{ab}` attendees who want both sessions :math:`a` and :math:`b`, the amount is

    .. math:: \sum_{\{a, b\}\ \text{at once},\ n_{ab} \ge \mathrm{at\_least}} n_{ab}

    with ``count="voters"``, and the number of such pairs with ``count="pairs"``. With ``count="slots"`` each such pair
    counts once for each slot during which both run; the slots are those of the block of the session that comes first in
    the programme.

    Votes are ballots, bookmarks or sign-ups. An attendee wants both sessions if they voted for both, or if they voted
    for one and have one of the ``roles`` in the other or, with ``track_chairs=True``, chair the track of the other,
    and the first is not in that track. For this, the name of a voter has to be the person's id.

    Under ``scope="time"`` two sessions are at once when their half-open times overlap; under ``scope="block"`` when
    they are in one block but in different rooms.

    With ``chance_percent``, pairs that only voters want count only if more of them want both than can be explained by
    chance. If the voters of each session were drawn at random from all :math:`N` voters, :math:`n_{ab}` would have the
    hypergeometric distribution: its p-value is :math:`P(X \ge n_{ab})` with :math:`n_a` voters of one session among
    them and :math:`n_b` drawn. Of all pairs of sessions with votes, those are kept that the procedure of Benjamini and
    Hochberg selects at this rate. The test treats all voters in the same way: if some vote for far more sessions than
    others, it keeps more pairs.

    Source: CoSPLib's attendees' conflicts (both levels); PyCon UK's and EMF's bookmarks.
    """

    id: ClassVar[str] = "audience_clash"
    unit: ClassVar[str] = "clashes"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True

    count: Literal["voters", "pairs", "slots"] = Field(
        default="voters",
        description="Whether a pair counts for each attendee who wants both, or once, or for each common slot (with "
        'scope "time" only).',
    )
    at_least: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        default=1, description="Attendees who must want both sessions before the pair counts at all."
    )
    chance_percent: Annotated[int, Field(ge=1, le=49)] | None = Field(
        default=None,
        description="Leaves out pairs that are wanted together no more often than chance allows: of those that are "
        "kept, at most so many percent are expected to be there by chance. Without it all pairs count.",
    )
    roles: tuple[Role, ...] = Field(
        default=(), description="Roles in which a voter wants to be in a session without voting for it."
    )
    track_chairs: bool = Field(
        default=False, description="Whether a voter who chairs a track wants to be in each of its sessions."
    )
    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")

    @model_validator(mode="after")
    def _slots_are_of_exact_times(self) -> Self:
        if self.count == "slots" and self.scope != "time":
            raise ValueError('count "slots" compares exact times, so it needs the scope "time"')
        return self

    def applies(self, conference: Conference) -> bool:
        """Whether enough attendees want the same two sessions."""
        return len(conference.votes) >= self.at_least and bool(self._wanted_pairs(conference))

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def _wanted_pairs(self, conference: Conference) -> dict[Pair, int]:
        """Return for each pair that enough attendees want their number; the earlier session of a pair is first."""
        rank = {session.id: number for number, session in enumerate(conference.sessions)}
        counts: Counter[Pair] = Counter()
        other = self._other_pairs(conference)
        for ballot in conference.votes:
            pairs = {*combinations(ballot.sessions, 2), *other.get(ballot.voter, ())}
            counts.update({(a, b) if rank[a] < rank[b] else (b, a) for a, b in pairs})
        kept, by_role = self._kept(conference), {frozenset(pair) for pairs in other.values() for pair in pairs}
        return {
            pair: number
            for pair, number in sorted(counts.items())
            if number >= self.at_least and (kept is None or {*pair} in kept or {*pair} in by_role)
        }

    def _kept(self, conference: Conference) -> frozenset[frozenset[str]] | None:
        """Return the pairs that more voters want than chance explains; None for all pairs."""
        if self.chance_percent is None:
            return None
        return more_than_chance((ballot.sessions for ballot in conference.votes), self.chance_percent / 100)

    def _other_pairs(self, conference: Conference) -> dict[str, list[Pair]]:
        """For each voter, the pairs of a session voted for and a session in which the voter has a role."""
        parts = conference.sessions_by_person(self.roles)
        track_of = {session.id: session.track for session in conference.sessions}
        found: dict[str, list[Pair]] = {}
        for ballot in conference.votes:
            pairs = [(a, b) for a in ballot.sessions for b in parts.get(ballot.voter, ()) if a != b]
            for track in conference.tracks if self.track_chairs else ():
                if ballot.voter in track.chairs:
                    of_track = conference.sessions_by_track[track.id]
                    pairs += [(a, b.id) for a in ballot.sessions for b in of_track if track_of[a] != track.id]
            found[ballot.voter] = pairs
        return found

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each pair, and add lower bounds on the clashes if there are more wanted sessions than times."""
        from agenda_solver.cpsat.cuts.pigeonhole import add_pigeonhole_cuts

        if self.is_hard and self.scope == "time" and self.at_least == 1 and self.chance_percent is None:
            self._keep_apart(decisions)
            return None
        cost = decisions.cost(self.is_hard)
        charged = {}
        for pair, number in self._wanted_pairs(decisions.conference).items():
            together = self._overlap_variable(decisions, pair)
            if together is not None:
                amount = number if self.count == "voters" else 1
                cost.add(together, amount)
                charged[pair] = (amount, together)
        # Two sessions at once share at least one slot, so the bounds also hold for numbers of slots.
        add_pigeonhole_cuts(decisions, charged, self.scope)
        return cost

    def _keep_apart(self, decisions: Decisions) -> None:
        conference = decisions.conference
        cliques = {tuple(sorted(ballot.sessions)) for ballot in conference.votes}
        pairs = {(min(pair), max(pair)) for found in self._other_pairs(conference).values() for pair in found}
        for sessions in sorted(cliques | pairs):
            decisions.at_most_one_at_a_time(sessions)

    def _overlap_variable(self, decisions: Decisions, pair: Pair) -> Variable | None:
        from agenda_solver.cpsat.variables.overlap_slots import common_slots

        if self.count == "slots" and not self.is_hard:
            return common_slots(decisions, *pair)
        return decisions.at_once(*pair, self.scope, other_room=self.scope == "block")

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the voters of every pair of sessions that run at once."""
        voters, kept = conference.voters_by_session, self._kept(conference)
        needed = {id: frozenset(conference.session_by_id[id].people(self.roles)) for id in agenda}
        chairs = {track.id: frozenset(track.chairs if self.track_chairs else ()) for track in conference.tracks}
        for first, second in pairs_at_once(agenda, self.scope):
            tracks = [conference.session_by_id[id].track for id in (first, second)]
            of_first, of_second = (
                needed[id] | (chairs[track] if track and tracks[0] != tracks[1] else frozenset())
                for id, track in zip((first, second), tracks, strict=True)
            )
            both = voters[first] & voters[second]
            by_role = (voters[first] & of_second) | (voters[second] & of_first)
            wanting = both | by_role
            by_chance = kept is not None and not by_role and {first, second} not in kept
            if len(wanting) >= self.at_least and not by_chance:
                yield self._violation(conference, agenda, (first, second), len(wanting), wanting == both)

    def _violation(
        self, conference: Conference, agenda: Agenda, pair: Pair, number: int, only_voters: bool
    ) -> Violation:
        here, there = agenda[pair[0]], agenda[pair[1]]
        amounts = {"voters": number, "pairs": 1}
        amount = amounts[self.count] if self.count in amounts else slots_in_common(conference, here, there)
        titles = " and ".join(titles_of(agenda, pair))
        people = "1 attendee wants" if number == 1 else f"{number} attendees want"
        what = "see both" if only_voters else "be in both"
        how = "at once" if self.scope == "time" else "in different rooms of one block"
        how += f" for {counted(amount, 'slot')}" if self.count == "slots" else ""
        when = conference.clock(max(here.start, there.start))
        return Violation(amount, f"{people} to {what} {titles}, which are {how} ({when}).", pair)

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs that enough attendees want if they run at once."""
        grid = terms.grid
        for (first, second), voters in self._wanted_pairs(grid.conference).items():
            a, b = grid.number_of_session[first], grid.number_of_session[second]
            if self.count == "slots":
                terms.charge_pair(a, b, common_slots(grid))
            else:
                amount = voters if self.count == "voters" else 1
                terms.charge_at_once(a, b, self.scope, amount, other_room=True)
        return True
