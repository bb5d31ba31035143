"""Attack: headers of proxies, sent by somebody who is none, to be counted as others or to seem to come over HTTPS."""

from pathlib import Path

import factories
from browser import browsing, link_for
from harness import Api, serving
from settings import Rates

ADA = "ada@okada.test"
RATES = Rates(address_requests=0, viewer_requests=0, viewer_cost=0, sign_in=3, link_look=3)
EVIL = "evil.example"


async def statuses(api: Api, headers: list[dict[str, str]]) -> list[int]:
    async with browsing(api) as browser:
        return [(await browser.send(f"/link/{'A' * 43}", **each)).status_code for each in headers]


async def test_hostile_proxy_headers(tmp_path: Path) -> None:
    spoofed = [{"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"} for number in range(5)]
    async with serving(tmp_path / "direct", rates=RATES) as api:
        await api.given(factories.person(ADA))
        direct = await statuses(api, spoofed)

        api.time.now += factories.MINUTE
        claims = {
            "X-Forwarded-Host": EVIL,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Port": "443",
            "X-Original-URL": "/live",
            "X-HTTP-Method-Override": "GET",
            "Forwarded": f"host={EVIL};proto=https",
        }
        async with browsing(api) as browser:
            foreign = await browser.send(await link_for(api, ADA), **claims, Origin=f"https://{EVIL}")
            response = await browser.send(await link_for(api, ADA), **claims)
            home = await browser.open("/", **claims)

    # Without a trusted proxy nobody says who they are; the cookie and the links go by the public URL.
    assert direct == [404, 404, 404, 429, 429]
    assert (foreign.status_code, response.status_code, response.headers["location"]) == (403, 303, "/")
    assert "Secure" not in response.headers["set-cookie"]
    assert EVIL not in home.text + str(home.headers)

    # A trusted one tells the address before it; what stands further left was written by the caller.
    async with serving(tmp_path / "behind", rates=RATES, trusted_proxies=("127.0.0.0/8",)) as api:
        same = [{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"} for number in range(5)]
        others = [{"X-Forwarded-For": f"203.0.113.7, 198.51.100.{number}"} for number in range(5)]

        assert await statuses(api, same) == [404, 404, 404, 429, 429]
        assert await statuses(api, others) == [404] * 5
