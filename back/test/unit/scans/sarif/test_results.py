import pytest

from sarif_files import location, read, read_one, result, run, sarif
from scans.sarif.types import Outcome, Place, RejectedResult, ScanResult, SuppressedResult


def plain(outcome: Outcome) -> ScanResult:
    assert isinstance(outcome, ScanResult), outcome
    return outcome


def tool(*rules: object, extensions: tuple[object, ...] = (), **driver: object) -> dict[str, object]:
    return {"driver": {"name": "T", "rules": list(rules), **driver}, "extensions": list(extensions)}


def test_a_plain_result_has_all_its_parts() -> None:
    rule = {
        "id": "R1",
        "helpUri": "https://example.test/r1",
        "defaultConfiguration": {"level": "error"},
        "properties": {"security-severity": "9.8", "tags": ["external/cwe/cwe-089"]},
        "relationships": [{"target": {"id": "79", "toolComponent": {"name": "CWE"}}}],
        "help": {"text": "Long words, see CWE-20 and more", "markdown": "see [CWE-20](x) and CWE: 21"},
    }
    change = {
        "locations": [location("src/%C3%A9.py", line=7, startColumn=2, snippet={"text": "x = 1\n"}), location("b.py")],
        "fingerprints": {"id/v1": "aa"},
        "partialFingerprints": {"line": "bb", "column": 4},
        "properties": {"security-severity": 7.5, "tags": ["t"], "cwe": "CWE-1"},
        "taxa": [{"index": 1, "toolComponent": {"name": "CWE"}}],
        "baselineState": "new",
    }
    taxonomies = [{"name": "CWE", "taxa": [{"id": "1"}, {"id": "502"}]}]

    assert read_one(change, tool=tool(rule), taxonomies=taxonomies) == ScanResult(
        place=Place(0, 0),
        rule_id="R1",
        message="Bad call",
        help_uri="https://example.test/r1",
        uri="src/é.py",
        start_line=7,
        start_column=2,
        snippet="x = 1\n",
        fingerprints={"fingerprints/id/v1": "aa", "partialFingerprints/line": "bb", "partialFingerprints/column": "4"},
        level="error",
        result_security_severity="7.5",
        rule_security_severity="9.8",
        cwe_texts=("CWE-502", "CWE-1", "t", "CWE-79", "external/cwe/cwe-089", "CWE-20", "CWE: 21"),
        extra_locations=1,
        baseline="new",
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "pass", "locations": None}, "kind pass"),
        ({"kind": "notApplicable"}, "kind notApplicable"),
        ({"kind": "informational"}, "kind informational"),
        ({"baselineState": "absent"}, "baselineState absent"),
        ({"suppressions": [{"kind": "inSource"}]}, "suppressed inSource"),
        ({"suppressions": [{"kind": "external", "status": "accepted", "justification": "test code"}]}, "suppressed external: test code"),
    ],
)
def test_what_the_file_declares_to_be_no_result_is_suppressed_with_the_reason(change: dict[str, object], reason: str) -> None:
    outcome = read_one(change)

    assert outcome == SuppressedResult(Place(0, 0), reason, rule_id="R1", uri=None if "locations" in change else "src/a.py")


