"""`integrates invite`: bring somebody into a group or an organization, straight from the data folder."""

from pathlib import Path

import click

from access import domain as access_domain
from access.domain import Offer
from access.unsent import find_secret
from authz.roles import GroupRole, OrganizationRole
from cli.links import invitation_link
from cli.opened import Opened, run
from cli.reading import data_option, read_settings
from clock import to_api_date
from db_model.access_state import AccessState, is_granted
from groups import domain as groups_domain
from organizations import domain as organizations_domain
from organizations.errors import OrganizationNotFound


@click.command()
@click.option("--email", required=True, help="Who is invited.")
@click.option("--group", help="The name of a group.")
@click.option("--organization", help="The name of an organization.")
@click.option("--role", required=True, type=click.Choice(sorted({*GroupRole, *OrganizationRole} - {"admin"}), case_sensitive=False))
@click.option("--confirmed", is_flag=True, help="Let the person in at once, as if the invitation were accepted.")
@data_option
def invite(*, email: str, group: str | None, organization: str | None, role: str, confirmed: bool, data: Path | None) -> None:
    """Invite somebody, or show the invitation that waits; with --confirmed the person is in at once."""
    if (group is None) == (organization is None):
        raise click.UsageError("give one of --group and --organization")
    settings = read_settings(data=data)

    async def work(folder: Opened) -> str:
        offer = Offer(email=access_domain.normal_email(email, settings), role=role.lower())
        state = (
            await _in_group(folder, group, offer, confirmed)
            if group
            else await _in_organization(folder, organization or "", offer, confirmed)
        )
        link = await _find_link(folder, offer.email, state)
        return _describe(offer, group or organization or "", state) + (f"; the link to accept it:\n{link}" if link else "")

    click.echo(run(settings, "an operator invites somebody", work))


async def _in_group(folder: Opened, name: str, offer: Offer, confirmed: bool) -> AccessState:
    """Invite to a group; an invitation that waits already is kept."""
    loaders = folder.loaders
    group = await groups_domain.get(loaders, name)
    access = await loaders.group_access.load((offer.email, group.name))
    if access is None:
        access = await access_domain.invite_to_group(loaders, folder.keys, folder.settings, command="cli invite", group=group, offer=offer)
    if confirmed and not is_granted(access.state):
        await access_domain.confirm_in_group(loaders, command="cli invite: confirmed", group=group, access=access)
        access = await loaders.group_access.load((offer.email, group.name)) or access
    return access.state


async def _in_organization(folder: Opened, name: str, offer: Offer, confirmed: bool) -> AccessState:
    """Invite to an organization; an invitation that waits already is kept."""
    loaders = folder.loaders
    organization_id = await organizations_domain.find_id(loaders, name)
    if organization_id is None:
        raise OrganizationNotFound
    organization = await organizations_domain.get(loaders, organization_id)
    access = await loaders.organization_access.load((offer.email, organization.id))
    if access is None:
        access = await access_domain.invite_to_organization(
            loaders, folder.keys, folder.settings, command="cli invite", organization=organization, offer=offer
        )
    if confirmed and not is_granted(access.state):
        await access_domain.confirm_in_organization(loaders, command="cli invite: confirmed", access=access)
        access = await loaders.organization_access.load((offer.email, organization.id)) or access
    return access.state


async def _find_link(folder: Opened, email: str, state: AccessState) -> str | None:
    """Return the link of an invitation whose message still waits to be sent; nobody but an operator may see it."""
    if state.invitation is None:
        return None
    secret = await find_secret(folder.loaders, folder.keys, email=email, invitation=state.invitation)
    return invitation_link(folder.settings, secret) if secret else None


def _describe(offer: Offer, place: str, state: AccessState) -> str:
    """Tell what is now."""
    if state.invitation is None:
        return f"{offer.email} is {state.role} of {place}"
    until = to_api_date(state.invitation.expires_at)
    return f"{offer.email} is invited to {place} as {state.invitation.role}, until {until} UTC"
