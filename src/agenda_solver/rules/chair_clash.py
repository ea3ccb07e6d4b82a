"""No chair with two tracks at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Track
from agenda_solver.rules.base.quick_terms import charge_rooms_apart
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["ChairClash"]


class ChairClash(Rule):
    r"""Two tracks with a common chair are not in different rooms of one block.

    The amount is, over all blocks and all unordered pairs of tracks that have a chair in common, the number of pairs of
    different rooms of which the one track uses the first and the other the second:

    .. math:: \sum_b \sum_{\substack{\{x, y\} \\ C_x \cap C_y \ne \emptyset}}
              \left|\{(q, r) \in R_{xb} \times R_{yb} : q \ne r\}\right|

    where :math:`R_{xb}` are the rooms that track :math:`x` uses in block :math:`b`. A pair of tracks counts once,
    however many chairs it shares. In one room two such tracks may follow each other.

    Chairs of single sessions are covered by ``speaker_clash``.

    Source: CoSPLib's chairs' conflicts.
    """

    id: ClassVar[str] = "chair_clash"
    unit: ClassVar[str] = "pairs of rooms"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        """Whether two tracks that have sessions share a chair."""
        return bool(self._pairs_with_sessions(conference))

    def _pairs_with_sessions(self, conference: Conference) -> list[tuple[str, str]]:
        """Pairs of tracks with a common chair, the one with fewer sessions last."""
        sizes = {track: len(sessions) for track, sessions in conference.sessions_by_track.items()}
        by_chair: dict[str, list[str]] = {}
        for track in conference.tracks:
            for chair in set(track.chairs) if sizes[track.id] else ():
                by_chair.setdefault(chair, []).append(track.id)
        pairs = {pair for tracks in by_chair.values() for pair in combinations(tracks, 2)}
        return [(a, b) if sizes[a] >= sizes[b] else (b, a) for a, b in sorted(pairs)]

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge or forbid the pairs of rooms, block by block."""
        from agenda_solver.cpsat.track_model.tracks_apart import charge_rooms_of_pair

        cost = decisions.cost(self.is_hard)
        for pair in self._pairs_with_sessions(decisions.conference):
            for block in decisions.conference.blocks:
                charge_rooms_of_pair(decisions, cost, pair, block.id)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the rooms of every two tracks with a common chair in every block."""
        placed = {conference.session_by_id[id].track for id in agenda}
        used: dict[tuple[str | None, str], set[str]] = {}
        for id, place in agenda.items():
            used.setdefault((conference.session_by_id[id].track, place.block), set()).add(place.room)
        for first, second in combinations([t for t in conference.tracks if t.id in placed], 2):
            shared = [chair for chair in dict.fromkeys(first.chairs) if chair in second.chairs]
            for block in conference.blocks if shared else ():
                rooms = [used.get((track.id, block.id), set()) for track in (first, second)]
                number = sum(1 for here in rooms[0] for there in rooms[1] if here != there)
                if number:
                    message, together = self._sentence(conference, (first, second), rooms, shared, block.id)
                    ids = (first.id, second.id)
                    here = [s.id for s in conference.sessions if s.track in ids and s.id in agenda]
                    here = [id for id in here if agenda[id].block == block.id]
                    yield Violation(number, message, tuple(here), tuple(shared), together, ids)

    @staticmethod
    def _sentence(
        conference: Conference, tracks: tuple[Track, Track], rooms: list[set[str]], shared: list[str], block: str
    ) -> tuple[str, tuple[str, ...]]:
        """Return the message of a violation, and the ids of the rooms in the order of the message."""
        ordered = [[room for room in conference.rooms if room.id in used] for used in rooms]
        whose = [
            f'"{track.name}" in {listed(room.name for room in used)}'
            for track, used in zip(tracks, ordered, strict=True)
        ]
        names = listed(conference.person_by_id[chair].name for chair in shared)
        verb = "chairs" if len(shared) == 1 else "chair"
        when = conference.clock(conference.block_span[block].start)
        message = f"{names} {verb} tracks in different rooms in the block of {when}: {' and '.join(whose)}."
        return message, tuple(dict.fromkeys(room.id for used in ordered for room in used))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs of rooms of every two tracks with a common chair, block by block."""
        grid = terms.grid
        for first, second in self._pairs_with_sessions(grid.conference):
            charge_rooms_apart(terms, first, second, 1)
        return True
