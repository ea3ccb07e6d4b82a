"""``check`` and ``score``: what is suspicious or impossible, and what an agenda costs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import write_conference
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from tests.cli.small import small
from tests.commands import Command, Run


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
    assert "Suspicious: check whether this is intended" in ended.out
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
