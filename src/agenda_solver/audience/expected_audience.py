"""Expected audiences: how many people will want to hear each session, estimated from its favourites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import NormalDist

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import MAX_COUNT

__all__ = ["Expectation", "expected_audiences", "with_expected_audiences"]


@dataclass(frozen=True)
class Expectation:
    """How many want to hear a session, as far as votes say it.

    Attributes
    ----------
    session
        The id of the session.
    votes
        How many voters want it.
    expected
        How many participants want it, if voters are like the others.
    low, high
        The ends of the confidence interval of this number.
    stated
        The ``expected_audience`` that the conference has so far; 0 for none.
    """

    session: str
    votes: int
    expected: int
    low: int
    high: int
    stated: int


@typed
def expected_audiences(conference: Conference, participants: int, *, confidence: float = 0.95) -> list[Expectation]:
    """Return how many people are expected to want each session.

    The model: those who voted at all are a random sample of all participants, so the share of voters who want a session
    estimates the share of participants who do. The range is Wilson's interval for that share, with as many voters as
    the sample is worth when it is drawn from so few: n (N - 1) / (N - n) for n voters of N participants. Where
    everybody voted there is nothing left to estimate. It says how many *want* the session; whoever wants two that are
    at once comes to one of them. Voters who are keener than the others make every number too large.

    Of a session that takes place several times, the votes for all its occurrences are taken together, and the people
    are shared evenly among them.

    Parameters
    ----------
    conference
        A conference with votes.
    participants
        How many people attend in total.
    confidence
        How sure the range is, between 0 and 1.

    Raises
    ------
    InvalidInput
        If nobody voted, there are fewer participants than voters, or the confidence is not between 0 and 1.
    """
    voters = sum(1 for ballot in conference.votes if ballot.sessions)
    if not voters:
        raise InvalidInput.single("nobody voted, so no audience can be estimated", "votes")
    if not voters <= participants <= MAX_COUNT:
        words = f"must be a number of people from {voters} (the number who voted) to {MAX_COUNT:,}, not {participants}"
        raise InvalidInput.single(words, "participants")
    if not 0 < confidence < 1:
        raise InvalidInput.single(f"must be between 0 and 1, not {confidence}", "confidence")
    deviations = NormalDist().inv_cdf((1 + confidence) / 2)
    found = []
    for session in conference.sessions:
        occurrences = conference.occurrences.get(session.occurrence_of or session.id, (session.id,))
        votes = len(frozenset[str]().union(*(conference.voters_by_session[id] for id in occurrences)))
        numbers = _expected(votes, voters, participants, deviations)
        expected, low, high = (number / len(occurrences) for number in numbers)
        # Rounded outwards, and not below what is nearly a whole number already.
        ends = floor(low + 1e-9), ceil(high - 1e-9)
        found.append(Expectation(session.id, votes, round(expected), *ends, session.expected_audience))
    return found


def _expected(votes: int, voters: int, participants: int, deviations: float) -> tuple[float, float, float]:
    """Return how many participants want something that some voters want, and the ends of Wilson's interval.

    With the share p of voters, the effective sample size m and the quantile z (``deviations``), the ends are

        (p + z^2 / 2m ± z sqrt(p (1 - p) / m + z^2 / 4m^2)) / (1 + z^2 / m)
    """
    share = votes / voters
    if voters == participants:
        return float(votes), float(votes), float(votes)
    worth = voters * (participants - 1) / (participants - voters)
    square = deviations**2 / worth
    middle = (share + square / 2) / (1 + square)
    half = deviations / (1 + square) * sqrt(share * (1 - share) / worth + square / (4 * worth))
    # For the voters themselves the answer is known.
    low = max(float(votes), participants * (middle - half))
    high = min(float(participants - voters + votes), participants * (middle + half))
    return participants * share, low, high


@typed
def with_expected_audiences(
    conference: Conference, expectations: Iterable[Expectation], *, replace: bool = False, high: bool = False
) -> Conference:
    """Return a conference in which sessions expect what votes say.

    Parameters
    ----------
    conference
        The conference.
    expectations
        What is expected.
    replace
        Whether to replace what the conference expects already; without, only sessions that expect nobody yet change.
    high
        Whether to take the upper end of the range, so that rooms are hardly ever too small.
    """
    wanted = {each.session: each.high if high else each.expected for each in expectations}
    sessions = [
        session.model_copy(update={"expected_audience": wanted[session.id]})
        if session.id in wanted and (replace or not session.expected_audience)
        else session
        for session in conference.sessions
    ]
    return conference.replace(sessions=tuple(sessions))
