"""What votes say about audiences: the share of voters times the participants, in a range that is right often enough."""

from __future__ import annotations

import json
from math import comb
from pathlib import Path

import pytest

from agenda_solver import Conference, InvalidInput, write_conference
from agenda_solver.audience.expected_audience import expected_audiences, with_expected_audiences
from agenda_solver.cli.exit_codes import Exit
from tests.commands import Command


def camp(votes: int, voters: int, **fields: object) -> Conference:
    """Return a conference in which so many of the voters want the bees; all of them want the clouds."""
    builder = Conference.build("camp", "Camp", "Europe/Vienna").day("2026-07-04")
    builder.block("10:00", "18:00", id="b", slot_minutes=60).room("Barn")
    builder.session("Bees", minutes=60, **fields).session("Clouds", minutes=60).session("Dykes", minutes=60)
    for n in range(voters):
        builder.votes(f"v{n}", *(["bees"] if n < votes else []), "clouds")
    return builder.votes("silent").done()


def test_the_share_of_voters_times_the_participants_is_expected() -> None:
    bees, clouds, dykes = expected_audiences(camp(10, 40), 200)
    assert (bees.session, bees.votes, bees.expected, bees.stated) == ("bees", 10, 50, 0)
    # By hand: the sample is worth 40 * 199 / 160 = 49.75 voters; z = 1.96. Wilson's middle is
    # (0.25 + 3.84 / 99.5) / (1 + 3.84 / 49.75) = 0.2679, and half of its width
    # 1.96 / 1.0772 * sqrt(0.1875 / 49.75 + 3.84 / (4 * 2475)) = 0.1173: from 30.1 to 77.04 people, rounded outwards.
    assert (bees.low, bees.high) == (30, 78)
    # Of those who voted it is known: all 40 want the clouds, and none of them the dykes.
    assert (clouds.expected, clouds.high, dykes.expected, dykes.low) == (200, 200, 0, 0)
    assert clouds.low >= 40
    assert dykes.high <= 160


def test_where_everybody_voted_nothing_is_left_to_estimate() -> None:
    bees = expected_audiences(camp(3, 12), 12)[0]
    assert (bees.expected, bees.low, bees.high) == (3, 3, 3)


def test_the_range_holds_the_truth_about_as_often_as_it_says() -> None:
    """Of 120 participants K want a session, and 30 vote: every outcome is gone through, with its probability.

    The interval is nearly exact on the whole; for single K its steps may bring it a little below.
    """
    people, voters = 120, 30
    ranges = [expected_audiences(camp(k, voters), people)[0] for k in range(voters + 1)]
    shares = []
    for wanting in range(people + 1):
        ways = (
            comb(wanting, k) * comb(people - wanting, voters - k)
            for k, found in enumerate(ranges)
            if k <= wanting and voters - k <= people - wanting and found.low <= wanting <= found.high
        )
        shares.append(sum(ways) / comb(people, voters))
    assert sum(shares) / len(shares) >= 0.95
    assert min(shares) >= 0.9


def test_more_confidence_makes_a_wider_range() -> None:
    narrow, wide = (expected_audiences(camp(10, 40), 200, confidence=c)[0] for c in (0.5, 0.99))
    assert wide.low < narrow.low <= narrow.expected <= narrow.high < wide.high


def test_the_occurrences_of_a_session_share_its_people() -> None:
    first, second = (each for each in expected_audiences(camp(10, 40, occurrences=2), 200) if "bees" in each.session)
    assert (first.votes, first.expected, second.votes, second.expected) == (10, 25, 10, 25)


def test_only_sessions_that_expect_nobody_yet_change_unless_they_are_to() -> None:
    conference = camp(10, 40, expected_audience=7)
    found = expected_audiences(conference, 200)

    def audiences(**options: bool) -> list[int]:
        return [s.expected_audience for s in with_expected_audiences(conference, found, **options).sessions]

    assert audiences() == [7, 200, 0]
    assert audiences(replace=True) == [50, 200, 0]
    assert audiences(replace=True, high=True)[0] == 78
    assert [session.expected_audience for session in conference.sessions] == [7, 0, 0]


@pytest.mark.parametrize(
    ("voters", "participants", "confidence", "told"),
    [
        (0, 10, 0.95, "nobody voted"),
        (4, 3, 0.95, "participants: must be a number of people from 4 .* not 3"),
        (4, 10, 1.0, "confidence: must be between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused(voters: int, participants: int, confidence: float, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        expected_audiences(camp(0, voters), participants, confidence=confidence)


def test_the_command_shows_a_table_and_changes_nothing_unless_an_output_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(tmp_path)
    write_conference(camp(10, 40, expected_audience=7), tmp_path / "c.json")
    ended = command("audience", "expect", "c.json", "--participants", "200")
    assert ended.code == 0
    assert [line.split() for line in ended.out.splitlines()][2] == ["Bees", "10", "50", "30", "to", "78", "7"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.json"]
    ended = command("audience", "expect", "c.json", "--participants", "200", "-o", "out.json")
    assert "Saved out.json; 1 session kept its previous audience" in ended.out
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["sessions"]
    assert [session.get("expected_audience", 0) for session in written] == [7, 200, 0]
    ended = command("audience", "expect", "c.json", "--participants", "3")
    assert ended.code == Exit.INVALID
    assert "from 40 (the number who voted)" in ended.err
