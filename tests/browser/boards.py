"""A board behind its real server and its wall, and the browsers of those who sit at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agenda_solver.board.board import Board
from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.report.facets import session_anchor
from agenda_solver.web.access import Role
from agenda_solver.web.serving import ServedBoard, served
from tests.browser.conftest import wait_until

__all__ = [
    "House",
    "answered",
    "card",
    "cost_in_bar",
    "drag",
    "focused",
    "middle",
    "number_of",
    "open_house",
    "pick_up",
    "quoted",
    "signed",
    "toast",
]


class House:
    """A board that is being served; :meth:`open` lets somebody in, each in a browser of their own."""

    def __init__(self, browser: Any, place: ServedBoard) -> None:
        self._browser, self.place, self.board = browser, place, place.board
        self.complaints: list[str] = []
        self.may_be_refused = False  # a refused request is told on the console by the browser itself
        self._contexts: list[Any] = []

    def open(
        self, role: Role = "chair", name: str = "Ada", *, width: int = 1440, height: int = 900, **options: Any
    ) -> Any:
        """Return the page of somebody who has come by a link, ready for work.

        ``tracks``, ``rooms`` and ``days`` say what an editor may change; other options are those of the browser.
        """
        scope = {kind: options.pop(kind) for kind in ("tracks", "rooms", "days") if kind in options}
        _, token = self.place.access.invite(role, name, **scope)
        return self.follow(self.place.link(token), width=width, height=height, **options)

    def follow(self, link: str, *, width: int = 1440, height: int = 900, **options: Any) -> Any:
        """Return the page of somebody who has come by a link."""
        options = {"reduced_motion": "reduce", **options}
        context = self._browser.new_context(viewport={"width": width, "height": height}, **options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # machines differ; nothing waits for it but what fails
        page.on("console", lambda message: self._hear(f"console: {message.text}"))
        page.on("pageerror", lambda error: self._hear(f"error: {error}"))
        page.on("dialog", lambda dialog: self._hear(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self._ask(request.url))
        page.goto(link)
        page.wait_for_url(f"{self.place.address}/")
        wait_until(page, "document.querySelectorAll('#people-here li').length > 0")
        return page

    def _hear(self, complaint: str) -> None:
        if not (self.may_be_refused and "Failed to load resource" in complaint):
            self.complaints.append(complaint)

    def _ask(self, url: str) -> None:
        if not url.startswith((f"{self.place.address}/", "data:,")):
            self.complaints.append(f"request: {url}")

    def score(self) -> Scorecard:
        """Return the full score of the board as it is."""
        return score(self.board.state.conference, self.board.state.agenda)

    def cost(self) -> str:
        """Return the cost as the bar should say it."""
        return " / ".join(f"{cost:,}" for cost in self.score().costs.values())

    def spot(self, session: str) -> tuple[str, str, int] | None:
        """Return the room, the block and the slot of a session."""
        place = self.board.state.agenda.get(session)
        return None if place is None else (place.room, place.block, place.slot)

    def close(self) -> None:
        """Close all browsers."""
        for context in self._contexts:
            context.close()


@contextmanager
def open_house(browser: Any, path: Path, conference: Conference, agenda: Agenda | None = None) -> Iterator[House]:
    """Serve a new board, and end with the complaint of any browser that had one."""
    Board.create(path, conference, agenda).close()
    with served(path) as place:
        thread = threading.Thread(target=place.run)
        thread.start()
        house = House(browser, place)
        try:
            yield house
            assert house.complaints == [], house.complaints
        finally:
            house.close()
            place.server.should_exit = True
            thread.join()


# --- hands -----------------------------------------------------------------------------------------------------------


def card(page: Any, id: str) -> Any:
    """Return the card of a session in the grid."""
    return page.locator(f"article[id='{session_anchor(id)}']")


def number_of(page: Any, session: str, spot: tuple[str, str, int]) -> int:
    """Return the number of the tile of a room, a block and a slot, asked for as the page asks for it."""
    wanted = page.evaluate(
        "([session, room, block, slot]) => fetch('/shades?' + new URLSearchParams({session})).then(r => r.json())"
        ".then(s => s.places.findIndex(p => s.rooms[p[0]] === room && s.blocks[p[3]] === block && p[4] === slot))",
        [session, *spot],
    )
    assert wanted >= 0, f"{spot} is not open to {session}"
    return int(wanted)


def middle(page: Any, selector: str) -> tuple[float, float]:
    """Return the middle of something on the screen."""
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pick_up(page: Any, source: str) -> None:
    """Press the mouse on something and move it a little, until all places are shown."""
    x, y = middle(page, source)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10)
    wait_until(page, "document.querySelectorAll('.tile').length > 0")


def drag(page: Any, session: str, spot: tuple[str, str, int]) -> None:
    """Drag a session with the mouse to a place, and wait until the board has told what that has done."""
    in_grid = card(page, session).count()
    number = number_of(page, session, spot)
    pick_up(
        page, f"article[id='{session_anchor(session)}']" if in_grid else f"#tray [data-session={quoted(session)}] b"
    )
    page.mouse.move(*middle(page, f".tile[data-n='{number}']"), steps=4)
    with answered(page):
        page.mouse.up()


@contextmanager
def answered(page: Any) -> Iterator[None]:
    """Wait at the end until the board shows one version more, or has refused to."""
    before = page.evaluate("document.querySelector('#toasts').replaceChildren(), document.body.dataset.version")
    yield
    wait_until(page, f"document.body.dataset.version > {before} || document.querySelector('.toast.bad')")


def quoted(text: str) -> str:
    """Return a text as a string of CSS."""
    return '"' + "".join(f"\\{ord(sign):x} " if sign in '"\\\n' else sign for sign in text) + '"'


def toast(page: Any) -> str:
    """Return the words of the last news."""
    return str(page.locator(".toast").last.inner_text())


def cost_in_bar(page: Any) -> str:
    """Return the cost as the bar says it."""
    return str(page.locator("#verdict").inner_text()).rpartition("cost ")[2]


def focused(page: Any) -> str:
    """Return what has the focus, in short; ``BODY`` where it is lost."""
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement; if (e === document.body) return 'BODY';"
            " const whose = e.closest('[data-session]')?.dataset.session ?? e.closest('.card')?.id ?? e.id;"
            " return `${e.tagName} ${whose}` })()"
        )
    )


def signed(change: int) -> str:
    """Return a change as the board writes it."""
    return f"{change:+,}".replace("-", "\N{MINUS SIGN}") if change else "\N{PLUS-MINUS SIGN}0"
