"""Asking for scans, and looking at them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness import Answer, Api

IMPORT = """
mutation ($group: String!, $root: String!, $file: Upload!, $createRoot: Boolean, $closeMissing: Boolean, $allowOlder: Boolean,
    $dryRun: Boolean, $key: String, $commit: String, $branch: String, $url: String) {
  importScan(groupName: $group, rootNickname: $root, file: $file, format: SARIF, createRoot: $createRoot, closeMissing: $closeMissing,
      allowOlder: $allowOlder, dryRun: $dryRun, idempotencyKey: $key, commit: $commit, branch: $branch, repositoryUrl: $url) {
    success
    scan { id status }
  }
}
"""
SCAN = """
query ($group: String!, $id: ID!) {
  group(groupName: $group) {
    scan(id: $id) {
      status error results processed warnings isDryRun
      counts { created unchanged reopened suppressed dismissed rejected closed heldBack }
      tools { name category }
      rows(first: 1000) {
        total
        edges { node { outcome reason rule where specific severity message vulnerabilityId run result } }
      }
    }
  }
}
"""


async def ask_for_scan(api: Api, file: bytes | Path, *, as_: str, group: str, root: str = "repo", **options: Any) -> Answer:
    """Ask for a file to be imported."""
    defaults: Mapping[str, Any] = {"group": group, "root": root, "createRoot": False, "allowOlder": False, "dryRun": False}
    return await api.upload(IMPORT, {**defaults, **options}, files={"file": file}, as_=as_)


async def look_at_scan(api: Api, scan_id: str, *, as_: str, group: str) -> Any:
    """Return a scan with its rows."""
    answer = await api.ask(SCAN, {"group": group, "id": scan_id}, as_=as_)
    assert answer.errors == (), answer.body
    return answer.data["group"]["scan"]


async def imported(api: Api, file: bytes | Path, *, as_: str, group: str, root: str = "repo", **options: Any) -> Any:
    """Import a file to its end, and return the scan with its rows."""
    answer = await ask_for_scan(api, file, as_=as_, group=group, root=root, **options)
    assert answer.errors == (), answer.body
    await api.work()
    return await look_at_scan(api, answer.data["importScan"]["scan"]["id"], as_=as_, group=group)


def counts_of(scan: Any) -> dict[str, int]:
    """Return the counts of a scan that are not zero."""
    return {name: number for name, number in scan["counts"].items() if number}
