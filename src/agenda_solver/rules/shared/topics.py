"""Sessions with common topics: the tags that the committee declares as topics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from pydantic import Field

from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Tag
from agenda_solver.model.parts import Session
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.rules.base.rule import Problem, Rule
from agenda_solver.rules.base.sentences import listed

if TYPE_CHECKING:
    from agenda_solver.rules.base.amount_tables import Grid, Numbers

__all__ = ["TopicRule", "kind_of", "topics_in_words"]


def kind_of(tag: str) -> str | None:
    """Return the part of a tag before the first colon in lower case; None if there is no colon."""
    kind, colon, _ = tag.partition(":")
    return kind.strip().casefold() if colon else None


class TopicRule(Rule):
    """A rule about sessions that have topics in common."""

    topics: tuple[Tag, ...] = Field(default=(), description="Tags of sessions that are topics.")
    kinds: tuple[Tag, ...] = Field(
        default=(),
        description='What comes before the colon of tags that are topics, in any case: "topic" for such tags '
        'as "Topic: Rivers".',
    )

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each topic that no session carries, and for each kind without tags."""
        tags = {tag for session in conference.sessions for tag in session.tags}
        kinds = {kind for tag in tags if (kind := kind_of(tag)) is not None}
        for number, topic in enumerate(self.topics):
            if topic not in tags:
                yield Problem(f"topics[{number}]", f'no session carries the tag "{topic}"{guess(topic, sorted(tags))}')
        for number, kind in enumerate(self.kinds):
            if kind.strip().casefold() not in kinds:
                message = f'no session carries a tag that begins with "{kind}:"{guess(kind, sorted(kinds))}'
                yield Problem(f"kinds[{number}]", message)

    def topics_of(self, session: Session) -> tuple[str, ...]:
        """Return the tags of a session that are topics, each once."""
        kinds = {kind.strip().casefold() for kind in self.kinds}
        return tuple(dict.fromkeys(tag for tag in session.tags if tag in self.topics or kind_of(tag) in kinds))

    def in_common(self, first: Session, second: Session) -> tuple[str, ...]:
        """Return the topics that two sessions share, in the order of the first one's tags."""
        others = self.topics_of(second)
        return tuple(topic for topic in self.topics_of(first) if topic in others)

    def pairs(self, conference: Conference) -> dict[tuple[str, str], int]:
        """Return the number of common topics of each pair that has any, in the order of the programme."""
        of = [(session.id, frozenset(self.topics_of(session))) for session in conference.sessions]
        return {(a, b): len(x & y) for (a, x), (b, y) in combinations([each for each in of if each[1]], 2) if x & y}

    @staticmethod
    def weights(grid: Grid, pairs: dict[tuple[str, str], int]) -> Numbers:
        """Return the numbers of pairs as a matrix, with each pair in the row of its first session."""
        import numpy as np

        rank = grid.conference.session_rank
        table = np.zeros((grid.shape[0],) * 2, dtype=np.int64)
        for (first, second), number in pairs.items():
            table[rank[first], rank[second]] = number
        return table


def topics_in_words(topics: tuple[str, ...]) -> str:
    """Return topics as a list in a sentence: "a", "b" and "c", in quotation marks."""
    return listed(f'"{topic}"' for topic in topics)
