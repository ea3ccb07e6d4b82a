"""The base class of search strategies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from agenda_solver.search.state import SearchState
from agenda_solver.search.turn_budget import Budget

__all__ = ["Strategy"]


class Strategy(ABC):
    """One way to find agendas or bounds.

    A new object is made for each solve that names the strategy by its id or class, so it may keep a state between its
    turns. It reports agendas to the search state with :meth:`~agenda_solver.search.state.SearchState.offer`, which
    scores them, and bounds with :meth:`~agenda_solver.search.state.SearchState.prove`.
    """

    id: ClassVar[str]
    beside: ClassVar[bool] = False
    """Whether it runs in its own thread at the same time as the others, if there is more than one core."""

    elsewhere: ClassVar[bool] = False
    """Whether its work is done on other cores, so that it gets its own thread even if there is only one core here."""

    prepares: ClassVar[bool] = False
    """Whether it prepares the work of the others, so that its turn is limited to a part of the time."""

    turn_share: ClassVar[float] = 0.25
    """The share of the remaining time for its turn, if it should run beside the others but there is only one core."""

    turn_a_session: ClassVar[float] = 0.02
    """The maximum seconds of such a turn for each session of the conference."""

    @abstractmethod
    def suits(self, state: SearchState) -> bool:
        """Whether the strategy is useful for this conference now; called before each turn."""

    @abstractmethod
    def run(self, state: SearchState, budget: Budget) -> None:
        """Work until the budget is spent, or no improvement can be expected."""
