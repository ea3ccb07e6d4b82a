"""The length of the late-acceptance history, and of a round, adapted over many rounds."""

from __future__ import annotations

from agenda_solver.search.local_search.late_acceptance import (
    HISTORY_FACTOR,
    IMPROVEMENT_SHARE,
    LEAST_PATIENCE,
    LONGEST_HISTORY,
    PATIENCE_OF_HISTORY,
    SHORTEST_AFTER_LONGEST,
    SHORTEST_HISTORY,
    SLACK,
)

__all__ = ["HistoryLengths"]

# Seconds of a round: for each session, then the limits of this product, and the maximum if a long history needs more.
SECONDS_A_SESSION, SHORTEST_ROUND, ROUND_SECONDS, LONGEST_ROUND = 0.003, 0.5, 3.0, 10.0

# Evaluations without improvement after which the search counts as stalled: a minimum, and a multiple of those before.
EVALUATIONS_TO_STALL, TIMES_TO_STALL = 1_500_000, 2


class HistoryLengths:
    """The length of the history in the next round (``history``), and the slack and the seconds of that round.

    The history grows after many evaluations without improvement; from then on walks restart with some slack.
    """

    def __init__(self, sessions: int) -> None:
        self._least = min(ROUND_SECONDS, max(SHORTEST_ROUND, SECONDS_A_SESSION * sessions))
        self.history = SHORTEST_HISTORY
        self._again = False
        self._evaluations = self._best_at = self._improved_at = 0
        self._rate = 0.0

    @property
    def seconds(self) -> float:
        """The seconds of the next round."""
        needed = PATIENCE_OF_HISTORY * self.history / self._rate if self._rate else 0.0
        return min(LONGEST_ROUND, max(self._least, needed))

    def slack(self, wishes: int) -> int:
        """Return by how much an agenda may be worse at a restart from one whose wishes cost ``wishes``."""
        return max(1, round(SLACK * wishes)) if self._again else 0

    def note(self, before: int, after: int, evaluations: int, seconds: float) -> None:
        """Record a round: its evaluations, its seconds, and the change of the best cost."""
        self._evaluations += evaluations
        self._rate = evaluations / seconds if seconds else 0.0
        if after < before:
            self._best_at = self._evaluations
        if after < before * (1 - IMPROVEMENT_SHARE):
            self._improved_at = self._evaluations
        if self._evaluations - self._improved_at > max(LEAST_PATIENCE, PATIENCE_OF_HISTORY * self.history):
            longer = self.history < LONGEST_HISTORY
            self.history = min(LONGEST_HISTORY, HISTORY_FACTOR * self.history) if longer else SHORTEST_AFTER_LONGEST
            self._again, self._improved_at = True, self._evaluations

    @property
    def has_stalled(self) -> bool:
        """Whether there has been no improvement for so long that another one is unlikely."""
        return self._evaluations - self._best_at > max(EVALUATIONS_TO_STALL, TIMES_TO_STALL * self._best_at)
