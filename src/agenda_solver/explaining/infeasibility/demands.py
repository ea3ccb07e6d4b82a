"""What to ask for so that a fact about a part of the conference no longer holds, in the words of a committee."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agenda_solver.diagnosis.finding import listed
from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.model.conference import Conference

__all__ = ["demand_in_words", "owner_in_words"]


def demand_in_words(conference: Conference, fact: Fact, who: str | None = None) -> str:
    """Return the demand that takes a fact back; one without words of its own is told as the fact that is given up.

    Parameters
    ----------
    conference, fact
        The conference, and the fact about one of its parts.
    who
        Words that stand for the part, instead of its name; only for a demand with words of its own.
    """
    words = DEMANDS.get((fact.part, fact.name))
    if words is None:
        return f"Do without this: {fact.message}" if who is None else ""
    return words(conference, fact, owner_in_words(conference, fact) if who is None else who)


def owner_in_words(conference: Conference, fact: Fact) -> str:
    """Return the title or name of the part that a fact is about."""
    if fact.part == "sessions":
        return f'"{conference.session_by_id[fact.id].title}"'
    if fact.part == "votes":  # somebody who voted need not be one of the conference's people
        somebody = conference.person_by_id.get(fact.id)
        return fact.id if somebody is None else somebody.name
    named: Mapping[str, Mapping[str, Any]] = {
        "people": conference.person_by_id,
        "rooms": conference.room_by_id,
        "tracks": conference.track_by_id,
    }
    return str(named[fact.part][fact.id].name) if fact.part in named else ""


def _track(conference: Conference, id: Any) -> str:
    return conference.track_by_id[id].name


DEMANDS: Mapping[tuple[str, str], Callable[[Conference, Fact, str], str]] = {
    ("sessions", "tags"): lambda _, f, who: f"Take the tag {listed(f.detail)} off {who}.",
    ("sessions", "track"): lambda c, f, who: f"Take {who} out of the track {_track(c, f.detail)}.",
    ("sessions", "position"): lambda _, _f, who: f"Let {who} come anywhere in its track.",
    ("sessions", "plenary"): lambda _, _f, who: f"Let other sessions run beside {who}.",
    ("sessions", "required_features"): lambda _, f, who: f"Let {who} do without {listed(f.detail)}.",
    ("people", "required_features"): lambda _, f, who: f"Let {who} do without {listed(f.detail)}.",
    ("sessions", "required_times"): lambda _, f, who: f"Let {who} be at other times than {listed(f.detail)}, too.",
    ("sessions", "prohibited_times"): lambda _, f, who: f"Let {who} be at a time of {listed(f.detail)}.",
    ("tracks", "chairs"): lambda _, _f, who: f"Let the track {who} have no chair.",
    ("rooms", "session_types"): lambda _, _f, who: f"Let {who} take sessions of every type.",
    ("rooms", "closed_blocks"): lambda _, _f, who: f"Open {who} in every block.",
    ("votes", "sessions"): lambda _, _f, who: f"Do not count what {who} wants to see.",
}
