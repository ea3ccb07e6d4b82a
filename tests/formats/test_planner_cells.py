"""What planners and their programs write into cells is understood, or a mistake repeats it; nothing is guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from agenda_solver.formats.planner.template import example_conference
from tests.formats.planner_small import conference_in, grids_of, put
from tests.formats.test_planner_mistakes import mistakes_in

THURSDAY, FRIDAY = dt.date(2027, 6, 3), dt.date(2027, 6, 4)


@pytest.mark.parametrize(
    "length",
    [
        "60 min",
        "60'",
        "1h",
        "1:00",
        "1 h 00",
        "60 minutes",
        "\uff16\uff10",
        "60\u00a0min",
        dt.time(1),
        dt.timedelta(hours=1),
    ],
)
def test_a_length_is_understood_with_its_unit_or_in_hours(length: Any) -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Minutes", length)
    assert conference_in(grids).sessions[1].duration_minutes == 60


def test_an_hour_and_a_half_may_be_written_in_hours() -> None:
    for text in ("1h30", "1:30", "1.5 h", "1,5 h", "90"):
        grids = grids_of()
        put(grids, "Sessions", 3, "Minutes", text)
        assert conference_in(grids).sessions[1].duration_minutes == 90


# 9 and 930 are how hurried people type; a spreadsheet that shows times makes day 9 of the year 1900 of a 9, and
# 0.375 is three eighths of a day, which is what a spreadsheet keeps for nine o'clock.
@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        (9.0, "09:00"),
        (dt.date(1900, 1, 9), "09:00"),
        (dt.datetime(1900, 1, 9, 7, 12), "09:30"),
        (9.3, "09:30"),
        ("9.30", "09:30"),
        (930.0, "09:30"),
        ("9h", "09:00"),
        ("9h30", "09:30"),
        ("9 Uhr", "09:00"),
        ("9 am", "09:00"),
        ("9:30 a.m.", "09:30"),
        ("0930", "09:30"),
        ("\uff19\uff1a\uff13\uff10", "09:30"),
        (0.375, "09:00"),
    ],
)
def test_a_time_of_day_is_understood_as_it_was_meant(typed: Any, clock: str) -> None:
    grids = grids_of()
    put(grids, "Time", 2, "Start", typed)
    put(grids, "Time", 2, "Slot minutes", None)
    put(grids, "Sessions", 2, "Minutes", 30)
    assert f"{conference_in(grids).blocks[0].start:%H:%M}" == clock


@pytest.mark.parametrize("typed", [9.5, 9.25, "9.5", dt.datetime(1900, 1, 1), 2500.0, "soon"])
def test_a_time_of_day_that_may_be_two_or_none_is_repeated_and_not_guessed(typed: Any) -> None:
    grids = grids_of()
    put(grids, "Time", 2, "Start", typed)
    (told,) = [mistake for mistake in mistakes_in(grids) if mistake.startswith("Time!C2")]
    shown = {9.5: "9.5", 9.25: "9.25", 2500.0: "2500"}.get(typed, typed if isinstance(typed, str) else "1")
    assert f'"{shown}"' in told


# The conference is on Thursday, 3 June 2027, and on Friday; its blocks have no names, but ids and tags.
@pytest.mark.parametrize(
    ("typed", "windows"),
    [
        ("Thu", [(THURSDAY, 0, 24)]),
        ("thursday", [(THURSDAY, 0, 24)]),
        ("day-2", [(FRIDAY, 0, 24)]),
        ("Thu 9-12", [(THURSDAY, 9, 12)]),
        ("Thu 9:00 \u2013 12:00", [(THURSDAY, 9, 12)]),
        ("Thursday 2-4pm", [(THURSDAY, 14, 16)]),
        ("Fri from 14:00", [(FRIDAY, 14, 24)]),
        ("Fri until noon", [(FRIDAY, 0, 12)]),
        ("Thu, Fri", [(THURSDAY, 0, 24), (FRIDAY, 0, 24)]),
        ("Thu and Fri", [(THURSDAY, 0, 24), (FRIDAY, 0, 24)]),
        ("Thu 9-11; 14-16", [(THURSDAY, 9, 11), (THURSDAY, 14, 16)]),
        ("3.6.2027", [(THURSDAY, 0, 24)]),
        ("3.6.", [(THURSDAY, 0, 24)]),
        ("03/06/2027", [(THURSDAY, 0, 24)]),  # 6 March is no day of this conference
        ("06/03/2027", [(THURSDAY, 0, 24)]),
        ("4 June 2027", [(FRIDAY, 0, 24)]),
        ("June 4, 2027", [(FRIDAY, 0, 24)]),
        ("4. Juni 2027", [(FRIDAY, 0, 24)]),
        ("4 juin", [(FRIDAY, 0, 24)]),
        ("Fri 4 June 9-12", [(FRIDAY, 9, 12)]),
        (dt.date(2027, 6, 4), [(FRIDAY, 0, 24)]),
        ("2027-06-04 09:00-12:00", [(FRIDAY, 9, 12)]),
    ],
)
def test_when_somebody_can_come_is_understood(typed: Any, windows: list[tuple[dt.date, int, int]]) -> None:
    grids = grids_of()
    put(grids, "People", 2, "Available", typed)
    zone = example_conference().zone
    midnight = {day: dt.datetime.combine(day, dt.time(), zone) for day in (THURSDAY, FRIDAY)}
    expected = [(midnight[d] + dt.timedelta(hours=a), midnight[d] + dt.timedelta(hours=b)) for d, a, b in windows]
    assert [(window.start, window.end) for window in conference_in(grids).people[0].available] == expected


def test_a_block_says_when_somebody_can_come_by_its_name_its_tag_or_its_id() -> None:
    grids = grids_of()
    put(grids, "Time", 3, "Name", "Late morning")
    put(grids, "People", 2, "Available", "Thu late  Morning")
    put(grids, "People", 3, "Available", "Fri morning; day-1-noon")
    mira, jonas = conference_in(grids).people[:2]
    blocks = example_conference().block_by_id
    assert [(w.start, w.end) for w in mira.available] == [(blocks["day-1-noon"].start, blocks["day-1-noon"].end)]
    assert [w.start for w in jonas.available] == [blocks["day-2-morning"].start, blocks["day-1-noon"].start]


@pytest.mark.parametrize("typed", ["01/02/2027", "Thu, Fri 9-12", "Fri at lunch", "Monday"])
def test_a_time_that_may_be_meant_in_two_ways_is_told_with_what_was_typed(typed: str) -> None:
    grids = grids_of()
    put(grids, "People", 2, "Available", typed)
    (told,) = mistakes_in(grids)
    assert told.startswith("People!C2: ")
    assert typed in told


@pytest.mark.parametrize(
    ("typed", "percent"),
    [(70, 70), (70.0, 70), (0.7, 70), ("70 %", 70), ("70%", 70), ("70", 70), ("1 %", 1), (0.29, 29), ("100", 100)],
)
def test_a_likelihood_is_understood_in_percent_and_as_a_cell_of_percentages_has_it(typed: Any, percent: int) -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Likelihood", typed)
    assert conference_in(grids).sessions[1].likelihood == percent


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (1, '"1" may be 1 % or 100 %'),
        (0.705, '"0.705" is not a whole number of percent'),
        ("likely", '"likely" is not a whole number of percent'),
        (170, "170"),
        (0, "0"),
    ],
)
def test_a_likelihood_that_is_none_or_may_be_two_is_told_with_what_was_typed(typed: Any, told: str) -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Likelihood", typed)
    (mistake,) = mistakes_in(grids)
    assert mistake.startswith("Sessions!")
    assert told in mistake


@pytest.mark.parametrize("word", ["yes", "Ja", "oui", "S\u00ed", "x", "TRUE", "WAHR", "VRAI", True, "\u2713"])
def test_yes_is_understood_in_many_languages(word: Any) -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Optional", word)
    assert conference_in(grids).sessions[1].optional


@pytest.mark.parametrize("word", ["no", "Nein", "non", "FALSCH", "FAUX", False, "-"])
def test_no_is_understood_in_many_languages(word: Any) -> None:
    grids = grids_of()
    put(grids, "Sessions", 8, "Optional", word)  # the posters, which may be left out
    assert not conference_in(grids).session_by_id["posters"].optional


@pytest.mark.parametrize(
    "name", ["leila haddad", "Leila\u00a0Haddad", " Leila  Haddad ", "LEILA HADDAD", "Lei\u0308la Haddad", "leila"]
)
def test_blanks_case_and_forms_of_letters_do_not_matter_in_names(name: str) -> None:
    grids = grids_of()
    if "\u0308" in name:  # a letter and its mark as two characters, as some systems write them
        put(grids, "People", 5, "Name", "Le\u00efla Haddad")
    put(grids, "Sessions", 3, "Speakers", name)
    for row in (4, 7):
        put(grids, "Sessions", row, "Speakers", None)
    assert conference_in(grids).sessions[1].speakers == ("leila",)


def test_commas_and_semicolons_divide_names_and_words_unless_a_name_holds_one() -> None:
    grids = grids_of()
    put(grids, "People", 2, "Name", "Okafor, Mira")
    put(grids, "Sessions", 2, "Speakers", None)
    put(grids, "Tracks", 2, "Chairs", None)
    put(grids, "Sessions", 3, "Moderators", "Okafor, Mira, Leila Haddad; Samuel Wright")
    put(grids, "Sessions", 3, "Tags", "rivers, law; water\uff1b  land")
    session = conference_in(grids).sessions[1]
    assert session.moderators == ("mira", "leila", "samuel")
    assert session.tags == ("rivers", "law", "water", "land")


def test_what_stands_between_names_instead_of_a_semicolon_is_told() -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Moderators", "Mira Okafor / Leila Haddad")
    assert mistakes_in(grids)[0].endswith("between several names write a semicolon")


def test_a_day_and_a_block_are_named_by_whatever_people_call_them() -> None:
    grids = grids_of()
    put(grids, "Time", 2, "Day", "Thursday")
    put(grids, "Time", 3, "Day", "3.6.2027")
    put(grids, "Time", 2, "Name", "Opening hours")
    put(grids, "Sessions", 2, "Fixed block", "Thu opening hours")
    put(grids, "Sessions", 9, "Fixed day", "Fri")
    put(grids, "Sessions", 3, "Fixed start", "Thu 11:30")
    conference = conference_in(grids)
    pins = [conference.sessions[number].pin for number in (0, 7, 1)]
    assert (pins[0].block, pins[1].day) == ("day-1-morning", "day-2")
    assert pins[2].start == dt.datetime(2027, 6, 3, 9, 30, tzinfo=dt.UTC)


def test_dates_are_read_in_national_orders_where_they_can_mean_one_day_only() -> None:
    for typed in (
        "3.6.2027",
        "2027/06/03",
        "3 June 2027",
        "June 3rd, 2027",
        46541.0,
        20270603.0,
        "Thursday, 3 June 2027",
    ):
        grids = grids_of()
        put(grids, "Days", 2, "Date", typed)
        assert conference_in(grids).days[0].date == THURSDAY
    put(grids, "Days", 2, "Date", "03/06/2027")
    assert 'Days!B2: "03/06/2027" may be 3 June 2027 or 6 March 2027' in mistakes_in(grids)[0]


def test_seats_may_have_marks_between_thousands() -> None:
    for typed in ("1,200", "1.200", "1 200", "1'200", "1\u00a0200"):
        grids = grids_of()
        put(grids, "Rooms", 2, "Seats", typed)
        assert conference_in(grids).rooms[0].capacity == 1200


def test_ids_of_blocks_are_made_of_their_days_and_times_as_the_note_says() -> None:
    grids = grids_of()
    for name in ("Votes", "Wishes", "Rules"):
        del grids[name]
    for row in range(2, 8):
        put(grids, "Time", row, "Id", None)
    put(grids, "Sessions", 2, "Fixed block", "day-1-0900")
    put(grids, "Rooms", 4, "Closed in", "day-2-0900")
    assert [block.id for block in conference_in(grids).blocks][:2] == ["day-1-0900", "day-1-1100"]


@pytest.mark.parametrize("zone", ["europe/berlin", "EUROPE/BERLIN"])
def test_a_time_zone_is_known_whatever_its_capitals(zone: str) -> None:
    grids = grids_of()
    grids["Conference"][4][1] = zone
    assert conference_in(grids).time_zone == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["Europe/Berln", "Berlin"])
def test_a_time_zone_that_is_none_is_repeated_with_the_one_that_may_be_meant(zone: str) -> None:
    grids = grids_of()
    grids["Conference"][4][1] = zone
    told = f'Conference!B5: "{zone}" is not a time zone such as "Europe/Berlin" (did you mean "Europe/Berlin"?)'
    assert told in mistakes_in(grids)


def test_a_room_is_closed_on_a_whole_day_by_the_name_of_the_day() -> None:
    grids = grids_of()
    put(grids, "Rooms", 4, "Closed in", "Fri; day-1-noon")
    closed = conference_in(grids).rooms[2].closed_blocks
    assert closed == ("day-2-morning", "day-2-noon", "day-2-afternoon", "day-1-noon")


def test_a_weekday_that_is_not_that_of_the_date_is_told() -> None:
    grids = grids_of()
    put(grids, "Days", 2, "Date", "Friday 3 June 2027")
    assert mistakes_in(grids)[0].startswith(
        'Days!B2: "Friday 3 June 2027" has another weekday: 3 June 2027 is a Thursday'
    )


def test_a_rule_is_found_however_its_words_are_joined_and_a_number_is_no_severity() -> None:
    for name in ("Person day load", "person-day-load", "PERSON_DAY_LOAD"):
        grids = grids_of()
        put(grids, "Rules", 2, "Rule", name)
        assert conference_in(grids) == example_conference()
    put(grids, "Rules", 2, "Severity", 10)
    assert mistakes_in(grids) == [
        'Rules!B2: "10" is not one of hard, weight, off, as usual; choose weight, and put the number under Weight'
    ]
