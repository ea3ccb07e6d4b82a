"""Talks that are alike by their words: proposals for a committee, which says which of them should not be at once.

Each talk is a vector with a number for each of its words: how often the word occurs there (by its logarithm), times how
rare it is among all talks (by the logarithm of the inverse of the share of talks that have it). The likeness of two
talks is the cosine of the angle between their vectors, from 0 for no word in common to 1. A word of a title counts for
two. The vectors and the cosines are those of scikit-learn, which the extra ``similar`` brings.

Source: Salton and Buckley, "Term-weighting approaches in automatic text retrieval", Information Processing & Management
24 (1988).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.optional_libraries import library_of_extra
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.parts import Session

__all__ = ["LABEL", "Likeness", "similar_sessions", "with_similar_apart"]

LABEL = "similar"
"""The label of the rule ``not_in_parallel`` that keeps accepted pairs apart."""

WORD = re.compile(r"[^\W\d_]{3,}")
TIMES_IN_TITLE = 2
LONGEST_TEXT = 20_000
# Words in more than this share of the talks, and in more than this number of them, distinguish none.
COMMON_SHARE, FEW_TALKS = 0.2, 10
MOST_WORDS = 5
DIGITS = 12  # of a likeness: what differs only beyond them is equal on every machine


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
        If ``least`` is not above 0 and at most 1, if ``most`` is below 1, or if scikit-learn is not installed.
    """
    if not 0 < least <= 1:
        raise InvalidInput.single(f"must be above 0 and at most 1, not {least}", "least")
    if most < 1:
        raise InvalidInput.single(f"must be at least 1, not {most}", "most")
    sessions = [session for session in conference.sessions if session.occurrence_of is None]
    need = "comparing the words of sessions needs one more package"
    text = library_of_extra("sklearn.feature_extraction.text", "similar", need)
    texts = [_words(session) for session in sessions]
    if not (vocabulary := _vocabulary(texts)):
        return []
    weights = text.TfidfVectorizer(
        analyzer=list, vocabulary=vocabulary, sublinear_tf=True, smooth_idf=False, token_pattern=None
    ).fit(texts)
    weights.idf_ = weights.idf_ - 1  # its rarity has 1 added, so that a word in every talk would count
    vectors = weights.transform(texts)
    return [
        Likeness(sessions[first].id, sessions[second].id, likeness, _shared(vectors[[first, second]], vocabulary))
        for likeness, first, second in _nearest(vectors, least)[:most]
    ]


def _words(session: Session) -> list[str]:
    """Return all words of a session, each as often as it counts."""
    return [
        *TIMES_IN_TITLE * _words_in([session.title, *session.tags]),
        *_words_in([session.description or ""]),
    ]


def _words_in(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in WORD.findall(folded(text[:LONGEST_TEXT]))]


def _vocabulary(texts: Sequence[Sequence[str]]) -> list[str]:
    """Return the words that distinguish talks, in order.

    A word that only one talk has is among them: it makes that talk less like any other.
    """
    talks = Counter(word for words in texts for word in set(words))
    common = max(FEW_TALKS, COMMON_SHARE * len(texts))
    return sorted(word for word, number in talks.items() if number <= common)


def _nearest(vectors: Any, least: float) -> list[tuple[float, int, int]]:
    """Return the pairs of rows whose vectors are near enough, the nearest first, else in the order of the rows."""
    from sklearn.metrics.pairwise import cosine_similarity

    cosines = cosine_similarity(vectors, dense_output=False).tocoo()
    found = (
        (min(1.0, round(float(cosine), DIGITS)), int(first), int(second))
        for cosine, first, second in zip(cosines.data, cosines.row, cosines.col, strict=True)
        if first < second
    )
    return sorted((pair for pair in found if pair[0] >= least), key=lambda pair: (-pair[0], *pair[1:]))


def _shared(pair: Any, vocabulary: Sequence[str]) -> tuple[str, ...]:
    """Return the words that make two vectors near, those that contribute most first."""
    products = pair[0].multiply(pair[1]).tocoo()
    weights = {
        vocabulary[column]: round(float(weight), DIGITS)
        for column, weight in zip(products.col, products.data, strict=True)
    }
    words = (word for word, weight in weights.items() if weight > 0)
    return tuple(sorted(words, key=lambda word: (-weights[word], word))[:MOST_WORDS])


@typed
def with_similar_apart(conference: Conference, pairs: Iterable[Sequence[str]], *, weight: int = 1) -> Conference:
    """Return a conference in which it is wished that the sessions of some pairs are not at once.

    The pairs are the sets of a rule ``not_in_parallel`` with the label "similar". They replace its previous sets.

    Parameters
    ----------
    conference
        The conference.
    pairs
        Pairs of ids of sessions; without any, the rule is removed.
    weight
        What a pair at once costs.

    Raises
    ------
    InvalidInput
        If there is no such session, or the weight is not a valid one.
    """
    sets = [{"sessions": list(pair)} for pair in pairs]
    rules = [r for r in conference.rules if (r.rule, r.parameters().get("label")) != ("not_in_parallel", LABEL)]
    more = [{"rule": "not_in_parallel", "label": LABEL, "severity": weight, "sets": sets}] if sets else []
    return conference.replace(rules=(*rules, *more))
