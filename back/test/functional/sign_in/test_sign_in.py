"""`/sign-in/<provider>` and back, with a provider of the tests."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

import factories
from browser import Browser, browsing, text_of
from composition.applications import create_app
from harness import Api
from identity.providers.provider import Challenge, Proof, ProviderRefused
from identity.providers.registry import UnknownProvider

ADA = "ada@okada.test"
CALLBACK = "/sign-in/acme/callback"


@dataclass(slots=True)
class Acme:
    """A provider that vouches for whoever comes with a code that it has given out."""

    name: str = "acme"
    label: str = "Acme <ID>"
    email: str = ADA
    is_verified: bool = True
    nonce: str | None = None
    """What it signs instead of what it was told."""
    begun: dict[str, str] = field(default_factory=dict)
    callbacks: list[str] = field(default_factory=list)

    async def begin(self, challenge: Challenge, *, callback: str) -> str:
        self.begun["code"] = challenge.verifier
        self.callbacks.append(callback)
        return f"https://id.acme.test/authorize?{urlencode({'state': challenge.state, 'nonce': challenge.nonce})}"

    async def finish(self, challenge: Challenge, parameters: Mapping[str, str], *, callback: str) -> Proof:
        await asyncio.sleep(0)
        self.callbacks.append(callback)
        if parameters.get("code") != "code" or self.begun.pop("code", None) != challenge.verifier:
            raise ProviderRefused
        return Proof(email=self.email, is_verified=self.is_verified, nonce=self.nonce or challenge.nonce)


@asynccontextmanager
async def browsing_with(api: Api, provider: Acme) -> AsyncIterator[Browser]:
    """Open a browser on a service that people may sign in to with a provider."""
    settings = api.settings.model_copy(update={"providers": (provider.name,)})
    known = MappingProxyType({provider.name: lambda _: provider})
    application = create_app(settings, api.store, api.keys, clock=api.time.clock(), known_providers=known)
    async with browsing(api, application) as browser:
        yield browser


async def state_of(browser: Browser) -> str:
    """Begin to sign in, and return the state that the provider got."""
    response = await browser.open("/sign-in/acme")
    assert response.status_code == 303
    return parse_qs(urlsplit(response.headers["location"]).query)["state"][0]


async def test_a_person_is_signed_in_by_a_provider(api: Api) -> None:
    await api.given(factories.person(ADA))
    acme = Acme(email=" Ada@Okada.TEST".strip())

    async with browsing_with(api, acme) as browser:
        offered = await browser.open("/")
        response = await browser.open("/sign-in/acme")
        state = parse_qs(urlsplit(response.headers["location"]).query)["state"][0]
        back = await browser.open(f"{CALLBACK}?state={state}&code=code")
        who = await browser.me()

    assert '<a class="button" href="/sign-in/acme">Sign in with Acme &lt;ID&gt;</a>' in offered.text
    flags = {part.strip() for part in response.headers["set-cookie"].split(";")[1:]}
    assert flags == {"HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax"}
    assert state not in response.headers["set-cookie"]
    assert (back.status_code, back.headers["location"], who) == (303, "/", ADA)
    assert acme.callbacks == [f"http://localhost:8001{CALLBACK}"] * 2
    assert browser.client.cookies.get("integrates_sign_in") is None
    person = await api.loaders().stakeholder.load(ADA)
    assert person is not None
    assert person.last_login_at == api.time.now


@pytest.mark.parametrize(
    "changes",
    [{"is_verified": False}, {"nonce": "another"}],
    ids=["an address that nobody made sure of", "what was signed for another sign-in"],
)
async def test_what_the_provider_says_has_to_hold(api: Api, changes: Mapping[str, Any]) -> None:
    await api.given(factories.person(ADA))

    async with browsing_with(api, Acme(**changes)) as browser:
        response = await browser.open(f"{CALLBACK}?state={await state_of(browser)}&code=code")

    assert (response.status_code, browser.session, "PROVIDER_REFUSED" in response.text) == (403, None, True)


@pytest.mark.parametrize("query", ["", "code=code", "state={state}", "state={state}x&code=code", "state={state}&state={state}&code=code"])
async def test_who_comes_back_otherwise_than_sent_is_refused(api: Api, query: str) -> None:
    await api.given(factories.person(ADA))

    async with browsing_with(api, Acme()) as browser:
        response = await browser.open(f"{CALLBACK}?{query.format(state=await state_of(browser))}")

    assert (response.status_code, browser.session) == (403, None)


async def test_a_sign_in_ends_in_the_browser_that_began_it_once_and_in_ten_minutes(api: Api) -> None:
    await api.given(factories.person(ADA))
    acme = Acme()

    async with browsing_with(api, acme) as browser, browsing_with(api, acme) as victim:
        address = f"{CALLBACK}?state={await state_of(browser)}&code=code"
        planted = await victim.open(address)
        good = await browser.open(address)
        again = await browser.open(address)
        late_address = f"{CALLBACK}?state={await state_of(browser)}&code=code"
        api.time.move(timedelta(minutes=10))
        late = await browser.open(late_address)

    assert [each.status_code for each in (planted, good, again, late)] == [403, 303, 403, 403]
    assert victim.session is None


async def test_a_sealed_cookie_of_another_provider_or_a_changed_one_opens_nothing(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing_with(api, Acme()) as browser, browsing_with(api, Acme(name="other")) as elsewhere:
        state = await state_of(browser)
        sealed = browser.client.cookies["integrates_sign_in"]
        elsewhere.client.cookies.set("integrates_sign_in", sealed)
        foreign = await elsewhere.open(f"/sign-in/other/callback?state={state}&code=code")
        browser.client.cookies.clear()
        browser.client.cookies.set("integrates_sign_in", sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB"))
        changed = await browser.open(f"{CALLBACK}?state={state}&code=code")

    assert [each.status_code for each in (foreign, changed)] == [403, 403]


async def test_a_stranger_is_told_to_ask_for_an_invitation_and_is_not_made(api: Api) -> None:
    async with browsing_with(api, Acme()) as browser:
        response = await browser.open(f"{CALLBACK}?state={await state_of(browser)}&code=code")

    assert response.status_code == 403
    assert text_of(response).startswith(
        f"You are not here yet Acme &lt;ID&gt; says that you are {ADA}, and nobody of that address is here."
    )
    assert await api.loaders().stakeholder.load(ADA) is None


async def test_the_session_of_before_ends(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing_with(api, Acme()) as browser:
        await browser.open(f"{CALLBACK}?state={await state_of(browser)}&code=code")
        first = browser.session or ""
        await browser.open(f"{CALLBACK}?state={await state_of(browser)}&code=code")
        second = browser.session or ""
        browser.client.cookies.clear()
        seen = [(await browser.ask("{ me { userEmail } }", Cookie=f"integrates_session={each}")).data["me"] for each in (first, second)]

    assert seen == [None, {"userEmail": ADA}]


async def test_a_provider_that_is_not_chosen_is_not_there(api: Api) -> None:
    async with browsing(api) as browser:
        answers = [await browser.open(path) for path in ("/sign-in/acme", CALLBACK)]

    assert [each.status_code for each in answers] == [404, 404]


def test_the_service_does_not_start_with_a_provider_that_it_does_not_know(api: Api) -> None:
    settings = api.settings.model_copy(update={"providers": ("acme",)})

    with pytest.raises(UnknownProvider, match=r"INTEGRATES_PROVIDERS names acme; there are: none in this release"):
        create_app(settings, api.store, api.keys, clock=api.time.clock())
