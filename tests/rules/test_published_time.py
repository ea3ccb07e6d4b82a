"""What was published stays at its time, counted by session or by those who have to be told."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, score, solve
from agenda_solver.rules.published_time import PublishedTime
from agenda_solver.rules.rule import HARD, soft
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
    ],
)
def test_the_sessions_at_another_time_are_counted(places: Any, parameters: Any, amount: int) -> None:
    programme = conference(optional=True)
    found = PublishedTime(**parameters).check(programme, programme.agenda(places))
    assert sum(violation.amount for violation in found) == amount


@pytest.mark.parametrize(("count", "measure"), [("sessions", "1 session"), ("people", "3 people")])
def test_the_score_says_what_was_counted(count: Any, measure: str) -> None:
    # The talk has moved. Ada speaks and voted, v1 and v2 voted.
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
    assert moved.message == '"Talk" was published for 29 May 09:00, and is left out. 3 people have to be told.'
    assert out.message == '"Panel" was published for 29 May 10:00, and is at 29 May 14:00. 2 people have to be told.'
    assert (moved.sessions, out.sessions) == (("talk",), ("panel",))


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
@pytest.mark.parametrize("count", ["sessions", "people"])
def test_both_faces_agree(count: Any, scope: Any, severity: Any) -> None:
    rule = PublishedTime(severity=severity, count=count, scope=scope)
    assert assert_contract(conference(optional=True), rule, most=200)
