"""Run the commands of the planner's guide and keep what they print: ``python tools/planners_guide.py``.

The page ``docs/howto/from-first-draft-to-last-minute.md`` shows the files in ``docs/files/guide``. This writes them
anew, which takes about five minutes. The agenda that was published stays as it is, so that what the page says of the
late changes stays true; ``--publish`` takes the one that was found now. ``--pictures`` also takes the pictures, which
needs a Chromium. Read the page again after each run.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
FORUM = ROOT / "examples" / "astana_forum_2025" / "conference.json"
OUTPUTS = ROOT / "docs" / "files" / "guide"
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 110  # letters in a line
LEAVES_TOO_EARLY = "2025-05-29T16:00+05:00"
CREW = {"rule": "resource_limit", "label": "cameras", "severity": "hard", "resource": "camera crews", "tag": "filmed"}
SCENARIOS = {
    "Hall 3 is lost on Friday": [{"change": "room lost", "room": "hall-3", "day": "d2"}],
    "only one camera crew": [{"change": "rule", "setting": {**CREW, "available": 1}}],
}


@dataclass(frozen=True)
class Step:
    """One command of the story.

    Attributes
    ----------
    name
        The name of the file with what it prints.
    command
        What a planner types; a backslash breaks the line.
    exit_code
        How the command has to end.
    most
        How many lines are kept at the beginning; all by default.
    last
        How many lines are kept at the end, where not all are.
    """

    name: str
    command: str
    exit_code: int = 0
    most: int | None = None
    last: int = 0

    @property
    def arguments(self) -> list[str]:
        """The command as a shell takes it apart, without its name."""
        return shlex.split(self.command.replace("\\\n", " "))[1:]


STEPS = (
    Step("check", "agenda-solver check draft.json", exit_code=3),
    Step("explain", "agenda-solver explain draft.json --time-limit 120", exit_code=3),
    Step("apply", "agenda-solver explain draft.json --time-limit 120 --apply 1 -o forum.json", most=0, last=2),
    Step("solve", "agenda-solver solve forum.json -o agenda.json -o agenda.html"),
    Step("why", "agenda-solver explain forum.json --agenda agenda.json --session customs --most 4"),
    Step("alternatives", "agenda-solver alternatives forum.json --number 3 -o alternatives --time-limit 120"),
    Step(
        "tradeoff",
        "agenda-solver tradeoff forum.json --rule track_rooms --against room_capacity \\\n"
        "    --points 5 --picture seats-and-rooms.png --time-limit 120",
    ),
    Step("whatif", "agenda-solver whatif forum.json --scenarios scenarios.json --time-limit 90"),
    Step(
        "late",
        "agenda-solver replan forum.json --published agenda.json \\\n"
        "    --change person-from:minister-07:2025-05-29T16:00+05:00 \\\n"
        "    -o agenda-2.json --conference forum-2.json",
    ),
    Step(
        "locked",
        "agenda-solver replan forum-2.json --published agenda-2.json \\\n"
        "    --change room-lost:hall-3:d2 --change lock:plenary --change lock:day=d1",
        exit_code=3,
    ),
    Step(
        "lost",
        "agenda-solver replan forum-2.json --published agenda-2.json \\\n"
        "    --change room-lost:hall-3:d2 --change lock:plenary \\\n"
        "    -o fewest.json --conference forum-3.json",
        most=14,
        last=18,
    ),
    Step(
        "weighed",
        "agenda-solver replan forum-2.json --published agenda-2.json \\\n"
        "    --change room-lost:hall-3:d2 --change lock:plenary \\\n"
        "    --keep 20 -o agenda-3.json --conference forum-3.json --comparison moved.html",
        most=18,
        last=20,
    ),
    Step(
        "diff",
        "agenda-solver diff forum.json agenda.json agenda-3.json --conference forum-3.json --markdown",
        most=37,
    ),
    Step("score", "agenda-solver score forum-3.json agenda-3.json", most=31, last=1),
)


def draft() -> str:
    """Return the forum as the committee wrote it down first: one principal leaves an hour too early."""
    forum = json.loads(FORUM.read_text("utf-8"))
    (head,) = [person for person in forum["people"] if person["id"] == "head-a"]
    head["available"][0]["end"] = LEAVES_TOO_EARLY
    return json.dumps(forum, ensure_ascii=False, indent=1)


def shown(step: Step, printed: str) -> str:
    """Return the command with what it printed, or with the lines of it that the page shows."""
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    if step.most is not None and len(lines) > step.most + step.last:
        lines = [*lines[: step.most], "...", *(lines[-step.last :] if step.last else [])]
    return "\n".join([f"$ {step.command}", *lines]) + "\n"


def run(step: Step, folder: Path) -> float:
    """Run a command in the folder, write what it prints, and return how many seconds it took."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": str(WIDTH)}
    began = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-m", "agenda_solver.cli", *step.arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    if ended.returncode != step.exit_code:
        raise SystemExit(f"{step.command}\nended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    # That there is no agenda is told on the other stream, after the lines about the progress.
    printed = ended.stdout or ended.stderr[ended.stderr.find("Infeasible") :]
    (OUTPUTS / f"{step.name}.txt").write_text(shown(step, printed), "utf-8")
    return seconds


def take_pictures(folder: Path) -> None:
    """Keep the picture of the trade-off, and take one of the comparison."""
    shutil.copy(folder / "seats-and-rooms.png", PICTURES / "seats-and-rooms.png")
    command = [sys.executable, str(ROOT / "tools" / "screenshot.py"), "moved.html", str(PICTURES / "comparison.png")]
    subprocess.run([*command, "--width", "1280", "--height", "860"], cwd=folder, check=True)


def tell_measurement(seconds: dict[str, float]) -> None:
    """Write when and on what the commands ran, and how long each took."""
    from agenda_solver import __version__

    took = ", ".join(f"`{name}` {each:.0f} s" for name, each in seconds.items())
    today = date.today()
    text = (
        f"The commands ran on {today.day} {today:%B %Y} with agenda_solver {__version__}, on {os.cpu_count()} cores "
        f"that were busy with other work as well. They took: {took}.\n"
    )
    (OUTPUTS / "measured.md").write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the whole story."""
    parser = argparse.ArgumentParser(description="Run the commands of the planner's guide.")
    parser.add_argument("--publish", action="store_true", help="publish the agenda that is found now")
    parser.add_argument("--pictures", action="store_true", help="take the pictures as well; needs a Chromium")
    parser.add_argument("--folder", type=Path, help="where to run; a new folder by default")
    names = [step.name for step in STEPS]
    parser.add_argument("--only", nargs="+", choices=names, help="steps to run again in the folder of an earlier run")
    given = parser.parse_args(arguments)
    OUTPUTS.mkdir(parents=True, exist_ok=True)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="planners-guide-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "draft.json").write_text(draft(), "utf-8")
    (folder / "scenarios.json").write_text(json.dumps(SCENARIOS, ensure_ascii=False), "utf-8")
    seconds: dict[str, float] = {}
    for step in [step for step in STEPS if not given.only or step.name in given.only]:
        seconds[step.name] = run(step, folder)
        print(f"{step.name}: {seconds[step.name]:.1f} s", flush=True)
        if step.name == "solve":
            published = OUTPUTS / "published.json"
            if given.publish or not published.exists():
                shutil.copy(folder / "agenda.json", published)
            shutil.copy(published, folder / "agenda.json")
    if not given.only:
        tell_measurement(seconds)
    if given.pictures:
        take_pictures(folder)


if __name__ == "__main__":
    main()
