"""The thread that writes checkpoints, the lock on their file, and what a kill can cost."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agenda_solver import Agenda, InvalidInput, Progress, score
from agenda_solver.checkpoints import keeper as keeping
from agenda_solver.checkpoints.checkpoint_file import Checkpoint, read_checkpoint, write_checkpoint
from agenda_solver.checkpoints.keeper import Keeper
from agenda_solver.checkpoints.lock import locked
from tests.conferences import tug_of_war
from tests.profiles import rounds

CONFERENCE = tug_of_war()


def agenda(*blocks: int, room: str = "hall") -> Agenda:
    """Return the agenda in which session s0, s1, ... is in the block of that number."""
    return CONFERENCE.agenda({f"s{n}": (room, f"b{block}", 0) for n, block in enumerate(blocks)})


def cost(found: Agenda) -> int:
    return score(CONFERENCE, found).objective


def tell(keeper: Keeper, found: Agenda) -> None:
    keeper.on_agenda(found, {0: cost(found)})


GOOD, BAD = sorted([agenda(0, 1, 2, 3), agenda(3, 2, 1, 0)], key=cost)


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; give up only when it will never be."""
    for _ in range(3000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to be")


def test_the_two_agendas_of_these_tests_differ_in_cost() -> None:
    assert cost(GOOD) < cost(BAD)


def test_an_agenda_is_written_without_any_further_news(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    with Keeper(path, "abc", seed=3) as keeper:
        tell(keeper, BAD)
        until(path.exists)
        tell(keeper, GOOD)  # soon after the first one was written
        until(lambda: read_checkpoint(path, CONFERENCE).agenda == GOOD)
    read = read_checkpoint(path, CONFERENCE)
    assert (read.costs, read.bounds, read.seed, read.digest) == ({0: cost(GOOD)}, {}, 3, "abc")


def test_the_last_agenda_and_bound_are_written_at_the_end(tmp_path: Path) -> None:
    with Keeper(tmp_path / "c.json", "abc") as keeper:
        tell(keeper, BAD)
        keeper.on_progress(Progress("improve", 0.1, 50, 7))
        keeper.on_progress(Progress("improve", 0.2, 50, 5))  # a worse bound is no news
        keeper.on_bounds({1: None, 0: 6})
        tell(keeper, GOOD)
    read = read_checkpoint(tmp_path / "c.json", CONFERENCE)
    assert (read.agenda, read.bounds) == (GOOD, {0: 7})


def test_what_was_found_is_written_also_when_the_search_fails(tmp_path: Path) -> None:
    def search(keeper: Keeper) -> None:
        tell(keeper, GOOD)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Keeper(tmp_path / "c.json", "abc") as keeper:
        search(keeper)
    assert read_checkpoint(tmp_path / "c.json", CONFERENCE).agenda == GOOD


def test_without_an_agenda_there_is_no_file(tmp_path: Path) -> None:
    with Keeper(tmp_path / "c.json", "abc") as keeper:
        keeper.on_bounds({0: 5})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("costs", [{}, {1: 0}])
def test_a_worse_agenda_does_not_replace_the_one_that_is_continued(tmp_path: Path, costs: dict[int, int]) -> None:
    before = Checkpoint(GOOD, {0: cost(GOOD)} | costs, {0: 4}, 10.0, 0, "abc")
    write_checkpoint(before, tmp_path / "c.json")
    with Keeper(tmp_path / "c.json", "abc", before=before) as keeper:
        tell(keeper, BAD)
    assert read_checkpoint(tmp_path / "c.json", CONFERENCE).agenda == GOOD


def test_the_time_of_the_runs_that_were_continued_is_added_up(tmp_path: Path) -> None:
    before = Checkpoint(BAD, {0: cost(BAD)}, {0: 4}, 1000.0, 0, "abc")
    with Keeper(tmp_path / "c.json", "abc", before=before) as keeper:
        tell(keeper, GOOD)
    read = read_checkpoint(tmp_path / "c.json", CONFERENCE)
    assert read.elapsed >= 1000.0
    assert read.bounds == {0: 4}  # still proven


def test_a_file_that_cannot_be_written_is_no_end_of_the_search_but_told(tmp_path: Path) -> None:
    with Keeper(tmp_path / "nowhere" / "c.json", "abc") as keeper:
        tell(keeper, GOOD)
    assert "cannot be written: no such file or directory" in str(keeper.failure)


def test_a_write_that_works_after_one_that_failed_is_no_failure(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    with Keeper(folder / "c.json", "abc") as keeper:
        tell(keeper, BAD)
        until(lambda: keeper.failure is not None)
        folder.mkdir()
        tell(keeper, GOOD)
    assert keeper.failure is None
    assert read_checkpoint(folder / "c.json", CONFERENCE).agenda == GOOD


def test_a_defect_in_the_writing_is_raised_and_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(keeping, "write_checkpoint", fail)
    with pytest.raises(ZeroDivisionError), Keeper(tmp_path / "c.json", "abc") as keeper:
        tell(keeper, GOOD)


# --- the lock ------------------------------------------------------------------------------------------------------


def test_a_file_has_one_writer_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    with locked(path):
        with pytest.raises(InvalidInput, match=r"c\.json: another search is writing its checkpoints"), locked(path):
            pass
        with locked(tmp_path / "d.json"):  # another file is another matter
            pass
    with locked(path):
        pass
    assert not list(tmp_path.iterdir())


def test_a_lock_that_a_dead_process_left_behind_means_nothing(tmp_path: Path) -> None:
    (tmp_path / "c.json.lock").touch()
    with locked(tmp_path / "c.json"):
        pass


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(InvalidInput, match="cannot be written: no such file or directory"),
        locked(tmp_path / "x" / "c"),
    ):
        pass


def test_many_who_take_turns_never_hold_the_lock_together(tmp_path: Path) -> None:
    holding, most, turns = 0, 0, 0

    def take_turns() -> None:
        nonlocal holding, most, turns
        while turns < 200:
            try:
                with locked(tmp_path / "c.json"):
                    holding += 1
                    most, turns = max(most, holding), turns + 1
                    holding -= 1
            except InvalidInput:
                continue

    threads = [threading.Thread(target=take_turns) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (holding, most) == (0, 1)


# --- kills ---------------------------------------------------------------------------------------------------------

# Hands every permutation of six sessions to a keeper that writes without a pause, those that cost more first, and
# prints each cost once it is in the file. It never ends by itself.
WRITE_FOR_EVER = """
import itertools, sys
from agenda_solver import score
from agenda_solver.checkpoints import keeper as keeping
from tests.conferences import tug_of_war

conference = tug_of_war(6)
orders = itertools.permutations(range(6))
agendas = [conference.agenda({f"s{n}": ("hall", f"b{b}", 0) for n, b in enumerate(order)}) for order in orders]
costs = {agenda: score(conference, agenda).objective for agenda in agendas}
write = keeping.write_checkpoint

def write_and_tell(checkpoint, path):
    write(checkpoint, path)
    print(checkpoint.costs[0], flush=True)

keeping.write_checkpoint, keeping.PAUSE = write_and_tell, 0.0
with keeping.Keeper(sys.argv[1], "abc") as keeper:
    for agenda in sorted(agendas, key=costs.get, reverse=True):
        keeper.on_agenda(agenda, {0: costs[agenda]})
        keeper._over.wait(0.001)
    keeper._over.wait()
"""


def test_kills_at_random_moments_never_cost_the_file_or_what_was_in_it(tmp_path: Path) -> None:
    """Each file is whole after a kill, and holds what was last told to be in it, or something better."""
    conference, draw = tug_of_war(6), random.Random(0)
    for number in range(rounds(20, 1)):
        path = tmp_path / f"{number}.json"
        command = [sys.executable, "-c", WRITE_FOR_EVER, str(path)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        assert child.stdout is not None
        told = [child.stdout.readline()]  # the first one is in the file
        time.sleep(draw.uniform(0.0, 0.3))
        child.kill()
        told += child.stdout.readlines()
        child.wait()
        child.stdout.close()
        whole = [int(line) for line in told if line.endswith("\n")]
        read = read_checkpoint(path, conference)
        assert read.costs == {0: score(conference, read.agenda).objective}
        assert read.costs[0] <= whole[-1]
        assert json.loads(path.read_text("utf-8"))["format"] == "agenda-solver/checkpoint/1"