@pytest.mark.parametrize(
    "change",
    [
        {"suppressions": []},
        {"suppressions": [{"kind": "external", "status": "underReview"}]},
        {"suppressions": [{"kind": "external", "status": "rejected"}]},
        {"suppressions": [{"kind": "inSource"}, {"kind": "external", "status": "rejected"}]},
        {"kind": "fail"},
        {"kind": "open"},
        {"kind": "review"},
        {"kind": "none"},
        {"baselineState": "unchanged"},
    ],
)
def test_what_is_not_declared_away_is_a_result(change: dict[str, object]) -> None:
    assert plain(read_one(change)).uri == "src/a.py"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"locations": None}, "it has no location"),
        ({"locations": [{}]}, "it has no location"),
        ({"locations": {}}, "locations is an object, not an array"),
        ({"locations": ["x"]}, "locations[0] is a text, not an object"),
        ({"locations": [location(line="three")]}, "startLine is a text, not a whole number from 0 to 2147483647"),
        ({"locations": [location(line=1.5)]}, "startLine is a number out of range, not a whole number from 0 to 2147483647"),
        ({"locations": [location(line=-2)]}, "startLine is a number out of range, not a whole number from 0 to 2147483647"),
        ({"locations": [location(line=True)]}, "startLine is a truth value, not a whole number from 0 to 2147483647"),
        ({"locations": [location("x" * 5_000)]}, "its URI is longer than 4096 bytes"),
        ({"locations": [location("日" * 1_366)]}, "its URI is longer than 4096 bytes"),
        ({"locations": [location("\x07" * 1_366)]}, "its URI is longer than 4096 bytes"),
        ({"ruleId": 5}, "ruleId is a number out of range, not a text"),
        ({"ruleId": "r" * 2_000}, "its rule id is longer than 1024 characters"),
        ({"ruleId": None, "ruleIndex": 7}, "it names a rule that the run does not have"),
        ({"message": "text"}, "message is a text, not an object"),
        ({"message": {"text": ["x"]}}, "text is an array, not a text"),
        ({"kind": "bad"}, "its kind is unknown"),
        ({"level": 3}, "level is a number out of range, not a text"),
        ({"baselineState": "old"}, "its baseline state is unknown"),
        ({"partialFingerprints": {"a": {}}}, "partialFingerprints/a is an object, not a text"),
        ({"fingerprints": []}, "fingerprints is an array, not an object"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(change: dict[str, object], reason: str) -> None:
    outcome = read_one(change)

    assert isinstance(outcome, RejectedResult)
    assert (outcome.place, outcome.reason) == (Place(0, 0), reason)


def test_a_rejected_result_still_says_its_rule_and_file() -> None:
    assert read_one({"level": 3}) == RejectedResult(Place(0, 0), "level is a number out of range, not a text", rule_id="R1", uri="src/a.py")


@pytest.mark.parametrize("item", [None, "x", 1, [], [[]]])
def test_a_result_that_is_no_object_is_rejected_and_the_others_stand(item: object) -> None:
    _, outcomes = read(sarif(run([result(), item, result(ruleId="R2")])))

    assert outcomes[1] == RejectedResult(Place(0, 1), "it is not an object", rule_id="", uri=None)
    assert [plain(outcomes[place]).rule_id for place in (0, 2)] == ["R1", "R2"]


@pytest.mark.parametrize(("line", "expected"), [("12", 12), (12.0, 12), (0, 0), (-1, 0), (None, 0)])
def test_a_line_may_be_written_as_text_or_be_absent(line: object, expected: int) -> None:
    assert plain(read_one({"locations": [location(line=line)]})).start_line == expected


@pytest.mark.parametrize(
    ("locations", "uri"),
    [
        ([{"logicalLocations": [{"name": "f", "fullyQualifiedName": "pkg.mod.f"}]}], "pkg.mod.f"),
        ([{"logicalLocations": [{"name": "f"}]}], "f"),
        ([{"message": {"text": "x"}}, location("b.py")], "b.py"),
        (None, "whole.bin"),
    ],
)
def test_a_logical_location_or_the_analysed_file_stands_in_for_a_place(locations: object, uri: str) -> None:
    assert plain(read_one({"locations": locations, "analysisTarget": {"uri": "whole.bin"}})).uri == uri


@pytest.mark.parametrize(
    ("change", "rule_level", "level"),
    [
        ({"level": "note"}, "error", "note"),
        ({"level": "Error"}, "note", "error"),
        ({"level": "critical"}, "note", "note"),
        ({}, "error", "error"),
        ({}, None, "warning"),
        ({}, "blocker", "warning"),
        ({"kind": "fail"}, "error", "error"),
        ({"kind": "review"}, "error", "none"),
        ({"kind": "review", "level": "error"}, "note", "error"),
    ],
)
def test_the_level_is_the_results_then_the_rules_then_warning(change: dict[str, object], rule_level: str | None, level: str) -> None:
    rule = {"id": "R1", "defaultConfiguration": {"level": rule_level}}

    assert plain(read_one(change, tool=tool(rule))).level == level


RULES = [{"id": "A", "helpUri": "a"}, {"id": "B", "helpUri": "b", "guid": "g-b"}]
PLUGIN = {"name": "plug", "guid": "g-plug", "rules": [{"id": "java/sql/x", "helpUri": "x"}, {"id": "A", "helpUri": "plug-a"}]}


@pytest.mark.parametrize(
    ("change", "rule_id", "help_uri"),
    [
        ({"ruleId": "B"}, "B", "b"),
        ({"ruleId": "B", "ruleIndex": 0}, "B", "b"),
        ({"ruleId": "B/sub/1", "ruleIndex": 1}, "B/sub/1", "b"),
        ({"ruleId": "B/sub"}, "B/sub", "b"),
        ({"ruleId": None, "ruleIndex": 1}, "B", "b"),
        ({"ruleId": None, "rule": {"index": 1}}, "B", "b"),
        ({"ruleId": None, "rule": {"id": "B"}}, "B", "b"),
        ({"ruleId": None, "rule": {"guid": "g-b"}}, "B", "b"),
        ({"ruleId": None, "rule": {"index": 1, "toolComponent": {"index": 0}}}, "A", "plug-a"),
        ({"ruleId": "A", "rule": {"toolComponent": {"name": "plug"}}}, "A", "plug-a"),
        ({"ruleId": "A", "rule": {"toolComponent": {"guid": "g-plug"}}}, "A", "plug-a"),
        ({"ruleId": "A"}, "A", "a"),
        ({"ruleId": "java/sql/x"}, "java/sql/x", "x"),
        ({"ruleId": "unknown.rule/x"}, "unknown.rule/x", None),
        ({"ruleId": "A", "ruleIndex": 99}, "A", "a"),
        ({"ruleId": None}, "", None),
        ({"ruleId": None, "ruleIndex": -1}, "", None),
    ],
)
def test_the_rule_is_found_by_id_index_or_component(change: dict[str, object], rule_id: str, help_uri: str | None) -> None:
    found = plain(read_one(change, tool=tool(*RULES, extensions=(PLUGIN,))))

    assert (found.rule_id, found.help_uri) == (rule_id, help_uri)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"text": "plain {0}"}, "plain {0}"),
        ({"text": "of {0} and {{1}} {7}", "arguments": ["x"]}, "of x and {1} {7}"),
        ({"id": "default", "arguments": ["x", "y"]}, "rule y x"),
        ({"id": "global"}, "of the driver"),
        ({"markdown": "**m**"}, "**m**"),
        ({"id": "unknown", "markdown": "**m**"}, "**m**"),
        ({}, "short"),
        (None, "short"),
        ({"text": "=cmd|' /C calc'!A0\x00\u202e"}, "=cmd|' /C calc'!A0\x00\u202e"),
        ({"text": "é" * 3_000}, "é" * 2_000),
    ],
)
def test_the_message_is_its_own_or_made_of_the_rules(message: object, text: str) -> None:
    rule = {"id": "R1", "shortDescription": {"text": "short"}, "messageStrings": {"default": {"text": "rule {1} {0}"}}}
    parts = tool(rule, globalMessageStrings={"global": {"text": "of the driver"}})

    assert plain(read_one({"message": message}, tool=parts)).message == text


