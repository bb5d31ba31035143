import gzip
import json

import pytest

from sarif_files import BANDIT_OLD, SAMPLES, reopening
from scans.errors import InvalidScanFile, UnsupportedFormat
from scans.formats import Format, check_is_sarif, recognise


def packed(content: bytes) -> bytes:
    """Compress without a date, so that every worker sees the same test."""
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"runs": [', Format.SARIF),
        (b'{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", ', Format.SARIF),
        ("\ufeff \r\n" + '{"version": "2.1.0", "runs": []}', Format.SARIF),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.5"}', Format.CYCLONEDX_JSON),
        (b'{"$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json", "x": 1}', Format.CYCLONEDX_JSON),
        (b'<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>', Format.CYCLONEDX_XML),
        (b'{"SPDXID": "SPDXRef-DOCUMENT"}', Format.SPDX_JSON),
        (b'{"spdxVersion": "SPDX-2.3"}', Format.SPDX_JSON),
        (b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', Format.SPDX_JSON),
        (b'<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#"/>', Format.SPDX_XML),
        (b"SPDXVersion: SPDX-2.3\n", Format.SPDX_TEXT),
        (b'<?xml version="1.0"?>\n<testsuites/>', Format.JUNIT),
        (b"<!DOCTYPE html><HTML></HTML>", Format.HTML),
        (b"<other/>", Format.XML),
        (b"PK\x03\x04rest", Format.ZIP),
        (packed(b"PK\x03\x04rest"), Format.ZIP),
        (packed(packed(b"{}")), Format.ARCHIVE),
        (b"%PDF-1.7\n", Format.PDF),
        (b'{"results": {"runs": 1}, "errors": []}', Format.JSON),
        (b'[{"runs": 1}]', Format.JSON),
        (b"\x7fELF\x02\x01\x01\x00", Format.BINARY),
        (b"rule,line\n", Format.TEXT),
        (b"", Format.EMPTY),
        (b" \r\n" * 100_000, Format.EMPTY),
        (packed(b""), Format.EMPTY),
    ],
)
def test_a_file_is_told_by_its_beginning(content: bytes | str, found: Format) -> None:
    whole = content.encode() if isinstance(content, str) else content

    assert recognise(reopening(whole)) is found
    assert recognise(reopening(whole, size=7)) is found


def test_a_key_behind_a_large_part_is_found() -> None:
    content = json.dumps({"properties": ["x" * 100] * 5_000, "runs": []}).encode()

    assert recognise(reopening(content)) is Format.SARIF


def test_what_is_no_sarif_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedFormat, match=r"The file is a CycloneDX document \(JSON\); only SARIF 2.1.0 can be imported") as refusal:
        check_is_sarif(reopening(b'{"bomFormat": "CycloneDX"}'))
    assert refusal.value.extensions == {"name": "a CycloneDX document (JSON)"}
    assert refusal.value.code == "UNSUPPORTED_FORMAT"


def test_a_real_file_is_sarif_in_any_encoding() -> None:
    text = (SAMPLES / BANDIT_OLD).read_text(encoding="utf-8")

    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        check_is_sarif(reopening(text.encode(encoding)))


def test_damaged_json_is_no_other_kind() -> None:
    with pytest.raises(InvalidScanFile):
        recognise(reopening(b'{"a": 1,, "runs": []}'))
