"""Take the pictures of the guide to the board: ``python -m tools.board_pictures docs/pictures``.

The forum that comes with the library goes from its first draft to a cancelled flight, in a real browser. For developers
only; needs what ``tools/screenshot.py`` needs. Prints what the board says on the way.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from agenda_solver import read_conference
from agenda_solver.board.board import Board
from agenda_solver.board.place_costs import shades
from agenda_solver.demo import demo_path
from agenda_solver.web.serving import ServedBoard, served
from tools.screenshot import FLAGS, chromium

PATIENCE = 180_000  # milliseconds, for answers of the solver
SETTLED = 900  # until the page has drawn what has changed


class Story:
    """Somebody at a board, who has a picture taken now and then."""

    def __init__(self, page: Any, place: ServedBoard, folder: Path) -> None:
        self.page, self.place, self.folder = page, place, folder
        page.set_default_timeout(PATIENCE)

    def picture(self, name: str, *, with_news: bool = False) -> None:
        """Take a picture of the window, with the news in its corner or without."""
        self.page.wait_for_timeout(SETTLED)
        if not with_news:
            self.page.evaluate("document.querySelector('#toasts').replaceChildren()")
        self.page.screenshot(path=self.folder / f"board-{name}.png")

    def ask(self, kind: str) -> None:
        """Ask the solver, and wait for its proposal."""
        self.page.click("#tab-solver")
        self.page.click(f"[data-ask={kind}]")
        self.page.wait_for_selector("#jobs > li:first-child:not(.running):not(.waiting)")
        print(self.page.inner_text("#jobs > li:first-child")[:700])

    def take(self) -> None:
        """Take the proposal over and put it away."""
        self.page.click("#jobs .proposal .main")
        self.page.wait_for_timeout(2 * SETTLED)
        self.page.click("#jobs li > .deeds button")
        self.page.wait_for_timeout(SETTLED)

    def movable(self) -> list[str]:
        """Return the unlocked sessions of the first day whose speaker is there on all days and in no other session."""
        state = self.place.board.state
        conference, first = state.conference, state.conference.days[0].id
        busy = [person for session in conference.sessions for person in session.people()]
        candidates: list[str] = []
        for session in conference.sessions:
            there = state.agenda.get(session.id)
            if there is None or session.pin or session.plenary or conference.block_by_id[there.block].day != first:
                continue
            if not (session.speakers and session.track):
                continue
            speaker = conference.person_by_id[session.speakers[0]]
            if not speaker.available and busy.count(speaker.id) == 1:
                candidates.append(session.id)
        if not candidates:
            raise SystemExit("no session of the first day can be moved")
        return candidates

    def legal_places(self, session: str) -> int:
        """Return the number of places of a session where the agenda breaks no hard rule."""
        return sum(shade.is_legal for shade in shades(self.place.board, session))

    def boxes(self, selector: str) -> Iterator[Any]:
        """Return the boxes of the visible elements, in the order of the page; some may be scrolled out of the grid."""
        return (element.bounding_box() for element in self.page.locator(selector).filter(visible=True).all())

    def card(self, session: str) -> Any:
        """Return the card of a session, in the middle of the window."""
        card = self.page.locator(f'[id="session={session}"]')
        card.evaluate("node => node.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })")
        return card


def draft(story: Story) -> None:
    """Let the solver make the first draft."""
    story.page.click("#tab-solver")
    story.page.fill("#seconds", "60")
    story.ask("anew")
    story.picture("draft")
    story.take()


def by_hand(story: Story) -> None:
    """Move a session to where another one is, and have it repaired; one with many places has the most colours."""
    page, session = story.page, max(story.movable(), key=story.legal_places)
    page.click("#tab-tray")
    box = story.card(session).bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.wait_for_selector(".tile.broken")
    page.wait_for_timeout(SETTLED)
    target = next(box for box in story.boxes(".tile.broken") if 80 < box["x"] < 900 and 180 < box["y"] < 800)
    page.mouse.move(target["x"] + 20, target["y"] + 8, steps=4)
    story.picture("holding")
    page.mouse.up()
    page.wait_for_selector(".toast")
    print(page.inner_text(".toast"))
    story.picture("broken", with_news=True)
    story.ask("repair")
    page.click("text=Show on the board")
    story.picture("repair")
    story.take()


def flight(story: Story) -> None:
    """Publish, let somebody come a day later, and see who has to be informed."""
    page, conference, session = story.page, story.place.board.state.conference, story.movable()[0]
    page.click("#tab-share")
    page.click("[data-do=publish]")
    page.wait_for_timeout(2 * SETTLED)
    person = conference.person_by_id[conference.session_by_id[session].speakers[0]]
    page.click("#tab-edit")
    happened = "[data-form=happened] "
    page.select_option(happened + "[name=what]", "only")
    page.fill(happened + "[name=person]", person.name)
    page.fill(happened + "[name=from]", f"{conference.days[-1].date}T09:00")
    page.click(happened + "button")
    page.wait_for_timeout(2 * SETTLED)
    page.click("#tab-remarks")
    story.picture("flight")
    story.ask("repair")
    page.click("text=Show on the board")
    story.picture("fewest-moves")
    story.take()
    page.click("#tab-history")
    page.wait_for_timeout(SETTLED)
    page.select_option("#since", "published")
    page.wait_for_selector("#moved li")
    print(page.inner_text("#moved"))
    story.picture("told")


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description="Take the pictures of the guide to the board.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "forum.board"
        Board.create(path, read_conference(demo_path())).close()
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        with served(path) as place:
            thread = threading.Thread(target=place.run)
            thread.start()
            try:
                tell(browser, place, given.folder)
            finally:
                browser.close()
                place.server.should_exit = True
                thread.join()


def tell(browser: Any, place: ServedBoard, folder: Path) -> None:
    """Tell the story, and show its end to other readers."""
    _, token = place.access.invite("chair", "Aigerim")
    story = Story(browser.new_page(viewport={"width": 1480, "height": 900}), place, folder)
    story.page.goto(place.link(token))
    story.page.wait_for_url(f"{place.address}/")
    draft(story)
    by_hand(story)
    flight(story)
    others: dict[str, dict[str, Any]] = {
        "dark": {"viewport": {"width": 1480, "height": 900}, "color_scheme": "dark"},
        "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    }
    for name, options in others.items():
        page = browser.new_page(**options)
        page.goto(place.link(token))
        page.wait_for_url(f"{place.address}/")
        Story(page, place, folder).picture(name)


if __name__ == "__main__":
    main()
