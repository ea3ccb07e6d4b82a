"""What was published stays at its time, counted by session or by those who have to be told."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, score, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.published_time import PublishedTime
from tests.contracts import assert_contract

# Two rooms, two blocks of two slots of an hour: 9, 10 and 13, 14 o'clock.
PUBLISHED = [("talk", "h", "09:00"), ("panel", "h", "10:00")]


def conference(published: list[tuple[str, str, str]] | None = None, **talk: Any) -> Conference:
    """Return a conference in which the talk and the panel were published, and the new one was not."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "11:00", id="am", slot_minutes=60).block("13:00", "15:00", id="pm", slot_minutes=60)
    builder.room("Hall", id="h").room("Den", id="d").person("Ada", id="ada").person("Ben", id="ben")
    builder.session("Talk", id="talk", minutes=60, speakers=["ada"], **talk)
    builder.session("Panel", id="panel", minutes=60, speakers=["ada"], moderators=["ben"])
    builder.session("New one", id="new", minutes=60)
    builder.votes("ada", "talk").votes("v1", "talk").votes("v2", "talk", "new")
    places = PUBLISHED if published is None else published
    entries = [{"session": s, "room": r, "start": f"2025-05-29T{at}+05:00"} for s, r, at in places]
    return builder.done().replace(published=tuple(entries))


@pytest.mark.parametrize(
    ("places", "parameters", "amount"),
    [
        ({"talk": ("h", "am", 0), "panel": ("h", "am", 1), "new": ("d", "pm", 0)}, {}, 0),  # as published
        ({"talk": ("d", "am", 0), "panel": ("h", "am", 1), "new": ("h", "pm", 0)}, {}, 0),  # a room is no time
        ({"talk": ("h", "am", 1), "panel": ("h", "am", 0), "new": ("d", "pm", 0)}, {}, 2),  # the two changed places
        ({"talk": ("h", "am", 1), "panel": ("h", "am", 0), "new": ("d", "pm", 0)}, {"scope": "block"}, 0),
        ({"talk": ("h", "pm", 0), "panel": ("h", "am", 1), "new": ("d", "am", 0)}, {"scope": "block"}, 1),
        # The talk: Ada speaks and voted (once), v1 and v2 voted: 3. The panel: Ada and Ben: 2.
        ({"talk": ("h", "am", 1), "panel": ("h", "am", 0), "new": ("d", "pm", 0)}, {"count": "people"}, 5),
        ({"panel": ("h", "am", 1), "new": ("d", "pm", 0)}, {}, 1),  # what is left out has moved
        # Both an hour away from where they were.
        ({"talk": ("h", "am", 1), "panel": ("h", "am", 0)}, {"count": "minutes"}, 120),
        # The talk from 9 to 14 o'clock; the panel stays.
        ({"talk": ("h", "pm", 1), "panel": ("h", "am", 1)}, {"count": "minutes"}, 300),
        ({"talk": ("h", "pm", 1), "panel": ("h", "am", 0)}, {"count": "minutes", "most_minutes": 90}, 90 + 60),
        # What is left out counts as much as what is as far away as can be.
        ({"panel": ("h", "am", 1)}, {"count": "minutes", "most_minutes": 90}, 90),
        ({"panel": ("h", "am", 1)}, {"count": "minutes"}, 1440),
        # Within its block the talk may move; the panel goes from 10 to 13 o'clock.
        ({"talk": ("h", "am", 1), "panel": ("h", "pm", 0)}, {"count": "minutes", "scope": "block"}, 180),
        # Another room, another time, both: each of them is one move.
        ({"talk": ("d", "am", 0), "panel": ("h", "am", 1)}, {"of": "place"}, 1),
        ({"talk": ("h", "pm", 0), "panel": ("d", "am", 1)}, {"of": "place"}, 2),
        ({"talk": ("d", "pm", 0), "panel": ("h", "am", 1)}, {"of": "place"}, 1),
        ({"talk": ("h", "am", 0), "panel": ("h", "am", 1)}, {"of": "place"}, 0),
        ({"talk": ("h", "am", 1), "panel": ("d", "am", 0)}, {"of": "place", "scope": "block"}, 1),
        ({"talk": ("d", "am", 0), "panel": ("d", "pm", 1)}, {"of": "place", "count": "people"}, 5),
    ],
)
def test_the_sessions_at_another_time_are_counted(places: Any, parameters: Any, amount: int) -> None:
    programme = conference(optional=True)
    assert PublishedTime(**parameters).amount_in(programme.agenda(places)) == amount


