"""The `integrates` command on a data folder, and the server that it starts."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from harness import Api, serving
from loop_watch import watch_loop
from settings.keys import new_keys
from world import MANAGER, Caller, populate

Run = Callable[..., Result]
DEMO = "demo@integrates.test"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command on the data folder that `serving` opens; in a thread, as it has an event loop of its own."""
    return lambda *arguments: CliRunner().invoke(main, [*arguments, "--data", str(tmp_path / "data")])


async def test_the_demo_is_made_once_and_its_token_works(tmp_path: Path, run: Run) -> None:
    results = [await asyncio.to_thread(run, "demo") for _ in range(2)]
    token = await asyncio.to_thread(run, "token", "--email", DEMO, "--admin", "--name", "local")

    assert [result.output for result in results] == [f"organization demo, group demo, person {DEMO}\n"] * 2
    async with serving(tmp_path) as api:
        answer = await api.ask(
            "{ me { userEmail role organizations { name userRole groups { name userRole } } } }", secret=token.output.strip()
        )
    assert answer.data == {
        "me": {
            "userEmail": DEMO,
            "role": "admin",
            "organizations": [{"name": "demo", "userRole": "user_manager", "groups": [{"name": "demo", "userRole": "user_manager"}]}],
        }
    }


async def test_a_token_stands_alone_on_its_line_and_replaces_that_of_its_name(tmp_path: Path, run: Run) -> None:
    first, second, other = [
        (await asyncio.to_thread(run, "token", "--email", "Ada@Example.org", "--name", name)).stdout for name in ("ci", "ci", "laptop")
    ]

    assert all(text.startswith("int_") and text.count("\n") == 1 for text in (first, second, other))
    async with serving(tmp_path) as api:
        answers = [await api.ask("{ me { userEmail role accessTokens { name } } }", secret=text.strip()) for text in (first, second, other)]
    assert answers[0].errors == ("Login required",)
    assert (
        answers[1].data
        == answers[2].data
        == {"me": {"userEmail": "ada@example.org", "role": "user", "accessTokens": [{"name": "ci"}, {"name": "laptop"}]}}
    )


async def test_a_person_who_was_there_becomes_an_admin_and_stays_one(tmp_path: Path, run: Run) -> None:
    *_, token = [await asyncio.to_thread(run, "token", "--email", "ada@example.org", *flags) for flags in ((), ("--admin",), ())]

    async with serving(tmp_path) as api:
        assert (await api.ask("{ me { role } }", secret=token.output.strip())).data == {"me": {"role": "admin"}}


@pytest.mark.parametrize(("place", "name"), [("--group", "demo"), ("--organization", "demo")])
async def test_somebody_is_invited_shown_and_then_let_in(tmp_path: Path, run: Run, place: str, name: str) -> None:
    await asyncio.to_thread(run, "demo")
    invite = ("invite", "--email", "ada@example.org", place, name, "--role", "user_manager")
    texts = [(await asyncio.to_thread(run, *invite, *more)).output for more in ((), (), ("--confirmed",), ("--confirmed",))]
    token = await asyncio.to_thread(run, "token", "--email", "ada@example.org")

    assert texts[0] == texts[1]
    assert texts[0].startswith("ada@example.org is invited to demo as user_manager, until ")
    assert texts[2] == texts[3] == "ada@example.org is user_manager of demo\n"
    async with serving(tmp_path) as api:
        answer = await api.ask("{ me { role organizations { name userRole groups { name userRole } } } }", secret=token.output.strip())
    in_group = place == "--group"
    assert answer.data["me"] == {
        "role": "user",
        "organizations": [
            {
                "name": "demo",
                "userRole": "user" if in_group else "user_manager",
                "groups": [{"name": "demo", "userRole": "user_manager"}] if in_group else [],
            }
        ],
    }


