"""Rules of somebody's own: registered, installed or loaded from a file, they are like any other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar

import pytest

from agenda_solver import Agenda, Conference, InvalidInput, Rule, Severity, Violation, register_rule, score
from agenda_solver.cli.app import run
from agenda_solver.formats.native import conference_from_data
from agenda_solver.rules.base import rule_registry
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.rules_from_file import load_rules
from agenda_solver.rules.base.severity import soft
from tests.formats.small import SMALL, json_bytes


class EmptyHall(Rule):
    """Every hall is used; the amount is the number of rooms without a session."""

    id: ClassVar[str] = "empty_hall"
    unit: ClassVar[str] = "rooms"
    default_severity: ClassVar[Severity] = soft(2)

    def applies(self, conference: Conference) -> bool:
        return True

    def post(self, decisions: Any) -> Any:
        raise NotImplementedError

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        for room in conference.rooms:
            if all(place.room != room.id for place in agenda.values()):
                yield Violation(1, f"{room.name} is empty.", rooms=(room.id,))


OWN_FILE = Path(__file__).read_text("utf-8").split("\n\nOWN_FILE")[0]  # this very file as far as the class goes


@pytest.fixture(autouse=True)
def _nothing_stays_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_registry, "_REGISTERED", {})


def with_rule(*settings: Any) -> Conference:
    return conference_from_data({**SMALL, "rules": list(settings)})


def test_a_registered_rule_counts_where_a_conference_mentions_it() -> None:
    with pytest.raises(InvalidInput, match='there is no rule "empty_hall"'):
        with_rule({"rule": "empty_hall"})
    assert register_rule(EmptyHall) is EmptyHall
    conference = with_rule({"rule": "empty_hall", "severity": 3})
    # Nothing has a place: both of the rooms are empty, at 3 each.
    assert score(conference, Agenda(conference, {}))["empty_hall"].cost == 6


def test_a_registered_rule_does_not_run_where_nobody_mentions_it() -> None:
    register_rule(EmptyHall)
    assert "empty_hall" not in {rule.key for rule in rules_of(with_rule())}


def test_registering_again_takes_the_place_of_the_former_version() -> None:
    register_rule(EmptyHall)
    register_rule(EmptyHall)
    assert rule_registry.all_rules()["empty_hall"] is EmptyHall


def test_an_id_that_is_taken_is_refused() -> None:
    class Plenary(EmptyHall):
        id: ClassVar[str] = "plenary"

    with pytest.raises(ValueError, match='there is already a rule "plenary"'):
        register_rule(Plenary)


def test_what_is_no_rule_is_refused() -> None:
    class Nameless(Rule):
        def applies(self, conference: Conference) -> bool:
            return True

    with pytest.raises(TypeError, match="lacks id, unit, default_severity, check, post"):
        register_rule(Nameless)
    with pytest.raises(TypeError, match="is not a subclass of Rule"):
        register_rule(int)  # type: ignore[type-var]


def test_an_unknown_rule_is_told_with_the_way_to_make_it_known() -> None:
    with pytest.raises(InvalidInput, match='no rule "empty_hall"; a rule of your own needs --with-rules FILE'):
        with_rule({"rule": "empty_hall"})
    with pytest.raises(InvalidInput, match=r'no rule "plenery" \(did you mean "plenary"\?\)$'):
        with_rule({"rule": "plenery"})


@pytest.fixture
def entry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a function that offers an entry point as an installed package would."""
    found: list[EntryPoint] = []
    monkeypatch.setattr(rule_registry, "entry_points", lambda group: found if group == "agenda_solver.rules" else [])
    caches = (rule_registry._offers, rule_registry._installed_rule)
    for cache in caches:
        cache.cache_clear()
    yield lambda name, value: found.append(EntryPoint(name, value, "agenda_solver.rules"))
    for cache in caches:
        cache.cache_clear()


