"""Small conferences and what a diagnosis says of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from agenda_solver.diagnosis import diagnose
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.progress import Status
from agenda_solver.solving import solve
from agenda_solver.testing.strategies import conferences
from tests.settings import SETTINGS


def morning(*rooms: str, **fields: Any) -> ConferenceBuilder:
    """One morning of three hours in slots of half an hour, in these rooms."""
    builder = Conference.build("c", "Our conference", "Asia/Almaty").day("2025-05-29", id="d1")
    builder.block("09:00", "12:00", id="am", slot_minutes=30)
    for room in rooms or ("Hall",):
        builder.room(room, **fields)
    return builder


def hard(builder: ConferenceBuilder, rule: str, **parameters: Any) -> Conference:
    """The conference with one hard rule and no other."""
    return builder.rule(rule, "hard", **parameters).only_these_rules().done()


def impossible(conference: Conference) -> list[str]:
    """The messages of what is impossible, after making sure that CP-SAT says so, too."""
    messages = [finding.message for finding in diagnose(conference) if finding.kind == "impossible"]
    result = solve(conference, time_limit=30, workers=2)
    assert (result.status is Status.INFEASIBLE) == bool(messages), messages
    return messages


def suspicious(conference: Conference) -> list[str]:
    return [finding.message for finding in diagnose(conference) if finding.kind == "suspicious"]


def window(start: str, end: str) -> list[tuple[str, str]]:
    return [(f"2025-05-29T{start}+05:00", f"2025-05-29T{end}+05:00")]


@st.composite
def strict_conferences(draw: st.DrawFn) -> Conference:
    """Small random conferences with some hard rules of random settings."""
    conference = draw(conferences())
    chosen = draw(st.lists(st.sampled_from(sorted(SETTINGS)), max_size=4, unique=True))
    rules = []
    for rule in chosen:
        settings_of_rule = SETTINGS[rule](conference)
        if settings_of_rule:
            rules.append({"rule": rule, **draw(st.sampled_from(settings_of_rule)), "severity": "hard"})
    return conference.replace(rules=tuple(RuleSetting(**rule) for rule in rules))
