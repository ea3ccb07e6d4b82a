"""What can be read of the wishes in the titles of talks: what opens a devroom, and what the same people come for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from agenda_solver.model.parts import Session
from benchmarks.families.fosdem.devrooms import Devroom

# A welcome is short; a talk that only has such a word in its title need not be one.
LONGEST_OPENING = 15
OPENING = re.compile(
    r"\bwelcome\b|\b(?:devroom|dev room) opening\b|\bopening\b.*\b(?:devroom|dev room)\b", re.IGNORECASE
)

# A word that is written like no ordinary one: SBOM, RISC-V, eBPF, PostgreSQL, IPv6, C++.
WORD = re.compile(r"[^\W_](?:[\w.+#-]*[\w+#])?")
# A capital letter or a sign within a word; not where a hyphen makes one of two (Open-Source).
WITHIN = re.compile(r"(?<=[\w.])[A-Z]|[+#]")
# Other words say something when they are long, and rare.
LONG = 6
# Who would come for something that many talks are about has a devroom for it.
MOST_TALKS = 6


def opening_of(devroom: Devroom) -> Session | None:
    """Return the talk that welcomes people to a devroom; None where none does, or more than one."""
    found = [s for s in devroom.sessions if (s.duration_minutes or 0) <= LONGEST_OPENING and OPENING.search(s.title)]
    return found[0] if len(found) == 1 else None


def topics(devrooms: Sequence[Devroom]) -> dict[str, tuple[str, ...]]:
    """Return the words in titles that talks of several devrooms of one day have in common, with the ids of the talks.

    Whoever comes for one of these talks would like to hear the others. Words that more than a few talks have are left
    out, and so are welcomes and what is the same set of talks as another word.
    """
    talks: dict[str, list[tuple[str, Devroom]]] = {}
    for devroom in devrooms:
        opening = opening_of(devroom)
        for session in devroom.sessions:
            for name in _names("" if session is opening else session.title):
                talks.setdefault(name, []).append((session.id, devroom))
    found: dict[str, tuple[str, ...]] = {}
    known: set[tuple[str, ...]] = set()
    for name, places in sorted(talks.items()):
        ids = tuple(id for id, _ in places)
        if 2 <= len(ids) <= MOST_TALKS and ids not in known and _can_meet(devroom for _, devroom in places):
            known.add(ids)
            found[name] = ids
    return found


def _names(title: str) -> Iterator[str]:
    """Return the names and the long words in a title, each once."""
    words = dict.fromkeys(WORD.findall(title))
    is_shouted = title.upper() == title
    seen: set[str] = set()
    for word in words:
        is_name = not is_shouted and bool(WITHIN.search(word))
        if (is_name or len(word) >= LONG) and word.casefold() not in seen:
            seen.add(word.casefold())
            yield word.casefold()


def _can_meet(devrooms: Iterable[Devroom]) -> bool:
    """Whether two of the devrooms are open at the same time."""
    chosen = {devroom.id: devroom for devroom in devrooms}.values()
    return any(a.start < b.end and b.start < a.end for a, b in combinations(chosen, 2))
