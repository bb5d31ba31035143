import pytest

from harness import Api
from roles import Operation, check_role
from sarif_files import result, run, sarif
from scan_documents import IMPORT
from world import CALLERS, GROUP, Caller

OPERATION = Operation(
    IMPORT,
    variables={"group": GROUP.name, "root": "repo", "createRoot": True, "allowOlder": False, "dryRun": True},
    files={"file": sarif(run([result()]))},
    group="architect hacker reattacker service_forces user_manager vulnerability_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_import_a_scan(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)
