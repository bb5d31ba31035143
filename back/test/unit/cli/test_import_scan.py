from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.client import Failed
from cli.import_scan import Order, import_file, to_json, to_line
from cli.scan_rows import print_rows
from cli.scan_watch import Scan
from stub_server import URL, answer, stubbed

COUNTS = {"created": 2, "unchanged": 1, "reopened": 1, "suppressed": 0, "dismissed": 0, "rejected": 1, "closed": 1}
DONE = Scan(id="s", status="DONE", is_dry_run=False, results=5, processed=5, counts=COUNTS, warnings=(), error=None)
ROW = {"where": "a.py", "specific": "3", "rule": "B101", "severity": 3.1, "message": "m", "reason": None, "run": 0, "result": 0}


def scan(status: str, **changes: object) -> httpx.Response:
    values: dict[str, object] = {
        "id": "s",
        "status": status,
        "isDryRun": False,
        "results": 5,
        "processed": 5,
        "error": None,
        "warnings": [],
    }
    return answer({"group": {"scan": {**values, "counts": COUNTS, **changes}}})


def started() -> httpx.Response:
    return answer({"importScan": {"scan": {"id": "s"}}})


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.sarif").write_bytes(b"{}")
    return Order(file=Path("a.sarif"), group="demo", root="api")


def test_a_file_is_sent_and_its_scan_asked_for_less_and_less_often_until_it_ends(order: Order, capsys: pytest.CaptureFixture[str]) -> None:
    answers = [started(), *(scan("QUEUED", results=None, processed=0),) * 2, *(scan("RUNNING"),) * 9, scan("DONE", warnings=["a\nb"])]

    with stubbed(answers) as (client, stub):
        done = import_file(client, order)

    assert done == DONE._replace(warnings=("a\nb",))
    assert stub.pauses[:3] == [0.1, pytest.approx(0.15), pytest.approx(0.225)]
    assert (len(stub.pauses), max(stub.pauses)) == (11, 3.0)
    assert capsys.readouterr() == ("", "scan s: queued\nscan s: running\nscan s: done\nWarning: a b\n")


def test_what_is_not_given_is_left_to_the_server_but_for_a_key_of_this_call(order: Order) -> None:
    sent = []
    for _ in range(2):
        with stubbed([started(), scan("DONE")]) as (client, stub):
            import_file(client, order)
        sent.append(stub.operations()[0]["variables"])

    first, second = (each.pop("idempotencyKey") for each in sent)
    nothing = dict.fromkeys(("commit", "branch", "repositoryUrl", "closeMissing", "file"))
    assert sent[0] == {**nothing, "groupName": "demo", "rootNickname": "api", "createRoot": True, "allowOlder": False, "dryRun": False}
    assert (len(first), first != second) == (32, True)


def test_what_is_given_is_sent(order: Order) -> None:
    wanted = order._replace(
        commit="f" * 40, branch="b", create_root=False, close_missing=False, allow_older=True, dry_run=True, idempotency_key="k"
    )

    with stubbed([started(), scan("DONE")]) as (client, stub):
        import_file(client, wanted)

    assert stub.operations()[0]["variables"] == {
        "file": None,
        "groupName": "demo",
        "rootNickname": "api",
        "commit": "f" * 40,
        "branch": "b",
        "createRoot": False,
        "repositoryUrl": None,
        "closeMissing": False,
        "allowOlder": True,
        "dryRun": True,
        "idempotencyKey": "k",
    }


def test_a_file_whose_answer_was_lost_is_sent_again_under_the_same_key(order: Order) -> None:
    with stubbed([httpx.ReadError("lost"), started(), scan("DONE")]) as (client, stub):
        import_file(client, order)

    keys = [operation["variables"]["idempotencyKey"] for operation in stub.operations()[:2]]
    assert len(set(keys)) == 1


def test_a_scan_that_is_gone_is_a_failure(order: Order) -> None:
    with stubbed([started(), answer({"group": {"scan": None}})]) as (client, _), pytest.raises(Failed) as raised:
        import_file(client, order)

    assert raised.value.message == f"{URL} has no scan s in group demo"


def test_new_gone_and_rejected_rows_are_printed_page_by_page(capsys: pytest.CaptureFixture[str]) -> None:
    pages: dict[tuple[str, object], tuple[list[dict[str, object]], str | None]] = {
        ("CREATED", None): ([ROW], "next"),
        ("CREATED", "next"): ([{**ROW, "where": "b.py", "specific": "0", "severity": None, "rule": None, "message": "x" * 121}], None),
        ("REOPENED", None): ([{**ROW, "where": "c\x1b[0m.py"}], None),
        ("CLOSED", None): ([{**ROW, "message": None, "run": None, "result": None}], None),
        ("REJECTED", None): ([{**ROW, "where": None, "specific": None, "severity": None, "reason": "no location", "result": 7}], None),
    }

    def serve(operation: dict[str, Any]) -> httpx.Response:
        rows, cursor = pages[operation["variables"]["outcome"], operation["variables"]["after"]]
        page = {"hasNextPage": cursor is not None, "endCursor": cursor}
        return answer({"group": {"scan": {"rows": {"edges": [{"node": row} for row in rows], "pageInfo": page}}}})

    with stubbed(serve) as (client, stub):
        print_rows(client, "demo", DONE)

    assert capsys.readouterr().out.splitlines() == [
        "created   a.py:3  B101  3.1  m",
        f"created   b.py:0  -  -  {'x' * 120}…",
        "reopened  c [0m.py:3  B101  3.1  m",
        "closed    a.py:3  B101  3.1",
        "rejected  result 7 of run 0  B101  -  no location",
    ]
    assert len(stub.bodies) == len(pages)


def test_rows_that_nothing_counts_are_not_asked_for() -> None:
    with stubbed([]) as (client, stub):
        print_rows(client, "demo", DONE._replace(counts=dict.fromkeys(COUNTS, 0)))

    assert stub.bodies == []


def test_the_counts_are_told_in_a_line_and_in_json() -> None:
    done = DONE._replace(is_dry_run=True, warnings=("w",))

    assert to_line(done) == "dry run of 5 results: 2 created, 1 unchanged, 1 reopened, 0 suppressed, 0 dismissed, 1 rejected; 1 closed"
    assert to_json(done) == {"id": "s", "status": "DONE", **COUNTS, "results": 5, "warnings": ("w",)}
