"""The counterparts of the benchmarks answer the same bytes as the operations that they are measured against."""

import orjson
import pytest

from app.cookies import SESSION_COOKIE
from by_hand import ENTITIES_PATH, LIST, LIST_PATH, SMALL, SMALL_PATH, Hands, add_routes
from filling import READER, populate
from harness import Api
from identity.sessions import open_session
from world import GROUP


async def _filled(api: Api, number: int) -> None:
    add_routes(api.application, Hands(api.store, api.time.clock(), api.settings.public_url))
    await populate(api, number)


@pytest.mark.parametrize("path", [LIST_PATH, ENTITIES_PATH])
async def test_a_list_by_hand_has_the_bytes_of_the_operation(api: Api, path: str) -> None:
    await _filled(api, 7)
    headers = {"Authorization": f"Bearer {api.secrets[READER]}"}

    asked = await api.client.post("/api", json={"query": LIST, "variables": {"group": GROUP.name, "first": 6}}, headers=headers)
    cost = asked.json()["extensions"]["cost"]["cost"]
    by_hand = await api.client.get(path, params={"group": GROUP.name, "first": 6, "cost": cost}, headers=headers)

    assert len(orjson.loads(asked.content)["data"]["group"]["vulnerabilities"]["edges"]) == 6
    assert by_hand.content == asked.content


async def test_a_small_answer_by_hand_has_the_bytes_of_the_operation(api: Api) -> None:
    await _filled(api, 0)
    cookie = f"{SESSION_COOKIE}={await open_session(api.loaders(), READER)}"

    asked = await api.client.post("/api", json={"query": SMALL}, headers={"Cookie": cookie, "Origin": api.settings.public_url})
    cost = asked.json()["extensions"]["cost"]["cost"]
    by_hand = await api.client.get(SMALL_PATH, params={"cost": cost}, headers={"Cookie": cookie})

    assert asked.json()["data"] == {"me": {"userEmail": READER, "role": "user"}}
    assert by_hand.content == asked.content
