"""The start of a solve: the better of a given agenda and the published one.

Both are judged by the score alone. So a legal one is an answer before anything is compiled. However little time there
is, the result is never worse than the published agenda.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agenda_solver.errors import InvalidInput, ScoreMismatch
from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule

__all__ = ["START", "Start", "costs_less", "start_of"]

START = "start"
"""The value of ``Result.found_by`` for an agenda that existed before the search."""


@dataclass(frozen=True)
class Start:
    """Where a search begins.

    Attributes
    ----------
    hint
        The agenda to begin from: a legal one, or the given one; None if there is neither.
    draft
        A published agenda that is partial or illegal; its places are tried.
    scorecard
        The score of ``hint`` if it is legal; no answer is worse.
    """

    hint: Agenda | None = None
    draft: Agenda | None = None
    scorecard: Scorecard | None = None

    def at_least(self, result: Result, known: Mapping[int, int] | None = None) -> Result:
        """Return a result that is not worse than a legal start.

        ``known`` are the bounds that were known before the search.

        Raises
        ------
        ScoreMismatch
            If the solver says that no agenda can be as good, which would be a defect of this library.
        """
        if self.scorecard is None or self.hint is None:
            return result
        if result.status is Status.INFEASIBLE:
            raise ScoreMismatch("the solver reports infeasible, but there is a legal agenda to begin from")
        if result.scorecard is not None and not costs_less(self.scorecard, result.scorecard):
            return result
        found = {level: bound for level, bound in result.bounds.items() if bound is not None}
        bounds = _bounds_under({**(known or {}), **found}, self.scorecard)
        proven = all(bound == self.scorecard.costs.get(level, 0) for level, bound in bounds.items())
        return replace(
            result,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            agenda=self.hint,
            scorecard=self.scorecard,
            bounds=bounds,
            found_by=START,
            first_legal=0.0 if result.first_legal is None else result.first_legal,
        )


def start_of(conference: Conference, rules: Sequence[Rule], given: Agenda | None, *, from_published: bool) -> Start:
    """Return where a search begins.

    The ``given`` agenda may be partial, illegal, or of another state of the conference. ``from_published`` says whether
    the published agenda counts as well.
    """
    published = conference.published_agenda if from_published else None
    legal: list[tuple[Agenda, Scorecard]] = []
    for agenda in (given, published):
        here = None if agenda is None else _as_of(conference, agenda)
        if here is not None and (scorecard := score(conference, here, rules)).is_legal:
            legal.append((here, scorecard))
    if legal:
        agenda, scorecard = legal[-1] if costs_less(legal[-1][1], legal[0][1]) else legal[0]
        return Start(agenda, scorecard=scorecard)
    return Start(given, draft=published if given is None else None)


def costs_less(first: Scorecard, second: Scorecard) -> bool:
    """Whether an agenda costs less than another one, by the highest priority level on which they differ."""
    levels = sorted({*first.costs, *second.costs}, reverse=True)
    return [first.costs.get(level, 0) for level in levels] < [second.costs.get(level, 0) for level in levels]


def _as_of(conference: Conference, agenda: Agenda) -> Agenda | None:
    """Return an agenda as one of this conference; None if its places do not exist in this conference."""
    try:
        places = {id: conference.placement(id, p.room, p.block, p.slot) for id, p in agenda.items()}
    except InvalidInput:
        return None
    return Agenda(conference, places) if places == dict(agenda) else None


def _bounds_under(bounds: Mapping[int, int], scorecard: Scorecard) -> dict[int, int | None]:
    """Return the bounds that apply to an agenda: those on levels above which all costs are proven to be the least."""
    kept: dict[int, int | None] = {}
    holds = True
    for level in sorted({*bounds, *scorecard.costs}, reverse=True):
        bound, cost = bounds.get(level) if holds else None, scorecard.costs.get(level, 0)
        if bound is not None and bound > cost:
            raise ScoreMismatch(f"the agenda to begin from costs {cost}, less than the proven {bound}")
        kept[level] = bound
        holds = holds and bound == cost
    return kept
