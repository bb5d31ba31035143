"""`GET /export/…`: who may take a group's vulnerabilities elsewhere, which ones, and as what."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

import factories
from browser import browsing, signed_in
from db_model.vulnerabilities.types import (
    Treatment,
    TreatmentStatus,
    Vulnerability,
    VulnerabilityStatus,
    ZeroRisk,
    ZeroRiskStatus,
)
from harness import Api
from sarif_files import GOSEC, SAMPLES
from scan_documents import counts_of, imported
from world import CALLERS, FINDING, GROUP, MANAGER, RIVAL_GROUP, RIVAL_VULNERABILITY, VULNERABILITY, Caller, populate

ADDRESS = f"/export/groups/{GROUP.name}/vulnerabilities"
READERS = {"group", "platform"}


async def export(api: Api, address: str, *, as_: str | None = MANAGER, **parameters: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {api.secrets[as_]}"} if as_ else {}
    return await api.client.get(address, params=parameters, headers=headers)


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


@pytest.mark.parametrize("file_format", ["csv", "sarif"])
@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_a_group_may_export_it(api: Api, caller: Caller, file_format: str) -> None:
    await populate(api, caller)

    response = await export(api, f"{ADDRESS}.{file_format}", as_=caller.email)

    if caller.email is None:
        assert (response.status_code, response.json()["errors"][0]["message"]) == (401, "Login required")
    elif caller.level == "group" or str(caller) == "admin of platform":
        assert response.status_code == 200
        assert VULNERABILITY.id in response.text
        assert RIVAL_VULNERABILITY.id not in response.text
    else:
        assert (response.status_code, response.json()["errors"][0]["message"]) == (403, "Access denied")


async def test_another_tenants_group_is_denied_and_a_token_opens_what_its_scopes_do(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    asked = f"""mutation {{ addAccessToken(expirationTime: {int(api.time.now.timestamp()) + 1_000}, name: "ci", scopes: [%s],
        groupName: "{GROUP.name}") {{ sessionJwt }} }}"""
    secrets = [
        (await api.ask(asked.replace('"ci"', f'"{scope}"') % scope, as_=MANAGER)).data["addAccessToken"] for scope in ("READ", "IMPORT")
    ]

    theirs = await export(api, f"/export/groups/{RIVAL_GROUP.name}/vulnerabilities.csv")
    none = await export(api, "/export/groups/nobody/vulnerabilities.csv")
    answers = [await api.client.get(f"{ADDRESS}.csv", headers={"Authorization": f"Bearer {each['sessionJwt']}"}) for each in secrets]

    assert [each.status_code for each in (theirs, none)] == [403, 403]
    assert answers[0].status_code == 200


async def test_a_row_holds_what_stands_now_and_no_cell_is_a_formula(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    until = factories.NOW + timedelta(days=1)
    accepted = factories.vulnerability(
        FINDING,
        "7",
        state=VULNERABILITY.state._replace(where="=cmd|' /C calc'!A0", specific="9"),
        treatment=Treatment(status=TreatmentStatus.ACCEPTED, modified_at=factories.NOW, assigned=MANAGER, accepted_until=until),
        tags=frozenset({"+b", "a"}),
    )
    await api.given(accepted)

    (row,) = [each for each in rows_of(await export(api, f"{ADDRESS}.csv")) if each["id"] == accepted.id]
    api.time.move(timedelta(days=2))
    (later,) = [each for each in rows_of(await export(api, f"{ADDRESS}.csv")) if each["id"] == accepted.id]

    assert (row["where"], row["specific"], row["finding"]) == ("'=cmd|' /C calc'!A0", "9", FINDING.title)
    assert (row["treatment"], row["assigned"], row["accepted until"]) == ("ACCEPTED", MANAGER, "2026-11-26 12:00:00")
    assert (row["severity"], row["tags"], row["rule"]) == (str(accepted.score), "'+b a", "B608")
    assert later["treatment"] == "UNTREATED"


async def given_many(api: Api, number: int) -> list[Vulnerability]:
    made = [
        factories.vulnerability(
            FINDING,
            "00",
            id=f"{place:08}-0000-4000-8000-000000000000",
            state=VULNERABILITY.state._replace(
                specific=str(place), status=VulnerabilityStatus.SAFE if place % 10 == 0 else VulnerabilityStatus.VULNERABLE
            ),
        )
        for place in range(number)
    ]
    await api.given(*made)
    return made


async def test_several_pages_are_one_file_and_filters_are_those_of_the_list(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    made = await given_many(api, 1_103)

    every = rows_of(await export(api, f"{ADDRESS}.csv"))
    before = api.calls.total
    safe = rows_of(await export(api, f"{ADDRESS}.csv", stateStatus="SAFE"))
    calls = api.calls.total - before
    sarif = json.loads((await export(api, f"{ADDRESS}.sarif")).text)

    assert sorted(row["id"] for row in every) == sorted([VULNERABILITY.id, *(each.id for each in made)])
    assert len(safe) == 111
    assert {row["status"] for row in safe} == {"SAFE"}
    assert calls == 8
    assert len(sarif["runs"][0]["results"]) == 1_104
    assert [each["id"] for each in sarif["runs"][0]["tool"]["driver"]["rules"]] == [FINDING.id]


@pytest.mark.parametrize(
    ("parameters", "message", "code"),
    [
        ({"colour": "red"}, "Exception - Field colour is invalid", "INVALID_PARAMETER"),
        ({"minSeverity": "eleven"}, "Exception - Invalid minSeverity in form", "INVALID_FIELD"),
        ({"stateStatus": "GONE"}, "Exception - Invalid state in form", "INVALID_FIELD"),
        ({"zeroRisk": "MAYBE"}, "Exception - Invalid zeroRisk in form", "INVALID_FIELD"),
        ({"search": "w" * 257}, "Exception - Invalid field length in form", "INVALID_FIELD_LENGTH"),
    ],
)
async def test_a_filter_that_means_nothing_is_refused_by_its_name(api: Api, parameters: Any, message: str, code: str) -> None:
    await populate(api, Caller("group", "user_manager"))

    response = await export(api, f"{ADDRESS}.csv", **parameters)

    (error,) = response.json()["errors"]
    assert (response.status_code, error["message"], error["extensions"]["code"]) == (400, message, code)


async def test_a_file_of_another_kind_is_not_there(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    assert (await export(api, f"{ADDRESS}.pdf")).status_code == 404


async def test_what_was_exported_can_be_imported_elsewhere(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP), factories.git_root("copy", of=GROUP))
    await imported(api, SAMPLES / GOSEC, as_=MANAGER, group=GROUP.name)

    exported = await export(api, f"{ADDRESS}.sarif", root="repo")
    copied = await imported(api, exported.content, as_=MANAGER, group=GROUP.name, root="copy")
    again = await imported(api, exported.content, as_=MANAGER, group=GROUP.name, root="copy")

    assert (counts_of(copied), counts_of(again)) == ({"created": 141}, {"unchanged": 141})
    places = [
        sorted(
            (row["where"], row["specific"], row["severity"], row["finding"])
            for row in rows_of(await export(api, f"{ADDRESS}.csv", root=root))
        )
        for root in ("repo", "copy")
    ]
    assert places[0] == places[1]


async def test_what_is_accepted_or_no_risk_is_suppressed_in_sarif(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    claim = ZeroRisk(status=ZeroRiskStatus.CONFIRMED, modified_by=MANAGER, modified_at=factories.NOW, justification="Not reachable")
    accepted = Treatment(
        status=TreatmentStatus.ACCEPTED, modified_at=factories.NOW, justification="Later", accepted_until=factories.NOW + timedelta(days=1)
    )
    await api.given(factories.vulnerability(FINDING, "7", treatment=accepted), factories.vulnerability(FINDING, "8", zero_risk=claim))

    listed = json.loads((await export(api, f"{ADDRESS}.sarif", treatment="ACCEPTED")).text)["runs"][0]["results"]
    claimed = json.loads((await export(api, f"{ADDRESS}.sarif", zeroRisk="CONFIRMED")).text)["runs"][0]["results"]

    assert [each["suppressions"] for each in listed] == [[{"kind": "external", "status": "accepted", "justification": "Later"}]]
    assert [each["suppressions"] for each in claimed] == [[{"kind": "external", "status": "accepted", "justification": "Not reachable"}]]


async def test_a_session_exports_what_its_person_may(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    async with browsing(api) as browser:
        await signed_in(api, browser, MANAGER)
        own = await browser.open(f"{ADDRESS}.csv")
        theirs = await browser.open(f"/export/groups/{RIVAL_GROUP.name}/vulnerabilities.csv")
        with_bad_token = await browser.open(f"{ADDRESS}.csv", Authorization="Bearer none")

    assert [each.status_code for each in (own, theirs, with_bad_token)] == [200, 403, 401]
    assert VULNERABILITY.id in own.text
    assert own.headers["content-disposition"].startswith("attachment; ")
