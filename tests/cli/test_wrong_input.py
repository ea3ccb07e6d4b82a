"""What is wrong with the arguments or the files is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver.cli.exit_codes import Exit
from tests.commands import Command


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
