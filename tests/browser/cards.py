"""The cards of a page, and its address."""

from __future__ import annotations

from typing import Any

from tests.browser.programme import agenda

ALL = {session.title for session in agenda().conference.sessions}
PLACED = ALL - {"Too much"}


def titles(page: Any) -> set[str]:
    """Return the titles that a reader sees, in the grid and below it."""
    cards = page.locator(".slot:not(.out) h3").all_text_contents()
    return {*cards, *page.locator(".unplaced li:not(.out):visible b").all_text_contents()}


def card(page: Any, title: str) -> Any:
    """Return the card of a session."""
    return page.locator("article").filter(has=page.locator("h3", has_text=title))


def address(page: Any) -> str:
    """Return what the address of the page says of its view."""
    return str(page.evaluate("location.hash"))
