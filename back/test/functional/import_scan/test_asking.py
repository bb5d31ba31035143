"""Asking for a scan: what is refused, which root it is applied to, and what a second request under the same key is."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import factories
from db_model import reads
from db_model.audit import reads as audit_model
from db_model.audit.facet import FACET as AUDIT
from db_model.roots.types import RootStatus
from harness import Api
from sarif_files import BANDIT_OLD, SAMPLES, result, run, sarif
from scan_documents import ask_for_scan, counts_of, imported
from world import GROUP, MANAGER, RIVAL_GROUP, Caller, populate

FILE = sarif(run([result()]))
FORCES = str(Caller("group", "service_forces").email)
ROOT = factories.git_root(of=GROUP)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"commit": "abc"}, "Exception - Invalid commit in form"),
        ({"branch": "a..b"}, "Exception - Invalid branch in form"),
        ({"root": "a/b"}, "Exception - Invalid characters in nickname"),
        ({"root": ""}, "Exception - Invalid field length in form"),
        ({"key": ""}, "Exception - Invalid field length in form"),
        ({"key": "k" * 129}, "Exception - Invalid field length in form"),
        ({"root": "nowhere"}, "Exception - Access denied or root not found"),
        ({"root": "theirs"}, "Exception - Access denied or root not found"),
        ({"root": "old"}, "Exception - The root is not active"),
        ({"root": "both"}, "Exception - Two roots have the nickname both: a repository, and an address or site"),
        ({"group": RIVAL_GROUP.name}, "Access denied"),
    ],
)
async def test_what_cannot_be_imported_is_refused_at_once(api: Api, options: Any, error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    old = factories.git_root("old", of=GROUP)
    await api.given(
        ROOT,
        old._replace(state=old.state._replace(status=RootStatus.INACTIVE)),
        factories.git_root("theirs", of=RIVAL_GROUP),
        factories.git_root("both", of=GROUP),
        factories.ip_root("both", of=GROUP),
    )
    before = api.snapshot()

    answer = await ask_for_scan(api, FILE, as_=MANAGER, **{"group": GROUP.name, **options})

    assert answer.errors == (error,)
    assert api.snapshot() == before


async def test_a_file_is_sent_as_a_part_and_not_as_a_text(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    document = f'mutation {{ importScan(groupName: "{GROUP.name}", rootNickname: "repo", file: "x", format: SARIF) {{ success }} }}'

    answer = await api.ask(document, as_=MANAGER)

    assert answer.status == 400
    assert "multipart" in answer.errors[0]


@pytest.mark.parametrize(("kind", "type_of_place"), [("ip", "ports"), ("url", "inputs"), ("git", "lines")])
async def test_the_kind_of_root_says_what_its_places_are(api: Api, kind: str, type_of_place: str) -> None:
    made = {"ip": factories.ip_root, "url": factories.url_root, "git": factories.git_root}[kind]
    await populate(api, Caller("group", "user_manager"))
    await api.given(made("target", of=GROUP))

    scan = await imported(api, FILE, as_=MANAGER, group=GROUP.name, root="target")
    found = await api.ask(
        f'{{ vulnerability(uuid: "{scan["rows"]["edges"][0]["node"]["vulnerabilityId"]}") {{ vulnerabilityType rootNickname }} }}',
        as_=MANAGER,
    )

    assert found.data["vulnerability"] == {"vulnerabilityType": type_of_place, "rootNickname": "target"}


@pytest.mark.parametrize(
    ("file", "options", "url", "branch"),
    [
        (
            sarif(run([result()], versionControlProvenance=[{"repositoryUri": "https://git.test/okada/named", "branch": "next"}])),
            {"url": "https://git.test/okada/local"},
            "https://git.test/okada/named",
            "next",
        ),
        (FILE, {"url": "https://git.test/okada/local", "branch": "dev"}, "https://git.test/okada/local", "dev"),
        (FILE, {}, f"https://localhost/{GROUP.name}/fresh", "main"),
        (FILE, {"url": "https://localhost/secret"}, f"https://localhost/{GROUP.name}/fresh", "main"),
        (FILE, {"url": "https://git.test/okada/repo"}, f"https://localhost/{GROUP.name}/fresh", "main"),
    ],
    ids=["the file names it", "the sender does", "nobody does", "not reachable", "another root has it"],
)
async def test_a_missing_root_is_made(api: Api, file: bytes, options: Any, url: str, branch: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)

    scan = await imported(api, file, as_=MANAGER, group=GROUP.name, root="fresh", createRoot=True, **options)
    again = await imported(api, file, as_=MANAGER, group=GROUP.name, root="fresh", createRoot=True, **options)
    seen = await api.ask(f'{{ group(groupName: "{GROUP.name}") {{ roots {{ ... on GitRoot {{ nickname url branch }} }} }} }}', as_=MANAGER)

    assert (counts_of(scan), counts_of(again)) == ({"created": 1}, {"unchanged": 1})
    assert {"nickname": "fresh", "url": url, "branch": branch} in seen.data["group"]["roots"]


async def test_only_who_may_add_a_root_has_one_made(api: Api) -> None:
    await populate(api, Caller("group", "service_forces"))

    refused = await ask_for_scan(api, FILE, as_=FORCES, group=GROUP.name, root="fresh", createRoot=True)
    dry = await imported(api, FILE, as_=FORCES, group=GROUP.name, root="fresh", createRoot=True, dryRun=True)
    await api.given(factories.git_root("fresh", of=GROUP))
    allowed = await imported(api, FILE, as_=FORCES, group=GROUP.name, root="fresh", createRoot=True)

    assert refused.errors == ("Access denied",)
    assert (dry["status"], counts_of(dry)) == ("DONE", {"created": 1})
    assert counts_of(allowed) == {"created": 1}


async def test_the_url_of_a_root_that_was_made_for_a_scan_can_be_said_later(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await imported(api, FILE, as_=MANAGER, group=GROUP.name, root="fresh", createRoot=True)
    roots = await api.ask(f'{{ group(groupName: "{GROUP.name}") {{ roots {{ ... on GitRoot {{ id }} }} }} }}', as_=MANAGER)
    (root,) = roots.data["group"]["roots"]
    document = f"""mutation {{ updateGitRoot(groupName: "{GROUP.name}", id: "{root["id"]}", url: "https://git.test/okada/true",
        branch: "main", environment: "production", gitignore: [], includesHealthCheck: false) {{ success }} }}"""

    answer = await api.ask(document, as_=MANAGER)

    assert answer.data == {"updateGitRoot": {"success": True}}


async def test_a_root_that_is_deactivated_before_its_scan_begins_fails_it(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    asked = await ask_for_scan(api, FILE, as_=MANAGER, group=GROUP.name)
    await api.ask(
        f'mutation {{ deactivateRoot(groupName: "{GROUP.name}", id: "{ROOT.id}", other: "x", reason: OTHER) {{ success }} }}', as_=MANAGER
    )

    await api.work()

    scan = await api.loaders().scan.load(asked.data["importScan"]["scan"]["id"])
    assert scan is not None
    assert (scan.status, scan.error) == ("FAILED", "Exception - The root is not active")


async def test_the_same_key_is_the_same_scan_for_a_day(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)

    first = await ask_for_scan(api, FILE, as_=MANAGER, group=GROUP.name, key="build 7")
    again = await ask_for_scan(api, FILE, as_=MANAGER, group=GROUP.name, key="build 7")
    other = await ask_for_scan(api, SAMPLES / BANDIT_OLD, as_=MANAGER, group=GROUP.name, key="build 7")
    api.time.move(timedelta(hours=24))
    later = await ask_for_scan(api, SAMPLES / BANDIT_OLD, as_=MANAGER, group=GROUP.name, key="build 7")

    assert first.data["importScan"]["scan"]["id"] == again.data["importScan"]["scan"]["id"]
    assert other.errors == ("Exception - The idempotency key was used for another scan",)
    assert later.errors == ()
    assert later.data["importScan"]["scan"]["id"] != first.data["importScan"]["scan"]["id"]


async def test_two_requests_under_one_key_at_once_are_one_scan(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)

    answers = await asyncio.gather(*(ask_for_scan(api, FILE, as_=MANAGER, group=GROUP.name, key="once") for _ in range(8)))

    assert {each.errors for each in answers} == {()}
    assert len({each.data["importScan"]["scan"]["id"] for each in answers}) == 1


@pytest.mark.parametrize(
    ("content", "options", "end"),
    [
        (FILE, {}, ("importScan: done", "1")),
        (FILE, {"dryRun": True}, ("importScan: done", "1")),
        (b"{", {}, ("importScan: failed", "0")),
    ],
)
async def test_the_audit_trail_tells_who_asked_and_what_came_of_it(api: Api, content: bytes, options: Any, end: tuple[str, str]) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    asked = await ask_for_scan(api, content, as_=MANAGER, group=GROUP.name, url="https://user:hidden@git.test/a/b", **options)
    await api.work()

    (page,) = await reads.pages(api.store.table, AUDIT, (replace(audit_model.of_person(MANAGER), first=10),), now=api.time.now)

    # Both are of the same moment of the test's clock, so that their order says nothing.
    request, ended = sorted(page.items, key=lambda record: record.command)
    scan_id = asked.data["importScan"]["scan"]["id"]
    assert (request.command, dict(request.details)) == ("importScan", {"scan": scan_id, "root": "repo"})
    assert (ended.command, ended.details["created"]) == end
    assert {(each.actor, each.group_name, each.details["scan"]) for each in page.items} == {(MANAGER, GROUP.name, scan_id)}
    assert "hidden" not in str(api.snapshot())


async def test_a_dry_run_is_gone_after_a_day(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    dry = await ask_for_scan(api, FILE, as_=MANAGER, group=GROUP.name, dryRun=True)
    await api.work()
    document = f'{{ group(groupName: "{GROUP.name}") {{ scan(id: "{dry.data["importScan"]["scan"]["id"]}") {{ status }} }} }}'
    before = await api.ask(document, as_=MANAGER)

    api.time.move(timedelta(hours=24))
    after = await api.ask(document, as_=MANAGER)

    assert before.data["group"]["scan"] == {"status": "DONE"}
    assert after.errors == ("Exception - Access denied or scan not found",)
