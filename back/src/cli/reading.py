"""Reading the settings of a command; it loads nothing else, for commands that have to be quick."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from settings import Settings, StoreKind


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take the data folder as a flag."""
    return click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder (INTEGRATES_DATA).")(command)


def read_settings(**given: Any) -> Settings:
    """Read the settings, flags before the environment; ends the command with one line for each that cannot be used."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        lines = (f"{'.'.join(map(str, each['loc'])) or 'settings'}: {each['msg']}" for each in error.errors(include_input=False))
        raise click.ClickException("; ".join(lines)) from None


def read_local_settings(*, elsewhere: str = "", **given: Any) -> Settings:
    """Read the settings of a command that works on the files of a data folder; ends it when the data is elsewhere, and says what to do."""
    settings = read_settings(**given)
    if settings.store is not StoreKind.LOCAL:
        raise click.ClickException(
            f"INTEGRATES_STORE={settings.store.value} has no data folder: this command is for local{elsewhere and f'; {elsewhere}'}"
        )
    return settings
