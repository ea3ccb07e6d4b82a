"""One browser for a module, and pages in it that must not complain and must not ask anybody for anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., Any]

CHROMIUM = "AGENDA_SOLVER_CHROMIUM"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def named_file(variable: str, default: str | None) -> Path:
    """Return the file that a variable of the environment names; skip where it names none, fail where it is missing."""
    named = os.environ.get(variable)
    path = Path(named or default or "")
    if named and not path.is_file():
        pytest.fail(f"{variable} names {named}, and there is no such file")
    if not path.is_file():
        pytest.skip(f"{variable} does not name a file" + (f", and there is no {default}" if default else ""))
    return path


def wait_until(page: Any, condition: str) -> None:
    """Wait until a page says yes.

    Playwright's own waiting evaluates texts within the page, which its policy forbids.
    """
    for _ in range(1_000):  # machines differ; nothing waits for it but what fails
        if page.evaluate(condition):
            return
        page.wait_for_timeout(40)
    pytest.fail(f"in vain waited for: {condition}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser out of the quick profile: it takes minutes, and the project's check has a step for it."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("thorough")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a headless Chromium."""
    path = named_file(CHROMIUM, "/usr/bin/chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Return a function that shows a page; at the end nothing may have been complained of or asked for."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(html: str, fragment: str = "", *, width: int = 1440, height: int = 1000, **options: Any) -> Any:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)  # machines differ; nothing waits for it but what fails
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: complaints.append(f"request: {request.url}") if file.name not in request.url else None,
        )
        page.goto(file.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def house(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Return a board of a small meeting behind its server; at the end no browser at it may have complained."""
    pytest.importorskip("uvicorn", reason="the extra of the board is not installed")
    from tests.board.meeting import agenda, meeting
    from tests.browser.boards import open_house

    conference = meeting()
    with open_house(browser, tmp_path / "meeting.board", conference, agenda(conference)) as opened:
        yield opened
