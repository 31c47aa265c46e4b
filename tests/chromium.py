"""The browser of all tests that need one, and a visit to a page in it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.tiers import EXHAUSTIVE

EVERY_LOOK = [(colour, width) for colour in ("light", "dark") for width in (1280, 390)]
CROSSED = [("light", 390), ("dark", 1280)]
"""The looks whose colour and width are each tried in another one."""
LOOKS = [pytest.param(look, marks=EXHAUSTIVE if look in CROSSED else ()) for look in EVERY_LOOK]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files, and logs nothing."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a port of the loopback interface, and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Visit:
    """A page that somebody has open, what its console showed, and what it asked for."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def open_page(context: BrowserContext) -> Visit:
    """Open an empty page, and watch it."""
    visit = Visit(context.new_page())
    visit.page.on("console", lambda message: visit.console.append(message.text))
    visit.page.on("pageerror", lambda error: visit.console.append(str(error)))
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    return visit


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it. `make test-rest` installs it."""
    installed = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)
    assert installed, "Chromium is not installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit in one of the colours and widths. Scripts of the page itself are off."""
    colour, width = request.param
    context = browser.new_context(color_scheme=colour, viewport={"width": width, "height": 900})
    yield open_page(context)
    context.close()
