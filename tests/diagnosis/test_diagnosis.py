"""Each finding, on a conference in which it was planted; a sentence of the name says what is found."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from ortools.sat.python import cp_model

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.diagnosis import diagnose
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import rules_of
from tests.diagnosis.findings import morning, strict_conferences, suspicious, window
from tests.profiles import examples


def test_nothing_is_found_in_a_conference_that_is_in_order() -> None:
    conference = morning().person("Ada").session("A", minutes=60, speakers=["Ada"]).done()
    assert diagnose(conference) == ()


# --- suspicions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("builder", "message"),
    [
        (morning().session("A", minutes=60).person("Ada").person("Bo"), "No session needs Ada and Bo."),
        (
            morning().person("Ada", available=window("14:00", "15:00")).session("A", minutes=60, speakers=["Ada"])
            .only_these_rules(),
            "Ada is never available while the programme runs.",
        ),
        (
            morning().person("Ada", id="1").person("Ada", id="2").session("A", minutes=60, speakers=["1", "2"]),
            '2 people are called "Ada".',
        ),
        (morning("Hall").room("Hall", id="other").session("A", minutes=60), '2 rooms are called "Hall".'),
        (morning().track("Art").session("A", minutes=60), "No session belongs to the track Art."),
        (
            morning().room("Studio", session_types=["film"]).session("A", minutes=60),
            "No session can be in Studio: it takes none of their types.",
        ),
        (
            morning("Hall").room("Den", closed_blocks=["am"]).session("A", minutes=60),
            "No session can be in Den: the hard rules exclude it for each of them.",
        ),
        (
            morning().block("13:00", "13:30").session("A", minutes=60),
            "No session can be in the block of 29 May 13:00: no session suits its types, its length and the rules.",
        ),
        (morning().session("A", minutes=60).votes("v1").votes("v2", "A"), "1 voter has voted for no session: v1."),
        (
            morning().person("Ada").session("A", minutes=60, speakers=["Ada"]).session("B", minutes=60),
            '1 session has no people: "B".',
        ),
        (
            morning(capacity=100).room("Den", capacity=30).session("A", minutes=60, expected_audience=1200),
            '"A" expects 1,200 people, but the largest room open to it, Hall, seats 100.',
        ),
        (
            morning("Hall").building("East").building("West").room("Den", building="East")
            .room("Loft", building="West").session("A", minutes=60),
            "The walk between East and West is not given; it counts as 0 minutes.",
        ),
        (
            morning().session("A", minutes=60, id="1").session("A", minutes=30, id="2"),
            '2 sessions have the title "A".',
        ),
        (
            morning().session("A", minutes=60).rule("series", groups=[]),
            "The rule series is set, but has no effect on this conference.",
        ),
    ],
)  # fmt: skip
def test_what_looks_like_a_slip_is_suspicious(builder: ConferenceBuilder, message: str) -> None:
    assert suspicious(builder.done()) == [message]


def test_long_lists_are_cut_with_the_number_of_the_rest() -> None:
    builder = morning().session("A", minutes=60)
    for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus"):
        builder.person(name)
    assert suspicious(builder.done()) == ["No session needs Ada, Bo, Cy, Di, Ed and 2 more."]


# --- what is called impossible is ------------------------------------------------------------------------------------


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strict_conferences())
def test_what_is_called_impossible_is_infeasible(conference: Conference) -> None:
    findings = [finding.message for finding in diagnose(conference) if finding.kind == "impossible"]
    if findings:
        hard_rules = [rule for rule in rules_of(conference) if rule.is_hard]
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(compile_conference(conference, hard_rules).model)
        assert status == cp_model.INFEASIBLE, findings
