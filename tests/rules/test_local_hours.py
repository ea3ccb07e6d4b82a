"""Bearable hours for those who take part from afar."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, InvalidInput, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.local_hours import LocalHours
from agenda_solver.testing.strategies import conferences
from tests.contracts import assert_contract
from tests.profiles import examples

# In June 12:00 in Almaty (UTC+5) is 07:00 in UTC, 09:00 in Berlin, 03:00 in New York, 16:00 in Tokyo.
BERLIN, NEW_YORK, TOKYO = "Europe/Berlin", "America/New_York", "Asia/Tokyo"


def conference(*ids: str, **rule) -> Conference:
    """A noon of three slots of 20 minutes, an evening of one hour; people in Berlin, in New York and nowhere."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-06-02")
    builder.block("12:00", "13:00", id="noon", slot_minutes=20).block("20:00", "21:00", id="evening")
    builder.room("Hall", id="h").room("Lab", id="l")
    builder.person("Ada", time_zone=BERLIN).person("Linus", time_zone=NEW_YORK).person("Grace")
    builder.person("Emmy", time_zone=BERLIN)
    sessions = {
        "far": {"minutes": 40, "time_zone": NEW_YORK, "speakers": ["Ada"]},
        "near": {"minutes": 30, "speakers": ["Ada", "Grace"], "moderators": ["Emmy"]},
        "both": {"minutes": 20, "speakers": ["Ada"], "chairs": ["Linus"], "optional": True},
        "here": {"minutes": 20, "speakers": ["Grace"]},
    }
    for id in ids or sessions:
        builder.session(id.title(), id=id, **sessions[id])
    return builder.rule("local_hours", **rule).done() if rule else builder.done()


def amount(rule: LocalHours, places, programme: Conference | None = None) -> int:
    programme = programme or conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("rule", "places", "expected"),
    [
        # 12:00-12:40 is 03:00-03:40 in New York, in the night: 10 for each of two slots. Ada's zone does not matter.
        (LocalHours(), {"far": ("h", "noon", 0)}, 20),
        # 20:00-20:40 is 11:00-11:40 there, which is comfortable.
        (LocalHours(), {"far": ("h", "evening", 0)}, 0),
        # 12:00-12:30 is 09:00-09:30 in Berlin; the zone of Ada and of Emmy is one zone, and Grace has none.
        (LocalHours(), {"near": ("h", "noon", 0)}, 0),
        # 20:00-20:30 is 17:00-17:30 there, which is comfortable; with less comfort it costs 1, for one slot of an hour.
        (LocalHours(), {"near": ("h", "evening", 0)}, 0),
        (LocalHours(comfortable_to="17:00"), {"near": ("h", "evening", 0)}, 1),
        # An end at the last comfortable minute costs nothing, an end one minute after it does.
        (LocalHours(comfortable_to="17:30"), {"near": ("h", "evening", 0)}, 0),
        (LocalHours(comfortable_to="17:29"), {"near": ("h", "evening", 0)}, 1),
        # The same for the start, but twice: 30 minutes touch two slots of 20.
        (LocalHours(comfortable_from="09:00"), {"near": ("h", "noon", 0)}, 0),
        (LocalHours(comfortable_from="09:01"), {"near": ("h", "noon", 0)}, 2),
        # From 09:20 on it is not too early.
        (LocalHours(comfortable_from="09:01"), {"near": ("h", "noon", 1)}, 0),
        # Where blocks count, the start is 09:00 all the same.
        (LocalHours(comfortable_from="09:01", clock="block"), {"near": ("h", "noon", 1)}, 2),
        # The edges of what is tolerable: the last moment is tolerable, and one more minute is unsuitable.
        (LocalHours(comfortable_to="17:00", tolerable_to="17:30"), {"near": ("h", "evening", 0)}, 1),
        (LocalHours(comfortable_to="17:00", tolerable_to="17:29"), {"near": ("h", "evening", 0)}, 10),
        (LocalHours(comfortable_from="10:00", tolerable_from="09:00"), {"near": ("h", "noon", 0)}, 2),
        (LocalHours(comfortable_from="10:00", tolerable_from="09:01"), {"near": ("h", "noon", 0)}, 20),
        # Ada in Berlin is comfortable at noon, Linus in New York is not.
        (LocalHours(), {"both": ("h", "noon", 0)}, 10),
        # Chairs do not count, or their zone only.
        (LocalHours(roles=("speakers",)), {"both": ("h", "noon", 0)}, 0),
        (LocalHours(roles=("chairs",)), {"both": ("h", "evening", 0)}, 0),
        # Both zones are too early: 09:40 in Berlin and 03:40 in New York.
        (
            LocalHours(comfortable_from="10:00", tolerable_amount=3, unsuitable_amount=5),
            {"both": ("h", "noon", 2)},
            8,
        ),
        # Nobody from afar.
        (LocalHours(), {"here": ("h", "noon", 0)}, 0),
        # They add up: 20 and 10. What has no place costs nothing.
        (LocalHours(), {"far": ("h", "noon", 0), "both": ("l", "noon", 0)}, 30),
        (LocalHours(), {}, 0),
    ],
)
def test_points_are_counted_for_each_slot_and_zone(rule, places, expected):
    assert amount(rule, places) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        # 20:00-21:00 in Almaty is 00:00-01:00 in Tokyo (UTC+9): the night.
        (TOKYO, 10),
        # 23:00-00:00 at UTC+8: an end at midnight is 00:00, before anything is tolerable.
        ("Asia/Shanghai", 10),
        # 22:00-23:00 at UTC+7: an end after 22:00.
        ("Asia/Bangkok", 10),
        # 21:00-22:00 at UTC+6: an end at 22:00 is tolerable.
        ("Asia/Dhaka", 1),
        # 17:00-18:00 in Berlin.
        (BERLIN, 0),
        # 08:00-09:00 in Los Angeles (UTC-7) begins early; 07:00-08:00 in Anchorage (UTC-8) just tolerable.
        ("America/Los_Angeles", 1),
        ("America/Anchorage", 1),
        # 05:00-06:00 in Honolulu (UTC-10).
        ("Pacific/Honolulu", 10),
    ],
)
def test_the_hours_of_a_day(zone, expected):
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-06-02").room("Hall", id="h")
    builder.block("20:00", "21:00", id="evening").session("Far", id="far", minutes=60, time_zone=zone)
    assert amount(LocalHours(), {"far": ("h", "evening", 0)}, builder.done()) == expected


