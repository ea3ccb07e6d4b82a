"""Questions about a board to the solver, as plain data. The answer consists of proposals and sentences."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from agenda_solver.board.board import Board
from agenda_solver.board.move_commands import Place
from agenda_solver.board.proposal import Proposal
from agenda_solver.board.proposals import (
    Effort,
    improve,
    make_room,
    repair,
    solve_anew,
    solve_options,
    solve_the_rest,
)
from agenda_solver.board.state import BoardState
from agenda_solver.model.agenda import Placement
from agenda_solver.progress import Progress
from agenda_solver.replanning.diff import Stand

__all__ = ["LONGEST", "PROPOSING", "Answer", "AtPlace", "Question", "Work"]

LONGEST = 600.0
"""Seconds that a question may take at most."""


class Answer(NamedTuple):
    """The answer to a question: proposals that move something, and sentences."""

    proposals: tuple[Proposal, ...] = ()
    sentences: tuple[str, ...] = ()

    @classmethod
    def of(cls, *proposals: Proposal, more: Iterable[str] = ()) -> Answer:
        """Return an answer with the proposals that move something, the reasons of the others, and more sentences."""
        moving = tuple(proposal for proposal in proposals if proposal.places)
        sentences = dict.fromkeys(line for proposal in proposals for line in proposal.reason)
        return cls(moving, (*sentences, *more))


@dataclass(frozen=True)
class Work:
    """The board and the search settings for answering a question."""

    board: Board
    progress: Callable[[Progress], None]
    stop: Event  # when set, the search ends with what it has found so far
    workers: int | None = None  # threads of one solve; None for the default

    def options(self, seconds: float) -> Effort:
        """Return the arguments of the proposal functions."""
        return {"seconds": seconds, "workers": self.workers, "stop": self.stop, "progress": self.progress}

    def limits(self, seconds: float) -> dict[str, Any]:
        """Return the same settings as arguments of the solving functions."""
        return solve_options(self.options(seconds))


class Question(BaseModel):
    """A question to the solver; each kind is a subclass.

    Attributes
    ----------
    seconds
        The time limit.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(default=30.0, gt=0, le=LONGEST)

    @abstractmethod
    def words(self, state: BoardState) -> str:
        """Return the question in words; InvalidInput is raised if it names something that does not exist."""

    @abstractmethod
    def answer(self, work: Work) -> Answer:
        """Answer the question; this may take long.

        InvalidInput is raised if the question makes no sense in the current state of the board.
        """


class Rest(Question):
    """Places for the sessions that have none."""

    ask: Literal["rest"] = "rest"

    def words(self, state: BoardState) -> str:
        """Say how many sessions have no place."""
        return f"places for {_sessions(len(state.agenda.unplaced))}, around those that have one"

    def answer(self, work: Work) -> Answer:
        """Solve for the unplaced sessions, with all others fixed."""
        return Answer.of(solve_the_rest(work.board, **work.options(self.seconds)))


class Anew(Question):
    """The best agenda, if everything may move that is not locked."""

    ask: Literal["anew"] = "anew"

    def words(self, state: BoardState) -> str:
        """Say how many sessions are locked."""
        locked = sum(1 for session in state.conference.sessions if session.pin is not None)
        return "a new agenda" + (f" with {_sessions(locked)} locked" if locked else "")

    def answer(self, work: Work) -> Answer:
        """Solve for all sessions that are not locked."""
        return Answer.of(solve_anew(work.board, **work.options(self.seconds)))


class Repair(Question):
    """The fewest moves after which no hard rule is broken."""

    ask: Literal["repair"] = "repair"

    def words(self, state: BoardState) -> str:  # noqa: ARG002 - it is always the same
        """Return the question; it has no parameters."""
        return "the fewest moves after which no hard rule is broken"

    def answer(self, work: Work) -> Answer:
        """Find a repair."""
        return Answer.of(repair(work.board, **work.options(self.seconds)))


class Improve(Question):
    """The moves with the largest improvement.

    Attributes
    ----------
    most
        How many sessions may move.
    """

    ask: Literal["improve"] = "improve"
    most: int = Field(ge=1)

    def words(self, state: BoardState) -> str:  # noqa: ARG002 - it is always the same
        """Say how many sessions may move."""
        return f"the best moves of at most {_sessions(self.most)}"

    def answer(self, work: Work) -> Answer:
        """Find the moves greedily."""
        found = improve(work.board, self.most, seconds=self.seconds, stop=work.stop, progress=work.progress)
        return Answer.of(found)


class AtPlace(Question):
    """A question about a session at a certain place, given as in :class:`agenda_solver.board.move_commands.Place`.

    Attributes
    ----------
    session, room, start, block, slot
        The session and the place.
    """

    session: str
    room: str
    start: str | None = None
    block: str | None = None
    slot: int | None = None

    def found(self, state: BoardState) -> tuple[str, Placement]:
        """Return the id of the session and the place; InvalidInput is raised if there is no such session or place."""
        named = {name: getattr(self, name) for name in ("session", "room", "start", "block", "slot")}
        id = state.conference.find("sessions", self.session, "session")
        return id, Place(**named).apply(state).agenda[id]

    def named(self, state: BoardState) -> str:
        """Return the session and the place in words."""
        id, place = self.found(state)
        title = state.conference.session_by_id[id].title
        return f'"{title}" at {Stand.of(state.agenda.with_placement(id, place), id)}'


class Room(AtPlace):
    """The fewest moves by which a session can go to a certain place."""

    ask: Literal["room"] = "room"

    def words(self, state: BoardState) -> str:
        """Name the session and the place."""
        return f"room for {self.named(state)}"

    def answer(self, work: Work) -> Answer:
        """Find the fewest moves."""
        return Answer.of(make_room(work.board, *self.found(work.board.state), **work.options(self.seconds)))


def _sessions(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"


PROPOSING = (Rest, Anew, Repair, Improve, Room)
