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
    """Whether it works in a thread of its own beside the others, where there is more than one core."""

    elsewhere: ClassVar[bool] = False
    """Whether others' cores do its work, so that it has a thread of its own even where there is one core only."""

    prepares: ClassVar[bool] = False
    """Whether its turn may take a part of the time only, since it prepares the others' work."""

    turn_share: ClassVar[float] = 0.25
    """The share of the time that its turn has where it would else work beside the others, and there is but one core."""

    turn_a_session: ClassVar[float] = 0.02
    """The seconds for each session that such a turn has at most."""

    @abstractmethod
    def suits(self, state: SearchState) -> bool:
        """Whether the strategy is useful for this conference now; called before each turn."""

    @abstractmethod
    def run(self, state: SearchState, budget: Budget) -> None:
        """Work until the budget is spent, or no improvement can be expected."""
