"""Groups of sessions that have something in common: a speaker, an audience, a tag of some kind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

import numpy as np
from pydantic import Field

from agenda_solver import Agenda, Conference, Severity
from benchmarks.families.optaplanner.rules.family import WISH, Numbers, PairRule

if TYPE_CHECKING:
    from agenda_solver.model.parts import Session

__all__ = ["Combinations", "InCommonRule", "common", "groups_of", "members", "pairs_in_common", "words_of"]

Combinations: TypeAlias = Annotated[
    tuple[tuple[str, ...], ...],
    Field(
        min_length=1,
        description='What makes a group: "speakers", "audience_types", or the kind of a tag ("theme" for tags such as '
        '"theme:Cloud"). Several in one entry make a group of each combination of their values; entries add up.',
    ),
]
Group: TypeAlias = tuple[int, tuple[str, ...]]


def _values(session: Session, aspect: str) -> tuple[str, ...]:
    if aspect == "speakers":
        return session.speakers
    if aspect == "audience_types":
        return session.audience_types
    prefix = f"{aspect}:"
    return tuple(tag.removeprefix(prefix) for tag in session.tags if tag.startswith(prefix))


def groups_of(session: Session, by: Combinations) -> frozenset[Group]:
    """Return the groups that a session belongs to: the number of the entry, and the values."""
    return frozenset(
        (number, values)
        for number, aspects in enumerate(by)
        for values in product(*(_values(session, aspect) for aspect in aspects))
    )


def members(conference: Conference, by: Combinations) -> dict[Group, list[str]]:
    """Return the ids of the sessions of each group that has two or more."""
    found: dict[Group, list[str]] = {}
    for session in conference.sessions:
        for group in sorted(groups_of(session, by)):
            found.setdefault(group, []).append(session.id)
    return {group: sessions for group, sessions in found.items() if len(sessions) > 1}


def common(conference: Conference, by: Combinations) -> Numbers:
    """Return for each pair of sessions how many groups they have in common."""
    groups = members(conference, by)
    belongs = np.zeros((len(conference.sessions), len(groups)), dtype=np.int64)
    for number, sessions in enumerate(groups.values()):
        belongs[[conference.session_rank[session] for session in sessions], number] = 1
    shared: Numbers = belongs @ belongs.T
    return shared


def pairs_in_common(
    conference: Conference, agenda: Agenda, by: Combinations
) -> Iterator[tuple[str, str, frozenset[Group]]]:
    """Return each pair of placed sessions that has a group in common, with those groups."""
    of = {id: groups_of(conference.session_by_id[id], by) for id in agenda}
    for first, second in combinations(agenda, 2):
        shared = of[first] & of[second]
        if shared:
            yield first, second, shared


def words_of(conference: Conference, by: Combinations, shared: frozenset[Group]) -> str:
    """Return what sessions have in common, in words: "Cloud", "Ada Lovelace", "Cloud for Managers"."""
    words = []
    for number, values in sorted(shared):
        named = [
            conference.person_by_id[value].name if aspect == "speakers" else value
            for aspect, value in zip(by[number], values, strict=True)
        ]
        words.append(" for ".join(named))
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


class InCommonRule(PairRule):
    """A rule about pairs of sessions that have something in common, counted in minutes for each thing."""

    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = WISH
    bears_absence: ClassVar[bool] = True

    by: Combinations

    def weights(self, conference: Conference) -> Numbers:
        """Count common groups."""
        return common(conference, self.by)
