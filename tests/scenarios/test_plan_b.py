"""Plan B: for each room and each key person what would be done, with the fewest moves, or why nothing can be."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from agenda_solver import Agenda, Conference, InvalidInput, Status
from agenda_solver.scenarios import PlanB, plan_b
from agenda_solver.scenarios.losses import losses_of
from agenda_solver.scenarios.plan_b_page import plan_b_page
from agenda_solver.scenarios.quick_fallbacks import counted_out, without_moves

NASTY = "<b>Ann</b>"


def camp() -> Conference:
    """Two days of two hours in two rooms; Ann, whose name is markup, has two of the three talks."""
    made = Conference.build("camp", "Camp", "Europe/Berlin").day("2026-06-01", id="mon").day("2026-06-02", id="tue")
    made.block("09:00", "11:00", id="m", day="mon", slot_minutes=60)
    made.block("09:00", "11:00", id="t", day="tue", slot_minutes=60)
    made.room("Hall", id="hall").room("Den", id="den").person(NASTY, id="ann").person("Ben", id="ben")
    made.session("One", id="one", minutes=60, speakers=["ann"]).session("Two", id="two", minutes=60, speakers=["ben"])
    return made.session("Three", id="three", minutes=60, speakers=["ann"]).done()


def agenda() -> Agenda:
    return camp().agenda({"one": ("hall", "m", 0), "two": ("den", "m", 0), "three": ("hall", "t", 0)})


def made(**options: object) -> PlanB:
    return plan_b(camp(), agenda(), **{"workers": 1, "time_limit": None, **options})  # type: ignore[arg-type]


# What loses its room has nobody else's place to take: one talk moves, to another hour or room. Nothing moves where
# somebody does not come at all; on each of her days Ann has one talk, which moves when she is away.
ANSWERS = [
    ("Hall is lost on Monday, 1 June 2026", 1),
    ("Hall is lost on Tuesday, 2 June 2026", 1),
    ("Den is lost on Monday, 1 June 2026", 1),
    (f"{NASTY} does not come", 0),
    (f"{NASTY} is away on Monday, 1 June 2026", 1),
    (f"{NASTY} is away on Tuesday, 2 June 2026", 1),
]


def test_each_room_on_each_day_and_each_key_person_has_a_plan_that_is_proven_to_move_least() -> None:
    found = made()
    assert [(each.loss.words, len(each.moves or ())) for each in found.fallbacks] == ANSWERS
    assert all("Proven: no agenda moves less." in each.proof for each in found.fallbacks)
    tuesday = found.fallbacks[1]
    assert tuesday.sentences == ('"Three" goes to 2 Jun 09:00-10:00, Den (it is 2 Jun 09:00-10:00, Hall).',)
    assert tuesday.told == (NASTY,)
    gone = found.fallbacks[3]
    assert gone.sentences == ('Nobody is left for: "One", "Three".',)
    assert "If Hall is lost on Tuesday, 2 June 2026: 1 move. Proven" in str(found)


def test_the_workers_of_an_executor_find_as_few_moves() -> None:
    with ThreadPoolExecutor(2) as pool:
        found = made(executor=pool, time_limit=60)
    assert [(each.loss.words, len(each.moves or ())) for each in found.fallbacks] == ANSWERS
    assert all("Proven: no agenda moves less." in each.proof for each in found.fallbacks)


def test_only_what_is_named_is_tried_by_id_or_name() -> None:
    found = made(rooms=["Den"], people=["ben"])
    # Ben speaks on Monday only.
    assert [each.loss.words for each in found.fallbacks] == [
        "Den is lost on Monday, 1 June 2026",
        "Ben does not come",
        "Ben is away on Monday, 1 June 2026",
    ]


def test_a_loss_that_leaves_no_agenda_says_why() -> None:
    """One room and one day: without it there is no room for the talk."""
    small = Conference.build("s", "S", "Europe/Berlin").day("2026-06-01", id="mon").room("Hall", id="hall")
    conference = small.block("09:00", "10:00", id="m", slot_minutes=60).session("One", id="one", minutes=60).done()
    (only,) = plan_b(conference, conference.agenda({"one": ("hall", "m", 0)}), workers=1, time_limit=None).fallbacks
    assert (only.status, only.answer, only.moves) == ("infeasible", "no agenda is possible", None)
    assert only.sentences


def test_what_is_not_reached_is_told_as_not_tried() -> None:
    stop = Event()
    stop.set()
    found = made(stop=stop)
    assert {(each.status, each.answer) for each in found.fallbacks} == {("not tried", "not tried")}
    # Six losses, of which a text names five: nobody reads a wall of them.
    assert str(found).startswith("6 losses were not tried in time: ")
    assert "; Den is lost on Monday, 1 June 2026; " in str(found)
    assert str(found).endswith("; and 1 more. Give more time, or name what may be lost.")
    assert "Not tried in time: 6" in plan_b_page(found)
    assert json.loads(json.dumps(found.as_dict()))["plans"][0]["status"] == "not tried"


def test_where_nothing_has_to_move_or_counting_shows_that_nothing_is_possible_no_search_is_needed() -> None:
    losses = {loss.words: loss for loss in losses_of(agenda(), None, None, None)}
    kept = {words: without_moves(agenda(), loss) for words, loss in losses.items()}
    # The session of somebody who does not come takes place without; who is away on its day makes it move.
    assert [words for words, found in kept.items() if found is not None] == ["<b>Ann</b> does not come"]
    (found,) = (found for found in kept.values() if found is not None)
    assert (found.minimal, found.least, found.agenda) == (True, 0, agenda().kept_in(found.conference))
    assert [counted_out(agenda(), loss) for loss in losses.values()] == [None] * 6
    one_room = Conference.build("one", "One", "UTC").day("2026-06-01").block("09:00", "10:00", slot_minutes=60)
    alone = one_room.room("Hall").session("Talk", minutes=60).done()
    (lost,) = losses_of(alone.agenda({"talk": ("hall", alone.blocks[0].id, 0)}), None, None, None)
    nothing = counted_out(alone.agenda({"talk": ("hall", alone.blocks[0].id, 0)}), lost)
    assert nothing is not None
    assert (nothing.result.status, nothing.agenda) == (Status.INFEASIBLE, None)
    assert '"Talk" has no possible place' in nothing.result.reason[0]


def test_losses_after_which_nothing_moves_and_nobody_is_missed_are_told_together() -> None:
    made = Conference.build("pair", "Pair", "UTC").day("2026-06-01").block("09:00", "11:00", slot_minutes=60)
    made.room("Hall", id="hall").person("Ann").person("Ben")
    both = made.session("One", id="one", minutes=60, speakers=["Ann", "Ben"])
    both.session("Two", id="two", minutes=60, speakers=["Ann", "Ben"])
    conference = both.done()
    block = conference.blocks[0].id
    found = plan_b(conference, conference.agenda({"one": ("hall", block, 0), "two": ("hall", block, 1)}), rooms=[])
    together = "Nothing moves in each of these cases: Ann does not come; Ben does not come."
    assert together in str(found)
    assert "If Ann does not come" not in str(found)
    page = plan_b_page(found)
    assert "<h2>Nothing moves in each of these cases</h2>" in page
    assert "Ben does not come" in page


def test_of_two_people_with_one_name_the_one_who_is_missed_is_not_lost_among_the_others() -> None:
    made = Conference.build("pair", "Pair", "UTC").day("2026-06-01").block("09:00", "11:00", slot_minutes=60)
    made.room("Hall", id="hall").person("Ann", id="ann").person("Ann", id="other").person("Ben", id="ben")
    # Nobody is left for the session of the second Ann; that of the first has Ben as well.
    both = made.session("One", id="one", minutes=60, speakers=["ann", "ben"])
    conference = both.session("Two", id="two", minutes=60, speakers=["other"]).done()
    block = conference.blocks[0].id
    agenda = conference.agenda({"one": ("hall", block, 0), "two": ("hall", block, 1)})
    found = plan_b(conference, agenda, rooms=[], people=["ann", "other"])
    words = [each.loss.words for each in found.fallbacks]
    assert words[0] == words[1] == "Ann does not come"
    assert found.uneventful == ("Ann does not come",)
    assert [each.sentences for each in found.eventful] == [('Nobody is left for: "Two".',)]


def test_a_name_that_leads_nowhere_or_is_not_needed_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Hell") as caught:
        made(rooms=["Hell", "Hall", "nowhere"])
    assert [mistake.place for mistake in caught.value.mistakes] == ["rooms[0]", "rooms[2]"]
    only_hall = camp().agenda({"one": ("hall", "m", 0), "two": ("hall", "m", 1), "three": ("hall", "t", 0)})
    with pytest.raises(InvalidInput, match='"Den": no session uses it in this agenda'):
        plan_b(camp(), only_hall, rooms=["Den"])


def test_an_agenda_that_breaks_hard_rules_is_refused() -> None:
    twice = camp().agenda({"one": ("hall", "m", 0), "two": ("hall", "m", 0), "three": ("hall", "t", 0)})
    with pytest.raises(InvalidInput, match="breaks hard rules"):
        plan_b(camp(), twice)


def test_the_page_escapes_what_comes_from_the_conference() -> None:
    page = plan_b_page(made(rooms=["hall"], people=["ann"]))
    assert NASTY not in page
    assert "If Hall is lost on Tuesday, 2 June 2026: 1 move" in page
    assert "If &lt;b&gt;Ann&lt;/b&gt; does not come: nothing moves" in page
