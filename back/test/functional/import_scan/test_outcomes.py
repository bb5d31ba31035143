"""What comes of a result: made, met, back again, or kept away by what a person said."""

from typing import Any

import pytest

import factories
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from harness import Api
from sarif_files import location, result, run, sarif
from scan_documents import counts_of, imported
from world import GROUP, MANAGER, Caller, populate

ROOT = factories.git_root(of=GROUP)
CLAIMED = ZeroRisk(status=ZeroRiskStatus.REQUESTED, modified_by=MANAGER, modified_at=factories.NOW, justification="It is no risk")


def at(line: int, text: str = "call()", **changes: object) -> dict[str, object]:
    return result(locations=[location(line=line, snippet={"text": text})], **changes)


async def given_a_root(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)


async def scan(api: Api, *results: object, **options: Any) -> Any:
    return await imported(api, sarif(run(results)), as_=MANAGER, group=GROUP.name, **options)


async def change(api: Api, identifier: str, **changes: Any) -> None:
    found = await api.loaders().vulnerability.load(identifier)
    assert found is not None
    await api.store.table.write(vulnerabilities_model.update(found, found._replace(**changes)).writes)


def rows(scanned: Any, outcome: str) -> list[Any]:
    return [edge["node"] for edge in scanned["rows"]["edges"] if edge["node"]["outcome"] == outcome]


async def test_a_new_vulnerability_holds_what_the_file_says(api: Api) -> None:
    await given_a_root(api)
    rule = {"id": "R1", "helpUri": "https://rules.test/r1", "properties": {"tags": ["external/cwe/cwe-089"], "security-severity": "9.8"}}
    whole = run([at(7, "query(text)", level="error")], rules=[rule], automationDetails={"id": "nightly/"})

    made = await imported(api, sarif(whole), as_=MANAGER, group=GROUP.name, commit="b" * 40)
    (row,) = rows(made, "CREATED")
    answer = await api.ask(
        f"""{{ vulnerability(uuid: "{row["vulnerabilityId"]}") {{ state where specific source vulnerabilityType commitHash severity
        treatmentStatus rule message helpUri fingerprint firstScan lastScan rootNickname previousVulnerability {{ id }}
        snippet {{ content line column }} finding {{ title severityScore unfulfilledRequirements {{ id }} }} }} }}""",
        as_=MANAGER,
    )

    said = answer.data["vulnerability"]
    assert len(said.pop("fingerprint")) == 64
    assert said.pop("firstScan") == said.pop("lastScan")
    assert said == {
        "state": "VULNERABLE",
        "where": "src/a.py",
        "specific": "7",
        "source": "machine",
        "vulnerabilityType": "lines",
        "commitHash": "b" * 40,
        "severity": "9.8",
        "treatmentStatus": "UNTREATED",
        "rule": "R1",
        "message": "Bad call",
        "helpUri": "https://rules.test/r1",
        "rootNickname": "repo",
        "previousVulnerability": None,
        "snippet": {"content": "query(text)", "line": 7, "column": None},
        "finding": {
            "title": "089. SQL Injection",
            "severityScore": 9.8,
            "unfulfilledRequirements": said["finding"]["unfulfilledRequirements"],
        },
    }
    assert said["finding"]["unfulfilledRequirements"]


async def test_equal_results_are_vulnerabilities_of_their_own(api: Api) -> None:
    await given_a_root(api)

    first = await scan(api, at(1), at(2), at(3))
    second = await scan(api, at(1), at(2))

    assert (counts_of(first), counts_of(second)) == ({"created": 3}, {"unchanged": 2, "closed": 1})
    assert [row["specific"] for row in rows(second, "CLOSED")] == ["3"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"state": factories.vulnerability(factories.finding(GROUP)).state._replace(status=VulnerabilityStatus.DELETED)},
            "its vulnerability is DELETED",
        ),
        ({"zero_risk": CLAIMED._replace(status=ZeroRiskStatus.CONFIRMED)}, "its zero risk is confirmed"),
    ],
)
async def test_what_a_person_took_away_does_not_come_back(api: Api, changes: Any, reason: str) -> None:
    await given_a_root(api)
    (made,) = rows(await scan(api, at(1)), "CREATED")
    await change(api, made["vulnerabilityId"], **changes)

    again = await scan(api, at(5), at(9, "other()"))
    once_more = await scan(api, at(6), at(9, "other()"))

    assert counts_of(again) == {"created": 1, "dismissed": 1}
    assert [(row["reason"], row["vulnerabilityId"]) for row in rows(again, "DISMISSED")] == [(reason, made["vulnerabilityId"])]
    assert counts_of(once_more) == {"unchanged": 1, "dismissed": 1}


async def test_a_claim_that_is_not_confirmed_keeps_nothing_away(api: Api) -> None:
    await given_a_root(api)
    (made,) = rows(await scan(api, at(1)), "CREATED")
    await change(api, made["vulnerabilityId"], zero_risk=CLAIMED)

    assert counts_of(await scan(api, at(1))) == {"unchanged": 1}


