"""Take a picture of a page: ``python tools/screenshot.py agenda.html agenda.png --width 1440 --full-page``.

For developers only. It needs playwright, and a Chromium: the one of the environment variable ``CHROMIUM``, or else the
first one on the path. The page is opened without a network.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Return the path of a Chromium.

    Raises
    ------
    SystemExit
        When there is none.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise SystemExit("no Chromium on the path; set CHROMIUM to its path")
    return found


def screenshot(
    page: Path,
    picture: Path,
    *,
    width: int,
    height: int,
    scale: float,
    full_page: bool,
    dark: bool,
    at: str = "",
) -> None:
    """Write a picture of an HTML file as PNG, or as PDF where the picture's name ends so."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
            offline=True,
        )
        tab = context.new_page()
        tab.goto(page.resolve().as_uri() + at)
        if picture.suffix == ".pdf":
            tab.pdf(path=picture, prefer_css_page_size=True, print_background=True)
        else:
            tab.screenshot(path=picture, full_page=full_page)
        browser.close()


def main() -> None:
    """Read the command line and take the picture."""
    parser = argparse.ArgumentParser(description="Take a picture of an HTML file.")
    parser.add_argument("html", type=Path, help="the page")
    parser.add_argument("png", type=Path, help="the picture to write (or a .pdf, as printed)")
    parser.add_argument("--width", type=int, default=1440, help="width of the window in pixels")
    parser.add_argument("--height", type=int, default=900, help="height of the window in pixels")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of the picture to one of the page")
    parser.add_argument("--full-page", action="store_true", help="the whole page, not only the window")
    parser.add_argument("--dark", action="store_true", help="as a reader sees it who prefers dark colours")
    parser.add_argument("--at", default="", help="what the address ends in, such as #session=opening")
    given = parser.parse_args()
    screenshot(
        given.html,
        given.png,
        width=given.width,
        height=given.height,
        scale=given.scale,
        full_page=given.full_page,
        dark=given.dark,
        at=given.at,
    )


if __name__ == "__main__":
    main()
