"""`integrates demo`: an organization, a group and a person to try the service with."""

import asyncio
from pathlib import Path

import click

from authz.roles import UserRole
from authz.viewer import Viewer
from cli.demo_scan import ROOTS, number_of, sarif_of
from cli.opened import Opened, run
from cli.reading import data_option, read_settings
from db_model.jobs import reads as jobs_model
from db_model.scans import reads as scans_model
from db_model.scans.types import Scan, ScanFormat, ScanRequest, has_ended
from db_model.stakeholders import writes as stakeholders_model
from groups import domain as groups_domain
from groups.rules import GroupRequest
from jobs import domain as jobs_domain
from loaders.bundle import Command, Loaders
from organizations import domain as organizations_domain
from scans import domain as scans_domain
from scans.decoding import DEFAULT_LIMIT
from scans.jobs import SUBJECT, import_scan
from stakeholders.domain import find_or_new, with_role

PERSON = "demo@integrates.test"
NAME = "demo"
MOST_VULNERABILITIES = 5_000_000
_MOST_DUE = 100
_BETWEEN_LOOKS = 0.2
"""Seconds."""


@click.command()
@click.option(
    "--vulnerabilities", type=click.IntRange(0, MOST_VULNERABILITIES), help="Let a scan of the demo find so many, in all its roots."
)
@data_option
def demo(vulnerabilities: int | None, data: Path | None) -> None:
    """Make the demo organization, group and person, those that are not there, and let scans find so many in its roots."""
    settings = read_settings(data=data)

    async def work(folder: Opened) -> str:
        await _ensure_admin(folder.loaders)
        acting = Viewer(email=PERSON, user_role=UserRole.ADMIN)
        await _ensure_group(folder, Loaders(acting, folder.loaders.store, folder.loaders.clock))
        made = f"organization {NAME}, group {NAME}, person {PERSON}"
        if vulnerabilities is None:
            return made
        await _import(Loaders(acting, folder.loaders.store, folder.loaders.clock), vulnerabilities)
        return f"{made}, {vulnerabilities} vulnerabilities"

    click.echo(run(settings, "the demo data", work))


async def _ensure_admin(loaders: Loaders) -> None:
    """Make the person, an admin of the platform."""
    person, is_new = await find_or_new(loaders, PERSON, by="system")
    if person.state.role != UserRole.ADMIN:
        admin = with_role(person, UserRole.ADMIN, by="system", now=loaders.clock.now())
        change = stakeholders_model.add(admin) if is_new else stakeholders_model.update(person, admin)
        await loaders.commit(Command("demo: person"), change)


async def _ensure_group(folder: Opened, loaders: Loaders) -> None:
    """Make the organization and the group as the person would, who becomes their user manager."""
    found = await organizations_domain.find_id(loaders, NAME)
    organization = (
        await organizations_domain.add(loaders, folder.settings, name=NAME, country="Colombia")
        if found is None
        else await organizations_domain.get(loaders, found)
    )
    if await loaders.group.load(NAME) is None:
        request = GroupRequest(name=NAME, description="A group to try the service with", has_machine=True, has_squad=False)
        await groups_domain.add(loaders, organization=organization, request=request)


async def _import(loaders: Loaders, vulnerabilities: int) -> None:
    """Import a scan of each root of the demo, with closing, so that the number decides what is open."""
    group = await groups_domain.get(loaders, NAME)
    for root in ROOTS:
        blob = await loaders.store.blobs.put(sarif_of(root, number_of(root, vulnerabilities)), at_most=DEFAULT_LIMIT)
        request = ScanRequest(
            root_nickname=root, format=ScanFormat.SARIF, file=blob.digest, size=blob.size, create_root=True, close_missing=True
        )
        scan = await scans_domain.start(loaders, group, request, key=None)
        await _until_ended(loaders, scan)


async def _until_ended(loaders: Loaders, scan: Scan) -> None:
    """Do the job of a scan here, or wait for the worker that has it; a scan that failed ends the command."""
    store, clock = loaders.store, loaders.clock
    while True:
        found = (await scans_model.get_many(store.table, (scan.id,), now=clock.now()))[scan.id]
        if has_ended(found):
            break
        due = await jobs_model.due(store.table, now=clock.now(), first=_MOST_DUE)
        job = next((each for each in due if each.subject.get(SUBJECT) == scan.id), None)
        claimed = await jobs_domain.claim(store, clock, job, holder="demo") if job is not None else None
        if claimed is not None:
            await jobs_domain.run(store, clock, claimed, import_scan, is_stopping=lambda: False)
        else:
            await asyncio.sleep(_BETWEEN_LOOKS)
    if found.error is not None:
        raise click.ClickException(found.error)
