"""Whatever is given to the product, it answers in sentences: a slice of what ``tools/fuzz.py`` tries at length."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzzing.tasks import TASKS
from tests.profiles import EXPLORE, rounds

EXAMPLES = {"conference": 60, "agenda": 60, "command": 60, "checkpoint": 4}


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_every_input_is_taken_or_refused_in_sentences(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    fixed = settings.get_current_profile_name() != EXPLORE

    @settings(
        max_examples=rounds(EXAMPLES[name], EXAMPLES[name] // 4) if fixed else 40 * EXAMPLES[name],
        suppress_health_check=slow,
        phases=[Phase.generate] if fixed else [Phase.generate, Phase.shrink],
    )
    @given(st.randoms(use_true_random=False))
    def tried(rng: random.Random) -> None:
        with TemporaryDirectory() as folder, monkeypatch.context() as here:
            here.chdir(folder)
            assert TASKS[name](rng, Path(folder)), "a task says what came of it"

    tried()
