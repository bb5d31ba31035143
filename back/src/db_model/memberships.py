"""What a viewer is built from: a person with all accesses in one read, and the state of what they lead to in a second."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from db_model.facet import OWN, to_entity
from db_model.group_access import facet as group_access
from db_model.group_access.types import GroupAccess
from db_model.groups import facet as groups
from db_model.groups.types import Group
from db_model.organization_access import facet as organization_access
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations import facet as organizations
from db_model.organizations.types import Organization
from db_model.stakeholders import facet as stakeholders
from db_model.stakeholders.types import Stakeholder
from store.table import Table, iterate
from store.values import Query

_PAGE = 1_000


class Memberships(NamedTuple):
    """A person, if there is one, and the accesses stored with it, invitations too."""

    person: Stakeholder | None
    organizations: tuple[OrganizationAccess, ...]
    groups: tuple[GroupAccess, ...]


async def of_person(table: Table, email: str, *, now: datetime) -> Memberships:
    """Read a person's own row and all accesses: they stand side by side in one partition."""
    partition = stakeholders.key(email).partition
    to_groups, to_organizations = group_access.of_person(email).sort, organization_access.of_person(email).sort
    query = Query(index=None, partition=partition, low=OWN, high=f"{to_organizations}~", first=_PAGE)
    items = tuple([item async for item in iterate(table, query)])
    people = (to_entity(stakeholders.FACET, item, now) for item in items if item.key.sort == OWN)
    in_organizations = (to_entity(organization_access.FACET, item, now) for item in items if item.key.sort.startswith(to_organizations))
    in_groups = (to_entity(group_access.FACET, item, now) for item in items if item.key.sort.startswith(to_groups))
    return Memberships(
        person=next(people, None),
        organizations=tuple(access for access in in_organizations if access is not None),
        groups=tuple(access for access in in_groups if access is not None),
    )


class Targets(NamedTuple):
    """What accesses lead to, those removed too."""

    organizations: tuple[Organization, ...]
    groups: tuple[Group, ...]


async def targets(table: Table, *, organization_ids: Collection[str], group_names: Collection[str], now: datetime) -> Targets:
    """Read organizations and groups in one call."""
    organization_keys = frozenset(map(organizations.key, organization_ids))
    group_keys = frozenset(map(groups.key, group_names))
    items = await table.get_many(organization_keys | group_keys)
    found_organizations = (to_entity(organizations.FACET, items.get(key), now) for key in organization_keys)
    found_groups = (to_entity(groups.FACET, items.get(key), now) for key in group_keys)
    return Targets(
        organizations=tuple(each for each in found_organizations if each is not None),
        groups=tuple(each for each in found_groups if each is not None),
    )
