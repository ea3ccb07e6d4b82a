"""The commands on the page about pretalx print what is shown, on the small pretalx of the examples."""

from __future__ import annotations

import doctest
import shlex
from pathlib import Path

import pytest

pytest.importorskip("httpx")

from agenda_solver.cli.app import run
from agenda_solver.pretalx.api_token import TOKEN_VARIABLE
from tests.docs.test_docs_code import blocks_of
from tests.pretalx.faulty import REVOKED, TOKEN, Faulty

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
ADDRESS = "https://pretalx.example.org"


def revoke_and_begin_anew(server: Faulty) -> None:
    """Undo the push before, and revoke the token after three changes."""
    for slot in server.data["slots"]:
        if slot["submission"] not in (None, "ADA111"):
            slot |= {"room": None, "start": None, "end": None}
    server.break_at(4, REVOKED)


def move_a_talk(server: Faulty) -> None:
    server.fault = None
    server.slot_of("ADA111")["start"] = "2027-05-03T16:30:00+02:00"


BEFORE = {5: revoke_and_begin_anew, 6: move_a_talk}


def test_the_commands_of_the_page_print_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    ran = 0
    with Faulty() as server:
        for block in blocks_of("docs/howto/from-pretalx-and-back.md"):
            command, _, shown = block.text.partition("\n")
            if block.language != "console" or not command.startswith("$ agenda-solver "):
                continue
            BEFORE.get(ran, lambda server: None)(server)
            code = run(shlex.split(command.replace(ADDRESS, server.url))[2:])
            printed, told = capsys.readouterr()
            # Progress is not shown on the page where there is an answer.
            said = told + printed if code else printed
            assert doctest.OutputChecker().check_output(shown, said, FLAGS), f"line {block.line}\n{printed}{told}"
            ran += 1
    assert ran == 7
