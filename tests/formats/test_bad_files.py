"""Every way to break a conference file ends in one clear sentence that names the place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import MAX_BYTES
from agenda_solver.formats.native import conference_from_data, read_conference
from tests.formats.mistakes import Bad
from tests.formats.small import GONE, SMALL, changed, json_bytes

BAD = [
    # ids that nobody has
    Bad("unknown speaker", {"sessions[0].speakers[0]": "p-88"}, "sessions[0].speakers[0]", 'nobody is called "p-88"'),
    Bad("misspelt id", {"sessions[0].speakers[0]": "adaa"}, "sessions[0].speakers[0]", '(did you mean "ada"?)'),
    Bad("unknown track", {"sessions[1].track": "magic"}, "sessions[1].track", 'there is no track "magic"'),
    Bad("unknown track chair", {"tracks[0].chairs[0]": "bob"}, "tracks[0].chairs[0]", 'nobody is called "bob"'),
    Bad("unknown day", {"blocks[0].day": "mon"}, "blocks[0].day", 'there is no day "mon"'),
    Bad("unknown building", {"rooms[0].building": "x"}, "rooms[0].building", 'there is no building "x"'),
    Bad("unknown end of a walk", {"walks[0].between[1]": "x"}, "walks[0].between[1]", 'there is no building "x"'),
    Bad("unknown home", {"people[0].home_building": "x"}, "people[0].home_building", "no building"),
    Bad("unknown closed block", {"rooms[0].closed_blocks": ["x"]}, "rooms[0].closed_blocks[0]", "no block"),
    Bad("unknown pinned room", {"sessions[2].pin.room": "x"}, "sessions[2].pin.room", 'there is no room "x"'),
    Bad("vote for nothing", {"votes[0].sessions[1]": "x"}, "votes[0].sessions[1]", 'there is no session "x"'),
    Bad("published nothing", {"published[0].session": "x"}, "published[0].session", 'there is no session "x"'),
    # twice the same
    Bad("same id twice", {"blocks[1].id": "sat-am"}, "blocks[1].id", '"sat-am" already occurs at blocks[0]'),
    Bad("same date twice", {"days[2]": {"id": "x", "date": "2026-03-28"}}, "days[2].date", "date of days[0]"),
    Bad("speaker twice", {"sessions[1].speakers[2]": "ada"}, "sessions[1].speakers[2]", '"ada" occurs twice'),
    Bad("vote twice", {"votes[0].sessions[2]": "lab"}, "votes[0].sessions[2]", '"lab" occurs twice'),
    Bad("voter twice", {"votes[1]": {"voter": "v1", "sessions": []}}, "votes[1].voter", "already occurs at votes[0]"),
    Bad(
        "walk twice",
        {"walks[1]": {"between": ["south", "north"], "minutes": 9}},
        "walks[1].between",
        "already occurs at walks[0]",
    ),
    Bad(
        "published twice",
        {"published[1]": {"session": "opening", "room": "cabin", "start": "2026-03-28T09:00+01:00"}},
        "published[1].session",
        '"opening" already occurs at published[0]',
    ),
    # numbers
    Bad("negative capacity", {"rooms[0].capacity": -1}, "rooms[0].capacity", "a whole number from 0 to 1000000"),
    Bad("huge capacity", {"rooms[0].capacity": 10**15}, "rooms[0].capacity", "a whole number from 0 to 1000000"),
    Bad("true as a number", {"rooms[0].capacity": True}, "rooms[0].capacity", "must be a whole number"),
    Bad("half a seat", {"rooms[0].capacity": 9.5}, "rooms[0].capacity", "must be a whole number"),
    Bad("number as text", {"rooms[0].capacity": "100"}, "rooms[0].capacity", "must be a whole number"),
    Bad("priority of 0", {"sessions[0].priority": 0}, "sessions[0].priority", "a whole number from 1 to 1000"),
    # wrong types and fields
    Bad("title is a number", {"sessions[0].title": 5}, "sessions[0].title", "must be text"),
    Bad("title is nothing", {"sessions[0].title": None}, "sessions[0].title", "must be text"),
    Bad("id is only blanks", {"id": "  "}, "id", "must not be empty"),
    Bad("very long id", {"id": "x" * 201}, "id", "must not be longer than 200 characters"),
    Bad("1 for true", {"sessions[0].plenary": 1}, "sessions[0].plenary", "must be true or false"),
    Bad("text for a list", {"sessions[0].speakers": "ada"}, "sessions[0].speakers", "must be a list"),
    Bad("list for a session", {"sessions[0]": ["opening"]}, "sessions[0]", "must be an object with fields"),
    Bad("no title", {"sessions[0].title": GONE}, "sessions[0].title", "is missing"),
    Bad("no rooms at all", {"rooms": GONE}, "rooms", "is missing"),
    Bad("unknown field", {"sessions[0].zzz": 1}, "sessions[0].zzz", "there is no such field"),
    Bad("misspelt field", {"sessions[0].speekers": []}, "sessions[0].speekers", '(did you mean "speakers"?)'),
    Bad("misspelt list", {"peeple": []}, "peeple", '(did you mean "people"?)'),
    Bad("misspelt in a pin", {"sessions[2].pin.rom": "x"}, "sessions[2].pin.rom", '(did you mean "room"?)'),
    Bad("colour in words", {"tracks[0].colour": "red"}, "tracks[0].colour", 'a colour such as "#1f77b4"'),
    Bad("other format", {"format": "agenda-solver/agenda/1"}, "format", 'must be "agenda-solver/conference/1"'),
    # time
    Bad("no such zone", {"time_zone": "Europe/Berlim"}, "time_zone", "is not an IANA time zone"),
    Bad("skipped time", {"blocks[1].start": "2026-03-29T02:30"}, "blocks[1].start", "clocks go forward then"),
    Bad(
        "window from a skipped time",
        {"people[0].available[0].start": "2026-03-29T02:30"},
        "people[0].available[0].start",
        "no clock in Europe/",
    ),
    Bad("time that is a number", {"blocks[1].start": 1774771200}, "blocks[1].start", "in ISO 8601, as text"),
    Bad("no time at all", {"blocks[1].start": "nine"}, "blocks[1].start", "is not a date or time in ISO 8601"),
    Bad("no such date", {"days[0].date": "2026-02-30"}, "days[0].date", "is not a date or time in ISO 8601"),
    Bad("no such clock", {"blocks[0].start": "9:75"}, "blocks[0].start", '"9:75" is not a time of day'),
    # On 29 March 2026 the clocks of Berlin go from 02:00 to 03:00.
    Bad("skipped hour", {"blocks[1].start": "02:30"}, "blocks[1].start", "no clock in Europe/Berlin shows 02:30"),
    Bad("seconds", {"blocks[1].start": "2026-03-29T09:00:30+02:00"}, "blocks[1].start", "a whole minute"),
    Bad("other day", {"blocks[1].day": "sat"}, "blocks[1].start", "is on 2026-03-29, but its day is 2026-03-28"),
    Bad("block ends first", {"blocks[0].end": "08:00"}, "blocks[0]", "ends before it starts"),
    Bad(
        "window ends first", {"people[0].available[0].end": "2026-03-28T07:00Z"}, "people[0].available[0]", "before it"
    ),
    Bad("odd slots", {"blocks[0].slot_minutes": 40}, "blocks[0]", "90 minutes cannot be cut into slots of 40"),
    Bad("two ways to cut", {"blocks[0].slot_count": 3}, "blocks[0]", "not both"),
    Bad(
        "end of the calendar", {"people[0].available[0].end": "9999-12-31T23:59Z"}, "people[0].available[0].end", "1900"
    ),
    # what cannot come to pass
    Bad("too long", {"sessions[2].duration_minutes": 95}, "sessions[2].duration_minutes", "the longest has 90"),
    Bad(
        "too many slots",
        {"sessions[1].duration_slots": 4},
        "sessions[1].duration_slots",
        "no block open to it has more than 3",
    ),
    Bad(
        "two lengths",
        {"sessions[0].duration_slots": 1},
        "sessions[0]",
        "exactly one of duration_minutes and duration_slots",
    ),
    Bad("no length", {"sessions[0].duration_minutes": GONE}, "sessions[0]", "exactly one of"),
    Bad(
        "no room of the type",
        {"rooms[0].session_types": ["session"], "sessions[2].pin": GONE, "rooms[1].session_types": ["x"]},
        "sessions[2].type",
        'no room is open to sessions of type "workshop"',
    ),
    Bad(
        "no block of the type",
        {"blocks[0].session_types": ["session"], "sessions[2].pin": GONE},
        "sessions[2].type",
        'no block is open to sessions of type "workshop"',
    ),
    Bad("empty programme", {"sessions": [], "votes": [], "published": []}, "sessions", "needs at least one session"),
    Bad("no days", {"days": []}, "days", "needs at least one day"),
    Bad(
        "contradiction",
        {"sessions[0].required_features": ["a"], "sessions[0].prohibited_features": ["a"]},
        "sessions[0].prohibited_features",
        '"a" is also among its required_features',
    ),
    Bad("walk to itself", {"walks[0].between[1]": "north"}, "walks[0].between", "from one building to another"),
    Bad("empty pin", {"sessions[2].pin": {}}, "sessions[2].pin", "must fix at least one"),
    Bad(
        "block of another day",
        {"sessions[0].pin": {"day": "sun", "block": "sat-am"}},
        "sessions[0].pin.block",
        'this block is on day "sat", but the pin says day "sun"',
    ),
    Bad(
        "block of another type",
        {"sessions[2].pin": {"block": "sun-am"}},
        "sessions[2].pin.block",
        'no block there is open to sessions of type "workshop"',
    ),
    Bad("room of another type", {"sessions[0].pin": {"room": "cabin"}}, "sessions[0].pin.room", "not open to sessions"),
    Bad("between two slots", {"sessions[2].pin.start": "2026-03-28T09:10+01:00"}, "sessions[2].pin.start", "no slot"),
    # The block ends at 10:30, the session takes 45 minutes.
    Bad(
        "pinned too late",
        {"sessions[2].pin.start": "2026-03-28T10:00+01:00"},
        "sessions[2].pin.start",
        "not enough time",
    ),
    Bad(
        "pinned too long",
        {"sessions[0].duration_minutes": 75, "sessions[0].pin": {"day": "sun"}},
        "sessions[0].pin.day",
        "not enough time",
    ),
    Bad("published between slots", {"published[0].start": "2026-03-28T09:10+01:00"}, "published[0].start", "no slot"),
    Bad(
        "published too late", {"published[0].start": "2026-03-28T10:00+01:00"}, "published[0].start", "not enough time"
    ),
    Bad(
        "far too big",
        {"rooms": [{}] * 100_001, "published": [], "sessions[2].pin": GONE},
        "rooms",
        "there are 100,001; more than 100,000 cannot be handled",
    ),
    # rules
    Bad("unknown rule", {"rules[0].rule": "speaker_crash"}, "rules[0].rule", '(did you mean "speaker_clash"?)'),
    Bad("rule without name", {"rules[0].rule": GONE}, "rules[0].rule", "is missing"),
    Bad("rule as text", {"rules[0]": "plenary"}, "rules[0]", "must be an object with fields"),
    Bad("parameter as text", {"rules[0].limit": "2"}, "rules[0].limit", "must be a whole number"),
    Bad("parameter out of range", {"rules[0].limit": -1}, "rules[0].limit", "must be a whole number from 0"),
    Bad("unknown parameter", {"rules[1].scoop": "time"}, "rules[1].scoop", '(did you mean "scope"?)'),
    Bad("no such choice", {"rules[1].scope": "day"}, "rules[1].scope", 'must be "time" or "block"'),
    Bad("severity of 0", {"rules[0].severity": 0}, "rules[0].severity", 'use "off" to switch the rule off'),
    Bad("severity in words", {"rules[0].severity": "soft"}, "rules[0].severity", 'must be "hard", "off", a weight'),
    Bad("severity of true", {"rules[0].severity": True}, "rules[0].severity", 'must be "hard", "off", a weight'),
    Bad("rule twice", {"rules[2]": {"rule": "speaker_clash"}}, "rules[2]", "is already set at rules[1]"),
    Bad(
        "rule about nothing",
        {"rules[2]": {"rule": "precedence", "pairs": [{"before": "sets", "after": "x"}]}},
        "rules[2].pairs[0].after",
        'there is no session "x"',
    ),
]


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_one_mistake_is_told_in_one_sentence_with_its_place(bad: Bad, tmp_path: Path) -> None:
    path = tmp_path / "programme.json"
    path.write_bytes(json_bytes(changed(SMALL, bad.changes)))
    with pytest.raises(InvalidInput) as caught:
        read_conference(path)
    (mistake,) = caught.value.mistakes
    # A severity that is just a number is told as the weight that it is.
    assert mistake.place in (bad.place, f"{bad.place}.weight")
    assert bad.words in mistake.message
    assert caught.value.source == str(path)
    assert str(caught.value) == f"{path}: {mistake}"
    for jargon in ("input", "Input", "valid", "instance", "tuple", "pydantic", "Error", "\n"):
        assert jargon not in mistake.message


def test_the_small_file_has_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "programme.json"
    path.write_bytes(json_bytes(SMALL))
    assert read_conference(path).name == "A small conference"


class BadText(NamedTuple):
    """A file that is not even JSON: its content, and the place and words of the only mistake."""

    name: str
    content: bytes
    place: str
    words: str


GOOD = json_bytes(SMALL)  # ends in "]\n}", without a line break after it
LAST = len(GOOD.splitlines())
BAD_TEXTS = [
    BadText("empty", b"", "", "is empty"),
    BadText("blank", b" \n\n", "", "is empty"),
    # '{' and a newline are 2 characters, ' "format"' 9 more: the file stops before the colon.
    BadText("cut off", b'{\n "format"', "line 2, column 10", "the file ends too early"),
    BadText("cut off in a text", b'{\n "format": "agen', "line 2, column 12", "has no closing quote"),
    BadText("cut off at the end", GOOD[:-2], f"line {LAST - 1}, column 3", "the file ends too early"),
    BadText("two documents", GOOD + b"{}", f"line {LAST}, column 2", "there is more text after the end"),
    BadText("forgotten comma", b'{\n "id": "a"\n "name": "b"\n}', "line 3, column 2", "a comma or a closing bracket"),
    BadText("single quotes", b"{'id': 'a'}", "line 1, column 2", "in double quotes"),
    BadText("not JSON at all", b"id: small\n", "line 1, column 1", "a value is expected here"),
    BadText("line break in a text", b'{"id": "a\nb"}', "line 1, column 10", "line break or tab"),
    BadText("list", b"[]", "", "must be an object"),
    BadText("number", b"7", "", "must be an object"),
    BadText("not UTF-8", b'{\n "id": "caf\xe9"}', "line 2", "is not UTF-8 text"),
    BadText("UTF-16", GOOD.decode().encode("utf-16"), "line 1", "is not UTF-8 text"),
    BadText("deep lists", b"[" * 100_000, "", "is nested deeper than 50 levels"),
    BadText("rather deep lists", b'{"id": ' + b"[" * 60 + b"]" * 60 + b"}", "id[0]", "is nested deeper than 50 levels"),
    BadText("deep objects", b'{"a":' * 100_000, "", "is nested deeper than 50 levels"),
    BadText("field twice", b'{"id": "a", "name": "n", "id": "b"}', "id", "this field occurs twice"),
    BadText("field twice inside", b'{"days": [{}, {"id": 1, "id": 1}]}', "days[1].id", "occurs twice"),
    BadText("NaN", b'{"rooms": [{"capacity": NaN}]}', "rooms[0].capacity", "NaN is not a number in JSON"),
    BadText("Infinity", b'{"rooms": [{"capacity": -Infinity}]}', "rooms[0].capacity", "-Infinity is not a number"),
    BadText("beyond infinity", b'{"rooms": [{"capacity": 1e999}]}', "rooms[0].capacity", "too big a number"),
    BadText(
        "5000 digits", b'{"rooms": [{"capacity": ' + b"9" * 5_000 + b"}]}", "rooms[0].capacity", "too big a number"
    ),
    BadText("half a character", b'{"name": "\\ud83d"}', "name", "contains an incomplete character"),
]


@pytest.mark.parametrize("bad", BAD_TEXTS, ids=[bad.name for bad in BAD_TEXTS])
def test_what_is_not_json_is_told_with_line_and_column(bad: BadText, tmp_path: Path) -> None:
    path = tmp_path / "programme.json"
    path.write_bytes(bad.content)
    with pytest.raises(InvalidInput) as caught:
        read_conference(path)
    (mistake,) = caught.value.mistakes
    assert mistake.place.startswith(bad.place)
    assert (mistake.place == "") == (bad.place == "")
    assert bad.words in mistake.message
    assert caught.value.source == str(path)


def test_several_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    """Also those of the same session, those that only show between parts, and those of the rules."""
    data = changed(
        SMALL,
        {
            "rules[0].limit": "2",
            "rules[1].rule": "speaker_crash",
            "rooms[0].capacity": -1,
            "rooms[0].building": "nord",
            "sessions[1].title": 5,
            "sessions[1].speakers": ["ada", "grce", 7],
            "sessions[1].track": "magic",
            "sessions[2].duration_minutes": 95,
            "votes[0].sessions[0]": "set",
        },
    )
    with pytest.raises(InvalidInput) as caught:
        conference_from_data(data)
    places = [mistake.place for mistake in caught.value.mistakes]
    lists = [place.partition("[")[0] for place in places]
    assert set(places) == {
        "rooms[0].capacity",
        "rooms[0].building",
        "sessions[1].title",
        "sessions[1].speakers[1]",
        "sessions[1].speakers[2]",
        "sessions[1].track",
        "sessions[2].duration_minutes",
        "votes[0].sessions[0]",
        "rules[0].limit",
        "rules[1].rule",
    }
    assert len(places) == len(set(places))
    assert lists == sorted(lists, key=list(SMALL).index)


def test_wrong_rules_are_told_also_where_the_conference_has_no_mistake() -> None:
    data = changed(SMALL, {"rules[0].limit": "2", "rules[1].rule": "speaker_crash"})
    with pytest.raises(InvalidInput) as caught:
        conference_from_data(data)
    assert [mistake.place for mistake in caught.value.mistakes] == ["rules[0].limit", "rules[1].rule"]


def test_a_file_that_is_too_big_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.json"
    path.touch()
    os.truncate(path, MAX_BYTES + 1)  # without a single block on the disk

    def must_not_open(*args: Any, **options: Any) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", must_not_open)
    with pytest.raises(InvalidInput, match="is too big: more than 50 MB are not read"):
        read_conference(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.json", "cannot be read: no such file"),
        ("", "is a folder, not a file"),
        ("file.json/inside.json", "cannot be read: not a directory"),
        ("x" * 300, "cannot be read: file name too long"),
        ("a\0b.json", "cannot be read: embedded null"),
    ],
    ids=["missing", "folder", "inside of a file", "name too long", "impossible name"],
)
def test_a_file_that_cannot_be_read_is_named(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file.json").touch()
    path = os.path.join(tmp_path, name) if name else os.fspath(tmp_path)  # noqa: PTH118 - Path refuses some of them
    with pytest.raises(InvalidInput, match=words) as caught:
        read_conference(path)
    assert caught.value.source == path


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.json"
    path.touch(mode=0)
    with pytest.raises(InvalidInput, match="cannot be read: permission denied"):
        read_conference(path)
