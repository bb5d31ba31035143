"""The whole story, as a team lives it: a report in, triage, a gate out, and the day after an acceptance ends."""

from datetime import timedelta
from typing import Any

import factories
from harness import Api
from sarif_files import BANDIT_NEW, BANDIT_OLD, SAMPLES
from scan_documents import counts_of, imported
from world import GROUP, MANAGER, Caller, populate

DEVELOPER = str(Caller("group", "user").email)
STAFF = str(Caller("group", "reviewer").email)

GATE = f"""query ($threshold: Float) {{ group(groupName: "{GROUP.name}") {{
  gate(rootNickname: "paramiko", strictness: STRICT, severityThreshold: $threshold) {{
    verdict exitCode counts {{ breaking }}
    breaking(first: 100) {{ edges {{ node {{ id where specific finding {{ id }} }} }} }}
  }}
}} }}"""
POLICY = f'mutation {{ updateGroupPolicies(groupName: "{GROUP.name}", maxAcceptanceDays: 30, maxNumberAcceptances: 1) {{ success }} }}'
TREAT = """mutation ($finding: String!, $id: ID!, $treatment: UpdateClientDescriptionTreatment!, $assigned: String, $until: String) {
  updateVulnerabilitiesTreatment(findingId: $finding, vulnerabilityId: $id, treatment: $treatment, assigned: $assigned,
    acceptanceDate: $until, justification: "We looked at it together") { success }
}"""
CLAIM = """mutation ($finding: String!, $ids: [String]!) {
  requestVulnerabilitiesZeroRisk(findingId: $finding, vulnerabilities: $ids, justification: "Nobody can reach this line") { success }
}"""
CONFIRM = """mutation ($finding: String!, $ids: [String]!) {
  confirmVulnerabilitiesZeroRisk(findingId: $finding, vulnerabilities: $ids, justification: "True") { success }
}"""


async def ask(api: Api, document: str, variables: Any = None, *, as_: str = MANAGER) -> Any:
    answer = await api.ask(document, variables, as_=as_)
    assert answer.errors == ()
    return answer.data


async def gate(api: Api) -> Any:
    decision = (await ask(api, GATE, {"threshold": 8.0}))["group"]["gate"]
    places = sorted(f"{edge['node']['where']}:{edge['node']['specific']}" for edge in decision["breaking"]["edges"])
    nodes = {f"{edge['node']['where']}:{edge['node']['specific']}": edge["node"] for edge in decision["breaking"]["edges"]}
    return decision["exitCode"], places, nodes


async def test_a_report_goes_in_people_decide_and_the_gate_holds(api: Api) -> None:
    await populate(api, *(Caller("group", role) for role in ("user_manager", "user", "reviewer")))
    await api.given(factories.git_root("paramiko", of=GROUP))

    # Before any scan nobody can tell whether the build may pass.
    assert (await gate(api))[0] == 2

    # The first report: all of it is new, and what scores 8 or more breaks the build, each with its file and line.
    first = await imported(api, SAMPLES / BANDIT_OLD, as_=MANAGER, group=GROUP.name, root="paramiko")
    assert counts_of(first) == {"created": 30}
    code, before, _ = await gate(api)
    assert (code, len(before)) == (1, 9)

    # The team fixes some, and the next report closes them.
    second = await imported(api, SAMPLES / BANDIT_NEW, as_=MANAGER, group=GROUP.name, root="paramiko")
    assert counts_of(second) == {"unchanged": 24, "created": 3, "closed": 6}
    code, places, nodes = await gate(api)
    assert (code, len(places)) == (1, 8)
    assert "paramiko/config.py:441" in places
    finding = nodes[places[0]]["finding"]["id"]

    # One of them is a false positive: who triages claims it, staff confirms, and it never comes back.
    false_positive = nodes.pop("paramiko/config.py:441")["id"]
    await ask(api, CLAIM, {"finding": finding, "ids": [false_positive]})
    await ask(api, CONFIRM, {"finding": finding, "ids": [false_positive]}, as_=STAFF)
    again = await imported(api, SAMPLES / BANDIT_NEW, as_=MANAGER, group=GROUP.name, root="paramiko")
    assert counts_of(again) == {"unchanged": 26, "dismissed": 1}

    # The others are accepted for ten days, within the policy of the group, and the build passes.
    await ask(api, POLICY)
    until = (api.time.now + timedelta(days=10)).date().isoformat()
    for node in nodes.values():
        await ask(api, TREAT, {"finding": finding, "id": node["id"], "treatment": "ACCEPTED", "until": until})
    assert await gate(api) == (0, [], {})

    # It still does on the last day, and breaks again on the day after, whether or not the daily job has run.
    api.time.move(timedelta(days=10))
    assert (await gate(api))[0] == 0
    api.time.move(timedelta(days=1))
    assert (await gate(api))[:2] == (1, sorted(nodes))

    # A second acceptance is against the policy, so somebody has to work on it; that alone does not let the build pass.
    one = next(iter(nodes.values()))
    refused = await api.ask(
        TREAT,
        {"finding": finding, "id": one["id"], "treatment": "ACCEPTED", "until": (api.time.now + timedelta(days=2)).date().isoformat()},
        as_=MANAGER,
    )
    assert refused.errors == ("Exception - Vulnerability has been accepted the maximum number of times allowed by the defined policy",)
    await ask(api, TREAT, {"finding": finding, "id": one["id"], "treatment": "IN_PROGRESS", "assigned": DEVELOPER})
    assert (await gate(api))[:2] == (1, sorted(nodes))

    # All of it can be read again.
    read = f'{{ vulnerability(uuid: "{one["id"]}") {{ treatmentStatus treatmentAssigned historicTreatment {{ treatment assigned }} }} }}'
    told = (await ask(api, read))["vulnerability"]
    assert (told["treatmentStatus"], told["treatmentAssigned"]) == ("IN_PROGRESS", DEVELOPER)
    assert [each["treatment"] for each in told["historicTreatment"]][:2] == ["UNTREATED", "ACCEPTED"]
    assert told["historicTreatment"][-1]["assigned"] == DEVELOPER
