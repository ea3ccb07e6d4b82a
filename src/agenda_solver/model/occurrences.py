"""Sessions that take place several times: their copies in a conference, and checks of these.

A session has a number of occurrences. The first occurrence is the session itself. Each further one is a session with
its own id and place that refers to the first. Occurrences that are missing in a file are appended to the list of
sessions, so that the indices of all others stay those of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from agenda_solver.errors import Mistake
from agenda_solver.model.display_names import field_of
from agenda_solver.model.field_types import MAX_OCCURRENCES
from agenda_solver.model.known_parts import KnownParts
from agenda_solver.model.partial_conference import listed
from agenda_solver.model.parts import Session
from agenda_solver.model.pydantic_messages import item_of

__all__ = ["occurrences_belong", "with_occurrences", "without_mistakes_of_copies"]

MAX_ID, MAX_TITLE = 200, 2_000
MAX_SESSIONS = 100_000
FIELDS = Session.model_fields.keys()
# Fields that apply to one occurrence only, or that identify a session in the program from which it comes.
NOT_COPIED: dict[str, Any] = {"pin": None, "position": None, "attributes": {}}


def with_occurrences(raw: Any) -> tuple[Any, list[Mistake]]:
    """Append the missing occurrences of each session that takes place several times.

    Also return a mistake for each session whose occurrences cannot be made. Malformed data stay as they are;
    validation reports them.
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
    # The misspelt field of a session may be its occurrence_of; validation reports that field.
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
    """Yield the ids and titles of the missing occurrences, in their order."""
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
    """Return why an occurrence cannot have this id; None if it can."""
    if len(id) > MAX_ID:
        return f"one of its {many} occurrences would get an id that is longer than {MAX_ID} characters"
    if id in places:
        return (
            f'one of its {many} occurrences would get the id "{id}", which already occurs at {places[id]}; '
            "if that session is the occurrence, set its occurrence_of"
        )
    return None


def _count(item: Any) -> int:
    """Return how often a session takes place; 1 if it does not say so, is malformed, or is an occurrence itself."""
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


def without_mistakes_of_copies(mistakes: Iterable[Mistake], raw: Any) -> list[Mistake]:
    """Return the mistakes without those of appended occurrences, which repeat the mistakes of the first.

    ``raw`` is the data without the appended occurrences.
    """
    written = len(listed(raw.get("sessions"))) if isinstance(raw, Mapping) else 0
    return [mistake for mistake in mistakes if _number(mistake.place) < written]


def _number(place: str) -> int:
    """Return the index of the session in the place of a mistake, -1 if the place is elsewhere."""
    field, number = item_of(place)
    return number if field == "sessions" else -1


def occurrences_belong(known: KnownParts) -> None:
    """Report occurrences of themselves or of other occurrences, those with ``occurrences``, and surplus ones."""
    sessions = known.well_formed["sessions"]
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
