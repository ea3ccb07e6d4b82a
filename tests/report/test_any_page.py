"""Whatever the agenda: the page is well formed, complete, and its links and filters lead somewhere."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qsl

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.model.agenda import Agenda
from agenda_solver.report.facets import Facets
from agenda_solver.report.page import agenda_page
from agenda_solver.scoring import score
from tests.report.test_page import Page
from tests.strategies import conferences

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


@settings(OFTEN, max_examples=40)
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


@settings(OFTEN, max_examples=25)
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


@settings(OFTEN, max_examples=25)
@given(agendas().filter(len))
def test_the_public_page_is_that_of_a_conference_without_the_sessions_that_have_no_place(agenda: Agenda) -> None:
    conference = agenda.conference
    placed = conference.replace(
        sessions=tuple(s for s in conference.sessions if s.id in agenda), votes=(), published=None, rules=()
    )
    assert agenda_page(agenda, public=True) == agenda_page(Agenda(placed, dict(agenda)), public=True)
