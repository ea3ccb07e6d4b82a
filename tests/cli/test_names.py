"""Every option of every command that means a part of the conference takes its id, or its name as people remember it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from agenda_solver import Conference, InvalidInput
from agenda_solver.cli.app import COMMANDS
from agenda_solver.cli.audience import COMMANDS as AUDIENCE_COMMANDS
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.part_options import POINTS_AT, Clocked, Named
from agenda_solver.cli.pretalx import COMMANDS as PRETALX_COMMANDS
from agenda_solver.formats.native import write_agenda, write_conference
from tests.commands import Command

# Options whose texts mean nothing in the conference. Whoever adds an option of text has to say here that it is one, or
# to declare it by part_option, clock_option or change_option.
FREE_TEXT = {
    ("audience favourites", "--sheet"),
    ("audience pages", "--voter"),  # whatever stands in the votes; a person of the conference also by name
    ("board", "--host"),
    ("board", "--name"),
    ("board", "--address"),
    ("export", "--format"),
    ("import", "--time-zone"),
    ("page", "--title"),
    ("page", "--subtitle"),
    ("picture", "--title"),
    ("pretalx pull", "url"),
    ("pretalx pull", "event"),
    ("pretalx pull", "--hours"),
    ("pretalx diff", "url"),
    ("pretalx diff", "event"),
    ("pretalx push", "url"),
    ("pretalx push", "event"),
    ("pretalx push", "--release"),
    ("rules", "id"),  # a rule of the library, not of a conference
}


@dataclass(frozen=True)
class Option:
    """An option of a command, with what it points at."""

    command: str
    name: str
    points_at: str | None
    is_text: bool
    parse: Any

    def __str__(self) -> str:
        return f"{self.command} {self.name}"


def options() -> Iterator[Option]:
    """Return every option and argument of every command."""
    commands = [(each.__name__.rstrip("_").replace("_", "-"), each) for each in COMMANDS]
    commands += [(f"pretalx {each.__name__}", each) for each in PRETALX_COMMANDS]
    commands += [(f"audience {each.__name__}", each) for each in AUDIENCE_COMMANDS]
    for path, command in commands:
        for argument, hint in get_type_hints(command, include_extras=True).items():
            if get_origin(hint) is Annotated:
                of, info = get_args(hint)[:2]
                # Where an option is an annotation, the first of its names stands where its default would be.
                declared = (getattr(info, "default", None), *(getattr(info, "param_decls", None) or ()))
                name = next((str(each) for each in declared if str(each).startswith("--")), argument)
                parser = getattr(info, "parser", None)
                yield Option(path, name, getattr(parser, POINTS_AT, None), _is_text(of) and parser is None, parser)


def _is_text(hint: Any) -> bool:
    return hint is str or any(_is_text(piece) for piece in get_args(hint))


POINTING = [option for option in options() if option.points_at not in (None, "clock", "changes")]
CLOCKS = [option for option in options() if option.points_at == "clock"]


def forum() -> Conference:
    """Something of every kind with an umlaut in its name, and two of most kinds that differ in case only."""
    made = Conference.build("forum", "Forum", "Europe/Berlin")
    made.day("2026-06-01", id="d1", name="Tag der Übung").day("2026-06-02", id="d2", name="Last Day")
    made.day("2026-06-03", id="d3", name="LAST DAY")
    for day in ("d1", "d2", "d3"):
        made.block("09:00", "12:00", id=f"{day}-am", day=day, slot_minutes=30)
    made.room("Saal Über", id="r1", capacity=5).room("Lab One", id="r2").room("LAB ONE", id="r3")
    made.person("Jörg Äpfel", id="p1").person("Ann Lee", id="p2").person("ANN LEE", id="p3")
    made.track("Große Öffnung", id="t1").track("Side Track", id="t2").track("SIDE TRACK", id="t3")
    made.session(
        "Käse: ein Überblick", id="s1", minutes=30, expected_audience=9, speakers=["p1"], track="t1", tags=["für alle"]
    )
    made.session("Panel Talk", id="s2", minutes=30, tags=["Law"]).session(
        "PANEL TALK", id="s3", minutes=30, tags=["LAW"]
    )
    return made.rule("room_capacity", 3, label="Größe").done()


# For each kind: an id, the name of that part, a name that two others may have, and a word that nothing is called.
PARTS = {
    "sessions": ("s1", "Käse: ein Überblick", "panel  talk", "Pannel Talk"),
    "people": ("p1", "Jörg Äpfel", "ann lee", "Jörg Apfel"),
    "tracks": ("t1", "Große Öffnung", "side track", "Grosse Öfnung"),
    "rooms": ("r1", "Saal Über", "lab one", "Saal Uber"),
    "days": ("d1", "Tag der Übung", "last day", "Tag der Übungen"),
    "rules": ("room_capacity:Größe", "Room Capacity:Größe", None, "room_capacitie"),
    "tags": ("für alle", "Für Alle", "law", "fur alle"),
}
FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "no-break spaces": lambda name: name.replace(" ", "\u00a0"),
    "blanks around and between": lambda name: f"  {name.replace(' ', '   ')} ",
}


def test_no_option_of_text_is_forgotten() -> None:
    texts = {(option.command, option.name) for option in options() if option.is_text}
    assert texts - FREE_TEXT == set()
    assert {option.points_at for option in POINTING} == set(PARTS)
    assert [str(option) for option in options() if option.points_at == "changes"] == ["replan --change"]


@pytest.mark.parametrize("option", POINTING, ids=str)
def test_an_option_takes_an_id_and_every_form_of_a_name(option: Option) -> None:
    id, name, _, _ = PARTS[str(option.points_at)]
    conference = forum()
    for text in (id, *(form(name) for form in FORMS.values())):
        named = option.parse(text)
        assert isinstance(named, Named)
        assert named.id_in(conference) == id


@pytest.mark.parametrize("option", POINTING, ids=str)
def test_what_is_ambiguous_or_unknown_is_told_with_the_option_and_what_may_be_meant(option: Option) -> None:
    _, _, ambiguous, unknown = PARTS[str(option.points_at)]
    conference = forum()
    for text, told in ((ambiguous, "fits several; write the id: "), (unknown, "(did you mean ")):
        if text is not None:
            with pytest.raises(InvalidInput) as caught:
                option.parse(text).id_in(conference)
            (mistake,) = caught.value.mistakes
            assert mistake.place == option.name
            assert f'"{text}"' in mistake.message
            assert told in mistake.message
    with pytest.raises(InvalidInput) as caught:
        option.parse("x" * 5_000).id_in(conference)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("option", CLOCKS, ids=str)
def test_a_time_is_on_the_clock_of_the_conference_unless_it_has_an_offset(option: Option) -> None:
    # Berlin is at UTC+2 in June. The clocks skip from 02:00 to 03:00 on 29 March.
    conference = forum()
    for text in ("2026-06-01T09:30", "2026-06-01 09:30", "2026-06-01T07:30Z", "2026-06-01T03:30-04:00", "Mon 09:30"):
        clocked = option.parse(text)
        assert isinstance(clocked, Clocked)
        assert conference.minute_of(clocked.moment_in(conference)) == 9 * 60 + 30
    for text, told in (
        ("2026-03-29 02:30", "no clock in Europe/Berlin shows 02:30"),
        ("9999-12-31T23:59-14:00", "must be between the years"),
        ("0001-01-01T00:00+14:00", "must be between the years"),
        ("2026-06-01T25:00", '"25:00" is not a time of day'),
        ("soon", '"soon" is not a date and time'),
        ("9" * 5_000, "is not a date and time"),
    ):
        with pytest.raises(InvalidInput, match=told) as caught:
            option.parse(text).moment_in(conference)
        assert str(caught.value).startswith(f"{option.name}: ")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    conference = forum()
    write_conference(conference, tmp_path / "forum.json")
    places = {"s1": ("r1", "d1-am", 0), "s2": ("r2", "d2-am", 0), "s3": ("r3", "d3-am", 0)}
    write_agenda(conference.agenda(places), tmp_path / "agenda.json")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind", "option", "more"),
    [
        ("explain", "sessions", "--session", ("--json",)),
        ("explain", "people", "--person", ("--json",)),
        ("explain", "tracks", "--track", ("--json",)),
        ("explain", "rules", "--rule", ("--json",)),
        ("page", "tags", "--tag", ("-o", "page.html", "-q")),
        ("picture", "days", "--day", ("-o", "day.svg", "-q")),
    ],
)
def test_a_command_does_the_same_for_a_name_as_for_an_id(
    files: Path,
    command: Command,
    name: str,
    kind: str,
    option: str,
    more: tuple[str, ...],
) -> None:
    if name == "picture":
        pytest.importorskip("matplotlib")
    assert files == Path.cwd()
    id, called, ambiguous, unknown = PARTS[kind]
    agenda = ("-a", "agenda.json") if name == "explain" else ("agenda.json",)
    answers = []
    for text in (id, called.upper()):
        ended = command(name, "forum.json", *agenda, option, text, *more)
        assert ended.code == Exit.SUCCESS
        answers.append(ended.out or Path(more[1]).read_text("utf-8"))
    assert answers[0] == answers[1]
    for text in filter(None, (ambiguous, unknown)):
        ended = command(name, "forum.json", *agenda, option, text, *more)
        assert ended.code == Exit.INVALID
        assert text in (ended.json["mistakes"][0]["message"] if ended.out else ended.err)
