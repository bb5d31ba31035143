"""The loaders of one request, all scoped by its viewer, and the commit that keeps them fresh."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from aiodataloader import DataLoader

from authz.scope import Everything, Groups, Scope, covers_group, in_index, scope_of
from authz.viewer import Viewer, system
from clock import Clock, new_ordered_uuid
from db_model import commit as model_commit
from db_model import reads
from db_model.access_tokens import reads as access_tokens_model
from db_model.audit.types import AuditRecord
from db_model.change import Change
from db_model.executions import facet as executions_facet
from db_model.executions import reads as executions_model
from db_model.executions.types import Execution
from db_model.facet import Facet
from db_model.findings import facet as findings_facet
from db_model.findings import reads as findings_model
from db_model.findings.types import Finding
from db_model.findings.types import is_there as is_finding_there
from db_model.group_access import facet as group_access_facet
from db_model.group_access import reads as group_access_model
from db_model.group_access.types import GroupAccess
from db_model.groups import facet as groups_facet
from db_model.groups import reads as groups_model
from db_model.groups.types import Group
from db_model.groups.types import is_active as is_active_group
from db_model.organization_access import facet as organization_access_facet
from db_model.organization_access import reads as organization_access_model
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations import reads as organizations_model
from db_model.organizations.types import Organization
from db_model.organizations.types import is_active as is_active_organization
from db_model.roots import facet as roots_facet
from db_model.roots import reads as roots_model
from db_model.roots.types import Root
from db_model.scans import facet as scans_facet
from db_model.scans import reads as scans_model
from db_model.scans.types import Scan
from db_model.stakeholders import reads as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from db_model.vulnerabilities import counts
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import Treatment, Vulnerability, VulnerabilityState
from db_model.vulnerabilities.types import is_there as is_vulnerability_there
from loaders.batch import loader
from loaders.texts import texts_loader
from loaders.viewer import load_viewer
from store import Store
from store.errors import Throttled, Unavailable
from store.index import Aggregate, Bucket, Hits, Index, Search
from store.values import After, Page, Position, Query

T = TypeVar("T")
Id = TypeVar("Id")


class InGroup(Protocol):
    """What belongs to a group."""

    @property
    def group_name(self) -> str:
        """Return the name of the group."""


Owned = TypeVar("Owned", bound=InGroup)
Access: TypeAlias = OrganizationAccess | GroupAccess
_PATIENCE = timedelta(seconds=2)
"""How long lists of a request wait for each of its own writes."""
_MAKE_A_VIEWER = frozenset({"organizations", "groups", "stakeholders", "organization_access", "group_access"})


@dataclass(frozen=True, slots=True)
class ListKey:
    """A page of the children of one parent."""

    parent: str
    first: int
    after: After | None = None


class Command(NamedTuple):
    """What a commit is for, as the audit trail remembers it; the details hold no secret."""

    name: str
    organization_id: str | None = None
    group_name: str | None = None
    details: tuple[tuple[str, str], ...] = ()


class Loaders:
    """What a viewer may read: what is out of scope is answered as if it were not there.

    A class with state, unlike most here: it is a cache that lives as long as its request, and its viewer is built anew when a
    commit changes who may do what.
    """

    def __init__(self, viewer: Viewer, store: Store, clock: Clock) -> None:
        self.viewer = viewer
        self.store = store
        self.clock = clock
        self._unseen: tuple[Position, ...] = ()
        now, table = clock.now, store.table
        self.organization = loader(
            lambda ids: organizations_model.get_many(table, ids, now=now()),
            may_see=self._sees_organization_of_groups,
        )
        self.organization_id = loader(lambda names: organizations_model.ids_of_names(table, names))
        self.group = loader(lambda names: groups_model.get_many(table, names, now=now()), may_see=self._sees_group)
        self.stakeholder = loader(
            lambda emails: stakeholders_model.get_many(table, emails, now=now()), may_see=lambda found: self._sees_person(found.email)
        )
        self.person_of: DataLoader[Access, Stakeholder | None] = loader(self._people_of)
        self.organization_access = loader(
            lambda ids: organization_access_model.get_many(table, ids, now=now()),
            may_see=lambda found: self._sees_person(found.email) or self._sees_organization(found.organization_id),
        )
        self.group_access = loader(
            lambda ids: group_access_model.get_many(table, ids, now=now()),
            may_see=lambda found: self._sees_person(found.email) or covers_group(self.scope, found.group_name, found.organization_id),
        )
        self.access_token = loader(
            lambda ids: access_tokens_model.get_many(table, ids, now=now()), may_see=lambda found: self._owns(found.email)
        )
        self.finding: DataLoader[str, Finding | None] = loader(
            lambda ids: self._of_seen_groups(findings_model.get_many(table, ids, now=now())), may_see=is_finding_there
        )
        self.root: DataLoader[str, Root | None] = loader(lambda ids: self._of_seen_groups(roots_model.get_many(table, ids, now=now())))
        self.scan: DataLoader[str, Scan | None] = loader(lambda ids: self._of_seen_groups(scans_model.get_many(table, ids, now=now())))
        self.execution: DataLoader[tuple[str, str], Execution | None] = loader(
            lambda ids: self._of_seen_groups(executions_model.get_many(table, ids, now=now()))
        )
        self.text = texts_loader(store.blobs)
        self.vulnerability: DataLoader[str, Vulnerability | None] = loader(
            lambda ids: self._of_seen_findings(vulnerabilities_model.get_many(table, ids, now=now())), may_see=is_vulnerability_there
        )
        self.roots_of_nickname: DataLoader[tuple[str, str], tuple[Root, ...]] = DataLoader(self._roots_of_nicknames)
        self.hits: DataLoader[Search, Hits] = DataLoader(self._hits)
        self.buckets: DataLoader[Aggregate, tuple[Bucket, ...]] = DataLoader(self._buckets)
        self.vulnerability_counts: DataLoader[str, counts.Counts] = DataLoader(self._counts_of_findings)
        self.vulnerability_states: DataLoader[str, tuple[VulnerabilityState, ...]] = DataLoader(self._histories_of("state"))
        self.vulnerability_treatments: DataLoader[str, tuple[Treatment, ...]] = DataLoader(self._histories_of("treatment"))
        self.groups_of_organization = self._pages(
            groups_facet.FACET, groups_model.of_organization, keep=self._sees_group, may_ask=self._sees_organization
        )
        self.members_of_organization = self._pages(
            organization_access_facet.FACET, organization_access_model.of_organization, may_ask=self._sees_organization
        )
        self.members_of_group = self._pages(group_access_facet.FACET, group_access_model.of_group, may_ask=self._asks_of_group)
        self.roots_of_group = self._pages(roots_facet.FACET, roots_model.of_group, may_ask=self._asks_of_group)
        self.scans_of_group = self._pages(scans_facet.FACET, scans_model.of_group, may_ask=self._asks_of_group)
        self.executions_of_group = self._pages(executions_facet.FACET, executions_model.of_group, may_ask=self._asks_of_group)
        self.findings_of_group = self._pages(findings_facet.FACET, findings_model.of_group, may_ask=self._asks_of_group)
        self.drafts_of_group = self._pages(findings_facet.FACET, findings_model.drafts_of_group, may_ask=self._asks_of_group)

    @property
    def scope(self) -> Scope:
        """Return the groups that the viewer may see."""
        return scope_of(self.viewer)

    async def commit(self, command: Command, *changes: Change) -> Position:
        """Apply the changes of a command, or nothing, and forget what they make stale; raises `Conflict`."""
        now = self.clock.now()
        record = AuditRecord(
            id=new_ordered_uuid(now),
            command=command.name,
            actor=self.viewer.email or "system",
            at=now,
            details=dict(command.details),
            organization_id=command.organization_id,
            group_name=command.group_name,
            credential_id=self.viewer.credential.id if self.viewer.credential else None,
        )
        position = await model_commit.commit(self.store.table, changes, record=record)
        self._unseen += (position,) if position.token else ()
        stale = frozenset(change.entity for change in changes)
        self._forget(stale)
        if self.viewer.email and self.viewer.credential and stale & _MAKE_A_VIEWER:
            self.viewer = await load_viewer(self.store.table, self.viewer.email, self.viewer.credential, now=now)
        return position

    def as_system(self, reason: str) -> "Loaders":
        """Return fresh loaders that see everything, for a rule that has to look where its caller may not."""
        return Loaders(system(reason), self.store, self.clock)

    def _forget(self, stale: frozenset[str]) -> None:
        """Let go of all that was read of these entities, alone or in lists."""
        readers: Mapping[str, tuple[DataLoader[Any, Any], ...]] = {
            "organizations": (self.organization, self.organization_id),
            "groups": (self.group, self.groups_of_organization),
            "stakeholders": (self.stakeholder, self.person_of),
            "organization_access": (self.organization_access, self.members_of_organization),
            "group_access": (self.group_access, self.members_of_group),
            "access_tokens": (self.access_token,),
            "executions": (self.execution, self.executions_of_group, self.hits),
            "roots": (self.root, self.roots_of_group, self.roots_of_nickname),
            "scans": (self.scan, self.scans_of_group),
            "findings": (self.finding, self.findings_of_group, self.drafts_of_group, self.vulnerability),
            "vulnerabilities": (
                self.vulnerability,
                self.vulnerability_counts,
                self.vulnerability_states,
                self.vulnerability_treatments,
                self.hits,
                self.buckets,
            ),
        }
        for entity in stale & readers.keys():
            for each in readers[entity]:
                each.clear_all()

    @property
    def _sees_everything(self) -> bool:
        return isinstance(self.scope, Everything)

    def _asks_of_group(self, name: str) -> bool:
        return name in self.viewer.groups or self._sees_everything

    def _owns(self, email: str) -> bool:
        return self.viewer.is_system or email == self.viewer.email

    def _sees_person(self, email: str) -> bool:
        return self._sees_everything or email == self.viewer.email

    def _sees_organization(self, organization_id: str) -> bool:
        return organization_id in self.viewer.organizations or self._sees_everything

    def _sees_organization_of_groups(self, found: Organization) -> bool:
        """Tell whether an organization may be read as such: by its members, and by those of its groups."""
        return is_active_organization(found) and (self._sees_organization(found.id) or found.id in self.viewer.organizations_of_groups)

    def _sees_group(self, group: Group) -> bool:
        return is_active_group(group) and covers_group(self.scope, group.name, group.organization_id)

    async def _of_seen_groups(self, reading: Awaitable[Mapping[Id, Owned]]) -> Mapping[Id, Owned]:
        """Keep of what was read what belongs to living groups of the scope; nothing of the others is answered."""
        found = await reading
        names = sorted({entity.group_name for entity in found.values()})
        if isinstance(self.scope, Groups):
            # The viewer's groups are living ones.
            seen = self.scope.names & frozenset(names)
        else:
            seen = frozenset(group.name for group in await self.group.load_many(names) if group is not None)
        return {identifier: entity for identifier, entity in found.items() if entity.group_name in seen}

    async def _of_seen_findings(self, reading: Awaitable[Mapping[str, Vulnerability]]) -> Mapping[str, Vulnerability]:
        """Keep of what was read the vulnerabilities of findings that the viewer sees."""
        found = await reading
        ids = sorted({vulnerability.finding_id for vulnerability in found.values()})
        seen = {finding.id for finding in await self.finding.load_many(ids) if finding is not None}
        return {identifier: vulnerability for identifier, vulnerability in found.items() if vulnerability.finding_id in seen}

    async def _roots_of_nicknames(self, names: list[tuple[str, str]]) -> list[tuple[Root, ...]]:
        asked = [each for each in names if self._asks_of_group(each[0])]
        found = dict(zip(asked, await roots_model.of_nicknames(self.store.table, asked, now=self.clock.now()), strict=True))
        return [found.get(each, ()) for each in names]

    async def _fresh_index(self) -> Index:
        """Return the index once it knows what this request has written; one that is far behind answers as it is."""
        unseen, self._unseen = self._unseen, ()
        for position in unseen:
            try:
                await self.store.index.wait_for(position, _PATIENCE)
            except (Throttled, Unavailable):
                break
        return self.store.index

    async def _hits(self, requests: list[Search]) -> list[Hits]:
        return list(await (await self._fresh_index()).search_many(requests))

    async def _buckets(self, requests: list[Aggregate]) -> list[tuple[Bucket, ...]]:
        return list(await (await self._fresh_index()).aggregate_many(requests))

    async def _counts_of_findings(self, ids: list[str]) -> list[counts.Counts]:
        found = await counts.of_findings(await self._fresh_index(), in_index(self.scope), ids)
        return [found.get(identifier, counts.Counts()) for identifier in ids]

    def _histories_of(self, part: str) -> Callable[[list[str]], Coroutine[Any, Any, list[Any]]]:
        """Return what reads the histories of a part of vulnerabilities that were loaded before."""

        async def load(ids: list[str]) -> list[Any]:
            return list(await vulnerabilities_model.histories(self.store.table, ids, part))

        return load

    async def _people_of(self, accesses: Sequence[Access]) -> Mapping[Access, Stakeholder]:
        """Read the profiles behind accesses."""
        emails = tuple({access.email for access in accesses})
        people = await stakeholders_model.get_many(self.store.table, emails, now=self.clock.now())
        return {access: people[access.email] for access in accesses if access.email in people}

    def _pages(
        self,
        facet: Facet[T],
        query_of: Callable[[str], Query],
        *,
        may_ask: Callable[[str], bool],
        keep: Callable[[T], bool] = lambda _: True,
    ) -> DataLoader[ListKey, Page[T]]:
        """Make a loader of pages; those of a parent that is out of scope are empty and not read."""

        async def load(keys: list[ListKey]) -> list[Page[T]]:
            allowed = tuple(key for key in keys if may_ask(key.parent))
            queries = tuple(replace(query_of(key.parent), first=key.first, after=key.after) for key in allowed)
            pages = await reads.pages(self.store.table, facet, queries, now=self.clock.now(), keep=keep) if queries else ()
            found = dict(zip(allowed, pages, strict=True))
            return [found.get(key, Page((), None)) for key in keys]

        return DataLoader(load)
