"""`calls`: how often an operation calls the store, for a page of 10 and for one of 500; the number does not depend on the size."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import factories
from by_hand import LIST, SMALL
from filling import READER, one_finding, populate
from harness import Api, Entity, serving
from outcome import Aim, Row
from updating import TREAT
from world import GROUP, OKADA, member_of_group

SIZES = (10, 500)


class Operation(NamedTuple):
    """An operation that takes a page size, and how often its answer has a text for each row."""

    name: str
    document: str


def _in_group(selection: str) -> str:
    return f"query ($group: String!, $first: Int) {{ group(groupName: $group) {{ {selection} }} }}"


OPERATIONS = (
    Operation("vulnerabilities with their findings", LIST),
    Operation(
        "with what was read behind each",
        _in_group(
            "vulnerabilities(first: $first) { total edges { cursor node { id rootNickname treatmentChanges "
            "historicState { date } historicTreatmentStatus { date } finding { title openVulnerabilities } } } }"
        ),
    ),
    Operation("findings", _in_group("findingsConnection(first: $first) { total edges { node { id title openVulnerabilities } } }")),
    Operation("roots", _in_group("rootsConnection(first: $first) { total edges { node { __typename } } }")),
    Operation("members", _in_group("stakeholdersConnection(first: $first) { total edges { node { email role } } }")),
    Operation("scans", _in_group("scans(first: $first) { total edges { node { id status } } }")),
)


async def run() -> tuple[Row, ...]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as api:
            api.time.now = datetime.now(UTC)
            await populate(api, SIZES[-1])
            finding, vulnerabilities = one_finding(SIZES[-1])
            await api.given(finding, *vulnerabilities, *_more(SIZES[-1]))
            await _calls(api, SMALL, {})
            rows = [
                _row(each.name, [await _calls(api, each.document, {"group": GROUP.name, "first": size}) for size in SIZES])
                for each in OPERATIONS
            ]
            ids = [each.id for each in vulnerabilities]
            treated = [await _calls(api, TREAT, {"finding": finding.id, "ids": ids[:size], "why": f"Soon {size}"}) for size in SIZES]
    many = Row("calls", "treatment in bulk, which is many transactions", *_texts(treated), treated[-1] / treated[0])
    return (*rows, many)


def _more(number: int) -> tuple[Entity, ...]:
    roots = tuple(factories.git_root(f"more{place}", of=GROUP) for place in range(number))
    found = (factories.finding(GROUP, description=f"More {place}", threat=f"More {place}") for place in range(number))
    findings = tuple(each._replace(id=f"{place:08x}-0000-4000-8000-75101630fd13") for place, each in enumerate(found))
    members = (each for place in range(number) for each in member_of_group(f"member{place}@okada.test", "user", GROUP, OKADA))
    return *roots, *findings, *members


async def _calls(api: Api, document: str, variables: dict[str, object]) -> int:
    before = api.calls.total
    answer = await api.ask(document, variables, as_=READER)
    assert answer.errors == (), answer.body
    return api.calls.total - before


def _row(name: str, numbers: list[int]) -> Row:
    return Row("calls", name, *_texts(numbers), numbers[-1] / numbers[0], Aim(1))


def _texts(numbers: list[int]) -> tuple[str, str]:
    return f"{numbers[-1]} calls for {SIZES[-1]}", f"{numbers[0]} calls for {SIZES[0]}"
