"""What a late change makes count, and that moves are only proven where the rules that count them agree."""

from __future__ import annotations

import json
from typing import Any

from agenda_solver import Conference, Status
from agenda_solver.replanning.replan import replan

BLOCKS = (
    {"id": "nine", "day": "d", "start": "2025-05-29T09:00+00:00", "end": "2025-05-29T10:00+00:00"},
    {"id": "ten", "day": "d", "start": "2025-05-29T10:00+00:00", "end": "2025-05-29T11:00+00:00"},
)


def conference(**parts: Any) -> Conference:
    """Return a conference of one day with two blocks of an hour, unless others are given, and one room."""
    raw = {
        "id": "c",
        "name": "C",
        "time_zone": "UTC",
        "days": [{"id": "d", "date": "2025-05-29"}],
        "blocks": BLOCKS,
        "rooms": [{"id": "hall", "name": "Hall"}],
        **parts,
    }
    return Conference.model_validate_json(json.dumps(raw))


def talk(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": id.title(), "duration_minutes": 60, **more}


def at(session: str, hour: int, room: str = "hall") -> dict[str, str]:
    return {"session": session, "room": room, "start": f"2025-05-29T{hour:02}:00+00:00"}


def test_a_session_that_was_published_in_one_of_two_overlapping_blocks_has_not_moved_in_the_other() -> None:
    # Only the small room is left to A, and only in the long block; its time may be any in that block. So the move of
    # the room is all it costs.
    long = {**BLOCKS[0], "id": "long", "end": "2025-05-29T12:00+00:00", "slot_minutes": 60}
    found = replan(
        conference(
            blocks=(BLOCKS[0], long),
            rooms=[
                {"id": "hall", "name": "Hall", "closed_blocks": ["long"]},
                {"id": "small", "name": "Small", "closed_blocks": ["nine"]},
            ],
            sessions=[talk("a"), talk("b", pin={"room": "hall", "block": "nine"})],
            published=[at("a", 9)],
            rules=[{"rule": "published_time", "scope": "block", "severity": 1000}],
        ),
        time_limit=60,
        workers=1,
    )
    assert (found.minimal, found.least) == (True, 1)


def test_moves_are_proven_where_one_rule_counts_blocks_and_another_times() -> None:
    # A has to leave nine o'clock to B, and stays in its block: the rule of blocks counts nothing, the other one 1.
    level = {"priority": 1, "weight": 100}
    found = replan(
        conference(
            blocks=[{**BLOCKS[0], "end": "2025-05-29T11:00+00:00", "slot_minutes": 60}],
            sessions=[talk("a"), talk("b", pin={"start": "2025-05-29T09:00+00:00"})],
            published=[at("a", 9)],
            rules=[
                {"rule": "published_time", "label": "blocks", "scope": "block", "severity": level},
                {"rule": "published_time", "label": "times", "scope": "time", "severity": {**level, "weight": 1}},
                {"rule": "published_room", "severity": level},
            ],
        ),
        keep="rules",
        time_limit=60,
        workers=1,
    )
    assert (found.minimal, found.least) == (True, 1)


def test_somebody_who_comes_late_does_not_make_the_wishes_of_others_count() -> None:
    # Pia would rather not speak at nine, and does. That Quinn comes at half past nine is no reason to move her.
    pia = {"id": "pia", "name": "Pia", "available": [{"start": BLOCKS[1]["start"], "end": BLOCKS[1]["end"]}]}
    quinn = {"id": "quinn", "name": "Quinn"}
    late = {"change": "person available", "person": "quinn", "not_before": "2025-05-29T09:30+00:00"}
    found = replan(
        conference(
            people=[pia, quinn],
            sessions=[talk("a", speakers=["pia"]), talk("b", chairs=["quinn"])],
            published=[at("a", 9), at("b", 10)],
            rules=[{"rule": "person_availability", "severity": 5}],
        ),
        changes=[late],
        time_limit=60,
        workers=1,
    )
    assert found.result.status is Status.OPTIMAL
    assert found.diff is not None
    assert not found.diff.changed


def test_somebody_who_leaves_early_counts_in_every_role() -> None:
    # The committee looks at speakers only. Quinn chairs, and leaves in the middle of the second hour: B moves to nine,
    # and A to ten.
    early = {"change": "person available", "person": "quinn", "not_after": "2025-05-29T10:30+00:00"}
    found = replan(
        conference(
            people=[{"id": "quinn", "name": "Quinn"}],
            sessions=[talk("a"), talk("b", chairs=["quinn"])],
            published=[at("a", 9), at("b", 10)],
            rules=[{"rule": "person_availability", "severity": "hard", "roles": ["speakers"]}],
        ),
        changes=[early],
        time_limit=60,
        workers=1,
    )
    assert found.agenda is not None
    assert {id: place.block for id, place in found.agenda.items()} == {"a": "ten", "b": "nine"}


def test_several_lost_hours_are_one_setting() -> None:
    changes = [
        {"change": "person available", "person": "pia", "not_before": "2025-05-29T09:30+00:00"},
        {"change": "person available", "person": "quinn", "not_after": "2025-05-29T10:30+00:00"},
    ]
    found = replan(
        conference(
            people=[{"id": "pia", "name": "Pia"}, {"id": "quinn", "name": "Quinn"}],
            sessions=[talk("a", speakers=["pia"]), talk("b", speakers=["quinn"])],
            published=[at("a", 9), at("b", 10)],
            rules=[{"rule": "person_availability", "severity": "off"}],
        ),
        changes=changes,
        time_limit=60,
        workers=1,
    )
    assert found.agenda is not None
    assert {id: place.block for id, place in found.agenda.items()} == {"a": "ten", "b": "nine"}
    added = [rule for rule in found.conference.rules if rule.parameters().get("label") == "lost"]
    assert [list(rule.parameters()["people"]) for rule in added] == [["pia", "quinn"]]
