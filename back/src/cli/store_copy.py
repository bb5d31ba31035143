"""`integrates store copy`: everything of one store to another, resumable, compared at the end."""

import asyncio
import sys
from collections.abc import Mapping

import click
import orjson

from cli.copy_progress import Shown
from cli.only_worker import has_worker
from cli.reading import read_settings
from composition.copies import copy as copy_between
from composition.copies import name_of
from composition.not_supported import StoreNotSupported
from composition.stores import KEYS
from copying.domain import Copied
from copying.refusals import CopyRefused
from copying.sums import Sum
from settings import Settings, StoreKind
from store.errors import StoreError


def to_place(_context: click.Context, parameter: click.Parameter, url: str) -> Settings:
    """Return the settings of the store that a URL names; the rest of them is that of the environment."""
    kind, _, rest = url.partition(":")
    if kind == StoreKind.LOCAL and rest:
        return read_settings(store=StoreKind.LOCAL, data=rest)
    if kind != StoreKind.AWS or "/" in rest:
        raise click.BadParameter(f"{url!r} names no store: say local:FOLDER, or aws:TABLE", param=parameter)
    settings = read_settings(store=StoreKind.AWS)
    return settings.model_copy(update={"aws": settings.aws.model_copy(update={"table": rest or settings.aws.table})})


@click.command()
@click.option(
    "--from",
    "source",
    required=True,
    metavar="URL",
    callback=to_place,
    help="The store that is read: local:FOLDER, or aws:TABLE with the settings INTEGRATES_AWS__….",
)
@click.option(
    "--to",
    "target",
    required=True,
    metavar="URL",
    callback=to_place,
    help="The store that is written: empty, or an unfinished copy of the same.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the counts and sums of both stores.")
def copy(source: Settings, target: Settings, as_json: bool) -> None:
    """Copy all items and files, compare both stores, and exit with 1 if they differ; run again, it goes on where it was.

    Nothing may write to either store meanwhile. Keys are not copied.
    """
    if _has_worker(target):
        raise click.ClickException(f"a worker runs on {name_of(target)}: stop the service first")
    if _has_worker(source):
        click.echo(f"Warning: a worker runs on {name_of(source)}: what is written from now on may not be copied", err=True)
    shown = Shown(is_terminal=sys.stderr.isatty())
    try:
        copied = asyncio.run(copy_between(source, target, shown.tell))
    except (CopyRefused, StoreError, StoreNotSupported, OSError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        shown.end()
    click.echo(_to_json(copied, source, target) if as_json else _to_text(copied))
    if copied.comparison.different:
        click.echo(
            f"Error: these differ: {', '.join(copied.comparison.different)}. Stop whatever writes to {name_of(source)}, and run this again",
            err=True,
        )
        raise click.exceptions.Exit(1)
    click.echo(_what_is_left(source, target), err=True)


def _to_text(copied: Copied) -> str:
    """Return a line for each kind of item, and one that says how both stores are."""
    comparison = copied.comparison
    lines = (
        f"{kind}: {_told(comparison.source.get(kind, Sum()))}"
        + (f", and {_told(comparison.target.get(kind, Sum()))} in the copy" if kind in comparison.different else "")
        for kind in sorted(comparison.source.keys() | comparison.target.keys())
    )
    return "\n".join((*lines, "the stores differ" if comparison.different else "both stores hold the same"))


def _told(found: Sum) -> str:
    return f"{found.number} of sum {found.text[:16]}"


def _to_json(copied: Copied, source: Settings, target: Settings) -> str:
    comparison = copied.comparison
    answer = {
        "from": name_of(source),
        "to": name_of(target),
        "resumed": copied.is_resumed,
        "different": comparison.different,
        "source": _sums(comparison.source),
        "target": _sums(comparison.target),
    }
    return orjson.dumps(answer).decode()


def _sums(sums: Mapping[str, Sum]) -> Mapping[str, Mapping[str, str | int]]:
    return {kind: {"number": each.number, "sha256": each.text} for kind, each in sorted(sums.items())}


def _has_worker(settings: Settings) -> bool:
    """Tell whether a worker runs on a folder; nobody can tell of a store that many machines share."""
    return settings.store is StoreKind.LOCAL and has_worker(settings.data)


def _what_is_left(source: Settings, target: Settings) -> str:
    """Return what a person has to do before the copy is served."""
    keys = f"the {KEYS} of {name_of(source)}" if source.store is StoreKind.LOCAL else f"the INTEGRATES_KEYS of {name_of(source)}"
    if target.store is StoreKind.LOCAL:
        return f"Keys are not copied: before the first start, put {keys} into {target.data}, or give INTEGRATES_KEYS"
    return f"Keys are not copied: give {keys} as INTEGRATES_KEYS; before the first start, run `integrates index rebuild`"