async def test_who_was_invited_over_the_api_is_let_in_by_the_command(tmp_path: Path, run: Run) -> None:
    await asyncio.to_thread(run, "demo")
    token = await asyncio.to_thread(run, "token", "--email", DEMO)
    async with serving(tmp_path) as api:
        document = 'mutation { grantStakeholderAccess(groupName: "demo", email: "ada@example.org", role: HACKER) { success } }'
        assert (await api.ask(document, secret=token.output.strip())).errors == ()

    result = await asyncio.to_thread(run, "invite", "--email", "ada@example.org", "--group", "demo", "--role", "user", "--confirmed")

    # The invitation that waits is the one that is accepted, with its role.
    assert result.output == "ada@example.org is hacker of demo\n"


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (("token", "--email", "no address"), 1, "Error: Exception - Invalid email address in form"),
        (("invite", "--email", "a@b.co", "--group", "nothere", "--role", "user"), 1, "Error: Access denied or group not found"),
        (
            ("invite", "--email", "a@b.co", "--organization", "nothere", "--role", "user"),
            1,
            "Error: Access denied or organization not found",
        ),
        (("invite", "--email", "a@b.co", "--role", "user"), 2, "give one of --group and --organization"),
        (("invite", "--email", "a@b.co", "--group", "demo", "--role", "emperor"), 2, "Invalid value for '--role'"),
    ],
)
async def test_what_is_refused_ends_with_one_clear_line(run: Run, arguments: tuple[str, ...], code: int, text: str) -> None:
    result = await asyncio.to_thread(run, *arguments)

    assert (result.exit_code, text in result.output) == (code, True), result.output
    assert "Traceback" not in result.output


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv("INTEGRATES_PORT", "many")

    result = run("demo")

    assert result.exit_code == 1
    assert result.output.startswith("Error: port: ")


def test_a_store_past_one_machine_names_the_setting_that_it_lacks(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv("INTEGRATES_STORE", "aws")
    without_keys = run("demo").output
    monkeypatch.setenv("INTEGRATES_KEYS", new_keys().decode())
    without_engine = run("demo").output

    assert "INTEGRATES_KEYS is required" in without_keys
    assert re.search(r"Error: INTEGRATES_\w+ is required", without_engine), without_engine


def test_the_schema_is_printed_compared_and_written(tmp_path: Path) -> None:
    runner, file = CliRunner(), str(tmp_path / "schema.graphql")
    printed = runner.invoke(main, ["schema"]).output

    assert runner.invoke(main, ["schema", "--write", file]).exit_code == 0
    assert (tmp_path / "schema.graphql").read_text() == printed
    assert runner.invoke(main, ["schema", "--check", file]).exit_code == 0
    (tmp_path / "schema.graphql").write_text(printed.replace("  userName: String!\n", "  userName: String!\n  more: String\n"))
    assert runner.invoke(main, ["schema", "--check", file]).exit_code == 1
    broken = runner.invoke(main, ["schema", "--write", file])
    assert (broken.exit_code, "Me.more" in broken.output) == (1, True)


async def test_the_event_loop_is_never_held_while_many_ask(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    document = """query Everything { me { userEmail organizations { name groups { name stakeholders { email } } } }
      group(groupName: "unittesting") { name permissions stakeholders { email role groups { name } } } }"""
    await api.ask(document, as_=MANAGER)

    async def round_of(number: int) -> float:
        """Ask for a while, and return for how long the loop was held at most."""
        async with watch_loop() as watched:
            for each in range(8):
                await asyncio.gather(
                    *(api.ask(document, as_=MANAGER) for _ in range(4)),
                    api.ask(
                        f'mutation {{ addGroupTags(groupName: "unittesting", tagsData: ["t-{number}-{each}"]) {{ success }} }}', as_=MANAGER
                    ),
                )
        return watched.longest

    # A write waits for the disk, 20 ms and more; on the loop, it would show in each round, and a machine that is busy only in some.
    assert min([await round_of(number) for number in range(5)]) < 0.25
