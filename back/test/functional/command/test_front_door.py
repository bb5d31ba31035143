"""From a printed link to a signed-in browser, over HTTP, with the service as it runs."""

import re
from pathlib import Path

import httpx
import pytest

from running_service import Running, run, running

pytestmark = pytest.mark.enable_socket

FIRST = "ada@okada.test"
SECOND = "bob@okada.test"
SECRET = re.compile(r"/(?:link|invitation)/[A-Za-z0-9_-]{43}$")


def links_in(service: Running) -> list[str]:
    return [line.strip() for line in service.said if SECRET.search(line)]


def send(browser: httpx.Client, link: str, **fields: str) -> httpx.Response:
    """Send the form of the page that a link leads to, at the address that the service is known by."""
    return browser.post(link, data=fields, headers={"Origin": SECRET.sub("", link)})


def who(browser: httpx.Client, origin: str) -> object:
    response = browser.post(f"{origin}/api", json={"query": "{ me { userEmail role } }"}, headers={"Origin": origin})
    return response.json()["data"]["me"]


def test_the_first_link_is_printed_while_nobody_is_there_and_makes_the_admin(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--workers", "2") as service, httpx.Client() as browser:
        (link,) = links_in(service)
        origin = link.partition("/link/")[0]
        look = browser.get(link)
        signed_in = send(browser, link, email=FIRST)
        me, home = who(browser, origin), browser.get(f"{origin}/")
        again = send(browser, link, email=SECOND)

    with running(tmp_path / "data") as second:
        assert links_in(second) == []
    assert origin == service.url.replace("127.0.0.1", "localhost")
    assert "Be the first person" in look.text
    assert (signed_in.status_code, again.status_code) == (303, 404)
    assert me == {"userEmail": FIRST, "role": "admin"}
    assert FIRST in home.text


def test_an_operator_makes_links_beside_a_running_service(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(data, "demo")
    with running(data) as service, httpx.Client() as signed_in, httpx.Client() as invited:
        origin = service.url.replace("127.0.0.1", "localhost")
        printed = run(data, "link", "--email", FIRST).strip()
        offer, _, invitation = run(data, "invite", "--email", SECOND, "--group", "demo", "--role", "user").strip().partition("\n")
        shown_again = run(data, "invite", "--email", SECOND, "--group", "demo", "--role", "user").strip().partition("\n")[2]
        for browser, link in ((signed_in, printed), (invited, invitation)):
            response = send(browser, link.replace("http://localhost:8001", origin))
            assert response.status_code == 303, response.text
        people = [who(browser, origin) for browser in (signed_in, invited)]
        home = invited.get(f"{origin}/").text

    assert SECRET.search(printed)
    assert offer.startswith(f"{SECOND} is invited to demo as user, until ")
    assert offer.endswith(" UTC; the link to accept it:")
    assert shown_again == invitation
    assert people == [{"userEmail": FIRST, "role": "user"}, {"userEmail": SECOND, "role": "user"}]
    assert '<th scope="row">demo</th>' in home


def test_the_service_does_not_start_with_an_identity_provider_that_there_is_not(tmp_path: Path) -> None:
    refused = pytest.raises(AssertionError, match="INTEGRATES_PROVIDERS names acme; there are: none in this release")

    with refused, running(tmp_path / "data", providers='["acme"]'):
        raise LookupError("the service answers")
