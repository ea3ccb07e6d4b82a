"""Every block has something for everybody."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.offer_diversity import OfferDiversity
from tests.contracts import assert_contract

# Two blocks, two rooms; two levels, two languages, one kind of audience (of which there is nothing to choose).
SUN, WIND, DAM, RAIN, OPENING = "sun", "wind", "dam", "rain", "opening"


def conference(**rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l")
    builder.session("Sun", id=SUN, minutes=30, level="basic", language="kk")
    builder.session("Wind", id=WIND, minutes=30, level="expert", language="en", audience_types=["students"])
    builder.session("Dam", id=DAM, minutes=30, level="basic", language="en")
    builder.session("Rain", id=RAIN, minutes=30, level="expert", optional=True)
    builder.session("Opening", id=OPENING, minutes=30, level="solemn", language="ru", plenary=True)
    return builder.rule("offer_diversity", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("parameters", "places", "amount"),
    [
        # Everything in one block, the other one is not used.
        ({}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), DAM: ("h", "morning", 1)}, 0),
        # The same with a plenary in the other block: a plenary does not count as used.
        ({}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), OPENING: ("h", "noon", 0)}, 0),
        # Sun and wind have both levels and both languages; the dam alone lacks an expert and Kazakh.
        ({}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), DAM: ("h", "noon", 0)}, 2),
        # Nobody lacks the plenary's own level and language; the sun alone lacks an expert and English.
        ({}, {SUN: ("h", "noon", 0), OPENING: ("l", "noon", 0)}, 2),
        # Wind and dam lack Kazakh; the sun lacks an expert and English.
        ({}, {WIND: ("h", "noon", 0), DAM: ("l", "noon", 0), SUN: ("h", "morning", 0)}, 3),
        # The rain has no language at all: it lacks basic, English and Kazakh.
        ({}, {RAIN: ("h", "noon", 0)}, 3),
        # Only levels, only one block, only an attribute with a single value.
        ({"kinds": ("level",)}, {RAIN: ("h", "noon", 0)}, 1),
        ({"kinds": ("audience_types",)}, {RAIN: ("h", "noon", 0)}, 0),
        ({"kinds": ("level", "level")}, {RAIN: ("h", "noon", 0)}, 1),
        ({"blocks": ("morning",)}, {RAIN: ("h", "noon", 0)}, 0),
        ({"blocks": ("noon",)}, {RAIN: ("h", "noon", 0)}, 3),
        # An empty agenda uses no block.
        ({}, {}, 0),
    ],
)
def test_what_used_blocks_lack_is_counted(parameters, places, amount):
    programme = conference()
    assert OfferDiversity(**parameters).amount_in(programme.agenda(places)) == amount


def test_the_messages_say_what_is_lacking():
    programme = conference()
    sessions = tuple(
        session.model_copy(update={"audience_types": ("press", "students") if session.id == DAM else ()})
        for session in programme.sessions
    )
    programme = programme.replace(sessions=sessions)
    violations = list(OfferDiversity().check(programme, programme.agenda({WIND: ("h", "noon", 0)})))
    assert [violation.message for violation in violations] == [
        'The block of 29 May 10:00 has nothing of the level "basic".',
        'The block of 29 May 10:00 has nothing in the language "kk".',
        'The block of 29 May 10:00 has nothing for the audience "press".',
        'The block of 29 May 10:00 has nothing for the audience "students".',
    ]
    assert {violation.sessions for violation in violations} == {(WIND,)}


def test_unknown_blocks_are_problems():
    (problem,) = OfferDiversity(blocks=("noon", "night")).problems(conference())
    assert problem == ("blocks[1]", 'there is no block "night"; choose from "morning", "noon"')


def test_it_applies_where_sessions_differ():
    assert OfferDiversity().applies(conference())
    assert not OfferDiversity(kinds=("audience_types",)).applies(conference())


def test_hard_every_used_block_has_everything():
    result = solve(conference(severity="hard"), workers=1)
    assert not list(OfferDiversity().check(result.agenda.conference, result.agenda))


def test_two_blocks_that_are_needed_lack_what_there_is_only_once():
    # Four sessions, two to a block, and one of them is in Kazakh: one block lacks it, and the bound knows.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall").room("Lab")
    builder.block("09:00", "10:00").block("10:00", "11:00").rule("offer_diversity", 3)
    for number, language in enumerate(["kk", "en", "en", "en"]):
        builder.session(f"Talk {number}", minutes=60, language=language)
    result = solve(builder.done(), workers=1)
    assert (str(result.status), result.scorecard.objective) == ("optimal", 3)


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("parameters", [{}, {"kinds": ("level",)}, {"blocks": ("noon",)}])
def test_both_faces_agree(parameters, severity):
    programme = conference()
    together = {
        SUN: ("h", "morning", 0),
        WIND: ("l", "morning", 0),
        DAM: ("h", "morning", 1),
        OPENING: ("h", "noon", 0),
    }
    rule = OfferDiversity(severity=severity, **parameters)
    assert assert_contract(programme, rule, most=120, planted=[programme.agenda(together)])


def test_both_faces_agree_where_a_block_is_closed_to_a_language():
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab")
    builder.block("09:00", "10:00", id="a", slot_count=7).block("09:30", "10:30", id="b", session_types=["session"])
    builder.session("Sun", duration_slots=1, language="kk", type="lab", audience_types=["press"])
    builder.session("Dam", minutes=45, language="en", optional=True, audience_types=["press", "students"])
    builder.session("Rain", duration_slots=1, language="en")
    for severity in (HARD, soft(1)):
        assert_contract(builder.done(), OfferDiversity(severity=severity), most=150)
