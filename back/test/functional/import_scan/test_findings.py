"""The findings of scanners: one of each weakness in a group, whatever tool and root."""

from typing import Any

import factories
from harness import Api
from sarif_files import location, result, run, sarif
from scan_documents import counts_of, imported
from world import GROUP, MANAGER, Caller, populate

HACKER = str(Caller("group", "hacker").email)
FINDINGS = f"""{{ group(groupName: "{GROUP.name}") {{ findings {{ id title severityScore openVulnerabilities
    unfulfilledRequirements {{ id }} description recommendation }} }} }}"""


def of_rule(name: str, cwe: int | None, score: str = "5.3") -> dict[str, object]:
    tags = [] if cwe is None else [f"CWE-{cwe}"]
    return {"id": name, "properties": {"tags": tags, "security-severity": score}}


async def scan(api: Api, *results: object, rules: Any = (), root: str = "repo", tool: str = "T") -> Any:
    whole = run(results, tool={"driver": {"name": tool, "rules": list(rules)}})
    return await imported(api, sarif(whole), as_=MANAGER, group=GROUP.name, root=root)


async def findings(api: Api) -> dict[str, Any]:
    answer = await api.ask(FINDINGS, as_=MANAGER)
    assert answer.errors == ()
    return {each["title"]: each for each in answer.data["group"]["findings"] if each["id"] != factories.finding(GROUP).id}


async def given_roots(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("group", "hacker"))
    await api.given(factories.git_root(of=GROUP), factories.git_root("other", of=GROUP))


async def test_results_are_filed_by_their_weakness(api: Api) -> None:
    await given_roots(api)
    rules = [of_rule("A", 79, "6.1"), of_rule("B", 79, "9.8"), of_rule("C", None), of_rule("D", 99_999)]

    await scan(api, *(result(ruleId=name) for name in "ABCD"), rules=rules)
    found = await findings(api)

    assert {title: each["openVulnerabilities"] for title, each in found.items()} == {
        "079. Cross-site Scripting": 2,
        "000. Unclassified weakness": 2,
    }
    assert found["079. Cross-site Scripting"]["severityScore"] == 6.1
    assert found["000. Unclassified weakness"]["unfulfilledRequirements"] == [{"id": "001"}]


async def test_other_tools_and_roots_add_to_the_same_finding(api: Api) -> None:
    await given_roots(api)
    rules = [of_rule("A", 79)]

    await scan(api, result(ruleId="A"), rules=rules)
    before = await findings(api)
    await scan(api, result(ruleId="A"), rules=rules, root="other")
    await scan(api, result(ruleId="A"), rules=rules, tool="U")
    after = await findings(api)

    assert [each["id"] for each in before.values()] == [each["id"] for each in after.values()]
    assert after["079. Cross-site Scripting"]["openVulnerabilities"] == 3


async def test_a_finding_of_people_with_the_same_title_is_left_alone(api: Api) -> None:
    await given_roots(api)
    own = factories.finding(GROUP, "5", title="079. Cross-site Scripting", description="Ours", threat="Ours")
    await api.given(own)

    await scan(api, result(ruleId="A"), rules=[of_rule("A", 79)])
    answer = await api.ask(FINDINGS, as_=MANAGER)

    of_title = [each for each in answer.data["group"]["findings"] if each["title"] == own.title]
    assert {(each["id"] == own.id, each["openVulnerabilities"]) for each in of_title} == {(True, 0), (False, 1)}


async def test_what_was_removed_with_its_finding_stays_away_and_what_is_new_gets_another_one(api: Api) -> None:
    await given_roots(api)
    rules = [of_rule("A", 79)]
    await scan(api, result(ruleId="A"), rules=rules)
    (removed,) = (await findings(api)).values()
    gone = await api.ask(
        f'mutation {{ removeFinding(findingId: "{removed["id"]}", justification: FALSE_POSITIVE) {{ success }} }}', as_=HACKER
    )
    await api.work()

    again = await scan(api, result(ruleId="A"), result(ruleId="A", locations=[location("src/b.py")]), rules=rules)
    (found,) = (await findings(api)).values()

    assert gone.errors == ()
    assert counts_of(again) == {"dismissed": 1, "created": 1}
    assert (found["id"] == removed["id"], found["openVulnerabilities"]) == (False, 1)
