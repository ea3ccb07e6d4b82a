"""Talks that are alike by their words: proposals for a committee, which says which of them should not be at once.

Each talk is a vector with a number for each of its words: how often the word occurs there (by its logarithm), times how
rare it is among all talks (by the logarithm of the inverse of the share of talks that have it). The likeness of two
talks is the cosine of the angle between their vectors, from 0 for no word in common to 1. A word of a title counts for
two.

Source: Salton and Buckley, "Term-weighting approaches in automatic text retrieval", Information Processing & Management
24 (1988).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from agenda_solver.arguments import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.parts import Session

__all__ = ["LABEL", "Likeness", "similar_sessions", "with_similar_apart"]

LABEL = "similar"
"""The label of the rule ``not_in_parallel`` that keeps accepted pairs apart."""

WORD = re.compile(r"[^\W\d_]{3,}")
TIMES_IN_TITLE = 2
LONGEST_TEXT = 20_000
# Words in more than such a share of the talks say nothing of any; with few talks, of so many nothing is left out.
COMMON_SHARE, FEW_TALKS = 0.2, 10
MOST_WORDS = 5


@dataclass(frozen=True)
class Likeness:
    """Two sessions that are alike.

    Attributes
    ----------
    first, second
        Their ids, in the order of the programme.
    likeness
        How alike, from 0 to 1.
    words
        The words that make them so, those that do most first.
    """

    first: str
    second: str
    likeness: float
    words: tuple[str, ...]


@typed
def similar_sessions(conference: Conference, *, least: float = 0.25, most: int = 100) -> list[Likeness]:
    """Return the pairs of sessions whose titles, descriptions and tags are most alike, the most alike first.

    They are proposals: nothing is changed. Occurrences of one session are no pair.

    Parameters
    ----------
    conference
        The conference.
    least
        How alike two sessions have to be, between 0 and 1.
    most
        How many pairs are returned at most.

    Raises
    ------
    InvalidInput
        When one of the two numbers is no such number.
    """
    if not 0 < least <= 1:
        raise InvalidInput.single(f"must be above 0, and 1 at most, not {least}", "least")
    if most < 1:
        raise InvalidInput.single(f"must be 1 at least, not {most}", "most")
    vectors = _vectors([session for session in conference.sessions if session.occurrence_of is None])
    having: dict[str, list[str]] = {}
    alike: dict[tuple[str, str], float] = {}
    for id, vector in vectors.items():
        for word, weight in vector.items():
            for other in having.setdefault(word, []):
                alike[other, id] = alike.get((other, id), 0.0) + weight * vectors[other][word]
            having[word].append(id)
    rank = conference.session_rank
    best = sorted(alike.items(), key=lambda found: (-found[1], rank[found[0][0]], rank[found[0][1]]))
    return [
        Likeness(*pair, min(1.0, likeness), _words(vectors[pair[0]], vectors[pair[1]]))
        for pair, likeness in best[:most]
        if likeness >= least
    ]


def _vectors(sessions: Sequence[Session]) -> dict[str, dict[str, float]]:
    """Return for each session the weight of each of its words, as a vector of length 1."""
    counts = {session.id: _counts(session) for session in sessions}
    talks = Counter(word for found in counts.values() for word in found)
    common = max(FEW_TALKS, COMMON_SHARE * len(sessions))
    rare = {word: log(len(sessions) / number) for word, number in talks.items() if 1 < number <= common}
    weights = {
        id: {word: (1 + log(number)) * rare[word] for word, number in found.items() if rare.get(word)}
        for id, found in counts.items()
    }
    # A word that only one talk has makes it longer, and so less like any other.
    alone = {
        id: sum(((1 + log(n)) * log(len(sessions))) ** 2 for word, n in found.items() if talks[word] == 1)
        for id, found in counts.items()
    }
    return {id: _of_length_1(mine, alone[id]) for id, mine in weights.items()}


def _counts(session: Session) -> Counter[str]:
    words = Counter(_words_in([session.title, *session.tags]))
    found: Counter[str] = Counter({word: TIMES_IN_TITLE * number for word, number in words.items()})
    found.update(_words_in([session.description or ""]))
    return found


def _words_in(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in WORD.findall(folded(text[:LONGEST_TEXT]))]


def _of_length_1(weights: Mapping[str, float], more: float) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in weights.values()) + more)
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _words(first: Mapping[str, float], second: Mapping[str, float]) -> tuple[str, ...]:
    both = sorted((word for word in first if word in second), key=lambda word: (-first[word] * second[word], word))
    return tuple(both[:MOST_WORDS])


@typed
def with_similar_apart(conference: Conference, pairs: Iterable[Sequence[str]], *, weight: int = 1) -> Conference:
    """Return a conference in which it is wished that the sessions of some pairs are not at once.

    They are the sets of a rule ``not_in_parallel`` of its own, with the label "similar"; what that had before goes.

    Parameters
    ----------
    conference
        The conference.
    pairs
        Pairs of ids of sessions; with none the rule goes.
    weight
        What a pair at once costs.

    Raises
    ------
    InvalidInput
        When there is no such session, or the weight is none.
    """
    sets = [{"sessions": list(pair)} for pair in pairs]
    rules = [r for r in conference.rules if (r.rule, r.parameters().get("label")) != ("not_in_parallel", LABEL)]
    more = [{"rule": "not_in_parallel", "label": LABEL, "severity": weight, "sets": sets}] if sets else []
    return conference.replace(rules=(*rules, *more))
