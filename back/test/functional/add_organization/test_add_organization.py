import asyncio
from pathlib import Path

import pytest

import factories
from db_model.audit import reads as audit_model
from db_model.organizations.facet import key
from harness import Api, serving
from roles import Operation, check_role
from world import CALLERS, Caller

OPERATION = Operation(
    'mutation { addOrganization(name: "newcomers", country: "Colombia") { success } }',
    group="*",
    organization="customer_manager user user_manager",
    platform="admin hacker user",
)


@pytest.mark.parametrize("caller", [caller for caller in CALLERS if caller.level != "other tenant"], ids=str)
async def test_who_may_add_an_organization(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


ADD = """mutation ($name: String!, $country: String!) { addOrganization(name: $name, country: $country) {
  success organization { id name country userRole groups { name } stakeholders { email role }
  inactivityPeriod maxAcceptanceSeverity } } }"""
ADA = "ada@example.org"


async def test_who_makes_an_organization_is_its_user_manager_in_the_very_answer(api: Api) -> None:
    await api.given(factories.person(ADA))

    answer = await api.ask(ADD, {"name": " Okada ", "country": "Colombia"}, as_=ADA)

    organization = answer.data["addOrganization"]["organization"]
    assert organization.pop("id").startswith("ORG#")
    assert organization == {
        "name": "okada",
        "country": "Colombia",
        "userRole": "user_manager",
        "groups": [],
        "stakeholders": [{"email": ADA, "role": "user_manager"}],
        "inactivityPeriod": 90,
        "maxAcceptanceSeverity": 10.0,
    }


@pytest.mark.parametrize(
    ("name", "country", "error"),
    [
        ("okada", "Colombia", "Name taken"),
        ("OKADA", "Colombia", "Name taken"),
        ("abc", "Colombia", "Invalid name"),
        ("a" * 21, "Colombia", "Invalid name"),
        ("okada1", "Colombia", "Invalid name"),
        ("", "Colombia", "Invalid name"),
        ("free", "", "Exception - Invalid field length in form"),
        ("free", "  ", "Exception - Field cannot fill with blank characters"),
        ("free", "x" * 51, "Exception - Invalid field length in form"),
    ],
)
async def test_a_bad_organization_is_refused(api: Api, name: str, country: str, error: str) -> None:
    await api.given(factories.person(ADA))
    await api.ask(ADD, {"name": "okada", "country": "Colombia"}, as_=ADA)
    before = api.snapshot()

    assert (await api.ask(ADD, {"name": name, "country": country}, as_=ADA)).errors == (error,)
    assert api.snapshot() == before


async def test_of_two_that_take_a_name_at_once_one_gets_it(api: Api) -> None:
    people = [f"person{number}@example.org" for number in range(4)]
    await api.given(*map(factories.person, people))

    answers = await asyncio.gather(*(api.ask(ADD, {"name": "okada", "country": "Colombia"}, as_=email) for email in people))

    assert sorted(answer.errors for answer in answers) == [(), ("Name taken",), ("Name taken",), ("Name taken",)]


async def test_the_making_is_in_the_histories_and_once_in_the_audit_trail(api: Api) -> None:
    await api.given(factories.person(ADA))
    made = (await api.ask(ADD, {"name": "okada", "country": "Colombia"}, as_=ADA)).data["addOrganization"]["organization"]["id"]

    trail = (await api.store.table.query(audit_model.of_organization(made))).items
    assert [(item.attributes["command"], item.attributes["actor"]) for item in trail] == [("addOrganization", ADA)]
    assert {(row[1], row[2]) for row in api.snapshot() if row[1] == key(made).partition} == {(made, "#"), (made, "HIST#state#0000000001")}


async def test_free_mail_is_refused_when_the_settings_say_so(tmp_path: Path) -> None:
    async with serving(tmp_path, refuse_free_mail=True) as api:
        await api.given(factories.person("ada@gmail.com"), factories.person(ADA))
        answers = [await api.ask(ADD, {"name": "okada", "country": "Colombia"}, as_=email) for email in ("ada@gmail.com", ADA)]

    assert [answer.errors for answer in answers] == [("Exception - Only corporate emails are allowed",), ()]
