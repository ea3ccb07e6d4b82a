"""The difference between two agendas: what became of each session, and who has to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from agenda_solver import Agenda, InvalidInput
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.comparison_page import comparison_page, write_comparison_page
from agenda_solver.replanning.diff import Diff, Kind, Move, Stand, diff
from tests.conferences import three_talks, tug_of_war
from tests.replanning.meeting import PLACES, builder, meeting, published


def moved(**places: Any) -> Agenda:
    conference = meeting()
    found = {id: place for id, place in {**PLACES, **places}.items() if place is not None}
    return conference.agenda(found)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (("hall", "am", 1), Kind.UNCHANGED),
        (("hall", "pm", 2), Kind.TIME),
        (("den", "am", 1), Kind.ROOM),
        (("den", "pm", 1), Kind.BOTH),
        (None, Kind.DROPPED),
    ],
)
def test_a_session_is_what_became_of_it(place: Any, kind: Kind) -> None:
    found = diff(published(meeting()), moved(a=place))
    assert {move.session: move.kind for move in found.moves} == {
        "opening": Kind.UNCHANGED,
        "a": kind,
        "b": Kind.UNCHANGED,
        "c": Kind.UNCHANGED,
    }
    assert found.counts[kind] == (4 if kind is Kind.UNCHANGED else 1)


def test_what_only_one_conference_has_is_new_or_dropped() -> None:
    new = {"id": "new", "title": "New", "duration_minutes": 60, "speakers": ["ben"]}
    length = {"change": "length", "session": "c", "minutes": 120}
    changes = [{"change": "cancel", "session": "a"}, {"change": "add session", "session": new}, length]
    later = apply_changes(meeting(), changes)
    places = {id: place for id, place in PLACES.items() if id != "a"}
    found = diff(published(meeting()), later.agenda({**places, "new": ("den", "pm", 0)}))
    assert {move.session: move.kind for move in found.changed} == {
        "c": Kind.LENGTH,
        "new": Kind.NEW,
        "a": Kind.DROPPED,
    }


def test_who_has_a_part_is_told_once_for_each_session_in_the_order_of_names() -> None:
    found = diff(published(meeting()), moved(a=None, c=("den", "pm", 1)))
    # Ada speaks in A and C; Ben moderates C, and his opening stays.
    assert {name: [move.session for move in moves] for (_, name), moves in found.told.items()} == {
        "Ada": ["a", "c"],
        "Ben": ["c"],
    }
    # A has two voters; one of them is Ada, who is told anyway.
    assert {move.session: move.voters for move in found.changed} == {"a": 1, "c": 0}


def test_who_was_taken_out_of_a_session_that_moves_is_told_too() -> None:
    later = apply_changes(meeting(), [{"change": "person gone", "person": "ada"}])
    found = diff(published(meeting()), later.agenda({**PLACES, "a": ("hall", "pm", 2)}))
    assert [name for _, name in found.told] == ["Ada"]


def test_the_text_says_everything_in_sentences() -> None:
    assert str(diff(published(meeting()), moved(a=("hall", "pm", 2), b=("hall", "am", 1), c=None))) == (
        "Sessions: 1 moved in time, 1 moved in room, 1 dropped, 1 unchanged.\n"
        "\nMoved in time\n  A: 29 May 10:00 -> 29 May 15:00 (Hall)\n"
        "\nMoved in room\n  B: Den -> Hall (29 May 10:00)\n"
        "\nDropped\n  C: 29 May 13:00-14:00, Hall\n"
        "\nPeople to tell: 2\n"
        "  Ada\n"
        '    "A" is now 29 May 15:00-16:00, Hall (it was 29 May 10:00-11:00, Hall).\n'
        '    "C" is no longer in the programme (it was 29 May 13:00-14:00, Hall).\n'
        "  Ben\n"
        '    "C" is no longer in the programme (it was 29 May 13:00-14:00, Hall).'
    )


def test_two_equal_agendas_have_nothing_to_tell() -> None:
    found = diff(published(meeting()), moved())
    assert (found.changed, found.told, str(found)) == ((), {}, "Sessions: 4 unchanged.")


NASTY = '<script>alert("x")</script> | *bold* [a](b)'


def nasty() -> tuple[Agenda, Agenda]:
    conference = builder().session(NASTY, id="nasty", minutes=60).person(NASTY, id="nobody").done()
    sessions = tuple(
        s.model_copy(update={"speakers": ("nobody",)}) if s.id == "nasty" else s for s in conference.sessions
    )
    conference = conference.replace(sessions=sessions)
    return conference.agenda({"nasty": ("hall", "am", 0)}), conference.agenda({"nasty": ("den", "pm", 0)})


def test_markdown_has_no_markup_of_titles() -> None:
    text = diff(*nasty()).markdown()
    row = next(line for line in text.splitlines() if "script" in line)
    # Apart from the escaped ones there are five bars, which make four columns.
    assert row.replace("\\|", "").count("|") == 5
    assert "<script" not in text.replace("\\<", "")
    assert "*bold*" not in text


def test_the_page_shows_both_agendas_and_executes_nothing() -> None:
    page = comparison_page(*nasty())
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 3  # before, after, and where people are told
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("new time and room") == 3  # in the list of what changes, before and after


def test_the_page_links_the_two_places_of_a_session(tmp_path: Any) -> None:
    path = tmp_path / "page.html"
    write_comparison_page(path, published(meeting()), moved(a=("den", "pm", 1)))
    page = path.read_text("utf-8")
    for side, other in (("before", "after"), ("after", "before")):
        assert f'id="{side}-1"' in page
        assert f'href="#{other}-1"' in page
    assert "now 29 May 14:00-15:00, Den" in page
    assert "was 29 May 10:00-11:00, Hall" in page
    assert page.count('class="entry c-none changed"') + page.count('class="entry c-0 changed"') == 2


def test_the_page_begins_with_what_changes_in_the_order_of_the_new_times() -> None:
    # A moves to the afternoon, C to the first hour, and B stays: the list has C, then A.
    page = comparison_page(published(meeting()), moved(a=("den", "pm", 1), c=None))
    top = page[page.index("What changes") : page.index("Show only what changes")]
    assert top.index('href="#after-1"') < top.index("no longer in the programme")
    assert top.count("<li ") == 2
    assert "People to tell: 2" in page


def test_the_page_of_two_equal_agendas_has_no_list_of_changes() -> None:
    page = comparison_page(published(meeting()), published(meeting()))
    assert "What changes" not in page
    assert "Show only" not in page


def test_the_plain_data_names_everybody() -> None:
    data = diff(published(meeting()), moved(c=None)).as_dict()
    assert data["counts"]["dropped"] == 1
    assert data["told"] == [
        {"person": "ada", "name": "Ada", "sessions": ["c"]},
        {"person": "ben", "name": "Ben", "sessions": ["c"]},
    ]
    (session,) = data["sessions"]
    assert (session["kind"], session["after"]) == ("dropped", None)
    assert session["before"]["start"] == "2025-05-29T13:00:00+05:00"


def test_a_programme_that_got_another_id_is_compared_and_another_programme_is_refused() -> None:
    first = three_talks()
    agenda = first.agenda({"bread": ("hall", "morning", 0)})
    renamed = first.replace(id="second-draft")
    (move,) = diff(agenda, renamed.agenda({"bread": ("hall", "morning", 0)})).moves
    assert move.kind is Kind.UNCHANGED
    with pytest.raises(InvalidInput, match='of "three" and of "tug", which have no session in common'):
        diff(agenda, tug_of_war().agenda({}))


def test_a_move_between_clocks_that_differ_is_compared_by_the_moment() -> None:
    hour = {zone: datetime.fromisoformat(f"2025-10-26T02:00:00{zone}") for zone in ("+02:00", "+01:00")}
    end = datetime.fromisoformat("2025-10-26T03:00:00+01:00")
    summer, winter = (Stand("hall", "Hall", hour[zone], end) for zone in hour)
    # In the night in which the clocks go back, two o'clock is there twice, an hour apart.
    assert Move("a", "A", summer, winter).kind is Kind.TIME
    utc = Stand("hall", "Hall", datetime.fromisoformat("2025-10-26T00:00:00+00:00"), end)
    assert Move("a", "A", summer, utc).kind is Kind.UNCHANGED
    assert Move("a", "A", summer, replace(utc, end=hour["+01:00"])).kind is Kind.LENGTH


def test_the_sentence_of_a_new_session_says_where_it_is() -> None:
    length = {"change": "add session", "session": {"id": "new", "title": "New", "duration_minutes": 60}}
    later = apply_changes(meeting(), [length])
    found = diff(published(meeting()), later.agenda({**PLACES, "new": ("den", "pm", 0)}))
    (new,) = found.changed
    assert new.sentence == '"New" is new: 29 May 13:00-14:00, Den.'
    assert new.as_dict() == {
        "session": "new",
        "title": "New",
        "kind": "new",
        "before": None,
        "after": {
            "room": "den",
            "room_name": "Den",
            "start": "2025-05-29T13:00:00+05:00",
            "end": "2025-05-29T14:00:00+05:00",
        },
        "people": [],
        "voters": 0,
    }
    assert (found.moved, found.of_kind(Kind.NEW, Kind.TIME)) == ((), (new,))


def test_what_moved_is_in_both_agendas_and_at_another_place() -> None:
    found = diff(published(meeting()), moved(a=("hall", "pm", 2), b=("hall", "am", 1), c=None))
    assert [move.session for move in found.moved] == ["a", "b"]


def test_people_of_one_name_are_told_apart_and_names_are_in_order_whatever_their_case() -> None:
    people = [("z", "Ada"), ("y", "Ada"), ("x", "bea"), ("w", "Cem")]
    stand = Stand.of(published(meeting()), "a")
    found = Diff((Move("a", "A", stand, None, tuple(people)),)).told
    assert list(found) == [("y", "Ada"), ("z", "Ada"), ("x", "bea"), ("w", "Cem")]


def test_what_the_later_agenda_calls_a_session_is_told() -> None:
    conference = meeting()
    sessions = [s.model_copy(update={"title": "A again"}) if s.id == "a" else s for s in conference.sessions]
    later = conference.replace(sessions=sessions)
    (move,) = diff(published(conference), later.agenda({**PLACES, "a": ("den", "am", 1)})).changed
    assert (move.title, move.sentence[:16]) == ("A again", '"A again" is now')


def test_agendas_of_two_conferences_are_compared_where_they_share_a_session() -> None:
    old = three_talks()
    (bread,) = (session for session in old.sessions if session.id == "bread")
    new = old.replace(id="other", sessions=[bread])
    places = {"bread": ("hall", "morning", 0)}
    (move,) = diff(old.agenda(places), new.agenda(places)).moves
    assert (move.session, move.kind) == ("bread", Kind.UNCHANGED)
