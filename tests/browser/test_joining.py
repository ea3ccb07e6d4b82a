"""A browser comes to a board by a link on another site's page, and that page cannot do anything to the board."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import wait_until
from tests.web.serving import Served


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    yield served
    served.close()


class Elsewhere:
    """Another site: ``localhost`` is none of ``127.0.0.1``, as far as a browser knows."""

    def __init__(self, body: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *arguments: Any) -> None:
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://localhost:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever).start()

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_a_link_in_a_mail_leads_to_the_board_and_leaves_no_token_behind(browser: Any, served: Served) -> None:
    _, token = served.house.access.invite("editor", "The committee")
    board = f"http://127.0.0.1:{served.port}/"
    with Elsewhere(f'<a href="{board}join?key={token}">the board</a><p><a href="{board}">again</a></p>') as elsewhere:
        page = browser.new_context().new_page()
        page.goto(elsewhere.address)
        page.click("text=the board")
        page.wait_for_url(board)
        assert '"seat":"The committee"' in page.content()
        assert page.evaluate("document.referrer") in ("", board), "the page before was told without its address"
        page.go_back()
        assert page.url == elsewhere.address, "the page with the token is not in the history"
        # Later a link without a token: from elsewhere the cookie does not come along, from our own page it does.
        page.click("text=again")
        page.wait_for_url(board)
        assert "open the link of your invitation" in page.content()
        page.click("text=go on to the board")
        wait_until(page, "document.body.innerText.includes('The committee')")
        page.context.close()


def test_a_page_elsewhere_neither_changes_nor_reads_nor_frames_the_board(browser: Any, served: Served) -> None:
    board = f"http://127.0.0.1:{served.port}/"
    name, _, secret = served.house.seated()["cookie"].partition("=")
    with Elsewhere(f'<form method="post" action="{board}do"><input name="a"><button>x</button></form>') as elsewhere:
        context = browser.new_context()
        # As lax as a browser allows, so that it is the guard that says no, and not the cookie's own setting.
        context.add_cookies([{"name": name, "value": secret, "url": board, "sameSite": "Lax"}])
        page = context.new_page()
        page.goto(elsewhere.address)
        for how in ("{}", "{method: 'POST', body: 'x', mode: 'no-cors', credentials: 'include'}"):
            page.evaluate(f"fetch('{board}do', {how}).catch(() => null)")
        page.evaluate(
            f"new Promise(done => {{ const frame = document.createElement('iframe'); frame.src = '{board}';"
            " frame.onload = done; document.body.append(frame) })"
        )
        page.click("button")
        page.wait_for_url(f"{board}do")
        assert "from its own pages" in page.content()
        assert served.house.reached == []
        context.close()
