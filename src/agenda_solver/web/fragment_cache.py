"""The rendered fragments of a board, cached by version; each version's score is compared with the ledger."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from threading import Condition, Lock, Thread
from typing import Any

from markupsafe import Markup

from agenda_solver.board.board import Board
from agenda_solver.report.print_sizes import paper_style
from agenda_solver.report.words import rule_label
from agenda_solver.web.events import Hub
from agenda_solver.web.fragments import Drawing, board_environment

__all__ = ["FragmentCache"]

log = logging.getLogger(__name__)

# The number of versions that are kept, so that a browser that shows one of them gets only the differences.
KEPT = 8


class FragmentCache:
    """Draws a board, version by version.

    Parameters
    ----------
    board
        The board.
    hub
        Publishes differences between the ledger and the score of a version.
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

    def on_board_change(self) -> None:
        """Draw a new version soon."""
        with self._news:
            self._news.notify()

    def current(self) -> Drawing:
        """Return the drawing of the present version; it is drawn once, and other threads wait for it."""
        with self._lock:
            drawn = self._drawn
            if drawn is None or drawn.version != self._board.version:
                found = self._board.examine()
                self._report_defects(found.different)
                known = {} if drawn is None else drawn.days
                drawn = self._drawn = Drawing(found.state, found.scorecard, found.version, known)
                self._drawings[found.version] = {name: _digest(html) for name, html in drawn.parts.items()}
                for old in sorted(self._drawings)[:-KEPT]:
                    del self._drawings[old]
            return drawn

    def _report_defects(self, different: Mapping[str, tuple[int, int]]) -> None:
        """Report differences between the ledger and the score to everybody: the numbers cannot be trusted then."""
        if different:
            rules = [f"{rule_label(key)}: {pair[0]} and {pair[1]}" for key, pair in different.items()]
            self._hub.publish("defect", {"rules": rules})

    def changes(self, since: int) -> dict[str, Any]:
        """Return the parts of the page that have changed since a version."""
        drawing = self.current()
        # If a version is no longer kept, all parts are returned.
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
        """Return the style sheet with the colours of the tracks and the lengths on paper."""
        paper = Markup(paper_style())  # noqa: S704 - lengths of ours
        return board_environment().get_template("colours.css.jinja").render(page=self.current().page, paper=paper)

    def _check_always(self) -> None:
        """Draw new versions in the background, which also compares their scores with the ledger."""
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
