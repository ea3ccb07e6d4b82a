"""The command: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from typer.testing import CliRunner

import agenda_solver.solving
from agenda_solver import ScoreMismatch, Status, __version__
from agenda_solver.cli.app import app
from agenda_solver.cli.exits import MEANINGS, Exit
from agenda_solver.cli.live import Watch, sparkline
from agenda_solver.cli.outputs import NotWritten, save
from agenda_solver.cli.words import verdict
from agenda_solver.demo import demo_path
from agenda_solver.formats.native import read_agenda, read_conference, write_conference
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.result import Result
from agenda_solver.safe_text import one_line
from tests.commands import Command, Run
from tests.profiles import some

COMMAND = [sys.executable, "-m", "agenda_solver.cli"]


def small() -> ConferenceBuilder:
    """Two talks of one speaker and a third one, two rooms, three hours."""
    builder: ConferenceBuilder = Conference.build("small", "A small one", "Asia/Almaty").day("2025-05-29")
    builder.block("09:00", "12:00", slot_minutes=60).room("Hall", capacity=100).room("Den", capacity=10).person("Ada")
    builder.session("Opening", minutes=60, plenary=True, expected_audience=120)
    return builder.session("A", minutes=60, speakers=["Ada"]).session("B", minutes=60, speakers=["Ada"])


def hopeless() -> ConferenceBuilder:
    """Six hours of sessions that cannot be at once, in three."""
    builder = small()
    for letter in "CDE":
        builder.session(letter, minutes=60, speakers=["Ada"])
    return builder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    write_conference(small().done(), path)
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.json"
    raw = json.loads(json.dumps({"id": "x", "name": "X", "time_zone": "Mars/Olympus", "days": [], "blocks": []}))
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


@pytest.fixture
def infeasible(tmp_path: Path) -> Path:
    path = tmp_path / "hopeless.json"
    write_conference(hopeless().done(), path)
    return path


# --- help -----------------------------------------------------------------------------------------------------------


def test_the_help_names_every_command_and_every_exit_code() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    for name in ("demo", "check", "solve", "score", "rules", "schema"):
        assert re.search(rf"^\W*{name} ", shown.output, re.MULTILINE), name
    for code in Exit:
        assert f"{code:>3}  {MEANINGS[code]}" in shown.output


def test_the_help_needs_neither_ortools_nor_pydantic_nor_networkx() -> None:
    code = (
        "import sys; from agenda_solver.cli import app; code = app.run(['--help']); "
        "loaded = {'ortools', 'pydantic', 'networkx', 'jinja2', 'numpy'} & set(sys.modules); "
        "sys.exit(' '.join(loaded) or code)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_without_a_command_the_help_is_shown(command: Command) -> None:
    shown = command()
    assert shown.code == Exit.INVALID
    assert "Exit codes" in shown.out


def test_every_command_has_a_help(command: Command) -> None:
    for name in ("demo", "check", "solve", "score", "rules", "schema"):
        shown = command(name, "--help")
        assert shown.code == 0
        assert "--json" in shown.out


def test_the_version_is_the_library_s(command: Command) -> None:
    assert command("--version") == Run(0, f"agenda-solver {__version__}\n", "")


# --- solve ----------------------------------------------------------------------------------------------------------


def test_solve_saves_the_best_agenda_and_says_what_it_costs(command: Command, file: Path, tmp_path: Path) -> None:
    ended = command("solve", file, "--workers", 1)
    assert ended.code == 0
    assert ended.out.splitlines()[0] == "Optimal: no agenda costs less than 20."
    assert ended.out.splitlines()[1].startswith("3 of 3 sessions placed in ")
    assert re.search(r"room_capacity +20 seats +20", ended.out)
    assert ended.out.splitlines()[-2:] == ["Saved small-agenda.json", "Saved small-agenda.html"]
    assert "A small one: 3 sessions, 2 rooms, 1 block." in ended.err
    assert "stating the problem" in ended.err
    assert len(read_agenda(tmp_path / "small-agenda.json", small().done())) == 3
    assert "<!doctype html>" in (tmp_path / "small-agenda.html").read_text("utf-8").lower()


def test_solve_writes_what_it_is_told_to(command: Command, file: Path, tmp_path: Path) -> None:
    assert command("solve", file, "-o", "x.json", "-o", tmp_path / "y.HTML", "-o", "z.json", "-q").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.json", "x.json", "y.HTML", "z.json"]


def test_solve_with_json_prints_one_object_and_nothing_else(command: Command, file: Path) -> None:
    answer = command("solve", file, "--json").json
    assert (answer["status"], answer["objective"], answer["bound"], answer["gap"]) == ("optimal", 20, 20, 0.0)
    assert answer["files"] == ["small-agenda.json", "small-agenda.html"]
    assert answer["scorecard"]["legal"] is True
    assert answer["interrupted"] is False


def test_quiet_prints_nothing(command: Command, file: Path) -> None:
    assert command("solve", file, "--quiet") == Run(0, "", "")


def test_a_deterministic_limit_gives_the_same_agenda_each_time(command: Command, file: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        assert command("solve", file, "-o", name, "--deterministic-limit", "5", "-q").code == 0
    one, two = (json.loads((tmp_path / name).read_text("utf-8"))["placements"] for name in ("one.json", "two.json"))
    assert one == two


def test_an_agenda_can_be_a_hint_and_be_replaced_by_a_better_one(command: Command, file: Path) -> None:
    assert command("solve", file, "-o", "a.json", "-q").code == 0
    assert command("solve", file, "-o", "a.json", "--hint", "a.json", "--gap", "2%", "-q").code == 0


def test_a_hint_that_is_no_agenda_of_the_conference_is_invalid(command: Command, file: Path) -> None:
    ended = command("solve", file, "--hint", file)
    assert ended.code == Exit.INVALID
    assert 'format: must be "agenda-solver/agenda/1"' in ended.err


def test_an_infeasible_conference_gives_its_reason_and_writes_nothing(
    command: Command, infeasible: Path, tmp_path: Path
) -> None:
    ended = command("solve", infeasible, "-o", "x.json")
    assert (ended.code, ended.out) == (Exit.INFEASIBLE, "")
    assert "Infeasible: no agenda keeps every hard rule." in ended.err
    assert "cannot all be placed: Ada is in each of them." in ended.err
    assert not (tmp_path / "x.json").exists()
    answer = command("solve", infeasible, "-o", "x.json", "--json").json
    assert (answer["status"], answer["files"], answer["scorecard"]) == ("infeasible", [], None)
    assert "Ada" in answer["reason"][0]


def test_no_answer_in_time_is_not_called_infeasible(command: Command) -> None:
    ended = command("solve", demo_path(), "--deterministic-limit", "0.000001", "-o", "x.json")
    assert (ended.code, ended.out) == (Exit.NO_ANSWER, "")
    assert "The time ended before a legal agenda was found" in ended.err
    answer = command("solve", demo_path(), "--deterministic-limit", "0.000001", "-o", "x.json", "--json")
    assert (answer.code, answer.json["status"]) == (Exit.NO_ANSWER, "no answer in time")


# --- what is wrong with the input --------------------------------------------------------------------------------


def test_every_mistake_is_told_with_its_place_and_nothing_is_written(
    command: Command, broken: Path, tmp_path: Path
) -> None:
    ended = command("solve", broken)
    assert (ended.code, ended.out) == (Exit.INVALID, "")
    assert 'time_zone: "Mars/Olympus" is not an IANA time zone' in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["broken.json"]


@pytest.mark.parametrize("words", [["check"], ["solve"]])
def test_mistakes_are_told_as_json_to_programs(command: Command, broken: Path, words: list[str]) -> None:
    ended = command(*words, broken, "--json")
    assert ended.code == Exit.INVALID
    assert ended.json["status"] == "invalid input"
    assert {"time_zone", "rooms", "sessions"} <= {mistake["place"] for mistake in ended.json["mistakes"]}


def test_a_missing_file_is_the_place_of_its_mistake(command: Command) -> None:
    assert command("check", "nowhere.json").err == "nowhere.json: cannot be read: no such file or directory\n"
    mistake = {"place": "nowhere.json", "message": "cannot be read: no such file or directory"}
    assert command("check", "nowhere.json", "--json").json == {"status": "invalid input", "mistakes": [mistake]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--time-limit", "-1"], '"-1" is not a positive number of seconds.'),
        (["--time-limit", "0"], '"0" is not a positive number of seconds.'),
        (["--time-limit", "inf"], '"inf" is not a positive number of seconds.'),
        (["--time-limit", "soon"], '"soon" is not a positive number of seconds.'),
        (["--deterministic-limit", "nan"], '"nan" is not a positive number of seconds.'),
        (["--gap", "2"], '"2" is not a share such as 0.02 or 2%, from 0 up to but not including 1.'),
        (["--gap", "-1%"], '"-1%" is not a share such as 0.02 or 2%, from 0 up to but not including 1.'),
        (["--workers", "0"], '"0" is not a whole number from 1 to 1000.'),
        (["--seed", "-1"], '"-1" is not a whole number from 0 to 2147483647.'),
        (
            ["--deterministic-limit", "1", "--workers", "2"],
            "it uses one thread and no clock, so --time-limit and --workers cannot be given with it.",
        ),
    ],
)
def test_senseless_options_are_usage_errors(command: Command, file: Path, options: list[str], message: str) -> None:
    ended = command("solve", file, *options, "--json")
    assert ended.code == Exit.INVALID
    (mistake,) = ended.json["mistakes"]
    assert mistake["place"] == "command line"
    assert mistake["message"].endswith(message)
    assert options[0] in mistake["message"]


def test_an_unknown_command_is_a_usage_error_without_a_traceback(command: Command) -> None:
    ended = command("resolve")
    assert (ended.code, ended.out) == (Exit.INVALID, "")
    assert "No such command" in ended.err
    assert "Traceback" not in ended.err


# --- what is wrong with the outputs --------------------------------------------------------------------------------


def refuse_to_solve(*arguments: object, **options: object) -> Result:
    raise AssertionError("it must not begin to solve")


@pytest.mark.parametrize(
    ("output", "code", "message"),
    [
        ("nowhere/a.json", Exit.NOT_WRITTEN, "there is no folder nowhere. Nothing was done."),
        ("small.json/a.json", Exit.NOT_WRITTEN, "not a directory. Nothing was done."),
        ("folder.json", Exit.NOT_WRITTEN, "it is a folder. Nothing was done."),
        ("a.txt", Exit.INVALID, 'an output ends in ".json" (the agenda), ".html" (the page) or ".xlsx" (a workbook)'),
        ("small.json", Exit.INVALID, "is an input as well; it would be overwritten"),
    ],
)
def test_an_output_that_cannot_be_written_is_told_before_solving(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch, output: str, code: Exit, message: str
) -> None:
    monkeypatch.setattr(agenda_solver.solving, "solve", refuse_to_solve)
    Path("folder.json").mkdir()
    before = file.read_bytes()
    ended = command("solve", file, "-o", output)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.strip().endswith(message)
    assert file.read_bytes() == before


def test_the_same_output_twice_is_refused(command: Command, file: Path) -> None:
    ended = command("solve", file, "-o", "a.json", "-o", "./a.json")
    assert ended.code == Exit.INVALID
    assert "stands there twice as an output" in ended.err


def test_trying_an_output_leaves_an_old_file_as_it_is(command: Command, broken: Path, tmp_path: Path) -> None:
    old = tmp_path / "agenda.json"
    old.write_text("precious", encoding="utf-8")
    assert command("solve", broken, "-o", old).code == Exit.INVALID
    assert old.read_text(encoding="utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["agenda.json", "broken.json"]


def test_an_agenda_that_cannot_be_saved_after_all_is_rescued(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = agenda_solver.solving.solve(read_conference(file), workers=1)
    assert result.agenda is not None
    with pytest.raises(NotWritten) as caught:
        save(result.agenda, result, [tmp_path / "vanished" / "a.json"], "")
    rescued = re.search(r"The agenda was saved as (.*) instead\.", str(caught.value))
    assert rescued is not None
    assert read_agenda(rescued[1], result.agenda.conference) == result.agenda


# --- defects of ours -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [ScoreMismatch("solved 1, scored 2"), ZeroDivisionError("oops"), MemoryError()])
def test_a_defect_asks_for_a_report_and_shows_no_traceback(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*arguments: object, **options: object) -> Result:
        raise error

    monkeypatch.setattr(agenda_solver.solving, "solve", fail)
    ended = command("solve", file)
    assert ended.code == Exit.INTERNAL
    assert type(error).__name__ in ended.err
    assert "Please report it with the conference file." in ended.err
    assert "Traceback" not in ended.err
    assert command("solve", file, "--json").json["status"] == "internal error"
    monkeypatch.setenv("AGENDA_SOLVER_DEBUG", "1")
    assert "Traceback" in command("solve", file).err


# --- signals --------------------------------------------------------------------------------------------------------


def stopped_by(number: signal.Signals, seen: list[bool]) -> Callable[..., Result]:
    """A solve that is told to stop before it has an agenda."""

    def solve(conference: Conference, *, stop: Event, **options: object) -> Result:
        os.kill(os.getpid(), number)
        seen.append(stop.wait(30))
        return Result(Status.NO_ANSWER, None, None, {0: None}, reason=("Too late.",), interrupted=True)

    return solve


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_signals_set_the_stop_and_without_an_agenda_the_code_says_so(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    seen: list[bool] = []
    # Tests that were started in the background have inherited that Ctrl-C is ignored, which is respected.
    before = signal.default_int_handler
    started_with = signal.signal(number, before)
    monkeypatch.setattr(agenda_solver.solving, "solve", stopped_by(number, seen))
    ended = command("solve", file)
    assert ended.code == Exit.STOPPED
    assert "Stopped by you before there was an agenda." in ended.err
    assert seen == [True]
    assert signal.getsignal(number) is before
    answer = command("solve", file, "--json")
    assert (answer.code, answer.json["interrupted"]) == (Exit.STOPPED, True)
    signal.signal(number, started_with)


def start_the_demo(folder: Path, *options: str) -> subprocess.Popen[str]:
    """Start a long solve, and wait until it has an agenda."""
    process = subprocess.Popen(
        [*COMMAND, "demo", "-o", str(folder), "--time-limit", "600", "--workers", "2", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "best cost" in line:
            break
    return process


def test_a_request_to_terminate_saves_the_best_agenda_so_far(tmp_path: Path) -> None:
    with start_the_demo(tmp_path / "out", "--json") as process:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
    assert process.returncode == Exit.SUCCESS, err
    answer = json.loads(out)
    assert answer["interrupted"] is True
    assert "Stopped by you." in answer["message"]
    agenda = read_agenda(tmp_path / "out" / "agenda.json", read_conference(demo_path()))
    assert len(agenda) > 0
    assert (tmp_path / "out" / "agenda.html").stat().st_size > 0


def test_a_second_signal_ends_at_once() -> None:
    # A shell starts what it runs in the background with SIGINT ignored, and children inherit that.
    code = (
        "import os, signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from agenda_solver.cli.signals import stopping_on_signals\n"
        "with stopping_on_signals() as stop:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    assert stop.wait(30)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    stop.wait(30)\n"
        "print('still there')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + signal.SIGINT, "", "")


def test_a_signal_that_was_ignored_stays_so() -> None:
    code = (
        "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from agenda_solver.cli.signals import stopping_on_signals\n"
        "with stopping_on_signals() as stop:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print(stop.is_set())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "False\n")


# --- a reader that goes away -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", some([["rules"], ["rules", "--json"], ["schema"], ["rules", "series"]], of=2))
def test_a_reader_that_goes_away_gets_no_traceback(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run([*COMMAND, *words], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (Exit.READER_GONE, "")


# --- check and score ------------------------------------------------------------------------------------------------


def test_check_is_content_with_what_is_in_order(command: Command, tmp_path: Path) -> None:
    builder: ConferenceBuilder = Conference.build("c", "Our day", "Asia/Almaty").day("2025-05-29")
    path = tmp_path / "day.json"
    write_conference(builder.block("09:00", "12:00").room("Hall").session("A", minutes=60).done(), path)
    words = "Our day: 1 session, 1 room, 1 block, no mistakes.\nNothing is wrong or suspicious.\n"
    assert command("check", path) == Run(0, words, "")
    assert command("check", path, "--json").json == {"status": "nothing wrong", "findings": []}


def test_check_warns_of_what_is_suspicious(command: Command, file: Path) -> None:
    ended = command("check", file)
    assert ended.code == 0
    assert "Suspicious: perhaps it is meant so" in ended.out
    assert '- "Opening" expects 120 people, but the largest room open to it, Hall, seats 100.' in ended.out
    answer = command("check", file, "--json").json
    assert answer["status"] == "suspicious"
    assert {finding["kind"] for finding in answer["findings"]} == {"suspicious"}


def test_check_says_what_is_proven_impossible(command: Command, infeasible: Path) -> None:
    ended = command("check", infeasible)
    assert ended.code == Exit.INFEASIBLE
    assert "Impossible: no agenda can keep every hard rule" in ended.out
    answer = command("check", infeasible, "--json")
    assert (answer.code, answer.json["status"]) == (Exit.INFEASIBLE, "impossible")
    assert answer.json["findings"][0]["people"] == ["ada"]


def test_score_prints_the_whole_scorecard(command: Command, file: Path) -> None:
    assert command("solve", file, "-o", "a.json", "-q").code == 0
    ended = command("score", file, "a.json")
    assert ended.code == 0
    assert re.search(r"^speaker_clash +hard +0 +pairs of sessions +kept", ended.out, re.MULTILINE)
    assert re.search(r"^room_capacity +weight 1 +20 +seats +20", ended.out, re.MULTILINE)
    assert '- 120 people are expected at "Opening", but Hall seats 100.' in ended.out
    assert ended.out.splitlines()[-1] == "Legal: every hard rule is kept. Cost: 20."
    assert command("score", file, "a.json", "--json").json["status"] == "legal"


def test_score_of_an_agenda_that_breaks_a_rule(command: Command, file: Path, tmp_path: Path) -> None:
    at_nine = [
        {"session": session, "room": room, "start": "2025-05-29T09:00+05:00"}
        for session, room in (("a", "hall"), ("b", "den"))
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"conference": "small", "placements": at_nine}), encoding="utf-8")
    ended = command("score", file, path)
    assert ended.code == Exit.NOT_LEGAL
    assert re.search(r"^speaker_clash +hard +1 +pairs of sessions +broken", ended.out, re.MULTILINE)
    assert '- "Opening" has no place.' in ended.out
    assert '- Ada cannot be in "A" and in "B" at once (29 May 09:00).' in ended.out
    assert ended.out.splitlines()[-1].startswith("Not legal: a hard rule is broken. Cost: ")
    answer = command("score", file, path, "--json")
    assert (answer.code, answer.json["status"], answer.json["legal"]) == (Exit.NOT_LEGAL, "not legal", False)


def test_score_cuts_long_lists_of_sentences_unless_all_are_wanted(command: Command, tmp_path: Path) -> None:
    builder = small()
    for number in range(25):
        builder.session(f"Talk {number}", minutes=60)
    path, agenda = tmp_path / "many.json", tmp_path / "a.json"
    write_conference(builder.done(), path)
    agenda.write_text(json.dumps({"conference": "small", "placements": []}), encoding="utf-8")
    assert "- and 8 more; --all prints them\n" in command("score", path, agenda).out
    assert "more; --all" not in command("score", path, agenda, "--all").out


# --- rules and schema -----------------------------------------------------------------------------------------------


def test_rules_lists_every_rule_on_a_line(command: Command) -> None:
    from agenda_solver.rules.base.registry import all_rules

    lines = command("rules").out.splitlines()
    for id, rule in all_rules().items():
        (line,) = [line for line in lines if line.split()[:1] == [id]]
        assert rule.unit in line
        assert str(rule.default_severity) in line
    listed = command("rules", "--json").json["rules"]
    assert [rule["id"] for rule in listed] == list(all_rules())
    assert all(rule["summary"].endswith(".") for rule in listed)


def test_a_rule_is_explained_with_its_parameters_and_their_parts(command: Command) -> None:
    out = command("rules", "precedence").out
    assert out.startswith("precedence\nunit: pairs; default severity: hard\n\nA session begins only after another one")
    assert "  pairs (default []): Which session comes before which.\n    before (required): The session, by id" in out
    assert '"rules": [{"rule": "precedence", "severity": "hard"}]' in out
    assert command("rules", "precedence", "--json").json["parameters"]["pairs"]["type"] == "array"


def test_a_rule_without_parameters_says_so(command: Command) -> None:
    assert "It has no parameters of its own." in command("rules", "pinned").out


def test_an_unknown_rule_is_invalid_and_a_close_one_is_suggested(command: Command) -> None:
    ended = command("rules", "speaker_clas")
    assert ended.code == Exit.INVALID
    assert ended.err == 'there is no rule "speaker_clas" (did you mean "speaker_clash"?)\n'


@pytest.mark.parametrize("what", ["conference", "agenda"])
def test_the_schema_is_printed_or_saved(command: Command, tmp_path: Path, what: str) -> None:
    printed = command("schema", what).json
    assert printed["$schema"].startswith("https://json-schema.org/")
    assert command("schema", what, "-o", "s.json") == Run(0, "Saved s.json\n", "")
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == printed
    assert command("schema", what, "-o", "s.json", "--json").json == {"status": "done", "files": ["s.json"]}
    assert command("schema", what, "-o", "nowhere/s.json").code == Exit.NOT_WRITTEN


# --- demo -----------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_demo_writes_the_agenda_of_the_forum(command: Command, tmp_path: Path) -> None:
    ended = command("demo", "-o", "deep/folder", "--time-limit", "600", "--gap", "99%")
    assert ended.code == 0, ended.err
    page = Path("deep/folder/agenda.html")
    assert ended.out.splitlines()[-1] == f"Open {page} in a browser. The conference itself is {demo_path()}"
    assert sorted(path.name for path in (tmp_path / "deep" / "folder").iterdir()) == ["agenda.html", "agenda.json"]


def test_the_demo_tells_that_its_folder_cannot_be_made(command: Command, file: Path) -> None:
    ended = command("demo", "-o", file)
    assert ended.code == Exit.NOT_WRITTEN
    assert "cannot be made: file exists" in ended.err


# --- what is shown --------------------------------------------------------------------------------------------------


def test_a_title_cannot_steer_the_terminal(command: Command, tmp_path: Path) -> None:
    builder: ConferenceBuilder = Conference.build("c", "[red]Our\x1b[31m day", "Asia/Almaty").day("2025-05-29")
    path = tmp_path / "day.json"
    write_conference(builder.block("09:00", "12:00").room("Hall").session("A", minutes=60).done(), path)
    assert command("check", path).out.startswith("[red]Our\N{REPLACEMENT CHARACTER}[31m day: 1 session")
    assert one_line("a\tb\nc\x00\x9b") == "a b c\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"


def test_a_sparkline_falls_with_the_cost_over_time() -> None:
    assert sparkline([], 10.0) == ""
    assert sparkline([(0.0, 5)], 10.0) == ""
    assert sparkline([(0.0, 100), (5.0, 50), (10.0, 0)], 10.0, width=5, bars="_.-=#") == "##--_"
    assert sparkline([(0.0, 8), (1.0, 7)], 1.0, width=2) == "█▁"


def test_the_display_tells_phase_costs_bound_gap_and_time() -> None:
    now = [100.0]
    watch = Watch(60.0, Event(), clock=lambda: now[0])
    watch.tell(Progress("compile", 0.0))
    assert watch.facts() == {"phase": "stating the problem", "time": "0 s, 60 s left"}
    now[0] = 112.0
    watch.tell(Progress("improve", 12.0, objective=1200, bound=900))
    assert watch.facts() == {
        "phase": "looking for the best agenda",
        "best cost": "1,200",
        "bound": "900 (no agenda costs less)",
        "gap": "25.0%",
        "time": "12 s, 48 s left",
    }


def test_the_display_forgets_the_costs_of_another_level_and_says_that_it_stops() -> None:
    watch = Watch(None, Event(), clock=lambda: 0.0)
    watch.tell(Progress("improve", 1.0, objective=3, bound=0, level=1))
    assert watch.facts()["level"] == "1 (settled before the levels below it)"
    watch.tell(Progress("improve", 2.0, objective=70, bound=0, level=0))
    assert [cost for _, cost in watch.costs] == [70]
    watch.stop.set()
    assert watch.facts()["phase"] == "stopping, as you asked"
    assert watch.facts()["time"] == "0 s"


def test_a_result_in_words_is_honest_about_its_proof(file: Path) -> None:
    result = agenda_solver.solving.solve(read_conference(file), workers=1)
    feasible = replace(result, status=Status.FEASIBLE, bounds={0: 15}, interrupted=True)
    words = verdict(feasible)
    assert words[0] == (
        "Feasible: every hard rule is kept, at a cost of 20; no agenda can cost less than 15, a gap of 25.0%."
    )
    assert words[-1] == "Stopped by you."
    assert verdict(replace(feasible, bounds={0: None}))[0] == "Feasible: every hard rule is kept, at a cost of 20."


def test_higher_priority_levels_are_told_with_their_proof(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "levels.json"
    write_conference(small().rule("room_capacity", {"priority": 1, "weight": 1}).done(), path)
    ended = command("solve", path, "--workers", 1)
    assert "On priority level 1 it costs 20, proven to be the least." in ended.out
    assert re.search(r"room_capacity +20 seats +20 on level 1", ended.out)
    assert "Cost: 20 on priority level 1, 0." in command("score", path, "levels-agenda.json").out
