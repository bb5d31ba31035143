"""A small store with something of every kind, made by commands as people, scanners and agents send them."""

import asyncio
import logging
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

import factories
from cli.demo_scan import sarif_of
from harness import Api, serving
from scan_documents import imported
from triage_documents import TREAT, zero_risk
from world import FINDING, GROUP, MANAGER, OKADA, member_of_group

ROOT = factories.git_root("repo", of=GROUP)
SITE = factories.url_root("site", of=GROUP)
HAND_MADE = tuple(factories.vulnerability(FINDING, digit, ROOT) for digit in "012")
_RUN = """mutation ($log: Upload) { addForcesExecution(groupName: "unittesting", executionId: "0a1b2c", date: "2026-11-25T10:00:00+00:00",
  exitCode: "1", strictness: "strict", gitRepo: "repo", log: $log, vulnerabilities: { open: [{ where: "src/a.py", who: "7" }] })
  { success } }"""
_PLAIN = (
    'mutation { addAccessToken(name: "ci", expirationTime: 1810000000) { success } }',
    'mutation { updateGroupInfo(groupName: "unittesting", description: "Another", language: EN) { success } }',
    'mutation { addOrganization(country: "Colombia", name: "sister") { success } }',
    'mutation { grantStakeholderAccess(groupName: "unittesting", email: "ada@example.test", role: USER) { success } }',
)


async def fill(api: Api) -> None:
    """Put something of every kind into an empty store; raises when one of the commands is refused."""
    await api.given(OKADA, GROUP, FINDING, ROOT, SITE, *HAND_MADE, *member_of_group(MANAGER, "user_manager", GROUP, OKADA))
    for number in (6, 4):
        file = b"".join([chunk async for chunk in sarif_of("billing", number)])
        scan = await imported(api, file, as_=MANAGER, group="unittesting", closeMissing=True, key=f"key {number}")
        assert (scan["status"], scan["error"]) == ("DONE", None)
        api.time.move(timedelta(minutes=1))
    treatment = {
        "finding": FINDING.id,
        "id": HAND_MADE[0].id,
        "treatment": "IN_PROGRESS",
        "justification": "It is being mended",
        "assigned": MANAGER,
    }
    claim = {"finding": FINDING.id, "ids": [HAND_MADE[1].id], "justification": "It cannot be reached"}
    asked: tuple[tuple[str, Mapping[str, Any]], ...] = ((TREAT, treatment), (zero_risk("request"), claim), *((text, {}) for text in _PLAIN))
    for document, variables in asked:
        answer = await api.ask(document, variables, as_=MANAGER)
        assert answer.errors == (), (document, answer.body)
    run = await api.upload(_RUN, {}, files={"log": b"one line\n"}, as_=MANAGER)
    assert run.errors == (), run.body


def make(folder: Path) -> Path:
    """Make the store in a folder, its log kept out of the tests' output, and return the data folder."""

    async def run() -> None:
        async with serving(folder) as api:
            await fill(api)

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(run())
    structlog.reset_defaults()
    return folder / "data"


def copied(data: Path, folder: Path) -> Path:
    """Return a copy of a data folder that a test may break."""
    return Path(shutil.copytree(data, folder / "copy"))
