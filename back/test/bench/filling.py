"""A data folder with one group and as many vulnerabilities as asked for, and what its reader signs in with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import factories
from db_model.findings.types import Finding
from db_model.vulnerabilities.types import TreatmentStatus, Vulnerability, VulnerabilityStatus
from harness import Api, Entity, serving
from identity.sessions import open_session
from world import GROUP, OKADA, member_of_group

READER = "reader@okada.test"
ROOT = factories.git_root("bench", of=GROUP)
_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Filled:
    """A data folder that is closed again, and the secrets of its reader."""

    data: Path
    token: str
    session: str

    @property
    def bearer(self) -> dict[str, str]:
        """Return the headers of the reader's token."""
        return {"authorization": f"Bearer {self.token}"}


async def fill(folder: Path, number: int, *more: Entity) -> Filled:
    """Make the data folder, with more in it."""
    async with serving(folder) as api:
        api.time.now = datetime.now(UTC)
        await populate(api, number)
        await api.given(*more)
        session = await open_session(api.loaders(), READER)
        return Filled(api.settings.data, api.secrets[READER], session)


async def populate(api: Api, number: int) -> None:
    """Store the organization, the group, a root, its findings, the reader, who manages the group, and the vulnerabilities."""
    found = findings()
    await api.given(OKADA, GROUP, ROOT, *member_of_group(READER, "user_manager", GROUP, OKADA), *found, *vulnerabilities(found, number))


def findings() -> tuple[Finding, ...]:
    """Return the findings of the group."""
    made = (factories.finding(GROUP, description=f"Finding {place}", threat=f"Threat {place}") for place in range(_FINDINGS))
    return tuple(each._replace(id=f"{place:08x}-0000-4000-8000-75101630fd11") for place, each in enumerate(made))


def vulnerabilities(found: tuple[Finding, ...], number: int) -> Iterator[Vulnerability]:
    """Yield vulnerabilities that differ in what a list shows."""
    for place in range(number):
        made = factories.vulnerability(found[place % len(found)], root=ROOT)
        status = VulnerabilityStatus.SAFE if place % 5 == 0 else VulnerabilityStatus.VULNERABLE
        state = made.state._replace(status=status, where=f"src/module{place % 40}/file{place}.py", specific=str(place % 900))
        treatment = made.treatment
        if place % 4 == 0:
            treatment = treatment._replace(status=TreatmentStatus.IN_PROGRESS, assigned=READER, modified_by=READER, justification="Soon")
        said = made.scanned and made.scanned._replace(fingerprint=f"{place:064x}", message=f"A query is made of texts, {place}.")
        yield made._replace(
            id=f"{place:08x}-0000-4000-8000-75101630fd12",
            state=state,
            treatment=treatment,
            scanned=said,
            score=Decimal(place % 100 + 1) / 10,
            closed_at=factories.NOW if status is VulnerabilityStatus.SAFE else None,
        )


def one_finding(number: int) -> tuple[Finding, tuple[Vulnerability, ...]]:
    """Return a finding that has so many open vulnerabilities to itself."""
    finding = factories.finding(GROUP, description="One of many", threat="One", id="99999999-0000-4000-8000-75101630fd11")
    made = vulnerabilities((finding,), number)
    opened = (each._replace(state=each.state._replace(status=VulnerabilityStatus.VULNERABLE), closed_at=None) for each in made)
    return finding, tuple(each._replace(id=f"{place:08x}-0000-4000-8000-99999999fd12") for place, each in enumerate(opened))
