"""Attack: secrets of links are guessed, over all processes at once."""

from datetime import timedelta
from pathlib import Path

import factories
from browser import browsing, link_for
from composition.applications import create_app
from harness import serving
from settings import Rates

ADA = "ada@okada.test"
RATES = Rates(address_requests=0, viewer_requests=0, viewer_cost=0, sign_in=4, link_look=6)


async def test_brute_forced_link(tmp_path: Path) -> None:
    async with serving(tmp_path, rates=RATES, workers=2) as api:
        await api.given(factories.person(ADA))
        path = await link_for(api, ADA)
        other_process = create_app(api.settings, api.store, api.keys, clock=api.time.clock())
        guesses = [f"/{kind}/{number:043}" for number in range(6) for kind in ("link", "invitation")]

        async with browsing(api) as here, browsing(api, other_process) as there:
            uses = [await (here if number % 2 else there).send(guess) for number, guess in enumerate(guesses)]
            looks = [await (here if number % 2 else there).open(guess) for number, guess in enumerate(guesses)]
            late = await there.send(path)
            api.time.move(timedelta(minutes=1))
            next_minute = await there.send(path)

    assert [each.status_code for each in uses] == [404] * 4 + [429] * 8
    assert [each.status_code for each in looks] == [404] * 6 + [429] * 6
    assert (uses[-1].headers["retry-after"], "TOO_MANY_REQUESTS" in uses[-1].text) == ("60", True)
    # Past the limit not even a good secret works, so that refusals tell nothing.
    assert (late.status_code, next_minute.status_code) == (429, 303)