def test_all_day_can_be_tolerable():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-06-02").room("Hall", id="h")
    builder.block("20:00", "21:00", id="evening").session("Far", id="far", minutes=60, time_zone="Asia/Bangkok")
    rule = LocalHours(tolerable_from="00:00", tolerable_to="24:00")
    assert amount(rule, {"far": ("h", "evening", 0)}, builder.done()) == 1


def test_clocks_are_put_forward_and_back():
    # 15:00 in Almaty is 10:00 UTC: 11:00 in Berlin on 28 March 2026, and 12:00 on the next day.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h")
    builder.day("2026-03-28").block("15:00", "16:00", id="sat")
    builder.day("2026-03-29").block("15:00", "16:00", id="sun")
    programme = builder.session("Far", id="far", minutes=60, time_zone=BERLIN).done()
    rule = LocalHours(comfortable_from="12:00")
    assert amount(rule, {"far": ("h", "sat", 0)}, programme) == 1
    assert amount(rule, {"far": ("h", "sun", 0)}, programme) == 0


def test_the_message_gives_the_hours_there_and_says_whose_they_are():
    programme = conference()
    places = {"far": ("h", "noon", 1), "near": ("l", "noon", 0), "both": ("l", "noon", 2)}
    rule = LocalHours(comfortable_from="09:30")
    found = [violation[:4] for violation in rule.check(programme, programme.agenda(places))]
    assert found == [
        (20, '"Far" (2 Jun 12:20) is from 03:20 to 04:00 in America/New_York, which is unsuitable.', ("far",), ()),
        (
            2,
            '"Near" (2 Jun 12:00) is from 09:00 to 09:30 for Ada and Emmy in Europe/Berlin, which is only tolerable.',
            ("near",),
            ("ada", "emmy"),
        ),
        (
            10,
            '"Both" (2 Jun 12:40) is from 03:40 to 04:00 for Linus in America/New_York, which is unsuitable.',
            ("both",),
            ("linus",),
        ),
    ]


