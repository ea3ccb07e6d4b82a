"""Sessions that take place several times: their copies in a conference, and possible mistakes in them.

A session says how often it takes place. The first time is the session itself; each further time is a session of its
own, with its own id and its own place, that names the first. Those that a file does not have yet are made here, at the
end of the list, so that the places of all others stay what they are in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from agenda_solver.errors import Mistake
from agenda_solver.model.display_names import field_of
from agenda_solver.model.field_types import MAX_OCCURRENCES
from agenda_solver.model.known_parts import Known
from agenda_solver.model.partial_conference import listed
from agenda_solver.model.parts import Session
from agenda_solver.model.pydantic_messages import item_of

__all__ = ["occurrences_belong", "told_of_the_written", "with_occurrences"]

MAX_ID, MAX_TITLE = 200, 2_000
MAX_SESSIONS = 100_000
FIELDS = Session.model_fields.keys()
# What is decided of one time only, or tells one session from every other in the program that it came from.
NOT_COPIED: dict[str, Any] = {"pin": None, "position": None, "attributes": {}}


def with_occurrences(raw: Any) -> tuple[Any, list[Mistake]]:
    """Add the further occurrences of each session that takes place several times, as far as they are not there yet.

    Returns
    -------
    The data with the new sessions at the end of its sessions, and a mistake for each that cannot be made. What is
    malformed stays as it is; whoever reads the data tells it.
    """
    if not isinstance(raw, Mapping):
        return raw, []
    written = listed(raw.get("sessions"))
    wanted = {number: many for number, item in enumerate(written) if (many := _count(item)) > 1}
    if not wanted:
        return raw, []
    if (total := len(written) + sum(wanted.values()) - len(wanted)) > MAX_SESSIONS:
        words = f"with all their occurrences there would be up to {total}; more than {MAX_SESSIONS} cannot be handled"
        return raw, [Mistake("sessions", words)]
    places = {id: f"sessions[{n}]" for n, item in reversed(list(enumerate(written))) if (id := _text(item, "id"))}
    there: dict[str, set[str]] = {}
    for item in written:
        if (first := _text(item, "occurrence_of")) is not None and (id := _text(item, "id")) is not None:
            there.setdefault(first, set()).add(id)
    # A session with a misspelt field may have meant to say that it is an occurrence; that field is told anyway.
    unclear = {_text(item, "id") for item in written if isinstance(item, Mapping) and not item.keys() <= FIELDS}
    made: list[Any] = []
    mistakes: list[Mistake] = []
    for number, many in wanted.items():
        first = _text(written[number], "id") or ""
        mine = there.get(first, set())
        for id, title in _missing(written[number], first, many, mine):
            if (wrong := _refused(id, many, places)) is not None:
                if id not in unclear:
                    mistakes.append(Mistake(f"sessions[{number}].occurrences", wrong))
                break
            places[id] = f"the occurrences of sessions[{number}]"
            made.append(_copy(written[number], id, title, first))
    return {**raw, "sessions": [*written, *made]}, mistakes


def _missing(item: Any, first: str, many: int, mine: set[str]) -> Iterable[tuple[str, str]]:
    """Return the ids and titles of the occurrences that are not there, in their order."""
    wanted, title = many - 1 - len(mine), _text(item, "title")
    for number in count(2):
        if wanted <= 0:
            return
        id = f"{first}#{number}"
        if id in mine:
            continue
        numbered = f"{title} ({number})"
        yield id, numbered if title is not None and len(numbered) <= MAX_TITLE else str(title)
        wanted -= 1


def _refused(id: str, many: int, places: Mapping[str, str]) -> str | None:
    """Return why an occurrence cannot have this id, or None where it can."""
    if len(id) > MAX_ID:
        return f"one of its {many} occurrences would get an id that is longer than {MAX_ID} characters"
    if id in places:
        return (
            f'one of its {many} occurrences would get the id "{id}", which already occurs at {places[id]}; '
            "if that session is the occurrence, let it say so with occurrence_of"
        )
    return None


def _count(item: Any) -> int:
    """Return how often a session takes place: once where it does not say, or where it is malformed."""
    many = field_of(item, "occurrences")
    is_number = isinstance(many, int) and not isinstance(many, bool)
    if not is_number or not 1 < many <= MAX_OCCURRENCES or field_of(item, "occurrence_of") is not None:
        return 1
    return many if _text(item, "id") else 1


def _text(item: Any, name: str) -> str | None:
    value = field_of(item, name)
    return value if isinstance(value, str) else None


def _copy(item: Any, id: str, title: str, first: str) -> Any:
    own = {"id": id, "title": title, "occurrences": 1, "occurrence_of": first, **NOT_COPIED}
    if isinstance(item, Session):
        fields = {name: getattr(item, name) for name in Session.model_fields}
        return Session.model_validate(fields | own)
    return {**item, **own}


def told_of_the_written(mistakes: Iterable[Mistake], raw: Any) -> list[Mistake]:
    """Return the mistakes without those of sessions that no file has: they are the same as those of the first.

    Parameters
    ----------
    mistakes
        What was found when the further occurrences had been added.
    raw
        The data without them.
    """
    written = len(listed(raw.get("sessions"))) if isinstance(raw, Mapping) else 0
    return [mistake for mistake in mistakes if _number(mistake.place) < written]


def _number(place: str) -> int:
    """Return which session a place is about, -1 where it is about something else."""
    field, number = item_of(place)
    return number if field == "sessions" else -1


def occurrences_belong(known: Known) -> None:
    """Note each occurrence of itself or of an occurrence, and those that are more than their session has."""
    sessions = known.sketches["sessions"]
    by_id = {session.get("id"): session for session in sessions}
    counted: dict[str, int] = {}
    for session in sessions:
        first, place = session.get("occurrence_of"), f"{session.place}.occurrence_of"
        if first is None:
            continue
        if session.get("occurrences") not in (1, None):
            known.say(f"{session.place}.occurrences", f'it is an occurrence itself; "{first}" says how many there are')
        if first == session.get("id"):
            known.say(place, "a session is not an occurrence of itself")
        elif first in by_id and (beyond := by_id[first].get("occurrence_of")) is not None:
            known.say(place, f'"{first}" is itself an occurrence of "{beyond}"')
        elif first in by_id and by_id[first].knows("occurrences"):
            counted[first] = counted.get(first, 1) + 1
            if counted[first] > (most := by_id[first].get("occurrences")):
                known.say(place, f'"{first}" takes place {_times(most)}; this would be number {counted[first]}')


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
