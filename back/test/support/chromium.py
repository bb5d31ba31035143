"""A real browser, without a window, that tells of all it complains about and whom it asks."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from required import need

NAMES = ("chromium", "chromium-browser", "google-chrome")
MILLISECONDS = 15_000


class Watched(NamedTuple):
    """A page, and what happened in it so far."""

    page: Page
    complaints: list[str]
    """What stands in its console as an error or a warning, and exceptions of its scripts."""
    hosts: set[str]
    """Whom it asked for anything."""


def find_program() -> str:
    """Return the browser of this machine. Skips the test where there is none."""
    return need("browser", next(filter(None, map(shutil.which, NAMES)), None), f"there is no {' or '.join(NAMES)} here")


@contextmanager
def watching(*, dark: bool = False, width: int = 1280, height: int = 800) -> Iterator[Watched]:
    """Open a page in a new browser. Skips the test where there is none."""
    program = find_program()
    # The sandbox needs rights that a container rarely gives; the pages are our own.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"], env={**os.environ, "LANG": "en_US.UTF-8"}
        )
        context = browser.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        context.set_default_timeout(MILLISECONDS)
        watched = Watched(context.new_page(), [], set())
        watched.page.on("console", lambda said: watched.complaints.append(said.text) if said.type in {"error", "warning"} else None)
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        context.on("request", lambda request: watched.hosts.add(urlsplit(request.url).netloc))
        try:
            yield watched
        finally:
            browser.close()
