import pytest

from db_model.findings.types import RemovalJustification
from harness import Api
from roles import Operation, check_role
from world import CALLERS, DRAFT, FINDING, RIVAL_FINDING, Caller, populate

REMOVE = 'mutation {{ removeFinding(findingId: "{}", justification: {}) {{ success }} }}'
OPERATION = Operation(REMOVE.format(FINDING.id, "FALSE_POSITIVE"), group="architect hacker reviewer")
HACKER = str(Caller("group", "hacker").email)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_remove_a_finding(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize("justification", RemovalJustification)
@pytest.mark.parametrize("finding", [FINDING, DRAFT], ids=["released", "draft"])
async def test_nobody_is_answered_anything_of_a_removed_finding(api: Api, justification: str, finding: object) -> None:
    await populate(api, Caller("group", "hacker"))
    identifier = getattr(finding, "id")  # noqa: B009 -- either of the two

    answer = await api.ask(REMOVE.format(identifier, justification), as_=HACKER)
    seen = await api.ask('{ group(groupName: "unittesting") { findings { id } drafts { id } } }', as_=HACKER)
    again = await api.ask(REMOVE.format(identifier, justification), as_=HACKER)

    assert answer.data == {"removeFinding": {"success": True}}
    left = [each["id"] for each in (*seen.data["group"]["findings"], *seen.data["group"]["drafts"])]
    assert left == [each for each in (FINDING.id, DRAFT.id) if each != identifier]
    assert again.errors == ("Access denied",)


async def test_the_finding_of_another_tenant_stays(api: Api) -> None:
    await populate(api, Caller("group", "hacker"))
    before = api.snapshot()

    answer = await api.ask(REMOVE.format(RIVAL_FINDING.id, "DUPLICATED"), as_=HACKER)

    assert (answer.errors, answer.codes) == (("Access denied",), ("FINDING_NOT_FOUND",))
    assert api.snapshot() == before
