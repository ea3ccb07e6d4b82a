"""A rule that tells no terms costs what its ``check`` counts, whether it promises how far a place reaches or not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference
from agenda_solver.authoring import EVERYTHING, NOBODY, Reach, companions, sharing
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.rules.audience_clash import AudienceClash
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import all_rules
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.rules.offer_diversity import OfferDiversity
from agenda_solver.rules.person_day_load import PersonDayLoad
from agenda_solver.rules.precedence import Precedence
from agenda_solver.rules.room_capacity import RoomCapacity
from agenda_solver.rules.speaker_clash import SpeakerClash
from agenda_solver.rules.track_cell import TrackCell
from agenda_solver.testing import assert_reach
from agenda_solver.testing.strategies import conferences
from tests.evaluation.fair import Asked, AskedBalance, AskedChangeover, AskedGap, AskedLimit, AskedOrder
from tests.explaining.placements.test_other_places import LARGER, agenda_and_move, amount, hall_and_cellar
from tests.ledgers import assert_ledger
from tests.profiles import examples
from tests.settings import SETTINGS

OFTEN = settings(max_examples=examples(13), deadline=None, suppress_health_check=list(HealthCheck))


class AskedCapacity(Asked, RoomCapacity):
    """Its own room matters, and nothing else."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(NOBODY, time="never")


class AskedCell(Asked, TrackCell):
    """What is in the room during the block."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(time="block", same_room=True, within="block")


class AskedDiversity(Asked, OfferDiversity):
    """Whatever is in the block."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(room=False, time="block", within="block")


class AskedLoad(Asked, PersonDayLoad):
    """The sessions of the same people on the day."""

    def reach(self, conference: Conference, session: str) -> Reach:
        if self.counts_largest:
            return EVERYTHING  # the largest amount depends on everybody
        people = conference.session_by_id[session].people(self.roles)
        return Reach(sharing(conference, session, people), room=False, time="day", within="day")


class AskedPrecedence(Asked, Precedence):
    """Those before and after it, wherever they are."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(companions(session, [(pair.before, pair.after) for pair in self.pairs]), room=False)


class AskedAudience(Asked, AudienceClash):
    """The sessions that somebody wants to see at the same time; or, in blocks, in another room."""

    def reach(self, conference: Conference, session: str) -> Reach:
        found = conference.session_by_id[session]
        chairs = conference.track_by_id[found.track].chairs if found.track and self.track_chairs else ()
        everybody = conference.voters_by_session[session].union(found.people(self.roles), chairs)
        others = sharing(conference, session, everybody)
        if self.scope == "block":
            return Reach(others, time="block", within="block")
        return Reach(others, room=False, apart_minutes=0)


ASKED: list[type[Rule]] = [
    AskedLimit,
    AskedCapacity,
    AskedChangeover,
    AskedCell,
    AskedDiversity,
    AskedLoad,
    AskedPrecedence,
    AskedGap,
    AskedOrder,
    AskedAudience,
    AskedBalance,
]


@pytest.mark.parametrize("cls", ASKED)
@given(data=st.data())
@OFTEN
def test_the_ledger_counts_what_a_rule_counts_that_it_has_to_ask(cls: type[Rule], data: st.DataObject) -> None:
    conference = data.draw(conferences(**LARGER))
    choices = SETTINGS[cls.id](conference)
    if choices:
        known = read_rule({"rule": cls.id, "severity": 1, **data.draw(st.sampled_from(choices))})
        rule = cls(**dict(known))
        assert_ledger(conference, [rule], moves=20, seed=data.draw(st.integers(0, 10_000)))
        assert_reach(conference, rule, most=4, seed=data.draw(st.integers(0, 10_000)))


PROMISING = sorted(id for id, cls in all_rules().items() if "reach" in vars(cls))


@pytest.mark.parametrize("id", PROMISING)
@given(data=st.data())
@OFTEN
def test_rules_of_the_library_keep_what_they_promise(id: str, data: st.DataObject) -> None:
    conference = data.draw(conferences(**LARGER))
    if choices := SETTINGS[id](conference):
        rule = read_rule({"rule": id, "severity": 1, **data.draw(st.sampled_from(choices))})
        assert_reach(conference, rule, most=4, seed=data.draw(st.integers(0, 10_000)))


class PromisingLimit(AskedLimit):
    """What is in the block, which is all that can be at once with a session."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(room=False, time="start" if self.scope == "time" else "block", within="block")


@given(data=st.data())
@settings(OFTEN, max_examples=examples(20))
def test_a_rule_that_promises_nothing_is_counted_just_the_same(data: st.DataObject) -> None:
    conference = data.draw(conferences(**LARGER))
    agenda, session, places = agenda_and_move(data, conference)
    found = []
    for cls in (AskedLimit, PromisingLimit):
        ledger = Ledger(conference, [cls(limit=1, severity=1)], agenda)
        found.append([ledger.peek(session, place) for place in places if place is not None])
    assert found[0] == found[1]


class BlindCapacity(Asked, RoomCapacity):
    """It takes all rooms for the same, and the room is all that matters."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(NOBODY, room=False)


class LonelyClash(Asked, SpeakerClash):
    """It looks at nobody else, and somebody is needed for a clash."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(NOBODY, room=False)


@pytest.mark.parametrize("lying", [BlindCapacity, LonelyClash])
def test_a_promise_that_is_wrong_is_found_out(lying: type[Rule]) -> None:
    """The comparison with full checks fails for a rule that leaves out what matters to it."""
    conference = hall_and_cellar()
    honest = read_rule({"rule": lying.id, "severity": 1})
    agenda = conference.agenda({"a": ("hall", "am", 0), "b": ("hall", "pm", 0)})
    cellar = conference.placement("b", "cellar", "am", 0)
    expected = amount(honest, conference, agenda.with_placement("b", cellar))
    assert Ledger(conference, [honest], agenda).heat_map("b")[cellar].amounts == {honest.key: expected}
    assert expected > 0
    assert not Ledger(conference, [lying(severity=1)], agenda).heat_map("b")[cellar].amounts
    with pytest.raises(AssertionError, match=f"{lying.id} promises too short a reach"):
        assert_reach(conference, lying(severity=1))
