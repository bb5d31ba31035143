"""`GET /api`: the page; what its scripts do is tried in a browser."""

import re

import factories
from browser import browsing, signed_in
from harness import Api

ADA = "ada@okada.test"


async def test_the_explorer_may_run_our_scripts_and_ask_us_and_nothing_else(api: Api) -> None:
    async with browsing(api) as browser:
        response = await browser.open("/api")

    assert response.status_code == 200
    assert response.headers["content-security-policy"] == (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self'; style-src 'self'; "
        "connect-src 'self'; script-src 'self'"
    )
    assert response.headers["cache-control"] == "no-store"


async def test_no_page_has_a_script_or_a_style_of_its_own(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as browser:
        await signed_in(api, browser, ADA)
        pages = [(await browser.open(path)).text for path in ("/", "/api", "/sessions", "/nowhere", "/link/x", "/invitation/x")]

    for page in pages:
        assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|https?://", page) == []


async def test_the_explorer_says_as_whom_it_asks(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as browser:
        anonymous = await browser.open("/api")
        await signed_in(api, browser, ADA)
        known = await browser.open("/api")

    assert ("You are not signed in" in anonymous.text, f"You ask as {ADA}" in known.text) == (True, True)
