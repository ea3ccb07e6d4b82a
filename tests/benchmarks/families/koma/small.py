"""Small problems of the family: by hand, and drawn at random; and the judge, where the data are."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.judges import module_of

DATA = Path(os.environ["AGENDA_SOLVER_DATA"]) / "koma" if os.environ.get("AGENDA_SOLVER_DATA") else None
JUDGE = DATA.parent.parent / "judge" / "koma_judge.py" if DATA else None
FILES = sorted(DATA.glob("*.json")) if DATA else []
needs_data = pytest.mark.skipif(not FILES, reason="AGENDA_SOLVER_DATA names no folder with koma/*.json")
needs_judge = pytest.mark.skipif(
    JUDGE is None or not JUDGE.is_file(), reason="there is no judge/koma_judge.py beside the folder AGENDA_SOLVER_DATA"
)


def judge_of(instance: dict[str, Any], solution: dict[str, Any]) -> dict[str, Any]:
    """Return what the judge says of a solution."""
    answer: dict[str, Any] = module_of(JUDGE).judge(instance, solution)
    return answer


def group(id: Any, duration: int = 1, **more: Any) -> dict[str, Any]:
    properties = {"conflicts": more.pop("conflicts", []), "dependencies": more.pop("dependencies", [])}
    empty: dict[str, Any] = {"room_constraints": [], "time_constraints": []}
    return {"id": id, "duration": duration, "properties": properties, "info": {"name": f"Group {id}"}, **empty, **more}


def participant(id: Any, wishes: dict[Any, int], required: tuple[Any, ...] = (), **more: Any) -> dict[str, Any]:
    """Return a participant; the wishes are scores by the id of the group."""
    preferences = [{"ak_id": ak, "required": False, "preference_score": score} for ak, score in wishes.items()]
    preferences += [{"ak_id": ak, "required": True, "preference_score": -1} for ak in required]
    empty: dict[str, Any] = {"room_constraints": [], "time_constraints": []}
    return {"id": id, "preferences": preferences, "info": {"name": f"Person {id}"}, **empty, **more}


def room(id: Any, capacity: int = -1, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"fulfilled_room_constraints": [], "time_constraints": []}
    return {"id": id, "capacity": capacity, "info": {"name": f"Room {id}"}, **empty, **more}


def problem(
    aks: list[dict[str, Any]],
    participants: list[dict[str, Any]],
    rooms: list[dict[str, Any]],
    blocks: list[list[list[str]]],
    **more: Any,
) -> dict[str, Any]:
    """Return a problem; each block is a list of slots, each slot the list of its tags. Slots are counted from 0 on."""
    slots, number = [], 0
    for block in blocks:
        slots.append([{"id": number + n, "fulfilled_time_constraints": tags} for n, tags in enumerate(block)])
        number += len(block)
    return {
        "aks": aks,
        "participants": participants,
        "rooms": rooms,
        "timeslots": {"blocks": slots},
        "info": {"title": "A small conference"},
        **more,
    }


TAGS = st.lists(st.sampled_from(["x", "y"]), unique=True, max_size=1)


@st.composite
def small_problems(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a problem with everything that the format knows, small enough to try every attendance."""
    ids = list(range(draw(st.integers(1, 4))))
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    blocks = [[draw(st.sampled_from([["x"], ["x", "y"], ["x", "y"]])) for _ in range(size)] for size in sizes]
    pairs = [pair for pair in combinations(ids, 2) if draw(st.integers(0, 4)) == 0]
    in_order = [pair for pair in combinations(ids, 2) if draw(st.integers(0, 5)) == 0]
    aks = [
        group(
            id,
            draw(st.integers(1, min(2, max(sizes)))),
            time_constraints=draw(TAGS),
            room_constraints=draw(TAGS),
            conflicts=[second for first, second in pairs if first == id],
            dependencies=[first for first, second in in_order if second == id],
        )
        for id in ids
    ]
    rooms = [
        room(
            f"r{number}",
            draw(st.sampled_from([-1, 0, 1, 2, 3])),
            fulfilled_room_constraints=draw(st.sampled_from([["x"], ["x", "y"]])),
            time_constraints=draw(TAGS),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    people = []
    for number in range(draw(st.integers(1, 4))):
        opinions = {id: draw(st.integers(-1, 3)) for id in ids}
        required = tuple(id for id, opinion in opinions.items() if opinion == 3 and draw(st.booleans()))
        wishes = {id: min(opinion, 2) for id, opinion in opinions.items() if id not in required}
        tags = draw(st.sampled_from([[], [], ["y"]]))
        people.append(participant(number, wishes, required, time_constraints=tags, room_constraints=draw(TAGS)))
    if not any("y" in slot for block in blocks for slot in block):
        blocks[0][0] = ["x", "y"]  # somebody who can never come is another test's matter
    return problem(aks, people, rooms, blocks)
