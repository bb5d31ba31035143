"""`integrates bucket` and `integrates queue`."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from aws_stub import REGION, new_name, stub_services
from cli.main import main
from composition.amazon import Region, open_messages

Run = Callable[..., Result]
SHORT = timedelta(seconds=1)
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def endpoint() -> Iterator[str]:
    """Give the address of the stub."""
    with stub_services() as address:
        yield address


@pytest.fixture
def run(endpoint: str) -> Run:
    """Run a command there."""
    where = {"INTEGRATES_AWS__REGION": REGION, "INTEGRATES_AWS__ENDPOINT": endpoint}
    return lambda *arguments: CliRunner(env=where).invoke(main, arguments)


@pytest.mark.parametrize("kind", ["bucket", "queue"])
def test_what_is_made_is_made_once(run: Run, kind: str) -> None:
    name = new_name()
    first, second = (run(kind, "create", "--name", name) for _ in range(2))

    assert (first.exit_code, first.output) == (0, f"{name} was made\n")
    assert (second.exit_code, second.output) == (0, f"{name} is there\n")


@pytest.mark.parametrize("kind", ["bucket", "queue"])
def test_without_a_name_nothing_is_made(run: Run, kind: str) -> None:
    refused = run(kind, "create")

    assert refused.exit_code == 2
    assert "Missing option '--name'" in refused.output


def test_a_name_that_no_bucket_may_have_ends_in_one_line(run: Run) -> None:
    refused = run("bucket", "create", "--name", "No Bucket")

    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert refused.output.count("\n") == 1


def test_dead_messages_are_listed_and_sent_again(run: Run, endpoint: str) -> None:
    name = new_name()
    run("queue", "create", "--name", name)
    asyncio.run(give_up(name, endpoint))

    assert run("queue", "dead", "--name", name).output == "a job\n"
    assert run("queue", "dead", "--name", name, "--send-again").output == "1 messages were sent again\n"
    assert run("queue", "dead", "--name", name).output == ""


def test_a_queue_that_is_not_there_is_told_of(run: Run) -> None:
    name = new_name()
    refused = run("queue", "dead", "--name", name)

    assert (refused.exit_code, refused.output) == (1, f"Error: there is no queue {name}: make it with `integrates queue create`\n")


async def give_up(name: str, endpoint: str) -> None:
    """Put a message among the dead."""
    queue = await open_messages(name, Region(REGION, endpoint))
    await queue.send(["a job"])
    (message,) = await queue.receive(most=1, wait=SHORT, lease=SHORT)
    await queue.give_up(message)
    await queue.close()
