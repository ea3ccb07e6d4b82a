"""Pull, solve, push and verify against a real pretalx: ``python tools/pretalx_stage.py build/pretalx``.

For developers and for ``.ci/run``. pretalx is installed from PyPI into an environment of its own, with SQLite; it is
served on this machine for as long as the check takes. What was pushed is compared with pretalx's own tables, which are
read past its API. The first thing that is not as it should be ends the check with exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from agenda_solver.formats.native import read_agenda, read_conference, write_agenda
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.pretalx.api_token import TOKEN_VARIABLE

PRETALX = "pretalx==2025.2.2"
SCRIPTS = Path(__file__).resolve().parent / "pretalx_server"
CONFIG = """[filesystem]
data = {folder}/data
[site]
url = http://127.0.0.1:{port}
debug = False
[database]
backend = sqlite3
name = {folder}/db.sqlite3
"""
SLOW = 120  # seconds that a server may take to begin


class WrongError(Exception):
    """Something is not as it should be."""


def check(*, that: bool, otherwise: str) -> None:
    """Make sure of something."""
    if not that:
        raise WrongError(otherwise)


def say(words: str) -> None:
    """Print a line at once, with the seconds since the start of this program."""
    print(f"{time.perf_counter() - BEGIN:6.1f} s  {words}", flush=True)


@dataclass(frozen=True)
class Pretalx:
    """A pretalx in a folder.

    Attributes
    ----------
    python
        The Python that has it.
    folder
        Where its tables and files are.
    port
        Where it is served.
    """

    python: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that its processes get."""
        return {**os.environ, "PRETALX_CONFIG_FILE": str(self.folder / "pretalx.cfg")}

    def run_script(self, name: str) -> str:
        """Run a script inside of it and return what it printed."""
        desk = self.desk
        if desk.poll() is None and desk.stdin and desk.stdout:
            desk.stdin.write(f"{SCRIPTS / name}\n")
            desk.stdin.flush()
            said: list[str] = []
            for line in desk.stdout:
                if line == "DONE\n":
                    return "".join(said)
                if line == "FAILED\n":
                    break
                said.append(line)
            raise WrongError(f"{name} in pretalx: {''.join(said)}")
        raise WrongError(f"pretalx does not begin, or has ended before {name}")

    @cached_property
    def desk(self) -> subprocess.Popen[str]:
        """A process of it that runs scripts."""
        code = f"exec(open({str(SCRIPTS / 'desk.py')!r}).read(), {{}})"
        return subprocess.Popen(
            [str(self.python), "-m", "pretalx", "shell", "--unsafe-disable-scopes", "-c", code],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def look(self) -> dict[str, Any]:
        """Return what stands in its tables."""
        found: dict[str, Any] = json.loads(value_of("SEEN ", self.run_script("look.py")))
        return found

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve it; whatever happens inside, its processes end."""
        processes: list[subprocess.Popen[Any]] = [self.desk]
        try:
            say("make the tables")
            self.run_script("tables.py")
            command = [str(self.python), "-m", "pretalx", "runserver", "--noreload", f"127.0.0.1:{self.port}"]
            with (self.folder / "server.log").open("w") as log:
                server = subprocess.Popen(
                    command, env=self.environment, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
                )
            processes.append(server)
            self._await(server)
            yield
        finally:
            for process in processes:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _await(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + SLOW
        while time.monotonic() < until and server.poll() is None:
            with socket.socket() as connection:
                connection.settimeout(1)
                if connection.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.2)
        raise WrongError(f"pretalx is not served: {(self.folder / 'server.log').read_text()[-2000:]}")


def value_of(word: str, said: str) -> str:
    """Return what stands behind a word at the beginning of a line."""
    found = next((line for line in said.splitlines() if line.startswith(word)), None)
    if found is None:
        raise WrongError(f"no line begins with {word}: {said}")
    return found.removeprefix(word)


def install(folder: Path, given: Path | None) -> Pretalx:
    """Return a new pretalx that has no tables yet, in an environment of its own unless one is given."""
    shutil.rmtree(folder / "pretalx", ignore_errors=True)
    (folder / "pretalx" / "data").mkdir(parents=True)
    python = given or folder / "venv" / "bin" / "python"
    if given is None:
        say(f"install {PRETALX}")
        venv.create(folder / "venv", clear=True, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PRETALX]
        subprocess.run(command, check=True)
    with socket.socket() as connection:
        connection.bind(("127.0.0.1", 0))
        port = connection.getsockname()[1]
    server = Pretalx(python.absolute(), (folder / "pretalx").absolute(), port)
    (server.folder / "pretalx.cfg").write_text(CONFIG.format(folder=server.folder, port=port), encoding="utf-8")
    return server


class Check:
    """The check itself: what a planner does, and whether pretalx has it afterwards."""

    def __init__(self, server: Pretalx, token: str) -> None:
        self.server, self.folder = server, server.folder
        self.environment = {**os.environ, TOKEN_VARIABLE: token}

    def command(self, *arguments: str, code: int = 0) -> str:
        """Run the command ``agenda-solver`` and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "agenda_solver.cli", *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        said = f"agenda-solver {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        check(that=done.returncode == code, otherwise=f"exit code {done.returncode}, not {code}: {said}")
        check(that=self.environment[TOKEN_VARIABLE] not in said, otherwise="the token was printed")
        return done.stdout + done.stderr

    def pretalx(self, verb: str, *more: str, code: int = 0) -> str:
        """Run ``agenda-solver pretalx``."""
        return self.command("pretalx", verb, self.server.url, "democon", *more, code=code)

    def run(self) -> None:
        """Go through everything."""
        say("pull")
        conference = self.pull()
        say("solve")
        self.command("solve", "c.json", "-o", "a.json", "--time-limit", "20", "--quiet")
        agenda = read_agenda(self.folder / "a.json", conference)
        say("push, first only to see")
        before = self.server.look()
        self.pretalx("push", "c.json", "a.json", "--dry-run")
        self.pretalx("diff", "c.json", "a.json")
        check(that=self.server.look() == before, otherwise="looking changed something")
        self.pretalx("push", "c.json", "a.json")
        self.compare(agenda, [])
        say("move talks later and earlier")
        moved = exchanged(agenda)
        write_agenda(moved, self.folder / "a.json")
        self.pretalx("push", "c.json", "a.json")
        self.compare(moved, [])
        say("somebody else moves a talk")
        self.server.run_script("move.py")
        said = self.pretalx("push", "c.json", "a.json", code=2)
        check(that='"Talk 1"' in said and "was moved by somebody else" in said, otherwise=said)
        self.pretalx("push", "c.json", "a.json", "--force")
        self.compare(moved, [])
        say("release, and push again under the new numbers of the slots")
        self.pretalx("push", "c.json", "a.json", "--release", "1.0")
        self.compare(moved, ["1.0"])
        write_agenda(agenda, self.folder / "a.json")
        self.pretalx("push", "c.json", "a.json")
        self.compare(agenda, ["1.0"])

    def pull(self) -> Conference:
        """Pull the event and look at what came."""
        self.pretalx("pull", "-o", "c.json")
        conference = read_conference(self.folder / "c.json")
        counts = len(conference.sessions), len(conference.rooms), len(conference.people), len(conference.blocks)
        # 40 talks and a workshop that is given twice; the rejected talk and its speaker are not in it.
        check(that=counts == (42, 4, 41, 2), otherwise=f"sessions, rooms, people, days: {counts}")
        check(that=len(conference.published or ()) == 10, otherwise="not all placed talks are in the published agenda")
        limited = [person for person in conference.people if person.available]
        check(that=len(limited) == 5, otherwise=f"{len(limited)} speakers with availabilities, not 5")
        check(that=all(room.available for room in conference.rooms), otherwise="lunch does not close every room")
        return conference

    def compare(self, agenda: Agenda, versions: list[str]) -> None:
        """Compare an agenda with pretalx's own tables."""
        seen = self.server.look()
        check(that=seen["versions"] == versions, otherwise=f"released versions: {seen['versions']}")
        wanted = sorted(
            (id.partition("-")[0], int(place.room), agenda.start(id), agenda.end(id)) for id, place in agenda.items()
        )
        found = sorted(
            (slot["code"], slot["room"], datetime.fromisoformat(slot["start"]), datetime.fromisoformat(slot["end"]))
            for slot in seen["slots"]
            if slot["code"] and slot["start"]
        )
        check(that=found == wanted, otherwise=f"pretalx has\n{found}\nand the agenda\n{wanted}")
        breaks = sum(slot["code"] is None for slot in seen["slots"])
        check(that=breaks == 8, otherwise=f"{breaks} breaks, not 8")
        lengths = {
            slot["code"]: slot["minutes"] * timedelta(minutes=1) for slot in seen["slots"] if slot["code"] is not None
        }
        ends = {code: end - start for code, _, start, end in found}
        check(that=lengths == ends, otherwise="the length of a submission was changed")


def exchanged(agenda: Agenda) -> Agenda:
    """Return the agenda with its talks in the reverse order: half of them move later, half of them earlier."""
    talks = [id for id in agenda.chronological() if agenda.conference.session_by_id[id].duration_minutes == 30]
    result = agenda
    for id, other in zip(talks, reversed(talks), strict=True):
        result = result.with_placement(id, agenda[other])
    return result


def main() -> int:
    """Run the check; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where everything is made; what is there already is overwritten")
    parser.add_argument("--python", type=Path, help=f"a Python that has {PRETALX}, instead of installing it")
    options = parser.parse_args()
    try:
        server = install(options.folder, options.python)
        with server.served():
            say("fill")
            Check(server, value_of("TOKEN ", server.run_script("fill.py"))).run()
    except WrongError as error:
        print(f"Not as it should be: {error}", file=sys.stderr)
        return 1
    say("everything is as it should be")
    return 0


BEGIN = time.perf_counter()

if __name__ == "__main__":
    sys.exit(main())
