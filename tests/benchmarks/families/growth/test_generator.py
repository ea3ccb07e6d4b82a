"""Drawn conferences are the same for the same seed, can be kept, and look like the ones that were counted."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, score
from benchmarks.families.growth.generator import generate
from benchmarks.families.growth.shape import Shape
from tests.profiles import examples

QUICK = settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
DATA = os.environ.get("AGENDA_SOLVER_DATA")


@QUICK
@given(sessions=st.integers(1, 90), seed=st.integers(0, 10_000))
def test_the_planted_agenda_is_legal_and_complete(sessions: int, seed: int) -> None:
    conference, agenda = generate(sessions, seed)
    card = score(conference, agenda)
    assert len(conference.sessions) == len(agenda) == sessions
    assert card.is_legal, [rule.violations for rule in card.rules if rule.severity.is_hard]


def test_a_large_planted_agenda_is_legal() -> None:
    assert score(*generate(400, 1)).is_legal


@QUICK
@given(sessions=st.integers(1, 60), seed=st.integers(0, 10_000))
def test_the_same_seed_gives_the_same_conference(sessions: int, seed: int) -> None:
    assert generate(sessions, seed) == generate(sessions, seed)


def test_a_conference_is_the_same_on_every_machine_and_with_every_version_of_python() -> None:
    """A digest that was noted once: where it changes, stored results speak of other conferences."""
    conference, agenda = generate(50, 0)
    parts = [
        (s.id, s.type, s.duration_minutes, s.track, s.speakers, s.expected_audience, s.undesired_times, s.level)
        for s in conference.sessions
    ]
    windows = [(p.id, [(w.start.isoformat(), w.end.isoformat()) for w in p.available]) for p in conference.people]
    votes = [(ballot.voter, ballot.sessions) for ballot in conference.votes]
    places = [(id, place.room, place.block, place.slot) for id, place in agenda.items()]
    rooms = [(room.id, room.capacity, room.features) for room in conference.rooms]
    digest = hashlib.sha256(repr((parts, windows, votes, places, rooms)).encode()).hexdigest()
    assert digest[:16] == "aade26f895d8020a"


def test_another_seed_gives_another_conference() -> None:
    assert generate(30, 0) != generate(30, 1)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 session, not 0"):
        generate(0)


# --- the distributions -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large() -> Conference:
    return generate(1_000, 3).conference


def test_each_day_has_one_keynote_and_the_rest_is_as_the_shape_says(large: Conference) -> None:
    """About 110 of 1,000 sessions are workshops (deviation 10), and 55 % of the 890 talks are of 30 minutes (15)."""
    types = Counter(session.type for session in large.sessions)
    assert types["keynote"] == len(large.days) == Shape().most_days
    assert abs(types["workshop"] - 110) < 50
    lengths = Counter(session.duration_minutes for session in large.sessions if session.type == "talk")
    assert set(lengths) == {30, 45, 60}
    assert abs(lengths[30] - 490) < 75


def test_most_speakers_have_one_session_and_some_have_many(large: Conference) -> None:
    """850 of 1,000 are meant to have one; as sessions run out of free seats, a few more have."""
    counts = Counter(len(ids) for ids in large.sessions_by_person(("speakers",)).values())
    share = counts[1] / sum(counts.values())
    assert 0.82 < share < 0.93
    assert max(counts) > 3
    assert max(counts) <= 9


def test_some_speakers_are_part_time(large: Conference) -> None:
    """120 of 1,000; with some 1,050 people the deviation is 10."""
    share = sum(bool(person.available) for person in large.people) / len(large.people)
    assert 0.07 < share < 0.17


def test_rooms_halve_and_third_and_tracks_are_uneven(large: Conference) -> None:
    """2,000 attendees: 2,000 seats, then 1,000, then 666. The largest of 100 tracks should have 2.8 times the mean."""
    assert [room.capacity for room in large.rooms[:3]] == [2_000, 1_000, 666]
    sizes = sorted(len(sessions) for sessions in large.sessions_by_track.values())
    assert sizes[-1] > 15
    assert sizes[0] < 8


def test_rooms_are_as_full_as_wanted(large: Conference) -> None:
    """75 % of the minutes of the 90-minute blocks; a little less where more rooms were needed to pack them."""
    used = sum(session.duration_minutes or 0 for session in large.sessions if session.type != "keynote")
    there = sum(block.minutes for block in large.blocks if block.minutes == 90) * len(large.rooms)
    assert 0.66 < used / there < 0.76


def test_popular_sessions_have_some_three_times_the_votes_of_the_median(large: Conference) -> None:
    """As at KoMa 92, where it was 49 to 15; the favourite tracks and chance spread it further."""
    votes = sorted(len(voters) for id, voters in large.voters_by_session.items())
    assert 2 < votes[-20] / votes[len(votes) // 2] < 5


def test_a_shape_can_be_another(large: Conference) -> None:
    """Nobody is part-time, and there is a workshop in every place but the keynote's."""
    conference = generate(60, 0, Shape(part_time=0, workshops=1_000)).conference
    assert not any(person.available for person in conference.people)
    assert {session.type for session in conference.sessions} == {"keynote", "workshop"}


@pytest.mark.data
@pytest.mark.skipif(DATA is None, reason="AGENDA_SOLVER_DATA names no folder")
def test_the_programme_of_fosdem_has_the_counts_that_the_shape_names() -> None:
    """One speaker: 81 %; one session: 87 %; the largest track 2.3 times the mean; 14 sessions a track."""
    path = Path(str(DATA)) / "fosdem" / "fosdem-2025.xml"
    if not path.is_file():
        pytest.skip(f"there is no {path.name} in AGENDA_SOLVER_DATA")
    events = list(ET.parse(path).getroot().iter("event"))
    assert len(events) == 943
    speakers = [[person.get("id") for person in event.iter("person")] for event in events]
    sessions = Counter(id for ids in speakers for id in ids)
    tracks = Counter(event.findtext("track") for event in events)
    assert round(1_000 * sum(len(ids) == 1 for ids in speakers) / len(events)) == 813
    assert round(1_000 * sum(count == 1 for count in sessions.values()) / len(sessions)) == 872
    assert round(len(events) / len(tracks)) == 14
    assert round(max(tracks.values()) * len(tracks) / len(events), 1) == 2.3
