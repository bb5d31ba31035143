"""`GET /static/…`."""

import re
from pathlib import Path

import pytest

import app
from browser import browsing
from harness import Api

FOLDER = Path(str(app.__file__)).parent / "static"
FILES = sorted(path.name for path in FOLDER.iterdir())
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


async def test_each_file_is_sent_with_its_type_and_asked_for_anew(api: Api) -> None:
    async with browsing(api) as browser:
        for name in FILES:
            response = await browser.open(f"/static/{name}")
            again = await browser.open(f"/static/{name}", **{"If-None-Match": response.headers["etag"]})

            assert (response.status_code, response.content) == (200, (FOLDER / name).read_bytes())
            assert response.headers["content-type"] == TYPES[name.rpartition(".")[2]]
            assert (response.headers["cache-control"], response.headers["x-content-type-options"]) == ("no-cache", "nosniff")
            assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["nothing.js", "..%2fpages.py", "../pages.py", "%2e%2e/pages.py", "", "/etc/passwd"])
async def test_nothing_else_is_there(api: Api, path: str) -> None:
    async with browsing(api) as browser:
        assert (await browser.open(f"/static/{path}")).status_code == 404


def test_what_pages_and_scripts_name_is_there() -> None:
    templates = (path.read_text(encoding="utf-8") for path in (FOLDER.parent / "templates").iterdir())
    named = {name for text in templates for name in re.findall(r'"/static/([^"]+)"', text)}
    imported = {name for path in FOLDER.glob("*.js") for name in re.findall(r'from "\./([^"]+)"', path.read_text(encoding="utf-8"))}

    assert named | imported == set(FILES)
