"""The pages in a real browser, under the policy that they are sent with."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from chromium import Watched, find_program, watching
from running_service import run, running

pytestmark = pytest.mark.enable_socket

DEMO = "demo@integrates.test"


class Place:
    """A service with the demo's data, at the address that people use."""

    def __init__(self, origin: str, data: Path) -> None:
        self.origin = origin
        self.data = data

    def link(self) -> str:
        printed = run(self.data, "link", "--email", DEMO).strip()
        return self.origin + urlsplit(printed).path


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    find_program()
    data = tmp_path / "data"
    run(data, "demo", "--vulnerabilities", "6")
    with running(data) as service:
        yield Place(service.url.replace("127.0.0.1", "localhost"), data)


def sign_in(page: Page, place: Place) -> None:
    page.goto(place.link())
    page.get_by_role("button", name=f"Sign in as {DEMO}").click()
    page.get_by_role("heading", name="Groups").wait_for()


def press_until(page: Page, key: str, selector: str) -> None:
    """Press a key until the focus is on what a selector names, a few dozen times at most."""
    for _ in range(40):
        page.keyboard.press(key)
        if page.locator(f":focus:is({selector})").count():
            return
    raise AssertionError(f"{key} never leads to {selector}")


def is_focus_visible(page: Page) -> bool:
    style: dict[str, str] = page.locator(":focus").evaluate("(one) => ({style: getComputedStyle(one).outlineStyle})")
    return style["style"] == "solid"


def is_quiet(watched: Watched, place: Place) -> bool:
    return (watched.complaints, watched.hosts) == ([], {urlsplit(place.origin).netloc})


@pytest.mark.parametrize("dark", [False, True])
def test_sign_in_home_and_explorer_run_without_a_complaint_and_ask_nobody_else(place: Place, dark: bool) -> None:
    with watching(dark=dark) as watched:
        page = watched.page
        page.goto(f"{place.origin}/")
        page.get_by_role("heading", name="Sign in").wait_for()
        sign_in(page, place)
        row = page.get_by_role("row", name="demo user manager").inner_text().split()
        page.get_by_role("link", name="Open the API explorer").click()
        page.get_by_text("fields: filter for the others").wait_for()
        page.get_by_role("button", name="Run").click()
        page.get_by_text("200 in").wait_for()
        answer = page.locator("#response").inner_text()

        assert row == ["demo", "user", "manager", "6", "CSV", "SARIF"]
        assert f'"userEmail": "{DEMO}"' in answer
        assert '"openVulnerabilities": 6' in answer
        assert is_quiet(watched, place)


def test_everything_can_be_done_by_the_keyboard_alone(place: Place) -> None:
    with watching() as watched:
        page = watched.page
        page.goto(place.link())
        page.locator("main button:focus").wait_for()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Groups").wait_for()
        press_until(page, "Tab", ".skip")
        skips = page.locator(".skip").bounding_box()
        page.keyboard.press("Enter")
        press_until(page, "Tab", "main a.button")
        seen = is_focus_visible(page)
        page.keyboard.press("Enter")

        page.get_by_text("fields: filter for the others").wait_for()
        press_until(page, "Tab", "#filter")
        page.keyboard.type("query.me me")
        page.get_by_text("1 fields").wait_for()
        press_until(page, "Tab", "#query")
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        press_until(page, "Shift+Tab", "#fields button")
        page.keyboard.press("Enter")
        inserted = page.locator("#query").input_value()
        page.keyboard.press("Control+Enter")
        page.get_by_text("200 in").wait_for()
        asked = page.locator("#history button").all_inner_texts()

        press_until(page, "Shift+Tab", ".who button")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Sign in").wait_for()
        page.goto(f"{place.origin}/sessions")
        refused = page.get_by_role("heading").first.inner_text()

        assert skips is not None
        assert skips["x"] >= 0
        assert seen
        assert inserted.split() == ["query", "{", "me", "{", "userEmail", "}", "}"]
        assert asked == [" ".join(inserted.split())]
        assert refused == "Sign in first"


def test_what_is_typed_stays_in_its_tab_and_goes_with_the_session(place: Place) -> None:
    query = "{ __typename }"

    with watching() as watched:
        page = watched.page
        sign_in(page, place)
        page.goto(f"{place.origin}/api")
        page.get_by_label("Query", exact=True).fill(query)
        page.get_by_label("Headers (JSON)").fill('{"X-Mine": "1"}')
        page.keyboard.press("Control+Enter")
        page.get_by_text("200 in").wait_for()
        page.reload()
        kept = (page.get_by_label("Query", exact=True).input_value(), page.get_by_label("Headers (JSON)").input_value())
        other = page.context.new_page()
        other.goto(f"{place.origin}/api")
        elsewhere = other.get_by_label("Headers (JSON)").input_value()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("heading", name="Sign in").wait_for()
        page.goto(f"{place.origin}/api")
        after = (page.get_by_label("Query", exact=True).input_value() == query, page.locator("#history li").count())

        assert kept == (query, '{"X-Mine": "1"}')
        assert elsewhere == ""
        assert after == (False, 0)
        assert is_quiet(watched, place)


def test_the_explorer_tells_what_is_wrong_with_what_is_typed(place: Place) -> None:
    with watching() as watched:
        page = watched.page
        page.goto(f"{place.origin}/api")
        page.get_by_label("Variables (JSON)").fill("[1]")
        page.get_by_role("button", name="Run").click()
        page.get_by_text("Variables must be a JSON object").wait_for()
        page.get_by_label("Variables (JSON)").fill("")
        page.get_by_label("Headers (JSON)").fill('{"Authorization": "Bearer none"}')
        page.get_by_role("button", name="Run").click()
        page.get_by_text("200 in").wait_for()

        assert "Login required" in page.locator("#response").inner_text()
        assert is_quiet(watched, place)


def test_the_policy_stops_scripts_that_are_not_ours(place: Place) -> None:
    with watching() as watched:
        page = watched.page
        page.goto(f"{place.origin}/api")
        page.locator("main").evaluate(
            """(main) => {
              const script = document.createElement("script");
              script.textContent = "document.title = 'owned'";
              main.append(script);
              const picture = document.createElement("img");
              picture.src = "https://evil.example/picture";
              main.append(picture);
              return fetch("https://evil.example/").catch(() => null).then(() => null);
            }"""
        )

        assert page.title().startswith("API explorer")
        assert len([each for each in watched.complaints if "Content Security Policy" in each]) >= 3
