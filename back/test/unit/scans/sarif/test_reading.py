import gzip
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarif_files import location, read, reopening, result, run, sarif
from scans.errors import InvalidScanFile, ScanFileTooLarge, UnsupportedFormat
from scans.sarif.reading import read_head, read_results
from scans.sarif.types import Place, RejectedResult, ScanResult, SuppressedResult

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "uri", "id", "index", "kind"]), inner, max_size=3),
    max_leaves=8,
)
RESULTS = ANYTHING | st.dictionaries(
    st.sampled_from(
        ["ruleId", "ruleIndex", "rule", "kind", "level", "message", "locations", "taxa", "suppressions", "fingerprints", "properties"]
    ),
    ANYTHING,
    max_size=6,
).map(lambda changes: {**result(), **changes})
MIB = 1024 * 1024


@given(st.lists(st.lists(RESULTS, max_size=4), max_size=3), st.integers(1, 200))
def test_every_result_comes_out_once_whatever_it_is_and_however_the_file_is_cut(runs: list[list[object]], size: int) -> None:
    content = sarif(*(run(results) for results in runs))

    heads, outcomes = read(content)

    assert [head.result_count for head in heads] == [len(results) for results in runs]
    assert [outcome.place for outcome in outcomes] == [Place(n, i) for n, results in enumerate(runs) for i in range(len(results))]
    assert all(outcome.reason for outcome in outcomes if isinstance(outcome, RejectedResult | SuppressedResult))
    assert read(content, size=size) == (heads, outcomes)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[]", "it is not an object"),
        (b"{}", "it has no runs"),
        (b'{"runs": {}}', "runs is not an array"),
        (b'{"runs": [3]}', "runs[0] is not an object"),
        (b'{"runs": [], "runs": []}', "runs stands twice in one object"),
        (b'{"runs": [{"results": [], "results": []}]}', "results stands twice in one object"),
        (b'{"runs": [], "version": 2}', "version is not a text"),
        (b'{"runs": [], "inlineExternalProperties": [{"results": [{}]}]}', "its results are in inlineExternalProperties"),
        (b'{"runs": [], "x": ' + b"[" * 300 + b"]" * 300 + b"}", "it is nested deeper than 256"),
        (b'{"runs": [' + b'{"tool": {"driver": {"name": "T"}}},' * 1_000 + b"{}]}", "it has more than 1000 runs"),
        (
            b'{"runs": [' + b",".join([b'{"tool": {"driver": {"name": "T"}}, "results": [' + b"0," * 250_000 + b"0]}"] * 2) + b"]}",
            "it has more than 500000 results",
        ),
    ],
)
def test_a_file_of_the_wrong_form_is_refused_by_name(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidScanFile) as refusal:
        read_head(reopening(content))

    assert refusal.value.extensions == {"reason": reason}


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0-csd.2.beta.2018-10-10", "3.0"])
def test_another_version_is_another_format(version: str) -> None:
    with pytest.raises(UnsupportedFormat, match="a SARIF file of another version"):
        read_head(reopening(sarif(run(), version=version)))


@pytest.mark.parametrize("content", [b'{"runs": []}', b'{"runs": null, "version": "2.1.0"}', b'{"runs": [], "version": "2.1.0-rtm.5"}'])
def test_a_file_without_runs_has_no_heads(content: bytes) -> None:
    assert read(content) == ((), ())


@pytest.mark.parametrize("cut", [1, 2, 3, 40, 200])
def test_a_truncated_file_is_refused_in_both_passes(cut: int) -> None:
    content = sarif(run([result()] * 3))
    heads = read_head(reopening(content))

    for attempt in (lambda: read_head(reopening(content[:-cut])), lambda: list(read_results(reopening(content[:-cut]), heads))):
        with pytest.raises(InvalidScanFile, match=r"it ends too early \(line 1, byte \d+ of its text\)"):
            attempt()


@pytest.mark.parametrize("others", [sarif(), sarif(run(), run()), sarif(run([result()])), sarif(run([result()] * 3))])
def test_a_file_that_changes_between_the_passes_is_refused(others: bytes) -> None:
    heads = read_head(reopening(sarif(run([result()] * 2))))

    with pytest.raises(InvalidScanFile, match="it changed while it was read"):
        list(read_results(reopening(others), heads))


def test_a_compressed_file_is_read_within_its_limit() -> None:
    content = sarif(run([result()]))
    compressed = gzip.compress(content)

    assert read(compressed) == read(content)
    with pytest.raises(ScanFileTooLarge):
        read_head(reopening(compressed), limit=len(content) - 1)


def large_file(count: int, one: bytes) -> Iterator[bytes]:
    yield b'{"version": "2.1.0", "runs": [{"results": ['
    for number in range(count):
        yield b", " if number else b""
        yield one
    yield b'], "tool": {"driver": {"name": "T"}}}]}'


@pytest.mark.parametrize(
    ("count", "one"),
    [
        (20_000, result(partialFingerprints={"line": "a:1"})),
        (60, result(codeFlows=[{"threadFlows": [{"locations": [{"location": location()}] * 1_000}]}])),
        (5, result(locations=[location(snippet={"text": "x" * 10 * MIB})])),
    ],
    ids=["many results", "long code flows", "large snippets"],
)
def test_memory_does_not_grow_with_the_file(count: int, one: object) -> None:
    written = json.dumps(one).encode()
    tracemalloc.start()
    try:
        heads = read_head(lambda: large_file(count, written))
        read_count = sum(isinstance(outcome, ScanResult) for outcome in read_results(lambda: large_file(count, written), heads))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert read_count == count
    assert peak < 12 * MIB
