"""A tiled conference is so many copies of one: every rule finds in them so many times what it finds in one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, score
from agenda_solver.formats.cosplib import read_cosplib, read_solution
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.testing.strategies import conferences
from benchmarks.tiling import JOINT, tile, tile_agenda
from tests.formats.cosplib_small import SOLUTIONS, instance_of, needs_data
from tests.profiles import examples, rounds, some
from tests.settings import SETTINGS

QUICK = settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
SMALLEST_SOLUTIONS = sorted(SOLUTIONS, key=lambda path: instance_of(path).stat().st_size)[: rounds(4, 1)]


def amounts(conference: Conference, agenda: Agenda) -> dict[str, int]:
    """Return what each rule finds, also the part of it that is no fault."""
    return {rule.key: rule.amount for rule in score(conference, agenda).rules if rule.amount}


def amounts_in_copies(agenda: Agenda, times: int) -> dict[str, int]:
    tiled = tile(agenda.conference, times)
    return amounts(tiled, tile_agenda(agenda, tiled, times))


def any_agenda(data: st.DataObject, conference: Conference) -> dict[str, tuple[str, str, int]]:
    """Draw an agenda that need not be legal: any room, any start."""
    places = {}
    for session in conference.sessions:
        position = data.draw(st.sampled_from(conference.positions[session.id]))
        room = data.draw(st.sampled_from(conference.rooms))
        places[session.id] = (room.id, position.block, position.slot)
    return places


def with_rule(conference: Conference, rule: str, parameters: dict[str, Any]) -> Conference:
    return conference.replace(default_rules=False, rules=({"rule": rule, "severity": 1, **parameters},))


@pytest.mark.parametrize("rule", some(sorted(set(built_in_rules()) - JOINT)))
@QUICK
@given(data=st.data())
def test_a_rule_finds_in_two_copies_of_an_agenda_twice_what_it_finds_in_one(rule: str, data: st.DataObject) -> None:
    """With every setting of the rule, so that no parameter with ids is forgotten."""
    conference = data.draw(conferences())
    places = any_agenda(data, conference)
    for parameters in SETTINGS[rule](conference):
        if "chance_percent" in parameters:
            continue  # what is more than chance depends on all votes together
        if parameters.get("of") == "programme":
            continue  # the programme of both copies has its holes once
        agenda = with_rule(conference, rule, parameters).agenda(places)
        if not any(score_.id == rule for score_ in score(agenda.conference, agenda).rules):
            continue  # it has nothing to say of one copy: of rooms over one, say, where there is only one room
        one = amounts(agenda.conference, agenda)
        # Where only the largest amount counts, the one of two copies that are alike is that of one of them.
        alike = rule if parameters.get("counts") == "largest" else None
        expected = {key: amount if key.partition(":")[0] == alike else 2 * amount for key, amount in one.items()}
        assert amounts_in_copies(agenda, 2) == expected


def test_tags_select_the_sessions_of_each_copy_by_themselves() -> None:
    """Two talks tagged alike are at once: 1 pair in one copy; 3 in three, not the 15 pairs of all six."""
    conference = (
        Conference.build("tags", "Tags", "UTC")
        .day("2026-06-01")
        .block("09:00", "10:00", id="nine")
        .room("Hall")
        .room("Den")
        .session("A", minutes=60, tags=["twin"])
        .session("B", minutes=60, tags=["twin"])
        .done()
    )
    places = {"a": ("hall", "nine", 0), "b": ("den", "nine", 0)}
    for rule, parameters in {
        "not_in_parallel": {"sets": [{"tag": "twin"}]},
        "resource_limit": {"resource": "cameras", "available": 1, "tag": "twin"},
    }.items():
        agenda = with_rule(conference, rule, parameters).agenda(places)
        assert amounts(agenda.conference, agenda) == {rule: 1}
        assert amounts_in_copies(agenda, 3) == {rule: 3}


def test_what_a_block_offers_is_there_for_all_copies_and_what_is_free_is_free_once() -> None:
    """Why these rules are left out above."""
    conference = (
        Conference.build("joint", "Joint", "UTC")
        .day("2026-06-01")
        .block("09:00", "10:00", id="nine")
        .block("10:00", "11:00", id="ten")
        .room("Hall")
        .session("A", minutes=60, level="beginner", plenary=True)
        .session("B", minutes=60, level="beginner")
        .session("C", minutes=60, level="expert", tags=["secret"])
        .done()
    )
    assert {"even_filling", "offer_diversity", "plenary", "rooms_used", "unrecorded_clash"} == JOINT
    # B alone in its block: experts lack something there, whether once or in two copies.
    offer = with_rule(conference, "offer_diversity", {}).agenda({"b": ("hall", "nine", 0)})
    assert amounts(offer.conference, offer)["offer_diversity"] == 1
    assert amounts_in_copies(offer, 2)["offer_diversity"] == 1
    # A alone in its block: nothing is at its time, but the A of the other copy is.
    plenary = with_rule(conference, "plenary", {}).agenda({"a": ("hall", "nine", 0)})
    assert "plenary" not in amounts(plenary.conference, plenary)
    assert amounts_in_copies(plenary, 2)["plenary"] > 0
    # The only room is the one that is free; of two rooms one is not.
    used = with_rule(conference, "rooms_used", {"free": 1}).agenda({"b": ("hall", "nine", 0)})
    assert "rooms_used" not in amounts(used.conference, used)
    assert amounts_in_copies(used, 2)["rooms_used"] == 1
    # The late block lacks its share of 90 minutes, three half-hours, which are tolerated; in two copies it lacks six.
    filled = with_rule(conference, "even_filling", {"tolerance": 3, "unit_minutes": 30}).agenda(
        {"b": ("hall", "nine", 0)}
    )
    assert "even_filling" not in amounts(filled.conference, filled)
    assert amounts_in_copies(filled, 2)["even_filling"] > 0
    # C is not recorded, and alone: in two copies there are two of it at once.
    missed = with_rule(conference, "unrecorded_clash", {"unrecorded": ["secret"]}).agenda({"c": ("hall", "nine", 0)})
    assert "unrecorded_clash" not in amounts(missed.conference, missed)
    assert amounts_in_copies(missed, 2)["unrecorded_clash"] == 1


def test_no_copy_at_all_is_refused() -> None:
    conference = (
        Conference.build("one", "One", "UTC")
        .day("2026-06-01")
        .block("09:00", "10:00")
        .room("Hall")
        .session("A", minutes=5)
    ).done()
    with pytest.raises(ValueError, match="at least 1 copy, not 0"):
        tile(conference, 0)


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("path", SMALLEST_SOLUTIONS, ids=lambda path: path.stem)
def test_two_copies_of_a_published_schedule_cost_twice_as_much(path: Path) -> None:
    agenda = read_solution(path, read_cosplib(instance_of(path)))
    tiled = tile(agenda.conference, 2)
    card = score(tiled, tile_agenda(agenda, tiled, 2))
    assert card.is_legal
    assert card.objective == 2 * score(agenda.conference, agenda).objective
