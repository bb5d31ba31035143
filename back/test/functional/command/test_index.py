"""`integrates index` where there is nothing to look after, or nothing to reach."""

import pytest
from click.testing import CliRunner, Result

from cli.main import main

COMMANDS = ("check", "create", "rebuild", "tidy")


def run(command: str, **settings: str) -> Result:
    return CliRunner().invoke(main, ["index", command], env={f"INTEGRATES_{name}": value for name, value in settings.items()})


@pytest.mark.parametrize("command", COMMANDS)
def test_a_local_store_keeps_its_index_by_itself(command: str) -> None:
    result = run(command)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: INTEGRATES_STORE=local keeps its index in its database, always whole: there is nothing to do\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_engine_that_nobody_names_is_asked_for(command: str) -> None:
    result = run(command, STORE="aws")

    assert (result.exit_code, result.stderr) == (1, "Error: INTEGRATES_SEARCH__URL is required unless the store is local\n")


@pytest.mark.enable_socket
@pytest.mark.parametrize("command", ["check", "tidy"])
def test_an_engine_that_cannot_be_reached_is_told_in_one_line(command: str) -> None:
    result = run(command, STORE="aws", SEARCH__URL="http://127.0.0.1:1")

    assert (result.exit_code, result.stderr) == (1, "Error: the index cannot be reached\n")
