"""Which files are imported, and how the others are refused: by what they are."""

import gzip
import io
import zipfile
from typing import Any

import pytest

import factories
from harness import Api
from sarif_files import BANDIT_NEW, BANDIT_OLD, GOSEC, SAMPLES, result, run, sarif
from scan_documents import counts_of, imported
from world import GROUP, MANAGER, Caller, populate

RESULTS = {BANDIT_OLD: 30, BANDIT_NEW: 27, GOSEC: 141}
GOOD = sarif(run([result()]))


async def of_file(api: Api, content: bytes) -> Any:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP))
    return await imported(api, content, as_=MANAGER, group=GROUP.name)


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("results.sarif", content)
    return file.getvalue()


@pytest.mark.parametrize("name", RESULTS)
async def test_every_result_of_a_real_file_is_a_vulnerability(api: Api, name: str) -> None:
    scan = await of_file(api, (SAMPLES / name).read_bytes())

    assert (scan["status"], scan["error"], scan["warnings"]) == ("DONE", None, [])
    assert (scan["results"], scan["processed"]) == (RESULTS[name], RESULTS[name])
    assert counts_of(scan) == {"created": RESULTS[name]}
    assert scan["rows"]["total"] == RESULTS[name]
    assert [edge["node"]["result"] for edge in scan["rows"]["edges"]] == list(range(RESULTS[name]))


@pytest.mark.parametrize(
    "content",
    [gzip.compress(GOOD), b"\xef\xbb\xbf" + GOOD, GOOD.decode().encode("utf-16"), GOOD.replace(b"\n", b"\r\n")],
    ids=["gzip", "byte-order mark", "UTF-16", "CRLF"],
)
async def test_a_file_may_be_written_in_several_ways(api: Api, content: bytes) -> None:
    assert counts_of(await of_file(api, content)) == {"created": 1}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (
            b'{"bomFormat": "CycloneDX", "specVersion": "1.5"}',
            "Exception - The file is a CycloneDX document (JSON); only SARIF 2.1.0 can be imported",
        ),
        (zipped(GOOD), "Exception - The file is a ZIP archive; only SARIF 2.1.0 can be imported"),
        (b"<testsuites/>", "Exception - The file is a JUnit report; only SARIF 2.1.0 can be imported"),
        (b"", "Exception - The file is empty; only SARIF 2.1.0 can be imported"),
        (GOOD.replace(b"2.1.0", b"2.0.0"), "Exception - The file is a SARIF file of another version; only SARIF 2.1.0 can be imported"),
    ],
)
async def test_a_file_of_another_kind_is_refused_with_its_name(api: Api, content: bytes, error: str) -> None:
    scan = await of_file(api, content)

    assert (scan["status"], scan["error"]) == ("FAILED", error)
    assert (scan["results"], scan["rows"]["total"]) == (None, 0)


@pytest.mark.parametrize("content", [GOOD[:-10], GOOD[:-1] + b",}", gzip.compress(GOOD)[:-12]], ids=["truncated", "trailing comma", "gzip"])
async def test_of_a_damaged_file_nothing_is_applied(api: Api, content: bytes) -> None:
    scan = await of_file(api, content)

    assert scan["status"] == "FAILED"
    assert scan["error"].startswith("Exception - The scan file is invalid: ")
    assert counts_of(scan) == {}
    assert scan["rows"]["total"] == 0
