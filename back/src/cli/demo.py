"""`integrates demo`: an organization, a group and a person to try the service with."""

from pathlib import Path

import click

from authz.roles import UserRole
from authz.viewer import Viewer
from cli.opened import Opened, data_option, read_settings, run
from db_model.stakeholders import writes as stakeholders_model
from groups import domain as groups_domain
from groups.rules import GroupRequest
from loaders.bundle import Command, Loaders
from organizations import domain as organizations_domain
from stakeholders.domain import find_or_new, with_role

PERSON = "demo@integrates.test"
NAME = "demo"


@click.command()
@data_option
def demo(data: Path | None) -> None:
    """Make the demo organization, group and person, those that are not there."""
    settings = read_settings(data=data)

    async def work(folder: Opened) -> str:
        await _ensure_admin(folder.loaders)
        acting = Viewer(email=PERSON, user_role=UserRole.ADMIN)
        await _ensure_group(folder, Loaders(acting, folder.loaders.store, folder.loaders.clock))
        return f"organization {NAME}, group {NAME}, person {PERSON}"

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
