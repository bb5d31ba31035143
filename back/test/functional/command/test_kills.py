"""`kill -9` of each child of a serving instance under load, ten times: what was acknowledged is there, and what was begun ends."""

import asyncio
import os
import signal
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

import httpx
import orjson
import pytest

from cli.demo_scan import sarif_of
from running_service import PROCESSES, SECONDS, Running, children_of, run, running, until
from scan_documents import IMPORT

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(not (PROCESSES / "self" / "stat").exists(), reason="processes are looked up in /proc"),
]
ROUNDS = 10
WRITERS = 2
PAUSE = 0.02
"""Seconds between two writes of a writer: a modest load."""
WRITES_A_ROUND = 5
RESULTS = 400
SCANS = '{ group(groupName: "demo") { scans(first: 100) { edges { node { id status } } } } }'
ROOTS = '{ group(groupName: "demo") { roots { ... on IPRoot { nickname } } } }'


class Load(NamedTuple):
    """What was acknowledged while children were killed."""

    roots: list[str]
    scans: list[str]


def ask(client: httpx.Client, document: str) -> Any:
    """Ask until there is an answer, which has no error."""

    def once() -> httpx.Response | None:
        try:
            return client.post("/api", json={"query": document})
        except httpx.TransportError:
            return None

    answer = until(once).json()
    assert "errors" not in answer, answer
    return answer["data"]


def write_on(client: httpx.Client, writer: int, roots: list[str], stop: Event) -> None:
    """Add one root after the other; what was not acknowledged may be there or not."""
    number = 0
    while not stop.wait(PAUSE):
        name = f"w{writer}-{number}"
        arguments = f'groupName: "demo", address: "10.{writer + 1}.{number // 250}.{number % 250 + 1}", nickname: "{name}"'
        number += 1
        try:
            answer = client.post("/api", json={"query": f"mutation {{ addIpRoot({arguments}) {{ success }} }}"}).json()
        except httpx.TransportError:
            continue
        if answer.get("data"):
            roots.append(name)


@contextmanager
def loaded(client: httpx.Client, load: Load) -> Iterator[None]:
    """Let writers write until the end of the block."""
    stop = Event()
    writers = [Thread(target=write_on, args=(client, number, load.roots, stop)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        yield
    finally:
        stop.set()
        for writer in writers:
            writer.join(SECONDS)


def ask_for_scan(client: httpx.Client, file: bytes, number: int) -> str:
    """Hand in a file, again with the same key if nobody answers, and return the id of its scan."""
    variables = {
        "group": "demo",
        "root": "billing",
        "file": None,
        "createRoot": True,
        "allowOlder": False,
        "dryRun": False,
        "key": f"k{number}",
    }
    fields = {"operations": orjson.dumps({"query": IMPORT, "variables": variables}).decode(), "map": '{"0": ["variables.file"]}'}

    def once() -> httpx.Response | None:
        try:
            return client.post("/api", data=fields, files={"0": ("a.sarif", file)})
        except httpx.TransportError:
            return None

    answer = until(once).json()
    assert "errors" not in answer, answer
    return str(answer["data"]["importScan"]["scan"]["id"])


def statuses(client: httpx.Client) -> dict[str, str]:
    nodes = [edge["node"] for edge in ask(client, SCANS)["group"]["scans"]["edges"]]
    return {node["id"]: node["status"] for node in nodes}


def wait_for_writes(load: Load, number: int) -> None:
    until(lambda: True if len(load.roots) >= number else None)


def kill(service: Running, name: str) -> None:
    os.kill(until(lambda: children_of(service.process.pid).get(name)), signal.SIGKILL)


def seconds_to_answer(service: Running) -> float:
    """Return how long a new caller waits for an answer."""
    begun = time.monotonic()

    def once() -> bool | None:
        try:
            return httpx.get(f"{service.url}/ready", timeout=SECONDS).status_code == httpx.codes.OK or None
        except httpx.TransportError:
            return None

    until(once)
    return time.monotonic() - begun


async def file_of(number: int) -> bytes:
    return b"".join([chunk async for chunk in sarif_of("billing", number)])


def test_each_child_can_be_killed_ten_times_under_load_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(data, "demo")
    headers = {"Authorization": f"Bearer {run(data, 'token', '--email', 'demo@integrates.test').strip()}"}
    load, waits = Load([], []), list[float]()
    files = [asyncio.run(file_of(number)) for number in (RESULTS, RESULTS // 2)]
    with running(data) as service, httpx.Client(base_url=service.url, headers=headers, timeout=SECONDS) as client:
        with loaded(client, load):
            for number in range(ROUNDS):
                load.scans.append(ask_for_scan(client, files[number % 2], number))
                until(lambda: True if statuses(client)[load.scans[-1]] != "QUEUED" else None)
                wait_for_writes(load, len(load.roots) + WRITES_A_ROUND)
                kill(service, "worker")
                kill(service, "web-0")
                waits.append(seconds_to_answer(service))
        until(lambda: True if set(statuses(client).values()) == {"DONE"} else None, seconds=60)
        stored = {root["nickname"] for root in ask(client, ROOTS)["group"]["roots"] if root}
        ended = statuses(client)

    assert len(load.roots) >= ROUNDS * WRITES_A_ROUND
    assert set(load.roots) <= stored
    assert set(ended) == set(load.scans)
    assert run(data, "jobs", "--dead", "--json") == "[]\n"
    assert run(data, "check", "--blobs") == "everything agrees\n"
    print(f"{len(load.roots)} writes, answers again after {statistics.median(waits):.2f} s, at most {max(waits):.2f} s")
    # One that a busy machine delays proves nothing.
    assert statistics.median(waits) < 2
