"""Similar tracks do not compete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, TrackId
from agenda_solver.model.parts import Track
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.quick_terms import charge_rooms_apart
from agenda_solver.rules.base.rule import Problem, Rule, Scope, Violation
from agenda_solver.rules.base.selection import Row, unknown
from agenda_solver.rules.base.sentences import listed, titles_of
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["SimilarPair", "SimilarTracks"]


class SimilarPair(Row):
    """Two tracks with a common audience."""

    tracks: tuple[TrackId, TrackId] = Field(description="Ids or names of the two tracks.")
    amount: Annotated[int, Field(ge=1, le=1_000_000)] = Field(default=1, description="Points for each pair at once.")

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.tracks[0] == self.tracks[1]:
            raise ValueError("a track is not similar to itself; name two different tracks")
        return self


class SimilarTracks(Rule):
    r"""Tracks with a common audience are not at once.

    The similarity of two tracks is the sum of their amounts in ``pairs`` plus ``theme_amount`` for each common theme:

    .. math:: \mathrm{sim}(x, y) = \sum_{\text{pairs } \{x, y\}} \mathrm{amount} + \mathrm{theme\_amount} \cdot
              |\mathrm{themes}_x \cap \mathrm{themes}_y|

    Under ``scope="time"`` the amount is :math:`\mathrm{sim}(x, y)` for each pair of a session of :math:`x` and a
    session of :math:`y` that are at once. Under ``scope="block"`` it is :math:`\mathrm{sim}(x, y)` for each block and
    each pair of different rooms of which :math:`x` uses the one and :math:`y` the other in that block.

    Source: CoSPLib's similar tracks; OptaPlanner's "Theme track conflict" and "Sector conflict".
    """

    id: ClassVar[str] = "similar_tracks"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True

    pairs: tuple[SimilarPair, ...] = Field(default=(), description="Tracks that the committee calls similar.")
    theme_amount: Count = Field(default=1, description="Points for each theme that two tracks share.")
    scope: Scope = Field(default="time", description="Whether sessions at one time or rooms of a block are compared.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown track."""
        for number, pair in enumerate(self.pairs):
            yield from unknown(conference.names["tracks"], pair.tracks, f"pairs[{number}].tracks")

    def applies(self, conference: Conference) -> bool:
        """Whether two tracks that have sessions are similar."""
        return bool(self._similarities(conference))

    def _similarities(self, conference: Conference) -> dict[tuple[str, str], int]:
        """Return the similarity of each pair of similar tracks by their ids, the track with fewer sessions last."""
        sizes = {track: len(sessions) for track, sessions in conference.sessions_by_track.items()}
        found: Counter[tuple[str, ...]] = Counter()
        for pair in self.pairs:
            found[tuple(sorted(pair.tracks))] += pair.amount
        by_theme: dict[str, list[str]] = {}
        for track in conference.tracks:
            for theme in dict.fromkeys(track.themes):
                by_theme.setdefault(theme, []).append(track.id)
        for tracks in by_theme.values():
            found.update({tuple(sorted(pair)): self.theme_amount for pair in combinations(tracks, 2)})
        ordered = ((sorted(pair, key=lambda track: -sizes[track]), amount) for pair, amount in found.items() if amount)
        return {(a, b): amount for (a, b), amount in ordered if sizes[a] and sizes[b]}

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge pairs of sessions, or pairs of rooms."""
        from agenda_solver.cpsat.track_model.tracks_apart import charge_rooms_of_pair

        cost = decisions.cost(self.is_hard)
        similar = self._similarities(decisions.conference)
        if self.scope == "time":
            self._charge_sessions(decisions, cost, similar)
            return cost
        for (first, second), amount in similar.items():
            for block in decisions.conference.blocks:
                charge_rooms_of_pair(decisions, cost, (first, second), block.id, amount)
        return cost

    @staticmethod
    def _charge_sessions(decisions: Decisions, cost: Cost, similar: dict[tuple[str, str], int]) -> None:
        from agenda_solver.cpsat.cuts.pigeonhole import add_pigeonhole_cuts

        sessions = decisions.conference.sessions_by_track
        charged: dict[tuple[str, str], tuple[int, Literal]] = {}
        for (first, second), amount in similar.items():
            for pair in ((a.id, b.id) for a in sessions[first] for b in sessions[second]):
                together = decisions.at_once(*pair)
                if together is not None:
                    cost.add(together, amount)
                    charged[pair] = (amount, together)
        add_pigeonhole_cuts(decisions, charged)

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pair of sessions of different tracks, or every pair of tracks in every block."""
        if self.scope == "time":
            yield from self._sessions_at_once(conference, agenda)
            return
        placed = {conference.session_by_id[id].track for id in agenda}
        used = _rooms_used(conference, agenda)
        for first, second in combinations([t for t in conference.tracks if t.id in placed], 2):
            points = self._points(first, second)
            for block in conference.blocks if points else ():
                rooms = [used.get((track.id, block.id), ()) for track in (first, second)]
                number = sum(1 for here in rooms[0] for there in rooms[1] if here != there)
                if number:
                    yield self._in_block(conference, agenda, (first, second), block.id, rooms, points * number)

    def _points(self, first: Track, second: Track) -> int:
        named = sum(pair.amount for pair in self.pairs if {first.id, second.id} == set(pair.tracks))
        return named + self.theme_amount * len(set(first.themes) & set(second.themes))

    def _sessions_at_once(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        placed = [conference.session_by_id[id] for id in agenda if conference.session_by_id[id].track is not None]
        for a, b in combinations(placed, 2):
            if a.track == b.track or not overlaps(agenda[a.id], agenda[b.id]):
                continue
            first, second = conference.track_by_id[str(a.track)], conference.track_by_id[str(b.track)]
            points = self._points(first, second)
            if points:
                when = conference.clock(max(agenda[a.id].start, agenda[b.id].start))
                titles = " and ".join(titles_of(agenda, (a.id, b.id)))
                message = (
                    f'{titles} are at once ({when}), though their tracks "{first.name}" and '
                    f'"{second.name}" are similar.'
                )
                yield Violation(points, message, (a.id, b.id), tracks=(first.id, second.id))

    @staticmethod
    def _in_block(
        conference: Conference,
        agenda: Agenda,
        tracks: tuple[Track, Track],
        block: str,
        rooms: list[tuple[str, ...]],
        amount: int,
    ) -> Violation:
        whose = [
            f'"{track.name}" in {listed([conference.room_by_id[room].name for room in used])}'
            for track, used in zip(tracks, rooms, strict=True)
        ]
        when = conference.clock(conference.block_span[block].start)
        message = f"Similar tracks both run in the block of {when}: {listed(whose)}."
        ids = {track.id for track in tracks}
        sessions = [
            s.id for s in conference.sessions if s.id in agenda and s.track in ids and agenda[s.id].block == block
        ]
        together = tuple(dict.fromkeys(rooms[0] + rooms[1]))
        return Violation(amount, message, tuple(sessions), rooms=together, tracks=(tracks[0].id, tracks[1].id))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs of sessions, or of rooms, of every two similar tracks."""
        grid, conference = terms.grid, terms.grid.conference
        for first, second in combinations(conference.tracks, 2):
            points = self._points(first, second)
            if points and self.scope == "block":
                charge_rooms_apart(terms, first.id, second.id, points)
            elif points:
                sides = [conference.sessions_by_track[track.id] for track in (first, second)]
                for a, b in product(*sides):
                    terms.charge_overlap(grid.number_of_session[a.id], grid.number_of_session[b.id], points)
        return True


def _rooms_used(conference: Conference, agenda: Agenda) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """Return the rooms that each track uses in each block, in the order of the programme."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for id, place in agenda.items():
        found.setdefault((conference.session_by_id[id].track, place.block), set()).add(place.room)
    return {key: tuple(room.id for room in conference.rooms if room.id in used) for key, used in found.items()}
