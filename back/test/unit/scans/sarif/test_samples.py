from collections import Counter

import pytest

from sarif_files import BANDIT_NEW, BANDIT_OLD, GOSEC, SAMPLES, read, sample
from scans.sarif.types import ScanResult


@pytest.mark.parametrize(
    ("name", "tool", "version", "levels"),
    [
        (BANDIT_OLD, "Bandit", "1.9.4", {"note": 16, "warning": 5, "error": 9}),
        (BANDIT_NEW, "Bandit", "1.9.4", {"note": 16, "warning": 3, "error": 8}),
        (GOSEC, "gosec", "dev", {"warning": 65, "error": 76}),
    ],
)
def test_every_result_of_a_real_file_is_read(name: str, tool: str, version: str, levels: dict[str, int]) -> None:
    (head,), outcomes = sample(name)

    plain = [one for one in outcomes if isinstance(one, ScanResult)]
    assert (head.tool, head.tool_version, head.result_count) == (tool, version, len(outcomes))
    assert len(plain) == len(outcomes) == sum(levels.values())
    assert [one.place.result for one in plain] == list(range(len(plain)))
    assert Counter(one.level for one in plain) == levels
    assert all(one.snippet and one.start_line and one.fingerprints == {} for one in plain)
    assert all(any("cwe" in text.lower() for text in one.cwe_texts) for one in plain)


def test_a_real_relationship_to_a_taxonomy_is_a_cwe() -> None:
    _, outcomes = sample(GOSEC)

    first = outcomes[0]
    assert isinstance(first, ScanResult)
    assert (first.rule_id, first.uri, first.start_line, first.start_column) == ("G115", "zip/writer.go", 606, 31)
    assert first.cwe_texts == ("CWE-190", "security", "HIGH")


@pytest.mark.parametrize("name", [BANDIT_NEW, GOSEC])
def test_a_real_file_reads_the_same_in_any_chunks_and_encoding(name: str) -> None:
    content = (SAMPLES / name).read_bytes()

    whole = read(content)
    assert read(content, size=61) == whole
    assert read(content.decode().replace("\n", "\r\n").encode("utf-16")) == whole
