"""`integrates gate` against a server, its exit codes above all."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import factories
from db_model.vulnerabilities.types import Treatment, TreatmentStatus
from ended_scans import given_scans, scan
from harness import Api
from listening import Ended, command, listening
from sarif_files import BANDIT_NEW, BANDIT_OLD, SAMPLES
from scan_documents import imported
from world import FINDING, GROUP, MANAGER, OKADA, Caller, member_of_group, populate

pytestmark = pytest.mark.enable_socket

USER = str(Caller("group", "user").email)
ROOT = factories.git_root("repo", of=GROUP)
UNTIL = factories.NOW + timedelta(days=10)
HIGH = factories.vulnerability(FINDING, "1", ROOT, score=Decimal("9.8"))
LOW = factories.vulnerability(FINDING, "2", ROOT, score=Decimal("4.0"), state=HIGH.state._replace(where="src/a.py", specific="12"))
ACCEPTED = Treatment(status=TreatmentStatus.ACCEPTED, modified_at=factories.NOW, accepted_until=UNTIL)
RUNS = """{ forcesExecutions(groupName: "unittesting") { executions { exitCode strictness gitRepo log
  vulnerabilities { numOfOpenVulnerabilities numOfAcceptedVulnerabilities open { kind who where state } } } } }"""


@pytest.fixture
async def url(api: Api) -> AsyncIterator[str]:
    """Serve a group with two members, without a scan or a vulnerability."""
    members = (*member_of_group(MANAGER, "user_manager", GROUP, OKADA), *member_of_group(USER, "user", GROUP, OKADA))
    await api.given(OKADA, GROUP, FINDING, ROOT, *members)
    async with listening(api) as address:
        yield address


async def gate(api: Api, url: str, folder: Path, *arguments: str, as_: str = MANAGER) -> Ended:
    return await command(url, api.secrets[as_], "gate", "--group", "unittesting", *arguments, folder=folder)


async def test_what_breaks_the_build_is_named_with_file_and_line_and_recorded(api: Api, url: str, tmp_path: Path) -> None:
    await api.given(HIGH, LOW)
    await given_scans(api, scan(GROUP, ROOT))

    ended = await gate(api, url, tmp_path, "--strict", "--root", "repo")

    lines = [
        " 9.8  src/search.py:7  089. SQL Injection  (untreated, reported 2026-11-25, root repo)",
        " 4.0  src/a.py:12  089. SQL Injection  (untreated, reported 2026-11-25, root repo)",
        "BROKEN unittesting/repo: 2 of 2 open vulnerabilities break the build (severity 0.0 and more, grace period 0 days)",
    ]
    assert ended == Ended(1, "\n".join(lines) + "\n", "")
    runs = (await api.ask(RUNS, as_=MANAGER)).data["forcesExecutions"]["executions"]
    assert runs == [
        {
            "exitCode": "1",
            "strictness": "strict",
            "gitRepo": "repo",
            "log": "\n".join(lines),
            "vulnerabilities": {
                "numOfOpenVulnerabilities": 2,
                "numOfAcceptedVulnerabilities": 0,
                "open": [
                    {"kind": "SAST", "who": "7", "where": "src/search.py", "state": "OPEN"},
                    {"kind": "SAST", "who": "12", "where": "src/a.py", "state": "OPEN"},
                ],
            },
        }
    ]


async def test_an_accepted_treatment_gives_0_and_the_day_after_it_ends_gives_1(api: Api, url: str, tmp_path: Path) -> None:
    await api.given(HIGH._replace(treatment=ACCEPTED))
    await given_scans(api, scan(GROUP, ROOT))

    codes = []
    for moment in (factories.NOW, UNTIL + timedelta(days=1)):
        api.time.now = moment
        codes.append((await gate(api, url, tmp_path, "--strict")).code)

    assert codes == [0, 1]


async def test_without_strict_what_would_break_is_told_and_gives_0(api: Api, url: str, tmp_path: Path) -> None:
    await api.given(HIGH, LOW)
    await given_scans(api, scan(GROUP, ROOT))

    ended = await gate(api, url, tmp_path, "--threshold", "7")

    assert (ended.code, ended.errors) == (0, "")
    last = "1 of 2 open vulnerabilities would break a build that is --strict (severity 7.0 and more, grace period 0 days)"
    assert ended.output.splitlines()[1:] == [f"PASSED unittesting: {last}"]


async def test_who_may_not_record_a_run_is_warned_and_gets_the_same_exit_code(api: Api, url: str, tmp_path: Path) -> None:
    await api.given(HIGH)
    await given_scans(api, scan(GROUP, ROOT))

    ended = await gate(api, url, tmp_path, "--strict", as_=USER)

    assert (ended.code, ended.errors) == (1, f"Warning: the run is not recorded: {url} refuses: Access denied\n")


async def test_what_cannot_be_decided_gives_2_and_says_why(api: Api, url: str, tmp_path: Path) -> None:
    secret = api.secrets[MANAGER]
    wrong = f"{secret[:-2]}xx"

    ended = {
        "no scan": await gate(api, url, tmp_path, "--strict"),
        "no scan of the root": await gate(api, url, tmp_path, "--strict", "--root", "repo"),
        "no root": await gate(api, url, tmp_path, "--strict", "--root", "nowhere"),
        "no group": await command(url, secret, "gate", "--group", "nowhere", "--strict", folder=tmp_path),
        "wrong token": await command(url, wrong, "gate", "--group", "unittesting", "--strict", folder=tmp_path),
        "no token": await command(url, "", "gate", "--group", "unittesting", "--strict", folder=tmp_path),
        "no server": await command("http://127.0.0.1:9", secret, "gate", "--group", "unittesting", "--strict", folder=tmp_path),
        "no group given": await command(url, secret, "gate", "--strict", folder=tmp_path),
        "no root given": await gate(api, url, tmp_path, "--with", "a.sarif"),
        "no file": await gate(api, url, tmp_path, "--with", "a.sarif", "--root", "repo"),
        "no threshold": await gate(api, url, tmp_path, "--threshold", "11"),
    }

    assert {name: each.code for name, each in ended.items()} == dict.fromkeys(ended, 2)
    lines = {name: each.errors.splitlines()[-1] for name, each in ended.items()}
    assert lines["no scan"] == "Error: group unittesting: no scan was applied yet: run `integrates import` first"
    assert lines["no scan of the root"] == "Error: root repo: no scan was applied yet: run `integrates import` first"
    assert lines["no root"] == f"Error: {url} refuses: Access denied or root not found"
    assert lines["no group"] == f"Error: {url} refuses: Access denied"
    assert lines["wrong token"] == f"Error: {url} refuses: Login required: the API token is wrong, expired or revoked"
    assert lines["no token"] == "Error: no API token is given: set INTEGRATES_TOKEN, or use --token"
    assert lines["no server"].startswith("Error: http://127.0.0.1:9 cannot be reached: ")
    assert lines["no root given"] == "Error: --with needs --root, to compare the file with"
    assert lines["no file"].startswith("Error: a.sarif cannot be read: ")


async def test_json_is_one_object_with_all_that_breaks(api: Api, url: str, tmp_path: Path) -> None:
    many = [factories.vulnerability(FINDING, f"{number:02x}", ROOT) for number in range(16, 36)]
    await api.given(HIGH, *many)
    await given_scans(api, scan(GROUP, ROOT))

    ended = await gate(api, url, tmp_path, "--strict", "--json", "--grace", "3")
    told = json.loads(ended.output)
    strict = json.loads((await gate(api, url, tmp_path, "--strict", "--json")).output)

    assert (ended.code, ended.errors) == (0, "")
    assert {**told, "breaking": None} == {
        "group": "unittesting",
        "root": None,
        "scanId": None,
        "verdict": "PASSED",
        "exitCode": 0,
        "strictness": "STRICT",
        "severityThreshold": 0.0,
        "gracePeriod": 3,
        "counts": {"open": 21, "closed": 0, "accepted": 0, "compliant": 21, "breaking": 0},
        "reasons": [],
        "breaking": None,
    }
    assert (strict["verdict"], {row["id"] for row in strict["breaking"]}) == ("BROKEN", {HIGH.id, *(each.id for each in many)})


async def test_the_git_repository_of_the_folder_is_told(api: Api, url: str, tmp_path: Path) -> None:
    await given_scans(api, scan(GROUP, ROOT))
    for arguments in (("init", "-q", "-b", "topic"), ("remote", "add", "origin", "https://u:p@git.test/okada/web.git")):
        await asyncio.to_thread(subprocess.run, ["git", *arguments], cwd=tmp_path, check=True)

    ended = await gate(api, url, tmp_path)

    read = '{ forcesExecutions(groupName: "unittesting") { executions { gitRepo gitBranch gitOrigin } } }'
    assert (ended.code, (await api.ask(read, as_=MANAGER)).data["forcesExecutions"]["executions"]) == (
        0,
        [{"gitRepo": "web", "gitBranch": "topic", "gitOrigin": "https://git.test/okada/web.git"}],
    )


async def test_a_file_is_judged_by_what_it_would_add_and_nothing_is_kept(api: Api, tmp_path: Path) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    await imported(api, SAMPLES / BANDIT_OLD, as_=MANAGER, group=GROUP.name)
    before = await api.ask('{ group(groupName: "unittesting") { gate { counts { open closed } } } }', as_=MANAGER)

    async with listening(api) as url:
        known = await gate(api, url, tmp_path, "--strict", "--root", "repo", "--with", str(SAMPLES / BANDIT_OLD))
        newer = await gate(api, url, tmp_path, "--strict", "--root", "repo", "--with", str(SAMPLES / BANDIT_NEW))

    after = await api.ask('{ group(groupName: "unittesting") { gate { counts { open closed } } } }', as_=MANAGER)
    runs = await api.ask(RUNS, as_=MANAGER)
    assert (known.code, newer.code) == (0, 1)
    assert known.output.startswith("PASSED unittesting/repo: 0 of 0 new vulnerabilities break the build")
    assert len(newer.output.splitlines()) == 4
    assert newer.output.splitlines()[-1].startswith("BROKEN unittesting/repo: 3 of 3 new vulnerabilities break the build")
    assert after.data == before.data
    assert runs.data["forcesExecutions"]["executions"] == []
