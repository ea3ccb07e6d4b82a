"""Moves with the mouse in a real browser, with a real server: how long somebody who drags a session waits.

* ``pick up``: from the first movement until every place has its colour in the page;
* ``coloured``: until the browser has drawn the colours that are in sight;
* ``drop``: from letting go until the new score is there;
* ``drawn``: until the card is drawn in its new place;
* ``/shades``, ``/do``, ``/changes``: the requests in these, from sending to the last byte.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agenda_solver import InvalidInput
from agenda_solver.report.facets import session_anchor
from agenda_solver.web.serving import served
from benchmarks.board.conferences import Case
from benchmarks.board.record import Times
from benchmarks.board.server_side import new_board

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PATIENCE = 30.0
TRIES = 20  # sessions to try for each move, because for some no other place is in sight
SETTLED = 0.3  # seconds to wait after scrolling or a change until everything is in its final position
THINKING = 1.0  # seconds between two moves, as a user needs at least
REQUESTS = ("/shades", "/do", "/changes")

# Moments that the page does not measure itself: what is shown is shown two frames later at the latest.
WATCH = """(() => {
  window.hands = {};
  const frame = requestAnimationFrame;
  const shown = (name) => frame(() => frame(() => { hands[name] = performance.now(); }));
  document.body.addEventListener("painted", () => shown("painted"));
  document.addEventListener("agenda-changed", () => shown("drawn"));
  document.addEventListener("pointerup", () => { hands.up = performance.now(); }, true);
})()"""
BEGIN = (
    "(() => { hands.painted = hands.drawn = 0; performance.clearMeasures(); performance.clearResourceTimings(); })()"
)
FOUND = """(() => {
  const measured = Object.fromEntries(performance.getEntriesByType("measure").map((e) => [e.name, e]));
  const requests = performance.getEntriesByType("resource").map((e) => [new URL(e.name).pathname, e.duration]);
  return { ...hands, pick: measured["pick up"].duration, began: measured["pick up"].startTime,
           drop: measured.drop.duration, requests };
})()"""
# The centres of the visible tiles that are covered by nothing else on which a card can be dropped, and that are not so
# close to an edge that the page would scroll.
TILES = """(() => {
  const desk = document.querySelector("#desk").getBoundingClientRect();
  const right = (desk.left > 0 && desk.top < 200 ? desk.left : innerWidth) - 70;
  return [...document.querySelectorAll(".tile:not(.here)")].map((tile) => {
  const box = tile.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  const there = x > 70 && y > 110 && x < right && y < innerHeight - 70 ? document.elementsFromPoint(x, y) : [];
  const first = there.find((node) => node.dataset?.n !== undefined);
  return first === tile && !there.some((node) => node.closest("#desk, .swap-with")) ? [x, y] : null;
  }).filter(Boolean);
})()"""


@contextmanager
def browser_at(path: Path) -> Iterator[Any]:
    """Return a headless Chromium."""
    if not path.is_file():
        raise InvalidInput.single(f"there is no file {path}", "--browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise InvalidInput.single("needs playwright: pip install playwright", "--browser") from error
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield chromium
        chromium.close()


def measure_hands(browser: Any, case: Case, seed: int, moves: int, folder: Path) -> Times:
    """Drag random sessions to random visible places; return the duration of each step."""
    times: Times = {name: [] for name in ("pick up", "coloured", "drop", "drawn", *REQUESTS)}
    rng = random.Random(seed)
    with served(new_board(case, folder), port=0) as house:
        server = threading.Thread(target=house.run)
        server.start()
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        try:
            page = context.new_page()
            page.set_default_timeout(1000 * PATIENCE)
            page.goto(house.link(house.access.invite("chair", "Bench")[1]))
            page.wait_for_url(f"{house.address}/")
            _wait(page, "document.querySelectorAll('#people-here li').length > 0")
            page.evaluate(WATCH)
            sessions = (rng.choice(list(house.board.state.agenda)) for _ in range(TRIES * moves))
            for _ in range(moves):
                if not any(_drag(page, session, rng, times) for session in sessions):
                    raise InvalidInput.single("of most sessions no other place is in sight", case.name)
        finally:
            context.close()
            house.server.should_exit = True
            server.join()
    return times


def _drag(page: Any, session: str, rng: random.Random, times: Times) -> bool:
    """Drag one session, and record the times; return whether another place for it is visible at all."""
    card = page.locator(f"article[id='{session_anchor(session)}']")
    card.evaluate("card => card.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })")
    time.sleep(SETTLED)
    page.evaluate(BEGIN)
    box = card.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10)
    _wait(page, "hands.painted > 0 && performance.getEntriesByName('pick up').length > 0")
    if not (places := page.evaluate(TILES)):
        page.keyboard.press("Escape")
        page.mouse.up()
        return False
    x, y = rng.choice(places)
    page.mouse.move(x, y)
    page.mouse.up()
    _wait(page, "hands.drawn > 0 && performance.getEntriesByName('drop').length > 0")
    found = page.evaluate(FOUND)
    times["pick up"].append(found["pick"])
    times["coloured"].append(found["painted"] - found["began"])
    times["drop"].append(found["drop"])
    times["drawn"].append(found["drawn"] - found["up"])
    for path in REQUESTS:
        times[path] += [took for name, took in found["requests"] if name == path][:1]
    time.sleep(THINKING)
    return True


def _wait(page: Any, condition: str) -> None:
    """Wait for a condition; Playwright's own waiting evaluates strings, which the page forbids."""
    until = time.monotonic() + PATIENCE
    while not page.evaluate(condition):
        if time.monotonic() > until:
            raise TimeoutError(f"in vain waited for: {condition}")
        time.sleep(0.02)
