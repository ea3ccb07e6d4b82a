"""A small server of pretalx for the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("httpx")

from tests.pretalx.faulty import Faulty


@pytest.fixture
def server() -> Iterator[Faulty]:
    with Faulty() as server:
        yield server
