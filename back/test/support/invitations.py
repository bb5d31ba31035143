"""Invitations of the tests, and the links that nobody but an operator sees."""

from access.unsent import find_secret
from app.paths import INVITATION
from harness import Api
from world import GROUP, OKADA

TO_GROUP = """mutation ($email: String!) {
  grantStakeholderAccess(groupName: "unittesting", email: $email, role: VULNERABILITY_MANAGER, responsibility: "Reviews") { success } }"""
TO_ORGANIZATION = """mutation ($email: String!, $id: String!) {
  grantStakeholderOrganizationAccess(organizationId: $id, userEmail: $email, role: USER) { success } }"""


async def invited_to_group(api: Api, email: str, *, by: str) -> str:
    """Invite somebody to the group of the world, and return the path of the link."""
    answer = await api.ask(TO_GROUP, {"email": email}, as_=by)
    assert answer.errors == (), answer.body
    access = await api.loaders().group_access.load((email, GROUP.name))
    assert access is not None
    assert access.state.invitation is not None
    secret = await find_secret(api.loaders(), api.keys, email=email, invitation=access.state.invitation)
    return f"{INVITATION}/{secret}"


async def invited_to_organization(api: Api, email: str, *, by: str) -> str:
    """Invite somebody to the organization of the world, and return the path of the link."""
    answer = await api.ask(TO_ORGANIZATION, {"email": email, "id": OKADA.id}, as_=by)
    assert answer.errors == (), answer.body
    access = await api.loaders().organization_access.load((email, OKADA.id))
    assert access is not None
    assert access.state.invitation is not None
    secret = await find_secret(api.loaders(), api.keys, email=email, invitation=access.state.invitation)
    return f"{INVITATION}/{secret}"
