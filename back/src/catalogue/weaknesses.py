"""The types of weakness that a finding can be of: those of CWE that are in use, and one for what has no CWE."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from catalogue.pillars import texts_of
from catalogue.requirements import requirements_of


class Weakness(NamedTuple):
    """A type of weakness: `name` is the official one of CWE, `title` that of findings, `requirements` are ids, `vector` is CVSS 3.1."""

    cwe_id: int
    name: str
    title: str
    pillar: int | None
    description: str
    recommendation: str
    requirements: tuple[str, ...]
    vector: str


_UNCLASSIFIED_ID = 0
_UNCLASSIFIED_NAME = "Unclassified weakness"
# What people call it: "Improper Neutralization of … ('SQL Injection')".
_ALIAS = re.compile(r"\('([^']+)'\)$")


def find_weakness(cwe_id: int) -> Weakness | None:
    """Return a weakness by its CWE id; `None` for what is no weakness in use: categories, views, deprecated and newer entries."""
    return _weaknesses().get(cwe_id)


def find_by_title(title: str) -> Weakness | None:
    """Return the weakness that has exactly this title."""
    return _by_title().get(title)


def first_known(cwe_ids: Iterable[int]) -> Weakness:
    """Return the first weakness of the catalogue among CWE ids, the unclassified one when there is none."""
    found = (find_weakness(cwe_id) for cwe_id in cwe_ids)
    return next((weakness for weakness in found if weakness is not None), unclassified())


def all_titles() -> tuple[str, ...]:
    """Return every title, in the order of the CWE ids, first that of the unclassified weakness."""
    return tuple(_by_title())


@cache
def unclassified() -> Weakness:
    """Return the weakness of what has no CWE; its id is 0, which no entry of CWE has."""
    texts = texts_of(None)
    return Weakness(
        cwe_id=_UNCLASSIFIED_ID,
        name=_UNCLASSIFIED_NAME,
        title=title_of(_UNCLASSIFIED_ID, _UNCLASSIFIED_NAME),
        pillar=None,
        description=f"{_UNCLASSIFIED_NAME}: {texts.consequence}",
        recommendation=texts.recommendation,
        requirements=tuple(requirement.id for requirement in requirements_of(None)),
        vector=texts.vector,
    )


def title_of(cwe_id: int, name: str) -> str:
    """Return `NNN. Name`: the id with three digits at least, and the alias in quotes that ends the name, else the whole name."""
    alias = _ALIAS.search(name)
    return f"{cwe_id:03}. {alias[1] if alias else name}"


def _weakness(cwe_id: int, name: str, pillar: int) -> Weakness:
    texts = texts_of(pillar)
    return Weakness(
        cwe_id=cwe_id,
        name=name,
        title=title_of(cwe_id, name),
        pillar=pillar,
        description=f"CWE-{cwe_id}, {name}: {texts.consequence}",
        recommendation=texts.recommendation,
        requirements=tuple(requirement.id for requirement in requirements_of(pillar)),
        vector=texts.vector,
    )


@cache
def _weaknesses() -> Mapping[int, Weakness]:
    text = files("catalogue").joinpath("data", "cwe.json").read_text(encoding="utf-8")
    entries: dict[str, tuple[str, int]] = json.loads(text)
    return MappingProxyType({int(cwe_id): _weakness(int(cwe_id), name, pillar) for cwe_id, (name, pillar) in entries.items()})


@cache
def _by_title() -> Mapping[str, Weakness]:
    return MappingProxyType({weakness.title: weakness for weakness in (unclassified(), *_weaknesses().values())})