@pytest.mark.parametrize(
    ("count", "measure"), [("sessions", "1 session"), ("people", "3 people"), ("minutes", "240 minutes")]
)
def test_the_score_says_what_was_counted(count: Any, measure: str) -> None:
    # The talk has moved from 9 to 13 o'clock. Ada speaks and voted, v1 and v2 voted.
    programme = conference()
    places = {"talk": ("h", "pm", 0), "panel": ("h", "am", 1), "new": ("d", "am", 0)}
    scorecard = score(programme, programme.agenda(places), [PublishedTime(count=count)])
    assert scorecard["published_time"].measure == measure


def test_a_session_that_nobody_has_a_part_in_counts_one_person() -> None:
    programme = conference([("new", "h", "09:00")])
    silent = programme.replace(votes=())
    (violation,) = PublishedTime(count="people").check(silent, silent.agenda({"new": ("h", "pm", 0)}))
    assert violation.amount == 1
    assert violation.message.endswith("One person has to be told.")


def test_the_messages_say_when_it_was_and_when_it_is() -> None:
    programme = conference(optional=True)
    moved, out = PublishedTime(count="people").check(programme, programme.agenda({"panel": ("h", "pm", 1)}))
    assert moved.message == '"Talk" was published for 29 May 09:00, but is left out. 3 people have to be told.'
    sentence = '"Panel" was published for 29 May 10:00, but is now at 29 May 14:00.'
    assert out.message == f"{sentence} 2 people have to be told."
    assert (moved.sessions, out.sessions) == (("talk",), ("panel",))


def test_the_messages_say_how_far_it_is_and_in_which_room() -> None:
    programme = conference(optional=True)
    agenda = programme.agenda({"talk": ("d", "am", 0), "panel": ("h", "pm", 1)})
    (far,) = PublishedTime(count="minutes", most_minutes=90).check(programme, agenda)
    assert far.message == '"Panel" was published for 29 May 10:00, but is now at 29 May 14:00. That counts 90 minutes.'
    room, time = PublishedTime(of="place", count="people").check(programme, agenda)
    assert room.message == '"Talk" was published in Hall, but is now in Den. 3 people have to be told.'
    assert (room.rooms, time.rooms) == (("h", "d"), ())
    sentence = '"Panel" was published for 29 May 10:00, but is now at 29 May 14:00.'
    assert time.message == f"{sentence} 2 people have to be told."


def test_in_another_block_at_the_very_minute_it_has_moved_by_one() -> None:
    # The late block begins where the second slot of the morning does; a move that is no way in minutes is still one.
    programme = conference([("panel", "h", "10:00")])
    late = {**programme.blocks[1].model_dump(), "id": "late", "start": "2025-05-29T10:00", "end": "2025-05-29T12:00"}
    (place,) = programme.published or ()
    beside = programme.replace(
        blocks=(programme.blocks[0], late), published=(place.model_copy(update={"block": "am"}),)
    )
    rule = PublishedTime(count="minutes", scope="block")
    (violation,) = rule.check(beside, beside.agenda({"panel": ("h", "late", 0)}))
    assert violation.amount == 1
    assert violation.message.endswith("That counts 1 minute.")
    assert not list(PublishedTime(count="minutes").check(beside, beside.agenda({"panel": ("h", "late", 0)})))


