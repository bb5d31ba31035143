from datetime import UTC, datetime

import pytest

from sarif_files import location, read, reopening, result, run, sarif
from scans.errors import InvalidScanFile
from scans.sarif.reading import read_head
from scans.sarif.types import Provenance, RunHead


def head_of(**parts: object) -> RunHead:
    (head,), _ = read(sarif({**run(), **parts}))
    return head


def notification(**parts: object) -> dict[str, object]:
    return {"executionSuccessful": True, "toolExecutionNotifications": [parts]}


def refusal_of(content: bytes) -> str:
    with pytest.raises(InvalidScanFile) as refusal:
        read_head(reopening(content))
    return str(refusal.value.extensions["reason"])


def test_a_head_says_what_was_run_when_and_on_what() -> None:
    head = head_of(
        tool={"driver": {"name": "T", "version": "1", "semanticVersion": "1.0.0"}},
        automationDetails={"id": "nightly/linux"},
        invocations=[
            {"executionSuccessful": True, "endTimeUtc": "2026-01-02T03:04:05.1234567Z"},
            {"executionSuccessful": True, "endTimeUtc": "2026-01-02T02:00:00Z"},
        ],
        versionControlProvenance=[{"repositoryUri": "https://t:x@example.test/a", "branch": "main", "revisionId": "abc"}],
    )

    assert (head.tool, head.tool_version, head.category) == ("T", "1.0.0", "nightly/linux")
    assert head.end_time == datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)
    assert head.provenance == Provenance(url="https://example.test/a", branch="main", revision="abc")
    assert head.execution_successful


def test_a_bare_run_has_defaults() -> None:
    head = head_of()

    assert (head.tool_version, head.category, head.end_time, head.provenance) == (None, "", None, None)
    assert (head.execution_successful, head.has_results, head.result_count) == (True, True, 0)
    assert head.not_analysed == frozenset()


@pytest.mark.parametrize(
    ("values", "is_successful"),
    [([True, True], True), ([True, False], False), (["true"], False), ([None], False), ([], True)],
)
def test_one_invocation_that_did_not_succeed_is_enough(values: list[object], is_successful: bool) -> None:
    assert head_of(invocations=[{"executionSuccessful": value} for value in values]).execution_successful is is_successful


def test_a_time_that_is_none_is_no_time() -> None:
    assert head_of(invocations=[{"endTimeUtc": "yesterday"}, {"endTimeUtc": 5}]).end_time is None


@pytest.mark.parametrize(
    ("parts", "files"),
    [
        ({"level": "error", "locations": [location("src/a%20b.py")]}, {"src/a b.py"}),
        ({"message": {"text": "Could not parse the file"}, "locations": [location("a.py")]}, {"a.py"}),
        ({"descriptor": {"id": "Syntax error"}, "locations": [location("a.py")]}, {"a.py"}),
        ({"exception": {"kind": "ValueError"}, "locations": [location("a.py")]}, {"a.py"}),
        ({"level": "warning", "message": {"text": "Syntax error at line src/x.py:12:3:\n `{`"}}, {"src/x.py"}),
        ({"level": "note", "message": {"text": "skipped 'big.bin' (too large)"}}, {"big.bin"}),
        ({"level": "none", "message": {"text": "Extracted"}, "locations": [location("a.py")]}, set()),
        ({"level": "warning", "message": {"text": "Old option"}, "locations": [location("a.py")]}, set()),
        ({"level": "error", "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]}, {"lib/c.py"}),
        ({"level": "error", "message": {"text": "no x.py"}, "locations": [{"physicalLocation": 3}]}, {"x.py"}),
        (
            {"level": "error", "message": {"text": "no x.py"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": 1}}}]},
            {"x.py"},
        ),
    ],
)
@pytest.mark.parametrize("kind", ["toolExecutionNotifications", "toolConfigurationNotifications"])
def test_files_that_failed_are_known(parts: dict[str, object], files: set[str], kind: str) -> None:
    head = head_of(
        invocations=[{"executionSuccessful": True, kind: [parts]}],
        artifacts=[{"location": {"uri": "c.py", "uriBaseId": "L"}}],
        originalUriBaseIds={"L": {"uri": "lib"}},
    )

    assert head.not_analysed == files


def test_many_notes_of_success_cost_nothing() -> None:
    # Kept, these would cost more than a file may.
    notes = [{"level": "none", "message": {"text": "Extracted"}, "locations": [location("a.py")] * 64}] * 2_500
    failure = notification(level="error", locations=[location("a.py")])

    head = head_of(invocations=[{"executionSuccessful": True, "toolExecutionNotifications": notes}, failure])

    assert head.not_analysed == {"a.py"}


def test_words_that_are_too_long_for_a_file_name_none() -> None:
    failure = {"level": "error", "message": {"text": f"cannot read src/{'日' * 1_500}.py nor b.py"}}

    head = head_of(invocations=[{"executionSuccessful": True, "toolExecutionNotifications": [failure]}])

    assert head.not_analysed == {"b.py"}


def test_a_run_without_a_list_of_results_checked_nothing() -> None:
    (absent, null, empty), outcomes = read(sarif(run(None), {**run(), "results": None}, run()))

    assert [head.has_results for head in (absent, null, empty)] == [False, False, True]
    assert outcomes == ()


def test_heads_may_stand_behind_their_results() -> None:
    parts = run([result(ruleId=None, ruleIndex=0)], rules=[{"id": "R9"}], artifacts=[{}], automationDetails={"id": "c"})

    ahead = read(sarif(dict(sorted(parts.items(), key=lambda part: part[0] == "results"))))
    behind = read(sarif(dict(sorted(parts.items(), key=lambda part: part[0] != "results"))))

    assert ahead == behind
    assert [outcome.rule_id for outcome in behind[1]] == ["R9"]


def test_several_runs_keep_their_own_rules_and_places() -> None:
    first = run([result(ruleId=None, ruleIndex=0)], rules=[{"id": "A"}])
    second = run([result(ruleId=None, ruleIndex=0)] * 2, rules=[{"id": "B"}])

    heads, outcomes = read(sarif(first, second))

    assert [head.result_count for head in heads] == [1, 2]
    assert [(*outcome.place, outcome.rule_id) for outcome in outcomes] == [(0, 0, "A"), (1, 0, "B"), (1, 1, "B")]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"tool": None}, "runs[0]: tool.driver.name is missing"),
        ({"tool": {"driver": {"rules": []}}}, "runs[0]: tool.driver.name is missing"),
        ({"tool": []}, "runs[0]: tool is an array, not an object"),
        ({"tool": {"driver": {"name": "T", "rules": {}}}}, "runs[0]: rules is an object, not an array"),
        ({"artifacts": {}}, "runs[0]: artifacts is an object, not an array"),
        ({"invocations": ["x"]}, "runs[0]: invocations[0] is a text, not an object"),
        ({"results": {}}, "runs[0].results is not an array"),
        ({"externalPropertyFileReferences": {"results": [{}]}}, "runs[0]: its results are in other files"),
        (
            {"tool": {"driver": {"name": "T", "rules": [{}] * 25_001}}},
            "runs[0]: it has more rules, artifacts, invocations or taxonomies than can be read",
        ),
        (
            {"tool": {"driver": {"name": "T", "rules": [{"messageStrings": {str(n): {"text": "x" * 2_000} for n in range(60)}}] * 600}}},
            "runs[0] has more around its results than can be read",
        ),
    ],
)
def test_a_run_of_the_wrong_form_is_refused_by_name(parts: dict[str, object], reason: str) -> None:
    assert refusal_of(sarif({**run(), **parts})) == reason
