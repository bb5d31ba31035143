"""A browser as far as the service notices: it keeps cookies, and says from which page a form comes."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx
from starlette.applications import Starlette

from app.origin import origin_of
from app.paths import LINK
from harness import Answer, Api
from identity import links

FORM = "application/x-www-form-urlencoded"


class Browser(NamedTuple):
    """A browser with cookies of its own."""

    client: httpx.AsyncClient
    origin: str

    async def open(self, path: str, **headers: str) -> httpx.Response:
        """Open an address; redirects are not followed."""
        return await self.client.get(path, headers={"Accept": "text/html", **headers})

    async def send(self, path: str, fields: Mapping[str, str] | None = None, /, **headers: str) -> httpx.Response:
        """Send a form of a page of the service."""
        return await self.client.post(path, data=dict(fields or {}), headers={"Origin": self.origin, "Accept": "text/html", **headers})

    async def ask(self, document: str, **headers: str) -> Answer:
        """Send a GraphQL request as a script of a page of the service does."""
        response = await self.client.post("/api", json={"query": document}, headers={"Origin": self.origin, **headers})
        return Answer(response.status_code, response.json())

    async def me(self) -> str | None:
        """Return who the API says that the browser is."""
        answer = await self.ask("{ me { userEmail } }")
        return answer.data["me"]["userEmail"] if answer.data["me"] else None

    @property
    def session(self) -> str | None:
        """Return the secret of the session that the browser has."""
        return self.client.cookies.get("integrates_session") or self.client.cookies.get("__Host-integrates_session")


@asynccontextmanager
async def browsing(api: Api, application: Starlette | None = None) -> AsyncIterator[Browser]:
    """Open a browser on the service."""
    url = api.settings.public_url
    transport = httpx.ASGITransport(application or api.application)
    async with httpx.AsyncClient(transport=transport, base_url=url) as client:
        yield Browser(client, origin_of(url))


async def link_for(api: Api, email: str | None) -> str:
    """Make a sign-in link, and return its path."""
    return f"{LINK}/{await links.add(api.loaders(), email)}"


async def signed_in(api: Api, browser: Browser, email: str) -> None:
    """Sign somebody in by a link."""
    response = await browser.send(await link_for(api, email))
    assert response.status_code == 303, response.text


def text_of(response: httpx.Response) -> str:
    """Return the words of the content of a page, without its marks."""
    main = response.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())
