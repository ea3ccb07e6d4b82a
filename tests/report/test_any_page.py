"""Whatever the agenda: the page is well formed, complete, and its links and filters lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session
from agenda_solver.report.facets import Facets
from agenda_solver.report.page import agenda_page
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples
from tests.report.test_page import Page

OFTEN = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    """Return a strategy for agendas with any places, also illegal ones and none at all."""
    conference = draw(conferences())
    places = {}
    for session in conference.sessions:
        positions = conference.positions[session.id]
        if positions and draw(st.booleans()):
            position = draw(st.sampled_from(positions))
            room = draw(st.sampled_from(conference.rooms))
            places[session.id] = conference.placement(session.id, room.id, position.block, position.slot)
    return Agenda(conference, places)


@settings(OFTEN, max_examples=examples(13))
@given(agendas(), st.booleans())
def test_every_session_has_a_card_or_is_listed_and_every_link_leads_to_something(agenda: Agenda, public: bool) -> None:
    page = Page(agenda_page(agenda, score(agenda.conference, agenda), public=public))
    titles = Counter(agenda.conference.session_by_id[id].title for id in agenda)
    assert Counter(page.titles) == titles
    cards = [attrs for tag, attrs in page.tags if tag == "li" and "data-tokens" in attrs]
    assert len(cards) == (len(agenda) if public else len(agenda.conference.sessions))
    anchors = page.attributes("id")
    assert len(anchors) == len(set(anchors))
    choices = {
        (attrs["data-token"], attrs["value"]) for _, attrs in page.tags if attrs.get("value") and "data-token" in attrs
    }
    names = {value for _, value in choices}
    for target in page.attributes("href"):
        key, value = next(iter(parse_qsl(target[1:])), ("", ""))
        assert value in names if key in ("person", "room") else target[1:] in anchors


@settings(OFTEN, max_examples=examples(12))
@given(agendas())
def test_a_choice_of_a_menu_has_as_many_sessions_as_it_says(agenda: Agenda) -> None:
    facets = Facets(agenda)
    tokens = Counter(token for session in agenda.conference.sessions for token in facets.tokens(session).split())
    for view in facets.views():
        labels = [option.label for option in view.options]
        assert len(labels) == len(set(labels))
        assert all(tokens[option.token] == option.count > 0 for option in view.options)
    rooms = Counter(agenda[id].room for id in agenda)
    for room, count in rooms.items():
        assert tokens[facets.token("room", room)] == count


@settings(OFTEN, max_examples=examples(12))
@given(agendas().filter(len))
def test_the_public_page_is_that_of_a_conference_without_the_sessions_that_have_no_place(agenda: Agenda) -> None:
    conference = agenda.conference
    sessions = tuple(_as_if_alone(s, agenda) for s in conference.sessions if s.id in agenda)
    placed = conference.replace(sessions=sessions, votes=(), published=None, rules=())
    assert agenda_page(agenda, public=True) == agenda_page(Agenda(placed, dict(agenda)), public=True)


def test_a_page_says_which_of_how_many_times_a_session_is() -> None:
    builder = Conference.build("c", "C", "UTC").day("2026-06-01").room("Hall")
    for hour in (10, 11, 12):
        builder.block(f"{hour}:00", f"{hour + 1}:00", id=f"b{hour}")
    conference = builder.session("A", id="a", minutes=60, occurrences=3).done()
    agenda = conference.agenda({"a": ("hall", "b10", 0), "a#3": ("hall", "b12", 0)})
    # The second has no place, which is nothing for the public.
    told = re.compile(r"Occurrence\W[^0-9]*(\d of \d)")
    assert set(told.findall(agenda_page(agenda))) == {"1 of 3", "3 of 3"}
    assert set(told.findall(agenda_page(agenda, public=True))) == {"1 of 2", "2 of 2"}


def _as_if_alone(session: Session, agenda: Agenda) -> Session:
    """Return a session as if the occurrences without a place were none."""
    group = agenda.conference.occurrences.get(session.occurrence_of or session.id, (session.id,))
    placed = [id for id in group if id in agenda]
    is_first = session.id == placed[0]
    own = {"occurrences": len(placed) if is_first else 1, "occurrence_of": None if is_first else placed[0]}
    return session.model_copy(update=own)
