"""The commands for several agendas: what they print, what they write, and how they end."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agenda_solver import Conference, read_agenda, write_conference
from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.errors import InvalidInput
from agenda_solver.scenarios import scenario_file as reading
from agenda_solver.scenarios import tradeoff
from agenda_solver.scenarios.front_picture import draw_front
from agenda_solver.scenarios.scenario_file import scenarios_from_data
from tests.conferences import three_talks, tug_of_war

EARLY, LATE = "time_preference:early", "time_preference:late"
SIDES = ["--rule", EARLY, "--against", LATE]


class Ended(NamedTuple):
    """How a run of the command ended."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """What was printed as one line: usage errors are broken into lines and boxed."""
        return " ".join(re.sub(r"[│╭╮╰╯─]", " ", self.out + self.err).split())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    write_conference(three_talks(), "three.json")
    write_conference(tug_of_war(3), "tug.json")
    return tmp_path


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Ended(code, *capsys.readouterr())

    return call


# --- alternatives --------------------------------------------------------------------------------------------------


def test_alternatives_are_printed_with_their_distances_and_saved(command: Any) -> None:
    ended = command(
        "alternatives", "three.json", "--number", 3, "--within", "50%", "-o", "out", "--workers", 1, "-t", 36000
    )
    assert ended.code == Exit.SUCCESS
    assert ended.out.splitlines()[0] == "Optimal: no agenda costs less than 40."
    assert "An alternative may cost at most 60." in ended.out
    assert re.search(r"alternative 2 +40 +\d+ +\d+ +\d+, proven", ended.out)
    assert "best agenda, improve" in ended.err
    names = [f"agenda-{n}.{suffix}" for n in (1, 2, 3) for suffix in ("html", "json")]
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(names)
    assert len({read_agenda(f"out/agenda-{n}.json", three_talks()) for n in (1, 2, 3)}) == 3


def test_alternatives_as_json_are_one_object(command: Any) -> None:
    ended = command("alternatives", "three.json", "--json", "--workers", 1, "-t", 36000)
    answer = json.loads(ended.out)
    assert (answer["status"], answer["objective"], answer["most"]) == ("optimal", 40, {"0": 42})
    first, second, third = answer["alternatives"]
    assert (first["distance"], second["proven"], third["costs"]) == (None, True, {"0": 40})
    assert answer["least_distance"] == third["distance"]  # the third is no farther from the others than they are


def test_quiet_alternatives_print_nothing(command: Any) -> None:
    assert command("alternatives", "three.json", "-q", "--workers", 1, "-t", 36000) == (0, "", "")


def test_alternatives_of_an_infeasible_conference_have_its_reason_and_exit_code(command: Any) -> None:
    conference = three_talks()
    write_conference(conference.replace(rooms=conference.rooms[:1]), "hopeless.json")
    ended = command("alternatives", "hopeless.json", "-o", "out")
    assert (ended.code, ended.out) == (Exit.INFEASIBLE, "")
    assert "Infeasible: no agenda keeps every hard rule." in ended.err
    assert not Path("out").exists()  # nothing came into it


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--number", 1], Exit.INVALID, '"1" is not a whole number from 2 to 100.'),
        (["--within", "x"], Exit.INVALID, '"x" is not a share such as 0.02 or 2%'),
        (["-o", "three.json"], Exit.NOT_WRITTEN, "three.json: the folder cannot be made"),
    ],
)
def test_senseless_alternatives_are_refused(command: Any, options: list[Any], code: Exit, message: str) -> None:
    ended = command("alternatives", "three.json", *options)
    assert ended.code == code
    assert message in ended.words


# --- tradeoff ------------------------------------------------------------------------------------------------------


def test_a_trade_off_is_a_table_and_a_picture(command: Any) -> None:
    pytest.importorskip("matplotlib")
    ended = command(
        "tradeoff", "tug.json", *SIDES, "--points", 100, "--picture", "front.png", "--workers", 1, "-t", 36000
    )
    assert ended.code == Exit.SUCCESS
    assert re.match(r"The whole front, proven: \d+ points\.", ended.out)
    assert ended.out.count("on the front") == int(re.findall(r"(\d+) points", ended.out)[0])
    assert ended.out.splitlines()[-1] == "Saved front.png"
    assert Path("front.png").read_bytes().startswith(b"\x89PNG")


def test_a_part_of_the_front_is_not_called_the_whole(command: Any) -> None:
    ended = command("tradeoff", "tug.json", *SIDES, "--points", 3, "--workers", 1, "-t", 36000)
    assert ended.out.splitlines()[0] == "3 points of the front; there may be more between them."


def test_a_trade_off_as_json_has_every_point_with_its_agenda(command: Any) -> None:
    answer = json.loads(command("tradeoff", "tug.json", *SIDES, "--json", "-n", 3, "--workers", 1, "-t", 36000).out)
    assert (answer["status"], answer["complete"], len(answer["points"])) == ("feasible", False, 3)
    assert all(point["proven"] and point["gap"] == 0.0 for point in answer["points"])
    assert set(answer["points"][0]["placements"]) == {"s0", "s1", "s2"}


def test_a_picture_that_cannot_be_written_is_refused_before_anything_is_solved(command: Any) -> None:
    pytest.importorskip("matplotlib")
    ended = command("tradeoff", "tug.json", *SIDES, "--picture", "no/front.png")
    assert ended.code == Exit.NOT_WRITTEN
    assert "there is no folder no. Nothing was done." in ended.words


def test_a_point_without_a_proof_is_drawn_as_such() -> None:
    pytest.importorskip("matplotlib")
    front = tradeoff(tug_of_war(3), [EARLY], [LATE], points=3, workers=1, time_limit=None)
    unsure = [point.__class__(**{**point.__dict__, "is_proven": False}) for point in front.points]
    for name in ("front.svg", "sure.svg"):
        points = unsure if name == "front.svg" else front.points
        draw_front(front.__class__(**{**front.__dict__, "points": tuple(points)}), name)
    assert "#c2571a" in Path("front.svg").read_text("utf-8")
    assert "#c2571a" not in Path("sure.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (
            ["--rule", "early", "--against", LATE],
            Exit.INVALID,
            "--rule: no rule of this conference that is switched on",
        ),
        (["--rule", EARLY, "--against", EARLY], Exit.INVALID, f'--against: "{EARLY}" is in both groups'),
        ([*SIDES, "--points", 1], Exit.INVALID, '"1" is not a whole number from 2 to 1000.'),
        ([*SIDES, "--picture", "front.txt"], Exit.INVALID, "front.txt: a picture ends in .png, .svg, .pdf"),
        (["--rule", EARLY], Exit.INVALID, "--against"),
    ],
)
def test_senseless_trade_offs_are_refused(command: Any, options: list[Any], code: Exit, message: str) -> None:
    ended = command("tradeoff", "tug.json", *options)
    assert (ended.code, message in ended.words) == (code, True)


# --- whatif --------------------------------------------------------------------------------------------------------


def apply(conference: Conference, changes: tuple[Any, ...]) -> Conference:
    """Stand in for the changes of replanning: leave out sessions by id."""
    for number, gone in enumerate(changes):
        if gone not in conference.session_by_id:
            raise InvalidInput.single(f'there is no session "{gone}"', f"changes[{number}].session")
        conference = conference.replace(sessions=tuple(s for s in conference.sessions if s.id != gone))
    return conference


def test_scenarios_are_compared_in_a_table(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_apply", apply)
    Path("s.json").write_text(json.dumps({"no wine": ["wine"], "only bread": ["wine", "cheese"]}), "utf-8")
    ended = command("whatif", "three.json", "--scenarios", "s.json", "--moves", "--workers", 1, "-t", 36000)
    assert ended.code == Exit.SUCCESS
    lines = [re.split(r"  +", line.strip()) for line in ended.out.splitlines()]
    assert lines[0] == ["as it is", "no wine", "only bread"]
    assert ["status", "optimal", "optimal", "optimal"] in lines
    assert ["cost", "40", "0", "0"] in lines
    assert ["room_capacity", "40", "0", "0"] in lines
    assert '- "Wine" is no longer in the programme (it was ' in ended.out


def test_scenarios_as_json_are_one_object(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_apply", apply)
    Path("s.json").write_text(json.dumps({"no wine": ["wine"]}), "utf-8")
    base, scenario = json.loads(command("whatif", "three.json", "-s", "s.json", "--json", "-t", 36000).out)["scenarios"]
    assert (base["name"], base["objective"], base["moves"], base["by_rule"]) == (
        "as it is",
        40,
        [],
        {"room_capacity": 40},
    )
    assert (scenario["name"], scenario["objective"]) == ("no wine", 0)
    assert "wine" in {move["session"] for move in scenario["moves"]}


def test_the_changes_of_a_scenario_are_those_of_replanning(command: Any) -> None:
    scenarios = {
        "no wine": [{"change": "cancel", "session": "wine"}],
        "no attic": [{"change": "room lost", "room": "attic"}],
    }
    Path("s.json").write_text(json.dumps(scenarios), "utf-8")
    answer = json.loads(command("whatif", "three.json", "-s", "s.json", "--json", "-t", 36000).out)
    ended = [(scenario["status"], scenario["objective"]) for scenario in answer["scenarios"]]
    # Three talks need three places; without the attic the hall has two.
    assert ended == [("optimal", 40), ("optimal", 0), ("infeasible", None)]
    Path("s.json").write_text(json.dumps({"no beer": [{"change": "cancel", "session": "beer"}]}), "utf-8")
    assert "no beer.changes[0].session: " in command("whatif", "three.json", "-s", "s.json").err


def test_a_mistake_in_a_scenario_is_told_with_its_place(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_apply", apply)
    Path("s.json").write_text(json.dumps({"no beer": ["wine", "beer"]}), "utf-8")
    ended = command("whatif", "three.json", "-s", "s.json")
    assert ended.code == Exit.INVALID
    assert 'no beer.changes[1].session: there is no session "beer"' in ended.err


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([], "must be an object with a list of changes for the name of each scenario"),
        ({"no wine": {"change": "cancel"}}, "no wine: must be a list of changes"),
        ({" ": []}, "a scenario has no name"),
    ],
)
def test_a_file_that_is_no_scenarios_is_told(raw: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        scenarios_from_data(raw)