async def test_what_the_file_calls_no_result_is_suppressed_and_what_has_no_place_rejected(api: Api) -> None:
    await given_a_root(api)

    made = await scan(
        api,
        at(1),
        at(2, kind="pass"),
        at(3, baselineState="absent"),
        at(4, suppressions=[{"kind": "inSource", "justification": "checked"}]),
        result(locations=None),
        at(6, kind="review"),
    )

    assert counts_of(made) == {"created": 2, "suppressed": 3, "rejected": 1}
    assert [row["result"] for row in rows(made, "SUPPRESSED")] == [1, 2, 3]
    assert [(row["result"], row["where"]) for row in rows(made, "REJECTED")] == [(4, None)]
    assert all(row["reason"] for row in (*rows(made, "SUPPRESSED"), *rows(made, "REJECTED")))


async def test_a_suppressed_one_that_was_open_is_closed(api: Api) -> None:
    await given_a_root(api)
    await scan(api, at(1))

    assert counts_of(await scan(api, at(1, suppressions=[{"kind": "external"}]))) == {"suppressed": 1, "closed": 1}


async def test_most_of_many_are_not_closed_unless_asked_for(api: Api) -> None:
    await given_a_root(api)
    many = [at(line, f"call({line})") for line in range(1, 21)]
    await scan(api, *many)

    braked = await scan(api, *many[:9])
    never = await scan(api, *many[:9], closeMissing=False)
    asked = await scan(api, *many[:9], closeMissing=True)

    assert counts_of(braked) == {"unchanged": 9, "heldBack": 11}
    assert braked["warnings"] == [
        "T: 11 open vulnerabilities were not found and stay open, as more than half of the open ones would close; closeMissing closes them"
    ]
    assert (counts_of(never), never["warnings"]) == ({"unchanged": 9, "heldBack": 11}, [])
    assert (counts_of(asked), asked["warnings"]) == ({"unchanged": 9, "closed": 11}, [])


async def test_nothing_is_closed_by_a_tool_that_failed_or_in_files_that_it_did_not_look_at(api: Api) -> None:
    await given_a_root(api)
    await scan(api, at(1))
    notification = {
        "level": "error",
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/a.py"}}}],
        "message": {"text": "syntax error"},
    }

    failed = await imported(api, sarif(run([], invocations=[{"executionSuccessful": False}])), as_=MANAGER, group=GROUP.name)
    unseen = await imported(
        api,
        sarif(run([], invocations=[{"executionSuccessful": True, "toolExecutionNotifications": [notification]}])),
        as_=MANAGER,
        group=GROUP.name,
    )
    nothing = await imported(api, sarif(), as_=MANAGER, group=GROUP.name)

    assert (counts_of(failed), failed["warnings"]) == ({"heldBack": 1}, ["T: the tool says that it failed, so that nothing is closed"])
    assert (counts_of(unseen), unseen["warnings"]) == ({"heldBack": 1}, ["T: the tool could not analyse the file: src/a.py"])
    assert (nothing["status"], counts_of(nothing)) == ("DONE", {})
    assert counts_of(await scan(api)) == {"closed": 1}


async def test_scans_of_other_tools_categories_and_roots_do_not_close_each_other(api: Api) -> None:
    await given_a_root(api)
    await api.given(factories.git_root("other", of=GROUP))
    await scan(api, at(1))

    of_category = await imported(api, sarif(run([], automationDetails={"id": "docs/"})), as_=MANAGER, group=GROUP.name)
    of_tool = await imported(api, sarif(run([], tool={"driver": {"name": "U"}})), as_=MANAGER, group=GROUP.name)
    of_root = await imported(api, sarif(run([at(1)])), as_=MANAGER, group=GROUP.name, root="other")

    assert [counts_of(each) for each in (of_category, of_tool, of_root)] == [{}, {}, {"created": 1}]
    assert counts_of(await scan(api, at(1))) == {"unchanged": 1}


async def test_a_dry_run_tells_the_same_and_changes_nothing(api: Api) -> None:
    await given_a_root(api)
    await scan(api, at(1), at(2, "b()"), at(3, "c()"))
    await scan(api, at(1), at(2, "b()"))
    before = {row for row in api.snapshot() if not str(row[1]).startswith(("SCAN#", "JOB#", "AUDIT#"))}
    wanted = (at(1), at(3, "c()"), at(4, "d()"), result(locations=None))

    dry = await scan(api, *wanted, dryRun=True)
    unchanged = {row for row in api.snapshot() if not str(row[1]).startswith(("SCAN#", "JOB#", "AUDIT#"))}
    real = await scan(api, *wanted)

    assert dry["isDryRun"]
    assert unchanged == before
    assert counts_of(dry) == counts_of(real) == {"unchanged": 1, "created": 1, "reopened": 1, "closed": 1, "rejected": 1}
    assert [row["specific"] for row in rows(dry, "CREATED")] == ["4"]
    assert rows(dry, "CREATED")[0]["vulnerabilityId"] is None
