"""What becomes of a place if its session is refused and everything else stays where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.progress import Status
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.diff import Diff, Move, Stand, diff
from agenda_solver.scenarios.losses import Loss

__all__ = ["Filling", "Refusal", "refusal_of"]

MOST_SHOWN = 5


@dataclass(frozen=True)
class Filling:
    """One way to fill the place of a refused session.

    Attributes
    ----------
    session
        The id of the session that takes the place and had none before; None if the place stays empty.
    agenda
        The agenda with it, in which nothing else has moved.
    delta
        The change of the cost on each priority level, highest level first. Level 0 is always included.
    """

    session: str | None
    agenda: Agenda
    delta: Mapping[int, int]

    @property
    def rank(self) -> tuple[int, ...]:
        """The sort key: the cost, highest priority level first; at equal cost an empty place comes last."""
        return (*self.delta.values(), self.session is None)

    @property
    def answer(self) -> str:
        """What becomes of the place, in a few words."""
        if self.session is None:
            return "its place stays empty"
        return f'"{self.agenda.conference.session_by_id[self.session].title}" takes its place'

    @property
    def sentence(self) -> str:
        """What becomes of the place, and the change of the cost, in a sentence."""
        if self.session is None:
            return f"{self.answer}: {_cost_in_words(self.delta)}."
        doubt = "" if self.agenda.conference.session_by_id[self.session].is_confirmed else ", itself not confirmed"
        return f"{self.answer}, {Stand.of(self.agenda, self.session)}{doubt}: {_cost_in_words(self.delta)}."

    def as_dict(self) -> dict[str, Any]:
        """Return the filling as plain data for JSON."""
        stand = None if self.session is None else Stand.of(self.agenda, self.session)
        return {
            "session": self.session,
            "place": None if stand is None else stand.as_dict(),
            "delta": {str(level): change for level, change in self.delta.items()},
        }


@dataclass(frozen=True)
class Refusal:
    """What would be done if a session is refused and nothing else has to move.

    Attributes
    ----------
    loss
        The session.
    before
        The agenda with it.
    fillings
        The ways that keep all hard rules, best first, with each session at most once. There is at least one.
    """

    loss: Loss
    before: Agenda
    fillings: tuple[Filling, ...]

    @property
    def agenda(self) -> Agenda:
        """The agenda with the best filling."""
        return self.fillings[0].agenda

    @cached_property
    def diff(self) -> Diff:
        """The difference from the agenda before, with the best filling."""
        return diff(self.before, self.agenda)

    @property
    def status(self) -> str:
        """Always optimal: all ways to fill the place are tried."""
        return str(Status.OPTIMAL)

    @property
    def moves(self) -> tuple[Move, ...]:
        """Always empty: no other session moves."""
        return ()

    @property
    def is_uneventful(self) -> bool:
        """Always False: who takes the place, or that it stays empty, has to be reported."""
        return False

    @property
    def told(self) -> tuple[str, ...]:
        """The names of the people to inform."""
        return tuple(name for _, name in self.diff.told)

    @property
    def proof(self) -> str:
        """What is proven, in a sentence."""
        return "Nothing else moves."

    @property
    def answer(self) -> str:
        """What would be done, in a few words: ``"Reserve" takes its place``."""
        return self.fillings[0].answer

    @property
    def sentences(self) -> tuple[str, ...]:
        """The best filling, then a few of the others."""
        first, *others = (filling.sentence for filling in self.fillings)
        shown = tuple(f"Or {sentence}" for sentence in others[:MOST_SHOWN])
        hidden = len(others) - len(shown)
        more = (f"Or in {hidden} more {'way' if hidden == 1 else 'ways'}, which cost no less.",) if hidden else ()
        return (first[0].upper() + first[1:], *shown, *more)

    def as_dict(self) -> dict[str, Any]:
        """Return the refusal as plain data for JSON."""
        return {
            **self.loss.as_dict(),
            "answer": self.answer,
            "status": self.status,
            "moves": 0,
            "fillings": [filling.as_dict() for filling in self.fillings],
            "diff": self.diff.as_dict(),
        }


def refusal_of(agenda: Agenda, loss: Loss) -> Refusal | None:
    """Return what would be done if a session of a legal agenda is refused; None if another session has to move.

    Each unplaced session is tried at every start and room within the place of the refused one. If the refused session
    takes place several times, one of its places is filled. All costs are exact.
    """
    conference = agenda.conference
    changed = apply_changes(conference, [loss.change])
    ledger = Ledger(changed, None, agenda.kept_in(changed))
    before, empty = Ledger(conference, None, agenda).costs, ledger.costs
    # A level whose rules no longer apply has no cost.
    levels = sorted({*before, *empty}, reverse=True)
    saved = {level: empty.get(level, 0) - before.get(level, 0) for level in levels}
    freed = [place for id, place in agenda.items() if id not in changed.session_by_id]
    ways = [Filling(None, ledger.agenda, saved)] if ledger.is_legal else []
    for session in ledger.agenda.unplaced:
        ways += _with_replacement(ledger, session.id, freed, saved)
    return Refusal(loss, agenda, tuple(sorted(ways, key=lambda way: way.rank))) if ways else None


def _with_replacement(
    ledger: Ledger, session: str, freed: Sequence[Placement], saved: Mapping[int, int]
) -> Iterator[Filling]:
    """Yield the best way to put an unplaced session into one of the freed places; nothing if it fits nowhere.

    The ledger has the agenda without the refused session; ``saved`` is the resulting change of the cost.
    """
    agenda = ledger.agenda
    ways = [
        Filling(session, agenda.with_placement(session, place), {n: saved[n] + costs.get(n, 0) for n in saved})
        for place, _, costs, legal in ledger.heat_map(session).weighed()
        if legal and any(_is_within(place, other) for other in freed)
    ]
    yield from sorted(ways, key=lambda way: way.rank)[:1]


def _is_within(place: Placement, other: Placement) -> bool:
    return place.room == other.room and other.start <= place.start and place.end <= other.end


def _cost_in_words(delta: Mapping[int, int]) -> str:
    """Return the changes of the cost in a few words."""
    parts = [
        f"{abs(change):,} {'more' if change > 0 else 'less'}{f' on priority level {level}' if level else ''}"
        for level, change in delta.items()
        if change
    ]
    return f"it would cost {' and '.join(parts)}" if parts else "it would cost as much as now"
