"""No speaker in two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session
from agenda_solver.rules.base.quick_terms import common_slots
from agenda_solver.rules.base.rule import Role, Rule, Scope, Violation
from agenda_solver.rules.base.sentences import counted, listed, titles_of
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.rules.shared.clashes import pairs_at_once, slots_in_common

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["SpeakerClash"]

Pair = tuple[str, str]


class SpeakerClash(Rule):
    r"""Two sessions of one person are not at once.

    The amount is the number of unordered pairs of sessions that share at least one person in one of the ``roles`` and
    are at once:

    .. math:: \left|\{\{a, b\} : P_a \cap P_b \ne \emptyset,\ a \text{ and } b \text{ at once}\}\right|

    Under ``scope="time"`` two sessions are at once when their half-open times overlap; under ``scope="block"`` when
    they are in the same block but in different rooms: people should be able to stay in one room for a block.
    A pair counts once, however many people it shares; with ``count="people"`` once for each person who cannot be in
    both. With ``count="slots"`` it counts once for each slot during which both run; the slots are those of the block of
    the session that comes first in the programme.

    With ``track_chairs=True`` a pair also counts when somebody who has one of the ``roles`` in the one session chairs
    the track of the other, and the one is not of that track. Two sessions whose tracks share a chair are covered by
    ``chair_clash``.

    Source: every scheduler has it; CoSPLib's presenter conflicts (both levels), OptaPlanner's "Speaker conflict".
    """

    id: ClassVar[str] = "speaker_clash"
    unit: ClassVar[str] = "pairs of sessions, slots or people"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs"), min_length=1, description="Roles in which a person counts."
    )
    track_chairs: bool = Field(
        default=False, description="Whether the chairs of a track are busy with each of its sessions, too."
    )
    scope: Scope = Field(default="time", description="Whether exact times or whole blocks are compared.")
    count: Literal["pairs", "slots", "people"] = Field(
        default="pairs",
        description='Whether a pair counts once, or for each common slot (with scope "time" only), or for each person.',
    )

    @model_validator(mode="after")
    def _slots_are_of_exact_times(self) -> Self:
        if self.count == "slots" and self.scope != "time":
            raise ValueError('count "slots" compares exact times, so it needs the scope "time"')
        return self

    @property
    def measured_in(self) -> str:
        """Pairs of sessions, their common slots, or the people who would have to be in both."""
        return "pairs of sessions" if self.count == "pairs" else self.count

    def applies(self, conference: Conference) -> bool:
        """Whether a person has two sessions, or has one and chairs the track of another."""
        return bool(self._sessions_of_busy_people(conference)) or any(self._pairs_of_chairs(conference).values())

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def _sessions_of_busy_people(self, conference: Conference) -> dict[str, list[str]]:
        found = conference.sessions_by_person(self.roles)
        return {person: sessions for person, sessions in found.items() if len(sessions) > 1}

    def _pairs_of_chairs(self, conference: Conference) -> dict[str, set[Pair]]:
        """For each chair, the pairs of one of their sessions and one of their track, in the order of the programme."""
        rank, sessions_of = conference.session_rank, conference.sessions_by_person(self.roles)
        found: dict[str, set[Pair]] = {}
        for track in conference.tracks if self.track_chairs else ():
            of_track = [session.id for session in conference.sessions_by_track[track.id]]
            for chair in track.chairs:
                elsewhere = set(sessions_of.get(chair, ())).difference(of_track)
                pairs = {(a, b) if rank[a] < rank[b] else (b, a) for a in elsewhere for b in of_track}
                found.setdefault(chair, set()).update(pairs)
        return found

    def _people_of_pairs(self, conference: Conference) -> dict[Pair, int]:
        """Return for each pair, in the order of the programme, how many people would have to be in both sessions."""
        found = self._pairs_of_chairs(conference)
        for person, sessions in self._sessions_of_busy_people(conference).items():
            found.setdefault(person, set()).update(combinations(sessions, 2))
        people = Counter(pair for pairs in found.values() for pair in pairs)
        return dict(sorted(people.items()))

    def post(self, decisions: Decisions) -> Cost | None:
        """Make each person's sessions a clique, or charge their pairs."""
        from agenda_solver.cpsat.variables.overlap_slots import common_slots

        if self.is_hard and self.scope == "time":
            self._keep_apart(decisions)
            return None
        cost = decisions.cost(self.is_hard)
        for (first, second), people in self._people_of_pairs(decisions.conference).items():
            if self.count == "slots" and not self.is_hard:
                together = common_slots(decisions, first, second)
            else:
                together = decisions.at_once(first, second, self.scope, other_room=self.scope == "block")
            cost.add(together, people if self.count == "people" else 1)
        return cost

    def _keep_apart(self, decisions: Decisions) -> None:
        groups = self._sessions_of_busy_people(decisions.conference).values()
        shared = {pair for sessions in groups for pair in combinations(sessions, 2)}
        chaired = {pair for pairs in self._pairs_of_chairs(decisions.conference).values() for pair in pairs}
        for sessions in [*groups, *sorted(chaired - shared)]:
            decisions.at_most_one_at_a_time(sessions)

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the people of every pair of sessions that run at once."""
        people = {id: conference.session_by_id[id].people(self.roles) for id in agenda}
        members = {id: frozenset(found) for id, found in people.items()}
        chairs: dict[str | None, frozenset[str]] = {None: frozenset()}
        chairs |= {track.id: frozenset(track.chairs if self.track_chairs else ()) for track in conference.tracks}
        for first, second in pairs_at_once(agenda, self.scope):
            a, b = conference.session_by_id[first], conference.session_by_id[second]
            shared = members[first] & members[second]
            apart = a.track != b.track
            of_track_b = (members[first] & chairs[b.track]) - shared if apart else frozenset()
            of_track_a = (members[second] & chairs[a.track]) - shared if apart else frozenset()
            if shared or of_track_a or of_track_b:
                who = [
                    [id for id in people[first] if id in shared],
                    [id for id in people[first] if id in of_track_b],
                    [id for id in people[second] if id in of_track_a],
                ]
                yield self._violation(conference, agenda, (a, b), who)

    def _violation(
        self, conference: Conference, agenda: Agenda, pair: tuple[Session, Session], who: list[list[str]]
    ) -> Violation:
        """Return the violation; ``who`` holds people in both, chairs of the second track, chairs of the first."""
        a, b = pair
        here, there = agenda[a.id], agenda[b.id]
        everybody = tuple(dict.fromkeys(person for people in who for person in people))
        number = slots_in_common(conference, here, there) if self.count == "slots" else 1
        amount = len(everybody) if self.count == "people" else number
        clauses = [
            f"{listed(conference.person_by_id[person].name for person in people)} cannot be {where} at once"
            for people, where in zip(who, _place_words(agenda, a, b), strict=True)
            if people
        ]
        how_long = f" for {counted(number, 'slot')}" if self.count == "slots" else ""
        when = conference.clock(max(here.start, there.start))
        message = f"{', and '.join(clauses)}{how_long} ({when})."
        return Violation(amount, message, (a.id, b.id), everybody)

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs that share people."""
        grid = terms.grid
        for (first, second), people in self._people_of_pairs(grid.conference).items():
            a, b = grid.number_of_session[first], grid.number_of_session[second]
            if self.count == "slots":
                terms.charge_pair(a, b, common_slots(grid))
            else:
                amount = people if self.count == "people" else 1
                terms.charge_at_once(a, b, self.scope, amount, other_room=True)
        return True


def _place_words(agenda: Agenda, a: Session, b: Session) -> tuple[str, str, str]:
    conference = agenda.conference
    title_a, title_b = titles_of(agenda, (a.id, b.id))
    name_a, name_b = (conference.track_by_id[s.track].name if s.track else "" for s in (a, b))
    return (
        f"in {title_a} and in {title_b}",
        f'in {title_a} and chair {title_b} of the track "{name_b}"',
        f'in {title_b} and chair {title_a} of the track "{name_a}"',
    )
