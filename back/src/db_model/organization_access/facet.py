"""Where accesses to organizations live, and which questions their keys answer."""

from db_model import access_state, parts
from db_model.codec import Codec
from db_model.facet import Facet
from db_model.organization_access.types import OrganizationAccess
from store.values import IndexName, Key, Prefix

TAG = "ACCESS"


def key(email: str, organization_id: str) -> Key:
    """What may this person do in this organization?"""
    return Key(parts.join("PERSON", email), parts.join(TAG, *parts.split(organization_id)))


def of_person(email: str) -> Prefix:
    """Which organizations is a person in?"""
    return Prefix(parts.join("PERSON", email), parts.beginning(TAG, "ORG"))


def of_organization(organization_id: str) -> Prefix:
    """Who is in an organization, by e-mail?"""
    return Prefix(parts.join(*parts.split(organization_id)), parts.beginning(TAG))


FACET = Facet[OrganizationAccess](
    name="organization_access",
    codec=Codec(OrganizationAccess),
    key=lambda access: key(access.email, access.organization_id),
    version=lambda access: access.version,
    indexes=lambda access: {IndexName.BY_PARENT: Key(of_organization(access.organization_id).partition, parts.join(TAG, access.email))},
    expires_at=lambda access: access_state.expires_at(access.state),
    history=("state",),
)
