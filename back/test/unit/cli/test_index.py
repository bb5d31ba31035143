"""What `integrates index` says of what it made."""

from collections.abc import Awaitable, Callable

import click
import pytest

from cli.index import _make
from search.building import Built, Step
from store.values import Key


def making(built: Built) -> Callable[[Callable[[Step], None]], Awaitable[Built]]:
    async def act(tell: Callable[[Step], None]) -> Built:
        tell(Step(built.items, built.documents))
        return built

    return act


async def test_what_was_made_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    await _make(making(Built(("p-bugs-1", "p-notes-1"), 7, 9, ())))

    assert capsys.readouterr() == ("p-bugs-1 was made\np-notes-1 was made\n", "7 items read, 9 documents written\n")


async def test_nothing_to_make_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    await _make(making(Built((), 0, 0, ())))

    assert capsys.readouterr().out == "no index is missing\n"


async def test_items_that_have_no_document_are_named_after_what_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.ClickException, match="1 items cannot be indexed and are missing from lists:\n  VULN#a #"):
        await _make(making(Built(("p-bugs-1",), 7, 6, (Key("VULN#a", "#"),))))

    assert capsys.readouterr().out == "p-bugs-1 was made\n"