def test_an_installed_package_offers_rules_by_entry_points(entry: Any) -> None:
    entry("empty_hall", f"{__name__}:EmptyHall")
    assert rule_registry.all_rules()["empty_hall"] is EmptyHall
    assert with_rule({"rule": "empty_hall"}).rules[0].rule == "empty_hall"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("plenary", f"{__name__}:EmptyHall", 'has the id of a rule of the library: "plenary"'),
        ("hall", f"{__name__}:EmptyHall", 'is the rule "empty_hall", which has to be its name'),
        ("hall", f"{__name__}:with_rule", "is not a rule"),
        ("hall", f"{__name__}:Gone", "cannot be imported: AttributeError"),
        ("hall", "no.such.module:Hall", "cannot be imported: ModuleNotFoundError"),
    ],
)
def test_a_rule_of_a_package_that_cannot_be_used_is_told_where_a_conference_mentions_it(
    entry: Any, name: str, value: str, told: str
) -> None:
    entry(name, value)
    with pytest.raises(InvalidInput) as caught:
        with_rule({"rule": name})
    (mistake,) = caught.value.mistakes
    assert mistake.place == "rules[0].rule"
    assert mistake.message.startswith(f'the entry point "{name} = {value}" ')
    assert told in mistake.message
    with pytest.raises(InvalidInput):
        rule_registry.all_rules()


def test_a_package_that_is_broken_is_no_concern_of_conferences_that_do_not_mention_it(entry: Any) -> None:
    entry("hall", "no.such.module:Hall")
    entry("empty_hall", f"{__name__}:EmptyHall")
    conference = with_rule({"rule": "speaker_clash"}, {"rule": "empty_hall"})
    assert [rule.id for rule in rules_of(conference)][:2] == ["speaker_clash", "empty_hall"]


def test_two_packages_that_offer_the_same_id_are_both_named(entry: Any) -> None:
    entry("hall", "one:Hall")
    entry("hall", "two:Hall")
    with pytest.raises(InvalidInput, match=r'"hall = one:Hall" has the same id as .*"hall = two:Hall"'):
        with_rule({"rule": "hall"})


def test_a_package_may_register_the_rule_that_it_offers(entry: Any) -> None:
    entry("empty_hall", f"{__name__}:EmptyHall")
    register_rule(EmptyHall)  # as a decorator does while the module is being imported
    assert rule_registry.all_rules()["empty_hall"] is EmptyHall


def test_a_new_version_of_an_installed_rule_takes_its_place_wherever_rules_are_looked_up(entry: Any) -> None:
    class Newer(EmptyHall):
        """Every hall is used."""

    entry("empty_hall", f"{__name__}:EmptyHall")
    assert rule_registry.rule_class("empty_hall") is EmptyHall
    register_rule(Newer)
    assert rule_registry.rule_class("empty_hall") is rule_registry.all_rules()["empty_hall"] is Newer


def test_a_rule_with_the_id_of_one_that_is_installed_is_refused(entry: Any) -> None:
    entry("empty_hall", "no_such_package.halls:EmptyHall")
    with pytest.raises(ValueError, match=r': the entry point "empty_hall = no_such_package\.halls:EmptyHall"'):
        register_rule(EmptyHall)


def test_the_command_takes_rules_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.py").write_text(OWN_FILE, "utf-8")
    Path("c.json").write_bytes(json_bytes({**SMALL, "default_rules": False, "rules": [{"rule": "empty_hall"}]}))
    assert run(["check", "c.json"]) == 2
    assert run(["--with-rules", "own.py", "check", "c.json"]) == 0
    assert run(["--with-rules", "own.py", "rules", "empty_hall"]) == 0
    assert "Every hall is used" in capsys.readouterr().out


def test_rules_that_are_given_after_the_command_are_told_to_stand_before_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["check", "--with-rules", "own.py", "c.json"]) == 2
    assert "--with-rules goes before the command" in capsys.readouterr().err


