from typing import Any

import pytest

from cli.client import Failed
from cli.gate_decision import GateQuestion, Row, decide
from cli.gate_record import record
from cli.gate_text import reason_line, row_line, verdict_line
from stub_server import answer, refusal, stubbed

QUESTION = GateQuestion(group="demo", root=None, is_strict=True, kind="ALL")
COUNTS = {"open": 2, "closed": 0, "accepted": 0, "compliant": 0, "breaking": 2}


def node(identifier: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "where": "a.py",
        "specific": "1",
        "severity": "5.0",
        "vulnerabilityType": "lines",
        "treatmentStatus": "UNTREATED",
        "reportDate": "2026-11-25 12:00:00",
        "rootNickname": "api",
        "finding": {"id": "finding 1", "title": "089. SQL Injection"},
    }


def gate(*ids: str, after: str | None = None, **changes: Any) -> dict[str, Any]:
    page = {"edges": [{"node": node(each)} for each in ids], "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}
    decision = {"verdict": "BROKEN", "exitCode": 1, "severityThreshold": 0.0, "gracePeriod": 0, "reasons": [], "counts": COUNTS}
    return {"group": {"gate": {**decision, "breaking": page, **changes}}}


def test_every_page_of_what_breaks_is_asked_for_and_the_first_one_decides() -> None:
    with stubbed([answer(gate("1", after="c")), answer(gate("2", verdict="PASSED", exitCode=0))]) as (client, stub):
        decision = decide(client, QUESTION)

    assert (decision.verdict, decision.exit_code, [row.id for row in decision.rows]) == ("BROKEN", 1, ["1", "2"])
    assert [sent["variables"]["after"] for sent in stub.operations()] == [None, "c"]


@pytest.mark.parametrize(
    "body", [{"group": None}, {"group": {"gate": None}}, {}, gate("1", exitCode=None), gate("1", counts=None, breaking={})]
)
def test_an_answer_that_is_none_is_no_broken_build(body: dict[str, Any]) -> None:
    with stubbed([answer(body)]) as (client, _), pytest.raises(Failed) as failed:
        decide(client, QUESTION)

    assert failed.value.exit_code == 2
    assert "does not answer as Integrates does" in failed.value.message


def test_lists_are_cut_to_what_one_request_takes_and_the_numbers_are_not() -> None:
    with stubbed([answer(gate("1"))]) as (client, _):
        decision = decide(client, QUESTION)
    many = decision._replace(rows=decision.rows * 1_500, counts={**COUNTS, "open": 1_500})
    long = decision._replace(rows=(decision.rows[0]._replace(where="x" * 5_000),) * 1_000)

    sent = []
    for each in (many, long):
        with stubbed([answer({"addForcesExecution": {"success": True}})]) as (client, stub):
            record(client, QUESTION, each, "log")
        sent.append(stub.operations()[0]["variables"]["vulnerabilities"])

    assert (len(sent[0]["open"]), sent[0]["numOfOpenVulnerabilities"]) == (1_000, 1_500)
    assert 100 < len(sent[1]["open"]) < 130
    assert len(sent[1]["open"][0]["where"]) == 1_000


def test_a_run_that_an_answer_was_lost_of_is_recorded_all_the_same() -> None:
    with stubbed([answer(gate("1"))]) as (client, _):
        decision = decide(client, QUESTION)
    taken, denied = refusal("This execution has already exists", "EXECUTION_ALREADY_CREATED"), refusal("Access denied", "ACCESS_DENIED")

    with stubbed([taken]) as (client, stub):
        record(client, QUESTION, decision, "log")
    assert len(stub.bodies) == 1
    with stubbed([denied]) as (client, _), pytest.raises(Failed, match="Access denied"):
        record(client, QUESTION, decision, "log")


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    row = Row(id=None, severity=None, where="a\x1b[2J.py", specific="1", title="t\nitle" * 40, type="lines", state="REOPENED")

    line = row_line(row)

    assert line.startswith("   -  a [2J.py:1  t itlet itle")
    assert line.endswith("…  (back again)")
    assert line.isprintable()


def test_the_verdict_and_its_reasons_are_told_in_words() -> None:
    with stubbed([answer(gate("1"))]) as (client, _):
        decision = decide(client, QUESTION)

    assert verdict_line(QUESTION._replace(root="api", is_strict=False), decision._replace(verdict="PASSED", threshold=4.0, grace=2)) == (
        "PASSED demo/api: 2 of 2 open vulnerabilities would break a build that is --strict (severity 4.0 and more, grace period 2 days)"
    )
    assert reason_line({"kind": "SCAN_FAILED", "rootNickname": "api", "scanId": "s"}, "demo") == "root api: its newest scan failed (scan s)"
    assert reason_line({"kind": "NEW_KIND", "rootNickname": None, "scanId": None}, "demo") == "group demo: NEW_KIND"