def test_a_snippet_is_cut_between_characters() -> None:
    snippet = plain(read_one({"locations": [location(snippet={"text": "x" + "é" * 3_000})]})).snippet

    assert snippet == "x" + "é" * 2_047


def test_a_rule_that_is_half_broken_harms_nobody() -> None:
    rule = {"id": "R1", "help": "words", "relationships": [7, {"target": "x"}], "messageStrings": [], "properties": [1], "helpUri": 5}

    found = plain(read_one({"taxa": [{"index": "x"}, 3]}, tool=tool(rule, "no rule")))

    assert (found.help_uri, found.cwe_texts) == (None, ())


def test_code_flows_and_other_parts_are_passed_over() -> None:
    steps = [{"location": location()}] * 2_000
    flows = [{"threadFlows": [{"locations": steps}]}] * 3

    found = plain(read_one({"codeFlows": flows, "graphs": [[[]]], "stacks": {}, "relatedLocations": steps, "webRequest": {"body": "x"}}))

    assert found.extra_locations == 0


def test_a_result_of_too_many_parts_is_rejected_and_the_next_one_stands() -> None:
    huge = {f"k{number}" + "x" * 200_000: "v" for number in range(8)}
    _, outcomes = read(sarif(run([result(fingerprints=huge), result()])))

    assert outcomes[0] == RejectedResult(Place(0, 0), "it has more parts than can be read", rule_id="", uri=None)
    assert plain(outcomes[1]).rule_id == "R1"
