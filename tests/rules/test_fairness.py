"""Of rules whose amounts belong to people, tracks or rooms, the largest can count instead of the sum."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from agenda_solver import Conference, InvalidInput, read_conference, solve, write_conference
from agenda_solver.cpsat.variables.shares import Shares
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.rules.base.rule_settings import read_rule, rules_of
from agenda_solver.rules.base.severity import HARD, Severity, soft
from agenda_solver.rules.compactness import Compactness
from agenda_solver.rules.person_availability import PersonAvailability
from agenda_solver.rules.person_day_load import PersonDayLoad
from agenda_solver.rules.person_days import PersonDays
from agenda_solver.rules.person_gap import PersonGap
from agenda_solver.rules.person_preference import PersonPreference
from agenda_solver.rules.shared.fairness import FairRule
from agenda_solver.rules.track_balance import TrackBalance
from agenda_solver.rules.track_contiguity import TrackContiguity
from agenda_solver.rules.track_order import TrackOrder
from agenda_solver.rules.track_parallel import TrackParallel
from agenda_solver.rules.track_rooms import TrackRooms
from agenda_solver.testing import Mutant, mutated
from tests.contracts import assert_contract

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

FAIR = [cls for cls in built_in_rules().values() if issubclass(cls, FairRule)]


def two_days() -> Conference:
    """Three blocks, half an hour apart, on Monday, and one on Wednesday; two rooms; two people and two tracks.

    Ada and Bo have three sessions each, one of them together. Both are there from 9:30 to 13:00 on Monday only.
    """
    built = Conference.build("c", "C", "Europe/Berlin").only_these_rules().day("2026-03-02", id="mon", name="Monday")
    for number, hour in enumerate((9, 10, 12)):
        built.block(f"{hour:02}:00", f"{hour:02}:30", id=f"m{number}", slot_minutes=30)
    built.day("2026-03-04", id="wed", name="Wednesday").block("09:00", "10:00", id="w", slot_minutes=30)
    built.room("Hall", id="h").room("Lab", id="l")
    there = [("2026-03-02T09:30", "2026-03-02T13:00")]
    built.person("Ada", id="ada", available=there).person("Bo", id="bo", available=there)
    built.track("Air", id="air").track("Sea", id="sea")
    for number, speakers in enumerate((["ada"], ["ada"], ["ada", "bo"]), 1):
        built.session(f"A{number}", id=f"a{number}", minutes=30, speakers=speakers, track="air", position=4 - number)
    for number in (1, 2):
        built.session(f"S{number}", id=f"s{number}", minutes=30, speakers=["bo"], track="sea", position=number)
    return built.done()


# Air is in both rooms on Monday, with nothing at 10:00; Sea has all of Wednesday, side by side.
PLACES = {
    "a1": ("h", "m0", 0),
    "a2": ("l", "m0", 0),
    "a3": ("h", "m2", 0),
    "s1": ("h", "w", 0),
    "s2": ("l", "w", 0),
}
BOTH = {"s1": ("l", "m2", 0), "s2": ("h", "m0", 0), "a1": ("h", "w", 0)}
"""Moves after which both tracks are at 9:00 and at 12:00, but not at 10:00."""
LIKES: dict[str, Any] = {
    "table": (
        {"person": "ada", "days": ("wed",)},
        {"person": "bo", "days": ("mon",)},
        {"person": "bo", "days": ("wed",), "wish": "unwanted"},
    )
}


def agenda(**moved: tuple[str, str, int]) -> Agenda:
    return two_days().agenda({**PLACES, **moved})


def rule_of(cls: type[FairRule], **parameters: Any) -> FairRule:
    found = read_rule({"rule": cls.id, "severity": 1, **parameters})
    assert isinstance(found, FairRule)
    return found


def amounts(rule: Rule, places: Agenda) -> int:
    return rule.amount_in(places)


@pytest.mark.parametrize(
    ("cls", "parameters", "moved", "added_up", "largest"),
    [
        # Ada has three sessions on Monday, Bo one there and two on Wednesday: with limit 1, two and one too many.
        (PersonDayLoad, {"limit": 1}, {}, 3, 2),
        # Limit 0: three each; whichever of the two it is.
        (PersonDayLoad, {"limit": 0}, {}, 6, 3),
        # What one person has on two days is added up: Bo has one too many on each, Ada one on Monday.
        (PersonDayLoad, {"limit": 1}, {"a1": ("h", "w", 1), "s1": ("l", "m1", 0)}, 1 + 1, 1),
        # Nobody waits on Tuesday but those who come back on Wednesday: Bo does, Ada does not.
        (PersonDays, {}, {}, 1, 1),
        # Ada comes back, too.
        (PersonDays, {}, {"a1": ("h", "w", 1)}, 2, 1),
        # From 9:30 to 12:00 are 150 minutes: Ada lacks 30 twice. Bo's two are at once, and his third one is on Monday.
        (PersonGap, {"pause_minutes": 180}, {}, 60, 60),
        # Ada at 9:00, 10:00 and 12:00 lacks 150, 90 and, between the first and the last, 30. Bo, at 10:00 and 12:00,
        # lacks 90.
        (PersonGap, {"pause_minutes": 180}, {"a2": ("l", "m1", 0), "s1": ("h", "m1", 0)}, 270 + 90, 270),
        # Ada would have been somewhere else for 3 x 30 minutes. Bo is on Wednesday twice; each row counts: 60 and 60.
        (PersonPreference, LIKES, {}, 90 + 120, 120),
        # At 9:00 nobody is there yet, and nobody on Wednesday: Ada misses 2 x 30 minutes, Bo as many.
        (PersonAvailability, {}, {}, 120, 60),
        (PersonAvailability, {}, {"s1": ("h", "m1", 0)}, 90, 60),
        # Two rooms each.
        (TrackRooms, {}, {}, 2, 1),
        # Air's two sessions at 9:00, Sea's two on Wednesday.
        (TrackParallel, {}, {}, 2, 1),
        (TrackParallel, {"scope": "block"}, {"s2": ("h", "w", 1)}, 1, 1),
        # Air is at 9:00 and 12:00, but not at 10:00. Sea has no gap, or the same one.
        (TrackContiguity, {}, {}, 1, 1),
        (TrackContiguity, {}, BOTH, 2, 1),
        # Air comes as A1, A2, A3 and should come as A3, A2, A1: two are wrong, and A1 and A2 run at once for a slot. So
        # do S1 and S2.
        (TrackOrder, {}, {}, 4, 3),
        # One idle piece (10:00 to 10:30) of Air; S2 right after S1.
        (Compactness, {}, {"s2": ("h", "w", 1)}, 1, 1),
        # With S1 in the afternoon before, Sea is idle at 10:00 as well.
        (Compactness, {}, BOTH, 2, 1),
        # The hall is idle at 10:00; the lab has one session a day.
        (Compactness, {"of": "room"}, {}, 1, 1),
        # A lab with a hole like the hall's.
        (Compactness, {"of": "room"}, {"s1": ("l", "m2", 0)}, 2, 1),
        # The programme is one: the largest amount is the sum.
        (Compactness, {"of": "programme"}, {}, 1, 1),
    ],
    ids=str,
)
def test_the_largest_amount_of_one_counts_instead_of_the_sum(cls, parameters, moved, added_up, largest):
    places = agenda(**moved)
    assert amounts(rule_of(cls, **parameters), places) == added_up
    fair = rule_of(cls, **parameters, counts="largest")
    assert amounts(fair, places) == largest
    assert Ledger(two_days(), [fair], places).amounts[fair.key] == largest


def test_the_largest_distance_from_a_share_counts():
    # Slots are 30 minutes. Monday has 90 minutes and Wednesday 60, so Air's share is 1.8 and 1.2 of 3: it has 3 and 0,
    # one too many and one too few. Sea's share is 1.2 and 0.8 of 2: it has 0 and 2, one too few and one too many.
    assert amounts(rule_of(TrackBalance, blocks=False), agenda()) == 4
    assert amounts(rule_of(TrackBalance, blocks=False, counts="largest"), agenda()) == 2
    # Nobody has a place: Air lacks 1 and 1, Sea 1 and 0.
    assert amounts(rule_of(TrackBalance, blocks=False, counts="largest"), Agenda(two_days(), {})) == 2


def test_the_violations_of_the_worst_off_alone_are_told_and_the_sentence_says_why():
    found = list(rule_of(PersonDayLoad, limit=1, counts="largest").check(two_days(), agenda()))
    assert [(violation.amount, violation.people) for violation in found] == [(2, ("ada",))]
    assert found[0].message == (
        'Ada has 3 sessions on Monday, more than 1: "A1", "A2" and "A3". No other person has a larger amount than this '
        "2; only the largest counts."
    )


def test_of_two_who_are_equally_badly_off_the_first_is_told():
    found = list(rule_of(TrackRooms, counts="largest").check(two_days(), agenda()))
    assert [violation.tracks for violation in found] == [("air",)]
    assert found[0].message.endswith("No other track has a larger amount than this 1; only the largest counts.")


def test_rooms_of_one_name_are_two_rooms():
    """Each has its own amount, whatever it is called."""
    conference = two_days()
    rooms = tuple(room.model_copy(update={"name": "Hall"}) for room in conference.rooms)
    same, places = conference.replace(rooms=rooms), {**PLACES, "s1": ("l", "m2", 0)}
    rule = rule_of(Compactness, of="room", counts="largest")
    assert rule.amount_in(same.agenda(places)) == 1
    assert assert_contract(same, rule, planted=[same.agenda(places)], most=20)


def test_a_hard_rule_tells_what_is_broken_of_everybody():
    """It has to be kept for all of them, so the planner has to see all of it."""
    adding_up = list(rule_of(PersonDayLoad, limit=1, severity="hard").check(two_days(), agenda()))
    assert len(adding_up) == 2
    assert list(rule_of(PersonDayLoad, limit=1, severity="hard", counts="largest").check(two_days(), agenda())) == (
        adding_up
    )


def morning(**rule: Any) -> Conference:
    """Two sessions of Ada and two of Bo in a hall; two have to be before nine, which neither of them wants."""
    built = Conference.build("s", "S", "Europe/Berlin").only_these_rules().room("Hall", id="h").day("2026-03-02")
    built.block("08:00", "09:00", slot_minutes=30).block("10:00", "11:00", slot_minutes=30)
    for who in ("ada", "bo"):
        built.person(who.title(), id=who)
        for number in (1, 2):
            built.session(f"{who} {number}", minutes=30, speakers=[who])
    early = [{"start": "2026-03-02T08:00", "end": "2026-03-02T09:00"}]
    table = [{"person": who, "wish": "unwanted", "windows": early} for who in ("ada", "bo")]
    return built.rule("person_preference", table=table, **rule).done()


@pytest.mark.parametrize("strategies", [["whole_model"], ["local_search", "counted_bounds", "whole_model"]])
def test_what_has_to_be_borne_is_shared(strategies: list[str]):
    # Whoever is early, it is 60 minutes in all; if each of the two is once, the largest amount is 30. Weight 5.
    result = solve(morning(severity=5, counts="largest"), workers=1, strategies=strategies)
    assert result.scorecard is not None
    assert (result.status, result.scorecard.objective, result.bound) == (Status.OPTIMAL, 150, 150)
    assert solve(morning(severity=5), workers=1).bound == 300


@pytest.mark.parametrize("cls", FAIR)
@pytest.mark.parametrize("severity", [HARD, soft(3)], ids=str)
def test_both_faces_agree_on_agendas_in_which_several_are_badly_off(cls: type[FairRule], severity: Severity):
    rule = rule_of(cls, **PARAMETERS.get(cls, {}), counts="largest").model_copy(update={"severity": severity})
    assert_contract(two_days(), rule, planted=SEVERAL, most=40)


SEVERAL = [agenda(), agenda(**BOTH), agenda(s1=("l", "m2", 0)), agenda(a1=("h", "w", 1))]
# Parameters under which several are badly off in the agendas above; most rules need none.
PARAMETERS: dict[type[FairRule], dict[str, Any]] = {
    PersonDayLoad: {"limit": 1},
    PersonGap: {"pause_minutes": 180},
    PersonPreference: LIKES,
}


@pytest.mark.parametrize("cls", FAIR)
@pytest.mark.parametrize("mutant", [Mutant.SILENT, Mutant.CHEAPER])
def test_a_wrong_post_is_noticed(cls: type[FairRule], mutant: Mutant):
    rule = rule_of(cls, **PARAMETERS.get(cls, {}), counts="largest")
    with mutated(cls, mutant), pytest.raises(AssertionError):
        assert_contract(two_days(), rule, planted=SEVERAL, most=10)


@pytest.mark.parametrize("cls", FAIR)
def test_a_post_that_adds_up_is_noticed(cls: type[FairRule]):
    """The planted agendas have two that are badly off, so that the sum is another number."""
    rule = rule_of(cls, **PARAMETERS.get(cls, {}), counts="largest")
    honest = cls.post

    def adds_up(self: FairRule, decisions: Decisions) -> Cost | None:
        return honest(self.model_copy(update={"counts": "sum"}), decisions)

    with mock.patch.object(cls, "post", adds_up), pytest.raises(AssertionError, match="costs differ"):
        assert_contract(two_days(), rule, planted=SEVERAL, most=5)


@pytest.mark.parametrize("cls", FAIR)
@pytest.mark.parametrize("forgotten", [0, -1], ids=["first", "last"])
def test_a_post_that_forgets_somebody_is_noticed(cls: type[FairRule], forgotten: int):
    rule = rule_of(cls, **PARAMETERS.get(cls, {}), counts="largest")
    honest = Shares.cost

    def forgets(self: Shares) -> Cost:
        del self._of[list(self._of)[forgotten]]
        return honest(self)

    with mock.patch.object(Shares, "cost", forgets), pytest.raises(AssertionError, match="costs differ"):
        assert_contract(two_days(), rule, planted=SEVERAL, most=100)


def test_the_guide_lists_the_rules_that_can_count_the_largest_amount():
    guide = (Path(__file__).parents[2] / "docs" / "howto" / "set-the-rules.md").read_text(encoding="utf-8")
    _, opening, rest = guide.partition("This setting is available for")
    listed, closing, _ = rest.partition("The default is always")
    assert opening
    assert closing
    assert sorted(re.findall(r"`(\w+)`", listed)) == sorted(cls.id for cls in FAIR)


def test_a_share_names_its_sessions():
    """Terms about whoever is somewhere would be asked about all sessions, for every person."""

    class Wrong(PersonDays):
        def quick(self, told: Terms) -> bool:
            told.share("ada").charge_anybody(0, 0, 1)
            return True

    with pytest.raises(ValueError, match="names"):
        Ledger(two_days(), [Wrong(severity=soft(1))])


def test_another_word_than_the_two_is_refused_with_its_place():
    with pytest.raises(InvalidInput, match=r'rules\[0\]\.counts: must be "sum" or "largest"'):
        morning(severity=5, counts="most")


@pytest.mark.parametrize("name", ["morning.xlsx", "morning.json"])
def test_files_say_what_counts(name: str, tmp_path: Path):
    write_conference(morning(severity=5, counts="largest"), tmp_path / name)
    (rule,) = rules_of(read_conference(tmp_path / name))
    assert isinstance(rule, PersonPreference)
    assert rule.counts_largest