def test_where_blocks_count_the_message_is_about_the_block():
    programme = conference()
    (violation,) = LocalHours(clock="block").check(programme, programme.agenda({"far": ("h", "noon", 1)}))
    assert violation.message == (
        'The block of "Far" (2 Jun 12:00) is from 03:00 to 04:00 in America/New_York, which is unsuitable.'
    )


@pytest.mark.parametrize("text", ["9:00", "25:00", "09:60", "24:01", "nine", "09:00:00", ""])
def test_hours_are_times_of_day(text):
    with pytest.raises(InvalidInput, match='is not a time of day such as "09:00"'):
        LocalHours(comfortable_from=text)


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"comfortable_from": "18:00"}, "comfortable_from must be before comfortable_to"),
        ({"tolerable_from": "09:30"}, "tolerable_from must not be after comfortable_from"),
        ({"tolerable_to": "17:00"}, "tolerable_to must not be before comfortable_to"),
    ],
)
def test_comfortable_hours_lie_inside_the_tolerable_ones(hours, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        LocalHours(**hours)


def test_mistakes_in_a_file_have_their_place():
    with pytest.raises(InvalidInput) as caught:
        conference("here").replace(rules=({"rule": "local_hours", "tolerable_from": "7"},))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        'rules[0].tolerable_from: "7" is not a time of day such as "09:00"'
    ]


def test_it_applies_where_somebody_is_elsewhere():
    assert LocalHours().applies(conference("far"))
    assert LocalHours().applies(conference("near"))
    assert not LocalHours(roles=("chairs",)).applies(conference("near"))
    assert not LocalHours().applies(conference("here"))


@pytest.mark.parametrize("severity", ["hard", 3])
def test_sessions_go_where_the_hours_are_good(severity):
    # New York is asleep at noon and awake in the evening.
    result = solve(conference("far", "here", severity=severity), workers=1)
    assert (str(result.status), result.objective) == ("optimal", 0)
    assert result.agenda["far"].block == "evening"


def test_a_soft_rule_takes_the_least_of_the_evils():
    # Only noon is left, which is 03:00 to 04:00 in New York: two slots of ten points, whenever it begins.
    programme = conference("far", severity=2)
    result = solve(programme.replace(blocks=programme.blocks[:1]), workers=1)
    assert result.objective == 40


def test_within_a_block_the_better_start_is_taken():
    # 12:00 is 09:00 in Berlin; comfortable is from 09:20 on: the second slot, and 30 minutes fit from there.
    programme = conference("near", severity=1, comfortable_from="09:20")
    result = solve(programme.replace(blocks=programme.blocks[:1]), workers=1)
    assert (result.objective, result.agenda["near"].slot) == (0, 1)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("clock", ["session", "block"])
@pytest.mark.parametrize(
    "hours", [{}, {"comfortable_from": "09:20"}, {"comfortable_from": "08:00", "roles": ("chairs",)}]
)
def test_both_faces_agree(severity, clock, hours):
    programme = conference()
    good = {"far": ("h", "evening", 0), "near": ("h", "noon", 1), "here": ("l", "noon", 0)}
    rule = LocalHours(severity=severity, clock=clock, **hours)
    assert assert_contract(programme, rule, most=100, planted=[programme.agenda(good)]) or severity.is_hard


ZONES = st.sampled_from([None, "Europe/Berlin", "UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"])


@settings(max_examples=examples(13), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), conference=conferences())
@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_whatever_the_conference(severity, data, conference):
    people = tuple(person.model_copy(update={"time_zone": data.draw(ZONES)}) for person in conference.people)
    sessions = tuple(session.model_copy(update={"time_zone": data.draw(ZONES)}) for session in conference.sessions)
    hours = data.draw(st.sampled_from([{}, {"comfortable_from": "09:20", "comfortable_to": "10:00"}]))
    rule = LocalHours(severity=severity, clock=data.draw(st.sampled_from(["session", "block"])), **hours)
    assert_contract(conference.replace(people=people, sessions=sessions), rule, most=40)