def test_a_place_that_is_gone_is_as_far_away_as_can_be() -> None:
    programme = conference([("talk", "h", "09:00")])
    (place,) = programme.published or ()
    gone = programme.replace(published=(place.model_copy(update={"gone": True}),))
    for parameters, amount in (({"count": "minutes", "most_minutes": 70}, 70), ({"of": "place"}, 1)):
        (violation,) = PublishedTime(**parameters).check(gone, gone.agenda({"talk": ("h", "am", 0)}))
        assert violation.amount == amount


def test_another_room_is_no_number_of_minutes() -> None:
    with pytest.raises(InvalidInput, match="a change of room has no number of minutes"):
        PublishedTime(count="minutes", of="place")


def test_a_place_that_is_gone_means_that_the_session_has_moved() -> None:
    programme = conference([("talk", "h", "09:00")])
    (place,) = programme.published or ()
    # Half past nine is no slot's start: wrong in a plain entry, and right where the place is gone.
    wrong = {"session": "talk", "room": "h", "start": "2025-05-29T09:30+05:00"}
    with pytest.raises(InvalidInput, match="no slot of a block begins at that time"):
        programme.replace(published=(wrong,))
    changed = programme.replace(published=({**wrong, "gone": True},))
    gone = programme.replace(published=(place.model_copy(update={"gone": True}),))
    for after in (changed, gone):
        assert after.published_agenda == after.agenda({})
        (violation,) = PublishedTime().check(after, after.agenda({"talk": ("h", "am", 0)}))
        assert violation.amount == 1


def test_it_has_nothing_to_say_where_nothing_was_published() -> None:
    assert PublishedTime().applies(conference())
    assert not PublishedTime().applies(conference([]))
    assert not PublishedTime().applies(conference().replace(published=None))


def test_the_solver_moves_whom_fewest_have_to_be_told_of() -> None:
    # Both were published for 9 o'clock with the same speaker: one has to go. The talk has 3 listeners, the panel 2.
    programme = conference([("talk", "h", "09:00"), ("panel", "d", "09:00")])
    rules = ({"rule": "speaker_clash"}, {"rule": "published_time", "severity": 10, "count": "people"})
    result = solve(programme.replace(rules=rules), workers=1)
    assert (str(result.status), result.objective) == ("optimal", 20)
    assert result.agenda is not None
    assert result.agenda["talk"].start == 9 * 60
    assert result.agenda["panel"].start != 9 * 60


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize(
    "parameters",
    [{}, {"count": "people"}, {"count": "minutes", "most_minutes": 200}, {"of": "place", "count": "people"}],
)
def test_both_faces_agree(parameters: Any, scope: Any, severity: Any) -> None:
    rule = PublishedTime(severity=severity, scope=scope, **parameters)
    programme = conference(optional=True)
    kept = programme.agenda({"talk": ("h", "am", 0), "panel": ("h", "am", 1), "new": ("d", "am", 0)})
    assert assert_contract(programme, rule, most=120, planted=[kept])


def test_the_solver_goes_the_shortest_way_and_changes_as_few_places_as_can_be() -> None:
    # Both were published for 9 o'clock with the same speaker. Ten o'clock is the nearest: 60 minutes, at weight 2.
    programme = conference([("talk", "h", "09:00"), ("panel", "d", "09:00")])
    rules = ({"rule": "speaker_clash"}, {"rule": "published_time", "severity": 2, "count": "minutes"})
    assert solve(programme.replace(rules=rules), workers=1).objective == 120
    # Places count once: whoever goes may go to any time and any room.
    places = ({"rule": "speaker_clash"}, {"rule": "published_time", "severity": 2, "of": "place"})
    whole = programme.replace(rules=(*places, {"rule": "published_room", "severity": "off"}))
    assert solve(whole, workers=1).objective == 2
