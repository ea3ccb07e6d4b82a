"""The rendered fragments of a board: cached for each version, with its score compared."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from threading import Condition, Lock, Thread
from typing import Any

from markupsafe import Markup

from agenda_solver.board.board import Board
from agenda_solver.report.paper import paper_style
from agenda_solver.report.words import rule_label
from agenda_solver.web.events import Hub
from agenda_solver.web.fragments import Drawing, board_environment

__all__ = ["Gallery"]

log = logging.getLogger(__name__)

# Drawings that are kept, so that a browser which has one of them is sent only what is different.
KEPT = 8


class Gallery:
    """Draws a board, version by version.

    Parameters
    ----------
    board
        The board.
    hub
        Is told where the ledger and the score of a version differ.
    """

    def __init__(self, board: Board, hub: Hub) -> None:
        self._board, self._hub = board, hub
        self._drawings: dict[int, dict[str, str]] = {}
        self._drawn: Drawing | None = None
        self._lock, self._news = Lock(), Condition()
        self._ended = False
        self._checker = Thread(target=self._check_always, name="board check", daemon=True)
        self._checker.start()

    def close(self) -> None:
        """Stop drawing in the background."""
        with self._news:
            self._ended = True
            self._news.notify()

    def hear(self) -> None:
        """Take note of a new version."""
        with self._news:
            self._news.notify()

    def current(self) -> Drawing:
        """Return the drawing of the present version; whoever comes second waits, and does not draw again."""
        with self._lock:
            drawn = self._drawn
            if drawn is None or drawn.version != self._board.version:
                found = self._board.examine()
                self._tell_defects(found.different)
                known = {} if drawn is None else drawn.days
                drawn = self._drawn = Drawing(found.state, found.scorecard, found.version, known)
                self._drawings[found.version] = {name: _digest(html) for name, html in drawn.parts.items()}
                for old in sorted(self._drawings)[:-KEPT]:
                    del self._drawings[old]
            return drawn

    def _tell_defects(self, different: Mapping[str, tuple[int, int]]) -> None:
        """Tell everybody where the ledger and the score differ: nobody should trust the numbers then."""
        if different:
            told = [f"{rule_label(key)}: {pair[0]} and {pair[1]}" for key, pair in different.items()]
            self._hub.publish("defect", {"rules": told})

    def changes(self, since: int) -> dict[str, Any]:
        """Return the parts of the page that are not as they were at a version."""
        drawing = self.current()
        # A version that is not kept any more, the present one included, is drawn as a whole.
        known, mine = (self._drawings.get(version, {}) for version in (since, drawing.version))
        parts = {n: html for n, html in drawing.parts.items() if n not in known or known[n] != mine.get(n)}
        return {
            "version": drawing.version,
            "frame": drawing.frame,
            "parts": parts,
            "undo": self._board.can_undo,
            "redo": self._board.can_redo,
        }

    def colours(self) -> str:
        """Return the style sheet of the tracks' colours, and of the lengths on paper."""
        paper = Markup(paper_style())  # noqa: S704 - lengths of ours
        return board_environment().get_template("colours.css.jinja").render(page=self.current().page, paper=paper)

    def _check_always(self) -> None:
        """Draw every version soon after it is there, which compares its score with the ledger as well."""
        while not self._ended:
            with self._news:
                self._news.wait(1.0)
            if not self._ended and (self._drawn is None or self._drawn.version != self._board.version):
                try:
                    self.current()
                except Exception:
                    log.exception("version %d could not be drawn", self._board.version)


def _digest(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()
