from collections.abc import AsyncIterator
from datetime import datetime

import pytest

import factories
from db_model import commit as model_commit
from db_model.executions import writes as executions_model
from db_model.executions.types import Execution, Strictness, Text
from harness import Api
from loaders.texts import MOST_BYTES
from roles import DENIED, Operation, check_role
from world import CALLERS, GROUP, MANAGER, RIVAL_GROUP, Caller, populate

READ = "query ($group: String, $id: String!) { forcesExecution(groupName: $group, executionId: $id) { executionId exitCode } }"
PEOPLE = "architect customer_manager hacker reattacker resourcer reviewer user user_manager vulnerability_manager"
OPERATION = Operation(READ, variables={"group": GROUP.name, "id": "x"}, group=PEOPLE)


def execution(identifier: str, *, of: str = GROUP.name, at: datetime = factories.NOW, log: Text | None = None) -> Execution:
    return Execution(
        id=identifier,
        group_name=of,
        organization_id=GROUP.organization_id,
        date=at,
        exit_code="0",
        strictness=Strictness.LAX,
        created_by=factories.BY,
        created_at=at,
        log=log,
    )


async def given_executions(api: Api, *executions: Execution) -> None:
    await model_commit.write(api.store.table, tuple(map(executions_model.add, executions)))


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_a_run(api: Api, caller: Caller) -> None:
    await given_executions(api, execution("x"))

    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize(
    ("group", "identifier"),
    [(GROUP.name, "other"), (GROUP.name, "of-rivals"), (GROUP.name, ""), (GROUP.name, "a#b"), (RIVAL_GROUP.name, "of-rivals"), (None, "x")],
)
async def test_a_run_that_is_not_there_and_one_of_another_tenant_are_told_alike(api: Api, group: str | None, identifier: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await given_executions(api, execution("x"), execution("of-rivals", of=RIVAL_GROUP.name))

    answer = await api.ask(READ, {"group": group, "id": identifier}, as_=MANAGER)

    assert answer.errors == (DENIED,)


async def test_one_request_reads_so_much_of_logs_and_no_more(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    size = MOST_BYTES // 2

    async def chunks() -> AsyncIterator[bytes]:
        yield b"x" * size

    blob = await api.store.blobs.put(chunks(), at_most=size)
    text = Text(digest=blob.digest, size=size)
    await given_executions(api, *(execution(name, log=text._replace(size=size - number)) for number, name in enumerate("abc")))
    fields = " ".join(f'{name}: forcesExecution(groupName: "unittesting", executionId: "{name}") {{ log }}' for name in "abc")

    answer = await api.ask(f"{{ {fields} }}", as_=MANAGER)

    assert answer.errors == (f"Exception - The logs and lists are larger than {MOST_BYTES} bytes together, ask for fewer",)
    assert sorted(len(each["log"]) for each in answer.data.values() if each) == [size - 1, size]
