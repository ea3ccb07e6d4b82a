"""Build the wheel and the source distribution, check both, and try the wheel where nothing can be compiled.

``python tools/try_package.py build/package``: the wheel is installed into an environment of its own, from wheels only,
and its command is run from a folder that holds no sources.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import venv
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
ROUNDS = 5
STATEMENTS = ("import agenda_solver", "from agenda_solver import Conference, score", "from agenda_solver import solve")


def main() -> None:
    """Do all of it in the folder named on the command line, which is emptied before."""
    if len(sys.argv) != 2:
        raise SystemExit(f"usage: {sys.argv[0]} FOLDER")
    folder = Path(sys.argv[1]).absolute()
    shutil.rmtree(folder, ignore_errors=True)
    wheel = built(folder / "dist")
    environment = installed(wheel, folder / "environment")
    try_command(environment, folder)


def built(folder: Path) -> Path:
    """Build a source distribution, and of that a wheel; check both; return the wheel."""
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT)
    files = sorted(folder.iterdir())
    run(sys.executable, "-m", "twine", "check", "--strict", *files)
    print(*(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB" for file in files), sep="\n")
    (wheel,) = folder.glob("*.whl")
    return wheel


def installed(wheel: Path, folder: Path) -> Path:
    """Install a wheel into a new environment, from wheels only; return the folder of its programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    only_wheels = ("--only-binary", ":all:", "--constraint", ROOT / "constraints.txt")
    run(programs / "python", "-m", "pip", "install", "--quiet", *only_wheels, wheel)
    return programs


def try_command(programs: Path, folder: Path) -> None:
    """Run the command of the installed wheel, and print how long it takes to import the library and to ask for help."""
    told = run(programs / "agenda-solver", "--help", cwd=folder)
    if "solve" not in told or "Traceback" in told:
        raise SystemExit(f"agenda-solver --help says:\n{told}")
    origin = run(programs / "python", "-c", "import agenda_solver; print(agenda_solver.__file__)", cwd=folder).strip()
    if not Path(origin).is_relative_to(programs.parent):
        raise SystemExit(f"the library was imported from {origin}, not from the wheel in {programs.parent}")
    print(f"python -c pass: {timed(folder, programs / 'python', '-c', 'pass')}, the median of {ROUNDS}")
    for statement in STATEMENTS:
        print(f"{statement}: {timed(folder, programs / 'python', '-c', statement)}")
    print(f"agenda-solver --help: {timed(folder, programs / 'agenda-solver', '--help')}")


def timed(folder: Path, *command: str | Path) -> str:
    """Return the median time of a command in a folder, started anew each time, and that of the processor in it."""
    seconds, work = [], []
    for _ in range(ROUNDS):
        begin, before = perf_counter(), os.times()
        run(*command, cwd=folder)
        after = os.times()
        seconds.append(perf_counter() - begin)
        work.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return f"{statistics.median(seconds):.2f} s ({statistics.median(work):.2f} s of the processor)"


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a command without the sources on its path; return what it prints, and end where it fails."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
