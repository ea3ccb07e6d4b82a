"""What to ask for so that a fact about a part is no longer true, as a demand in the words of a committee."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agenda_solver.diagnosis.finding import listed
from agenda_solver.explaining.fact import Fact
from agenda_solver.model.conference import Conference

__all__ = ["demand_in_words"]


def demand_in_words(conference: Conference, fact: Fact) -> str:
    """Return the demand that takes a fact back; one without words of its own is told as the fact that is given up."""
    words = DEMANDS.get((fact.part, fact.name))
    return f"Do without this: {fact.message}" if words is None else words(conference, fact)


def _title(conference: Conference, fact: Fact) -> str:
    return f'"{conference.session_by_id[fact.id].title}"'


def _track(conference: Conference, id: Any) -> str:
    return conference.track_by_id[id].name


def _voter(conference: Conference, fact: Fact) -> str:
    """Return the name of somebody who voted, who need not be one of the conference's people."""
    somebody = conference.person_by_id.get(fact.id)
    return fact.id if somebody is None else somebody.name


DEMANDS: Mapping[tuple[str, str], Callable[[Conference, Fact], str]] = {
    ("sessions", "tags"): lambda c, f: f"Take the tag {listed(f.detail)} off {_title(c, f)}.",
    ("sessions", "track"): lambda c, f: f"Take {_title(c, f)} out of the track {_track(c, f.detail)}.",
    ("sessions", "position"): lambda c, f: f"Let {_title(c, f)} come anywhere in its track.",
    ("sessions", "plenary"): lambda c, f: f"Let other sessions run beside {_title(c, f)}.",
    ("sessions", "required_features"): lambda c, f: f"Let {_title(c, f)} do without {listed(f.detail)}.",
    ("people", "required_features"): lambda c, f: f"Let {c.person_by_id[f.id].name} do without {listed(f.detail)}.",
    ("sessions", "required_times"): lambda c, f: f"Let {_title(c, f)} be at other times than {listed(f.detail)}, too.",
    ("sessions", "prohibited_times"): lambda c, f: f"Let {_title(c, f)} be at a time of {listed(f.detail)}.",
    ("tracks", "chairs"): lambda c, f: f"Let the track {_track(c, f.id)} have no chair.",
    ("rooms", "session_types"): lambda c, f: f"Let {c.room_by_id[f.id].name} take sessions of every type.",
    ("rooms", "closed_blocks"): lambda c, f: f"Open {c.room_by_id[f.id].name} in every block.",
    ("votes", "sessions"): lambda c, f: f"Do not count what {_voter(c, f)} wants to see.",
}
