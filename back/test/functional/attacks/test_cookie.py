"""Attack: a cookie that is read, planted or changed by somebody else."""

from pathlib import Path

import factories
from browser import browsing, link_for, signed_in
from harness import Api, serving

ADA, BOB = "ada@okada.test", "bob@okada.test"


async def check_over_https(folder: Path) -> None:
    """Check that over HTTPS it has the name that binds it to the host, is never sent in the clear, and the other name is not read."""
    async with serving(folder, public_url="https://integrates.example.test") as secure, browsing(secure) as browser:
        await secure.given(factories.person(ADA))
        response = await browser.send(await link_for(secure, ADA))
        secret = browser.session or ""
        own = await browser.me()
        browser.client.cookies.clear()
        other = await browser.ask("{ me { userEmail } }", Cookie=f"integrates_session={secret}")

    name, *rest = (part.strip() for part in response.headers["set-cookie"].split(";"))
    assert name == f"__Host-integrates_session={secret}"
    assert set(rest) == {"HttpOnly", "Max-Age=28800", "Path=/", "SameSite=lax", "Secure"}
    assert (own, other.data["me"]) == (ADA, None)


async def test_cookie(api: Api, tmp_path: Path) -> None:
    await api.given(factories.person(ADA), factories.person(BOB))

    async with browsing(api) as browser, browsing(api) as bobs:
        response = await browser.send(await link_for(api, ADA))
        await signed_in(api, bobs, BOB)
        secret, foreign = browser.session or "", bobs.session or ""
        browser.client.cookies.clear()
        identifier, bits = secret.split("_", 2)[1:]
        changed = "B" if bits[-2] != "B" else "C"
        seen = {
            cookie: await browser.ask("{ me { userEmail } }", Cookie=cookie)
            for cookie in (
                f"integrates_session={secret}",
                f"other=1; integrates_session={secret}; more=2",
                f"__Host-integrates_session={secret}",
                f"Integrates_Session={secret}",
                f"session={secret}",
                f"integrates_session={bits}",
                f"integrates_session=int_{identifier}_{bits[:-2]}{changed}{bits[-1]}",
                f"integrates_session={secret}x",
                f"integrates_session={foreign}; integrates_session={secret}",
                f"integrates_session={secret}; integrates_session={secret}",
                f'integrates_session="{secret}"',
                "integrates_session=",
            )
        }

    # The secret is out of reach of scripts and of other sites, for this host and all of its paths, for eight hours.
    flags = {part.strip() for part in response.headers["set-cookie"].split(";")[1:]}
    assert flags == {"HttpOnly", "Max-Age=28800", "Path=/", "SameSite=lax"}
    # It is read under its very name, unchanged, and when it comes once.
    known = [cookie for cookie, answer in seen.items() if answer.data["me"] is not None]
    assert known == [f"integrates_session={secret}", f"other=1; integrates_session={secret}; more=2"]

    await check_over_https(tmp_path / "https")