def test_a_package_offers_the_rules_of_its_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "our_rules"
    package.mkdir()
    text = OWN_FILE.replace('"empty_hall"', '"empty_hall_of_ours"')
    (package / "halls.py").write_text(text, "utf-8")
    # A rule of somebody else that is imported there is not one of the package.
    gathered = "from agenda_solver.rules.plenary import Plenary\nfrom our_rules.halls import *\n"
    (package / "__init__.py").write_text(gathered, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert [rule.id for rule in load_rules("our_rules")] == ["empty_hall_of_ours"]


def test_a_file_may_have_a_class_that_its_rules_derive_from(tmp_path: Path) -> None:
    names = '    id: ClassVar[str] = "empty_hall"\n    unit: ClassVar[str] = "rooms"\n'
    text = OWN_FILE.replace(names, "") + f"\n\nclass Mine(EmptyHall):\n{names}\n\nAgain = Mine\n"
    (tmp_path / "own.py").write_text(text, "utf-8")
    assert [rule.__name__ for rule in load_rules(str(tmp_path / "own.py"))] == ["Mine"]


def test_two_files_of_the_same_name_do_not_replace_each_other(tmp_path: Path) -> None:
    files = [tmp_path / folder / "own.py" for folder in ("one", "two")]
    for file in files:
        file.parent.mkdir()
        file.write_text(OWN_FILE, "utf-8")
    (first,) = load_rules(str(files[0]))
    with pytest.raises(InvalidInput) as caught:
        load_rules(str(files[1]))
    assert str(files[0]) in str(caught.value)
    assert rule_registry.all_rules()["empty_hall"] is first


def test_a_module_in_the_current_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "halls_of_ours.py").write_text(OWN_FILE, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [entry for entry in sys.path if entry])
    assert [rule.id for rule in load_rules("halls_of_ours")] == ["empty_hall"]


@pytest.mark.parametrize(
    ("face", "told"),
    [
        ("post", 'The rule "empty_hall" failed'),
        ("check", 'The rule "empty_hall" failed'),
        ("disagree", 'The methods post and check of the rule "empty_hall" disagree.'),
    ],
)
def test_a_rule_that_fails_is_named_and_not_called_a_defect_of_the_library(
    face: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    fine = "return decisions.cost(self.is_hard)"  # charges nothing
    text = OWN_FILE if face == "post" else OWN_FILE.replace("raise NotImplementedError", fine)
    text = text.replace("for room in conference.rooms:", "for room in [1 / 0]:") if face == "check" else text
    Path("own.py").write_text(text, "utf-8")
    # One session leaves one of the two rooms empty, whatever is done.
    few = {**SMALL, "sessions": SMALL["sessions"][:1], "votes": [], "published": None}
    Path("c.json").write_bytes(json_bytes({**few, "default_rules": False, "rules": [{"rule": "empty_hall"}]}))
    assert run(["--with-rules", "own.py", "solve", "c.json", "--workers", "1"]) == 70
    output = capsys.readouterr().err
    assert told in output
    assert "defect of agenda-solver" not in output


@pytest.mark.parametrize(
    ("source", "text", "told"),
    [
        ("gone.py", None, "gone.py: there is no such file"),
        ("bad.py", "1 / 0", "bad.py: cannot be imported: ZeroDivisionError: division by zero"),
        ("bad.py", "def", "bad.py: cannot be imported: SyntaxError"),
        ("bad.py", "import sys; sys.exit('bye')", "bad.py: cannot be imported: SystemExit: bye"),
        ("bad.py", "x = 1", "bad.py: defines no rule"),
        ("bad.py", OWN_FILE.replace('"empty_hall"', '"plenary"'), 'there is already a rule "plenary"'),
        ("bad.py", OWN_FILE.replace("def check", "def chek"), "bad.py: the rule EmptyHall lacks check"),
        ("no.such.module", None, "no.such.module: cannot be imported: ModuleNotFoundError"),
        ("our_rules/", None, '"our_rules/" is neither a file that ends in .py nor the name of a module'),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, text: str | None, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if text is not None:
        Path(source).write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_rules(source)
    assert told in str(caught.value)
