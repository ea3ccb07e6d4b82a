"""Plan B for sessions that are not confirmed: nothing moves, and what waits for a place may stand in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agenda_solver import Agenda, Conference, InvalidInput, score, write_agenda, write_conference
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.parts import Window
from agenda_solver.scenarios import Fallback, PlanB, Refusal, plan_b
from agenda_solver.scenarios.plan_b_page import plan_b_page
from tests.commands import Command

NASTY = "<b>Short</b>"


def builder() -> ConferenceBuilder:
    """Two hours in a hall; what waits is a talk of an hour, one of half an hour, and one too long for a place."""
    made = Conference.build("camp", "Camp", "Europe/Berlin").only_these_rules().day("2026-06-01", id="mon")
    made.block("09:00", "11:00", id="m", slot_minutes=30).room("Hall", id="hall")
    for name in ("Ann", "Ben", "Cem"):
        made.person(name, id=name.lower())
    made.session("Keynote", id="keynote", minutes=60, speakers=["ann"], likelihood=60)
    made.session("Panel", id="panel", minutes=60, speakers=["ben"])
    made.session("Spare", id="spare", minutes=60, speakers=["cem"], optional=True, priority=3, likelihood=80)
    made.session(NASTY, id="short", minutes=30, optional=True, priority=2)
    return made.session("Long", id="long", minutes=90, optional=True, priority=9).rule("unscheduled", 10)


def agenda_of(conference: Conference) -> Agenda:
    return conference.agenda({"keynote": ("hall", "m", 0), "panel": ("hall", "m", 2)})


def made(conference: Conference | None = None, **options: Any) -> PlanB:
    conference = conference or builder().done()
    return plan_b(conference, agenda_of(conference), **{"workers": 1, "time_limit": None, "rooms": (), **options})


def test_the_place_of_what_is_refused_goes_to_the_session_that_is_worth_most_and_fits() -> None:
    """What waits costs 10 a point: spare 30, short 20, long 90. Each that stands in saves its own; long is too long."""
    (plan,) = made().fallbacks
    assert isinstance(plan, Refusal)
    assert [(way.session, dict(way.delta)) for way in plan.fillings] == [
        ("spare", {0: -30}),
        ("short", {0: -20}),
        (None, {0: 0}),
    ]
    assert plan.sentences == (
        '"Spare" takes its place, 1 Jun 09:00-10:00, Hall, itself not confirmed: it would cost 30 less.',
        f'Or "{NASTY}" takes its place, 1 Jun 09:00-09:30, Hall: it would cost 20 less.',
        "Or its place stays empty: it would cost as much as now.",
    )
    assert (plan.loss.words, plan.answer, plan.moves) == ('"Keynote" is refused', '"Spare" takes its place', ())
    assert plan.told == ("Ann", "Cem")


def test_every_way_is_an_agenda_in_which_nothing_else_has_moved_and_costs_what_it_says() -> None:
    before = agenda_of(builder().done())
    (plan,) = made().fallbacks
    assert isinstance(plan, Refusal)
    now = score(before.conference, before).costs[0]
    for way in plan.fillings:
        card = score(way.agenda.conference, way.agenda)
        assert card.is_legal
        assert card.costs[0] - now == way.delta[0]
        assert set(way.agenda) == {"panel"} | ({way.session} if way.session else set())
        assert way.agenda["panel"] == before["panel"]


def test_what_breaks_a_hard_rule_there_does_not_stand_in() -> None:
    """Cem comes only from ten on, and the keynote is at nine."""
    windows = (Window(start="2026-06-01T10:00+02:00", end="2026-06-01T11:00+02:00"),)
    late = builder().rule("person_availability", "hard").done()
    people = tuple(p.model_copy(update={"available": windows}) if p.id == "cem" else p for p in late.people)
    (plan,) = made(late.with_fields(people=people)).fallbacks
    assert isinstance(plan, Refusal)
    assert [way.session for way in plan.fillings] == ["short", None]


def test_where_a_hard_rule_wants_an_alternative_the_place_does_not_stay_empty() -> None:
    alternatives = builder().rule("one_of", sets=[{"sessions": ["keynote", "spare"]}])
    conference = alternatives.done().with_fields(sessions=_optional(alternatives.done(), "keynote"))
    (plan,) = made(conference).fallbacks
    assert isinstance(plan, Refusal)
    assert [way.session for way in plan.fillings] == ["spare"]


def test_where_nothing_may_stay_where_it_is_the_agenda_is_replanned_with_fewest_moves() -> None:
    """Either the keynote or the long talk has to take place: that needs an hour and a half, so the panel moves."""
    alternatives = builder().rule("one_of", sets=[{"sessions": ["keynote", "long"]}])
    alternatives.block("11:00", "12:00", id="later", slot_minutes=30)
    conference = alternatives.done().with_fields(sessions=_optional(alternatives.done(), "keynote"))
    (plan,) = made(conference).fallbacks
    assert isinstance(plan, Fallback)
    assert (plan.answer, [move.session for move in plan.moves or ()]) == ("1 move", ["panel"])
    assert any(sentence.startswith('"Long" takes place: 1 Jun 09:') for sentence in plan.sentences)
    assert not any("Keynote" in sentence for sentence in plan.sentences)


def _optional(conference: Conference, id: str) -> tuple[Any, ...]:
    return tuple(s.model_copy(update={"optional": True}) if s.id == id else s for s in conference.sessions)


def test_of_a_session_that_takes_place_twice_both_times_are_refused_and_one_place_is_filled() -> None:
    made_of = Conference.build("camp", "Camp", "Europe/Berlin").only_these_rules().day("2026-06-01", id="mon")
    made_of.block("09:00", "11:00", id="m", slot_minutes=60).room("Hall", id="hall")
    made_of.session("Tour", id="tour", minutes=60, occurrences=2, likelihood=50)
    conference = made_of.session("Spare", id="spare", minutes=60, optional=True).rule("unscheduled", 10).done()
    agenda = conference.agenda({"tour": ("hall", "m", 0), "tour#2": ("hall", "m", 1)})
    (plan,) = plan_b(conference, agenda, rooms=(), people=(), workers=1).fallbacks
    assert isinstance(plan, Refusal)
    assert [way.session for way in plan.fillings] == ["spare", None]
    assert set(plan.agenda) == {"spare"}


def test_a_session_may_be_named_though_it_is_confirmed_and_then_no_other_is_tried() -> None:
    assert [plan.loss.id for plan in made(sessions=["Panel"], people=()).fallbacks] == ["panel"]
    with pytest.raises(InvalidInput) as caught:
        made(sessions=["Spare", "Keynotes"])
    assert [mistake.place for mistake in caught.value.mistakes] == ["sessions[0]", "sessions[1]"]
    assert "it has no place in this agenda" in str(caught.value)


def test_the_page_and_the_data_tell_every_way() -> None:
    plan = made()
    page = plan_b_page(plan)
    assert "If &#34;Keynote&#34; is refused: &#34;Spare&#34; takes its place" in page
    assert NASTY not in page
    (told,) = json.loads(json.dumps(plan.as_dict()))["plans"]
    assert (told["kind"], told["id"], told["status"], told["moves"]) == ("session", "keynote", "optimal", 0)
    assert (told["fillings"][0]["session"], told["fillings"][0]["delta"]) == ("spare", {"0": -30})
    assert told["fillings"][0]["place"]["start"] == "2026-06-01T09:00:00+02:00"


def test_the_command_tries_what_is_not_confirmed_or_named(command: Command) -> None:
    conference = builder().done()
    write_conference(conference, "c.json")
    write_agenda(agenda_of(conference), "a.json")
    everything = command("plan-b", "c.json", "a.json", "--json")
    assert everything.code == Exit.SUCCESS
    assert [each["kind"] for each in everything.json["plans"]] == ["room", "session"]
    one = command("plan-b", "c.json", "a.json", "--session", "Keynote")
    assert one.code == Exit.SUCCESS
    assert 'If "Keynote" is refused: "Spare" takes its place. Nothing else moves.' in one.out
    assert "Hall is lost" not in one.out
