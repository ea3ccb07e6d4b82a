"""Demands in the words of a committee: what to ask for so that a fact no longer holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.fact_sentences import value_in_words
from agenda_solver.model.conference import Conference

__all__ = ["demand_in_words", "owner_in_words"]


def demand_in_words(conference: Conference, fact: Fact, who: str | None = None) -> str:
    """Return the demand that takes a fact back. Without its own wording, the demand is to do without the fact.

    ``who`` replaces the name of the part. The result is then empty for a demand without its own wording.
    """
    demand = DEMANDS.get((fact.part, fact.name))
    if demand is None:
        return f"Do without this: {fact.message}" if who is None else ""
    what = value_in_words(conference, fact.name, fact.detail)
    return demand.format(who=owner_in_words(conference, fact) if who is None else who, what=what)


def owner_in_words(conference: Conference, fact: Fact) -> str:
    """Return the title or name of the part that a fact is about."""
    if fact.part == "sessions":
        return f'"{conference.session_by_id[fact.id].title}"'
    if fact.part == "votes":  # a voter need not be a person of the conference
        somebody = conference.person_by_id.get(fact.id)
        return fact.id if somebody is None else somebody.name
    named: Mapping[str, Mapping[str, Any]] = {
        "people": conference.person_by_id,
        "rooms": conference.room_by_id,
        "tracks": conference.track_by_id,
    }
    return str(named[fact.part][fact.id].name) if fact.part in named else ""


DEMANDS: Mapping[tuple[str, str], str] = {
    ("sessions", "tags"): "Take the tag {what} off {who}.",
    ("sessions", "track"): "Take {who} out of the track {what}.",
    ("sessions", "position"): "Let {who} come anywhere in its track.",
    ("sessions", "plenary"): "Let other sessions run at the same time as {who}.",
    ("sessions", "required_features"): "Let {who} do without {what}.",
    ("people", "required_features"): "Let {who} do without {what}.",
    ("sessions", "required_times"): "Also allow {who} at times without the tag {what}.",
    ("sessions", "prohibited_times"): "Allow {who} at a time tagged {what}.",
    ("tracks", "chairs"): "Let the track {who} have no chair.",
    ("rooms", "session_types"): "Let {who} take sessions of every type.",
    ("rooms", "closed_blocks"): "Open {who} in every block.",
    ("votes", "sessions"): "Ignore what {who} wants to see.",
}
