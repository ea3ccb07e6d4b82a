"""The builder takes what Python, numpy and pandas have, and says of all else which call it was."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.native import read_conference, write_conference
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Pin, Window
from agenda_solver.rules.base.severity import soft
from agenda_solver.rules.plenary import Plenary


def day() -> ConferenceBuilder:
    """Berlin, one day, a morning of half hours, a room."""
    return (
        Conference.build("school", "School", "Europe/Berlin")
        .day("2026-03-28", name="First day")
        .block("09:00", "12:00", name="Morning", slot_minutes=30)
        .room("Blue Hall")
    )


def mistakes(builder: ConferenceBuilder) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        builder.done()
    return [str(mistake) for mistake in caught.value.mistakes]


def test_names_are_taken_wherever_something_points_at_a_part() -> None:
    conference = (
        day()
        .building("Old Mill")
        .building("Barn")
        .walk("old mill", "BARN", 4)
        .room("Loft", building="Old  Mill", closed_blocks=["morning"])
        .block("13:00", "14:00", day="first day")
        .track("Crafts", chairs=["zoë"])  # who comes only later
        .person("Zoë", home_building="barn")
        .votes("ZOË", "weaving")
        .session(
            "Weaving", minutes=30, speakers=["Zoe\u0308"], track="crafts", pin={"room": "blue hall", "day": "First day"}
        )
        .session("Dyeing", minutes=30, moderators=["zoë"])
        .rule("precedence", pairs=[{"before": "Weaving", "after": "dyeing"}])
        .done()
    )
    weaving = conference.session_by_id["weaving"]
    assert conference.walks[0].between == ("old-mill", "barn")
    assert (conference.rooms[1].building, conference.rooms[1].closed_blocks) == ("old-mill", ("2026-03-28-09-00",))
    assert (conference.tracks[0].chairs, conference.people[0].home_building) == (("zoë",), "barn")
    assert (weaving.speakers, weaving.track, conference.sessions[1].moderators) == (("zoë",), "crafts", ("zoë",))
    assert (weaving.pin.room, weaving.pin.day) == ("blue-hall", "2026-03-28") if weaving.pin else False
    assert (conference.votes[0].voter, conference.votes[0].sessions) == ("zoë", ("weaving",))
    assert conference.rules[0].parameters()["pairs"] == [{"before": "weaving", "after": "dyeing"}]


def test_dates_and_times_may_be_those_of_python() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    conference = (
        Conference.build("school", "School", berlin)
        .day(date(2026, 3, 28))
        .block(time(9), datetime(2026, 3, 28, 12), slot_minutes=30)
        .day(datetime(2026, 3, 29))
        .block(datetime(2026, 3, 29, 10, tzinfo=berlin), "12:00", slot_minutes=30)
        .room("Hall", available=[(datetime(2026, 3, 28, 9), "2026-03-29 12:00")])
        .person(
            "Ada",
            available=(
                Window.model_validate({"start": f"2026-03-28T{h}:00Z", "end": f"2026-03-28T{h}:30Z"}) for h in (10,)
            ),
        )
        .session("Talk", minutes=timedelta(minutes=30), speakers=["Ada"], pin=Pin(day="2026-03-29"))
        .done()
    )
    # The clocks are put forward in the night between: from one hour before UTC to two.
    assert [block.start.isoformat() for block in conference.blocks] == [
        "2026-03-28T09:00:00+01:00",
        "2026-03-29T10:00:00+02:00",
    ]
    assert [block.minutes for block in conference.blocks] == [180, 120]
    assert conference.rooms[0].available[0].start.isoformat() == "2026-03-28T09:00:00+01:00"
    assert conference.sessions[0].duration_minutes == 30


def test_numbers_and_times_may_be_those_of_numpy_and_pandas() -> None:
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    conference = (
        Conference.build("school", "School", "Europe/Berlin")
        .day(pandas.Timestamp("2026-03-28"))
        .block(numpy.datetime64("2026-03-28T09:00"), pandas.Timestamp("2026-03-28 12:00"), slot_minutes=numpy.int64(30))
        .room("Hall", capacity=numpy.int32(40), features=pandas.Series(["piano"]))
        .session("Talk", minutes=numpy.timedelta64(30, "m"), optional=numpy.bool_(True), tags=numpy.array(["new"]))
        .rule("person_day_load", numpy.int64(3), limit=numpy.int64(2))
        .done()
    )
    assert (conference.rooms[0].capacity, conference.rooms[0].features) == (40, ("piano",))
    assert (conference.sessions[0].optional, conference.sessions[0].tags) == (True, ("new",))
    assert conference.rules[0].parameters() == {"severity": 3, "limit": 2}


def test_none_is_what_is_not_known() -> None:
    conference = (
        day().person("Ada", available=None).session("Talk", minutes=30, speakers=None, track=None, level=None).done()
    )
    assert conference == day().person("Ada").session("Talk", minutes=30).done()


def test_lists_may_be_whatever_can_be_counted_off() -> None:
    people = ("Ada", "Bob")
    builder = day().person("Ada").person("Bob")
    for number, given in enumerate((list(people), set(people), iter(people), dict.fromkeys(people).keys())):
        builder.session(f"Talk {number}", minutes=30, speakers=given)
    assert {session.speakers for session in builder.done().sessions} == {("ada", "bob")}


@pytest.mark.parametrize(
    ("call", "place", "told"),
    [
        (
            lambda b: b.room("Loft", capacity=-1),
            "rooms[1].capacity",
            "must be a whole number from 0 to 1000000; given in room('Loft', capacity=-1)",
        ),
        (
            lambda b: b.room("Loft", capacity=float("nan")),
            "rooms[1].capacity",
            "is a missing value of a table; give None where nothing is known; given in room('Loft', capacity=nan)",
        ),
        (
            lambda b: b.room("blue hall"),
            "rooms[1].name",
            "rooms[0] has the same name; give each an id; given in room('blue hall')",
        ),
        (
            lambda b: b.session("Two", minutes=30, tags="new"),
            "sessions[1].tags",
            "must be a list, as in ['new'], not one text; given in session('Two', tags='new')",
        ),
        (
            lambda b: b.session("Two", minutes=timedelta(seconds=90)),
            "sessions[1].duration_minutes",
            "must be a whole number of minutes; given in session('Two', minutes=datetime.timedelta(seconds=90))",
        ),
        (lambda b: b.session(None, minutes=30), "sessions[1].title", "is missing; given in session(None)"),
        (
            lambda b: b.person("Ada", available=["today"]),
            "people[0].available",
            "entry 0 must be a pair (start, end), not 'today'; given in person('Ada', available=['today'])",
        ),
        (
            lambda b: b.session("Two", minutes=30, track="Craft"),
            "sessions[1].track",
            "there is no track \"Craft\"; given in session('Two', track='Craft')",
        ),
        (
            lambda b: b.votes("Ann", "Tolk"),
            "votes[0].sessions[0]",
            "there is no session \"Tolk\" (did you mean \"talk\"?); given in votes('Ann', sessions=['Tolk'])",
        ),
        (
            lambda b: b.rule("plenary", 0),
            "rules[0].severity",
            "a weight must be at least 1; use \"off\" to switch the rule off; given in rule('plenary', severity=0)",
        ),
        (
            lambda b: b.rule("plenary", 5, limt=3),
            "rules[0].limt",
            "there is no such field; given in rule('plenary', limt=3)",
        ),
    ],
)
def test_a_mistake_names_the_place_the_call_and_the_value(call: Any, place: str, told: str) -> None:
    assert mistakes(call(day().session("Talk", minutes=30))) == [f"{place}: {told}"]


def test_an_unknown_rule_is_refused_with_a_suggestion() -> None:
    (told,) = mistakes(day().session("Talk", minutes=30).rule("plenaries"))
    assert told.startswith('rules[0].rule: there is no rule "plenaries" (did you mean "plenary"?)')


def test_a_name_that_several_parts_have_is_told_with_their_ids() -> None:
    builder = day().person("Ada", id="a1").person("Ada", id="a2").session("Talk", minutes=30, speakers=["Ada"])
    (told,) = mistakes(builder)
    assert told.startswith('sessions[0].speakers[0]: "Ada" fits several; write the id: a1 ("Ada"), a2 ("Ada")')


def test_a_builder_can_go_on_after_it_is_done_and_keeps_nothing_of_what_was_given() -> None:
    speakers = ["Ada"]
    builder = day().person("Ada").session("Talk", minutes=30, speakers=speakers)
    speakers.append("Nobody")
    first = builder.done()
    assert builder.session("More", minutes=30).done().sessions[0] == first.sessions[0]


@pytest.mark.parametrize(
    "setting",
    [
        {"rule": "nope"},
        {"rule": "plenary", "severity": 0},
        {"rule": "plenary", "limit": 3},
        {"rule": "not_in_parallel", "sets": ({"sessions": ["x"]},)},
        {"rule": "not_in_parallel", "sets": ({"tag": "x"},)},
    ],
)
def test_a_changed_conference_has_no_setting_that_its_file_could_not_have(
    setting: dict[str, Any], tmp_path: Any
) -> None:
    conference = day().session("Talk", minutes=30).done()
    with pytest.raises(InvalidInput, match=r"rules\[0\]"):
        conference.replace(rules=(setting,))
    # Somebody may go round the checks, but not into a file.
    with pytest.raises(InvalidInput, match=r"rules\[0\]"):
        write_conference(conference.with_fields(rules=(setting,)), tmp_path / "c.json")
    assert not (tmp_path / "c.json").exists()


def test_a_part_that_was_changed_unchecked_is_not_written(tmp_path: Any) -> None:
    conference = day().session("Talk", minutes=30).done()
    room = conference.rooms[0].model_copy(update={"capacity": -5})
    with pytest.raises(InvalidInput, match=r"rooms\[0\].capacity"):
        write_conference(conference.model_copy(update={"rooms": (room,)}), tmp_path / "c.json")
    assert list(tmp_path.iterdir()) == []


def test_what_python_has_for_parameters_is_read_again_as_it_was(tmp_path: Any) -> None:
    builder = (
        day().session("Talk", minutes=30, tags=["new"]).rule("not_in_parallel", soft(3, 1), sets=({"tag": "new"},))
    )
    conference = builder.rule(Plenary, "off").done()
    write_conference(conference, tmp_path / "c.json")
    assert read_conference(tmp_path / "c.json") == conference
    assert conference.rules[0].parameters() == {"severity": {"priority": 1, "weight": 3}, "sets": [{"tag": "new"}]}
