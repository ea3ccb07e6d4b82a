"""Try spoilt files and command lines at length, and tell what came of them.

    python tools/fuzz.py --inputs 10000 --seed 1

Each input has a seed of its own. One that failed can be tried again: ``--only conference --inputs 1 --seed 4711``.
A traceback, an undocumented exit code, an input that takes longer than ``--seconds``, and a process that needs more
memory than ``--megabytes`` are failures; the exit code is 1 if there was one.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import os
import random
import resource
import sys
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# How often each task is tried, of a hundred inputs. Checkpoints take a solve each.
SHARES = {"conference": 45, "agenda": 20, "command": 32, "checkpoint": 3}


@dataclass
class Outcome:
    """What came of one input."""

    task: str
    seed: int
    word: str
    seconds: float
    megabytes: float
    failure: str | None = None


@dataclass
class Tally:
    """What came of all inputs."""

    outcomes: list[Outcome] = field(default_factory=list)

    def print(self, seconds: float, megabytes: float) -> int:
        """Print the table and the failures; return how many there were."""
        failed = [each for each in self.outcomes if each.failure]
        slow = [each for each in self.outcomes if each.seconds > seconds]
        fat = [each for each in self.outcomes if each.megabytes > megabytes]
        for (task, word), count in sorted(Counter((each.task, each.word) for each in self.outcomes).items()):
            print(f"{task:<12}{word:<26}{count:>8}")
        for each in [*failed[:20], *slow[:20], *fat[:20]]:
            print(
                f"\n--only {each.task} --inputs 1 --seed {each.seed}  ({each.seconds:.1f} s, {each.megabytes:.0f} MB)"
            )
            print(each.failure or "too slow or too big")
        longest = max((each.seconds for each in self.outcomes), default=0.0)
        most = max((each.megabytes for each in self.outcomes), default=0.0)
        print(
            f"\n{len(self.outcomes)} inputs: {len(failed)} failed, {len(slow)} over {seconds:g} s, {len(fat)} over ",
            end="",
        )
        print(f"{megabytes:g} MB; the longest took {longest:.1f} s, a process had at most {most:.0f} MB")
        return len(failed) + len(slow) + len(fat)


def attempt(job: tuple[str, int]) -> Outcome:
    """Try one input in a folder of its own."""
    tasks = import_module("tests.fuzzing.tasks").TASKS  # by name: mypy need not read the tests
    task, seed = job
    begin, failure, word = time.perf_counter(), None, "failed"
    home = Path.cwd()
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                word = tasks[task](random.Random(seed), Path(folder))  # noqa: S311 - nothing is kept secret here
        except Exception:  # noqa: BLE001 - whatever it is, it is told with the seed that leads to it
            failure = traceback.format_exc(limit=-6)
        finally:
            os.chdir(home)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Outcome(task, seed, word, time.perf_counter() - begin, peak, failure)


def main() -> int:
    """Run the inputs that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first input")
    parser.add_argument("--only", choices=SHARES, help="one task")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--megabytes", type=float, default=1000.0)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)  # noqa: S311 - nothing is kept secret here
    tasks = [chosen.only or draw.choices(list(SHARES), list(SHARES.values()))[0] for _ in range(chosen.inputs)]
    jobs = [(task, chosen.seed + number) for number, task in enumerate(tasks)]
    with multiprocessing.get_context("spawn").Pool(chosen.processes) as pool:
        tally = Tally(list(pool.imap_unordered(attempt, jobs, chunksize=20)))
    return 1 if tally.print(chosen.seconds, chosen.megabytes) else 0


if __name__ == "__main__":
    sys.exit(main())
