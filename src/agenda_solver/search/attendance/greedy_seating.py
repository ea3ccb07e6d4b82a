"""A fast lower bound on the wishes that a stretch of overlapping sessions fulfils.

The search needs this for every move. Both methods below seat attendees one by one. The result is feasible; the best
attendance may fulfil a little more.
"""

from __future__ import annotations

from agenda_solver.evaluation.grid import Spot
from agenda_solver.rules.shared.seating_flow import Audience, Seating, Stretch

__all__ = ["QuickSeating"]


class QuickSeating(Seating):
    """The wishes fulfilled when attendees are seated one by one."""

    def __init__(self, audience: Audience) -> None:
        super().__init__(audience)
        # Each wish is represented by its rank, the heaviest first: integers are sorted much faster than tuples.
        wishes = ((weight, voter, session) for session, found in enumerate(audience.wishes) for weight, voter in found)
        self._ranked = sorted(wishes, reverse=True)
        self._ranks: list[list[int]] = [[] for _ in audience.wishes]
        for rank, (_, _, session) in enumerate(self._ranked):
            self._ranks[session].append(rank)
        self._able: dict[Spot, list[int]] = {}

    def _attended_value(self, stretch: Stretch) -> int:
        return self._seat_by_regret(stretch) if self.audience.is_at_once(stretch) else self._seat_by_weight(stretch)

    def _seat_by_weight(self, stretch: Stretch) -> int:
        """Fulfil wishes greedily, the heaviest first, as long as they are possible."""
        audience, grid, ranked = self.audience, self.audience.grid, self._ranked
        base = min(grid.start[time] for _, time, _ in stretch)
        # The minutes of each session, and below those at which each attendee is busy, as bit masks.
        minutes = {s: (1 << grid.end[t] - grid.start[t]) - 1 << grid.start[t] - base for s, t, _ in stretch}
        left = {session: audience.seats[session][room] for session, _, room in stretch}
        busy: dict[int, int] = {}
        ranks: list[int] = []
        for spot in stretch:
            for voter in audience.busy[spot[0]]:
                busy[voter] = busy.get(voter, 0) | minutes[spot[0]]
            mine = self._able.get(spot)
            ranks += self._ranks_at(spot) if mine is None else mine
        ranks.sort()
        value = 0
        for rank in ranks:
            weight, voter, session = ranked[rank]
            taken = busy.get(voter, 0)
            if left[session] and not taken & minutes[session]:
                left[session] -= 1
                busy[voter] = taken | minutes[session]
                value += weight
        return value

    def _ranks_at(self, spot: Spot) -> list[int]:
        """Return the ranks of the wishes for a session by those who can attend it at its place, and cache them."""
        session, time, room = spot
        unable, mine = self.audience.unable(time, room), self._ranks[session]
        self._able[spot] = [rank for rank in mine if self._ranked[rank][1] not in unable] if unable else mine
        return self._able[spot]

    def _seat_by_regret(self, stretch: Stretch) -> int:
        """Seat attendees when all sessions are at once: everybody asks for their best session.

        Full sessions keep those with the largest regrets. The others ask for their next best session, until no session
        is overfull.
        """
        audience = self.audience
        engaged = frozenset[int]().union(*(audience.busy[session] for session, _, _ in stretch))
        asks: dict[int, list[tuple[int, int]]] = {}
        left = {session: audience.seats[session][room] for session, _, room in stretch}
        for session, time, room in stretch:
            unable = engaged | audience.unable(time, room)
            for weight, voter in audience.wishes[session] if left[session] else ():
                if voter not in unable:
                    asks.setdefault(voter, []).append((weight, session))
        seated: dict[int, list[tuple[int, int, int]]] = {session: [] for session in left}
        for voter, sessions in asks.items():
            sessions.sort()
            _ask(voter, sessions, seated)
        crowded = [session for session in left if len(seated[session]) > left[session]]
        while crowded:
            session = crowded.pop()
            here = seated[session]
            here.sort()
            away, here[:] = here[: -left[session]], here[-left[session] :]
            for _, _, voter in away:
                if asks[voter]:
                    other = _ask(voter, asks[voter], seated)
                    if len(seated[other]) > left[other] and other not in crowded:
                        crowded.append(other)
        return sum(weight for here in seated.values() for _, weight, _ in here)


def _ask(voter: int, sessions: list[tuple[int, int]], seated: dict[int, list[tuple[int, int, int]]]) -> int:
    """Let an attendee ask for their best remaining session, and return it."""
    weight, session = sessions.pop()
    regret = weight - sessions[-1][0] if sessions else weight
    seated[session].append((regret, weight, voter))
    return session
